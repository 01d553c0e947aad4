//! Filters, orders and pages at scale: what every list reads, on both databases, over 100,000 contracts and 200,000 events.
//!
//! The statements are those of the program, whose own functions are called on a connection that is watched; in PostgreSQL
//! for somebody who is signed in, under the policies. What a page costs is bounded by rows and pages that were read, not
//! by durations: a plan that names an index may read all of it.
//!
//! `--offset` is not among the pages: whatever the plan, it reads the rows that it passes over. `--after` is the way to go
//! on.

mod company;
mod filters;
mod search;
mod watch;

use std::fmt::Write as _;

use epic::db::audit::{self, AuditSort};
use epic::db::collaborators::{self, CollaboratorSort};
use epic::db::contracts::{self, ContractFilter, ContractSort};
use epic::db::customers::{self, CustomerSort};
use epic::db::events::{self, EventSort};
use epic::db::needs::Needs;
use epic::db::{Page, Sort};
use epic::domain::Noun;
use epic::domain::{CollaboratorId, ContractId, CustomerId, EventId};

use crate::env::{Backend, TestEnv, on_both_databases};
use filters::Cast;
use watch::{Watched, Work};

/// How many rows a page has.
const LIMIT: i64 = 50;

/// The most that a page in the order of a column reads when nothing is filtered: its rows, and what is shown of others.
const PLAIN: u64 = 700;

/// The most that a filtered page reads, of 200,000 events. What is somebody's is gathered and sorted, or the list is read in
/// its order until fifty rows of theirs are met: whichever is less by the statistics of PostgreSQL, or by what was counted
/// in SQLite. Neither grows with the company, as long as what one person looks after does not. PostgreSQL counts a row
/// once for each index that leads to it.
const fn filtered(database: Backend, list: &str) -> u64 {
    match (database, list.as_bytes()) {
        (Backend::Sqlite, _) => 12_000,
        // Of the 20,000 that there are of each of the others.
        (Backend::Postgres, b"contract" | b"event") => 40_000,
        (Backend::Postgres, _) => 20_000,
    }
}

/// The most that counting up to 1,000 rows reads.
const COUNTED: u64 = 25_000;

/// Pages that no plan makes cheap, or none that the planner of PostgreSQL finds: how much they may read, and why.
fn exception(database: Backend, page: &str) -> Option<u64> {
    let postgres = database == Backend::Postgres;
    let (list, order) = page.split_once("] ")?;
    match (list, order) {
        // Rows that have to be asked one by one are counted until 1,000 of them have passed.
        (
            "contract [no event"
            | "contract [no event signed"
            | "contract [search common"
            | "event [unassigned"
            | "event [upcoming support many"
            | "event [upcoming sales many"
            | "event [search common"
            | "customer [support many",
            "count",
        ) => Some(150_000),
        // Whatever begins with another word than the one that is searched precedes all that hold it, or follows.
        ("event [search common", _) if order.contains("title") => Some(300_000),
        ("contract [search common", _) if postgres && order.contains("company") => Some(75_000),
        // Three conditions that exclude each other more often than their shares tell: an event misses few signed contracts.
        ("contract [no event signed sales mid", _) if postgres => Some(50_000),
        // Two conditions on two tables: the list is read in its order, and of each event the customer is asked.
        ("event [unassigned sales mid" | "event [upcoming sales mid", _) if postgres => {
            Some(60_000)
        }
        // Of each customer, all events of all contracts are asked who runs them, until fifty are met.
        ("customer [support mid", _) if postgres => Some(100_000),
        // What ends last has not started yet; and entries of two indexes are combined, before a row is read.
        ("event [past support mid" | "event [upcoming support mid", _)
            if postgres && order.contains("end_at") =>
        {
            Some(65_000)
        }
        // The events of a day that is to come were created lately, as few others.
        ("event [one day", _) if postgres => Some(100_000),
        _ => None,
    }
}

/// What is wrong, all of it.
#[derive(Default)]
struct Report {
    wrong: String,
    dearest: u64,
}

impl Report {
    fn bound(&mut self, env: &TestEnv, page: &str, work: &[Work], most: u64) {
        let cost = cost(env, work);
        let most = exception(env.backend(), page).unwrap_or(most);
        if cost > most {
            self.wrong(page, &format!("reads {cost}, {most} at most"), work);
        }
        self.dearest = self.dearest.max(cost);
        for work in work {
            assert!(!work.plan.is_empty());
            assert!(
                !work.steps().contains("epic_api."),
                "a policy asks for every row: {}",
                work.plan
            );
        }
    }

