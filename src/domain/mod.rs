//! The validated values of the business: amounts, names, addresses, numbers, dates, passwords.
//!
//! Every type here can only hold what the rules allow, and every `FromStr` is total: any text is either accepted or
//! refused with an [`Invalid`], never a panic. Nothing in this folder reads a database, a clock other than
//! [`Instant::now`], a terminal or a configuration: permissions, rules between records and wording around a message
//! belong to the callers.

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
pub mod money;
pub mod noun;
pub mod password;
pub mod phone;
pub mod rules;
pub(crate) mod sql;
pub mod text;
pub mod time;
pub mod token_name;

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
pub use text::{CompanyName, EventTitle, Location, Notes, PersonName, normalise};
pub use time::{
    Instant, UtcInstant, Zone, day_start, days, parse_day, parse_duration, parse_end,
    parse_instant, parse_zone,
};
pub use token_name::TokenName;
