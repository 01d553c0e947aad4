//! Bringing a database to the schema of this program, and refusing to work on any other. The embedded
//! database is migrated on first use; a shared one by `epic db migrate` alone.

use std::fmt;
use std::fs::File;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::LazyLock;

use diesel::connection::SimpleConnection as _;
use diesel::dsl::max;
use diesel::migration::{Migration as _, MigrationSource, MigrationVersion};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sqlite::Sqlite;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness as _, embed_migrations};

use super::connection::AnyConnection;
use super::schema::__diesel_schema_migrations as applied;
use super::{audit, lockdown, search, sql};
use crate::domain::Author;
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

/// The migration after which the search columns of existing rows are rewritten.
const REINDEXED: &str = "20261128080300";

/// Version of the newest migration.
pub fn latest() -> &'static str {
    static LATEST: LazyLock<String> = LazyLock::new(|| embedded().pop().unwrap_or_default());
    &LATEST
}

/// Versions of the embedded migrations, in order.
fn embedded() -> Vec<String> {
    let migrations = MigrationSource::<Sqlite>::migrations(&SQLITE).unwrap_or_default();
    let versions = migrations.iter().map(|it| it.name().version().to_string());
    versions.collect()
}

/// Version of a schema: that of its newest migration, and the hash of its code, empty if there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Version of the newest migration.
    pub migration: String,
    /// Hash of the code.
    pub code: String,
}

impl Version {
    /// Version of the schema of this program.
    pub fn current() -> Self {
        Self {
            migration: latest().to_owned(),
            code: sql::REVISION.to_owned(),
        }
    }

    /// Reads the answer of `epic_api.schema_version()`.
    fn parse(answer: &str) -> Self {
        let (migration, code) = answer.split_once(' ').unwrap_or((answer, ""));
        Self {
            migration: migration.to_owned(),
            code: code.to_owned(),
        }
    }

    fn into_state(self) -> SchemaState {
        if self == Self::current() {
            SchemaState::Current
        } else if self.migration.as_str() > latest() {
            SchemaState::Newer(self)
        } else if !embedded().contains(&self.migration) {
            SchemaState::Unreleased(self)
        } else if self.code == sql::REVISION || sql::is_earlier(&self.code) {
            SchemaState::Older(self)
        } else {
            SchemaState::Newer(self)
        }
    }
}

/// The migration, or with the code where that alone differs from this program's.
impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.migration)?;
        if self.migration == latest() && self.code != sql::REVISION {
            write!(f, "+{}", sql::short(&self.code))?;
        }
        Ok(())
    }
}

/// The key of the advisory lock that keeps two migrations of one PostgreSQL database apart: "epic" in ASCII.
const MIGRATION_LOCK: i64 = 0x6570_6963;

/// How the schema of a database relates to this program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemaState {
    /// Nothing was ever created there.
    Empty,
    /// Made by an older program.
    Older(Version),
    /// The one this program was written for.
    Current,
    /// Made by a newer program.
    Newer(Version),
    /// Made by a version that was never released: no migration leads from there to here.
    Unreleased(Version),
}

/// Reads the schema's version, in one statement.
///
/// # Errors
///
/// Any failure of the database but the absence of the tables.
pub fn state(conn: &mut AnyConnection) -> Result<SchemaState> {
    match newest(conn) {
        Ok(Some(version)) => Ok(version.into_state()),
        Ok(None) => Ok(SchemaState::Empty),
        Err(diesel::result::Error::DatabaseError(_, info)) if is_missing(info.message()) => {
            Ok(SchemaState::Empty)
        }
        Err(error) => Err(error.into()),
    }
}

/// Returns whether an answer of `epic_api.schema_version()` is that of this program's schema.
pub fn is_current(answer: &str) -> bool {
    answer.split_once(' ') == Some((latest(), sql::REVISION))
}

#[derive(QueryableByName)]
struct Answer {
    #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Text>)]
    version: Option<String>,
}

/// Asks a shared database, whose clients cannot read the tables.
const ASK_POSTGRES: &str = "SELECT epic_api.schema_version() AS version";
/// Asks an embedded database in the form of that function.
const ASK_SQLITE: &str = "SELECT (SELECT max(version) FROM __diesel_schema_migrations) || ' ' || coalesce((SELECT hash FROM code_revision), '') AS version";

