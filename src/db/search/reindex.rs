//! Computation of derived columns: PostgreSQL's triggers do it for every write, and its new functions for all rows; SQLite
//! cannot fold text, so the program does it after a write, and in the transaction of a migration.

use diesel::connection::SimpleConnection as _;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel::sqlite::SqliteConnection;

use super::document;
use crate::db::connection::AnyConnection;
use crate::db::sql::derived;
use crate::domain::{Noun, Searched};

/// Rows per batch.
const BATCH: usize = 2_000;

/// Source columns of a row's derived ones.
#[derive(QueryableByName)]
struct Source {
    #[diesel(sql_type = BigInt)]
    id: i64,
    /// JSON array of the searched texts, names first.
    #[diesel(sql_type = Text)]
    texts: String,
    #[diesel(sql_type = Text)]
    company: String,
}

impl Source {
    fn search_text(&self) -> QueryResult<String> {
        let texts: Vec<Option<String>> = serde_json::from_str(&self.texts)
            .map_err(|error| diesel::result::Error::DeserializationError(error.into()))?;
        let texts = texts.iter().map(|text| text.as_deref().unwrap_or_default());
        Ok(document(&texts.collect::<Vec<_>>()))
    }
}

/// Computes the derived columns of a row that was written.
pub fn index(conn: &mut AnyConnection, noun: Noun, id: i64) -> QueryResult<()> {
    match conn {
        AnyConnection::Postgres(_) => Ok(()),
        AnyConnection::Sqlite(conn) => index_batch(conn, noun, id, id).map(drop),
    }
}

/// Reindexes PostgreSQL, as the owner of the tables.
pub fn reindex_postgres(conn: &mut PgConnection) -> QueryResult<()> {
    for noun in Noun::indexed() {
        let (table, update) = (noun.table(), derived::reindex(noun));
        // Bypasses row-level security and triggers: only derived columns change.
        conn.batch_execute(&format!(
            "ALTER TABLE public.{table} NO FORCE ROW LEVEL SECURITY, DISABLE TRIGGER USER;
             {update};
             ALTER TABLE public.{table} FORCE ROW LEVEL SECURITY, ENABLE TRIGGER USER"
        ))?;
    }
    Ok(())
}

/// Reindexes SQLite.
pub fn reindex_sqlite(conn: &mut SqliteConnection) -> QueryResult<()> {
    for noun in Noun::indexed() {
        let mut after = 0;
        while let Some(last) = index_batch(conn, noun, after + 1, i64::MAX)? {
            after = last;
        }
    }
    Ok(())
}

/// Computes the derived columns of the first rows in a range of ids, and returns the last of them.
fn index_batch(
    conn: &mut SqliteConnection,
    noun: Noun,
    first: i64,
    last: i64,
) -> QueryResult<Option<i64>> {
    let table = noun.table();
    let searched = [Searched::Name, Searched::Other].map(|it| noun.searched(it));
    let texts: Vec<_> = searched.into_iter().flatten().collect();
    let (company, company_folded) = match noun.index() {
        [_, _] => ("company", ", company_folded = ?2"),
        _ => ("''", ""),
    };
    let rows: Vec<Source> = diesel::sql_query(format!(
        "SELECT id, json_array({}) AS texts, {company} AS company FROM {table}
          WHERE id BETWEEN ? AND ? ORDER BY id LIMIT {BATCH}",
        texts.join(", ")
    ))
    .bind::<BigInt, _>(first)
    .bind::<BigInt, _>(last)
    .load(conn)?;
    for row in &rows {
        diesel::sql_query(format!(
            "UPDATE {table} SET search_text = ?1{company_folded} WHERE id = ?3"
        ))
        .bind::<Text, _>(row.search_text()?)
        .bind::<Text, _>(super::company(&row.company))
        .bind::<BigInt, _>(row.id)
        .execute(conn)?;
    }
    Ok(rows.last().map(|row| row.id))
}
