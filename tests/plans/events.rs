//! Pages of events.

use epic::db::Page;
use epic::db::events::EventFilter;
use epic::domain::Noun;

use crate::cast::{Cast, found};
use crate::env::{Backend, TestEnv};
use crate::of_each_world;
use crate::report::{LIMIT, Report, indexed, pages, read, whole};
use crate::watch::Watched;

/// The filters of the list of events.
fn filters(watched: &Watched, cast: &Cast) -> Vec<(&'static str, EventFilter)> {
    let e = EventFilter::default;
    vec![
        ("", e()),
        (
            "sales few",
            EventFilter {
                sales_contact: Some(cast.few),
                ..e()
            },
        ),
        (
            "sales mid",
            EventFilter {
                sales_contact: Some(cast.mid),
                ..e()
            },
        ),
        (
            "sales many",
            EventFilter {
                sales_contact: Some(cast.many),
                ..e()
            },
        ),
        (
            "support few",
            EventFilter {
                support_contact: Some(cast.run_few),
                ..e()
            },
        ),
        (
            "support mid",
            EventFilter {
                support_contact: Some(cast.run_mid),
                ..e()
            },
        ),
        (
            "support many",
            EventFilter {
                support_contact: Some(cast.run_many),
                ..e()
            },
        ),
        (
            "unassigned",
            EventFilter {
                unassigned: true,
                ..e()
            },
        ),
        (
            "unassigned sales mid",
            EventFilter {
                unassigned: true,
                sales_contact: Some(cast.mid),
                ..e()
            },
        ),
        (
            "unassigned upcoming",
            EventFilter {
                unassigned: true,
                from: Some(cast.now),
                ..e()
            },
        ),
        (
            "contract",
            EventFilter {
                contract: Some(cast.contract),
                ..e()
            },
        ),
        (
            "customer",
            EventFilter {
                customer: Some(cast.customer),
                ..e()
            },
        ),
        (
            "customer large",
            EventFilter {
                customer: Some(cast.large),
                ..e()
            },
        ),
        (
            "upcoming",
            EventFilter {
                from: Some(cast.now),
                ..e()
            },
        ),
        (
            "upcoming support mid",
            EventFilter {
                from: Some(cast.now),
                support_contact: Some(cast.run_mid),
                ..e()
            },
        ),
        (
            "upcoming support many",
            EventFilter {
                from: Some(cast.now),
                support_contact: Some(cast.run_many),
                ..e()
            },
        ),
        (
            "upcoming sales mid",
            EventFilter {
                from: Some(cast.now),
                sales_contact: Some(cast.mid),
                ..e()
            },
        ),
        (
            "upcoming sales many",
            EventFilter {
                from: Some(cast.now),
                sales_contact: Some(cast.many),
                ..e()
            },
        ),
        (
            "one day",
            EventFilter {
                from: Some(cast.now),
                before: Some(cast.later(1)),
                ..e()
            },
        ),
        (
            "far ahead",
            EventFilter {
                from: Some(cast.later(490)),
                ..e()
            },
        ),
        (
            "long ago",
            EventFilter {
                before: Some(cast.later(-2400)),
                ..e()
            },
        ),
        (
            "past support mid",
            EventFilter {
                before: Some(cast.now),
                support_contact: Some(cast.run_mid),
                ..e()
            },
        ),
        (
            "search rare",
            EventFilter {
                search: found(watched, Noun::Event, "15000@"),
                ..e()
            },
        ),
        (
            "search common",
            EventFilter {
                search: found(watched, Noun::Event, "gala"),
                ..e()
            },
        ),
        (
            "search common upcoming",
            EventFilter {
                search: found(watched, Noun::Event, "gala"),
                from: Some(cast.now),
                ..e()
            },
        ),
        (
            "search common support mid",
            EventFilter {
                search: found(watched, Noun::Event, "gala"),
                support_contact: Some(cast.run_mid),
                ..e()
            },
        ),
        (
            "search common sales mid upcoming",
            EventFilter {
                search: found(watched, Noun::Event, "gala"),
                sales_contact: Some(cast.mid),
                from: Some(cast.now),
                ..e()
            },
        ),
        (
            "search common long ago",
            EventFilter {
                search: found(watched, Noun::Event, "gala"),
                before: Some(cast.later(-2400)),
                ..e()
            },
        ),
        (
            "search everywhere",
            EventFilter {
                search: found(watched, Noun::Event, "example"),
                ..e()
            },
        ),
    ]
}

fn check(env: &TestEnv) {
    let watched = Watched::new(env);
    let filters = filters(&watched, &Cast::of(env));
    let mut report = Report::default();
    let indexes = [
        (
            "sales few",
            "customers_sales_contact_index",
            "customers_sales_contact_index",
        ),
        (
            "support few",
            "events_support_contact_",
            "events_support_contact_",
        ),
        (
            "support mid",
            "events_support_contact_",
            "events_support_contact_",
        ),
        ("contract", "events_contract_index", "events_contract_index"),
        (
            "customer",
            "contracts_customer_index",
            "contracts_customer_index",
        ),
        ("one day", "events_start_index", "events_start_index"),
    ];
    whole(env, &watched, &mut report, &filters, &indexes);
    // A page of the unassigned events, which every fifteenth is.
    let page = Page {
        limit: Some(LIMIT),
        ..Page::everything()
    };
    let (_, unassigned) = filters
        .iter()
        .find(|(name, _)| *name == "unassigned")
        .unwrap();
    let work = read(&watched, unassigned, &page);
    // NULL is a value of an index to SQLite.
    let index = match env.backend() {
        Backend::Postgres => "events_unassigned_index",
        Backend::Sqlite => "events_",
    };
    if !work[0].steps().contains(index) {
        report.wrong(
            "event [unassigned]",
            &format!("is not found by {index}"),
            &work,
        );
    }
    indexed(env, &watched, "events", Noun::Event, "colloque 899");
    pages(env, &watched, &mut report, "event", &filters, 100_000);
    report.end();
}

of_each_world!(check);
