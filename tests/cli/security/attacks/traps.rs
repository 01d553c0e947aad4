//! The twelve traps that row-level security, pooled connections and logs have in store, one test each.

use std::fs;
use std::path::Path;

use super::solo::company;
use super::world::{connect, told};
use super::{ALL, Attack, Who, World, check};
use crate::env::solo;
use diesel::prelude::*;
use diesel::sql_types::Text;

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    v: String,
}

/// The attacks of these names.
fn named(names: &[&str]) {
    let found: Vec<Attack> = ALL
        .iter()
        .copied()
        .flatten()
        .filter(|attack| names.contains(&attack.name))
        .copied()
        .collect();
    assert_eq!(found.len(), names.len(), "{names:?}");
    check(&found);
}

/// What the query gives somebody, one a line: `v` in each row.
fn lines(url: &str, sql: &str) -> Result<Vec<String>, String> {
    diesel::sql_query(sql)
        .load::<Line>(&mut connect(url))
        .map(|lines| lines.into_iter().map(|line| line.v).collect())
        .map_err(|error| told(&error))
}

#[test]
fn a_wrong_password_is_not_rolled_back() {
    named(&["guess and be judged in one transaction, to roll it back"]);
}

#[test]
fn dropping_a_role_drops_no_policy() {
    let server = solo();
    let world = company(&server);
    let policies =
        "SELECT string_agg(p.polname || p.polroles::text, ' ' ORDER BY p.oid) FROM pg_policy p";
    let before = world.scalar(policies);
    assert_eq!(
        world.scalar("SELECT count(*) FROM pg_policy WHERE polroles NOT IN ('{0}', ARRAY['epic_definer'::regrole::oid])"),
        "0"
    );
    world.execute("DROP EVENT TRIGGER epic_refuse_ddl");
    let mut conn = connect(&world.url(Who::Shared, None));
    diesel::sql_query("DROP OWNED BY epic_app")
        .execute(&mut conn)
        .unwrap();
    assert_eq!(world.scalar(policies), before);
    let rows = diesel::sql_query("SELECT FROM customers").execute(&mut conn);
    assert_eq!(rows, Ok(0));
}

#[test]
fn a_session_secret_is_in_no_statement_that_others_see() {
    let world = World::new();
    let secret = world.env().secret("CBrunel");
    let mut victim = connect(&world.url(Who::Shared, Some("CBrunel")));
    diesel::sql_query("SELECT FROM customers")
        .execute(&mut victim)
        .unwrap();
    let seen = world.scalar(&format!(
        "SELECT count(*) FROM pg_stat_activity WHERE strpos(pg_stat_activity::text, '{secret}') > 0 AND pid <> pg_backend_pid()"
    ));
    assert_eq!(seen, "0");
    // The one that asked is found by its own statement, so the search does find.
    assert_ne!(
        world.scalar(&format!(
            "SELECT count(*) FROM pg_stat_activity WHERE strpos(query, '{secret}') > 0"
        )),
        "0"
    );
    for who in [Who::Shared, Who::Person("KDurand")] {
        let refusal = lines(
            &world.url(who, None),
            "SELECT query AS v FROM pg_stat_activity",
        );
        assert!(refusal.unwrap_err().contains("permission denied"));
    }
    for database in ["postgres", "template1"] {
        let name = world.scalar("SELECT current_database()");
        let url = world.url(Who::Shared, None).replace(&name, database);
        assert!(PgConnection::establish(&url).is_err(), "{database} is open");
    }
}

#[test]
fn a_connection_is_not_ended_by_another_role() {
    named(&[
        "end the connections of others",
        "cancel the statements of others",
    ]);
}

#[test]
fn a_personal_role_changes_its_own_password_alone() {
    let world = World::new();
    let mut conn = connect(&world.url(Who::Person("KDurand"), None));
    diesel::sql_query("ALTER ROLE epic_u_kdurand PASSWORD 'epic-test-person'")
        .execute(&mut conn)
        .unwrap();
    for role in ["epic_cli", "epic_u_amartinez", "epic_owner"] {
        let refusal = diesel::sql_query(format!("ALTER ROLE {role} PASSWORD 'mine'"))
            .execute(&mut conn)
            .unwrap_err();
        assert!(told(&refusal).contains("permission denied"), "{role}");
    }
}

