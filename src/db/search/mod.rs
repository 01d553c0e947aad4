//! Search, ignoring case and accents: the typed words ([`Query`]), the text that is searched ([`document()`]), and the
//! matching rows of a list ([`Search`]).
//!
//! Both databases index the folded text of customers, events and collaborators by trigrams: `pg_trgm` on PostgreSQL,
//! FTS5 on SQLite. A contract is found by its customer, and an event by its customer too. Rare matches are listed by
//! id; frequent ones are filtered in the order of the list, where a page fills early.

pub(super) mod document;
mod find;
mod first;
mod hit;
mod index;
mod query;
pub(super) mod rank;
mod reindex;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use diesel::define_sql_function;
use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel::sqlite::SqliteConnection;

use super::connection::AnyConnection;
use crate::domain::{Noun, Searched, fold};

pub use document::{document, document_of};
pub(super) use find::named_ids;
pub use find::{POOL, find};
pub use hit::Hit;
pub(super) use index::{FEW, Holding};
use index::{are_few, lookup};
pub use query::{Query, Tier, TypedId};
pub use reindex::{index, reindex_postgres, reindex_sqlite};

define_sql_function! {
    /// Lower-cases ASCII letters only (both databases compare these columns byte by byte).
    fn lower(text: Text) -> Text;
}

define_sql_function! {
    /// SQLite: position of the second text in the first, 0 if absent.
    fn instr(text: Text, part: Text) -> Integer;
}

/// Returns a LIKE pattern that finds the text anywhere, with wildcards escaped.
pub fn like(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 2);
    pattern.push('%');
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// Maximum words split between an event and its customer: each split is a query or two.
pub(super) const SHARED: i32 = 4;

/// Filter of a list's rows by a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    /// Row of the typed id, regardless of its text.
    pub typed: Option<i64>,
    pub matches: Matches,
}

/// Rows that hold all words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Matches {
    /// Rows by id; contracts by their customers' ids.
    Ids(Vec<i64>),
    /// Rows whose text holds all of these; for an event its own or its customer's, for a contract its customer's.
    Text(Vec<String>),
    /// Rows among these ids whose text holds all of these.
    Both(Vec<i64>, Vec<String>),
}

impl Search {
    /// Returns `true` if a list may be ordered by the searched text.
    pub fn is_late_in(&self, order: &str) -> bool {
        let order = order.rsplit('.').next();
        let searched = [Searched::Name, Searched::Other];
        let mut columns = Noun::SEARCHABLE
            .iter()
            .flat_map(|noun| searched.map(|it| noun.searched(it)).into_iter().flatten());
        columns.any(|column| Some(column) == order)
    }
}

impl Matches {
    /// Returns the ids that contain all matches, if listed.
    pub fn ids(&self) -> Option<&[i64]> {
        match self {
            Self::Ids(ids) | Self::Both(ids, _) => Some(ids),
            Self::Text(_) => None,
        }
    }

    /// Returns the texts that a row has to hold.
    pub fn needles(&self) -> &[String] {
        match self {
            Self::Text(needles) | Self::Both(_, needles) => needles,
            Self::Ids(_) => &[],
        }
    }
}

/// Texts to search for, in the order of evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Needles {
    /// Needles for the index, those that it covers first.
    shared: Vec<String>,
    /// Needles checked on the rows found.
    others: Vec<String>,
}

impl Needles {
    pub(super) fn new(query: &Query, noun: Noun, tier: Tier) -> Self {
        let needles = query.needles(tier);
        match noun {
            Noun::Event => {
                let (shared, others) = parted(needles);
                Self::of(shared, others)
            }
            _ => Self::of(needles, Vec::new()),
        }
    }

    fn of(mut shared: Vec<String>, others: Vec<String>) -> Self {
        shared.sort_by_key(|needle| !index::is_indexed(needle));
        Self { shared, others }
    }

    /// Returns the patterns for PostgreSQL's index query, and the number of those that the index covers.
    pub(super) fn patterns(&self) -> (Vec<String>, i32) {
        let indexed = self.shared.iter().filter(|it| index::is_indexed(it));
        let indexed = i32::try_from(indexed.count()).unwrap_or_default();
        let patterns = self.shared.iter().map(|it| like(it)).collect();
        (patterns, indexed)
    }

    /// Returns as [`Self::patterns`], with the needles checked on the rows found.
    pub(super) fn all_patterns(&self) -> (Vec<String>, i32) {
        let (mut patterns, indexed) = self.patterns();
        patterns.extend(self.others.iter().map(|it| like(it)));
        (patterns, indexed)
    }

    /// Builds the search from the listed ids, or from the texts if there are too many.
    pub(super) fn search(self, query: &Query, noun: Noun, named: Option<Vec<i64>>) -> Search {
        let matches = match named {
            Some(ids) if self.others.is_empty() => Matches::Ids(ids),
            Some(ids) => Matches::Both(ids, self.others),
            None => Matches::Text([self.shared, self.others].concat()),
        };
        Search {
            typed: query.typed.and_then(|typed| typed.of(noun)),
            matches,
        }
    }
}

