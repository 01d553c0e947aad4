//! Pickers: the best matches in a list for the text typed so far, queried at every key.

use std::collections::BTreeMap;

use diesel::QueryResult;

use super::collaborators::{Collaborator, CollaboratorFilter};
use super::connection::AnyConnection;
use super::contracts::{ContractFilter, ContractRow};
use super::customers::{CustomerFilter, CustomerRow};
use super::events::{EventFilter, EventRow};
use super::list::{self, List, Page};
use super::search::document::texts;
use super::search::rank::{Findable, Place, holds_with_id, place};
use super::search::{Matches, POOL, Query, Search, Tier, named_ids, search};
use crate::domain::{Noun, Searched};

pub trait Picker: List<Row: Findable> + Clone {
    const NOUN: Noun;

    fn searching(&self, search: Option<Search>) -> Self;
}

macro_rules! picker {
    ($($filter:ident $noun:ident),+) => {$(
        impl Picker for $filter {
            const NOUN: Noun = Noun::$noun;

            fn searching(&self, search: Option<Search>) -> Self {
                Self { search, ..self.clone() }
            }
        }
    )+};
}

picker!(
    CustomerFilter Customer,
    ContractFilter Contract,
    EventFilter Event,
    CollaboratorFilter Collaborator
);

/// Fetches the best matches first, or the newest records for an empty text.
pub fn pick<F: Picker>(
    conn: &mut AnyConnection,
    text: &str,
    filter: &F,
    limit: usize,
) -> QueryResult<Vec<F::Row>> {
    let query = Query::new(text);
    if query.is_empty() {
        return rows(conn, &filter.searching(None), true, limit);
    }
    let found = best_of(conn, &query, filter, limit)?;
    Ok(found.into_iter().map(|(_, row)| row).collect())
}

/// Fetches the first or the last rows by id.
fn rows<F: Picker>(
    conn: &mut AnyConnection,
    filter: &F,
    newest: bool,
    limit: usize,
) -> QueryResult<Vec<F::Row>> {
    let page = Page {
        descending: newest,
        limit: Some(i64::try_from(limit).unwrap_or(i64::MAX)),
        ..Page::everything()
    };
    let mut rows = Vec::new();
    list::stream::<_, diesel::result::Error>(conn, filter, &page, |row| {
        rows.push(row);
        Ok(())
    })?;
    Ok(rows)
}

/// Fetches the best matches with their places, best first.
fn best_of<F: Picker>(
    conn: &mut AnyConnection,
    query: &Query,
    filter: &F,
    limit: usize,
) -> QueryResult<Vec<(Place, F::Row)>> {
    let mut found: BTreeMap<i64, (Place, F::Row)> = BTreeMap::new();
    for (id, certain) in named_ids(query, F::NOUN) {
        let typed = Search {
            typed: Some(id),
            matches: Matches::Ids(Vec::new()),
        };
        if let Some(row) = rows(conn, &filter.searching(Some(typed)), false, 1)?.pop()
            && (certain || holds_with_id(id, &row, query))
        {
            found.insert(id, (place(F::NOUN, id, &row, query), row));
        }
    }
    if !query.is_empty() {
        let pool = POOL.max(limit);
        let mut look = |conn: &mut AnyConnection, tier| -> QueryResult<usize> {
            let search = Search {
                typed: None,
                ..search(conn, F::NOUN, query, tier)?
            };
            let rows = rows(conn, &filter.searching(Some(search)), false, pool)?;
            let count = rows.len();
            for row in rows {
                let id = F::id(&row);
                found.insert(id, (place(F::NOUN, id, &row, query), row));
            }
            Ok(count)
        };
        // If the pool holds all matches, ranking is complete; otherwise better ones may follow it.
        if look(conn, Tier::Anywhere)? >= pool && look(conn, Tier::Whole)? < limit {
            look(conn, Tier::Start)?;
        }
    }
    let mut found: Vec<_> = found.into_values().collect();
    found.sort_by_key(|(place, _)| *place);
    found.truncate(limit);
    Ok(found)
}

impl Findable for CustomerRow {
    fn texts(&self, searched: Searched) -> Vec<String> {
        texts(Noun::Customer, &self.customer, searched)
    }
}

impl Findable for ContractRow {
    fn texts(&self, searched: Searched) -> Vec<String> {
        match searched {
            Searched::Name => texts(Noun::Customer, &self.customer, searched),
            // A contract shows no other texts of its customer: a match in them ranks last.
            _ => Vec::new(),
        }
    }
}

impl Findable for EventRow {
    fn texts(&self, searched: Searched) -> Vec<String> {
        let own = texts(Noun::Event, &self.event, searched);
        [own, texts(Noun::Customer, &self.customer, searched)].concat()
    }
}

impl Findable for Collaborator {
    fn texts(&self, searched: Searched) -> Vec<String> {
        texts(Noun::Collaborator, self, searched)
    }
}
