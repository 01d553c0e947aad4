//! `epic password …`: what everybody does with the own password.

pub mod change;

use crate::commands::prelude::*;

/// The verbs of the own password.
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
