//! First matches by id on SQLite, for ranking. The trigram index is read in that order and no further than necessary;
//! what it does not decide is checked on a bounded number of rows.

use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel::sqlite::{Sqlite, SqliteConnection};

use super::index::{FEW, Id, has_trigram, phrases};
use super::{Needles, splits};
use crate::domain::Noun;

/// Maximum customers whose contracts or events are looked up; those of more are checked in the order of their ids,
/// where matches come early.
const OWNERS: usize = 2_500;

/// Joins of a record with its parents.
const CONTRACT: &str =
    "CROSS JOIN contracts k ON k.id = x.id CROSS JOIN customers c ON c.id = k.customer_id";
const EVENT: &str = "CROSS JOIN events e ON e.id = x.id CROSS JOIN contracts k ON k.id = e.contract_id \
                     CROSS JOIN customers c ON c.id = k.customer_id";

/// Returns the first `limit` ids of a noun's records that hold all needles.
pub fn first(
    conn: &mut SqliteConnection,
    noun: Noun,
    needles: &Needles,
    limit: usize,
) -> QueryResult<Vec<i64>> {
    let mut ids = match noun {
        Noun::Event => {
            let mut ids = Vec::new();
            for (own, customers) in splits(&needles.shared) {
                ids.extend(
                    of_split(conn, &own, &customers, &needles.others)?.ids(conn, EVENT, limit)?,
                );
            }
            ids
        }
        Noun::Contract => of_owners(conn, &needles.shared)?.ids(conn, CONTRACT, limit)?,
        _ => {
            let table = noun.table();
            let (indexed, rest) = parted(&needles.shared);
            let mut search = Candidates::matching(table, &indexed);
            search.hold("t", rest);
            let join = format!("CROSS JOIN {table} t ON t.id = x.id");
            search.ids(conn, &join, limit)?
        }
    };
    ids.sort_unstable();
    ids.dedup();
    ids.truncate(limit);
    Ok(ids)
}

/// Selects contracts whose customers hold all needles.
fn of_owners(conn: &mut SqliteConnection, needles: &[String]) -> QueryResult<Candidates> {
    let (indexed, rest) = parted(needles);
    if are_few(conn, &indexed)? {
        let customers = Candidates::matching("customers", &indexed);
        let sql = format!(
            "SELECT id FROM contracts WHERE customer_id IN ({}) ORDER BY id",
            customers.sql
        );
        let mut search = Candidates { sql, ..customers };
        search.hold("c", rest);
        return Ok(search);
    }
    let mut search = Candidates::matching("contracts", &[]);
    search.hold("c", needles.iter().collect());
    Ok(search)
}

/// Selects events that hold some needles, with customers that hold others; the rest may be in either.
fn of_split(
    conn: &mut SqliteConnection,
    own: &[String],
    customers: &[String],
    either: &[String],
) -> QueryResult<Candidates> {
    let (own_indexed, own_rest) = parted(own);
    let (indexed, rest) = parted(customers);
    let mut search = Candidates::matching("events", &own_indexed);
    if are_few(conn, &indexed)? {
        let owners = Candidates::matching("customers", &indexed);
        let events = format!(
            "SELECT e.id FROM contracts k JOIN events e ON e.contract_id = k.id WHERE k.customer_id IN ({})",
            owners.sql
        );
        search.sql = if own_indexed.is_empty() {
            format!("{events} ORDER BY e.id")
        } else {
            // One scan of the index in its order and one sorted list of ids, instead of an index lookup for each id.
            format!(
                "SELECT rowid AS id FROM events_search WHERE events_search MATCH ? AND +rowid IN ({events}) ORDER BY rowid"
            )
        };
        search.binds.extend(owners.binds);
        search.hold("c", rest);
    } else {
        search.hold("c", customers.iter().collect());
    }
    search.hold("e", own_rest);
    for needle in either {
        let holds = "(instr(e.search_text, ?) > 0 OR instr(c.search_text, ?) > 0)";
        search.conditions.push(holds.to_owned());
        search.binds.extend([needle.clone(), needle.clone()]);
    }
    Ok(search)
}

/// Splits needles into those that the trigram index finds and the rest.
fn parted(needles: &[String]) -> (Vec<&String>, Vec<&String>) {
    needles.iter().partition(|needle| has_trigram(needle))
}

/// Returns `true` if few customers match in the index.
fn are_few(conn: &mut SqliteConnection, indexed: &[&String]) -> QueryResult<bool> {
    if indexed.is_empty() {
        return Ok(false);
    }
    let customers = Candidates::matching("customers", indexed);
    Ok(customers.ids(conn, "", OWNERS + 1)?.len() <= OWNERS)
}

/// Query of ids in ascending order with further conditions.
struct Candidates {
    sql: String,
    conditions: Vec<String>,
    /// Texts of the query, then of the conditions.
    binds: Vec<String>,
}

impl Candidates {
    /// Selects rows of a table that match in the index; all rows without needles.
    fn matching(table: &str, indexed: &[&String]) -> Self {
        let (sql, binds) = if indexed.is_empty() {
            (format!("SELECT id FROM {table} ORDER BY id"), Vec::new())
        } else {
            let search = format!("{table}_search");
            let sql =
                format!("SELECT rowid AS id FROM {search} WHERE {search} MATCH ? ORDER BY rowid");
            (sql, vec![phrases(indexed)])
        };
        Self {
            sql,
            conditions: Vec::new(),
            binds,
        }
    }

    fn hold(&mut self, table: &str, needles: Vec<&String>) {
        for needle in needles {
            self.conditions
                .push(format!("instr({table}.search_text, ?) > 0"));
            self.binds.push(needle.clone());
        }
    }

    /// Returns the first ids; with conditions, those among the first rows that are checked.
    fn ids(&self, conn: &mut SqliteConnection, join: &str, limit: usize) -> QueryResult<Vec<i64>> {
        let sql = if self.conditions.is_empty() {
            format!("{} LIMIT {limit}", self.sql)
        } else {
            let conditions = self.conditions.join(" AND ");
            format!(
                "SELECT x.id AS id FROM ({} LIMIT {FEW}) x {join} WHERE {conditions} ORDER BY x.id LIMIT {limit}",
                self.sql
            )
        };
        let mut query = diesel::sql_query(sql).into_boxed::<Sqlite>();
        for text in &self.binds {
            query = query.bind::<Text, _>(text.as_str());
        }
        let found: Vec<Id> = query.load(conn)?;
        Ok(found.into_iter().map(|row| row.id).collect())
    }
}
