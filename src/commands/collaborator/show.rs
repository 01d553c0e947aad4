//! `epic collaborator show`.

use super::named;
use crate::commands::prelude::*;
use crate::commands::shared::resolve::load_collaborator;
use crate::db::collaborators::Collaborator;

/// Show one collaborator
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// The collaborator
    #[arg(value_name = "LOGIN|ID|EMAIL|NAME")]
    collaborator: Option<String>,
}

/// Fails with `not_found.collaborator` (exit 3).
pub fn run(ctx: &Context, _actor: &Actor, args: &ShowArgs) -> Result<()> {
    ctx.output.check_fields::<Collaborator>()?;
    let mut form = Form::new(&ctx.prompter);
    let given = args.collaborator.as_deref();
    let reference = named(ctx, &mut form, given, true, None)?;
    let reference = reference.ok_or_else(|| form.error())?;
    let mut conn = ctx.database.connection()?;

    ctx.output
        .record(&load_collaborator(&mut conn, &reference)?)
}
