//! `epic password …`: what everybody does with the own password.

pub mod change;

use clap::Subcommand;

use crate::context::Context;
use crate::domain::Actor;
use crate::error::Result;

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
