//! Who may do what: asked by the middleware before a command starts and by the handlers for each row they touch.
//! [`table`] holds the rights, from which the SQL of the shared database and the README's matrix are written too. Pure:
//! no connection, no input, no output. Refusal is the default.

mod capability;
pub mod readme;
pub mod sql;
pub mod table;

#[cfg(test)]
#[path = "../../tests/cli/policy/mutations.rs"]
mod mutations;
#[cfg(test)]
mod tests;

use crate::db::collaborators::Collaborator;
use crate::db::contracts::ContractRow;
use crate::db::customers::CustomerRow;
use crate::db::events::EventRow;
use crate::db::{Author, CollaboratorId, SessionId};
use crate::domain::{Department, Instant};
use crate::error::{Denied, Error, Noun, Result};

pub use capability::Capability;
pub use table::{Entity, Operation, Precondition, Rule, Scope, TABLE, Token};

/// Who is doing something: the collaborator as the database has them now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The collaborator.
    pub id: CollaboratorId,
    /// The login, as it is written.
    pub login: String,
    /// First and last name.
    pub name: String,
    /// The department, from the row and never from the token.
    pub department: Department,
    /// The e-mail address.
    pub email: String,
    /// The session or token that the credential points to.
    pub session: SessionId,
    /// Which of the two it is.
    pub credential: CredentialKind,
    /// Whether a token only reads.
    pub read_only: bool,
    /// Whether the password has to be changed before anything else.
    pub must_change: bool,
    /// When that session began.
    pub since: Instant,
    /// When that session ends by itself.
    pub expires_at: Instant,
}

impl Actor {
    /// As whom the database records what this actor does.
    pub const fn author(&self) -> Author {
        Author::Actor {
            session: self.session,
            collaborator: self.id,
            credential: self.credential.as_str(),
        }
    }
}

/// What somebody proves with who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CredentialKind {
    /// The session of a person who logged in.
    Session,
    /// A long-lived token of a script.
    Token,
}

impl CredentialKind {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Token => "token",
        }
    }
}

/// What a command asks for before it starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Nobody needs to be logged in: a short list.
    Public,
    /// Whoever is logged in.
    SignedIn,
    /// A department that may do this on some record at least.
    Requires(Capability),
}

/// Every command with what it asks for. A command that is not in here is refused, and fails a test.
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

/// What a command asks for, by its words (`contract sign`).
///
/// # Errors
///
/// A command that the table does not know is refused as a bug of the program.
pub fn access(command: &str) -> Result<Access> {
    COMMANDS
        .iter()
        .find(|(name, _)| *name == command)
        .map(|&(_, access)| access)
        .ok_or_else(|| Error::internal("command without a policy", command))
}

