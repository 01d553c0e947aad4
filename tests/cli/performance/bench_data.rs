//! The company that the measurements are made on keeps the rules of the business, and leaves the schema as it found it.

use crate::bench::load;
use crate::env::{Backend, TestEnv, on_both_databases};

/// The indexes, triggers, constraints and protections of the four tables; in SQLite in the order in which they take effect.
fn schema(env: &TestEnv) -> Vec<String> {
    let lines = env.scalar(match env.backend() {
        Backend::Sqlite => {
            "SELECT group_concat(line, char(10)) FROM
               (SELECT type || ' ' || name || ' ' || replace(sql, char(10), ' ') AS line FROM sqlite_schema
                 WHERE name NOT LIKE 'sqlite_%' ORDER BY type, tbl_name, rowid)"
        }
        Backend::Postgres => {
            "SELECT string_agg(line, chr(10) ORDER BY line) FROM (
               SELECT pg_get_triggerdef(oid) || tgenabled::text AS line FROM pg_trigger WHERE NOT tgisinternal
               UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname IN ('public', 'epic_sec')
               UNION ALL SELECT format('%s %s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid), convalidated)
                 FROM pg_constraint WHERE connamespace IN ('public'::regnamespace, 'epic_sec'::regnamespace)
               UNION ALL SELECT format('%s %s %s %s', oid::regclass, relowner::regrole, relrowsecurity, relforcerowsecurity)
                 FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace) x"
        }
    });
    lines.lines().map(str::to_owned).collect()
}

