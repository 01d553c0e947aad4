//! Versions of a schema: the newest migration and the hash of the code, and how they relate to those of this program.

use std::fmt;
use std::sync::LazyLock;

use diesel::dsl::max;
use diesel::migration::{Migration as _, MigrationSource};
use diesel::prelude::*;
use diesel::sqlite::Sqlite;

use super::SQLITE;
use crate::db::connection::AnyConnection;
use crate::db::schema::__diesel_schema_migrations as applied;
use crate::db::sql;
use crate::error::{Error, Result};
use crate::t;

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
    pub(super) fn parse(answer: &str) -> Self {
        let (migration, code) = answer.split_once(' ').unwrap_or((answer, ""));
        Self {
            migration: migration.to_owned(),
            code: code.to_owned(),
        }
    }

    pub(super) fn into_state(self) -> SchemaState {
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

/// Relation of the schema of a database to this program.
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

/// Reads the version of the schema, in one statement.
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

/// Returns whether there is no code to answer.
fn is_uncoded(message: &str) -> bool {
    message.contains("epic_api") && message.contains("does not exist")
        || message.contains("no such table: code_revision")
}

/// Returns whether Diesel's own table is missing, as opposed to unreadable.
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

/// This program's version, as precise as the one that it is compared with.
pub(super) fn needed(version: &Version) -> String {
    let (latest, code) = (latest(), sql::short(sql::REVISION));
    if version.migration == latest {
        format!("{latest}+{code}")
    } else {
        latest.to_owned()
    }
}

/// Refuses a schema that nothing leads to this program's from.
pub(super) fn refuse_foreign_version(state: &SchemaState) -> Result<()> {
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

/// Counts the migrations that a database of this version lacks; no version is an empty database.
pub fn pending(version: Option<&str>) -> usize {
    let newer = |own: &String| version.is_none_or(|version| own.as_str() > version);
    embedded().into_iter().filter(newer).count()
}

#[cfg(test)]
mod tests {
    use diesel::pg::Pg;

    use super::*;
    use crate::db::migrations::{POSTGRES, REINDEXED};

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
