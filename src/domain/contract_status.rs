//! Status of a contract. Transitions are rule 2 (contract terms).

use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Text;

use super::machine_words::machine_words;
use crate::t;

#[derive(AsExpression, FromSqlRow, serde::Serialize)]
#[diesel(sql_type = Text)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ContractStatus {
    /// Not signed: the initial status.
    Unsigned,
    /// Sent to the customer for signature.
    Pending,
    /// Signed: final.
    Signed,
}

machine_words!(
    ContractStatus { Unsigned => "unsigned", Pending => "pending", Signed => "signed" },
    t!("invalid-contract-status")
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_read_back() {
        for status in ContractStatus::ALL {
            assert_eq!(status.to_string().parse::<ContractStatus>(), Ok(status));
        }
    }

    #[test]
    fn ignores_case_and_surrounding_blanks() {
        assert_eq!(
            "\tSigned ".parse::<ContractStatus>(),
            Ok(ContractStatus::Signed)
        );
    }

    #[test]
    fn refuses_other_names_and_lists_the_three() {
        let refused = "|sign|not signed|un-signed|signed,pending|true|ſigned";
        for text in refused.split('|') {
            assert_eq!(
                text.parse::<ContractStatus>().unwrap_err().to_string(),
                "must be unsigned, pending or signed",
                "{text:?}"
            );
        }
    }
}
