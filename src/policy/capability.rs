//! The rights by name. What a message calls them stands with the refusals.

use super::{Operation, Scope, TABLE, table};
use crate::domain::Department;

/// Everything that needs a right of its own. [`Read`](Self::Read) is lists, show, search, export and reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each one is named for what it is")]
pub enum Capability {
    Read,
    ReadHistory,
    ReadAudit,
    ChangeOwnPassword,
    ListSessions,
    RevokeSession,
    ListTokens,
    RevokeToken,
    CreateToken,
    CreateCollaborator,
    UpdateCollaborator,
    DeleteCollaborator,
    ResetPassword,
    UnlockCollaborator,
    CreateCustomer,
    UpdateCustomer,
    TransferCustomer,
    CreateContract,
    UpdateContract,
    SignContract,
    PayContract,
    MoveContract,
    CreateEvent,
    UpdateEvent,
    AssignEvent,
    UnassignEvent,
}

impl Capability {
    /// All of them, in the order of the table.
    pub const ALL: &'static [Self] = &[
        Self::Read,
        Self::ReadHistory,
        Self::ReadAudit,
        Self::ChangeOwnPassword,
        Self::ListSessions,
        Self::RevokeSession,
        Self::ListTokens,
        Self::RevokeToken,
        Self::CreateToken,
        Self::CreateCollaborator,
        Self::UpdateCollaborator,
        Self::DeleteCollaborator,
        Self::ResetPassword,
        Self::UnlockCollaborator,
        Self::CreateCustomer,
        Self::UpdateCustomer,
        Self::TransferCustomer,
        Self::CreateContract,
        Self::UpdateContract,
        Self::SignContract,
        Self::PayContract,
        Self::MoveContract,
        Self::CreateEvent,
        Self::UpdateEvent,
        Self::AssignEvent,
        Self::UnassignEvent,
    ];

    /// The name of the right in the database, as in the table: `UpdateCustomer` is `update_customer`.
    pub fn name(self) -> String {
        let mut name = String::new();
        for letter in format!("{self:?}").chars() {
            if letter.is_ascii_uppercase() && !name.is_empty() {
                name.push('_');
            }
            name.push(letter.to_ascii_lowercase());
        }
        name
    }

    /// On which records a department may do this.
    pub fn scope(self, department: Department) -> Scope {
        self.scope_in(TABLE, department)
    }

    /// Whether a long-lived token may use it.
    pub fn is_usable_by_token(self) -> bool {
        self.usable_by_token(TABLE)
    }

    /// Whether it changes anything.
    pub fn is_writing(self) -> bool {
        self.writes(TABLE)
    }

    /// The same by another table: the least of what its rows say, and nothing where there is none.
    pub(super) fn scope_in(self, table: &[table::Rule], department: Department) -> Scope {
        self.rows(table)
            .map(|rule| rule.scope(department))
            .min()
            .unwrap_or(Scope::No)
    }

    /// Whether a long-lived token may use it, by another table.
    pub(super) fn usable_by_token(self, table: &[table::Rule]) -> bool {
        self.rows(table)
            .all(|rule| rule.token == table::Token::Usable)
    }

    /// Whether it changes anything, by another table.
    pub(super) fn writes(self, table: &[table::Rule]) -> bool {
        self.rows(table)
            .any(|rule| Operation::writes(rule.operation))
    }

    fn rows(self, table: &[table::Rule]) -> impl Iterator<Item = &table::Rule> {
        table.iter().filter(move |rule| rule.capability == self)
    }
}
