//! Configuration errors of administration commands.

use super::{Error, in_a_row};
use crate::lang::Text;
use crate::t;

/// Reason why `epic db …` cannot proceed (exit 10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Administration {
    /// The command changes roles and settings of the whole server.
    NotSuperuser { command: &'static str },
    /// SQLite has no roles.
    Embedded { command: &'static str },
    /// The group roles do not exist yet.
    NotLockedDown,
    /// Flaws that no generated statement can repair.
    Damaged {
        /// Measures that still fail.
        left: Vec<Text>,
    },
    /// The demonstration company includes credentials; on a locked-down database only a superuser may write them.
    DemoOnLockedDown,
}

impl From<Administration> for Error {
    fn from(administration: Administration) -> Self {
        match administration {
            Administration::NotSuperuser { command } => Self::config(
                "database_role",
                t!("config-role-superuser", command = command),
            ),
            Administration::Embedded { command } => {
                Self::config("database_url", t!("config-embedded", command = command))
            }
            Administration::NotLockedDown => Self::config_hinted(
                "not_locked_down",
                t!("config-not-locked-down"),
                "epic db lockdown",
            ),
            Administration::Damaged { left } => Self::config(
                "damaged_schema",
                t!("config-damaged", left = in_a_row(&left)),
            ),
            Administration::DemoOnLockedDown => {
                Self::config("database_role", t!("config-demo-locked-down"))
            }
        }
    }
}
