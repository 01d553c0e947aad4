//! Validated values of the business, its rules, and the types that every layer shares.
//!
//! A type holds only what the rules allow, and every `FromStr` is total: it accepts a text or refuses it with an
//! [`Invalid`], never with a panic. Nothing here reads a database, a clock other than [`Instant::now`], a terminal or a
//! configuration.

pub mod actor;
pub mod attendees;
pub mod capability;
pub mod columns;
pub mod contract_status;
pub mod department;
pub mod email;
pub mod fold;
pub mod format;
pub mod id;
pub mod invalid;
pub mod login;
mod machine_words;
pub mod money;
pub mod noun;
pub mod password;
pub mod phone;
pub mod rules;
pub(crate) mod sql;
pub mod text;
pub mod time;
pub mod token_name;

#[cfg(test)]
mod tests;

pub use actor::{Actor, Author, CredentialKind, Ownership};
pub use attendees::Attendees;
pub use capability::Capability;
pub use columns::{Column, ColumnKind, Searched, Words};
pub use contract_status::ContractStatus;
pub use department::Department;
pub use email::Email;
pub use fold::fold;
pub use id::{CollaboratorId, ContractId, CustomerId, EventId, SessionId};
pub use invalid::Invalid;
pub use login::Login;
pub use money::Cents;
pub use noun::Noun;
pub use password::check_strength;
pub use phone::Phone;
pub use rules::Rule;
pub use text::{CompanyName, EventTitle, Location, Notes, PersonName, is_disturbing, normalise};
pub use time::{
    Instant, UtcInstant, Zone, day_start, days, parse_day, parse_duration, parse_end,
    parse_instant, parse_zone,
};
pub use token_name::TokenName;
