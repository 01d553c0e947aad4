//! State and contents of a database, as far as the caller's privileges reach.

use diesel::dsl;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};

use super::lockdown::Finding;
use super::migrations::{self, SchemaState, Version};
use super::{AnyConnection, lockdown, sql};
use crate::error::Result;
use crate::t;

/// State of a database; `None` for a count that the role may not see.
pub struct Status {
    pub server_version: String,
    /// Version of the schema; `None` for an empty database.
    pub schema_version: Option<String>,
    /// First digits of the hash of the replaceable database code; `None` for an empty database.
    pub code_revision: Option<String>,
    pub pending: usize,
    pub size_bytes: i64,
    /// Number of accounts, including deactivated ones.
    pub collaborators: Option<i64>,
    pub customers: Option<i64>,
    pub contracts: Option<i64>,
    pub events: Option<i64>,
    /// Violated measures; empty if the database enforces the rights.
    pub problems: Vec<Finding>,
}

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
    let (server_version, size_bytes) = dsl::sql::<(Text, BigInt)>(match conn {
        AnyConnection::Postgres(_) => {
            "SELECT pg_catalog.current_setting('server_version'),
                    pg_catalog.pg_database_size(pg_catalog.current_database())"
        }
        AnyConnection::Sqlite(_) => {
            "SELECT sqlite_version(), page_count * page_size FROM pragma_page_count(), pragma_page_size()"
        }
    })
    .get_result(conn)?;
    let problems = match conn {
        // Outside the control of any role.
        AnyConnection::Sqlite(_) => {
            let mut problems = vec![Finding::new(|| t!("setup-embedded"))];
            problems.extend(version_problem(&state));
            problems
        }
        AnyConnection::Postgres(conn) => problems(conn, &state)?,
    };
    Ok(Status {
        server_version,
        schema_version,
        code_revision: code_revision.filter(|it| !it.is_empty()),
        pending,
        size_bytes,
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
    // Any difference between two versions would count as a violation.
    match version_problem(state) {
        Some(problem) => Ok(vec![problem]),
        None => lockdown::problems(conn),
    }
}

fn version_problem(state: &SchemaState) -> Option<Finding> {
    match state {
        SchemaState::Current => None,
        SchemaState::Empty | SchemaState::Older(_) | SchemaState::Unreleased(_) => {
            Some(Finding::new(|| t!("setup-schema-older")))
        }
        SchemaState::Newer(_) => Some(Finding::new(|| t!("setup-schema-newer"))),
    }
}

/// Counts the rows of a table; `None` without such a table, or if rows may be hidden from this role.
fn count(conn: &mut AnyConnection, table: &'static str) -> Result<Option<i64>> {
    let (visible, count) = match conn {
        AnyConnection::Postgres(_) => (
            format!(
                "EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                  WHERE n.nspname = 'public' AND c.relname = '{table}' AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')
                    AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
                    AND (NOT pg_catalog.row_security_active(c.oid) OR pg_catalog.pg_get_userbyid(c.relowner) = current_user))"
            ),
            format!("(SELECT count(*) FROM public.{table})"),
        ),
        AnyConnection::Sqlite(_) => (
            format!("EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = '{table}')"),
            format!("(SELECT count(*) FROM {table})"),
        ),
    };
    if !diesel::select(dsl::sql::<Bool>(&visible)).get_result(conn)? {
        return Ok(None);
    }
    Ok(Some(
        diesel::select(dsl::sql::<BigInt>(&count)).get_result(conn)?,
    ))
}
