//! Who may do what, as one table: the matrix of the product, read by the middleware before a command starts
//! and by the handlers for each row they touch. Pure: no SQL, no input, no output. Refusal is the default.

use crate::db::collaborators::Collaborator;
use crate::db::contracts::ContractRow;
use crate::db::customers::CustomerRow;
use crate::db::events::EventRow;
use crate::db::{Author, CollaboratorId, SessionId};
use crate::domain::{Department, Instant};
use crate::error::{Denied, Error, Noun, Result};

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

/// On which records a department may do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// On none: refused.
    No,
    /// On its own: Sales, the customer's sales contact is me; Support, I am the event's support contact.
    Own,
    /// On all of them.
    Any,
}

/// Everything that needs a right of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "`phrase` says what each one is")]
pub enum Capability {
    Read,
    ReadAudit,
    ChangeOwnPassword,
    CreateCollaborator,
    UpdateCollaborator,
    DeleteCollaborator,
    ResetPassword,
    CreateCustomer,
    UpdateCustomer,
    TransferCustomer,
    CreateContract,
    UpdateContract,
    MoveContract,
    SignContract,
    PayContract,
    CreateEvent,
    UpdateEvent,
    AssignEvent,
    UnassignEvent,
}

impl Capability {
    /// All of them, in the order of the table.
    pub const ALL: &'static [Self] = &[
        Self::Read,
        Self::ReadAudit,
        Self::ChangeOwnPassword,
        Self::CreateCollaborator,
        Self::UpdateCollaborator,
        Self::DeleteCollaborator,
        Self::ResetPassword,
        Self::CreateCustomer,
        Self::UpdateCustomer,
        Self::TransferCustomer,
        Self::CreateContract,
        Self::UpdateContract,
        Self::MoveContract,
        Self::SignContract,
        Self::PayContract,
        Self::CreateEvent,
        Self::UpdateEvent,
        Self::AssignEvent,
        Self::UnassignEvent,
    ];

    /// What it is, to be read behind "may not".
    pub const fn phrase(self) -> &'static str {
        match self {
            Self::Read => "read the records",
            Self::ReadAudit => "read the audit entries",
            Self::ChangeOwnPassword => "change the own password",
            Self::CreateCollaborator => "create a collaborator",
            Self::UpdateCollaborator => "update a collaborator",
            Self::DeleteCollaborator => "delete a collaborator",
            Self::ResetPassword => "reset a password",
            Self::CreateCustomer => "create a customer",
            Self::UpdateCustomer => "update a customer",
            Self::TransferCustomer => "transfer a customer",
            Self::CreateContract => "create a contract",
            Self::UpdateContract => "update a contract",
            Self::MoveContract => "move a contract to another customer",
            Self::SignContract => "sign a contract",
            Self::PayContract => "record a payment",
            Self::CreateEvent => "create an event",
            Self::UpdateEvent => "update an event",
            Self::AssignEvent => "assign an event",
            Self::UnassignEvent => "unassign an event",
        }
    }

    /// The row of the matrix: Management, Sales, Support.
    const fn row(self) -> [Scope; 3] {
        use Scope::{Any, No, Own};
        match self {
            //                         Management  Sales  Support
            Self::Read => [Any, Any, Any],
            Self::ReadAudit => [Any, No, No],
            Self::ChangeOwnPassword => [Any, Any, Any],
            Self::CreateCollaborator => [Any, No, No],
            Self::UpdateCollaborator => [Any, No, No],
            Self::DeleteCollaborator => [Any, No, No],
            Self::ResetPassword => [Any, No, No],
            Self::CreateCustomer => [No, Any, No],
            Self::UpdateCustomer => [No, Own, No],
            Self::TransferCustomer => [Any, No, No],
            Self::CreateContract => [Any, No, No],
            Self::UpdateContract => [Any, Own, No],
            Self::MoveContract => [Any, No, No],
            Self::SignContract => [Any, Own, No],
            Self::PayContract => [Any, Own, No],
            Self::CreateEvent => [No, Own, No],
            Self::UpdateEvent => [No, No, Own],
            Self::AssignEvent => [Any, No, No],
            Self::UnassignEvent => [Any, No, No],
        }
    }

    /// On which records a department may do this.
    pub const fn scope(self, department: Department) -> Scope {
        let [management, sales, support] = self.row();
        match department {
            Department::Management => management,
            Department::Sales => sales,
            Department::Support => support,
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
    ("db migrate", Access::Public),
    ("db lockdown", Access::Public),
    ("db enroll", Access::Public),
    ("db status", Access::Public),
    ("whoami", Access::SignedIn),
    (
        "password change",
        Access::Requires(Capability::ChangeOwnPassword),
    ),
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
    ("audit list", Access::Requires(Capability::ReadAudit)),
    ("audit verify", Access::Requires(Capability::ReadAudit)),
    ("audit anchor", Access::Requires(Capability::ReadAudit)),
    ("history", Access::Requires(Capability::Read)),
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

/// Whose a record is, and what it is called.
struct Ownership {
    owner: Option<CollaboratorId>,
    noun: Noun,
    id: i64,
}

impl Action<'_> {
    /// The right that the action needs.
    const fn capability(&self) -> Capability {
        match self {
            Self::CreateCollaborator => Capability::CreateCollaborator,
            Self::UpdateCollaborator(_) => Capability::UpdateCollaborator,
            Self::DeleteCollaborator(_) => Capability::DeleteCollaborator,
            Self::ResetPassword(_) => Capability::ResetPassword,
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

    /// The record that the action touches; none where it touches none that could be anybody's own.
    fn ownership(&self) -> Option<Ownership> {
        match self {
            Self::CreateCollaborator
            | Self::UpdateCollaborator(_)
            | Self::DeleteCollaborator(_)
            | Self::ResetPassword(_)
            | Self::CreateCustomer => None,
            Self::UpdateCustomer(row) | Self::TransferCustomer(row) | Self::CreateContract(row) => {
                Some(Ownership {
                    owner: row.customer.sales_contact_id,
                    noun: Noun::Customer,
                    id: row.customer.id.0,
                })
            }
            Self::UpdateContract(row)
            | Self::MoveContract(row)
            | Self::SignContract(row)
            | Self::PayContract(row)
            | Self::CreateEvent(row) => Some(Ownership {
                owner: row.sales_contact.as_ref().map(|contact| contact.id),
                noun: Noun::Contract,
                id: row.contract.id.0,
            }),
            Self::UpdateEvent(row) | Self::AssignEvent(row) | Self::UnassignEvent(row) => {
                Some(Ownership {
                    owner: row.event.support_contact_id,
                    noun: Noun::Event,
                    id: row.event.id.0,
                })
            }
        }
    }
}

/// Lets an action pass or refuses it.
///
/// # Errors
///
/// `denied.department` or `denied.ownership` (exit 5).
pub fn authorize(actor: &Actor, action: Action<'_>) -> Result<()> {
    let capability = action.capability();
    match (capability.scope(actor.department), action.ownership()) {
        (Scope::Any, _) => Ok(()),
        (Scope::Own, Some(record)) if record.owner == Some(actor.id) => Ok(()),
        (Scope::Own, Some(record)) => Err(Error::Denied(Denied::Ownership {
            capability,
            noun: record.noun,
            id: record.id,
        })),
        (Scope::Own, None) | (Scope::No, _) => Err(refused(capability, actor.department)),
    }
}

/// Lets a department pass that may do something on some record at least.
///
/// # Errors
///
/// `denied.department` (exit 5).
pub fn authorize_department(actor: &Actor, capability: Capability) -> Result<()> {
    match capability.scope(actor.department) {
        Scope::Any | Scope::Own => Ok(()),
        Scope::No => Err(refused(capability, actor.department)),
    }
}

const fn refused(capability: Capability, department: Department) -> Error {
    Error::Denied(Denied::Department {
        capability,
        department,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_the_table_does_not_know_is_refused() {
        assert!(access("customer destroy").is_err());
    }

    #[test]
    fn the_commands_are_listed_once() {
        for (index, (name, _)) in COMMANDS.iter().enumerate() {
            assert!(
                COMMANDS[index + 1..].iter().all(|(other, _)| other != name),
                "{name}"
            );
        }
    }

    #[test]
    fn every_capability_is_somebodys() {
        for capability in Capability::ALL {
            let held = Department::ALL
                .iter()
                .any(|department| capability.scope(*department) != Scope::No);
            assert!(held, "{capability:?}");
        }
    }
}
