//! `epic token list`.

use clap::Args;

use crate::commands::session::visible;
use crate::context::Context;
use crate::domain::{Actor, CredentialKind};
use crate::error::Result;
use crate::record::Token;

/// List the own tokens that live; their secrets are shown when they are created, and never again
#[derive(Debug, Args)]
pub struct TokenListArgs {
    /// Everybody's; for Management
    #[arg(long)]
    all: bool,
}

/// Lists tokens.
///
/// # Errors
///
/// `denied.department` (exit 5) for `--all`.
pub fn run(ctx: &Context, actor: &Actor, args: &TokenListArgs) -> Result<()> {
    let mut list = ctx.output.list::<Token>()?;
    for row in visible(ctx, actor, CredentialKind::Token, args.all)? {
        list.push(&Token(row))?;
    }
    let shown = list.count();
    list.finish()?;
    if shown == 0 && ctx.output.shows_pages() {
        ctx.output.nothing_to_show::<Token>();
        ctx.output.hint("epic token create");
    }
    Ok(())
}
