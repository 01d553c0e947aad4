//! Pages of customers.

use epic::db::customers::CustomerFilter;
use epic::db::list::Lookups;
use epic::db::list::prefetch::resolve;
use epic::db::search::company;
use epic::domain::Noun;

use crate::cast::{Cast, found};
use crate::env::TestEnv;
use crate::of_each_world;
use crate::report::{Report, indexed, pages, whole};
use crate::watch::Watched;

/// The filters of the list of customers.
fn filters(watched: &Watched, cast: &Cast) -> Vec<(&'static str, CustomerFilter)> {
    let u = CustomerFilter::default;
    let of_company = |watched: &Watched, text: &str| CustomerFilter {
        company: Some(company(text)),
        of_company: {
            let lookups = Lookups {
                company: Some(text.to_owned()),
                ..Lookups::default()
            };
            resolve(&mut watched.conn(), &lookups).unwrap().of_company
        },
        ..u()
    };
    vec![
        ("", u()),
        (
            "sales few",
            CustomerFilter {
                sales_contact: Some(cast.few),
                ..u()
            },
        ),
        (
            "sales mid",
            CustomerFilter {
                sales_contact: Some(cast.mid),
                ..u()
            },
        ),
        (
            "sales many",
            CustomerFilter {
                sales_contact: Some(cast.many),
                ..u()
            },
        ),
        (
            "support few",
            CustomerFilter {
                support_contact: Some(cast.run_few),
                ..u()
            },
        ),
        (
            "support mid",
            CustomerFilter {
                support_contact: Some(cast.run_mid),
                ..u()
            },
        ),
        (
            "support many",
            CustomerFilter {
                support_contact: Some(cast.run_many),
                ..u()
            },
        ),
        (
            "search rare",
            CustomerFilter {
                search: found(watched, Noun::Customer, "15000@"),
                ..u()
            },
        ),
        (
            "search common",
            CustomerFilter {
                search: found(watched, Noun::Customer, "boulangerie"),
                ..u()
            },
        ),
        (
            "search common sales mid",
            CustomerFilter {
                search: found(watched, Noun::Customer, "boulangerie"),
                sales_contact: Some(cast.mid),
                ..u()
            },
        ),
        (
            "search common support mid",
            CustomerFilter {
                search: found(watched, Noun::Customer, "boulangerie"),
                support_contact: Some(cast.run_mid),
                ..u()
            },
        ),
        (
            "search everywhere",
            CustomerFilter {
                search: found(watched, Noun::Customer, "example"),
                ..u()
            },
        ),
        (
            "search mine",
            CustomerFilter {
                search: found(watched, Noun::Customer, "boulangerie"),
                sales_contact: Some(cast.mid),
                ..u()
            },
        ),
        ("company rare", of_company(watched, "théâtre de lyon n° 77")),
        ("company common", of_company(watched, "boulangerie")),
        ("company two letters", of_company(watched, "fi")),
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
            "sales mid",
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
        ("search rare", "customers_pkey", "INTEGER PRIMARY KEY"),
        ("company rare", "customers_pkey", "INTEGER PRIMARY KEY"),
    ];
    whole(env, &watched, &mut report, &filters, &indexes);
    indexed(env, &watched, "customers", Noun::Customer, "15000@");
    pages(env, &watched, &mut report, "customer", &filters, 10_000);
    report.end();
}

of_each_world!(check);
