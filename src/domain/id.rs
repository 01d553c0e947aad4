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
                    match text.trim().parse() {
                        Ok(id) if id > 0 => Ok(Self(id)),
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
