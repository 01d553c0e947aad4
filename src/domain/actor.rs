//! The caller of a command, and the author that a transaction is recorded under.

use super::{CollaboratorId, Department, Instant, Noun, SessionId};

/// The caller of a command: a collaborator as the database has them now, with the credential they gave.
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
    /// Session or token.
    pub credential: CredentialKind,
    /// Set for a token that only reads.
    pub read_only: bool,
    /// Set until the password is changed, which comes before anything else.
    pub must_change: bool,
    /// When that session began.
    pub since: Instant,
    /// When that session expires.
    pub expires_at: Instant,
}

impl Actor {
    /// The author of what this actor writes.
    pub const fn author(&self) -> Author {
        Author::Actor {
            session: self.session,
            collaborator: self.id,
            credential: self.credential.as_str(),
        }
    }
}

/// The relation that makes a record a collaborator's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ownership {
    /// Sales contact of a customer, and so of its contracts and events.
    SalesContact,
    /// Support contact of an event.
    SupportContact,
}

impl Department {
    /// The relation that makes a record its members' own; `None` for Management, who own none.
    pub const fn ownership(self) -> Option<Ownership> {
        match self {
            Self::Management => None,
            Self::Sales => Some(Ownership::SalesContact),
            Self::Support => Some(Ownership::SupportContact),
        }
    }
}

/// A kind of credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CredentialKind {
    /// The session of a person who logged in.
    Session,
    /// The long-lived token of a script.
    Token,
}

impl CredentialKind {
    /// The machine name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Token => "token",
        }
    }

    /// The noun of such a credential.
    pub const fn noun(self) -> Noun {
        match self {
            Self::Session => Noun::Session,
            Self::Token => Noun::Token,
        }
    }
}

/// The author of a transaction, for the audit log. PostgreSQL finds it out by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Author {
    /// The administrator, or a change made past the program: no session.
    Administrator,
    /// A collaborator.
    Actor {
        /// The session or token.
        session: SessionId,
        /// Its collaborator.
        collaborator: CollaboratorId,
        /// `session` or `token`.
        credential: &'static str,
    },
}
