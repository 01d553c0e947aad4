//! Status of a contract. Transitions are rule 2 (contract terms).

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
pub enum ContractStatus {
    /// Not signed: the initial status.
    Unsigned,
    /// Sent to the customer for signature.
    Pending,
    /// Signed: final.
    Signed,
}

impl ContractStatus {
    /// All statuses, in the order of a contract's life.
    pub const ALL: [ContractStatus; 3] = [
        ContractStatus::Unsigned,
        ContractStatus::Pending,
        ContractStatus::Signed,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            ContractStatus::Unsigned => "unsigned",
            ContractStatus::Pending => "pending",
            ContractStatus::Signed => "signed",
        }
    }
}

impl fmt::Display for ContractStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for ContractStatus {
    type Err = Invalid;

    fn from_str(input: &str) -> Result<Self, Self::Err> {
        let name = input.trim();
        ContractStatus::ALL
            .into_iter()
            .find(|status| status.as_str().eq_ignore_ascii_case(name))
            .ok_or_else(|| Invalid::new(t!("invalid-contract-status")))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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
        for text in [
            "",
            "sign",
            "not signed",
            "un-signed",
            "signed,pending",
            "true",
            "ſigned",
        ] {
            assert_eq!(
                text.parse::<ContractStatus>().unwrap_err().to_string(),
                "must be unsigned, pending or signed",
                "{text:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_text_is_accepted_or_refused(text in proptest::collection::vec(any::<char>(), 0..20)) {
            let _ = text.into_iter().collect::<String>().parse::<ContractStatus>();
        }
    }
}
