//! Asking the index of trigrams: which rows of a table hold some texts, as ids, in their order.

use diesel::dsl::sql;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Integer, Nullable, Text};
use diesel::sqlite::{Sqlite, SqliteConnection};

use super::{Kind, Needles, instr};
use crate::db::schema::{contracts, customers, events};

/// The most rows that are named by their ids.
pub const FEW: usize = 10_000;

/// A table with a text to look into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    /// Of the table `customers`.
    Customers,
    /// Of the table `events`.
    Events,
    /// Of the table `collaborators`.
    Collaborators,
}

impl Table {
    const fn name(self) -> &'static str {
        match self {
            Self::Customers => "customers",
            Self::Events => "events",
            Self::Collaborators => "collaborators",
        }
    }
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// The rows that hold some texts, in PostgreSQL; none if there are too many to name, or if the index cannot tell.
pub fn matches(
    conn: &mut PgConnection,
    kind: Kind,
    needles: &Needles,
) -> QueryResult<Option<Vec<i64>>> {
    let (patterns, indexed) = needles.patterns();
    diesel::select(
        sql::<Nullable<Array<BigInt>>>("epic_api.matches(")
            .bind::<Text, _>(kind.as_str())
            .sql(", ")
            .bind::<Array<Text>, _>(patterns)
            .sql(", ")
            .bind::<Integer, _>(indexed)
            .sql(")"),
    )
    .get_result(conn)
}

/// All rows that hold all of these texts, in SQLite; none if there are too many to name, or if the index cannot tell.
pub fn lookup(
    conn: &mut SqliteConnection,
    table: Table,
    needles: &[String],
) -> QueryResult<Option<Vec<i64>>> {
    if !needles.iter().any(|needle| is_indexed(needle)) {
        return Ok(None);
    }
    let (indexed, others): (Vec<&String>, Vec<&String>) =
        needles.iter().partition(|needle| is_indexed(needle));
    // Strings of the query language: with the tokenizer of trigrams they are found anywhere.
    let phrases: Vec<String> = indexed
        .iter()
        .map(|needle| format!("\"{}\"", needle.replace('"', "\"\"")))
        .collect();
    let name = table.name();
    let sql = if others.is_empty() {
        format!(
            "SELECT rowid AS id FROM {name}_search WHERE {name}_search MATCH ? ORDER BY rowid LIMIT ?"
        )
    } else {
        let also = " AND instr(t.search_text, ?) > 0".repeat(others.len());
        format!(
            "SELECT t.id AS id FROM {name}_search s CROSS JOIN {name} t ON t.id = s.rowid
              WHERE {name}_search MATCH ?{also} ORDER BY s.rowid LIMIT ?"
        )
    };
    let mut query = diesel::sql_query(sql)
        .into_boxed::<Sqlite>()
        .bind::<Text, _>(phrases.join(" AND "));
    for other in others {
        query = query.bind::<Text, _>(other.clone());
    }
    let found: Vec<Id> = query.bind::<BigInt, _>(limit()).load(conn)?;
    let ids = found.into_iter().map(|row| row.id).collect();
    Ok(Some(ids).filter(|ids: &Vec<i64>| ids.len() <= FEW))
}

/// Whether an index of trigrams can find a text.
pub fn is_indexed(needle: &str) -> bool {
    needle.chars().nth(2).is_some() && needle.contains(char::is_alphanumeric)
}

/// One more than there may be.
const fn limit() -> i64 {
    FEW as i64 + 1
}

macro_rules! events_where {
    ($conn:ident, $column:expr, $ids:expr, $text:expr, $needles:expr) => {{
        let mut query = events::table
            .inner_join(contracts::table.inner_join(customers::table))
            .select(events::id)
            .filter($column.eq_any($ids))
            .into_boxed::<Sqlite>();
        for needle in $needles {
            query = query.filter(instr($text, needle.clone()).gt(0));
        }
        let found: Vec<i64> = query.limit(limit()).load($conn)?;
        Ok(Some(found).filter(|found| found.len() <= FEW))
    }};
}

/// The events of some customers that hold all of these texts; none if there are too many to name.
pub fn events_of_customers(
    conn: &mut SqliteConnection,
    ids: &[i64],
    own: &[String],
) -> QueryResult<Option<Vec<i64>>> {
    events_where!(conn, contracts::customer_id, ids, events::search_text, own)
}

/// Those of some events whose customers hold all of these texts; none if there are too many to name.
pub fn events_with_customers(
    conn: &mut SqliteConnection,
    ids: &[i64],
    needles: &[String],
) -> QueryResult<Option<Vec<i64>>> {
    events_where!(conn, events::id, ids, customers::search_text, needles)
}