/// The version of the schema; databases of unreleased versions lack the function or the table, and others both.
fn newest(conn: &mut AnyConnection) -> QueryResult<Option<Version>> {
    let answer: QueryResult<Answer> = match conn {
        AnyConnection::Postgres(conn) => diesel::sql_query(ASK_POSTGRES).get_result(conn),
        AnyConnection::Sqlite(conn) => diesel::sql_query(ASK_SQLITE).get_result(conn),
    };
    match answer {
        Err(diesel::result::Error::DatabaseError(_, info)) if is_uncoded(info.message()) => {
            applied::table
                .select(max(applied::version))
                .first::<Option<String>>(conn)
                .map(|version| version.map(|it| Version::parse(&it)))
        }
        answer => Ok(answer?.version.map(|it| Version::parse(&it))),
    }
}

/// Whether there is no code to answer.
fn is_uncoded(message: &str) -> bool {
    message.contains("epic_api") && message.contains("does not exist")
        || message.contains("no such table: code_revision")
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
        SchemaState::Older(version) => Err(Error::config_hinted(
            "schema_too_old",
            t!(
                "config-schema-old",
                version = version.to_string(),
                needed = needed(&version)
            ),
            "epic db migrate",
        )),
        state => refuse_foreign_version(&state),
    }
}

/// This program's version, as precise as the one it is told beside.
fn needed(version: &Version) -> String {
    let (latest, code) = (latest(), sql::short(sql::REVISION));
    if version.migration == latest {
        format!("{latest}+{code}")
    } else {
        latest.to_owned()
    }
}

/// Refuses a schema that nothing leads to this program's from.
fn refuse_foreign_version(state: &SchemaState) -> Result<()> {
    match state {
        SchemaState::Newer(version) => Err(Error::config(
            "schema_too_new",
            t!(
                "config-schema-new",
                version = version.to_string(),
                known = needed(version)
            ),
        )),
        SchemaState::Unreleased(version) => Err(Error::config(
            "schema_unreleased",
            t!("config-schema-unreleased", version = version.to_string()),
        )),
        SchemaState::Empty | SchemaState::Older(_) | SchemaState::Current => Ok(()),
    }
}

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

/// Whether one of these migrations wants the search columns rewritten.
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

/// How many migrations a database of this version lacks; none is an empty one.
pub fn pending(version: Option<&str>) -> usize {
    let newer = |own: &String| version.is_none_or(|version| own.as_str() > version);
    embedded().into_iter().filter(newer).count()
}

#[cfg(test)]
mod tests {
    use diesel::pg::Pg;

    use super::*;

    fn state(answer: &str) -> SchemaState {
        Version::parse(answer).into_state()
    }

    #[test]
    fn the_two_back_ends_have_the_same_migrations_in_order() {
        let names = |versions: Vec<String>| versions.join(" ");
        let postgres = MigrationSource::<Pg>::migrations(&POSTGRES).unwrap();
        let postgres = postgres.iter().map(|it| it.name().version().to_string());
        assert_eq!(names(postgres.collect()), names(embedded()));
        assert!(embedded().is_sorted() && embedded().contains(&REINDEXED.to_owned()));
    }

    #[test]
    fn a_version_is_older_newer_or_unreleased_by_migration_and_code() {
        let (latest, code) = (latest(), sql::REVISION);
        assert_eq!(state(&format!("{latest} {code}")), SchemaState::Current);
        assert!(is_current(&format!("{latest} {code}")) && !is_current(latest));
        for (answer, shown) in [
            (format!("{latest} "), format!("{latest}+")),
            (
                format!("20261128080000 {code}"),
                "20261128080000".to_owned(),
            ),
        ] {
            let SchemaState::Older(version) = state(&answer) else {
                panic!("{answer}")
            };
            assert_eq!(version.to_string(), shown);
        }
        let SchemaState::Newer(version) = state(&format!("{latest} 0123456789abcdef")) else {
            panic!("unknown code is newer")
        };
        assert_eq!(version.to_string(), format!("{latest}+0123456789ab"));
        assert!(matches!(state("20990101000000 x"), SchemaState::Newer(_)));
        assert!(matches!(
            state("20261123080100"),
            SchemaState::Unreleased(_)
        ));
    }
}
