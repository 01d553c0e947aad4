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
pub const COMMANDS: &[(&str, Access)] = {
    use Access::{Public, Requires, SignedIn};
    use Capability::*;
    &[
        ("init", Public),
        ("signup", Public),
        ("login", Public),
        ("logout", Public),
        ("menu", Public),
        ("db migrate", Public),
        ("db lockdown", Public),
        ("db enroll", Public),
        ("db status", Public),
        ("whoami", SignedIn),
        ("password change", Requires(ChangeOwnPassword)),
        ("session list", Requires(ListSessions)),
        ("session revoke", Requires(RevokeSession)),
        ("token create", Requires(CreateToken)),
        ("token list", Requires(ListTokens)),
        ("token revoke", Requires(RevokeToken)),
        ("collaborator create", Requires(CreateCollaborator)),
        ("collaborator list", Requires(Read)),
        ("collaborator show", Requires(Read)),
        ("collaborator update", Requires(UpdateCollaborator)),
        ("collaborator delete", Requires(DeleteCollaborator)),
        ("collaborator reset-password", Requires(ResetPassword)),
        ("collaborator unlock", Requires(UnlockCollaborator)),
        ("customer create", Requires(CreateCustomer)),
        ("customer list", Requires(Read)),
        ("customer show", Requires(Read)),
        ("customer update", Requires(UpdateCustomer)),
        ("customer transfer", Requires(TransferCustomer)),
        ("contract create", Requires(CreateContract)),
        ("contract list", Requires(Read)),
        ("contract show", Requires(Read)),
        ("contract update", Requires(UpdateContract)),
        ("contract sign", Requires(SignContract)),
        ("contract pay", Requires(PayContract)),
        ("event create", Requires(CreateEvent)),
        ("event list", Requires(Read)),
        ("event show", Requires(Read)),
        ("event update", Requires(UpdateEvent)),
        ("event assign", Requires(AssignEvent)),
        ("event unassign", Requires(UnassignEvent)),
        ("search", Requires(Read)),
        ("audit list", Requires(ReadAudit)),
        ("audit verify", Requires(ReadAudit)),
        ("audit anchor", Requires(ReadAudit)),
        ("history", Requires(ReadHistory)),
        ("completions", Public),
        ("man", Public),
    ]
};

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
