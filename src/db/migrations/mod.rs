//! Brings a database to the schema of this program, and refuses to work on any other. The embedded database is migrated on
//! first use, a shared one by `epic db migrate` only.

mod version;

use std::fs::File;
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
use crate::error::{Error, Result};
use crate::t;

pub use version::{SchemaState, Version, is_current, latest, pending, require_current, state};
use version::{needed, refuse_foreign_version};

diesel::table! {
    /// SQLite's own list of what a file holds.
    sqlite_schema (name) {
        /// The name of a table, index, view or trigger.
        name -> Text,
    }
}

/// The migrations of the shared database.
pub const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
/// The migrations of the embedded database, with the same versions.
pub const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

/// The migration after which the search columns of existing rows are rewritten.
const REINDEXED: &str = "20261128080300";

/// The key of the advisory lock that keeps two migrations of one PostgreSQL database apart: "epic" in ASCII.
const MIGRATION_LOCK: i64 = 0x6570_6963;

/// Runs what is pending and replaces the code, all of it or nothing, and returns how many migrations ran.
///
/// # Errors
///
/// `config.schema_too_new` and `config.schema_unreleased` when there is nothing this program could do; any failure of the
/// database.
pub fn run(conn: &mut AnyConnection) -> Result<usize> {
    let found = state(conn)?;
    refuse_foreign_version(&found)?;
    match conn {
        // Nothing to do needs no right to do it.
        AnyConnection::Postgres(_) if found == SchemaState::Current => Ok(0),
        AnyConnection::Postgres(conn) => conn.transaction(|conn| run_postgres(conn, &found)),
        AnyConnection::Sqlite(conn) => {
            // Readers do not block the writer, nor the writer the readers; the mode stays in the file.
            conn.batch_execute("PRAGMA journal_mode = WAL;")?;
            conn.immediate_transaction(|conn| {
                if found != SchemaState::Empty {
                    // The code that stored them knows how to read them.
                    audit::settle(conn, &Author::Administrator)?;
                }
                sql::drop_sqlite(conn)?;
                let ran = names(&conn.run_pending_migrations(SQLITE).map_err(failed)?);
                if is_reindexed(&ran) {
                    // The triggers that keep the trigram indexes are not there yet.
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
    if locked_down {
        if let SchemaState::Older(version) = found
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
        lockdown::become_owner(conn)?;
    }
    // As long as another migration takes.
    conn.batch_execute("SET LOCAL lock_timeout = 0")?;
    diesel::sql_query("SELECT pg_advisory_xact_lock($1)")
        .bind::<diesel::sql_types::BigInt, _>(MIGRATION_LOCK)
        .execute(conn)?;
    // What another migration of the meantime made is not replaced by what is older.
    let applied = conn.applied_migrations().map_err(failed)?;
    if let Some(newest) = names(&applied)
        .into_iter()
        .max()
        .filter(|it| it.as_str() > latest())
    {
        refuse_foreign_version(&Version::parse(&newest).into_state())?;
    }
    sql::drop_postgres(conn)?;
    let ran = names(&conn.run_pending_migrations(POSTGRES).map_err(failed)?);
    if is_reindexed(&ran) {
        search::reindex_postgres(conn)?;
    }
    // Functions in SQL are checked against the policies of what they read.
    conn.batch_execute("SET LOCAL row_security = on")?;
    sql::create_postgres(conn)?;
    if locked_down {
        lockdown::hand_over(conn)?;
    }
    Ok(ran.len())
}

fn failed(error: Box<dyn std::error::Error + Send + Sync>) -> Error {
    // Diesel's own error is inside, with the words that tell a missing right from a bug.
    match error.downcast::<diesel::result::Error>() {
        Ok(error) => Error::from(*error),
        Err(error) => Error::internal("migration", error),
    }
}

fn names(ran: &[MigrationVersion<'_>]) -> Vec<String> {
    ran.iter().map(ToString::to_string).collect()
}

/// Returns whether one of these migrations wants the search columns rewritten.
fn is_reindexed(ran: &[String]) -> bool {
    ran.iter().any(|version| version == REINDEXED)
}

/// Brings the embedded database up to date, on first use and after an update: under a lock, so that two
/// simultaneous starts are safe, and after copying a file that holds data aside.
///
/// # Errors
///
/// As [`run`]; `unavailable` when the copy or the lock cannot be made.
pub fn migrate_embedded(conn: &mut AnyConnection, path: Option<&Path>) -> Result<usize> {
    let unavailable = |error: std::io::Error| Error::Unavailable(error.to_string());
    let _lock = match path {
        Some(path) => {
            let lock = File::options()
                .write(true)
                .create(true)
                .truncate(false)
                .mode(0o600)
                .custom_flags(rustix::fs::OFlags::NOFOLLOW.bits().cast_signed())
                .open(beside(path, "lock"))
                .map_err(unavailable)?;
            lock.lock().map_err(unavailable)?;
            Some(lock)
        }
        None => None,
    };
    let state = state(conn)?;
    refuse_foreign_version(&state)?;
    match state {
        SchemaState::Current => return Ok(0),
        SchemaState::Empty => refuse_foreign(conn)?,
        // Code alone holds no data.
        SchemaState::Older(version) if version.migration != latest() => {
            if let Some(path) = path {
                let (latest, version) = (latest(), version.migration);
                copy_aside(
                    conn,
                    &beside(path, &format!("before-{latest}-was-{version}")),
                )?;
            }
        }
        _ => {}
    }
    run(conn)
}

/// Refuses a file that another program made.
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

/// Copies the database as it is now to a private file, whole or not at all; an earlier copy stays.
fn copy_aside(conn: &mut AnyConnection, copy: &Path) -> Result<()> {
    if copy.exists() {
        return Ok(());
    }
    let unavailable = |error: std::io::Error| Error::Unavailable(error.to_string());
    // A file that is there, and private, before SQLite fills it.
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

/// The path of a companion of the database file: `epic.db.lock`.
fn beside(path: &Path, suffix: &str) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    name.into()
}
