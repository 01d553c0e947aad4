//! Authentication (exit 4) and authorization (exit 5) errors.

use std::fmt;

use super::Error;
use crate::domain::{Capability, Department, Noun};
use crate::lang::{self, Text};
use crate::t;

/// Authentication error (exit 4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Auth {
    /// Neither a session file nor a token.
    Required {
        /// `epic init` was never run here.
        first_run: bool,
    },
    /// Unknown login, wrong password or deactivated account: indistinguishable to the caller.
    InvalidCredentials,
    /// As [`Self::InvalidCredentials`], in a database without an active collaborator.
    NoAccount,
    /// The token is malformed, forged, truncated or from another database.
    InvalidToken,
    Expired,
    /// The session was revoked by a logout, a new password or department, or a deactivation.
    Revoked,
    Idle,
    /// Too many wrong passwords for this login.
    Throttled {
        /// Seconds until the next attempt.
        seconds: u32,
    },
    /// A hundred wrong passwords in a row: Management has to unlock the login.
    Locked,
    /// Management set the password; it has to be changed first.
    PasswordChangeRequired,
    /// The current user changed while the command was prompting.
    OtherAccount,
    /// The session is too old: the command requires a recent login.
    Reauthenticate,
    /// The token from an environment variable, or from the file it names, is rejected.
    Variable {
        variable: &'static str,
        fault: TokenFault,
    },
}

/// Reason to reject a token from the environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenFault {
    Invalid,
    Expired,
    Revoked,
    Idle,
}

impl Auth {
    /// Returns the part of the code after `auth.`.
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
            Self::OtherAccount => "somebody_else",
            Self::Reauthenticate => "reauthenticate",
        }
    }

    /// Returns a command to run next, if one helps.
    pub(super) fn hint(&self) -> Option<String> {
        match self {
            Self::Required { first_run: true } => Some("epic init".to_owned()),
            Self::NoAccount => Some("epic signup".to_owned()),
            Self::InvalidCredentials | Self::Throttled { .. } | Self::Locked => None,
            Self::PasswordChangeRequired => Some("epic password change".to_owned()),
            Self::OtherAccount => Some("epic whoami".to_owned()),
            // While the variable is set, a login would run with the same token.
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
            Self::OtherAccount => t!("error-auth-somebody-else"),
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

/// Authorization error of an authenticated caller (exit 5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Denied {
    /// The department lacks the right.
    Department {
        capability: Capability,
        department: Department,
    },
    /// The department has the right on its own records only.
    Ownership {
        capability: Capability,
        noun: Noun,
        id: i64,
    },
    /// The right requires a login; tokens cannot use it.
    Token {
        capability: Capability,
    },
    ReadOnly {
        capability: Capability,
    },
    /// The database refuses the statement.
    Database,
}

impl Denied {
    /// Returns the part of the code after `denied.`.
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
                what = phrase_of_record(*capability)
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

/// Returns the phrase that completes "cannot".
fn phrase(capability: Capability) -> Text {
    Text::of_catalogue(lang::format(&key("may", capability), &[]))
}

/// Returns the phrase that completes "it is not yours, so you cannot".
fn phrase_of_record(capability: Capability) -> Text {
    let own = key("own", capability);
    if lang::has(&own) {
        Text::of_catalogue(lang::format(&own, &[]))
    } else {
        t!("help-own-use")
    }
}

fn key(kind: &str, capability: Capability) -> String {
    format!("help-{kind}-{}", capability.name().replace('_', "-"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Department;
    use crate::lang::{Lang, meanwhile};
    use crate::policy::Scope;

    #[test]
    fn every_right_has_its_phrases_in_every_language() {
        for lang in Lang::all() {
            for &capability in Capability::ALL {
                let has = |kind| meanwhile(lang, || lang::has(&key(kind, capability)));
                assert!(has("may"), "{}: {capability:?}", lang.tag());
                let is_own = |department: Department| capability.scope(department) == Scope::Own;
                // The password, and what a list or a creation is about, have no other owner.
                let is_of_record = !matches!(
                    capability,
                    Capability::ChangeOwnPassword
                        | Capability::ListSessions
                        | Capability::ListTokens
                        | Capability::CreateToken
                        | Capability::CreateCustomer
                );
                let needed = is_of_record && Department::ALL.into_iter().any(is_own);
                assert!(has("own") || !needed, "{}: {capability:?}", lang.tag());
            }
        }
    }
}
