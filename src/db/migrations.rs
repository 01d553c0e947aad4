//! Bringing a database to the schema of this program, and refusing to work on any other. The embedded
//! database is migrated on first use; a shared one by `epic db migrate` alone.

use std::fs::File;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use diesel::connection::SimpleConnection as _;
use diesel::migration::MigrationVersion;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sqlite::Sqlite;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness as _, embed_migrations};

use super::connection::AnyConnection;
use super::schema::__diesel_schema_migrations as applied;
use super::{lockdown, search};
use crate::error::{Error, Result};
use crate::t;

diesel::table! {
    /// SQLite's own list of what a file holds.
    sqlite_schema (name) {
        /// The name of a table, index, view or trigger.
        name -> Text,
    }
}

/// The migrations of the shared database.
pub const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
/// The same for the embedded one: the same versions, one for one.
pub const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

/// The version of the newest migration; a test compares it with the embedded ones.
pub const LATEST: &str = "20261123080100";

/// The migration behind which the search columns are written anew.
const REFOLDED: &str = "20261122210000";

/// The key of the advisory lock that keeps two migrations of one PostgreSQL database apart: "epic" in ASCII.
const MIGRATION_LOCK: i64 = 0x6570_6963;

/// How the schema of a database relates to this program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemaState {
    /// Nothing was ever created there.
    Empty,
    /// Made by an older program.
    Older(String),
    /// The one this program was written for.
    Current,
    /// Made by a newer program.
    Newer(String),
}

