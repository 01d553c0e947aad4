//! Nouns: kinds of record. Tables, messages, error codes, search and the audit log derive theirs from this list.

use std::fmt;
use std::str::FromStr;

use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Text;
use fluent_bundle::FluentValue;

use super::{Invalid, fold};
use crate::lang::{Argument, Lang, format_in};
use crate::t;

/// Kind of record, in the order of their tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub enum Noun {
    Collaborator,
    Customer,
    Contract,
    Event,
    AuditEntry,
    Credential,
    Session,
    /// Long-lived token: the session of a script.
    Token,
}

impl Noun {
    /// Business records: clients read and write their tables in plain SQL, and every change is audited.
    pub const BUSINESS: [Self; 4] = [
        Self::Collaborator,
        Self::Customer,
        Self::Contract,
        Self::Event,
    ];

    /// Searchable records, in the order in which equal matches are listed.
    pub const SEARCHABLE: [Self; 4] = [
        Self::Customer,
        Self::Contract,
        Self::Event,
        Self::Collaborator,
    ];

    /// Returns the singular machine name: a part of error codes, a value in JSON and the audit log, and a selector of
    /// messages.
    pub const fn as_str(self) -> &'static str {
        self.names().0
    }

    pub const fn plural(self) -> &'static str {
        self.names().1
    }

    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Collaborator => ("collaborator", "collaborators"),
            Self::Customer => ("customer", "customers"),
            Self::Contract => ("contract", "contracts"),
            Self::Event => ("event", "events"),
            Self::AuditEntry => ("audit_entry", "audit_entries"),
            Self::Credential => ("credential", "credentials"),
            Self::Session => ("session", "sessions"),
            Self::Token => ("token", "tokens"),
        }
    }

    /// Returns the table, the same in both databases.
    pub const fn table(self) -> &'static str {
        match self {
            Self::Token => Self::Session.plural(),
            noun => noun.plural(),
        }
    }

    /// Returns the command that lists the records.
    pub fn list_command(self) -> String {
        match self {
            Self::AuditEntry => "epic audit list".to_owned(),
            noun => format!("epic {noun} list"),
        }
    }

    /// Returns the searchable noun of a word in any language, ignoring case and accents.
    pub fn of_word(word: &str) -> Option<Self> {
        let word = fold(word);
        let is_word = |noun: &Self| {
            let key = format!("language-noun-{noun}");
            let mut names = Lang::all().map(|lang| format_in(lang, &key, &[]));
            names.any(|name| fold(&name) == word)
        };
        Self::SEARCHABLE.into_iter().find(is_word)
    }
}

impl fmt::Display for Noun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Parses the name of a business record.
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
