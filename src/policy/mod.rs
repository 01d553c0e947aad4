//! Authorization: the middleware checks before a command starts, handlers check each record. [`table`] holds the
//! rights; PostgreSQL's policies and the topic `permissions` are generated from it. Pure: no connection, no input, no
//! output. The default is refusal.

mod capability;
pub mod mutations;
pub mod table;

#[cfg(test)]
mod tests;

use crate::domain::{Actor, CollaboratorId, CredentialKind, Noun};
use crate::error::{Denied, Error, Result};

pub use crate::domain::Capability;
pub use table::{Operation, Precondition, Right, Scope, TABLE, Token};

/// Access that a command requires before it starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// No login: a short list.
    Public,
    SignedIn,
    /// A department with this right on some record.
    Requires(Capability),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// All records, or something without an owner.
    Everything,
    /// A record that the actor owns or is about to own.
    Mine,
    Record {
        owner: Option<CollaboratorId>,
        noun: Noun,
        id: i64,
    },
}

/// Target that may have an owner.
pub trait Owned {
    fn target(&self) -> Target;
}

impl Owned for Target {
    fn target(&self) -> Target {
        *self
    }
}

/// Refuses an actor without a right on a record.
///
/// # Errors
///
/// `denied.department`, `denied.token`, `denied.read_only` or `denied.ownership` (exit 5).
pub fn authorize(actor: &Actor, capability: Capability, on: &impl Owned) -> Result<()> {
    decide(TABLE, actor, capability, on.target())
}

/// Refuses an actor whose department and credential have the right on no record at all.
///
/// # Errors
///
/// `denied.department`, `denied.token` or `denied.read_only` (exit 5).
pub fn authorize_department(actor: &Actor, capability: Capability) -> Result<()> {
    decide(TABLE, actor, capability, Target::Mine)
}

/// Decides by a given table: tests pass mutated ones.
///
/// # Errors
///
/// `denied.*` (exit 5), in this order: department, credential, record.
pub fn decide(table: &[Right], actor: &Actor, capability: Capability, on: Target) -> Result<()> {
    let department = actor.department;
    let scope = capability.scope_in(table, department);
    let refused_department = Denied::Department {
        capability,
        department,
    };
    let denied = if scope == Scope::No {
        refused_department
    } else if actor.credential == CredentialKind::Token && !capability.usable_by_token(table) {
        Denied::Token { capability }
    } else if actor.read_only && capability.writes(table) {
        Denied::ReadOnly { capability }
    } else {
        match (scope, on) {
            (Scope::Any, _) | (_, Target::Mine) => return Ok(()),
            (_, Target::Record { owner, .. }) if owner == Some(actor.id) => return Ok(()),
            (_, Target::Record { noun, id, .. }) => Denied::Ownership {
                capability,
                noun,
                id,
            },
            (_, Target::Everything) => refused_department,
        }
    };
    Err(Error::Denied(denied))
}