/// Reads the schema's version: one statement, but for databases of before there was a function that tells it.
///
/// # Errors
///
/// Any failure of the database but the absence of the table.
pub fn state(conn: &mut AnyConnection) -> Result<SchemaState> {
    match newest(conn) {
        Ok(Some(version)) if version == LATEST => Ok(SchemaState::Current),
        Ok(Some(version)) if version.as_str() > LATEST => Ok(SchemaState::Newer(version)),
        Ok(Some(version)) => Ok(SchemaState::Older(version)),
        Ok(None) => Ok(SchemaState::Empty),
        Err(diesel::result::Error::DatabaseError(_, info)) if is_missing(info.message()) => {
            Ok(SchemaState::Empty)
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(QueryableByName)]
struct SchemaVersion {
    #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Text>)]
    version: Option<String>,
}

/// The version of the newest migration. Clients of a shared database may not read Diesel's table and ask a function,
/// which databases of before do not have.
fn newest(conn: &mut AnyConnection) -> QueryResult<Option<String>> {
    if let AnyConnection::Postgres(conn) = conn {
        match diesel::sql_query("SELECT epic_api.schema_version() AS version")
            .get_result::<SchemaVersion>(conn)
        {
            Err(diesel::result::Error::DatabaseError(_, info))
                if info.message().contains("epic_api")
                    && info.message().contains("does not exist") => {}
            answer => return answer.map(|it| it.version),
        }
    }
    applied::table
        .select(applied::version)
        .order(applied::version.desc())
        .first::<String>(conn)
        .optional()
}

/// Whether Diesel's own table is not there, as opposed to one that may not be read.
fn is_missing(message: &str) -> bool {
    message.contains("__diesel_schema_migrations")
        && (message.contains("no such table") || message.contains("does not exist"))
}

/// Refuses to work on a schema that is not this program's.
///
/// # Errors
///
/// `config.schema_too_old` or `config.schema_too_new` (exit 10).
pub fn require_current(conn: &mut AnyConnection) -> Result<()> {
    match state(conn)? {
        SchemaState::Current => Ok(()),
        SchemaState::Empty => Err(Error::config_hinted(
            "schema_too_old",
            t!("config-database-empty"),
            "epic init",
        )),
        SchemaState::Older(version) => Err(too_old(&version)),
        SchemaState::Newer(version) => Err(too_new(&version)),
    }
}

fn too_old(version: &str) -> Error {
    Error::config_hinted(
        "schema_too_old",
        t!("config-schema-old", version = version, needed = LATEST),
        "epic db migrate",
    )
}

fn too_new(version: &str) -> Error {
    Error::config(
        "schema_too_new",
        t!("config-schema-new", version = version, known = LATEST),
    )
}

/// Runs what is pending, all of it or nothing, and returns how many migrations ran.
///
/// # Errors
///
/// `config.schema_too_new` when there is nothing this program could do; any failure of the database.
pub fn run(conn: &mut AnyConnection) -> Result<usize> {
    let found = state(conn)?;
    if let SchemaState::Newer(version) = found {
        return Err(too_new(&version));
    }
    let failed = |error: Box<dyn std::error::Error + Send + Sync>| {
        // Diesel's own error is inside, with the words that tell a missing right from a bug.
        match error.downcast::<diesel::result::Error>() {
            Ok(error) => Error::from(*error),
            Err(error) => Error::internal("migration", error),
        }
    };
    match conn {
        // Nothing to do needs no right to do it.
        AnyConnection::Postgres(_) if found == SchemaState::Current => Ok(0),
        AnyConnection::Postgres(conn) => conn.transaction(|conn| {
            let locked_down = lockdown::was_run(conn)?;
            if locked_down {
                if let SchemaState::Older(version) = &found
                    && !lockdown::may_own(conn)?
                {
                    return Err(Error::config(
                        "schema_too_old",
                        t!(
                            "config-schema-old-owner",
                            version = version,
                            needed = LATEST
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
            let ran = names(&conn.run_pending_migrations(POSTGRES).map_err(failed)?);
            if is_reindexed(&ran) {
                search::reindex_postgres(conn)?;
            }
            if locked_down && !ran.is_empty() {
                lockdown::hand_over(conn)?;
            }
            Ok(ran.len())
        }),
        AnyConnection::Sqlite(conn) => {
            // Readers do not block the writer, nor the writer the readers; the mode stays in the file.
            conn.batch_execute("PRAGMA journal_mode = WAL;")?;
            conn.immediate_transaction(|conn| {
                let ran = names(&conn.run_pending_migrations(SQLITE).map_err(failed)?);
                if is_reindexed(&ran) {
                    search::reindex_sqlite(conn)?;
                }
                Ok(ran.len())
            })
        }
    }
}

fn names(ran: &[MigrationVersion<'_>]) -> Vec<String> {
    ran.iter().map(ToString::to_string).collect()
}

/// Whether one of these migrations wants the search columns written anew.
fn is_reindexed(ran: &[String]) -> bool {
    ran.iter().any(|version| version == REFOLDED)
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
    match state(conn)? {
        SchemaState::Current => return Ok(0),
        SchemaState::Newer(version) => return Err(too_new(&version)),
        SchemaState::Empty => refuse_foreign(conn)?,
        SchemaState::Older(version) => {
            if let Some(path) = path {
                copy_aside(
                    conn,
                    &beside(path, &format!("before-{LATEST}-was-{version}")),
                )?;
            }
        }
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

/// The versions of the embedded migrations, in order, for tests and `db status`.
pub fn versions() -> (Vec<String>, Vec<String>) {
    use diesel::migration::{Migration as _, MigrationSource};
    fn list<DB: diesel::backend::Backend>(source: &impl MigrationSource<DB>) -> Vec<String> {
        let migrations = source.migrations().unwrap_or_default();
        migrations.iter().map(|m| m.name().to_string()).collect()
    }
    (list::<Pg>(&POSTGRES), list::<Sqlite>(&SQLITE))
}

/// How many migrations a database of this version lacks; none is an empty one.
pub fn pending(version: Option<&str>) -> usize {
    let (names, _) = versions();
    let newer = |name: &String| {
        let own = name.split('_').next().unwrap_or_default().replace('-', "");
        version.is_none_or(|version| own.as_str() > version)
    };
    names.into_iter().filter(newer).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_back_ends_have_the_same_migrations_and_the_newest_is_latest() {
        let (postgres, sqlite) = versions();
        assert_eq!(postgres, sqlite);
        let newest = postgres.last().unwrap().split('_').next().unwrap();
        assert_eq!(newest.replace('-', ""), LATEST);
    }
}
