//! Filters of customers, collaborators and the audit.

use epic::db::audit::AuditFilter;
use epic::db::collaborators::CollaboratorFilter;
use epic::db::customers::{self as clients, CustomerFilter};
use epic::db::needs::Needs;
use epic::domain::Noun;
use epic::domain::{CollaboratorId, Department};

use super::{Cast, found};
use crate::plans::watch::Watched;

/// Those of customers.
pub fn customers(watched: &Watched, cast: &Cast) -> Vec<(&'static str, CustomerFilter)> {
    let u = CustomerFilter::default;
    let of_company = |watched: &Watched, text: &str| CustomerFilter {
        company: Some(text.to_owned()),
        of_company: {
            let needs = Needs {
                company: Some(text.to_owned()),
                ..Needs::default()
            };
            let (known, _) = clients::known(&mut watched.conn(), &needs, None).unwrap();
            known.of_company
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

/// Those of collaborators.
pub fn collaborators(watched: &Watched) -> Vec<(&'static str, CollaboratorFilter)> {
    let s = CollaboratorFilter::default;
    vec![
        ("", s()),
        (
            "inactive",
            CollaboratorFilter {
                inactive: true,
                ..s()
            },
        ),
        (
            "management",
            CollaboratorFilter {
                department: Some(Department::Management),
                ..s()
            },
        ),
        (
            "sales",
            CollaboratorFilter {
                department: Some(Department::Sales),
                ..s()
            },
        ),
        (
            "inactive sales",
            CollaboratorFilter {
                inactive: true,
                department: Some(Department::Sales),
                ..s()
            },
        ),
        (
            "search",
            CollaboratorFilter {
                search: found(watched, Noun::Collaborator, "user1234"),
                ..s()
            },
        ),
    ]
}

/// Those of the audit.
pub fn audit(cast: &Cast) -> Vec<(&'static str, AuditFilter)> {
    let a = AuditFilter::default;
    vec![
        ("", a()),
        (
            "by",
            AuditFilter {
                by: Some(CollaboratorId(77)),
                ..a()
            },
        ),
        (
            "since",
            AuditFilter {
                since: Some(cast.later(-1)),
                ..a()
            },
        ),
        (
            "since long",
            AuditFilter {
                since: Some(cast.later(-3000)),
                ..a()
            },
        ),
        (
            "delete",
            AuditFilter {
                action: Some("delete"),
                ..a()
            },
        ),
        (
            "update",
            AuditFilter {
                action: Some("update"),
                ..a()
            },
        ),
        (
            "session",
            AuditFilter {
                entity: Some("session"),
                ..a()
            },
        ),
        (
            "contract",
            AuditFilter {
                entity: Some("contract"),
                ..a()
            },
        ),
        (
            "by update",
            AuditFilter {
                by: Some(CollaboratorId(77)),
                action: Some("update"),
                ..a()
            },
        ),
        (
            "update contract",
            AuditFilter {
                entity: Some("contract"),
                action: Some("update"),
                ..a()
            },
        ),
    ]
}
