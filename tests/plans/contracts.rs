//! Pages of contracts.

use epic::db::Page;
use epic::db::contracts::ContractFilter;
use epic::domain::{Cents, ContractStatus, Noun};

use crate::cast::{Cast, found};
use crate::env::TestEnv;
use crate::of_each_world;
use crate::report::{LIMIT, Report, pages, read, whole};
use crate::watch::Watched;

/// The filters of the list of contracts.
fn filters(watched: &Watched, cast: &Cast) -> Vec<(&'static str, ContractFilter)> {
    let c = ContractFilter::default;
    vec![
        ("", c()),
        (
            "sales few",
            ContractFilter {
                sales_contact: Some(cast.few),
                ..c()
            },
        ),
        (
            "sales mid",
            ContractFilter {
                sales_contact: Some(cast.mid),
                ..c()
            },
        ),
        (
            "sales many",
            ContractFilter {
                sales_contact: Some(cast.many),
                ..c()
            },
        ),
        (
            "support few",
            ContractFilter {
                support_contact: Some(cast.run_few),
                ..c()
            },
        ),
        (
            "support mid",
            ContractFilter {
                support_contact: Some(cast.run_mid),
                ..c()
            },
        ),
        (
            "support many",
            ContractFilter {
                support_contact: Some(cast.run_many),
                ..c()
            },
        ),
        (
            "customer",
            ContractFilter {
                customer: Some(cast.customer),
                ..c()
            },
        ),
        (
            "customer large",
            ContractFilter {
                customer: Some(cast.large),
                ..c()
            },
        ),
        (
            "pending",
            ContractFilter {
                status: vec![ContractStatus::Pending],
                ..c()
            },
        ),
        (
            "signed",
            ContractFilter {
                status: vec![ContractStatus::Signed],
                ..c()
            },
        ),
        (
            "unsigned,pending",
            ContractFilter {
                status: vec![ContractStatus::Unsigned, ContractStatus::Pending],
                ..c()
            },
        ),
        (
            "unpaid",
            ContractFilter {
                unpaid: true,
                ..c()
            },
        ),
        (
            "unpaid signed",
            ContractFilter {
                unpaid: true,
                status: vec![ContractStatus::Signed],
                ..c()
            },
        ),
        (
            "unpaid sales mid",
            ContractFilter {
                unpaid: true,
                sales_contact: Some(cast.mid),
                ..c()
            },
        ),
        (
            "no event",
            ContractFilter {
                no_event: true,
                ..c()
            },
        ),
        (
            "no event signed sales mid",
            ContractFilter {
                no_event: true,
                status: vec![ContractStatus::Signed],
                sales_contact: Some(cast.mid),
                ..c()
            },
        ),
        (
            "no event signed",
            ContractFilter {
                no_event: true,
                status: vec![ContractStatus::Signed],
                ..c()
            },
        ),
        (
            "min due 1000",
            ContractFilter {
                min_due: Some(Cents::from_cents(100_000)),
                ..c()
            },
        ),
        (
            "min due 20000",
            ContractFilter {
                min_due: Some(Cents::from_cents(2_000_000)),
                ..c()
            },
        ),
        (
            "min due 200000",
            ContractFilter {
                min_due: Some(Cents::from_cents(20_000_000)),
                ..c()
            },
        ),
        (
            "min due 0",
            ContractFilter {
                min_due: Some(Cents::from_cents(0)),
                ..c()
            },
        ),
        (
            "search rare",
            ContractFilter {
                search: found(watched, Noun::Contract, "15000@"),
                ..c()
            },
        ),
        (
            "search common",
            ContractFilter {
                search: found(watched, Noun::Contract, "boulangerie"),
                ..c()
            },
        ),
        (
            "search common sales mid unpaid",
            ContractFilter {
                search: found(watched, Noun::Contract, "boulangerie"),
                sales_contact: Some(cast.mid),
                unpaid: true,
                ..c()
            },
        ),
        (
            "search common signed",
            ContractFilter {
                search: found(watched, Noun::Contract, "boulangerie"),
                status: vec![ContractStatus::Signed],
                ..c()
            },
        ),
        (
            "search everywhere",
            ContractFilter {
                search: found(watched, Noun::Contract, "example"),
                ..c()
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
            "sales mid",
            "contracts_customer_index",
            "contracts_customer_index",
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
        (
            "customer",
            "contracts_customer_index",
            "contracts_customer_index",
        ),
        (
            "customer large",
            "contracts_customer_index",
            "contracts_customer_index",
        ),
        (
            "pending",
            "contracts_status_index",
            "contracts_status_index",
        ),
        ("unpaid", "contracts_unpaid_", "contracts_unpaid_index"),
        // PostgreSQL knows that who owes so much owes something, and may read the few who do.
        ("min due 200000", "contracts_", "contracts_due_index"),
    ];
    whole(env, &watched, &mut report, &filters, &indexes);
    // Contracts without events are found by looking each up, in the order of the list.
    let page = Page {
        limit: Some(LIMIT),
        ..Page::everything()
    };
    let (_, filter) = filters
        .iter()
        .find(|(name, _)| *name == "no event")
        .unwrap();
    let work = read(&watched, filter, &page);
    assert!(
        work[0].steps().contains("events_contract_index"),
        "{}",
        work[0].plan
    );
    pages(env, &watched, &mut report, "contract", &filters, 50_000);
    report.end();
}

of_each_world!(check);
