//! Caller of a command, and the author that its transactions are recorded under.

use super::{CollaboratorId, Department, Instant, Noun, SessionId};

/// Caller of a command: the current state of the collaborator, and the credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    pub id: CollaboratorId,
    /// Login in its original case.
    pub login: String,
    pub name: String,
    /// Department, from the row and never from the token.
    pub department: Department,
    pub email: String,
    pub session: SessionId,
    pub credential: CredentialKind,
    pub read_only: bool,
    /// The password has to be changed before anything else.
    pub must_change: bool,
    /// Start of the session.
    pub since: Instant,
    pub expires_at: Instant,
}

impl Actor {
    /// Returns the author of this actor's writes.
    pub const fn author(&self) -> Author {
        Author::Actor {
            session: self.session,
            collaborator: self.id,
            credential: self.credential.as_str(),
        }
    }
}

/// Relation that makes a record a collaborator's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ownership {
    /// Sales contact of a customer, and so of its contracts and events.
    SalesContact,
    /// Support contact of an event.
    SupportContact,
}

impl Department {
    /// Returns the relation that makes a record its members' own; `None` for Management.
    pub const fn ownership(self) -> Option<Ownership> {
        match self {
            Self::Management => None,
            Self::Sales => Some(Ownership::SalesContact),
            Self::Support => Some(Ownership::SupportContact),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CredentialKind {
    Session,
    /// Long-lived token of a script.
    Token,
}

impl CredentialKind {
    pub const fn as_str(self) -> &'static str {
        self.noun().as_str()
    }

    /// Returns the noun of such a credential.
    pub const fn noun(self) -> Noun {
        match self {
            Self::Session => Noun::Session,
            Self::Token => Noun::Token,
        }
    }
}

/// Author of a transaction in the audit log. PostgreSQL derives it from the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Author {
    /// Administrator, or a change made without the program: no session.
    Administrator,
    Actor {
        session: SessionId,
        collaborator: CollaboratorId,
        /// `session` or `token`.
        credential: &'static str,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_audit_log_has_the_words_of_its_table() {
        let words = [CredentialKind::Session, CredentialKind::Token].map(CredentialKind::as_str);
        assert_eq!(words, ["session", "token"]);
    }
}
