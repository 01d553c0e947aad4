//! `epic collaborator unlock`: lets a login be tried again after too many wrong passwords.

use super::named;
use crate::commands::prelude::*;
use crate::commands::shared::resolve::load_collaborator;
use crate::db::collaborators::Collaborator;
use crate::db::sign_in;

/// Let a collaborator log in again after too many wrong passwords
#[derive(Debug, Args)]
pub struct UnlockArgs {
    /// Login, id, e-mail or name of the collaborator
    #[arg(value_name = "LOGIN|ID|EMAIL|NAME", add = complete::collaborators())]
    collaborator: Option<String>,
}

impl Verb for UnlockArgs {
    const PATH: &str = "collaborator unlock";
    const HANDLER: Handler<Self> = Handler::Requires(Capability::UnlockCollaborator, run);
    const EXAMPLES: [&str; 2] = [
        "epic collaborator unlock CBrunel",
        "epic collaborator unlock 2 --quiet",
    ];
    const SHOWS: Fields = Collaborator::FIELDS;
}

/// # Errors
///
/// `not_found.collaborator` (exit 3).
fn run(ctx: &Context, actor: &Actor, args: UnlockArgs) -> Result<()> {
    let mut form = Form::new(&ctx.prompter);
    let given = args.collaborator.as_deref();
    let reference = named(ctx, &mut form, given, false, None)?;
    let reference = reference.ok_or_else(|| form.error())?;
    form.review()?;
    let mut conn = ctx.database.connection()?;
    let done = ctx.write(actor, &mut conn, |conn| {
        let collaborator = load_collaborator(conn, &reference)?;

        policy::authorize(actor, Capability::UnlockCollaborator, &collaborator)?;

        let unlocked = sign_in::unlock(conn, actor, collaborator.id)?;
        Ok((collaborator, unlocked))
    })?;
    done.report(|(collaborator, unlocked)| {
        ctx.output.message(if unlocked {
            t!("command-unlocked", login = collaborator.login)
        } else {
            t!("command-nothing-to-change")
        });
        ctx.output.record(&collaborator)
    })
}
