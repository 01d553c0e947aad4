//! `epic db lockdown`: hands the decisions to the database.

use secrecy::ExposeSecret as _;

use super::{server, shared, told};
use crate::commands::prelude::*;
use crate::db::lockdown::{self, Finding};
use crate::error::Administration;
use crate::record::setup::LockdownReport;

/// Name of this command.
const COMMAND: &str = "epic db lockdown";

/// The first and every later lockdown
#[derive(Debug, Args)]
pub struct LockdownArgs {
    /// Set a new password for the shared role; revokes the old one
    #[arg(long)]
    rotate: bool,
}

/// Makes everything hold that has to, and tells what did not.
///
/// # Errors
///
/// `config.database_role`, `config.schema_too_old` and `config.damaged_schema` (exit 10), `unavailable` (exit 9).
pub fn run(ctx: &Context, args: &LockdownArgs) -> Result<()> {
    ctx.output.check_fields::<LockdownReport>()?;
    let mut conn = shared(ctx, COMMAND)?;
    let done = lockdown::run(server(&mut conn, COMMAND)?, args.rotate)?;
    ctx.committed.set(true);

    let password = done.password.as_ref().map(|it| it.expose_secret());
    ctx.output.record(&LockdownReport {
        locked_down: done.left.is_empty(),
        shared_url: ctx
            .database
            .url()
            .for_role(lockdown::SHARED_ROLE, password)?,
        repaired: told(ctx, &done.repaired),
    })?;
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
