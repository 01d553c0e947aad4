//! Filters of contracts.

use epic::db::contracts::ContractFilter;
use epic::domain::Noun;
use epic::domain::{Cents, ContractStatus};

use super::{Cast, found};
use crate::plans::watch::Watched;

/// The filters of the list of contracts.
pub fn contracts(watched: &Watched, cast: &Cast) -> Vec<(&'static str, ContractFilter)> {
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
            "search everywhere",
            ContractFilter {
                search: found(watched, Noun::Contract, "example"),
                ..c()
            },
        ),
    ]
}
