//! Replaceable database code: functions, triggers and policies, rendered from the table of rights and the column
//! descriptions. Tables, indexes and data are in migrations; this text is applied after them whenever its hash changes.

mod audit;
pub mod derived;
pub mod policy;

use diesel::connection::SimpleConnection as _;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;

use crate::policy::{Right, TABLE};

/// Hashes of the code of each release, oldest first. Append-only, except that the last line is that of the next release.
const REVISIONS: &str = include_str!("revisions");

/// Hash of the code of this program, a constant: nothing is hashed at start-up. A unit test compares it with the code.
pub const REVISION: &str = last_line(REVISIONS);

const fn last_line(lines: &str) -> &str {
    let (lines, _) = lines.split_at(lines.len() - 1);
    let bytes = lines.as_bytes();
    let mut start = bytes.len();
    while start > 0 && bytes[start - 1] != b'\n' {
        start -= 1;
    }
    lines.split_at(start).1
}

/// Tests for the hash of an earlier release, or for none.
pub fn is_earlier(hash: &str) -> bool {
    hash.is_empty()
        || REVISIONS
            .lines()
            .any(|line| line == hash && line != REVISION)
}

pub fn short(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}

/// Renders the code of PostgreSQL except for its hash.
fn render(rights: &[Right]) -> String {
    [
        include_str!("postgres/reset.sql").replace("/* protected tables */", &policy::tables()),
        include_str!("postgres/sessions.sql").to_owned(),
        include_str!("postgres/sign_in.sql").to_owned(),
        include_str!("postgres/accounts.sql").to_owned(),
        audit::postgres(),
        include_str!("postgres/rules.sql").to_owned(),
        derived::postgres(),
        include_str!("postgres/search.sql").to_owned(),
        include_str!("postgres/reassign.sql").to_owned(),
        policy::render(rights),
        "REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA epic_api, epic_sec FROM PUBLIC;\n".to_owned(),
    ]
    .join("\n")
}

pub fn postgres(rights: &[Right]) -> String {
    render(rights).replace("/* revision */", REVISION)
}

/// Returns the bodies of PostgreSQL's functions by schema and name.
pub fn function_bodies() -> serde_json::Map<String, serde_json::Value> {
    let code = postgres(TABLE);
    let body = |function: &str| {
        let (name, rest) = function.split_once('(')?;
        let (_, quoted) = rest.split_once(" AS $")?;
        let (tag, rest) = quoted.split_once('$')?;
        let (body, _) = rest.split_once(&format!("${tag}$"))?;
        Some((name.trim().to_owned(), body.into()))
    };
    code.split("CREATE FUNCTION epic_")
        .skip(1)
        .filter_map(|it| {
            let (name, body) = body(it)?;
            Some((format!("epic_{name}"), body))
        })
        .collect()
}

fn sqlite() -> String {
    audit::sqlite()
}

#[cfg(test)]
fn hash() -> String {
    use sha2::Digest as _;
    let text = [render(TABLE), sqlite()].concat();
    crate::crypto::hex::encode(&sha2::Sha256::digest(text))
}

/// Drops the code of PostgreSQL, of any revision, so that migrations can change its dependencies.
pub fn drop_postgres(conn: &mut PgConnection) -> QueryResult<()> {
    let reset = include_str!("postgres/reset.sql");
    conn.batch_execute(&reset.replace("/* protected tables */", &policy::tables()))
}

pub fn create_postgres(conn: &mut PgConnection) -> QueryResult<()> {
    conn.batch_execute(&postgres(TABLE))
}

pub const REBUILD: &str =
    "INSERT INTO collaborators_search (collaborators_search) VALUES ('rebuild');
     INSERT INTO customers_search (customers_search) VALUES ('rebuild');
     INSERT INTO events_search (events_search) VALUES ('rebuild');";

pub fn drop_sqlite(conn: &mut SqliteConnection) -> QueryResult<()> {
    let statements: Vec<String> = diesel::dsl::sql::<diesel::sql_types::Text>(
        "SELECT format('DROP %s \"%w\"', type, name) FROM sqlite_schema WHERE type IN ('trigger', 'view') ORDER BY type",
    )
    .load(conn)?;
    statements.iter().try_for_each(|it| conn.batch_execute(it))
}

pub fn create_sqlite(conn: &mut SqliteConnection) -> QueryResult<()> {
    conn.batch_execute(&sqlite())?;
    conn.batch_execute(&format!(
        "INSERT OR REPLACE INTO code_revision (only_row, hash) VALUES (1, '{REVISION}')"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_revision_is_the_hash_of_the_code() {
        assert_eq!(
            REVISION,
            hash(),
            "src/db/sql/revisions: the last line is the hash on the right; append it if the one on the left was released, else replace that"
        );
    }

    #[test]
    fn nothing_is_left_to_fill_in_and_every_earlier_revision_is_known() {
        for text in [postgres(TABLE), sqlite()] {
            assert!(!text.contains("/*"), "{text}");
        }
        assert!(!is_earlier(REVISION) && is_earlier("") && !is_earlier("f00d"));
        let known: Vec<&str> = REVISIONS.lines().collect();
        let mut distinct = known.clone();
        distinct.dedup();
        assert_eq!(known, distinct);
    }
}
