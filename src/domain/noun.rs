//! Kinds of record: the one list that tables, messages, error codes, search and the audit log derive theirs from.

use std::fmt;
use std::str::FromStr;

use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Text;
use fluent_bundle::FluentValue;

use super::{Invalid, fold};
use crate::lang::Argument;
use crate::t;

/// A kind of record, in the order of their tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub enum Noun {
    /// A member of staff.
    Collaborator,
    /// A person at a client company.
    Customer,
    /// A contract of a customer.
    Contract,
    /// An event of a contract.
    Event,
    /// An entry of the audit log.
    AuditEntry,
    /// A password, as its proof is stored.
    Credential,
    /// An interactive login.
    Session,
    /// A long-lived token: a session of a script.
    Token,
}

impl Noun {
    /// Records of the business: clients read and write their tables in plain SQL, and every change is audited.
    pub const BUSINESS: [Self; 4] = [
        Self::Collaborator,
        Self::Customer,
        Self::Contract,
        Self::Event,
    ];

    /// Records that a search finds, in the order in which equally good answers are listed.
    pub const SEARCHABLE: [Self; 4] = [
        Self::Customer,
        Self::Contract,
        Self::Event,
        Self::Collaborator,
    ];

    /// Records that audit entries are about.
    pub const AUDITED: [Self; 5] = [
        Self::Collaborator,
        Self::Customer,
        Self::Contract,
        Self::Event,
        Self::Session,
    ];

    /// The machine name, singular: a part of error codes, the value of JSON and of the audit log, and what the catalogue
    /// selects by.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Collaborator => "collaborator",
            Self::Customer => "customer",
            Self::Contract => "contract",
            Self::Event => "event",
            Self::AuditEntry => "audit_entry",
            Self::Credential => "credential",
            Self::Session => "session",
            Self::Token => "token",
        }
    }

    /// The machine name, plural.
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Collaborator => "collaborators",
            Self::Customer => "customers",
            Self::Contract => "contracts",
            Self::Event => "events",
            Self::AuditEntry => "audit_entries",
            Self::Credential => "credentials",
            Self::Session => "sessions",
            Self::Token => "tokens",
        }
    }

    /// The table of both databases that holds the records.
    pub const fn table(self) -> &'static str {
        match self {
            Self::Token => Self::Session.plural(),
            noun => noun.plural(),
        }
    }

    /// The command that lists the records.
    pub fn list_command(self) -> String {
        match self {
            Self::AuditEntry => "epic audit list".to_owned(),
            noun => format!("epic {noun} list"),
        }
    }

    /// The searchable noun that a word names in English or French, whatever its case and accents.
    pub fn of_word(word: &str) -> Option<Self> {
        Some(match fold(word).as_str() {
            "customer" | "client" => Self::Customer,
            "contract" | "contrat" => Self::Contract,
            "event" | "evenement" => Self::Event,
            "collaborator" | "collaborateur" => Self::Collaborator,
            _ => return None,
        })
    }
}

impl fmt::Display for Noun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Reads the name of a record of the business.
impl FromStr for Noun {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let text = text.trim();
        Self::BUSINESS
            .into_iter()
            .find(|noun| noun.as_str().eq_ignore_ascii_case(text))
            .ok_or_else(|| Invalid::new(t!("invalid-history-noun")))
    }
}

impl Argument for Noun {
    fn argument(&self) -> FluentValue<'_> {
        self.as_str().argument()
    }
}
