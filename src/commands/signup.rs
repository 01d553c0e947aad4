//! `epic signup`: the first account of a database, which is a Management account (rule 7).

use super::collaborator::create::{AccountArgs, NewAccount, sign_up};
use super::collaborator::notice;
use crate::commands::prelude::*;
use crate::context::Committed;
use crate::db::collaborators::Collaborator;
use crate::db::{self, credentials};
use crate::domain::{Author, Department, rules};
use crate::telemetry::Notice;

/// Create the first account (management)
#[derive(Debug, Args)]
pub struct SignupArgs {
    #[command(flatten)]
    account: AccountArgs,
}

impl Verb for SignupArgs {
    const PATH: &str = "signup";
    const HANDLER: Handler<Self> = Handler::Public(run);
    const EXAMPLES: [&str; 2] = [
        r"epic signup --login JPetit --first-name Jeanne --last-name Petit \
    --email j.petit@epic-events.example --phone '06 02 03 04 05' \
    --password-stdin < password.txt",
        r"epic signup --login JPetit --first-name Jeanne --last-name Petit \
    --email j.petit@epic-events.example --phone '+33 6 02 03 04 05' \
    --password-stdin --json < password.txt",
    ];
    const SHOWS: Fields = Collaborator::FIELDS;
}

/// # Errors
///
/// `rule.signup_closed` (exit 6) as soon as there is an active collaborator.
fn run(ctx: &Context, args: SignupArgs) -> Result<()> {
    // An account without a possible login is useless.
    ctx.config.secret_key()?;
    // Before anything is asked: a person should not type a form in vain.
    rules::sign_up(credentials::exist(&mut *ctx.database.connection()?)?)?;
    let account =
        NewAccount::from_form(ctx, args.account, Some(Given(Ok(Department::Management))))?;

    let mut conn = ctx.database.connection()?;
    let created = db::write(&mut conn, Author::Administrator, |conn| {
        sign_up(conn, &account, Instant::now())
    })?;

    notice(ctx, Notice::CollaboratorCreated, created.id, created.id);
    Committed::of(created).report(|created| {
        ctx.output.created(&created)?;
        ctx.output
            .message(t!("command-next-login", login = created.login));
        Ok(())
    })
}