/// Something that somebody is about to do to one record.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "each action is named for its capability")]
pub enum Action<'a> {
    CreateCollaborator,
    UpdateCollaborator(&'a Collaborator),
    DeleteCollaborator(&'a Collaborator),
    ResetPassword(&'a Collaborator),
    UnlockCollaborator(&'a Collaborator),
    ListSessions {
        of: Option<CollaboratorId>,
    },
    RevokeSession {
        id: SessionId,
        owner: CollaboratorId,
    },
    ListTokens {
        of: Option<CollaboratorId>,
    },
    RevokeToken {
        id: SessionId,
        owner: CollaboratorId,
    },
    CreateToken,
    CreateCustomer,
    UpdateCustomer(&'a CustomerRow),
    TransferCustomer(&'a CustomerRow),
    CreateContract(&'a CustomerRow),
    UpdateContract(&'a ContractRow),
    MoveContract(&'a ContractRow),
    SignContract(&'a ContractRow),
    PayContract(&'a ContractRow),
    CreateEvent(&'a ContractRow),
    UpdateEvent(&'a EventRow),
    AssignEvent(&'a EventRow),
    UnassignEvent(&'a EventRow),
}

/// What a right is used on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// All of it, or something that can be nobody's own.
    Everything,
    /// Something that is or becomes the actor's own.
    Mine,
    /// One record.
    Record {
        /// Whose own it is.
        owner: Option<CollaboratorId>,
        /// What it is called.
        noun: Noun,
        /// Which one.
        id: i64,
    },
}

impl Action<'_> {
    /// The right that the action needs.
    const fn capability(&self) -> Capability {
        match self {
            Self::CreateCollaborator => Capability::CreateCollaborator,
            Self::UpdateCollaborator(_) => Capability::UpdateCollaborator,
            Self::DeleteCollaborator(_) => Capability::DeleteCollaborator,
            Self::ResetPassword(_) => Capability::ResetPassword,
            Self::UnlockCollaborator(_) => Capability::UnlockCollaborator,
            Self::ListSessions { .. } => Capability::ListSessions,
            Self::RevokeSession { .. } => Capability::RevokeSession,
            Self::ListTokens { .. } => Capability::ListTokens,
            Self::RevokeToken { .. } => Capability::RevokeToken,
            Self::CreateToken => Capability::CreateToken,
            Self::CreateCustomer => Capability::CreateCustomer,
            Self::UpdateCustomer(_) => Capability::UpdateCustomer,
            Self::TransferCustomer(_) => Capability::TransferCustomer,
            Self::CreateContract(_) => Capability::CreateContract,
            Self::UpdateContract(_) => Capability::UpdateContract,
            Self::MoveContract(_) => Capability::MoveContract,
            Self::SignContract(_) => Capability::SignContract,
            Self::PayContract(_) => Capability::PayContract,
            Self::CreateEvent(_) => Capability::CreateEvent,
            Self::UpdateEvent(_) => Capability::UpdateEvent,
            Self::AssignEvent(_) => Capability::AssignEvent,
            Self::UnassignEvent(_) => Capability::UnassignEvent,
        }
    }

    /// What the action touches.
    fn target(&self) -> Target {
        let record = |owner, noun, id| Target::Record { owner, noun, id };
        match self {
            Self::CreateCollaborator
            | Self::UpdateCollaborator(_)
            | Self::DeleteCollaborator(_)
            | Self::ResetPassword(_)
            | Self::UnlockCollaborator(_)
            | Self::ListSessions { of: None }
            | Self::ListTokens { of: None } => Target::Everything,
            Self::CreateCustomer | Self::CreateToken => Target::Mine,
            Self::ListSessions { of: Some(owner) } | Self::ListTokens { of: Some(owner) } => {
                record(Some(*owner), Noun::Collaborator, owner.0)
            }
            Self::RevokeSession { id, owner } => record(Some(*owner), Noun::Session, id.0),
            Self::RevokeToken { id, owner } => record(Some(*owner), Noun::Token, id.0),
            Self::UpdateCustomer(row) | Self::TransferCustomer(row) | Self::CreateContract(row) => {
                let customer = &row.customer;
                record(customer.sales_contact_id, Noun::Customer, customer.id.0)
            }
            Self::UpdateContract(row)
            | Self::MoveContract(row)
            | Self::SignContract(row)
            | Self::PayContract(row)
            | Self::CreateEvent(row) => {
                let owner = row.sales_contact.as_ref().map(|contact| contact.id);
                record(owner, Noun::Contract, row.contract.id.0)
            }
            Self::UpdateEvent(row) | Self::AssignEvent(row) | Self::UnassignEvent(row) => {
                let event = &row.event;
                record(event.support_contact_id, Noun::Event, event.id.0)
            }
        }
    }
}

/// Lets an action pass or refuses it.
///
/// # Errors
///
/// `denied.department`, `denied.token`, `denied.read_only` or `denied.ownership` (exit 5).
pub fn authorize(actor: &Actor, action: Action<'_>) -> Result<()> {
    decide(TABLE, actor, action.capability(), action.target())
}

/// Lets somebody pass whose department and credential may do something on some record at least.
///
/// # Errors
///
/// `denied.department`, `denied.token` or `denied.read_only` (exit 5).
pub fn authorize_department(actor: &Actor, capability: Capability) -> Result<()> {
    decide(TABLE, actor, capability, Target::Mine)
}

/// The decision itself, by any table: a test passes one that was tampered with.
///
/// # Errors
///
/// `denied.*` (exit 5), in this order: the department, the credential, the record.
pub fn decide(table: &[Rule], actor: &Actor, capability: Capability, on: Target) -> Result<()> {
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