/// Returns the filter of a noun's rows. A contract is found by its customer; each word of an event is in the event or
/// in its customer.
pub fn search(
    conn: &mut AnyConnection,
    noun: Noun,
    query: &Query,
    tier: Tier,
) -> QueryResult<Search> {
    let needles = Needles::new(query, noun, tier);
    let named = if needles.shared.is_empty() {
        None
    } else {
        match (conn, noun) {
            (AnyConnection::Postgres(conn), _) => index::matches(conn, noun, &needles)?,
            (AnyConnection::Sqlite(conn), Noun::Event) => events(conn, &needles.shared)?,
            (AnyConnection::Sqlite(conn), Noun::Contract) => {
                lookup(conn, Noun::Customer, &needles.shared)?
            }
            (AnyConnection::Sqlite(conn), _) => lookup(conn, noun, &needles.shared)?,
        }
    };
    Ok(needles.search(query, noun, named))
}

/// Returns the events with each word in the event or in its customer; `None` for too many.
fn events(conn: &mut SqliteConnection, shared: &[String]) -> QueryResult<Option<Vec<i64>>> {
    let mut ids = BTreeSet::new();
    for (own, customers) in splits(shared) {
        let Some(found) = events_of_split(conn, &own, &customers)? else {
            return Ok(None);
        };
        ids.extend(found);
        if !are_few(ids.len()) {
            return Ok(None);
        }
    }
    Ok(Some(ids.into_iter().collect()))
}

/// Splits off the longest needles, which few events hold, for the index; the others are checked on the events found.
fn parted(mut needles: Vec<String>) -> (Vec<String>, Vec<String>) {
    let shared = usize::try_from(SHARED).unwrap_or_default();
    if needles.len() <= shared {
        return (needles, Vec::new());
    }
    needles.sort_by_key(|needle| {
        let is_sign = !needle.contains(char::is_alphanumeric);
        (is_sign, Reverse(needle.trim().chars().count()))
    });
    let others = needles.split_off(shared);
    (needles, others)
}

/// Returns the events that hold some needles, with customers that hold the others; `None` for too many.
fn events_of_split(
    conn: &mut SqliteConnection,
    own: &[String],
    customers: &[String],
) -> QueryResult<Option<Vec<i64>>> {
    if customers.is_empty() {
        return lookup(conn, Noun::Event, own);
    }
    if let Some(ids) = lookup(conn, Noun::Customer, customers)? {
        return index::events_of_customers(conn, &ids, own);
    }
    if own.is_empty() {
        return Ok(None);
    }
    match lookup(conn, Noun::Event, own)? {
        Some(ids) => index::events_with_customers(conn, &ids, customers),
        None => Ok(None),
    }
}

/// Returns all splits of needles between an event and its customer.
fn splits(needles: &[String]) -> Vec<(Vec<String>, Vec<String>)> {
    let count = needles.len();
    let share = |takes: &dyn Fn(usize) -> bool| {
        let (own, customers): (Vec<_>, Vec<_>) = (0..count).partition(|position| takes(*position));
        let named = |positions: Vec<usize>| {
            positions
                .into_iter()
                .map(|at| needles[at].clone())
                .collect()
        };
        (named(own), named(customers))
    };
    (0..1_usize << count)
        .map(|set| share(&|position| set >> position & 1 == 1))
        .collect()
}

/// Returns the needles of a company in the customers' documents; empty if the index covers none.
pub(super) fn company_needles(company: &str) -> Needles {
    let mut all = Query::plain(company).words;
    all.retain(|word| word.chars().nth(2).is_some());
    Needles::of(all, Vec::new())
}

/// Returns a superset of the customers whose company holds a text, on SQLite; `None` if the index covers no needle.
pub(super) fn of_company(
    conn: &mut SqliteConnection,
    company: &str,
) -> QueryResult<Option<Vec<i64>>> {
    lookup(conn, Noun::Customer, &company_needles(company).shared)
}

/// Returns the comparable form of a company.
pub fn company(company: &str) -> String {
    fold(company)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_are_taken_literally() {
        assert_eq!(like("50%_\\"), "%50\\%\\_\\\\%");
    }

    #[test]
    fn of_many_words_the_longest_are_shared_out_and_all_are_looked_for() {
        let words = |text: &str| Query::new(text).needles(Tier::Anywhere);
        let few = words("de la soir\u{e9}e -");
        assert_eq!(parted(few.clone()), (few, Vec::new()));
        let (shared, others) = parted(words("de gala lyon ------- mairie la accueil"));
        assert_eq!(shared, ["accueil", "mairie", "gala", "lyon"]);
        assert_eq!(others, ["  de", "  la", "-------"]);
    }

    #[test]
    fn words_are_shared_out_in_every_way() {
        let words = |count: usize| (0..count).map(|n| n.to_string()).collect::<Vec<_>>();
        for (count, ways) in [(1, 2), (2, 4), (3, 8), (4, 16)] {
            let words = words(count);
            let splits = splits(&words);
            assert_eq!(
                splits.iter().collect::<BTreeSet<_>>().len(),
                ways,
                "{count}"
            );
            for (own, customers) in &splits {
                assert_eq!(own.len() + customers.len(), count);
            }
            assert!(splits.iter().any(|(own, _)| own.is_empty()));
            assert!(splits.iter().any(|(_, customers)| customers.is_empty()));
        }
    }
}
