//! Search of all records. Of frequent words a bounded pool is ranked: the first records by id with whole words, then
//! words at the start, then anywhere. So both databases give equal results at the cost of a page.

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

/// Records ranked per tier.
pub const POOL: usize = 200;

/// Returns the best matches in the nouns, best first, including deactivated collaborators.
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

/// Fetches the candidates of all nouns in one round trip.
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
    // The split matters for events only; other nouns search all needles in any order.
    let tiers = [Tier::Anywhere, Tier::Whole, Tier::Start]
        .map(|tier| Needles::new(query, Noun::Event, tier).all_patterns());
    let found = hit::find_postgres(conn, nouns, &tiers, POOL.max(limit), limit, &named)?;
    let mut ranked = Ranked::default();
    ranked.add(found, query);
    Ok(ranked.hits.into_values().collect())
}

/// Fetches the candidates noun by noun, until those of the rest cannot rank higher.
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
        // Only typed ids rank higher, and records of later nouns come after these.
        if ranked.best() >= limit || query.is_empty() {
            continue;
        }
        let mut look = |tier| first(conn, noun, &Needles::new(query, noun, tier), pool);
        let mut ids = BTreeSet::from_iter(look(Tier::Anywhere)?);
        // If the pool holds all matches, ranking is complete; otherwise better ones may follow.
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

/// Candidates with their rank.
#[derive(Default)]
struct Ranked {
    hits: BTreeMap<(Noun, i64), (Place, Hit)>,
}

impl Ranked {
    /// Ranks candidates; one fetched by id has to be the typed one or hold the words.
    fn add(&mut self, found: Vec<Found>, query: &Query) {
        for Found { hit, named } in found {
            let is_typed = || {
                let mut ids = named_ids(query, hit.noun).into_iter();
                ids.any(|it| it == (hit.id, true))
            };
            if !named || is_typed() || holds_with_id(hit.id, &hit, query) {
                let place = place(hit.noun, hit.id, &hit, query);
                self.hits.insert((hit.noun, hit.id), (place, hit));
            }
        }
    }

    fn best(&self) -> usize {
        let places = self.hits.values().map(|(place, _)| place.0);
        places.filter(|rank| *rank <= BEST).count()
    }
}

/// Returns the ids that the query may name, with `true` if unambiguous: `durand 58` may be record 58 of a Durand.
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
