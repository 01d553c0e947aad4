//! `epic db migrate`, and databases that this program must leave alone.

use std::fs;
use std::process::Stdio;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, PgConnection};

use crate::commands::db::{VERSIONS, versions};
use crate::env::{Backend, PASSWORD, TestEnv, on_both_databases};
use crate::files::{mode, together};

/// Takes the newest migration back, so that the database is the one of an older program.
fn make_older(env: &TestEnv) {
    let folder = match env.backend() {
        Backend::Sqlite => "sqlite",
        Backend::Postgres => "postgres",
    };
    let path = format!("migrations/{folder}/2026-11-28-080300_search/down.sql");
    let down =
        fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    env.execute(&down);
    env.execute("DELETE FROM __diesel_schema_migrations WHERE version = '20261128080300'");
}

fn revision(env: &TestEnv) -> String {
    env.scalar(&format!(
        "SELECT hash FROM {}",
        env.secret_table("code_revision")
    ))
}

fn set_revision(env: &TestEnv, hash: &str) {
    env.execute(&format!(
        "UPDATE {} SET hash = '{hash}'",
        env.secret_table("code_revision")
    ));
}

on_both_databases! {
    fn program_refuses_a_schema_that_is_newer_than_it_knows(env: &TestEnv) {
        env.execute("INSERT INTO __diesel_schema_migrations (version) VALUES ('20990101000000')");
        insta::assert_snapshot!(env.unchanged(|| env.run_as("CBrunel", ["customer", "list"])), @"
        exit: 10
        --- stdout
        --- stderr
        error: the database schema (20990101000000) is newer than this program, which knows 20261128080300: update epic
        ");
        for args in [&["init"][..], &["init", "--demo"], &["db", "migrate"], &["signup"], &["logout"]] {
            env.log_in("CBrunel");
            env.assert_refused(None, args, 10, "config.schema_too_new");
        }
        env.unchanged(|| env.sign_in("CBrunel", PASSWORD)).expect_exit(10);
        assert_eq!(versions(env), format!("{VERSIONS} 20990101000000"));
    }

    fn program_refuses_code_that_is_newer_than_it_knows(env: &TestEnv) {
        let current = revision(env);
        set_revision(env, "0123456789abcdef");
        let output = env.unchanged(|| env.run_as("CBrunel", ["customer", "list"])).expect_exit(10);
        assert_eq!(output.stderr, format!(
            "error: the database schema (20261128080300+0123456789ab) is newer than this program, which knows 20261128080300+{}: update epic\n",
            &current[..12]
        ));
        for args in [&["init"][..], &["db", "migrate"], &["signup"]] {
            env.assert_refused(None, args, 10, "config.schema_too_new");
        }
        let status = env.as_administrator(["db", "status", "--json"]).run().success().json();
        assert_eq!((&status["schema_version"], &status["code_revision"]), (&"20261128080300".into(), &"0123456789ab".into()));
        let problems = status["problems"].as_array().unwrap();
        let told = problems.iter().any(|it| it == "its schema is newer than this program");
        assert!(told || env.backend() == Backend::Postgres, "{status}");
    }

    /// The code of an older program, as one that lets everything pass.
    fn code_of_an_older_program_is_replaced_without_a_migration(env: &TestEnv) {
        let current = revision(env);
        set_revision(env, "");
        let status = env.as_administrator(["db", "status", "--json"]).run().success().json();
        assert_eq!((&status["code_revision"], &status["pending_migrations"]), (&serde_json::Value::Null, &0.into()));
        match env.backend() {
            Backend::Postgres => {
                env.execute("CREATE OR REPLACE FUNCTION epic_sec.contract_rules() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
                    CREATE FUNCTION epic_sec.of_old() RETURNS integer LANGUAGE sql AS 'SELECT 1'");
                let output = env.unchanged(|| env.run_as("CBrunel", ["customer", "list"])).expect_exit(10);
                assert_eq!(output.stderr, format!(
                    "error: the database schema (20261128080300+) is too old for this program, which needs 20261128080300+{}\nhint: epic db migrate\n",
                    &current[..12]
                ));
                let output = env.as_administrator(["db", "migrate", "--fields=migrations"]).run().success();
                assert_eq!(output.stdout, "0\n");
                assert_eq!(env.scalar("SELECT count(*) FROM pg_proc WHERE proname = 'of_old'"), "0");
            }
            Backend::Sqlite => {
                env.execute("UPDATE customers SET company = 'Pending' WHERE id = 1; DROP TRIGGER contracts_update;
                    CREATE TRIGGER of_old AFTER UPDATE ON contracts BEGIN SELECT 1; END");
                env.run_as("CBrunel", ["customer", "list"]).success();
                assert_eq!(env.scalar("SELECT count(*) FROM sqlite_schema WHERE name = 'of_old'"), "0");
                // Nothing but code was older: no copy was made, and what was pending was settled by it.
                let copies = fs::read_dir(env.sqlite_file().parent().unwrap()).unwrap();
                assert!(copies.flatten().all(|it| !it.file_name().to_string_lossy().contains("before")));
                assert_eq!(env.scalar("SELECT changes FROM audit_entries ORDER BY sequence DESC LIMIT 1"), r#"{"company":["Boulangerie Œuvre & Fils","Pending"]}"#);
            }
        }
        assert_eq!(revision(env), current);
        env.run_as("CBrunel", ["customer", "list"]).success();
        env.refusal("UPDATE contracts SET total_cents = total_cents + 1 WHERE status = 'signed'");
        env.run_as("AMartinez", ["audit", "verify"]).success();
    }

    fn database_of_an_unreleased_version_is_refused_with_what_to_do(env: &TestEnv) {
        env.execute("DELETE FROM __diesel_schema_migrations; INSERT INTO __diesel_schema_migrations (version) VALUES ('20261123080100')");
        let output = env.unchanged(|| env.run_as("CBrunel", ["customer", "list"])).expect_exit(10);
        assert_eq!(output.stderr,
            "error: the database was created by an unreleased version of this program (20261123080100) and cannot be migrated: \
             create an empty database, or export the records with that version and enter them again\n");
        for args in [&["init"][..], &["db", "migrate"], &["signup"]] {
            env.assert_refused(None, args, 10, "config.schema_unreleased");
        }
        let status = env.as_administrator(["db", "status", "--fields=schema_version"]).run().success();
        assert_eq!(status.stdout, "20261123080100\n");
    }
}

#[test]
fn shared_database_is_migrated_by_its_own_command_alone() {
    let env = TestEnv::empty(Backend::Postgres);
    insta::assert_snapshot!(env.run(["signup"]), @"
    exit: 10
    --- stdout
    --- stderr
    error: SECRET_KEY is set neither in the environment nor in $HOME/.config/epic-events/secrets.toml
    hint: epic init
    ");
    assert_eq!(
        env.scalar("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"),
        "0"
    );
    let migrate = [
        "db",
        "migrate",
        "--fields=backend,schema_version,migrations",
    ];
    insta::assert_snapshot!(env.run(migrate), @"
    exit: 0
    --- stdout
    postgresql	20261128080300	4
    --- stderr
    ");
    insta::assert_snapshot!(env.unchanged(|| env.run(migrate)), @"
    exit: 0
    --- stdout
    postgresql	20261128080300	0
    --- stderr
    ");
    assert_eq!(versions(&env), VERSIONS);
}

#[test]
fn shared_database_of_an_older_program_is_refused_until_it_is_migrated() {
    let env = TestEnv::demo(Backend::Postgres);
    make_older(&env);
    insta::assert_snapshot!(env.unchanged(|| env.run_as("CBrunel", ["customer", "list"])), @"
    exit: 10
    --- stdout
    --- stderr
    error: the database schema (20261128080200) is too old for this program, which needs 20261128080300
    hint: epic db migrate
    ");
    env.assert_refused(None, ["signup"], 10, "config.schema_too_old");
    assert_eq!(
        env.scalar("SELECT count(*) FROM __diesel_schema_migrations"),
        "3"
    );
    assert_eq!(
        env.as_administrator(["db", "migrate", "--fields=migrations"])
            .run()
            .success()
            .stdout,
        "1\n"
    );
    let events = env
        .run_as("CBrunel", ["event", "list", "--format", "ids"])
        .success();
    assert_eq!(events.stdout.lines().count(), 11);
}

#[test]
fn embedded_database_of_an_older_program_is_copied_aside_and_migrated() {
    let env = TestEnv::demo(Backend::Sqlite);
    make_older(&env);
    let events = env
        .run_as("CBrunel", ["event", "list", "--format", "ids"])
        .success();
    assert_eq!(events.stdout.lines().count(), 11);
    assert_eq!(versions(&env), VERSIONS);
    let name = "epic.db.before-20261128080300-was-20261128080200";
    let copy = env.sqlite_file().with_file_name(name);
    assert_eq!(mode(&copy), 0o600);
    fs::rename(&copy, env.sqlite_file()).unwrap();
    assert_eq!(
        env.scalar("SELECT count(*) FROM __diesel_schema_migrations"),
        "3"
    );
    assert_eq!(env.scalar("SELECT count(*) FROM customers"), "8");
}

#[test]
fn two_migrations_at_the_same_time_run_each_step_once() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let env = TestEnv::empty(backend);
        let migrate = || env.command(["db", "migrate", "--fields=migrations"]).raw();
        let mut outputs = together((0..4).map(|_| migrate()));
        outputs.sort();
        let zero = (0, "0\n".to_owned());
        assert_eq!(
            outputs,
            [zero.clone(), zero.clone(), zero, (0, "4\n".to_owned())]
        );
        assert_eq!(versions(&env), VERSIONS);
    }
}

#[test]
fn migration_that_waited_for_that_of_a_newer_program_changes_nothing() {
    let env = TestEnv::initialised(Backend::Postgres);
    set_revision(&env, "");
    let mut newer = PgConnection::establish(&env.admin_url()).unwrap();
    let lock = "BEGIN; SELECT pg_advisory_xact_lock(1701865827)";
    newer.batch_execute(lock).unwrap();
    let mut older = env.as_administrator(["db", "migrate", "--json"]).raw();
    let older = older.stdout(Stdio::null()).stderr(Stdio::piped());
    let older = older.spawn().unwrap();
    let waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    let start = Instant::now();
    while env.scalar(waiting) != "1" {
        assert!(start.elapsed() < Duration::from_secs(30));
        std::thread::sleep(Duration::from_millis(20));
    }
    newer
        .batch_execute("UPDATE epic_sec.code_revision SET hash = '0123456789abcdef'; COMMIT")
        .unwrap();
    let output = older.wait_with_output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(10), "{told}");
    assert!(told.contains("config.schema_too_new"), "{told}");
    assert_eq!(revision(&env), "0123456789abcdef");
}
