//! Filters of events.

use epic::db::events::EventFilter;
use epic::domain::Noun;

use super::{Cast, found};
use crate::plans::watch::Watched;

/// The filters of the list of events.
pub fn events(watched: &Watched, cast: &Cast) -> Vec<(&'static str, EventFilter)> {
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
            "search everywhere",
            EventFilter {
                search: found(watched, Noun::Event, "example"),
                ..e()
            },
        ),
    ]
}
