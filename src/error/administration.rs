//! What keeps an administrator's command from doing its work.

use super::Error;

/// Why `epic db …` cannot go on (exit 10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Administration {
    /// The command changes roles and what the whole server shares.
    NotSuperuser {
        /// The command.
        command: &'static str,
    },
    /// The embedded database has no roles.
    Embedded {
        /// The command.
        command: &'static str,
    },
    /// There are no groups yet that a role could be a member of.
    NotLockedDown,
    /// What was found and cannot be mended by statements that the program knows.
    Damaged {
        /// Each measure that still does not hold.
        left: Vec<String>,
    },
    /// The demonstration company comes with credentials, which nobody but a superuser writes once the database decides.
    DemoOnLockedDown,
}

impl From<Administration> for Error {
    fn from(administration: Administration) -> Self {
        match administration {
            Administration::NotSuperuser { command } => Self::config(
                "database_role",
                format!(
                    "{command} changes roles and what the whole server shares: it needs the URL of a superuser of the server"
                ),
            ),
            Administration::Embedded { command } => Self::config(
                "database_url",
                format!(
                    "{command} is for PostgreSQL: the owner of an SQLite file is in effect Management, and no role can change that"
                ),
            ),
            Administration::NotLockedDown => Self::config_hinted(
                "not_locked_down",
                "the database is not locked down: whoever connects to it decides for themselves",
                "epic db lockdown",
            ),
            Administration::Damaged { left } => Self::config(
                "damaged_schema",
                format!(
                    "everything that could be repaired was, but this is not as the migrations made it: {}; \
                     restore it from a backup, or from a database of the same version",
                    left.join("; ")
                ),
            ),
            Administration::DemoOnLockedDown => Self::config(
                "database_role",
                "the database is locked down: only a superuser of the server still loads the demonstration company",
            ),
        }
    }
}
