//! Searches of all nouns in an embedded database: the pages that they read are bounded.

use epic::db::search;
use epic::domain::Noun;

use crate::env::{Backend, TestEnv};
use crate::load;
use crate::watch::{Watched, alone};

/// Customers of the company: 60,000 contracts and 120,000 events hang on them.
const CUSTOMERS: u64 = 12_000;

/// The most that a search reads, of some 30,000 pages.
const MOST: u64 = 5_000;

/// Common words, rare ones beside common ones, numbers that are ids and parts of telephone numbers, and signs that no index
/// knows.
const SEARCHES: &[&str] = &[
    "lyon",
    "gala",
    "durand",
    "paul",
    "a",
    "20",
    "0612",
    "lyon 2000",
    "paris 06",
    "gala lyon",
    "lyon toulouse",
    "event 6",
    "martin 12",
    "jean gala 06",
    "mairie - lyon",
    "soirée entreprise lyon",
    "gala lyon paris durand salle",
    "@",
    "%",
    ".",
];

#[test]
fn a_search_reads_a_bounded_part_of_an_embedded_database() {
    let env = TestEnv::demo(Backend::Sqlite);
    let loading = alone();
    load::load(&env.admin_url(), CUSTOMERS, &|_| {}).unwrap();
    drop(loading);
    let watched = Watched::new(&env);
    let pages: u64 = env
        .scalar("SELECT page_count FROM pragma_page_count")
        .parse()
        .unwrap();
    let read = |text: &&'static str| {
        let work = watched.watch(|conn| {
            search::find(conn, text, &Noun::SEARCHABLE, 20).unwrap();
        });
        (*text, work.first().map_or(0, |work| work.pages))
    };
    let over: Vec<_> = SEARCHES.iter().map(read).filter(|it| it.1 > MOST).collect();
    assert!(over.is_empty(), "{over:?} of {pages}");
}
