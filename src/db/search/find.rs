//! The best answers to what somebody typed. Of what many records hold, a bounded number is looked at: the first ones by id
//! that hold the words as whole words, then at the start of words, then anywhere. So are the answers the same on both
//! databases, and no dearer than a page.

use std::collections::BTreeMap;

use diesel::QueryResult;

use super::hit::{Hit, find_postgres};
use super::rank::{BEST, Findable, Place, holds_with_id, place};
use super::{Kind, Matches, Query, Search, Tier, search};
use crate::db::Page;
use crate::db::collaborators::{Collaborator, CollaboratorFilter};
use crate::db::connection::AnyConnection;
use crate::db::contracts::{ContractFilter, ContractRow};
use crate::db::customers::{CustomerFilter, CustomerRow};
use crate::db::events::{EventFilter, EventRow};
use crate::db::list::{self, Sort};

/// How many records of each tier are looked at.
pub const POOL: usize = 200;

/// The best answers of some kinds, the best first; collaborators who have left too.
///
/// # Errors
///
/// Those of the database.
pub fn find(
    conn: &mut AnyConnection,
    text: &str,
    kinds: &[Kind],
    limit: usize,
) -> QueryResult<Vec<Hit>> {
    let query = Query::new(text);
    let mut hits = match conn {
        AnyConnection::Postgres(conn) => find_postgres(conn, &query, kinds, limit)?,
        AnyConnection::Sqlite(_) => find_each(conn, &query, kinds, limit)?,
    };
    hits.sort_by_key(|(place, _)| *place);
    hits.truncate(limit);
    Ok(hits.into_iter().map(|(_, hit)| hit).collect())
}

/// The answers of some kinds among which the best ones are, with their places: one kind after the other.
fn find_each(
    conn: &mut AnyConnection,
    query: &Query,
    kinds: &[Kind],
    limit: usize,
) -> QueryResult<Vec<(Place, Hit)>> {
    let mut hits: Vec<(Place, Hit)> = Vec::new();
    for kind in Kind::ALL {
        if !kinds.contains(&kind) {
            continue;
        }
        // Answers of kinds that follow are at most as good, but for an id that was typed.
        let best = hits.iter().filter(|(place, _)| place.0 <= BEST).count();
        let depth = if best >= limit {
            Depth::Typed
        } else {
            Depth::Words
        };
        macro_rules! add {
            ($filter:expr) => {{
                let found = best_of(conn, query, &$filter, limit, depth)?;
                hits.extend(found.into_iter().map(|(at, row)| (at, row.into())));
            }};
        }
        match kind {
            Kind::Customer => add!(CustomerFilter::default()),
            Kind::Contract => add!(ContractFilter::default()),
            Kind::Event => add!(EventFilter::default()),
            Kind::Collaborator => add!(CollaboratorFilter {
                inactive: true,
                ..CollaboratorFilter::default()
            }),
        }
    }
    Ok(hits)
}