    fn wrong(&mut self, page: &str, what: &str, work: &[Work]) {
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

/// Reads every page of a list: with every filter, in every order and its reverse, from the start and from the middle.
macro_rules! pages {
    ($env:ident, $watched:ident, $report:ident, $noun:literal, $module:ident, $filters:expr, $sort:ty, $middle:expr) => {{
        let middle = $module::find(&mut $watched.conn(), $middle)
            .unwrap()
            .unwrap();
        for (number, (name, filter)) in $filters.iter().enumerate() {
            for (order, sort) in <$sort as Sort>::NAMES {
                for descending in [false, true] {
                    let mut first = 0;
                    for after in [None, Some(middle.clone())] {
                        let sign = if descending { "-" } else { "" };
                        let start = if after.is_some() { " after" } else { "" };
                        let title = format!("{} [{name}] {sign}{order}{start}", $noun);
                        let page = Page {
                            sort: *sort,
                            descending,
                            limit: Some(LIMIT),
                            offset: None,
                            after,
                        };
                        let work = $watched.watch(|conn| {
                            $module::list(conn, filter, &page, |_| {
                                Ok::<_, diesel::result::Error>(())
                            })
                            .unwrap();
                        });
                        let plain = number == 0;
                        $report.bound(
                            $env,
                            &title,
                            &work,
                            if plain {
                                PLAIN
                            } else {
                                filtered($env.backend(), $noun)
                            },
                        );
                        if !plain {
                            continue;
                        }
                        let index = index($noun, order);
                        if !work.last().unwrap().steps().contains(&index) {
                            $report.wrong(&title, &format!("does not start in {index}"), &work);
                        }
                        if work.last().is_some_and(sorts) {
                            $report.wrong(&title, "is sorted", &work);
                        }
                        let cost = cost($env, &work);
                        if page.after.is_none() {
                            first = cost;
                        } else if cost > 2 * first + 250 {
                            // Rows of one value may lie on a page each.
                            $report.wrong(
                                &title,
                                &format!("reads {cost}, the first page {first}"),
                                &work,
                            );
                        }
                    }
                }
            }
            let title = format!("{} [{name}] count", $noun);
            let work = $watched.watch(|conn| {
                $module::count_filtered(conn, filter, 1_001).unwrap();
            });
            $report.bound($env, &title, &work, COUNTED);
        }
    }};
}

/// Reads the whole of a list with one of its filters, which has to be found through an index.
macro_rules! whole {
    ($env:ident, $watched:ident, $report:ident, $module:ident, $filters:expr, $sort:ty, $indexes:expr) => {
        for (name, postgres, sqlite) in $indexes {
            let (_, filter) = $filters.iter().find(|(known, _)| *known == name).unwrap();
            let page = Page {
                sort: <$sort>::default(),
                ..Page::everything()
            };
            let work = $watched.watch(|conn| {
                $module::list(conn, filter, &page, |_| Ok::<_, diesel::result::Error>(())).unwrap();
            });
            let index = if $env.backend() == Backend::Postgres {
                postgres
            } else {
                sqlite
            };
            if !work.last().unwrap().steps().contains(index) {
                $report.wrong(
                    &format!("{} [{name}]", stringify!($module)),
                    &format!("is not found by {index}"),
                    &work,
                );
            }
        }
    };
}

on_both_databases! {
    fn no_page_of_a_large_company_reads_much_more_than_it_shows(env: &TestEnv) {
        company::fill(env);
        let watched = Watched::new(env);
        let cast = Cast::of(env);
        let of_contracts = filters::contracts(&watched, &cast);
        let of_events = filters::events(&watched, &cast);
        let of_customers = filters::customers(&watched, &cast);
        let of_collaborators = filters::collaborators(&watched);
        let of_audit = filters::audit(&cast);
        let mut report = Report::default();
        whole!(env, watched, report, contracts, of_contracts, ContractSort, [
            ("sales few", "customers_sales_contact_index", "customers_sales_contact_index"),
            ("sales mid", "contracts_customer_index", "contracts_customer_index"),
            ("support few", "events_support_contact_", "events_support_contact_"),
            ("support mid", "events_support_contact_", "events_support_contact_"),
            ("customer", "contracts_customer_index", "contracts_customer_index"),
            ("customer large", "contracts_customer_index", "contracts_customer_index"),
            ("pending", "contracts_status_index", "contracts_status_index"),
            ("unpaid", "contracts_unpaid_", "contracts_unpaid_index"),
        ]);
        whole!(env, watched, report, events, of_events, EventSort, [
            ("sales few", "customers_sales_contact_index", "customers_sales_contact_index"),
            ("support few", "events_support_contact_", "events_support_contact_"),
            ("support mid", "events_support_contact_", "events_support_contact_"),
            ("contract", "events_contract_index", "events_contract_index"),
            ("customer", "contracts_customer_index", "contracts_customer_index"),
            ("one day", "events_start_index", "events_start_index"),
        ]);
        whole!(env, watched, report, customers, of_customers, CustomerSort, [
            ("sales few", "customers_sales_contact_index", "customers_sales_contact_index"),
            ("sales mid", "customers_sales_contact_index", "customers_sales_contact_index"),
            ("support few", "events_support_contact_", "events_support_contact_"),
            ("support mid", "events_support_contact_", "events_support_contact_"),
            ("search rare", "customers_pkey", "INTEGER PRIMARY KEY"),
            ("company rare", "customers_pkey", "INTEGER PRIMARY KEY"),
        ]);
        whole!(env, watched, report, collaborators, of_collaborators, CollaboratorSort, [
            ("management", "collaborators_department_index", "collaborators_"),
            ("search", "collaborators_pkey", "SEARCH collaborators"),
        ]);
        whole!(env, watched, report, audit, of_audit, AuditSort, [
            ("by", "audit_entries_collaborator_index", "audit_entries_collaborator_index"),
            ("since", "audit_entries_occurred_index", "audit_entries_occurred_index"),
            ("delete", "audit_entries_action_index", "audit_entries_action_index"),
            ("session", "audit_entries_", "audit_entries_"),
        ]);
        whole!(env, watched, report, contracts, of_contracts, ContractSort, [
            // PostgreSQL knows that who owes so much owes something, and may read the few who do.
            ("min due 200000", "contracts_", "contracts_due_index"),
        ]);
        // A page of the events that nobody runs, which every fifteenth is.
        let page = Page { limit: Some(LIMIT), ..Page::everything() };
        let (_, unassigned) = of_events.iter().find(|(name, _)| *name == "unassigned").unwrap();
        let work = watched.watch(|conn| {
            events::list(conn, unassigned, &page, |_| Ok::<_, diesel::result::Error>(())).unwrap();
        });
        // NULL is a value of somebody's index to SQLite.
        let index = if env.backend() == Backend::Postgres { "events_unassigned_index" } else { "events_" };
        if !work[0].steps().contains(index) {
            report.wrong("event [unassigned]", &format!("is not found by {index}"), &work);
        }
        // Words are looked up in the index of trigrams. The function that does so in PostgreSQL does not tell its plan: it
        // is the one of its last statement.
        for (table, kind, word) in [
            ("customers", Noun::Customer, "15000@"),
            ("events", Noun::Event, "colloque 899"),
            ("collaborators", Noun::Collaborator, "user1234"),
        ] {
            let (plan, index) = match env.backend() {
                Backend::Postgres => (
                    watch::explained(env, &format!("SELECT t.id FROM public.{table} t WHERE t.search_text LIKE '%{word}%' LIMIT 10001")),
                    format!("{table}_search_index"),
                ),
                Backend::Sqlite => {
                    let work = watched.watch(|conn| {
                        let needs = Needs::default().search(kind, Some(word));
                        customers::known(conn, &needs, None).unwrap();
                    });
                    (work.iter().map(|work| work.plan.as_str()).collect::<Vec<_>>().join("\n"), format!("{table}_search VIRTUAL TABLE INDEX"))
                }
            };
            assert!(plan.contains(&index), "{word} is not found by {index}: {plan}");
        }
        // Contracts without events are found by looking each up, in the order of the list.
        let page = Page { limit: Some(LIMIT), ..Page::everything() };
        let filter = ContractFilter { no_event: true, ..ContractFilter::default() };
        let work = watched.watch(|conn| {
            contracts::list(conn, &filter, &page, |_| Ok::<_, diesel::result::Error>(())).unwrap();
        });
        assert!(work[0].steps().contains("events_contract_index"), "{}", work[0].plan);
        loop {
            pages!(env, watched, report, "contract", contracts, of_contracts, ContractSort, ContractId(50_000));
            pages!(env, watched, report, "event", events, of_events, EventSort, EventId(100_000));
            pages!(env, watched, report, "customer", customers, of_customers, CustomerSort, CustomerId(10_000));
            pages!(env, watched, report, "collaborator", collaborators, of_collaborators, CollaboratorSort, CollaboratorId(10_000));
            pages!(env, watched, report, "audit", audit, of_audit, AuditSort, 25_000);
            // Nobody need have analysed an embedded database, and somebody may: the plans are as good either way.
            if env.backend() == Backend::Postgres || env.scalar("SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_stat1'") != "0" {
                break;
            }
            env.execute("ANALYZE; DROP TABLE IF EXISTS sqlite_stat4");
        }
        // Zero where the system does not tell what a process reads.
        assert!(report.dearest > 0 || cfg!(not(target_os = "linux")));
        assert!(report.wrong.is_empty(), "{}", report.wrong);
    }
}
