//! Trigram index queries: ids of rows that hold some texts, in ascending order.

use diesel::dsl::sql;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::sql_types::{Array, BigInt, Integer, Nullable, Text};
use diesel::sqlite::{Sqlite, SqliteConnection};

use super::{Needles, SHARED, instr};
use crate::db::connection::MultiBackend;
use crate::db::schema::{contracts, customers, events};
use crate::domain::Noun;

/// Maximum number of rows listed by id.
pub const FEW: i32 = 10_000;

#[derive(QueryableByName)]
pub struct Id {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
}

/// Returns the ids of rows that hold the needles, on PostgreSQL; `None` for too many, or if the index does not cover
/// the needles.
pub fn matches(
    conn: &mut PgConnection,
    noun: Noun,
    needles: &Needles,
) -> QueryResult<Option<Vec<i64>>> {
    let (patterns, indexed) = needles.patterns();
    diesel::select(
        sql::<Nullable<Array<BigInt>>>("epic_api.matches(")
            .bind::<Text, _>(noun.as_str())
            .sql(", ")
            .bind::<Array<Text>, _>(patterns)
            .sql(", ")
            .bind::<Integer, _>(indexed)
            .sql(", ")
            .bind::<Integer, _>(SHARED)
            .sql(", ")
            .bind::<Integer, _>(FEW)
            .sql(")"),
    )
    .get_result(conn)
}

/// Returns the ids of rows that hold all needles, on SQLite; `None` for too many, or if the index does not cover the
/// needles.
pub fn lookup(
    conn: &mut SqliteConnection,
    noun: Noun,
    needles: &[String],
) -> QueryResult<Option<Vec<i64>>> {
    let (indexed, others): (Vec<&String>, Vec<&String>) =
        needles.iter().partition(|needle| has_trigram(needle));
    if indexed.is_empty() {
        return Ok(None);
    }
    let name = noun.table();
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
        .bind::<Text, _>(phrases(&indexed));
    for other in others {
        query = query.bind::<Text, _>(other.clone());
    }
    let found: Vec<Id> = query.bind::<BigInt, _>(limit()).load(conn)?;
    let ids = found.into_iter().map(|row| row.id).collect();
    Ok(Some(ids).filter(|ids: &Vec<i64>| are_few(ids.len())))
}

/// Query of the ids that hold a needle by SQLite's index: of customers for contracts, which are found by them.
#[derive(Debug, Clone)]
pub struct Holding {
    noun: Noun,
    phrase: String,
}

impl Holding {
    /// Returns the query; `None` for a needle that the index does not cover.
    pub fn new(noun: Noun, needle: &String) -> Option<Self> {
        let phrase = has_trigram(needle).then(|| phrases(&[needle]))?;
        Some(Self { noun, phrase })
    }
}

impl QueryFragment<MultiBackend> for Holding {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        let table = match self.noun {
            Noun::Contract => Noun::Customer.table(),
            noun => noun.table(),
        };
        pass.push_sql(&format!(
            "SELECT rowid FROM {table}_search WHERE {table}_search MATCH "
        ));
        pass.push_bind_param::<Text, _>(&self.phrase)?;
        if self.noun == Noun::Event {
            pass.push_sql(
                " UNION ALL SELECT e.id FROM customers_search s CROSS JOIN contracts k ON k.customer_id = s.rowid
                  CROSS JOIN events e ON e.contract_id = k.id WHERE customers_search MATCH ",
            );
            pass.push_bind_param::<Text, _>(&self.phrase)?;
        }
        Ok(())
    }
}

/// Renders the FTS5 query for all texts: the trigram tokenizer finds phrases anywhere.
pub fn phrases(needles: &[&String]) -> String {
    let quoted = needles.iter();
    let quoted = quoted.map(|needle| format!("\"{}\"", needle.replace('"', "\"\"")));
    quoted.collect::<Vec<_>>().join(" AND ")
}

/// Returns `true` if FTS5 indexes a part of the text; signs and blanks count.
pub fn has_trigram(needle: &str) -> bool {
    needle.chars().nth(2).is_some()
}

/// Returns `true` if PostgreSQL's index covers a text: its trigrams consist of letters and digits.
pub fn is_indexed(needle: &str) -> bool {
    has_trigram(needle) && needle.contains(char::is_alphanumeric)
}

/// One more than [`FEW`], to detect too many.
fn limit() -> i64 {
    i64::from(FEW) + 1
}

/// Returns `true` if the rows are few enough to list by id.
pub fn are_few(rows: usize) -> bool {
    i32::try_from(rows).is_ok_and(|rows| rows <= FEW)
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
        Ok(Some(found).filter(|found| are_few(found.len())))
    }};
}

/// Returns the events of these customers that hold all texts; `None` for too many.
pub fn events_of_customers(
    conn: &mut SqliteConnection,
    ids: &[i64],
    own: &[String],
) -> QueryResult<Option<Vec<i64>>> {
    events_where!(conn, contracts::customer_id, ids, events::search_text, own)
}

/// Returns those of these events whose customers hold all texts; `None` for too many.
pub fn events_with_customers(
    conn: &mut SqliteConnection,
    ids: &[i64],
    needles: &[String],
) -> QueryResult<Option<Vec<i64>>> {
    events_where!(conn, events::id, ids, customers::search_text, needles)
}
