//! What a client of a locked-down database can see and do, and what `epic db status` tells.

use diesel::connection::SimpleConnection as _;
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::{Server, texts};
use crate::env::{Backend, TestEnv};

#[test]
fn client_can_neither_make_anything_nor_watch_or_hold_up_others() {
    let env = TestEnv::demo(Backend::Postgres);
    let mut conn = PgConnection::establish(&env.database_url()).unwrap();
    for statement in [
        "CREATE TABLE t (id bigint)",
        "CREATE TEMP TABLE t (id bigint)",
        "CREATE SCHEMA s",
        "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "DO $$ BEGIN NULL; END $$",
        "SELECT * FROM pg_stat_activity",
        "SELECT pg_stat_get_backend_activity(1)",
        "SELECT pg_terminate_backend(pg_backend_pid())",
        "SELECT pg_cancel_backend(pg_backend_pid())",
        "SELECT pg_advisory_lock(1701865827)",
        "SELECT pg_try_advisory_xact_lock(1, 2)",
        "SELECT lo_create(0)",
        "SELECT pg_logical_emit_message(false, 'a', 'b')",
        "SELECT * FROM epic_sec.credentials",
        "SELECT epic_sec.caller()",
        "SELECT * FROM __diesel_schema_migrations",
        "SET ROLE epic_owner",
        "SET ROLE epic_definer",
        "SET SESSION AUTHORIZATION epic_owner",
        "SET session_replication_role = replica",
        "SET log_parameter_max_length = -1",
        "SET lc_messages = 'fr_FR.UTF-8'",
        "DELETE FROM customers",
        "TRUNCATE events",
        "LOCK TABLE customers IN ACCESS EXCLUSIVE MODE",
        "ALTER TABLE customers DISABLE ROW LEVEL SECURITY",
        "DROP POLICY read ON customers",
        // A member may do it for the group.
        "DROP OWNED BY epic_app",
        "ALTER ROLE epic_app SUPERUSER",
        "COPY customers TO PROGRAM 'cat'",
    ] {
        let error = conn.batch_execute(&format!("BEGIN; {statement}"));
        let Err(error) = error.map_err(|error| error.to_string()) else {
            panic!("{statement}: it is let pass");
        };
        conn.batch_execute("ROLLBACK").unwrap();
        assert!(
            ["permission denied", "must be", "clients define nothing"]
                .iter()
                .any(|it| error.contains(it)),
            "{statement}: {error}"
        );
    }
    // Nobody is signed in on this connection.
    for table in [
        "collaborators",
        "customers",
        "contracts",
        "events",
        "audit_entries",
    ] {
        let rows = diesel::sql_query(format!("SELECT FROM epic_api.{table}")).execute(&mut conn);
        assert_eq!(rows, Ok(0), "{table}");
    }
    let url = env.database_url();
    let (root, name) = url.rsplit_once('/').unwrap();
    assert!(name.starts_with("epic_test_"));
    for other in ["postgres", "template1"] {
        let error = PgConnection::establish(&format!("{root}/{other}"))
            .err()
            .unwrap();
        assert!(
            error.to_string().contains("permission denied for database"),
            "{error}"
        );
    }
}

#[test]
fn other_databases_of_the_server_are_closed_to_users_alone() {
    let (server, url) = Server::locked_down();
    let other = format!("{}_other", server.solo.name());
    let place = url.replace(server.solo.name(), &other);
    server.solo.execute(&format!("CREATE DATABASE {other}"));
    server.solo.execute("CREATE ROLE crm LOGIN");
    let mut conn = PgConnection::establish(&place).unwrap();
    let told = format!("other databases of the server admit users ({other})");
    assert_eq!(server.problems(&url), [told.as_str()]);
    conn.batch_execute("SELECT query FROM pg_stat_activity")
        .unwrap();
    drop(conn);

    let admits = |role: &str| {
        let sql = format!("has_database_privilege('{role}', '{other}', 'CONNECT')");
        server.solo.scalar(&sql) == "true"
    };
    assert!(admits("epic_cli"));
    assert_eq!(
        server.lockdown(["db", "lockdown"]).repaired,
        [told.as_str()]
    );
    assert!(!admits("epic_cli"));
    assert!(admits("crm"), "a stranger to the program is locked out");
    assert!(!admits("epic_backup"), "who reads everything is let in");
    let error = PgConnection::establish(&place).err().unwrap().to_string();
    assert!(error.contains("permission denied for database"), "{error}");
    for role in ["epic_app", "epic_cli"] {
        server
            .solo
            .execute(&format!("GRANT CONNECT ON DATABASE {other} TO {role}"));
        assert_eq!(
            server.lockdown(["db", "lockdown"]).repaired,
            [told.as_str()]
        );
    }
    assert_eq!(server.problems(&url), [""; 0]);
    server.solo.execute(&format!("DROP DATABASE {other}"));
}

#[test]
fn embedded_database_has_no_roles_and_says_so() {
    let env = TestEnv::demo(Backend::Sqlite);
    for command in ["lockdown", "enroll"] {
        let login = (command == "enroll").then_some("CBrunel");
        let args = ["db", command].into_iter().chain(login);
        let error = env.assert_refused(None, args, 10, "config.database_url");
        assert!(
            error["message"]
                .as_str()
                .unwrap()
                .contains("Management's permissions"),
            "{error}"
        );
    }
    let status = env
        .unchanged(|| env.run(["db", "status", "--json"]))
        .success()
        .json();
    assert_eq!(status["backend"], "sqlite");
    assert_eq!(status["locked_down"], false);
    assert_eq!(
        texts(&status["problems"]),
        ["the owner of the file has Management's permissions"]
    );
    assert_eq!(
        (
            &status["collaborators"],
            &status["customers"],
            &status["contracts"],
            &status["events"],
            &status["pending_migrations"]
        ),
        (&6.into(), &8.into(), &9.into(), &11.into(), &0.into())
    );
    assert!(status["size_bytes"].as_i64().unwrap() > 4096);
    let nowhere = TestEnv::empty(Backend::Sqlite);
    nowhere.run(["db", "status"]).expect_exit(10);
    assert!(!nowhere.sqlite_file().exists());
}

#[test]
fn status_tells_what_the_role_may_see() {
    let env = TestEnv::demo(Backend::Postgres);
    let counts = |url: &str| {
        let status = env
            .unchanged(|| {
                env.command(["db", "status", "--json"])
                    .env("DATABASE_URL", url)
                    .run()
            })
            .success()
            .json();
        assert_eq!(status["backend"], "postgresql");
        [
            status["collaborators"].as_i64(),
            status["customers"].as_i64(),
            status["contracts"].as_i64(),
            status["events"].as_i64(),
        ]
    };
    assert_eq!(
        counts(&env.admin_url()),
        [Some(6), Some(8), Some(9), Some(11)]
    );
    assert_eq!(counts(&env.database_url()), [None; 4]);
    let empty = TestEnv::empty(Backend::Postgres);
    let status = empty.run(["db", "status", "--json"]).success().json();
    assert_eq!(status["schema_version"], serde_json::Value::Null);
    assert_eq!(status["customers"], serde_json::Value::Null);
    assert_eq!(status["locked_down"], false);
    assert!(status["pending_migrations"].as_i64().unwrap() >= 4);
}
