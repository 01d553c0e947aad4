//! Finding records by what people type, without regard to case and accents: which words ([`Query`]), what they are looked
//! for in ([`document()`]), and which rows of a list hold them ([`Search`]).
//!
//! Both databases index the folded text of customers, events and collaborators by its trigrams: `pg_trgm` in PostgreSQL,
//! FTS5 in SQLite. A contract is found by its customer, and an event by its customer too. What few rows have is named
//! by ids; what many have is read in the order of the list, where a page of them is soon found.

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
use crate::domain::{Noun, fold};

pub use document::{changed_document, document, document_of};
pub(super) use find::named_ids;
pub use find::{POOL, find};
pub use hit::Hit;
pub(super) use index::FEW;
use index::{are_few, lookup};
pub use query::{Query, Tier, TypedId};
pub use reindex::{reindex_postgres, reindex_sqlite};

define_sql_function! {
    /// The text in lower case, ASCII letters alone (both databases compare these columns byte by byte).
    fn lower(text: Text) -> Text;
}

define_sql_function! {
    /// SQLite: where the second text starts in the first, 0 when it is not in there.
    fn instr(text: Text, part: Text) -> Integer;
}

/// A LIKE pattern that finds the text anywhere, its wildcards taken literally.
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

/// Words that are shared out between an event and its customer, at most: each way to do so is a query or two.
pub(super) const SHARED: i32 = 4;

/// Which rows of a list a search lets through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    /// The row whose id was typed, whatever it holds.
    pub typed: Option<i64>,
    /// The others.
    pub matches: Matches,
}

/// The rows that hold some words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Matches {
    /// These: ids of the table, and for contracts those of their customers.
    Ids(Vec<i64>),
    /// Those whose text holds all of these; for an event its own or its customer's, for a contract its customer's.
    Text(Vec<String>),
    /// Those of these ids whose text holds all of these.
    Both(Vec<i64>, Vec<String>),
}

impl Matches {
    /// The ids that they are among, if these are known.
    pub fn ids(&self) -> Option<&[i64]> {
        match self {
            Self::Ids(ids) | Self::Both(ids, _) => Some(ids),
            Self::Text(_) => None,
        }
    }

    /// What their text has to hold.
    pub fn needles(&self) -> &[String] {
        match self {
            Self::Text(needles) | Self::Both(_, needles) => needles,
            Self::Ids(_) => &[],
        }
    }
}

/// What to look for in a text, in the order in which the database is asked for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Needles {
    /// What the index is asked for, what it can find first.
    shared: Vec<String>,
    /// What is looked for in the rows that these are in.
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

    /// What PostgreSQL is asked for: patterns, and how many of them its index can find.
    pub(super) fn patterns(&self) -> (Vec<String>, i32) {
        let indexed = self.shared.iter().filter(|it| index::is_indexed(it));
        let indexed = i32::try_from(indexed.count()).unwrap_or_default();
        let patterns = self.shared.iter().map(|it| like(it)).collect();
        (patterns, indexed)
    }

    /// The same with what is looked for in the rows that these are in.
    pub(super) fn all_patterns(&self) -> (Vec<String>, i32) {
        let (mut patterns, indexed) = self.patterns();
        patterns.extend(self.others.iter().map(|it| like(it)));
        (patterns, indexed)
    }

    /// The search, from the rows that the database has named, if there are few enough to be.
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

/// What a search lets through of a kind of record. A contract is found by its customer, and an event by its customer too:
/// each word stands in the event or in its customer.
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

/// The events each of whose words stands in the event or in its customer; none if there are too many to name.
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

/// The words that are shared out between an event and its customer, and the others, which are looked for in the events that
/// hold those: the longest words are shared out, for few events hold them.
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

/// The events that hold some words themselves and whose customers hold the others; none if there are too many to name.
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

/// All ways in which words may be shared out between an event and its customer.
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

/// What a company is looked for with among the texts of customers; nothing when the index cannot tell.
pub(super) fn company_needles(company: &str) -> Needles {
    let mut all = Query::plain(company).words;
    all.retain(|word| word.chars().nth(2).is_some());
    Needles::of(all, Vec::new())
}

/// The customers among whom those are whose company holds a text, in SQLite; none when the index cannot tell.
pub(super) fn of_company(
    conn: &mut SqliteConnection,
    company: &str,
) -> QueryResult<Option<Vec<i64>>> {
    lookup(conn, Noun::Customer, &company_needles(company).shared)
}

/// The company as it is compared.
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
