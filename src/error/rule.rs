//! Errors of broken business rules (exit 6), one per variant of [`Rule`].

use std::fmt;

use crate::domain::format::amount;
use crate::domain::{Cents, Rule};
use crate::t;

impl Rule {
    /// Returns the part of the code after `rule.`.
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
            Self::SelfRename => "self_rename",
            Self::LastManager => "last_manager",
            Self::StillInUse { .. } => "still_in_use",
            Self::Inactive { .. } => "inactive",
            Self::SignupClosed => "signup_closed",
            Self::DatabaseNotEmpty => "database_not_empty",
        }
    }

    /// Returns a command to run next, if one helps.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::ContractNotSigned { id } => format!("epic contract sign {id}"),
            // A payment of zero would be refused too.
            Self::PaymentExceedsDue { id, due } if *due > Cents::ZERO => {
                format!("epic contract pay {id} {due}")
            }
            Self::PaymentExceedsDue { id, .. }
            | Self::ContractSigned { id }
            | Self::ContractNotUnsigned { id }
            | Self::DueExceedsTotal { id, .. } => format!("epic contract show {id}"),
            Self::EventEndsBeforeStart { id } | Self::NotesTooLong { id } => {
                format!("epic event show {id}")
            }
            Self::NotSupport { .. } => "epic collaborator list --department support".to_owned(),
            Self::NotSales { .. } => "epic collaborator list --department sales".to_owned(),
            Self::LastManager => "epic collaborator create --department management".to_owned(),
            Self::StillInUse { customers: 0, .. } => {
                "epic collaborator list --department support".to_owned()
            }
            Self::StillInUse { .. } => "epic collaborator list --department sales".to_owned(),
            Self::SignupClosed => "epic login".to_owned(),
            Self::EventInPast
            | Self::SelfDelete
            | Self::SelfDemote
            | Self::SelfRename
            | Self::Inactive { .. }
            | Self::DatabaseNotEmpty => return None,
        })
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ContractNotSigned { id } => t!("error-rule-contract-not-signed", id = id),
            Self::ContractSigned { id } => t!("error-rule-contract-signed", id = id),
            Self::ContractNotUnsigned { id } => t!("error-rule-contract-not-unsigned", id = id),
            Self::PaymentExceedsDue { id, due } if *due == Cents::ZERO => {
                t!("error-rule-paid-in-full", id = id)
            }
            Self::PaymentExceedsDue { id, due } => {
                let due = amount(*due);
                t!("error-rule-payment-exceeds-due", id = id, due = due)
            }
            Self::DueExceedsTotal { id, total } => {
                let total = amount(*total);
                t!("error-rule-due-exceeds-total", id = id, total = total)
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
            Self::SelfRename => t!("error-rule-self-rename"),
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
