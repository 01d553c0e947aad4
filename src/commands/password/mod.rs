//! `epic password …`: the caller's password.

pub mod change;

use crate::commands::prelude::*;

/// Verbs of the caller's password.
#[derive(Debug, Subcommand)]
pub enum PasswordCommand {
    Change(change::ChangeArgs),
}

impl PasswordCommand {
    pub(super) fn run(self, ctx: &Context, actor: &Actor) -> Result<()> {
        match self {
            Self::Change(args) => change::run(ctx, actor, &args),
        }
    }
}
