//! Who is not let in, and what somebody who is may not do: the refusals of exit 4 and 5.

use std::fmt;

use super::{Error, Noun};
use crate::domain::Department;
use crate::policy::Capability;

/// Why a credential was not accepted (exit 4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Auth {
    /// There is no session file and no token; `first_run` when nothing was set up either.
    Required {
        /// Whether `epic init` was never run here.
        first_run: bool,
    },
    /// Unknown login, wrong password or deactivated account: one answer for all of them.
    InvalidCredentials,
    /// The token is not one of ours: malformed, forged, foreign, truncated.
    InvalidToken,
    /// The session was ours and is over.
    Expired,
    /// The session was ended by a logout, a new password or department, or a deactivation.
    Revoked,
    /// The session was not used for too long.
    Idle,
    /// Too many wrong passwords for this login: it has to wait.
    Throttled {
        /// How long, in seconds.
        seconds: u32,
    },
    /// A hundred wrong passwords in a row: Management has to unlock the login.
    Locked,
    /// The password was given by somebody else and has to be changed before anything else.
    PasswordChangeRequired,
    /// What is asked for needs a session that began within the last minutes.
    Reauthenticate,
}

impl Auth {
    /// The part of the code behind `auth.`.
    pub(super) const fn code(&self) -> &'static str {
        match self {
            Self::Required { .. } => "required",
            Self::InvalidCredentials => "invalid_credentials",
            Self::InvalidToken => "invalid_token",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::Idle => "idle",
            Self::Throttled { .. } => "throttled",
            Self::Locked => "locked",
            Self::PasswordChangeRequired => "password_change_required",
            Self::Reauthenticate => "reauthenticate",
        }
    }
}

impl fmt::Display for Auth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Required { .. } => "you are not logged in",
            Self::InvalidCredentials => "wrong login or password",
            Self::InvalidToken => "the session or token is not valid",
            Self::Expired => "the session has expired",
            Self::Revoked => "the session has been ended",
            Self::Idle => "the session was not used for too long",
            Self::Throttled { seconds } => {
                return write!(f, "too many wrong passwords: retry after {seconds} s");
            }
            Self::Locked => {
                "too many wrong passwords: this login is locked until Management unlocks it"
            }
            Self::PasswordChangeRequired => {
                "the password was given by somebody else and has to be changed first"
            }
            Self::Reauthenticate => {
                "this needs a login of the last 5 minutes: prove once more who you are"
            }
        })
    }
}

impl From<Auth> for Error {
    fn from(auth: Auth) -> Self {
        Self::Auth(auth)
    }
}

/// Why somebody who is logged in may not do something (exit 5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Denied {
    /// No one of this department may.
    Department {
        /// What was tried.
        capability: Capability,
        /// Whose department it is.
        department: Department,
    },
    /// The department may, on its own records only.
    Ownership {
        /// What was tried.
        capability: Capability,
        /// On what kind of record.
        noun: Noun,
        /// On which one.
        id: i64,
    },
    /// The collaborator may, after a login only.
    Token {
        /// What was tried.
        capability: Capability,
    },
    /// The token was made for reading.
    ReadOnly {
        /// What was tried.
        capability: Capability,
    },
    /// The database itself refuses it.
    Database,
}

impl Denied {
    /// The part of the code behind `denied.`.
    pub(super) const fn code(&self) -> &'static str {
        match self {
            Self::Department { .. } => "department",
            Self::Ownership { .. } => "ownership",
            Self::Token { .. } => "token",
            Self::ReadOnly { .. } => "read_only",
            Self::Database => "database",
        }
    }
}

impl fmt::Display for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Department {
                capability,
                department,
            } => write!(
                f,
                "the department {department} may not {}",
                capability.phrase()
            ),
            Self::Ownership {
                capability,
                noun,
                id,
            } => write!(
                f,
                "you may {} only where it is your own, and {noun} {id} is not",
                capability.phrase()
            ),
            Self::Token { capability } => write!(
                f,
                "a token may not {}: only somebody who has logged in may",
                capability.phrase()
            ),
            Self::ReadOnly { capability } => {
                write!(
                    f,
                    "this token only reads, and may not {}",
                    capability.phrase()
                )
            }
            Self::Database => f.write_str("the database does not let you do this"),
        }
    }
}
