//! Costs of pages, the bounds they are held to, and what exceeds them.

use std::fmt::Write as _;

use diesel::result::Error;
use epic::db::Page;
use epic::db::list::prefetch::{prefetch, resolve};
use epic::db::list::{self, List, Sort as _, SortColumn};
use epic::domain::Noun;

use crate::env::{Backend, TestEnv};
use crate::watch::{Watched, Work, explained};

/// How many rows a page has.
pub const LIMIT: i64 = 50;

/// The most that a page in the order of a column reads when nothing is filtered: its rows, and what is shown of others.
const PLAIN: u64 = 700;

/// The most that a filtered page reads, of 200,000 events. What is somebody's is gathered and sorted, or the list is read in
/// its order until fifty rows of theirs are met: whichever is less by the statistics of PostgreSQL, or by what was counted
/// in SQLite. Neither grows with the company, as long as what one person looks after does not. PostgreSQL counts a row
/// once for each index that leads to it.
fn filtered(database: Backend, list: &str) -> u64 {
    match (database, list) {
        (Backend::Sqlite, _) => 8_000,
        // Of the 20,000 that there are of each of the others.
        (Backend::Postgres, "contract" | "event") => 40_000,
        (Backend::Postgres, _) => 20_000,
    }
}

/// The most that counting up to 1,000 rows reads.
const COUNTED: u64 = 25_000;

/// Pages that no plan makes cheap, or none that the planner of PostgreSQL finds: how much they may read, and why.
fn exception(database: Backend, page: &str) -> Option<u64> {
    let (list, order) = page.split_once("] ")?;
    if database == Backend::Sqlite {
        // Of each customer, all events of all contracts are asked who runs them, until 1,000 have passed.
        return ((list, order) == ("customer [support many", "count")).then_some(30_000);
    }
    match (list, order) {
        // Rows that have to be asked one by one are counted until 1,000 of them have passed.
        (
            "contract [no event"
            | "contract [no event signed"
            | "contract [search common"
            | "contract [search common signed"
            | "event [unassigned"
            | "event [upcoming support many"
            | "event [upcoming sales many"
            | "event [search common"
            | "event [search common upcoming"
            | "customer [support many",
            "count",
        ) => Some(150_000),
        // Whatever begins with another word than the one that is searched precedes all that hold it, or follows.
        ("event [search common", _) if order.contains("title") => Some(300_000),
        ("contract [search common" | "contract [search common signed", _)
            if order.contains("company") =>
        {
            Some(75_000)
        }
        // A word that one row in eight holds, which the planner takes to be in half of them: a list is read in its order
        // eight times as far as it expects.
        (
            "event [search common upcoming"
            | "event [search common support mid"
            | "event [search common sales mid upcoming",
            _,
        ) => Some(180_000),
        // Three conditions that exclude each other more often than their shares tell: an event misses few signed contracts.
        ("contract [no event signed sales mid", _) => Some(50_000),
        // Two conditions on two tables: the list is read in its order, and of each event the customer is asked.
        ("event [unassigned sales mid" | "event [upcoming sales mid", _) => Some(60_000),
        // Of each customer, all events of all contracts are asked who runs them, until fifty are met.
        ("customer [support mid" | "customer [search common support mid", _) => Some(100_000),
        // What ends last has not started yet; and entries of two indexes are combined, before a row is read.
        ("event [past support mid" | "event [upcoming support mid", _)
            if order.contains("end_at") =>
        {
            Some(65_000)
        }
        // The conditions of views, which belong to no table, keep the last join from its cache: customers are read first, and of
        // each all contracts, to sort them.
        ("contract [", "customer.id") => Some(1_000),
        // Amounts have no statistics, which would tell them: a list is read in its order some further.
        ("contract [min due 200000", "-status after") => Some(50_000),
        // The events of a day that is to come were created lately, as few others.
        ("event [one day", _) => Some(100_000),
        _ => None,
    }
}

/// What is wrong, all of it.
#[derive(Default)]
pub struct Report {
    wrong: String,
    highest: u64,
}

impl Report {
    /// Fails where something is wrong.
    pub fn end(self) {
        // Zero where the system does not tell what a process reads.
        assert!(self.highest > 0 || cfg!(not(target_os = "linux")));
        assert!(self.wrong.is_empty(), "{}", self.wrong);
    }

    fn bound(&mut self, env: &TestEnv, page: &str, work: &[Work], most: u64) {
        let cost = cost(env, work);
        let most = exception(env.backend(), page).unwrap_or(most);
        if cost > most {
            self.wrong(page, &format!("reads {cost}, {most} at most"), work);
        }
        self.highest = self.highest.max(cost);
        for work in work {
            assert!(!work.plan.is_empty());
            assert!(
                !work.steps().contains("epic_api."),
                "a policy asks for every row: {}",
                work.plan
            );
        }
    }

    pub fn wrong(&mut self, page: &str, what: &str, work: &[Work]) {
        writeln!(self.wrong, "{page}: {what}").unwrap();
        for work in work {
            writeln!(self.wrong, "{}\n", work.plan).unwrap();
        }
    }
}

/// What was read: rows in PostgreSQL, pages of the file in SQLite.
fn cost(env: &TestEnv, work: &[Work]) -> u64 {
    match env.backend() {
        Backend::Postgres => work.iter().map(|work| work.rows).sum(),
        // Of one connection for all statements of the step.
        Backend::Sqlite => work.iter().map(|work| work.pages).max().unwrap_or(0),
    }
}

