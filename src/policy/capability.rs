//! Scopes of rights, looked up in the policy table.

use super::{Operation, Scope, TABLE, table};
use crate::domain::{Capability, Department, Noun};

impl Capability {
    /// Returns the right to create a business record with `<noun> create`.
    pub const fn creating(noun: Noun) -> Option<Self> {
        match noun {
            Noun::Collaborator => Some(Self::CreateCollaborator),
            Noun::Customer => Some(Self::CreateCustomer),
            Noun::Contract => Some(Self::CreateContract),
            Noun::Event => Some(Self::CreateEvent),
            Noun::AuditEntry | Noun::Credential | Noun::Session | Noun::Token => None,
        }
    }

    /// Returns the records on which a department has this right.
    pub fn scope(self, department: Department) -> Scope {
        self.scope_in(TABLE, department)
    }

    /// Tests for a right that long-lived tokens may use.
    pub fn is_usable_by_token(self) -> bool {
        self.usable_by_token(TABLE)
    }

    pub fn is_writing(self) -> bool {
        self.writes(TABLE)
    }

    /// Returns the scope in a given table: the narrowest of its rows, [`Scope::No`] without any.
    pub(super) fn scope_in(self, table: &[table::Right], department: Department) -> Scope {
        self.rows(table)
            .map(|rule| rule.scope(department))
            .min()
            .unwrap_or(Scope::No)
    }

    /// Tests for a right that long-lived tokens may use, in a given table.
    pub(super) fn usable_by_token(self, table: &[table::Right]) -> bool {
        self.rows(table)
            .all(|rule| rule.token == table::Token::Usable)
    }

    /// Tests for a right that writes, in a given table.
    pub(super) fn writes(self, table: &[table::Right]) -> bool {
        self.rows(table)
            .any(|rule| Operation::writes(rule.operation))
    }

    fn rows(self, table: &[table::Right]) -> impl Iterator<Item = &table::Right> {
        table.iter().filter(move |rule| rule.capability == self)
    }
}
