//! `epic db enroll`: a login role of the database for one collaborator, so that no other password opens their sessions.

use secrecy::ExposeSecret as _;

use super::{server, shared};
use crate::commands::prelude::*;
use crate::context::Committed;
use crate::db::{collaborators, lockdown};
use crate::domain::{Noun, rules};
use crate::record::setup::EnrollReport;

/// Name of this command.
const COMMAND: &str = "epic db enroll";

/// Create the database role of a collaborator; needs a superuser's URL
#[derive(Debug, Args)]
pub struct EnrollArgs {
    /// Login of the collaborator
    #[arg(add = complete::collaborators())]
    login: String,
    /// Set a new password; revokes the old one
    #[arg(long)]
    rotate: bool,
}

impl Verb for EnrollArgs {
    const PATH: &str = "db enroll";
    const HANDLER: Handler<Self> = Handler::Public(run);
    const EXAMPLES: [&str; 2] = ["epic db enroll CBrunel", "epic db enroll CBrunel --rotate"];
    const SHOWS: Fields = EnrollReport::FIELDS;
}

/// Makes the role, or puts right the one that is there.
///
/// # Errors
///
/// `not_found.collaborator` (exit 3), `rule.inactive` (exit 6), `config.database_role` and `config.not_locked_down`
/// (exit 10), `unavailable` (exit 9).
fn run(ctx: &Context, args: EnrollArgs) -> Result<()> {
    let mut conn = shared(ctx, COMMAND)?;
    lockdown::require_superuser(server(&mut conn, COMMAND)?, COMMAND)?;
    lockdown::require_run(server(&mut conn, COMMAND)?)?;
    lockdown::bypass_views(server(&mut conn, COMMAND)?)?;
    let Some(person) = collaborators::find_by_login(&mut conn, args.login.trim())? else {
        return Err(Error::not_found(Noun::Collaborator, args.login.trim()));
    };
    rules::is_active(&person.member())?;
    let password = lockdown::enroll(server(&mut conn, COMMAND)?, &person.login, args.rotate)?;
    let role = lockdown::personal_role(&person.login);
    let shown = password.as_ref().map(|it| it.expose_secret());
    let report = EnrollReport {
        database_url: ctx.database.url().for_role(&role, shown)?,
        login: person.login,
        role,
    };
    Committed::of(report).report(|report| ctx.output.record(&report))?;
    ctx.output.message(if password.is_some() {
        t!("setup-enrolled")
    } else {
        t!("setup-enrolled-before")
    });
    Ok(())
}
