//! `epic session list`.

use super::list_credentials;
use crate::commands::prelude::*;
use crate::domain::CredentialKind;
use crate::record::Session;

/// List your active sessions
#[derive(Debug, Args)]
pub struct SessionListArgs {
    /// Include those of all collaborators (management)
    #[arg(long)]
    all: bool,
}

impl Verb for SessionListArgs {
    const PATH: &str = "session list";
    const HANDLER: Handler<Self> = Handler::Requires(Capability::ListSessions, run);
    const EXAMPLES: [&str; 2] = ["epic session list", "epic session list --all --json"];
    const SHOWS: Fields = Session::FIELDS;
}

/// # Errors
///
/// `denied.department` (exit 5) for `--all`.
fn run(ctx: &Context, actor: &Actor, args: SessionListArgs) -> Result<()> {
    list_credentials(ctx, actor, CredentialKind::Session, args.all, Session)?;
    Ok(())
}
