//! `epic token …`: long-lived credentials for scripts.

mod create;
mod list;
mod revoke;

use crate::commands::prelude::*;

/// The verbs of tokens.
#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    Create(create::CreateArgs),
    List(list::TokenListArgs),
    Revoke(revoke::RevokeArgs),
}

impl TokenCommand {
    pub(super) fn run(self, ctx: &Context, actor: &Actor) -> Result<()> {
        match self {
            Self::Create(args) => create::run(ctx, actor, args),
            Self::List(args) => list::run(ctx, actor, &args),
            Self::Revoke(args) => revoke::run(ctx, actor, &args),
        }
    }
}
