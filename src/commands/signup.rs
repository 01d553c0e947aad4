//! `epic signup`: the first account of a database, which is a Management account (rule 7).

use super::collaborator::create::{AccountArgs, NewAccount, sign_up};
use super::collaborator::notice;
use crate::commands::prelude::*;
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

/// Fails with `rule.signup_closed` (exit 6) as soon as there is an active collaborator.
pub fn run(ctx: &Context, args: SignupArgs) -> Result<()> {
    ctx.output.check_fields::<Collaborator>()?;
    // An account without a possible login is useless.
    ctx.config.secret_key()?;
    // Before anything is asked: a person should not type a form in vain.
    rules::sign_up(credentials::exist(&mut *ctx.database.connection()?)?)?;
    let account =
        NewAccount::from_form(ctx, args.account, Some(Given(Ok(Department::Management))))?;

    let mut conn = ctx.database.connection()?;
    let created = db::write(&mut conn, Author::Administrator, |conn| {
        rules::sign_up(credentials::exist(conn)?)?;

        sign_up(conn, &account, ctx.now())
    })?;

    ctx.committed.set(true);
    notice(ctx, Notice::CollaboratorCreated, created.id, created.id);
    ctx.output.created(&created)?;
    ctx.output
        .message(t!("command-next-login", login = created.login));
    Ok(())
}
