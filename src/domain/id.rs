//! Typed ids: positive 64-bit integers, one type per noun.

use std::fmt;
use std::str::FromStr;

use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::BigInt;

use super::Invalid;
use crate::t;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        $(
            $(#[$doc])*
            #[derive(
                Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow,
                serde::Serialize,
            )]
            #[diesel(sql_type = BigInt)]
            pub struct $name(pub i64);

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    self.0.fmt(f)
                }
            }

            impl From<$name> for i64 {
                fn from(id: $name) -> Self {
                    id.0
                }
            }

            impl FromStr for $name {
                type Err = Invalid;

                fn from_str(text: &str) -> Result<Self, Invalid> {
                    let text = text.trim();
                    // The standard parser accepts a leading `+`.
                    match text.parse() {
                        Ok(id) if id > 0 && !text.starts_with('+') => Ok(Self(id)),
                        _ => Err(Invalid::new(t!("invalid-id"))),
                    }
                }
            }
        )+
    };
}

id! {
    CollaboratorId,
    SessionId,
    CustomerId,
    ContractId,
    EventId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_written_in_digits_alone() {
        assert_eq!("42".parse(), Ok(CustomerId(42)));
        assert_eq!(" 42 ".parse(), Ok(CustomerId(42)));
        for text in ["", "0", "-1", "+42", "4 2", "9223372036854775808"] {
            assert!(text.parse::<CustomerId>().is_err(), "{text}");
        }
    }
}
