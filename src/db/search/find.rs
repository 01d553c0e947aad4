//! Best answers to a search of all records. Of what many records hold, a bounded number is ranked: the first ones by id
//! that hold the words as whole words, then at the start of words, then anywhere. So the answers are equal on both
//! databases, and cost no more than a page.

use std::collections::{BTreeMap, BTreeSet};

use diesel::QueryResult;
use diesel::pg::PgConnection;
use diesel::sqlite::SqliteConnection;

use super::first::first;
use super::hit::{self, Found, Hit};
use super::rank::{BEST, Place, holds_with_id, place};
use super::{Needles, Query, Tier};
use crate::db::connection::AnyConnection;
use crate::domain::Noun;

/// Records of each tier that are ranked.
pub const POOL: usize = 200;

/// Returns the best answers of some nouns, the best first; collaborators who have left too.
///
/// # Errors
///
/// Those of the database.
pub fn find(
    conn: &mut AnyConnection,
    text: &str,
    nouns: &[Noun],
    limit: usize,
) -> QueryResult<Vec<Hit>> {
    let query = Query::new(text);
    let mut hits = match conn {
        AnyConnection::Postgres(conn) => find_postgres(conn, &query, nouns, limit)?,
        AnyConnection::Sqlite(conn) => find_sqlite(conn, &query, nouns, limit)?,
    };
    hits.sort_by_key(|(place, _)| *place);
    hits.truncate(limit);
    Ok(hits.into_iter().map(|(_, hit)| hit).collect())
}

/// Finds the candidates of all nouns in one round trip.
fn find_postgres(
    conn: &mut PgConnection,
    query: &Query,
    nouns: &[Noun],
    limit: usize,
) -> QueryResult<Vec<(Place, Hit)>> {
    let named: Vec<(Noun, i64)> = nouns
        .iter()
        .flat_map(|noun| named_ids(query, *noun).into_iter().map(|it| (*noun, it.0)))
        .collect();
    // Words are shared out for events; for the others all are searched in any order.
    let tiers = [Tier::Anywhere, Tier::Whole, Tier::Start]
        .map(|tier| Needles::new(query, Noun::Event, tier).all_patterns());
    let found = hit::find_postgres(conn, nouns, &tiers, POOL.max(limit), limit, &named)?;
    let mut ranked = Ranked::default();
    ranked.add(found, query);
    Ok(ranked.hits.into_values().collect())
}

/// Finds the candidates noun by noun, and stops where those of the rest cannot be better.
fn find_sqlite(
    conn: &mut SqliteConnection,
    query: &Query,
    nouns: &[Noun],
    limit: usize,
) -> QueryResult<Vec<(Place, Hit)>> {
    let pool = POOL.max(limit);
    let mut ranked = Ranked::default();
    for noun in Noun::SEARCHABLE {
        if !nouns.contains(&noun) {
            continue;
        }
        let named: Vec<i64> = named_ids(query, noun).into_iter().map(|it| it.0).collect();
        ranked.add(hit::load(conn, noun, &named, true)?, query);
        // Only an id that was typed is better than these, and records of a later noun follow them.
        if ranked.best() >= limit || query.is_empty() {
            continue;
        }
        let mut look = |tier| first(conn, noun, &Needles::new(query, noun, tier), pool);
        let mut ids = BTreeSet::from_iter(look(Tier::Anywhere)?);
        // Where all of them are in the pool, that is all; otherwise better ones may follow it.
        if ids.len() >= pool {
            let whole = look(Tier::Whole)?;
            if whole.len() < limit {
                ids.extend(look(Tier::Start)?);
            }
            ids.extend(whole);
        }
        let ids: Vec<i64> = ids.into_iter().collect();
        ranked.add(hit::load(conn, noun, &ids, false)?, query);
    }
    Ok(ranked.hits.into_values().collect())
}

/// Candidates with their places.
#[derive(Default)]
struct Ranked {
    hits: BTreeMap<(Noun, i64), (Place, Hit)>,
}

impl Ranked {
    /// Ranks what was found; a record that is there for its id alone has to hold the words, or to be the one that was typed.
    fn add(&mut self, found: Vec<Found>, query: &Query) {
        for Found { hit, named } in found {
            let is_typed = || {
                let mut ids = named_ids(query, hit.noun).into_iter();
                ids.any(|it| it == (hit.id, true))
            };
            if !named || is_typed() || holds_with_id(&hit, query) {
                self.hits
                    .insert((hit.noun, hit.id), (place(&hit, query), hit));
            }
        }
    }

    /// Counts the best answers.
    fn best(&self) -> usize {
        let places = self.hits.values().map(|(place, _)| place.0);
        places.filter(|rank| *rank <= BEST).count()
    }
}

/// Returns the ids that the query may name, each with `true` if it does for certain: `durand 58` may mean a record 58 of a Durand.
pub fn named_ids(query: &Query, noun: Noun) -> Vec<(i64, bool)> {
    let typed = query.typed.and_then(|typed| typed.of(noun));
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
