//! `epic session list`.

use super::list_credentials;
use crate::commands::prelude::*;
use crate::domain::CredentialKind;
use crate::record::Session;

/// List your active sessions
#[derive(Debug, Args)]
pub struct SessionListArgs {
    /// List those of all collaborators (management)
    #[arg(long)]
    all: bool,
}

/// Fails with `denied.department` (exit 5) for `--all`.
pub fn run(ctx: &Context, actor: &Actor, args: &SessionListArgs) -> Result<()> {
    list_credentials(ctx, actor, CredentialKind::Session, args.all, Session)?;
    Ok(())
}
