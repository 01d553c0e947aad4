//! Rights as the table answers for them.

use super::{Operation, Scope, TABLE, table};
use crate::domain::{Capability, Department};

impl Capability {
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
    pub(super) fn scope_in(self, table: &[table::Right], department: Department) -> Scope {
        self.rows(table)
            .map(|rule| rule.scope(department))
            .min()
            .unwrap_or(Scope::No)
    }

    /// Whether a long-lived token may use it, by another table.
    pub(super) fn usable_by_token(self, table: &[table::Right]) -> bool {
        self.rows(table)
            .all(|rule| rule.token == table::Token::Usable)
    }

    /// Whether it changes anything, by another table.
    pub(super) fn writes(self, table: &[table::Right]) -> bool {
        self.rows(table)
            .any(|rule| Operation::writes(rule.operation))
    }

    fn rows(self, table: &[table::Right]) -> impl Iterator<Item = &table::Right> {
        table.iter().filter(move |rule| rule.capability == self)
    }
}
