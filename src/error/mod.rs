//! Failures as reported to users and scripts: code, exit status, message and hint. Messages are built here only; lower
//! layers report facts.

mod access;
mod administration;
mod audit_chain;
pub mod cause;
mod connection;
mod database;
mod rule;

use std::fmt;

use crate::domain::{Noun, Rule};
use crate::lang::Text;
use crate::t;

pub use access::{Auth, Denied, TokenFault};
pub use administration::Administration;
pub use audit_chain::{BrokenChain, ChainFault};
pub use connection::{Insecure, Malformed};
pub use database::connection_failed;

/// Result of an operation whose error can be reported to the user.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Conflict with the state of the database (exit 7).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conflict {
    /// Another collaborator has this login; case is ignored.
    DuplicateLogin,
    /// Another collaborator has this e-mail address; case is ignored.
    DuplicateEmail,
    /// The collaborator already has an active token of this name.
    DuplicateToken {
        name: String,
    },
    /// The record changed since it was read, or since `--if-version`.
    Stale {
        noun: Noun,
        id: i64,
    },
    /// The support contact already runs another event at that time.
    Overlap {
        event: i64,
        other: i64,
        login: String,
    },
    AuditChain(BrokenChain),
}

/// Configuration error of this machine or of the database (exit 10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Part of the code after `config.`.
    pub code: &'static str,
    pub message: Text,
    pub hint: Option<String>,
}

/// Failure of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// Invalid input; all problems at once.
    Usage(Vec<Text>),
    NotFound {
        noun: Noun,
        /// Id or login as given.
        key: String,
    },
    /// The credential is missing or rejected.
    Auth(Auth),
    /// The department or ownership does not permit it.
    Denied(Denied),
    Rule(Rule),
    /// A duplicate, an overlap, a stale version.
    Conflict(Conflict),
    /// The database cannot be reached, is locked, full or read-only.
    Unavailable(String),
    /// The transaction lost a race and may be retried (SQLSTATE 40001, 40P01).
    Race,
    /// This machine or the database is misconfigured.
    Config(Config),
    /// The connection broke while committing.
    CommitUnknown,
    Interrupted,
    /// The user steps back at a prompt. The caller handles it; it is never reported.
    Back,
    /// The reader of standard output closed the pipe: not a failure.
    ClosedPipe,
    /// Standard output is not writable, such as on a full disk.
    Stdout(String),
    /// As [`Self::Stdout`], after the commit: not to be retried.
    StdoutAfterCommit(String),
    /// Panic: the location in the source.
    Panic(String),
    /// Bug. `kind` may be sent anywhere; `detail` is shown on the terminal only.
    Internal {
        kind: String,
        detail: String,
    },
}

impl Error {
    /// Returns a usage error with one problem.
    pub fn usage(problem: Text) -> Self {
        Self::Usage(vec![problem])
    }

    /// Returns the error for a record that does not exist.
    pub fn not_found(noun: Noun, key: impl fmt::Display) -> Self {
        let key = key.to_string();
        Self::NotFound { noun, key }
    }

    /// Returns the conflict for a record that changed since it was read.
    pub fn stale(noun: Noun, id: impl Into<i64>) -> Self {
        let id = id.into();
        Self::Conflict(Conflict::Stale { noun, id })
    }

    pub fn config(code: &'static str, message: Text) -> Self {
        Self::Config(Config {
            code,
            message,
            hint: None,
        })
    }

    /// Returns a configuration error with the command that fixes it.
    pub fn config_hinted(code: &'static str, message: Text, hint: impl Into<String>) -> Self {
        Self::Config(Config {
            code,
            message,
            hint: Some(hint.into()),
        })
    }

    pub fn internal(kind: impl Into<String>, detail: impl fmt::Display) -> Self {
        Self::Internal {
            kind: kind.into(),
            detail: detail.to_string(),
        }
    }

    /// Returns the stable name that scripts branch on, `<prefix>.<what>`.
    pub fn code(&self) -> String {
        match self {
            Self::Usage(_) => "usage.invalid".to_owned(),
            Self::NotFound { noun, .. } => format!("not_found.{noun}"),
            Self::Auth(auth) => format!("auth.{}", auth.code()),
            Self::Denied(denied) => format!("denied.{}", denied.code()),
            Self::Rule(rule) => format!("rule.{}", rule.code()),
            Self::Conflict(conflict) => format!("conflict.{}", conflict.code()),
            Self::Unavailable(_) => "unavailable.database".to_owned(),
            Self::Race => "unavailable.contention".to_owned(),
            Self::Config(config) => format!("config.{}", config.code),
            Self::CommitUnknown => "unknown.commit".to_owned(),
            Self::Interrupted | Self::Back => "interrupted".to_owned(),
            Self::ClosedPipe => "closed_pipe".to_owned(),
            Self::Stdout(_) => "unavailable.output".to_owned(),
            Self::StdoutAfterCommit(_) => "unknown.output".to_owned(),
            Self::Panic(_) => "internal.panic".to_owned(),
            Self::Internal { .. } => "internal.unexpected".to_owned(),
        }
    }

