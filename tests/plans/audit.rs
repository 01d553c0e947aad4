//! Pages of audit entries.

use epic::db::audit::AuditFilter;
use epic::domain::CollaboratorId;

use crate::cast::Cast;
use crate::env::TestEnv;
use crate::of_each_world;
use crate::report::{Report, pages, whole};
use crate::watch::Watched;

/// The filters of the list of audit entries.
fn filters(cast: &Cast) -> Vec<(&'static str, AuditFilter)> {
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

fn check(env: &TestEnv) {
    let watched = Watched::new(env);
    let filters = filters(&Cast::of(env));
    let mut report = Report::default();
    let indexes = [
        (
            "by",
            "audit_entries_collaborator_index",
            "audit_entries_collaborator_index",
        ),
        (
            "since",
            "audit_entries_occurred_index",
            "audit_entries_occurred_index",
        ),
        (
            "delete",
            "audit_entries_action_index",
            "audit_entries_action_index",
        ),
        ("session", "audit_entries_", "audit_entries_"),
    ];
    whole(env, &watched, &mut report, &filters, &indexes);
    pages(env, &watched, &mut report, "audit", &filters, 25_000);
    report.end();
}

of_each_world!(check);
