//! `epic token list`.

use crate::commands::prelude::*;
use crate::commands::session::list_credentials;
use crate::domain::CredentialKind;
use crate::record::Token;

/// List your valid tokens; their secrets are only shown on creation
#[derive(Debug, Args)]
pub struct TokenListArgs {
    /// Include those of all collaborators (management)
    #[arg(long)]
    all: bool,
}

impl Verb for TokenListArgs {
    const PATH: &str = "token list";
    const HANDLER: Handler<Self> = Handler::Requires(Capability::ListTokens, run);
    const EXAMPLES: [&str; 2] = ["epic token list", "epic token list --all --json"];
    const SHOWS: Fields = Token::FIELDS;
}

/// # Errors
///
/// `denied.department` (exit 5) for `--all`.
fn run(ctx: &Context, actor: &Actor, args: TokenListArgs) -> Result<()> {
    if list_credentials(ctx, actor, CredentialKind::Token, args.all, Token)? {
        ctx.output.hint("epic token create");
    }
    Ok(())
}
