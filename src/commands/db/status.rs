//! `epic db status`: what the database is, and whether it decides for itself.

use super::told;
use crate::commands::prelude::*;
use crate::db::status;
use crate::record::setup::StatusReport;

/// Show version, size, contents and state, and whether the database is locked down
#[derive(Debug, Args)]
pub struct StatusArgs {}

impl Verb for StatusArgs {
    const PATH: &str = "db status";
    const HANDLER: Handler<Self> = Handler::Public(run);
    const EXAMPLES: [&str; 2] = ["epic db status", "epic db status --json"];
    const SHOWS: Fields = StatusReport::FIELDS;
}

/// Looks, with whatever rights there are, and changes nothing.
///
/// # Errors
///
/// `unavailable` (exit 9), `config.*` (exit 10).
fn run(ctx: &Context, _args: StatusArgs) -> Result<()> {
    let mut conn = ctx.database.existing()?;
    let status = status::read(&mut conn)?;
    ctx.output.record(&StatusReport {
        database: ctx.database.url().to_string(),
        backend: ctx.database.url().backend(),
        problems: told(ctx, &status.problems),
        status,
    })
}
