//! `epic db lockdown`: hands the decisions to the database.

use secrecy::ExposeSecret as _;

use super::{server, shared, told};
use crate::commands::prelude::*;
use crate::context::Committed;
use crate::db::lockdown::{self, Finding};
use crate::error::Administration;
use crate::record::setup::LockdownReport;

/// Name of this command.
const COMMAND: &str = "epic db lockdown";

/// Enforce permissions in PostgreSQL, or repair drift; needs a superuser's URL
#[derive(Debug, Args)]
pub struct LockdownArgs {
    /// Set a new password for the shared role; revokes the old one
    #[arg(long)]
    rotate: bool,
}

impl Verb for LockdownArgs {
    const PATH: &str = "db lockdown";
    const HANDLER: Handler<Self> = Handler::Public(run);
    const EXAMPLES: [&str; 2] = ["epic db lockdown", "epic db lockdown --rotate"];
    const SHOWS: Fields = LockdownReport::FIELDS;
}

/// Makes everything hold that has to, and tells what did not.
///
/// # Errors
///
/// `config.database_role`, `config.schema_too_old` and `config.damaged_schema` (exit 10), `unavailable` (exit 9).
fn run(ctx: &Context, args: LockdownArgs) -> Result<()> {
    let mut conn = shared(ctx, COMMAND)?;
    let done = lockdown::run(server(&mut conn, COMMAND)?, args.rotate)?;
    let password = done.password.as_ref().map(|it| it.expose_secret());
    let url = ctx.database.url();
    let report = LockdownReport {
        locked_down: done.left.is_empty(),
        shared_url: url.for_role(lockdown::SHARED_ROLE, password)?,
        repaired: told(ctx, &done.repaired),
    };
    Committed::of(report).report(|report| ctx.output.record(&report))?;
    if password.is_some() {
        let command = format!("{COMMAND} --rotate");
        ctx.output
            .message(t!("setup-shared-url", command = command));
    }
    if done.left.is_empty() {
        Ok(())
    } else {
        Err(Error::from(Administration::Damaged {
            left: done.left.iter().map(Finding::text).collect(),
        }))
    }
}
