//! What keeps an administrator's command from doing its work.

use super::{Error, in_a_row};
use crate::lang::Text;
use crate::t;

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
        left: Vec<Text>,
    },
    /// The demonstration company comes with credentials, which nobody but a superuser writes once the database decides.
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
