//! Departments. Their rights are in `policy`, never derived from their order.

use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Text;

use super::machine_words::machine_words;
use crate::t;

#[derive(AsExpression, FromSqlRow, serde::Serialize)]
#[diesel(sql_type = Text)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Department {
    /// Manages collaborators and contracts, and assigns support to events.
    Management,
    /// Owns customers, and books events for signed contracts.
    Sales,
    /// Runs the events.
    Support,
}

machine_words!(
    Department { Management => "management", Sales => "sales", Support => "support" },
    t!("invalid-department")
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_read_back() {
        for department in Department::ALL {
            assert_eq!(department.to_string().parse::<Department>(), Ok(department));
        }
    }

    #[test]
    fn ignores_case_and_surrounding_blanks() {
        assert_eq!(" SALES\n".parse::<Department>(), Ok(Department::Sales));
    }

    #[test]
    fn refuses_other_names_and_lists_the_three() {
        for text in [
            "",
            "sale",
            "saless",
            "gestion",
            "sales support",
            "ſales",
            "0",
        ] {
            assert_eq!(
                text.parse::<Department>().unwrap_err().to_string(),
                "must be management, sales or support",
                "{text:?}"
            );
        }
    }
}
