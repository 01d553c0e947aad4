//! Who is not let in, and what somebody who is may not do: the refusals of exit 4 and 5.

use std::fmt;

use super::Error;
use crate::domain::{Capability, Department, Noun};
use crate::lang::Text;
use crate::t;

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
    /// The same where nobody could log in: there is no active collaborator.
    NoAccount,
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
    /// Somebody else has logged in since the first question of this command was answered.
    SomebodyElse,
    /// What is asked for needs a session that began within the last minutes.
    Reauthenticate,
    /// What a variable of the environment gave, or the file that it names, is not accepted.
    Variable {
        /// The variable.
        variable: &'static str,
        /// Why.
        fault: TokenFault,
    },
}

/// Why a token that came from the environment is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenFault {
    /// As [`Auth::InvalidToken`].
    Invalid,
    /// As [`Auth::Expired`].
    Expired,
    /// As [`Auth::Revoked`].
    Revoked,
    /// As [`Auth::Idle`].
    Idle,
}

impl Auth {
    /// The part of the code behind `auth.`.
    pub(super) const fn code(&self) -> &'static str {
        match self {
            Self::Required { .. } => "required",
            Self::InvalidCredentials | Self::NoAccount => "invalid_credentials",
            Self::InvalidToken => "invalid_token",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::Idle => "idle",
            Self::Variable { fault, .. } => fault.code(),
            Self::Throttled { .. } => "throttled",
            Self::Locked => "locked",
            Self::PasswordChangeRequired => "password_change_required",
            Self::SomebodyElse => "somebody_else",
            Self::Reauthenticate => "reauthenticate",
        }
    }

    /// A command that can be pasted and helps, where there is one.
    pub(super) fn hint(&self) -> Option<String> {
        match self {
            Self::Required { first_run: true } => Some("epic init".to_owned()),
            Self::NoAccount => Some("epic signup".to_owned()),
            Self::InvalidCredentials | Self::Throttled { .. } | Self::Locked => None,
            Self::PasswordChangeRequired => Some("epic password change".to_owned()),
            Self::SomebodyElse => Some("epic whoami".to_owned()),
            // As long as the variable is set, the command would be run with the same token.
            Self::Variable { variable, .. } => Some(format!("env -u {variable} epic token create")),
            Self::Required { first_run: false }
            | Self::InvalidToken
            | Self::Expired
            | Self::Revoked
            | Self::Idle
            | Self::Reauthenticate => Some("epic login".to_owned()),
        }
    }

    fn text(&self) -> Text {
        match self {
            Self::Required { .. } => t!("error-auth-required"),
            Self::InvalidCredentials => t!("error-auth-invalid-credentials"),
            Self::NoAccount => t!("error-auth-nobody"),
            Self::InvalidToken => t!("error-auth-invalid-token"),
            Self::Expired => t!("error-auth-expired"),
            Self::Revoked => t!("error-auth-revoked"),
            Self::Idle => t!("error-auth-idle"),
            Self::SomebodyElse => t!("error-auth-somebody-else"),
            Self::Throttled { seconds } => t!("error-auth-throttled", seconds = seconds),
            Self::Locked => t!("error-auth-locked"),
            Self::PasswordChangeRequired => t!("error-auth-password-change-required"),
            Self::Reauthenticate => t!("error-auth-reauthenticate"),
            Self::Variable { variable, fault } => match fault {
                TokenFault::Invalid => {
                    t!("error-auth-variable-invalid-token", variable = variable)
                }
                TokenFault::Expired => t!("error-auth-variable-expired", variable = variable),
                TokenFault::Revoked => t!("error-auth-variable-revoked", variable = variable),
                TokenFault::Idle => t!("error-auth-variable-idle", variable = variable),
            },
        }
    }
}

impl TokenFault {
    const fn code(self) -> &'static str {
        match self {
            Self::Invalid => Auth::InvalidToken.code(),
            Self::Expired => Auth::Expired.code(),
            Self::Revoked => Auth::Revoked.code(),
            Self::Idle => Auth::Idle.code(),
        }
    }
}

impl fmt::Display for Auth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text().fmt(f)
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
            } => t!(
                "error-denied-department",
                department = department.as_str(),
                what = phrase(*capability)
            ),
            Self::Ownership {
                capability,
                noun,
                id,
            } => t!(
                "error-denied-ownership",
                noun = noun,
                id = id,
                what = phrase(*capability)
            ),
            Self::Token { capability } => t!("error-denied-token", what = phrase(*capability)),
            Self::ReadOnly { capability } => {
                t!("error-denied-read-only", what = phrase(*capability))
            }
            Self::Database => t!("error-denied-database"),
        }
        .fmt(f)
    }
}

/// What a right is for, to be read behind "may not".
fn phrase(capability: Capability) -> Text {
    match capability {
        Capability::Read => t!("error-may-read"),
        Capability::ReadHistory => t!("error-may-read-history"),
        Capability::ReadAudit => t!("error-may-read-audit"),
        Capability::ChangeOwnPassword => t!("error-may-change-own-password"),
        Capability::ListSessions => t!("error-may-list-sessions"),
        Capability::RevokeSession => t!("error-may-revoke-session"),
        Capability::ListTokens => t!("error-may-list-tokens"),
        Capability::RevokeToken => t!("error-may-revoke-token"),
        Capability::CreateToken => t!("error-may-create-token"),
        Capability::CreateCollaborator => t!("error-may-create-collaborator"),
        Capability::UpdateCollaborator => t!("error-may-update-collaborator"),
        Capability::DeleteCollaborator => t!("error-may-delete-collaborator"),
        Capability::ResetPassword => t!("error-may-reset-password"),
        Capability::UnlockCollaborator => t!("error-may-unlock-collaborator"),
        Capability::CreateCustomer => t!("error-may-create-customer"),
        Capability::UpdateCustomer => t!("error-may-update-customer"),
        Capability::TransferCustomer => t!("error-may-transfer-customer"),
        Capability::CreateContract => t!("error-may-create-contract"),
        Capability::UpdateContract => t!("error-may-update-contract"),
        Capability::SignContract => t!("error-may-sign-contract"),
        Capability::PayContract => t!("error-may-pay-contract"),
        Capability::MoveContract => t!("error-may-move-contract"),
        Capability::CreateEvent => t!("error-may-create-event"),
        Capability::UpdateEvent => t!("error-may-update-event"),
        Capability::AssignEvent => t!("error-may-assign-event"),
        Capability::UnassignEvent => t!("error-may-unassign-event"),
    }
}
