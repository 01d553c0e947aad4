//! Pages of collaborators.

use epic::db::collaborators::CollaboratorFilter;
use epic::domain::Department;
use epic::domain::Noun;

use crate::cast::found;
use crate::env::TestEnv;
use crate::of_each_world;
use crate::report::{Report, indexed, pages, whole};
use crate::watch::Watched;

/// The filters of the list of collaborators.
fn filters(watched: &Watched) -> Vec<(&'static str, CollaboratorFilter)> {
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

fn check(env: &TestEnv) {
    let watched = Watched::new(env);
    let filters = filters(&watched);
    let mut report = Report::default();
    let indexes = [
        (
            "management",
            "collaborators_department_index",
            "collaborators_",
        ),
        ("search", "collaborators_pkey", "SEARCH collaborators"),
    ];
    whole(env, &watched, &mut report, &filters, &indexes);
    indexed(
        env,
        &watched,
        "collaborators",
        Noun::Collaborator,
        "user1234",
    );
    pages(env, &watched, &mut report, "collaborator", &filters, 10_000);
    report.end();
}

of_each_world!(check);