/// The index that an order starts in. Ids are found by the key of their table, and SQLite knows no other name for it.
fn index(list: &str, order: &str) -> String {
    match (list, order) {
        (_, "id" | "sequence") => String::new(),
        (_, "customer.company") => "customers_company_index".to_owned(),
        (_, "customer.id") => "contracts_customer_index".to_owned(),
        (_, "contract.id") => "events_contract_index".to_owned(),
        _ => format!("{list}s_{}_index", order.trim_end_matches("_at")),
    }
}

/// Whether all rows were sorted, rather than those with one value of the first column.
fn sorts(work: &Work) -> bool {
    let plan = work.steps();
    plan.contains("USE TEMP B-TREE FOR ORDER BY")
        || plan
            .lines()
            .any(|step| step.trim_start().starts_with("Sort |"))
}

/// Reads every page of a list: with every filter, in every order and its reverse, from the start and from the row `middle`.
pub fn pages<L: List<Row: Clone>>(
    env: &TestEnv,
    watched: &Watched,
    report: &mut Report,
    noun: &str,
    filters: &[(&str, L)],
    middle: i64,
) {
    let lookups = list::Lookups::default();
    let (_, middle) = prefetch::<L>(&mut watched.conn(), &lookups, Some(middle)).unwrap();
    let middle = middle.unwrap();
    for (number, (name, filter)) in filters.iter().enumerate() {
        let plain = number == 0;
        for SortColumn {
            name: order, sort, ..
        } in L::Sort::COLUMNS
        {
            for descending in [false, true] {
                let mut first = 0;
                for after in [None, Some(middle.clone())] {
                    let sign = if descending { "-" } else { "" };
                    let start = if after.is_some() { " after" } else { "" };
                    let title = format!("{noun} [{name}] {sign}{order}{start}");
                    let page = Page {
                        sort: *sort,
                        descending,
                        limit: Some(LIMIT),
                        offset: None,
                        after,
                    };
                    let work = read(watched, filter, &page);
                    let most = if plain {
                        PLAIN
                    } else {
                        filtered(env.backend(), noun)
                    };
                    report.bound(env, &title, &work, most);
                    if !plain {
                        continue;
                    }
                    let index = index(noun, order);
                    if !work.last().unwrap().steps().contains(&index) {
                        report.wrong(&title, &format!("does not start in {index}"), &work);
                    }
                    if work.last().is_some_and(sorts) {
                        report.wrong(&title, "is sorted", &work);
                    }
                    let cost = cost(env, &work);
                    if page.after.is_none() {
                        first = cost;
                    } else if cost > 2 * first + 250 {
                        // Rows of one value may lie on a page each.
                        report.wrong(
                            &title,
                            &format!("reads {cost}, the first page {first}"),
                            &work,
                        );
                    }
                }
            }
        }
        let title = format!("{noun} [{name}] count");
        let work = watched.watch(|conn| {
            list::count(conn, filter, 1_001).unwrap();
        });
        report.bound(env, &title, &work, COUNTED);
    }
}

/// Reads a page.
pub fn read<L: List>(watched: &Watched, filter: &L, page: &Page<L::Sort, L::Row>) -> Vec<Work> {
    watched.watch(|conn| list::stream(conn, filter, page, |_| Ok::<_, Error>(())).unwrap())
}

/// Reads the whole list of some filters, which have to be found through an index: `(filter, in PostgreSQL, in SQLite)`.
pub fn whole<L: List>(
    env: &TestEnv,
    watched: &Watched,
    report: &mut Report,
    filters: &[(&str, L)],
    indexes: &[(&str, &str, &str)],
) {
    for (name, postgres, sqlite) in indexes {
        let (_, filter) = filters.iter().find(|(known, _)| known == name).unwrap();
        let work = read(watched, filter, &Page::everything());
        let index = match env.backend() {
            Backend::Postgres => postgres,
            Backend::Sqlite => sqlite,
        };
        if !work.last().unwrap().steps().contains(index) {
            report.wrong(
                &format!("[{name}]"),
                &format!("is not found by {index}"),
                &work,
            );
        }
    }
}

/// Checks that a word is looked up in the index of trigrams of a table. The function that does so in PostgreSQL does not tell
/// its plan: it is the one of its last statement.
pub fn indexed(env: &TestEnv, watched: &Watched, table: &str, kind: Noun, word: &str) {
    let (plan, index) = match env.backend() {
        Backend::Postgres => (
            explained(
                env,
                &format!(
                    "SELECT t.id FROM public.{table} t WHERE t.search_text LIKE '%{word}%' LIMIT 10001"
                ),
            ),
            format!("{table}_search_index"),
        ),
        Backend::Sqlite => {
            let work = watched.watch(|conn| {
                let lookups = list::Lookups::default().search(kind, Some(word));
                resolve(conn, &lookups).unwrap();
            });
            let plans: Vec<_> = work.iter().map(|work| work.plan.as_str()).collect();
            (
                plans.join("\n"),
                format!("{table}_search VIRTUAL TABLE INDEX"),
            )
        }
    };
    assert!(
        plan.contains(&index),
        "{word} is not found by {index}: {plan}"
    );
}
