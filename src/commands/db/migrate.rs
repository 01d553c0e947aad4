//! `epic db migrate`: brings the schema up to this program.

use crate::commands::prelude::*;
use crate::db::migrations;
use crate::record::setup::MigrateReport;

/// Migrate the schema to this version of epic; needs the database owner's URL
#[derive(Debug, Args)]
pub struct MigrateArgs {}

impl Verb for MigrateArgs {
    const PATH: &str = "db migrate";
    const HANDLER: Handler<Self> = Handler::Public(run);
    const EXAMPLES: [&str; 2] = [
        "epic db migrate",
        "epic db migrate --database-url sqlite://epic.db",
    ];
    const SHOWS: Fields = MigrateReport::FIELDS;
}

/// Runs what is pending, all of it or nothing.
///
/// # Errors
///
/// `config.schema_too_new` and `config.database_role` (exit 10), `unavailable` (exit 9).
fn run(ctx: &Context, _args: MigrateArgs) -> Result<()> {
    let mut conn = ctx.database.any_schema()?;
    let ran = ctx.database.migrate(&mut conn)?;

    ctx.output.record(&MigrateReport {
        database: ctx.database.url().to_string(),
        backend: ctx.database.url().backend(),
        schema_version: migrations::latest(),
        migrations: ran,
    })
}
