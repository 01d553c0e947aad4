//! The business rules of the product as refusals (exit 6): one variant for each way to break one.

use std::fmt;

use super::euros;
use crate::domain::Cents;

/// A refusal that depends on what the database holds, not on what was typed alone.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub enum Rule {
    /// Rule 3: an event needs a signed contract.
    ContractNotSigned { id: i64 },
    /// Rule 2: a signed contract keeps its status, total and customer.
    ContractSigned { id: i64 },
    /// Rule 2: only an unsigned contract moves to another customer.
    ContractNotUnsigned { id: i64 },
    /// Rule 2: a payment never makes due negative.
    PaymentExceedsDue { id: i64, due: Cents },
    /// The bound 0 <= due <= total, against the stored record.
    DueExceedsTotal { id: i64, total: Cents },
    /// Rule 3: an event does not start in the past when it is created.
    EventInPast,
    /// The bound start < end, against the stored record.
    EventEndsBeforeStart { id: i64 },
    /// The bound of the notes, against the stored ones.
    NotesTooLong { id: i64 },
    /// Rule 4: a support contact is an active Support collaborator.
    NotSupport { login: String },
    /// Rule 1: a sales contact is an active Sales collaborator.
    NotSales { login: String },
    /// Rule 5: nobody deletes themselves.
    SelfDelete,
    /// Rule 5: nobody demotes themselves.
    SelfDemote,
    /// Rule 5: the last active Management account stays.
    LastManager,
    /// Rule 5: what a leaving collaborator owns goes to somebody.
    StillInUse {
        login: String,
        customers: i64,
        events: i64,
    },
    /// A deactivated account is left as it is.
    Inactive { login: String },
    /// Rule 7: sign-up is for the first account only.
    SignupClosed,
    /// The demonstration company is never mixed with real data.
    DatabaseNotEmpty,
}

impl Rule {
    /// The part of the code behind `rule.`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ContractNotSigned { .. } => "contract_not_signed",
            Self::ContractSigned { .. } => "contract_signed",
            Self::ContractNotUnsigned { .. } => "contract_not_unsigned",
            Self::PaymentExceedsDue { .. } => "payment_exceeds_due",
            Self::DueExceedsTotal { .. } => "due_exceeds_total",
            Self::EventInPast => "event_in_past",
            Self::EventEndsBeforeStart { .. } => "event_ends_before_start",
            Self::NotesTooLong { .. } => "notes_too_long",
            Self::NotSupport { .. } => "not_support",
            Self::NotSales { .. } => "not_sales",
            Self::SelfDelete => "self_delete",
            Self::SelfDemote => "self_demote",
            Self::LastManager => "last_manager",
            Self::StillInUse { .. } => "still_in_use",
            Self::Inactive { .. } => "inactive",
            Self::SignupClosed => "signup_closed",
            Self::DatabaseNotEmpty => "database_not_empty",
        }
    }

    /// A command that can be pasted and helps, where there is one.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::ContractNotSigned { id } => Some(format!("epic contract sign {id}")),
            // A payment of nothing would be refused in its turn.
            Self::PaymentExceedsDue { id, due } if *due > Cents::ZERO => {
                Some(format!("epic contract pay {id} {due}"))
            }
            Self::PaymentExceedsDue { id, .. }
            | Self::ContractSigned { id }
            | Self::ContractNotUnsigned { id }
            | Self::DueExceedsTotal { id, .. } => Some(format!("epic contract show {id}")),
            Self::EventEndsBeforeStart { id } | Self::NotesTooLong { id } => {
                Some(format!("epic event show {id}"))
            }
            Self::NotSupport { .. } => {
                Some("epic collaborator list --department support".to_owned())
            }
            Self::NotSales { .. } => Some("epic collaborator list --department sales".to_owned()),
            Self::LastManager => {
                Some("epic collaborator create --department management".to_owned())
            }
            Self::StillInUse { login, .. } => Some(format!(
                "epic collaborator delete {login} --reassign-to LOGIN"
            )),
            Self::SignupClosed => Some("epic login".to_owned()),
            Self::EventInPast
            | Self::SelfDelete
            | Self::SelfDemote
            | Self::Inactive { .. }
            | Self::DatabaseNotEmpty => None,
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ContractNotSigned { id } => write!(
                f,
                "contract {id} is not signed, and an event needs a signed contract"
            ),
            Self::ContractSigned { id } => write!(
                f,
                "contract {id} is signed: its status, total and customer no longer change"
            ),
            Self::ContractNotUnsigned { id } => write!(
                f,
                "contract {id} is no longer unsigned, and only an unsigned contract moves to another customer"
            ),
            Self::PaymentExceedsDue { id, due } => write!(
                f,
                "the payment is more than the {} still due on contract {id}",
                euros(*due)
            ),
            Self::DueExceedsTotal { id, total } => write!(
                f,
                "due would be more than the total of contract {id}, {}",
                euros(*total)
            ),
            Self::EventInPast => f.write_str("a new event cannot start in the past"),
            Self::EventEndsBeforeStart { id } => {
                write!(f, "event {id} would end before it starts")
            }
            Self::NotesTooLong { id } => write!(
                f,
                "the notes of event {id} would have more than 2000 characters"
            ),
            Self::NotSupport { login } => {
                write!(f, "{login} is not an active Support collaborator")
            }
            Self::NotSales { login } => write!(f, "{login} is not an active Sales collaborator"),
            Self::SelfDelete => f.write_str("nobody deletes their own account"),
            Self::SelfDemote => f.write_str("nobody changes their own department"),
            Self::LastManager => {
                f.write_str("this is the last active Management account, and one must remain")
            }
            Self::StillInUse {
                login,
                customers,
                events,
            } => write!(
                f,
                "{login} still owns {} and runs {}: name who takes over",
                counted(*customers, "customer"),
                counted(*events, "upcoming event")
            ),
            Self::Inactive { login } => write!(f, "the account {login} is deactivated"),
            Self::SignupClosed => {
                f.write_str("sign-up is for the first account only; Management creates the others")
            }
            Self::DatabaseNotEmpty => f.write_str(
                "the database holds other collaborators: the demonstration company, \
                 whose passwords are public, is loaded into an empty one only",
            ),
        }
    }
}

fn counted(count: i64, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
    }
}
