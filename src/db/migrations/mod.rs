//! Migrates a database to the schema of this program, and refuses any other schema. SQLite is migrated on first use,
//! PostgreSQL by `epic db migrate` only.

mod version;

use std::fs::File;
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use diesel::connection::SimpleConnection as _;
use diesel::migration::MigrationVersion;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness as _, embed_migrations};

use super::connection::AnyConnection;
use super::{audit, lockdown, search, sql};
use crate::domain::Author;
use crate::error::{Error, Result, cause};
use crate::t;

pub use version::{SchemaState, Version, is_current, latest, pending, require_current, state};
use version::{needed, refuse_foreign_version};

diesel::table! {
    /// SQLite's catalog.
    sqlite_schema (name) {
        name -> Text,
    }
}

pub const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
/// Has the same versions as [`POSTGRES`].
pub const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

/// Migration after which the derived columns of existing rows of SQLite are rewritten.
const REINDEXED: &str = "20261128080300";

/// Key of the advisory lock that serializes migrations of one PostgreSQL database: "epic" in ASCII.
const MIGRATION_LOCK: i64 = 0x6570_6963;

/// Applies pending migrations and replaces the code in one transaction, and returns the number of migrations.
///
/// # Errors
///
/// `config.schema_too_new` and `config.schema_unreleased` for a schema without a path to this program's.
pub fn run(conn: &mut AnyConnection) -> Result<usize> {
    let found = state(conn)?;
    refuse_foreign_version(&found)?;
    match conn {
        // Requires no privileges.
        AnyConnection::Postgres(_) if found == SchemaState::Current => Ok(0),
        AnyConnection::Postgres(conn) => conn.transaction(|conn| run_postgres(conn, &found)),
        AnyConnection::Sqlite(conn) => {
            // Readers and the writer do not block each other; the mode persists in the file.
            conn.batch_execute("PRAGMA journal_mode = WAL;")?;
            conn.immediate_transaction(|conn| {
                if found != SchemaState::Empty {
                    // Before their format can change.
                    audit::settle(conn, &Author::Administrator)?;
                }
                sql::drop_sqlite(conn)?;
                let ran = names(&conn.run_pending_migrations(SQLITE).map_err(failed)?);
                if is_reindexed(&ran) {
                    // Before the triggers exist that maintain the trigram indexes.
                    search::reindex_sqlite(conn)?;
                    conn.batch_execute(sql::REBUILD)?;
                }
                sql::create_sqlite(conn)?;
                Ok(ran.len())
            })
        }
    }
}

fn run_postgres(conn: &mut PgConnection, found: &SchemaState) -> Result<usize> {
    let locked_down = lockdown::was_run(conn)?;
    if locked_down
        && let SchemaState::Older(version) = found
        && !lockdown::may_own(conn)?
    {
        return Err(Error::config(
            "schema_too_old",
            t!(
                "config-schema-old-owner",
                version = version.to_string(),
                needed = needed(version)
            ),
        ));
    }
    // A concurrent migration may take long. Migrations create and change the tables, not the views.
    conn.batch_execute("SET LOCAL lock_timeout = 0; SET LOCAL search_path = public, pg_temp")?;
    diesel::sql_query("SELECT pg_advisory_xact_lock($1)")
        .bind::<diesel::sql_types::BigInt, _>(MIGRATION_LOCK)
        .execute(conn)?;
    // Another program, or a newer one, may have migrated while this one waited for the lock.
    let found = version::state_of_postgres(conn)?;
    refuse_foreign_version(&found)?;
    if found == SchemaState::Current {
        return Ok(0);
    }
    if locked_down {
        lockdown::become_owner(conn)?;
    }
    sql::drop_postgres(conn)?;
    let ran = names(&conn.run_pending_migrations(POSTGRES).map_err(failed)?);
    // Functions in SQL are checked against the policies of the tables that they read.
    conn.batch_execute("SET LOCAL row_security = on")?;
    sql::create_postgres(conn)?;
    search::reindex_postgres(conn)?;
    if locked_down {
        lockdown::hand_over(conn)?;
    }
    Ok(ran.len())
}

fn failed(error: Box<dyn std::error::Error + Send + Sync>) -> Error {
    // Diesel's error is inside and distinguishes a missing privilege from a bug.
    match error.downcast::<diesel::result::Error>() {
        Ok(error) => Error::from(*error),
        Err(error) => Error::internal("migration", error),
    }
}

fn names(ran: &[MigrationVersion<'_>]) -> Vec<String> {
    ran.iter().map(ToString::to_string).collect()
}

fn is_reindexed(ran: &[String]) -> bool {
    ran.iter().any(|version| version == REINDEXED)
}

/// Migrates SQLite under a lock, since two programs may start at the same time, and after copying a file with data
/// aside.
///
/// # Errors
///
/// As [`run`]; `unavailable` (exit 9) if the copy or the lock cannot be made.
pub fn migrate_embedded(conn: &mut AnyConnection, path: Option<&Path>) -> Result<usize> {
    let _lock = path.map(lock).transpose().map_err(unavailable)?;
    let state = state(conn)?;
    refuse_foreign_version(&state)?;
    match state {
        SchemaState::Current => return Ok(0),
        SchemaState::Empty => refuse_foreign(conn)?,
        // The code alone holds no data.
        SchemaState::Older(version) if version.migration != latest() => {
            if let Some(path) = path {
                let (latest, version) = (latest(), version.migration);
                let copy = beside(path, &format!("before-{latest}-was-{version}"));
                copy_aside(conn, &copy)?;
            }
        }
        _ => {}
    }
    run(conn)
}

fn unavailable(error: io::Error) -> Error {
    Error::Unavailable(cause::of_io(&error).into_string())
}

fn lock(path: &Path) -> io::Result<File> {
    let lock = File::options()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .custom_flags(rustix::fs::OFlags::NOFOLLOW.bits().cast_signed())
        .open(beside(path, "lock"))?;
    lock.lock()?;
    Ok(lock)
}

fn refuse_foreign(conn: &mut AnyConnection) -> Result<()> {
    let tables: i64 = sqlite_schema::table.count().get_result(conn)?;
    if tables > 0 {
        return Err(Error::config(
            "foreign_database",
            t!("config-database-foreign"),
        ));
    }
    Ok(())
}

/// Copies the database atomically to a private file; keeps an earlier copy.
fn copy_aside(conn: &mut AnyConnection, copy: &Path) -> Result<()> {
    if copy.exists() {
        return Ok(());
    }
    // Private before SQLite fills it.
    let part = beside(copy, "part");
    crate::files::remove(&part)?;
    let file = File::options()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&part)
        .map_err(unavailable)?;
    diesel::sql_query("VACUUM INTO ?")
        .bind::<diesel::sql_types::Text, _>(part.to_string_lossy())
        .execute(conn)?;
    file.sync_all().map_err(unavailable)?;
    std::fs::rename(&part, copy).map_err(unavailable)
}

/// Returns the path of a companion of the database file: `epic.db.lock`.
fn beside(path: &Path, suffix: &str) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    name.into()
}
