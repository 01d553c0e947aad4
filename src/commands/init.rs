//! `epic init`: configuration, secrets and schema of this machine, and the demonstration company. It can be run
//! again: what is there stays.

use super::demo;
use crate::commands::prelude::*;
use crate::db::{AnyConnection, DatabaseUrl, credentials, lockdown};
use crate::error::{Administration, cause};
use crate::files;
use crate::record::setup::InitReport;

/// Set up configuration, secrets and schema on this machine
#[derive(Debug, Args)]
pub struct InitArgs {
    /// Load the demonstration company, whose passwords are public, into an empty database
    #[arg(long)]
    demo: bool,
}

impl Verb for InitArgs {
    const PATH: &str = "init";
    const HANDLER: Handler<Self> = Handler::Public(run);
    const EXAMPLES: [&str; 2] = ["epic init", "epic init --demo"];
    const SHOWS: Fields = InitReport::FIELDS;
}

/// # Errors
///
/// `config.*` (exit 10), `unavailable` (exit 9), `rule.database_not_empty` (exit 6) for `--demo`.
fn run(ctx: &Context, args: InitArgs) -> Result<()> {
    let new_secrets = ctx.config.create_files()?;
    if new_secrets {
        ctx.output.message(t!("setup-new-secrets"));
    }
    let mut conn = ctx.database.any_schema()?;
    let migrations = ctx.database.migrate(&mut conn)?;
    if let DatabaseUrl::SqliteFile(path) = ctx.database.url() {
        files::make_private(path)
            .map_err(|error| Error::Unavailable(cause::of_io(&error).into_string()))?;
    }
    if args.demo
        && let AnyConnection::Postgres(conn) = &mut *conn
    {
        if lockdown::was_run(conn)? && !lockdown::is_superuser(conn)? {
            return Err(Administration::DemoOnLockedDown.into());
        }
        lockdown::bypass_views(conn)?;
    }
    let loaded = args.demo && demo::load(&mut conn, Instant::now(), &ctx.config.timezone)?;
    let empty = !credentials::exist(&mut conn)?;

    let paths = &ctx.config.paths;
    ctx.output.record(&InitReport {
        config: paths.config.display().to_string(),
        secrets: paths.secrets.display().to_string(),
        database: ctx.database.url().to_string(),
        migrations,
        demo: loaded,
    })?;
    if args.demo && !loaded {
        ctx.output.message(t!("setup-demo-loaded-before"));
    }
    ctx.output.message(if empty {
        t!("setup-next", command = "epic signup")
    } else if args.demo {
        t!(
            "setup-next-demo",
            command = "epic login AMartinez",
            password = demo::PASSWORD
        )
    } else {
        t!("setup-next", command = "epic login")
    });
    Ok(())
}