macro_rules! pickers {
    ($($(#[$doc:meta])* $name:ident, $filter:ty, $row:ty;)+) => {$(
        $(#[$doc])*
        /// The best answers first, or the newest records when nothing was typed: as many as a person looks through, for
        /// a list that is asked for at every key.
        ///
        /// # Errors
        ///
        /// Those of the database.
        pub fn $name(
            conn: &mut AnyConnection,
            text: &str,
            filter: &$filter,
            limit: usize,
        ) -> QueryResult<Vec<$row>> {
            let query = Query::new(text);
            if query.is_empty() {
                return filter.rows(conn, None, true, limit);
            }
            let found = best_of(conn, &query, filter, limit, Depth::Words)?;
            Ok(found.into_iter().map(|(_, row)| row).collect())
        }
    )+};
}

pickers! {
    /// The customers of a filter that hold what was typed.
    pick_customers, CustomerFilter, CustomerRow;
    /// The contracts of a filter that hold what was typed.
    pick_contracts, ContractFilter, ContractRow;
    /// The events of a filter that hold what was typed.
    pick_events, EventFilter, EventRow;
    /// The collaborators of a filter that hold what was typed.
    pick_collaborators, CollaboratorFilter, Collaborator;
}

/// How much is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Depth {
    /// The record whose id was typed.
    Typed,
    /// What holds the words too.
    Words,
}

/// The list that a filter makes.
trait Source {
    type Row: Findable;

    const KIND: Kind;

    /// The first or the last rows by id.
    fn rows(
        &self,
        conn: &mut AnyConnection,
        search: Option<Search>,
        newest: bool,
        limit: usize,
    ) -> QueryResult<Vec<Self::Row>>;

    /// The row of an id, if the filter lets it through.
    fn row(&self, conn: &mut AnyConnection, id: i64) -> QueryResult<Option<Self::Row>>;
}

macro_rules! source {
    ($filter:ty, $row:ty, $kind:ident) => {
        impl Source for $filter {
            type Row = $row;

            const KIND: Kind = Kind::$kind;

            fn rows(
                &self,
                conn: &mut AnyConnection,
                search: Option<Search>,
                newest: bool,
                limit: usize,
            ) -> QueryResult<Vec<$row>> {
                let filter = Self {
                    search,
                    ..self.clone()
                };
                let mut rows = Vec::new();
                list::stream::<_, diesel::result::Error>(
                    conn,
                    &filter,
                    &first(newest, limit),
                    |row| {
                        rows.push(row);
                        Ok(())
                    },
                )?;
                Ok(rows)
            }

            fn row(&self, conn: &mut AnyConnection, id: i64) -> QueryResult<Option<$row>> {
                let search = Search {
                    typed: Some(id),
                    matches: Matches::Ids(Vec::new()),
                };
                Ok(self.rows(conn, Some(search), false, 1)?.pop())
            }
        }
    };
}

source!(CustomerFilter, CustomerRow, Customer);
source!(ContractFilter, ContractRow, Contract);
source!(EventFilter, EventRow, Event);
source!(CollaboratorFilter, Collaborator, Collaborator);

fn first<S: Sort, A>(descending: bool, limit: usize) -> Page<S, A> {
    Page {
        descending,
        limit: Some(i64::try_from(limit).unwrap_or(i64::MAX)),
        ..Page::everything()
    }
}

/// The best answers of one kind, the best first.
fn best_of<F: Source>(
    conn: &mut AnyConnection,
    query: &Query,
    filter: &F,
    limit: usize,
    depth: Depth,
) -> QueryResult<Vec<(Place, F::Row)>> {
    let mut found: BTreeMap<i64, (Place, F::Row)> = BTreeMap::new();
    for (id, certain) in named_ids(query, F::KIND) {
        if let Some(row) = filter.row(conn, id)?
            && (certain || holds_with_id(&row, query))
        {
            found.insert(id, (place(&row, query), row));
        }
    }
    if depth == Depth::Words && !query.is_empty() {
        let pool = POOL.max(limit);
        let mut look = |conn: &mut AnyConnection, tier| -> QueryResult<usize> {
            let search = Search {
                typed: None,
                ..search(conn, F::KIND, query, tier)?
            };
            let rows = filter.rows(conn, Some(search), false, pool)?;
            let count = rows.len();
            for row in rows {
                let place = place(&row, query);
                found.insert(row.id(), (place, row));
            }
            Ok(count)
        };
        // Where all of them are in the pool, that is all; else the better ones may be behind it.
        if look(conn, Tier::Anywhere)? >= pool && look(conn, Tier::Whole)? < limit {
            look(conn, Tier::Start)?;
        }
    }
    let mut found: Vec<_> = found.into_values().collect();
    found.sort_by_key(|(place, _)| *place);
    found.truncate(limit);
    Ok(found)
}

/// The ids that the query may name, and whether it does for certain: `durand 58` may mean a record 58 of a Durand.
pub fn named_ids(query: &Query, kind: Kind) -> Vec<(i64, bool)> {
    let typed = query.typed.and_then(|typed| typed.of(kind));
    let mut ids: Vec<(i64, bool)> = typed.map(|id| (id, true)).into_iter().collect();
    if query.typed.is_none() && query.words.len() > 1 {
        let numbers = query.words.iter().filter_map(|word| {
            let id: i64 = word.parse().ok()?;
            (id > 0 && id.to_string() == *word).then_some((id, false))
        });
        ids.extend(numbers.take(2));
    }
    ids
}