on_both_databases! {
    fn a_company_of_any_size_keeps_the_rules(env: &TestEnv) {
        let before = schema(env);
        load::load(&env.admin_url(), 200, &|_| {}).unwrap();
        let after = schema(env);
        assert!(before.len() > 40, "{before:?}");
        for (before, after) in before.iter().zip(&after) {
            assert_eq!(before, after, "the schema is another");
        }
        assert_eq!(before.len(), after.len(), "the schema is another");

        let new = "customers c WHERE c.id > 8";
        assert_eq!(env.scalar(&format!("SELECT count(*) FROM {new}")), "200");
        assert_eq!(env.scalar("SELECT count(*) FROM contracts WHERE id > 9"), "1000");
        assert_eq!(env.scalar("SELECT count(*) FROM events WHERE id > 11"), "2000");

        let now = match env.backend() {
            Backend::Sqlite => "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')",
            Backend::Postgres => "clock_timestamp()",
        };
        for broken in [
            "events e JOIN contracts k ON k.id = e.contract_id WHERE k.status <> 'signed'".to_owned(),
            "events e JOIN contracts k ON k.id = e.contract_id WHERE e.id > 11 AND (e.created_at < k.signed_at OR e.start_at < e.created_at)".to_owned(),
            "events e JOIN events f ON f.support_contact_id = e.support_contact_id AND f.id > e.id \
              AND f.start_at < e.end_at AND e.start_at < f.end_at AND f.id > 11".to_owned(),
            "events e JOIN collaborators c ON c.id = e.support_contact_id WHERE c.department <> 'support' OR NOT c.active".to_owned(),
            "customers u JOIN collaborators c ON c.id = u.sales_contact_id WHERE c.department <> 'sales' OR NOT c.active".to_owned(),
            "contracts WHERE due_cents > total_cents OR (status = 'signed') <> (signed_at IS NOT NULL)".to_owned(),
            "contracts k JOIN customers c ON c.id = k.customer_id WHERE k.id > 9 AND k.created_at < c.created_at".to_owned(),
            format!("contracts WHERE created_at > updated_at OR signed_at < created_at OR updated_at > {now}"),
            format!("events WHERE created_at > {now} OR created_at > updated_at"),
        ] {
            assert_eq!(env.scalar(&format!("SELECT count(*) FROM {broken}")), "0", "{broken}");
        }
        if env.backend() == Backend::Sqlite {
            assert_eq!(env.scalar("SELECT count(*) FROM pragma_foreign_key_check"), "0");
            assert_eq!(env.scalar("SELECT integrity_check FROM pragma_integrity_check"), "ok");
            assert_eq!(env.scalar("SELECT journal_mode FROM pragma_journal_mode"), "wal");
        }
    }

    fn a_company_is_skewed_as_real_ones_are(env: &TestEnv) {
        load::load(&env.admin_url(), 200, &|_| {}).unwrap();
        let share = |part: &str, whole: &str| -> i64 {
            env.scalar(&format!("SELECT 100 * (SELECT count(*) FROM {part}) / (SELECT count(*) FROM {whole})"))
                .parse()
                .unwrap()
        };
        let paid = share("contracts WHERE due_cents = 0", "contracts");
        assert!(paid > 80 && paid < 99, "{paid} % of the contracts are paid");
        let large = share(
            "contracts WHERE customer_id IN (SELECT customer_id FROM contracts GROUP BY customer_id ORDER BY count(*) DESC LIMIT 20)",
            "contracts",
        );
        assert!(large > 20, "the largest customers have {large} % of the contracts");
        let unassigned = share("events WHERE support_contact_id IS NULL", "events");
        assert!(unassigned < 20, "{unassigned} % of the events have no support contact");
        let accents = share("customers WHERE search_text <> lower(first_name || ' ' || last_name || ' ' || company || ' ' || email || ' ' || phone)", "customers");
        assert!(accents > 30, "{accents} % of the customers have an accent");
    }

    fn the_program_works_in_such_a_company(env: &TestEnv) {
        load::load(&env.admin_url(), 50, &|_| {}).unwrap();
        env.run_as("AMartinez", ["audit", "verify"]).success();
        let found = env.run_as("CBrunel", ["customer", "list", "--mine", "--format", "ids"]).success();
        assert!(found.stdout.lines().count() > 4, "{found}");
        let rows = env.run_as("CBrunel", ["contract", "list"]).success();
        assert_eq!(rows.stdout.lines().count(), 259, "{rows}");
        let id = env.run_as(
            "CBrunel",
            ["customer", "create", "--first-name", "Zoé", "--last-name", "Noël", "--email", "zoe@noel.example",
             "--phone", "+33612345678", "--company", "Noël & Fils"],
        ).success();
        assert_eq!(id.stdout, "59\n", "{id}");
        let found = env.run_as("CBrunel", ["customer", "list", "--search", "zoe@noel", "--format", "ids"]).success();
        assert_eq!(found.stdout, "59\n", "{found}");
    }

    fn a_database_that_somebody_works_in_is_left_alone(env: &TestEnv) {
        env.run_as(
            "CBrunel",
            ["customer", "create", "--first-name", "Zoé", "--last-name", "Noël", "--email", "zoe@noel.example",
             "--phone", "+33612345678", "--company", "Noël & Fils"],
        ).success();
        let refused = env.unchanged(|| load::load(&env.admin_url(), 50, &|_| {}).unwrap_err());
        assert_eq!(refused.to_string(), "the database holds 9 customers already: a fresh one is needed");
    }
}

#[test]
fn the_scripts_find_what_was_built() {
    let script = r#"
        die() { exit 1; }
        source scripts/bench/programs.sh
        built='{"reason":"compiler-artifact","target":{"name":"epic"},"executable":"/some where/release/epic","fresh":true}
{"reason":"compiler-artifact","executable":null}
{"reason":"compiler-artifact","executable":"/some where/release/examples/bench-data","fresh":true}'
        program epic
        program bench-data
        program bench-measure
    "#;
    let output = std::process::Command::new("bash")
        .args(["-euo", "pipefail", "-c", script])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let found = String::from_utf8(output.stdout).unwrap();
    assert_eq!(
        found,
        "/some where/release/epic\n/some where/release/examples/bench-data\n"
    );
    assert!(output.status.success());
}
