//! Reindexing: recomputes the derived columns of all rows. SQL cannot fold text, so the program does it in the
//! transaction of a migration.

use diesel::connection::SimpleConnection as _;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Text};
use diesel::sqlite::SqliteConnection;

use super::document;
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

/// Returns the nouns with a search column.
fn indexed() -> impl Iterator<Item = Noun> {
    let nouns = Noun::BUSINESS.into_iter();
    nouns.filter(|noun| noun.derived().iter().any(|it| it.name == "search_text"))
}

/// Renders the query of the rows after the id `$1`; `array` is the function that builds a JSON array.
fn rows(noun: Noun, array: &str, parameter: &str) -> String {
    let searched = [Searched::Name, Searched::Other].map(|it| noun.searched(it));
    let texts: Vec<_> = searched.into_iter().flatten().collect();
    let company = if noun == Noun::Customer {
        "company"
    } else {
        "''"
    };
    format!(
        "SELECT id, CAST({array}({}) AS text) AS texts, {company} AS company FROM {} WHERE id > {parameter} ORDER BY id LIMIT {BATCH}",
        texts.join(", "),
        noun.table()
    )
}

/// Reindexes PostgreSQL, as the owner of the tables.
pub fn reindex_postgres(conn: &mut PgConnection) -> QueryResult<()> {
    for noun in indexed() {
        let table = noun.table();
        // Bypasses row-level security and triggers: only derived columns change.
        conn.batch_execute(&format!(
            "ALTER TABLE public.{table} NO FORCE ROW LEVEL SECURITY, DISABLE TRIGGER USER"
        ))?;
        let company = if noun == Noun::Customer {
            ", company_folded = n.company"
        } else {
            ""
        };
        let (read, mut after) = (rows(noun, "json_build_array", "$1"), 0);
        loop {
            let rows: Vec<Source> = diesel::sql_query(&read)
                .bind::<BigInt, _>(after)
                .load(conn)?;
            let Some(last) = rows.last() else { break };
            after = last.id;
            let texts = rows
                .iter()
                .map(Source::search_text)
                .collect::<QueryResult<Vec<_>>>()?;
            diesel::sql_query(format!(
                "UPDATE public.{table} t SET search_text = n.search_text{company}
                   FROM unnest($1, $2, $3) n (id, search_text, company) WHERE t.id = n.id"
            ))
            .bind::<Array<BigInt>, _>(rows.iter().map(|row| row.id).collect::<Vec<_>>())
            .bind::<Array<Text>, _>(texts)
            .bind::<Array<Text>, _>(
                rows.iter()
                    .map(|row| super::company(&row.company))
                    .collect::<Vec<_>>(),
            )
            .execute(conn)?;
        }
        conn.batch_execute(&format!(
            "ALTER TABLE public.{table} FORCE ROW LEVEL SECURITY, ENABLE TRIGGER USER"
        ))?;
    }
    Ok(())
}

/// Reindexes SQLite.
pub fn reindex_sqlite(conn: &mut SqliteConnection) -> QueryResult<()> {
    for noun in indexed() {
        let company = if noun == Noun::Customer {
            ", company_folded = ?2"
        } else {
            ""
        };
        let write = format!(
            "UPDATE {} SET search_text = ?1{company} WHERE id = ?3",
            noun.table()
        );
        let (read, mut after) = (rows(noun, "json_array", "?"), 0);
        loop {
            let rows: Vec<Source> = diesel::sql_query(&read)
                .bind::<BigInt, _>(after)
                .load(conn)?;
            let Some(last) = rows.last() else { break };
            after = last.id;
            for row in &rows {
                diesel::sql_query(&write)
                    .bind::<Text, _>(row.search_text()?)
                    .bind::<Text, _>(super::company(&row.company))
                    .bind::<BigInt, _>(row.id)
                    .execute(conn)?;
            }
        }
    }
    Ok(())
}
