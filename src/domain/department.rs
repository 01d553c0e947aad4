//! Departments. Their rights are in `policy`, never derived from their order.

use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Text;
use std::fmt;
use std::str::FromStr;

use super::Invalid;
use crate::t;

#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    AsExpression,
    FromSqlRow,
    serde::Serialize,
)]
#[diesel(sql_type = Text)]
pub enum Department {
    /// Manages collaborators and contracts, and assigns support to events.
    Management,
    /// Owns customers, and books events for signed contracts.
    Sales,
    /// Runs the events.
    Support,
}

impl Department {
    pub const ALL: [Department; 3] = [
        Department::Management,
        Department::Sales,
        Department::Support,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Department::Management => "management",
            Department::Sales => "sales",
            Department::Support => "support",
        }
    }
}

impl fmt::Display for Department {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Department {
    type Err = Invalid;

    fn from_str(input: &str) -> Result<Self, Self::Err> {
        let name = input.trim();
        Department::ALL
            .into_iter()
            .find(|department| department.as_str().eq_ignore_ascii_case(name))
            .ok_or_else(|| Invalid::new(t!("invalid-department")))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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

    proptest! {
        #[test]
        fn any_text_is_accepted_or_refused(text in proptest::collection::vec(any::<char>(), 0..20)) {
            let _ = text.into_iter().collect::<String>().parse::<Department>();
        }
    }
}
