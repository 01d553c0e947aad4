//! `epic collaborator show`.

use super::named;
use crate::commands::prelude::*;
use crate::commands::shared::resolve::load_collaborator;
use crate::db::collaborators::Collaborator;

/// Show one collaborator
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// Login, id, e-mail or name of the collaborator
    #[arg(value_name = "LOGIN|ID|EMAIL|NAME", add = complete::collaborators())]
    collaborator: Option<String>,
}

impl Verb for ShowArgs {
    const PATH: &str = "collaborator show";
    const HANDLER: Handler<Self> = Handler::Requires(Capability::Read, run);
    const EXAMPLES: [&str; 2] = [
        "epic collaborator show CBrunel",
        "epic collaborator show 2 --json",
    ];
    const SHOWS: Fields = Collaborator::FIELDS;
}

/// # Errors
///
/// `not_found.collaborator` (exit 3).
fn run(ctx: &Context, _actor: &Actor, args: ShowArgs) -> Result<()> {
    let mut form = Form::new(&ctx.prompter);
    let given = args.collaborator.as_deref();
    let reference = named(ctx, &mut form, given, true, None)?;
    let reference = reference.ok_or_else(|| form.error())?;
    let mut conn = ctx.database.connection()?;

    ctx.output
        .record(&load_collaborator(&mut conn, &reference)?)
}
