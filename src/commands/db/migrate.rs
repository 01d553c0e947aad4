//! `epic db migrate`: brings the schema up to this program.

use crate::commands::prelude::*;
use crate::db::migrations;
use crate::record::setup::MigrateReport;

/// Runs what is pending, all of it or nothing.
///
/// # Errors
///
/// `config.schema_too_new` and `config.database_role` (exit 10), `unavailable` (exit 9).
pub fn run(ctx: &Context) -> Result<()> {
    ctx.output.check_fields::<MigrateReport>()?;
    let mut conn = ctx.database.any_schema()?;
    let ran = ctx.database.migrate(&mut conn)?;

    ctx.output.record(&MigrateReport {
        database: ctx.database.url().to_string(),
        backend: ctx.database.url().backend(),
        schema_version: migrations::latest(),
        migrations: ran,
    })
}