    /// Returns the exit status of the process; decided here only.
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::ClosedPipe => 0,
            Self::Panic(_) | Self::Internal { .. } => 1,
            Self::Usage(_) => 2,
            Self::NotFound { .. } => 3,
            Self::Auth(_) => 4,
            Self::Denied(_) => 5,
            Self::Rule(_) => 6,
            Self::Conflict(_) => 7,
            Self::Unavailable(_) | Self::Race | Self::Stdout(_) => 9,
            Self::Config(_) => 10,
            Self::CommitUnknown | Self::StdoutAfterCommit(_) => 11,
            Self::Interrupted | Self::Back => 130,
        }
    }

    /// Returns a command to run next, if one helps.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Auth(auth) => auth.hint(),
            Self::NotFound { noun, key } => Some(match noun {
                Noun::Customer | Noun::Collaborator if !is_id(key) && is_plain(key) => {
                    format!("epic search '{}'", key.replace('\'', "'\\''"))
                }
                noun => noun.list_command(),
            }),
            Self::Rule(rule) => rule.hint(),
            Self::Conflict(Conflict::Stale { noun, id }) => Some(format!("epic {noun} show {id}")),
            Self::Conflict(Conflict::DuplicateLogin | Conflict::DuplicateEmail) => {
                Some("epic collaborator list --inactive".to_owned())
            }
            Self::Conflict(Conflict::DuplicateToken { .. }) => Some("epic token list".to_owned()),
            Self::Conflict(Conflict::Overlap { other, .. }) => {
                Some(format!("epic event show {other}"))
            }
            Self::Config(config) => config.hint.clone(),
            Self::Usage(_)
            | Self::Denied(_)
            | Self::Conflict(_)
            | Self::Unavailable(_)
            | Self::Race
            | Self::CommitUnknown
            | Self::Interrupted
            | Self::Back
            | Self::ClosedPipe
            | Self::Stdout(_)
            | Self::StdoutAfterCommit(_)
            | Self::Panic(_)
            | Self::Internal { .. } => None,
        }
    }
}

impl Conflict {
    const fn code(&self) -> &'static str {
        match self {
            Self::DuplicateLogin => "duplicate_login",
            Self::DuplicateEmail => "duplicate_email",
            Self::DuplicateToken { .. } => "duplicate_token",
            Self::Stale { .. } => "stale",
            Self::Overlap { .. } => "overlap",
            Self::AuditChain(_) => "audit_chain",
        }
    }
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DuplicateLogin => t!("error-conflict-duplicate-login"),
            Self::DuplicateEmail => t!("error-conflict-duplicate-email"),
            Self::DuplicateToken { name } => t!("error-conflict-duplicate-token", name = name),
            Self::Stale { noun, id } => t!("error-conflict-stale", noun = noun, id = id),
            Self::Overlap {
                event,
                other,
                login,
            } => t!(
                "error-conflict-overlap",
                login = login,
                other = other,
                event = event
            ),
            Self::AuditChain(broken) => t!(
                "error-conflict-audit-chain",
                sequence = broken.sequence,
                fault = broken.fault.text()
            ),
        }
        .fmt(f)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(problems) => in_a_row(problems),
            Self::NotFound { noun, key } if is_id(key) => {
                t!("error-not-found", noun = noun, key = key)
            }
            Self::NotFound { noun, key } => t!("error-not-found-named", noun = noun, key = key),
            Self::Auth(auth) => return auth.fmt(f),
            Self::Denied(denied) => return denied.fmt(f),
            Self::Rule(rule) => return rule.fmt(f),
            Self::Conflict(conflict) => return conflict.fmt(f),
            Self::Unavailable(cause) => t!("error-unavailable", cause = cause),
            Self::Race => t!("error-lost-race"),
            Self::Config(config) => return config.message.fmt(f),
            Self::CommitUnknown => t!("error-commit-unknown"),
            Self::Interrupted | Self::Back => t!("error-interrupted"),
            Self::ClosedPipe => t!("error-closed-pipe"),
            Self::Stdout(cause) => t!("error-stdout", cause = cause),
            Self::StdoutAfterCommit(cause) => t!("error-stdout-after-commit", cause = cause),
            Self::Panic(place) => t!("error-panic", place = place),
            Self::Internal { kind, detail } => t!("error-internal", kind = kind, detail = detail),
        }
        .fmt(f)
    }
}

/// Tests for a reference by id, also one out of range.
fn is_id(key: &str) -> bool {
    let digits = key.strip_prefix(['-', '+']).unwrap_or(key);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Tests for a reference that a terminal shows as it is, so that a hint can repeat it.
fn is_plain(key: &str) -> bool {
    key.chars()
        .all(|c| c.is_alphanumeric() || " .,@_+-/'’".contains(c))
}

fn in_a_row(problems: &[Text]) -> Text {
    let joined = problems.iter().cloned();
    let joined = joined.reduce(|one, other| t!("error-and", one = one, other = other));
    joined.unwrap_or_default()
}

impl std::error::Error for Error {}

impl From<Rule> for Error {
    fn from(rule: Rule) -> Self {
        Self::Rule(rule)
    }
}

impl From<BrokenChain> for Error {
    fn from(broken: BrokenChain) -> Self {
        Self::Conflict(Conflict::AuditChain(broken))
    }
}

impl From<Conflict> for Error {
    fn from(conflict: Conflict) -> Self {
        Self::Conflict(conflict)
    }
}

#[cfg(test)]
mod tests;
