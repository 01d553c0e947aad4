//! Versions of schemas, compared with that of this program.

use std::fmt;
use std::sync::LazyLock;

use diesel::dsl::{max, sql};
use diesel::migration::{Migration as _, MigrationSource};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Nullable, Text};
use diesel::sqlite::Sqlite;

use super::SQLITE;
use crate::db::connection::AnyConnection;
use crate::db::schema::__diesel_schema_migrations as applied;
use crate::db::sql as code;
use crate::error::{Error, Result};
use crate::t;

pub fn latest() -> &'static str {
    static LATEST: LazyLock<String> = LazyLock::new(|| embedded().pop().unwrap_or_default());
    &LATEST
}

fn embedded() -> Vec<String> {
    let migrations = MigrationSource::<Sqlite>::migrations(&SQLITE).unwrap_or_default();
    let versions = migrations.iter().map(|it| it.name().version().to_string());
    versions.collect()
}

/// Newest migration and hash of the code, empty if there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    pub migration: String,
    pub code: String,
}

impl Version {
    pub fn current() -> Self {
        Self {
            migration: latest().to_owned(),
            code: code::REVISION.to_owned(),
        }
    }

    /// Parses the answer of `epic_api.schema_version()`.
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
        } else if self.code == code::REVISION || code::is_earlier(&self.code) {
            SchemaState::Older(self)
        } else {
            SchemaState::Newer(self)
        }
    }
}

/// Displays the migration, with the hash of the code only if that alone differs from this program's.
impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.migration)?;
        if self.migration == latest() && self.code != code::REVISION {
            write!(f, "+{}", code::short(&self.code))?;
        }
        Ok(())
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemaState {
    Empty,
    Older(Version),
    Current,
    Newer(Version),
    /// From an unreleased version: no migration leads to this program's schema.
    Unreleased(Version),
}

/// Fetches the version in one statement.
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

/// Fetches the version within a transaction, which no missing function may break.
pub(super) fn state_of_postgres(conn: &mut PgConnection) -> QueryResult<SchemaState> {
    let has_version = "to_regprocedure('epic_api.schema_version()') IS NOT NULL";
    if !diesel::select(sql::<Bool>(has_version)).get_result(conn)? {
        return Ok(SchemaState::Empty);
    }
    let answer: Option<String> =
        diesel::select(sql::<Nullable<Text>>(ASK_POSTGRES)).get_result(conn)?;
    Ok(answer.map_or(SchemaState::Empty, |it| Version::parse(&it).into_state()))
}

/// Tests an answer of `epic_api.schema_version()`.
pub fn is_current(answer: &str) -> bool {
    answer.split_once(' ') == Some((latest(), code::REVISION))
}

/// A function, since clients cannot read the tables of PostgreSQL.
const ASK_POSTGRES: &str = "epic_api.schema_version()";
const ASK_SQLITE: &str = "(SELECT max(version) FROM __diesel_schema_migrations) || ' ' || coalesce((SELECT hash FROM code_revision), '')";

/// Fetches the version; databases of unreleased versions lack the function or the table, empty ones both.
fn newest(conn: &mut AnyConnection) -> QueryResult<Option<Version>> {
    let ask = match conn {
        AnyConnection::Postgres(_) => ASK_POSTGRES,
        AnyConnection::Sqlite(_) => ASK_SQLITE,
    };
    let answer: Option<String> = match diesel::select(sql::<Nullable<Text>>(ask)).get_result(conn) {
        Err(diesel::result::Error::DatabaseError(_, info)) if is_uncoded(info.message()) => {
            applied::table.select(max(applied::version)).first(conn)?
        }
        answer => answer?,
    };
    Ok(answer.map(|it| Version::parse(&it)))
}

fn is_uncoded(message: &str) -> bool {
    message.contains("epic_api") && message.contains("does not exist")
        || message.contains("no such table: code_revision")
}

/// Tests for a missing table of Diesel, as opposed to an unreadable one.
fn is_missing(message: &str) -> bool {
    message.contains("__diesel_schema_migrations")
        && (message.contains("no such table") || message.contains("does not exist"))
}

/// Refuses any schema but this program's.
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

/// Returns this program's version, as precise as `version`.
pub(super) fn needed(version: &Version) -> String {
    let (latest, code) = (latest(), code::short(code::REVISION));
    if version.migration == latest {
        format!("{latest}+{code}")
    } else {
        latest.to_owned()
    }
}

/// Refuses a schema without a path to this program's.
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

/// Counts the pending migrations; no version is an empty database.
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
        let (latest, code) = (latest(), code::REVISION);
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