#[test]
fn an_old_snapshot_writes_nothing() {
    named(&[
        "write after a revocation, in a transaction with an older snapshot",
        "read in a transaction that is older than the end of the session",
    ]);
}

#[test]
fn a_session_stays_on_no_connection() {
    fn search(directory: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                search(&path, found);
            } else if let Ok(text) = fs::read_to_string(&path) {
                found.extend(offences(&text).map(|line| format!("{}: {line}", path.display())));
            }
        }
    }
    fn offences(text: &str) -> impl Iterator<Item = &str> {
        text.lines().filter(|line| {
            let line = line.to_lowercase();
            let kept = line.contains("set_config(") && line.contains("false)");
            kept || line.contains("set epic.session") || line.contains("set local epic.session")
        })
    }

    assert_eq!(
        offences("set_config('epic.session', $1, false)\nSET LOCAL epic.session = 'x'\n").count(),
        2
    );
    let mut found = Vec::new();
    for directory in ["src", "migrations"] {
        search(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join(directory),
            &mut found,
        );
    }
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn a_policy_asks_once_for_a_statement() {
    let world = World::new();
    let bare = "SELECT count(*) FROM (
        SELECT regexp_replace(coalesce(qual, '') || coalesce(with_check, ''), '\\( SELECT epic_api\\.[a-z_]+\\([a-z]*\\) AS [a-z_]+\\)', '', 'g') AS rest
          FROM pg_policies) p WHERE p.rest ~ 'epic_'";
    assert_eq!(world.scalar(bare), "0");
    world.execute("CREATE POLICY slow ON public.customers USING (epic_api.uid() IS NOT NULL)");
    assert_eq!(world.scalar(bare), "1");
}

#[test]
fn the_owner_is_told_what_row_level_security_hides() {
    let world = World::new();
    let name = "UPDATE public.customers SET first_name = 'Z'";
    let count = "SELECT count(*) FROM public.customers WHERE first_name = 'Z'";
    world.execute(&format!("SET ROLE epic_owner; {name}"));
    assert_eq!(world.scalar(count), "0", "without a word");
    let refusal = world.env().refusal(&format!(
        "SET ROLE epic_owner; SET row_security = off; {name}"
    ));
    assert!(
        refusal.contains("would be affected by row-level security"),
        "{refusal}"
    );
}

#[test]
fn bind_values_reach_no_log() {
    let world = World::new();
    for who in [Who::Shared, Who::Person("KDurand")] {
        for name in [
            "log_parameter_max_length",
            "log_parameter_max_length_on_error",
        ] {
            let value = lines(
                &world.url(who, None),
                &format!("SELECT current_setting('{name}') AS v"),
            );
            assert_eq!(value.unwrap(), ["0"], "{name}");
        }
    }
}

/// Only what cannot tell of a row by its errors reaches an index: comparisons do. A search for a part of a text
/// goes through a function that asks for the session first: `indexes` shows that it is fast.
#[test]
fn comparisons_reach_an_index_under_the_policies() {
    let world = World::new();
    let url = world.url(Who::Shared, Some("CBrunel"));
    let mut conn = connect(&url);
    diesel::sql_query("SET enable_seqscan = off")
        .execute(&mut conn)
        .unwrap();
    for (condition, index) in [
        ("customers WHERE company = 'x'", "customers_company_index"),
        (
            "customers WHERE email >= 'x' AND email < 'y'",
            "customers_email_index",
        ),
        (
            "contracts WHERE total_cents >= 1000",
            "contracts_total_index",
        ),
        ("events WHERE contract_id = 1", "events_contract_index"),
    ] {
        let plan: Vec<Plan> = diesel::sql_query(format!("EXPLAIN SELECT id FROM {condition}"))
            .load(&mut conn)
            .unwrap();
        let plan: Vec<String> = plan.into_iter().map(|line| line.text).collect();
        assert!(plan.join("\n").contains(index), "{condition}: {plan:#?}");
    }
}

#[derive(QueryableByName)]
struct Plan {
    #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
    text: String,
}
