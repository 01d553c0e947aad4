//! Authorization: the middleware checks before a command starts, handlers check each record. [`table`] holds the
//! rights; PostgreSQL's policies and the README's matrix are generated from it. Pure: no connection, no input, no
//! output. The default is refusal.

mod capability;
pub mod mutations;
pub mod readme;
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

/// Access of every command. An unlisted command is refused, and fails a test.
pub const COMMANDS: &[(&str, Access)] = &[
    ("init", Access::Public),
    ("signup", Access::Public),
    ("login", Access::Public),
    ("logout", Access::Public),
    ("menu", Access::Public),
    ("db migrate", Access::Public),
    ("db lockdown", Access::Public),
    ("db enroll", Access::Public),
    ("db status", Access::Public),
    ("whoami", Access::SignedIn),
    (
        "password change",
        Access::Requires(Capability::ChangeOwnPassword),
    ),
    ("session list", Access::Requires(Capability::ListSessions)),
    (
        "session revoke",
        Access::Requires(Capability::RevokeSession),
    ),
    ("token create", Access::Requires(Capability::CreateToken)),
    ("token list", Access::Requires(Capability::ListTokens)),
    ("token revoke", Access::Requires(Capability::RevokeToken)),
    (
        "collaborator create",
        Access::Requires(Capability::CreateCollaborator),
    ),
    ("collaborator list", Access::Requires(Capability::Read)),
    ("collaborator show", Access::Requires(Capability::Read)),
    (
        "collaborator update",
        Access::Requires(Capability::UpdateCollaborator),
    ),
    (
        "collaborator delete",
        Access::Requires(Capability::DeleteCollaborator),
    ),
    (
        "collaborator reset-password",
        Access::Requires(Capability::ResetPassword),
    ),
    (
        "collaborator unlock",
        Access::Requires(Capability::UnlockCollaborator),
    ),
    (
        "customer create",
        Access::Requires(Capability::CreateCustomer),
    ),
    ("customer list", Access::Requires(Capability::Read)),
    ("customer show", Access::Requires(Capability::Read)),
    (
        "customer update",
        Access::Requires(Capability::UpdateCustomer),
    ),
    (
        "customer transfer",
        Access::Requires(Capability::TransferCustomer),
    ),
    (
        "contract create",
        Access::Requires(Capability::CreateContract),
    ),
    ("contract list", Access::Requires(Capability::Read)),
    ("contract show", Access::Requires(Capability::Read)),
    (
        "contract update",
        Access::Requires(Capability::UpdateContract),
    ),
    ("contract sign", Access::Requires(Capability::SignContract)),
    ("contract pay", Access::Requires(Capability::PayContract)),
    ("event create", Access::Requires(Capability::CreateEvent)),
    ("event list", Access::Requires(Capability::Read)),
    ("event show", Access::Requires(Capability::Read)),
    ("event update", Access::Requires(Capability::UpdateEvent)),
    ("event assign", Access::Requires(Capability::AssignEvent)),
    (
        "event unassign",
        Access::Requires(Capability::UnassignEvent),
    ),
    ("search", Access::Requires(Capability::Read)),
    ("audit list", Access::Requires(Capability::ReadAudit)),
    ("audit verify", Access::Requires(Capability::ReadAudit)),
    ("audit anchor", Access::Requires(Capability::ReadAudit)),
    ("history", Access::Requires(Capability::ReadHistory)),
    ("completions", Access::Public),
    ("man", Access::Public),
];

/// Returns the access of a command, named by its words (`contract sign`).
///
/// # Errors
///
/// `internal` for an unlisted command.
pub fn access(command: &str) -> Result<Access> {
    COMMANDS
        .iter()
        .find(|(name, _)| *name == command)
        .map(|&(_, access)| access)
        .ok_or_else(|| Error::internal("command without a policy", command))
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
    let denied = if scope == Scope::No {
        Denied::Department {
            capability,
            department,
        }
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
            (_, Target::Everything) => Denied::Department {
                capability,
                department,
            },
        }
    };
    Err(Error::Denied(denied))
}
