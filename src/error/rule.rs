//! The business rules of the product as refusals (exit 6): one variant for each way to break one.

use std::fmt;

use crate::domain::Cents;
use crate::lang::format::amount;
use crate::t;

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
            Self::ContractNotSigned { id } => t!("error-rule-contract-not-signed", id = id),
            Self::ContractSigned { id } => t!("error-rule-contract-signed", id = id),
            Self::ContractNotUnsigned { id } => t!("error-rule-contract-not-unsigned", id = id),
            Self::PaymentExceedsDue { id, due } => {
                t!(
                    "error-rule-payment-exceeds-due",
                    id = id,
                    due = amount(*due)
                )
            }
            Self::DueExceedsTotal { id, total } => {
                t!(
                    "error-rule-due-exceeds-total",
                    id = id,
                    total = amount(*total)
                )
            }
            Self::EventInPast => t!("error-rule-event-in-past"),
            Self::EventEndsBeforeStart { id } => {
                t!("error-rule-event-ends-before-start", id = id)
            }
            Self::NotesTooLong { id } => t!("error-rule-notes-too-long", id = id, max = 2000),
            Self::NotSupport { login } => t!("error-rule-not-support", login = login),
            Self::NotSales { login } => t!("error-rule-not-sales", login = login),
            Self::SelfDelete => t!("error-rule-self-delete"),
            Self::SelfDemote => t!("error-rule-self-demote"),
            Self::LastManager => t!("error-rule-last-manager"),
            Self::StillInUse {
                login,
                customers,
                events,
            } => t!(
                "error-rule-still-in-use",
                login = login,
                customers = t!("count-customers", count = customers),
                events = t!("count-upcoming-events", count = events)
            ),
            Self::Inactive { login } => t!("error-rule-inactive", login = login),
            Self::SignupClosed => t!("error-rule-signup-closed"),
            Self::DatabaseNotEmpty => t!("error-rule-database-not-empty"),
        }
        .fmt(f)
    }
}
