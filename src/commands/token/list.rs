//! `epic token list`.

use crate::commands::prelude::*;
use crate::commands::session::list_credentials;
use crate::domain::CredentialKind;
use crate::record::Token;

/// List the own tokens that live; their secrets are shown when they are created, and never again
#[derive(Debug, Args)]
pub struct TokenListArgs {
    /// Everybody's; for Management
    #[arg(long)]
    all: bool,
}

/// Fails with `denied.department` (exit 5) for `--all`.
pub fn run(ctx: &Context, actor: &Actor, args: &TokenListArgs) -> Result<()> {
    if list_credentials(ctx, actor, CredentialKind::Token, args.all, Token)? {
        ctx.output.hint("epic token create");
    }
    Ok(())
}
