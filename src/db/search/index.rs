//! Asking the index of trigrams: which rows of a table hold some texts, as ids, in their order.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Nullable, Text};
use diesel::sqlite::{Sqlite, SqliteConnection};

use super::{holds, like};
use crate::db::connection::AnyConnection;
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
    #[diesel(sql_type = Nullable<BigInt>)]
    id: Option<i64>,
}

/// All rows that hold all of these texts; none if there are too many to name, or if the index cannot tell.
pub fn lookup(
    conn: &mut AnyConnection,
    table: Table,
    needles: &[String],
) -> QueryResult<Option<Vec<i64>>> {
    if !needles.iter().any(|needle| is_indexed(needle)) {
        return Ok(None);
    }
    let ids = first(conn, table, needles, limit())?;
    Ok(ids.filter(|ids| ids.len() <= FEW))
}

/// The first rows, in the order of their ids, that hold all of these texts, one of which is indexed; none if the index says
/// that there are too many.
pub fn first(
    conn: &mut AnyConnection,
    table: Table,
    needles: &[String],
    limit: i64,
) -> QueryResult<Option<Vec<i64>>> {
    let found: Vec<Id> = match conn {
        AnyConnection::Postgres(conn) => {
            let patterns: Vec<String> = needles.iter().map(|needle| like(needle)).collect();
            diesel::sql_query("SELECT found AS id FROM epic_api.search($1, $2, $3) found")
                .bind::<Text, _>(table.name())
                .bind::<Array<Text>, _>(patterns)
                .bind::<diesel::sql_types::Integer, _>(i32::try_from(limit).unwrap_or(i32::MAX))
                .load(conn)?
        }
        AnyConnection::Sqlite(conn) => sqlite(conn, table, needles, limit)?,
    };
    Ok(found.into_iter().map(|row| row.id).collect())
}

fn sqlite(
    conn: &mut SqliteConnection,
    table: Table,
    needles: &[String],
    limit: i64,
) -> QueryResult<Vec<Id>> {
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
    query.bind::<BigInt, _>(limit).load(conn)
}

/// Whether an index of trigrams can find a text.
fn is_indexed(needle: &str) -> bool {
    needle.chars().nth(2).is_some() && needle.contains(char::is_alphanumeric)
}

/// One more than there may be.
const fn limit() -> i64 {
    FEW as i64 + 1
}

macro_rules! events_where {
    ($backend:ident, $conn:ident, $column:expr, $ids:expr, $text:expr, $needles:expr) => {{
        let mut query = events::table
            .inner_join(contracts::table.inner_join(customers::table))
            .select(events::id)
            .filter($column.eq_any($ids))
            .into_boxed::<$backend>();
        for needle in $needles {
            query = query.filter(holds!($backend, $text, needle));
        }
        query.limit(limit()).load($conn)
    }};
}

/// The events of some customers that hold all of these texts; none if there are too many to name.
pub fn events_of_customers(
    conn: &mut AnyConnection,
    ids: &[i64],
    own: &[String],
) -> QueryResult<Option<Vec<i64>>> {
    if ids.is_empty() {
        return Ok(Some(Vec::new()));
    }
    let column = contracts::customer_id;
    let found: Vec<i64> = match conn {
        AnyConnection::Postgres(conn) => {
            events_where!(Pg, conn, column, ids, events::search_text, own)?
        }
        AnyConnection::Sqlite(conn) => {
            events_where!(Sqlite, conn, column, ids, events::search_text, own)?
        }
    };
    Ok(Some(found).filter(|found| found.len() <= FEW))
}

/// Those of some events whose customers hold all of these texts; none if there are too many to name.
pub fn events_with_customers(
    conn: &mut AnyConnection,
    ids: &[i64],
    needles: &[String],
) -> QueryResult<Option<Vec<i64>>> {
    if ids.is_empty() {
        return Ok(Some(Vec::new()));
    }
    let column = events::id;
    let found: Vec<i64> = match conn {
        AnyConnection::Postgres(conn) => {
            events_where!(Pg, conn, column, ids, customers::search_text, needles)?
        }
        AnyConnection::Sqlite(conn) => {
            events_where!(Sqlite, conn, column, ids, customers::search_text, needles)?
        }
    };
    Ok(Some(found).filter(|found| found.len() <= FEW))
}
