//! Every failure that a person or a script can meet: its code, its exit status, its words and the
//! command that helps. Wording is built here and nowhere else; the layers below say only what happened.

mod access;
mod administration;
mod audit_chain;
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

/// The result of anything that may have to be told to a person.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Two truths that cannot both hold (exit 7).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conflict {
    /// Another collaborator has this login, perhaps in another case.
    DuplicateLogin,
    /// Another collaborator has this e-mail address, perhaps in another case.
    DuplicateEmail,
    /// The collaborator has a token of this name, which lives.
    DuplicateToken {
        /// The name.
        name: String,
    },
    /// The record changed since it was read, or since `--if-version`.
    Stale {
        /// What kind of record.
        noun: Noun,
        /// Which one.
        id: i64,
    },
    /// The support contact runs another event at that time.
    Overlap {
        /// The event to be assigned.
        event: i64,
        /// The one that is in the way.
        other: i64,
        /// Who would have to be in two places.
        login: String,
    },
    /// What the audit entries say and what their hashes say.
    AuditChain(BrokenChain),
}

/// What is wrong with the set-up of this machine or of the database (exit 10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The part of the code behind `config.`.
    pub code: &'static str,
    /// What is wrong.
    pub message: Text,
    /// A command that mends it.
    pub hint: Option<String>,
}

/// Anything that ends a command before it is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// What was typed cannot be carried out as it stands; all problems at once.
    Usage(Vec<Text>),
    /// No such record.
    NotFound {
        /// What kind of record.
        noun: Noun,
        /// The id or login that was given.
        key: String,
    },
    /// No credential, or one that is not accepted.
    Auth(Auth),
    /// The department or ownership forbids it.
    Denied(Denied),
    /// A business rule refuses it.
    Rule(Rule),
    /// A duplicate, an overlap, a stale version.
    Conflict(Conflict),
    /// The database cannot be reached, is locked, full or read-only.
    Unavailable(String),
    /// The transaction lost a race against others and may be tried again (SQLSTATE 40001, 40P01).
    LostRace,
    /// The set-up of this machine or of the database is wrong.
    Config(Config),
    /// The connection broke while committing.
    CommitUnknown,
    /// Cancelled at a prompt.
    Interrupted,
    /// Somebody wants to go back a step at a prompt. Whoever runs the command deals with it; it is never told.
    Back,
    /// Whoever read standard output went away: not a failure.
    ClosedPipe,
    /// Standard output cannot be written to, such as a full disk.
    Stdout(String),
    /// The same, when the change was committed already: not to be tried again.
    StdoutAfterCommit(String),
    /// A bug that ended the work where it stood: the place in the source.
    Panic(String),
    /// A bug. `kind` is safe to send anywhere; `detail` is for the eyes of the person at the terminal.
    Internal {
        /// What failed, without any data.
        kind: String,
        /// The cause, as told by a library.
        detail: String,
    },
}

impl Error {
    /// Refuses what was typed, for one reason.
    pub fn usage(problem: Text) -> Self {
        Self::Usage(vec![problem])
    }

    /// Says that a record does not exist.
    pub fn not_found(noun: Noun, key: impl fmt::Display) -> Self {
        Self::NotFound {
            noun,
            key: key.to_string(),
        }
    }

    /// Says that a record changed meanwhile.
    pub fn stale(noun: Noun, id: impl Into<i64>) -> Self {
        Self::Conflict(Conflict::Stale {
            noun,
            id: id.into(),
        })
    }

    /// Says what is wrong with the configuration.
    pub fn config(code: &'static str, message: Text) -> Self {
        Self::Config(Config {
            code,
            message,
            hint: None,
        })
    }

    /// Says what is wrong with the configuration, and the command that mends it.
    pub fn config_hinted(code: &'static str, message: Text, hint: impl Into<String>) -> Self {
        Self::Config(Config {
            code,
            message,
            hint: Some(hint.into()),
        })
    }

    /// Says that something happened which never should: a bug.
    pub fn internal(kind: impl Into<String>, detail: impl fmt::Display) -> Self {
        Self::Internal {
            kind: kind.into(),
            detail: detail.to_string(),
        }
    }

    /// The stable name of the failure that scripts branch on, `<prefix>.<what>`.
    pub fn code(&self) -> String {
        match self {
            Self::Usage(_) => "usage.invalid".to_owned(),
            Self::NotFound { noun, .. } => format!("not_found.{noun}"),
            Self::Auth(auth) => format!("auth.{}", auth.code()),
            Self::Denied(denied) => format!("denied.{}", denied.code()),
            Self::Rule(rule) => format!("rule.{}", rule.code()),
            Self::Conflict(conflict) => format!("conflict.{}", conflict.code()),
            Self::Unavailable(_) => "unavailable.database".to_owned(),
            Self::LostRace => "unavailable.contention".to_owned(),
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

    /// The exit status of the process; the only place that decides it.
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
            Self::Unavailable(_) | Self::LostRace | Self::Stdout(_) => 9,
            Self::Config(_) => 10,
            Self::CommitUnknown | Self::StdoutAfterCommit(_) => 11,
            Self::Interrupted | Self::Back => 130,
        }
    }

    /// A command that can be pasted and helps, where there is one.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Auth(auth) => auth.hint(),
            Self::NotFound { noun, .. } => Some(noun.list_command()),
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
            | Self::LostRace
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
            Self::NotFound { noun, key } => t!("error-not-found", noun = noun, key = key),
            Self::Auth(auth) => return auth.fmt(f),
            Self::Denied(denied) => return denied.fmt(f),
            Self::Rule(rule) => return rule.fmt(f),
            Self::Conflict(conflict) => return conflict.fmt(f),
            Self::Unavailable(cause) => t!("error-unavailable", cause = cause),
            Self::LostRace => t!("error-lost-race"),
            Self::Config(config) => return config.message.fmt(f),
            Self::CommitUnknown => t!("error-commit-unknown"),
            Self::Interrupted | Self::Back => t!("error-interrupted"),
            Self::ClosedPipe => t!("error-closed-pipe"),
            Self::Stdout(cause) => t!("error-stdout", cause = cause),
            Self::StdoutAfterCommit(cause) => t!("error-stdout-after-commit", cause = cause),
            Self::Panic(place) => t!("error-panic", place = place),
            Self::Internal { kind, detail } => {
                t!("error-internal", kind = kind, detail = detail)
            }
        }
        .fmt(f)
    }
}

/// Several problems as one sentence.
fn in_a_row(problems: &[Text]) -> Text {
    let (first, others) = match problems {
        [] => return Text::default(),
        [first, others @ ..] => (first.clone(), others),
    };
    others.iter().fold(first, |one, other| {
        t!("error-and", one = one, other = other)
    })
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
