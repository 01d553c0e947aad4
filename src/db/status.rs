//! What a database is and holds, told with whatever rights there are.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};

use super::lockdown::Finding;
use super::migrations::{self, SchemaState, Version};
use super::{AnyConnection, lockdown, sql};
use crate::error::Result;
use crate::t;

/// The state of a database. A number that may not be seen is missing.
pub struct Status {
    pub server_version: String,
    /// None: the database is empty.
    pub schema_version: Option<String>,
    /// First digits of the hash of the code.
    pub code_revision: Option<String>,
    pub pending: usize,
    pub size_bytes: i64,
    pub collaborators: Option<i64>,
    pub customers: Option<i64>,
    pub contracts: Option<i64>,
    pub events: Option<i64>,
    /// Why the database does not decide for itself; empty when it does.
    pub problems: Vec<Finding>,
}

#[derive(QueryableByName)]
struct Description {
    #[diesel(sql_type = Text)]
    version: String,
    #[diesel(sql_type = BigInt)]
    size: i64,
}

/// Looks at a database.
///
/// # Errors
///
/// Any failure of the database.
pub fn read(conn: &mut AnyConnection) -> Result<Status> {
    let state = migrations::state(conn)?;
    let version = match &state {
        SchemaState::Empty => None,
        SchemaState::Current => Some(Version::current()),
        SchemaState::Older(version)
        | SchemaState::Newer(version)
        | SchemaState::Unreleased(version) => Some(version.clone()),
    };
    let pending = migrations::pending(version.as_ref().map(|it| it.migration.as_str()));
    let (schema_version, code_revision) = version
        .map(|it| (it.migration, sql::short(&it.code).to_owned()))
        .unzip();
    let description: Description = diesel::sql_query(match conn {
        AnyConnection::Postgres(_) => {
            "SELECT pg_catalog.current_setting('server_version') AS version,
                    pg_catalog.pg_database_size(pg_catalog.current_database()) AS size"
        }
        AnyConnection::Sqlite(_) => {
            "SELECT sqlite_version() AS version, page_count * page_size AS size
               FROM pragma_page_count(), pragma_page_size()"
        }
    })
    .get_result(conn)?;
    let problems = match conn {
        AnyConnection::Sqlite(_) =>
        // What no role can change.
        {
            vec![Finding::new(|| t!("setup-embedded"))]
        }
        AnyConnection::Postgres(conn) => problems(conn, &state)?,
    };
    Ok(Status {
        server_version: description.version,
        schema_version,
        code_revision: code_revision.filter(|it| !it.is_empty()),
        pending,
        size_bytes: description.size,
        collaborators: count(conn, "collaborators")?,
        customers: count(conn, "customers")?,
        contracts: count(conn, "contracts")?,
        events: count(conn, "events")?,
        problems,
    })
}

fn problems(conn: &mut PgConnection, state: &SchemaState) -> Result<Vec<Finding>> {
    if !lockdown::was_run(conn)? {
        return Ok(vec![Finding::new(|| t!("setup-never-locked-down"))]);
    }
    // Every difference between two versions would look like a flaw.
    match state {
        SchemaState::Current => lockdown::problems(conn),
        SchemaState::Empty | SchemaState::Older(_) | SchemaState::Unreleased(_) => {
            Ok(vec![Finding::new(|| t!("setup-schema-older"))])
        }
        SchemaState::Newer(_) => Ok(vec![Finding::new(|| t!("setup-schema-newer"))]),
    }
}

#[derive(QueryableByName)]
struct Visible {
    #[diesel(sql_type = Bool)]
    v: bool,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    v: i64,
}

/// How many rows a table has; none when there is no such table, or when rows may be hidden from this role.
fn count(conn: &mut AnyConnection, table: &'static str) -> Result<Option<i64>> {
    let visible: bool = match conn {
        AnyConnection::Postgres(conn) => {
            diesel::sql_query(
                "SELECT EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                  WHERE n.nspname = 'public' AND c.relname = $1 AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')
                    AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
                    AND (NOT pg_catalog.row_security_active(c.oid) OR pg_catalog.pg_get_userbyid(c.relowner) = current_user)) AS v",
            )
            .bind::<Text, _>(table)
            .get_result::<Visible>(conn)?
            .v
        }
        AnyConnection::Sqlite(conn) => {
            diesel::sql_query(
                "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?) AS v",
            )
            .bind::<Text, _>(table)
            .get_result::<Visible>(conn)?
            .v
        }
    };
    if !visible {
        return Ok(None);
    }
    let sql = match conn {
        AnyConnection::Postgres(_) => format!("SELECT count(*) AS v FROM public.{table}"),
        AnyConnection::Sqlite(_) => format!("SELECT count(*) AS v FROM {table}"),
    };
    Ok(Some(diesel::sql_query(sql).get_result::<Count>(conn)?.v))
}
