//! `epic session list`.

use clap::Args;

use super::visible;
use crate::context::Context;
use crate::domain::{Actor, CredentialKind};
use crate::error::Result;
use crate::record::Session;

/// List the own sessions that live
#[derive(Debug, Args)]
pub struct SessionListArgs {
    /// Everybody's; for Management
    #[arg(long)]
    all: bool,
}

/// Lists sessions.
///
/// # Errors
///
/// `denied.department` (exit 5) for `--all`.
pub fn run(ctx: &Context, actor: &Actor, args: &SessionListArgs) -> Result<()> {
    let mut list = ctx.output.list::<Session>()?;
    for row in visible(ctx, actor, CredentialKind::Session, args.all)? {
        list.push(&Session(row))?;
    }
    let shown = list.count();
    list.finish()?;
    if shown == 0 && ctx.output.shows_pages() {
        ctx.output.nothing_to_show::<Session>();
    }
    Ok(())
}
