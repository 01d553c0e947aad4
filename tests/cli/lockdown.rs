//! `epic db lockdown`, `enroll` and `status`: PostgreSQL decides, on whatever it had drifted to, and whoever owns it.

use diesel::connection::SimpleConnection as _;
use diesel::pg::PgConnection;
use diesel::prelude::*;

use crate::env::{Backend, Invocation, Output, PASSWORD, Solo, TestEnv, solo};

/// A server without any role of ours, a database on it, and a home to reach them from.
struct Server {
    env: TestEnv,
    solo: Solo,
}

impl Server {
    fn new() -> Self {
        let solo = solo();
        let roles = "FROM pg_roles WHERE rolname LIKE 'epic\\_%' AND rolname <> 'epic_test' OR rolname = 'crm'";
        let drop = solo.scalar(&format!(
            "SELECT coalesce(string_agg(format('DROP OWNED BY %1$I CASCADE; DROP ROLE %1$I', rolname), '; '), 'SELECT') {roles}"
        ));
        solo.execute(&drop);
        solo.execute("GRANT CONNECT ON DATABASE postgres, template1 TO PUBLIC");
        Self {
            env: TestEnv::empty(Backend::Sqlite),
            solo,
        }
    }

    /// The same, with the demonstration company in a database that is locked down.
    fn locked_down() -> (Self, String) {
        let server = Self::new();
        server.admin(["init", "--demo"]).run().success();
        let url = server.lockdown(["db", "lockdown"]).shared_url;
        (server, url)
    }

    fn at<'env>(
        &'env self,
        url: &str,
        args: impl IntoIterator<Item = &'env str>,
    ) -> Invocation<'env> {
        self.env.command(args).env("DATABASE_URL", url)
    }

    fn admin<'env>(&'env self, args: impl IntoIterator<Item = &'env str>) -> Invocation<'env> {
        self.at(&self.solo.url(), args)
    }

    fn lockdown<'env>(&'env self, args: impl IntoIterator<Item = &'env str>) -> Report {
        let output = self.admin(args).env("EPIC_FORMAT", "json").run().success();
        let json = output.json();
        assert_eq!(json["locked_down"], true, "{output}");
        Report {
            shared_url: json["shared_url"].as_str().unwrap().to_owned(),
            repaired: texts(&json["repaired"]),
        }
    }

    /// What does not hold.
    fn problems(&self, url: &str) -> Vec<String> {
        let output = self.at(url, ["db", "status", "--json"]).run().success();
        let json = output.json();
        assert_eq!(
            json["locked_down"],
            json["problems"].as_array().unwrap().is_empty(),
            "{output}"
        );
        texts(&json["problems"])
    }

    fn log_in(&self, url: &str, login: &'static str) -> Output {
        self.at(url, ["login", login, "--password-stdin"])
            .stdin(format!("{PASSWORD}\n"))
            .run()
    }
}

struct Report {
    shared_url: String,
    repaired: Vec<String>,
}

fn texts(value: &serde_json::Value) -> Vec<String> {
    let texts = value.as_array().unwrap().iter();
    texts
        .map(|text| text.as_str().unwrap().to_owned())
        .collect()
}

fn assert_config(output: Output, code: &str) {
    let output = output.expect_exit(10);
    assert!(output.stdout.is_empty(), "{output}");
    assert_eq!(
        output.error()["error"]["code"],
        format!("config.{code}"),
        "{output}"
    );
}

fn password_of(url: &str) -> &str {
    let (user, _) = url.rsplit_once('@').unwrap();
    user.rsplit_once(':').unwrap().1
}

#[test]
fn first_lockdown_makes_everything_hold_and_the_second_repairs_nothing() {
    let server = Server::new();
    server.admin(["init"]).run().success();
    assert_eq!(
        server.problems(&server.solo.url()),
        ["epic db lockdown was never run on it"]
    );
    let first = server.lockdown(["db", "lockdown"]);
    assert!(
        first
            .repaired
            .iter()
            .any(|it| it.starts_with("the roles exist (epic_owner,")),
        "{:?}",
        first.repaired
    );
    let url = first.shared_url;
    assert_eq!(password_of(&url).len(), 43);
    let second = server.lockdown(["db", "lockdown"]);
    assert_eq!(second.repaired, [""; 0]);
    assert_eq!(second.shared_url, url.replace(password_of(&url), "…"));
    assert_eq!(server.problems(&server.solo.url()), [""; 0]);

    // With the URL that was handed out, from an empty home, and without a right to change the schema.
    assert_eq!(server.problems(&url), [""; 0]);
    let client = TestEnv::empty(Backend::Sqlite);
    let run = |args: &[&str]| client.command(args).env("DATABASE_URL", &url);
    run(&["init", "--fields=migrations,demo"]).run().success();
    run(&["db", "migrate"]).run().success();
    run(&[
        "signup",
        "--login=ZHerve",
        "--first-name=Zoé",
        "--last-name=Hervé",
        "--email=zoe@herve.example",
        "--phone=0601020304",
        "--password-stdin",
    ])
    .stdin("vitrail-pagaie-noyau-42\n")
    .run()
    .success();
    run(&["login", "ZHerve", "--password-stdin"])
        .stdin("vitrail-pagaie-noyau-42\n")
        .run()
        .success();
    let listed = run(&["collaborator", "list", "--fields=login"])
        .run()
        .success();
    assert_eq!(listed.stdout, "ZHerve\n");
}

/// What drifted, and words of the measure that tells and mends it.
const DRIFT: &[(&str, &str)] = &[
    (
        "ALTER ROLE epic_cli SUPERUSER",
        "attributes that they need, and no other (epic_cli)",
    ),
    (
        "ALTER ROLE epic_app CREATEROLE CREATEDB",
        "no other (epic_app)",
    ),
    ("ALTER ROLE epic_owner LOGIN", "no other (epic_owner)"),
    (
        "ALTER ROLE epic_definer BYPASSRLS",
        "no other (epic_definer)",
    ),
    (
        "ALTER ROLE epic_backup NOBYPASSRLS",
        "no other (epic_backup)",
    ),
    (
        "ALTER ROLE epic_cli CONNECTION LIMIT -1",
        "no other (epic_cli)",
    ),
    (
        "ALTER ROLE epic_cli SET search_path = other",
        "settings of their own (epic_cli)",
    ),
    (
        "REVOKE epic_app FROM epic_cli",
        "members of the groups that they need (epic_cli in epic_app)",
    ),
    (
        "GRANT epic_owner TO epic_cli",
        "no other group (epic_cli in epic_owner)",
    ),
    (
        "GRANT pg_read_all_data TO epic_app",
        "no other group (epic_app in pg_read_all_data)",
    ),
    (
        "GRANT epic_app TO epic_cli WITH ADMIN OPTION",
        "no other group (epic_cli in epic_app)",
    ),
    (
        "GRANT CONNECT ON DATABASE postgres TO PUBLIC",
        "come with the server without being let in (postgres)",
    ),
    (
        "ALTER DATABASE $ OWNER TO epic_test",
        "belongs to epic_owner",
    ),
    (
        "GRANT TEMP ON DATABASE $ TO PUBLIC",
        "right on the database who needs none (PUBLIC)",
    ),
    (
        "GRANT CREATE ON DATABASE $ TO epic_app",
        "right on the database who needs none (epic_app)",
    ),
    (
        "REVOKE CONNECT ON DATABASE $ FROM epic_app",
        "need it may connect (epic_app)",
    ),
    (
        "ALTER DATABASE $ RESET lc_messages",
        "settings of the database (lc_messages)",
    ),
    (
        "ALTER DATABASE $ SET log_parameter_max_length = -1",
        "settings of the database (log_parameter_max_length)",
    ),
    (
        "ALTER DATABASE $ SET session_replication_role = replica",
        "takes its guards away (session_replication_role)",
    ),
    (
        "GRANT EXECUTE ON FUNCTION pg_terminate_backend TO PUBLIC",
        "not for everybody (pg_terminate_backend",
    ),
    (
        "GRANT EXECUTE ON FUNCTION pg_advisory_lock(bigint) TO PUBLIC",
        "not for everybody (pg_advisory_lock",
    ),
    (
        "REVOKE EXECUTE ON FUNCTION pg_advisory_xact_lock(bigint) FROM epic_owner",
        "for those who need them (epic_owner",
    ),
    (
        "GRANT USAGE ON LANGUAGE plpgsql TO PUBLIC",
        "procedural language without being let in (plpgsql)",
    ),
    (
        "REVOKE USAGE ON LANGUAGE plpgsql FROM epic_owner",
        "write functions in plpgsql (epic_owner)",
    ),
    (
        "ALTER EVENT TRIGGER epic_refuse_ddl DISABLE",
        "clients change nothing of what the database is made of",
    ),
    (
        "CREATE OR REPLACE FUNCTION epic_guard.refuse_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
        "clients change nothing of what the database is made of",
    ),
    (
        "ALTER SCHEMA epic_sec OWNER TO epic_app",
        "schemas belong to epic_owner (epic_sec)",
    ),
    (
        "ALTER TABLE customers OWNER TO epic_cli",
        "tables belong to epic_owner (public.customers)",
    ),
    (
        "ALTER FUNCTION epic_api.uid() OWNER TO epic_test",
        "functions belong to epic_definer (epic_api.uid())",
    ),
    (
        "GRANT USAGE ON SCHEMA epic_sec TO epic_app",
        "right on a schema who needs none (epic_sec: epic_app)",
    ),
    (
        "GRANT CREATE ON SCHEMA public TO PUBLIC",
        "right on a schema who needs none (public: PUBLIC)",
    ),
    (
        "REVOKE USAGE ON SCHEMA epic_api FROM epic_app",
        "enter the schemas that they need (epic_api: epic_app)",
    ),
    (
        "GRANT SELECT ON epic_sec.sessions TO epic_app",
        "on a table who needs none (epic_sec.sessions: epic_app SELECT)",
    ),
    (
        "GRANT DELETE ON customers TO PUBLIC",
        "on a table who needs none (public.customers: PUBLIC DELETE)",
    ),
    (
        "GRANT UPDATE (id) ON customers TO epic_cli",
        "on a table who needs none (public.customers: epic_cli UPDATE (id))",
    ),
    (
        "GRANT UPDATE ON audit_entries TO epic_definer",
        "on a table who needs none (public.audit_entries: epic_definer UPDATE)",
    ),
    (
        "REVOKE SELECT ON customers FROM epic_app",
        "rights on tables and columns that they need (public.customers: epic_app SELECT)",
    ),
    (
        "REVOKE UPDATE ON epic_sec.sessions FROM epic_definer",
        "that they need (epic_sec.sessions: epic_definer UPDATE)",
    ),
    (
        "GRANT EXECUTE ON FUNCTION epic_sec.caller() TO epic_app",
        "calls a function who needs none (epic_sec.caller(): epic_app)",
    ),
    (
        "GRANT EXECUTE ON FUNCTION epic_api.uid() TO PUBLIC",
        "calls a function who needs none (epic_api.uid(): PUBLIC)",
    ),
    (
        "REVOKE EXECUTE ON FUNCTION epic_api.uid() FROM epic_app",
        "call the functions that are for them (epic_api.uid())",
    ),
    (
        "ALTER DEFAULT PRIVILEGES FOR ROLE epic_owner GRANT EXECUTE ON FUNCTIONS TO PUBLIC",
        "functions of later migrations are not for everybody (epic_owner)",
    ),
    (
        "ALTER DEFAULT PRIVILEGES FOR ROLE epic_owner IN SCHEMA public GRANT ALL ON TABLES TO epic_app",
        "given to clients by itself (TABLES of epic_owner: epic_app)",
    ),
    (
        "ALTER TABLE customers DISABLE ROW LEVEL SECURITY",
        "row-level security holds for every table, its owner included (public.customers)",
    ),
    (
        "ALTER TABLE epic_sec.sessions NO FORCE ROW LEVEL SECURITY",
        "owner included (epic_sec.sessions)",
    ),
    (
        "CREATE TABLE later (id bigint)",
        "owner included (public.later)",
    ),
    (
        "DROP POLICY read ON customers",
        "policies are those of the migrations (read on public.customers)",
    ),
    (
        "ALTER POLICY read ON customers USING (true)",
        "policies are those of the migrations (read on public.customers)",
    ),
    (
        "CREATE POLICY more ON customers USING (true)",
        "policies are those of the migrations (more on public.customers)",
    ),
    (
        "ALTER TABLE customers DISABLE TRIGGER guard",
        "no trigger is disabled (public.customers)",
    ),
    (
        "ALTER TABLE customers DISABLE TRIGGER ALL",
        "no trigger is disabled (public.customers)",
    ),
    (
        "DROP TRIGGER audit ON contracts",
        "triggers are those of the migrations (audit on public.contracts)",
    ),
    (
        "CREATE RULE quiet AS ON UPDATE TO customers DO INSTEAD NOTHING",
        "no rule rewrites what is asked of a table (quiet on public.customers)",
    ),
];

#[test]
fn each_drift_is_told_and_repaired() {
    let (server, _) = Server::locked_down();
    for (drift, words) in DRIFT {
        server.solo.execute(&drift.replace('$', server.solo.name()));
        let problems = server.problems(&server.solo.url());
        assert!(
            problems.iter().any(|it| it.contains(words)),
            "{drift}: {problems:?}"
        );
        let report = server.lockdown(["db", "lockdown"]);
        assert!(
            report.repaired.iter().any(|it| it.contains(words)),
            "{drift}: {:?}",
            report.repaired
        );
        assert_eq!(server.problems(&server.solo.url()), [""; 0], "{drift}");
    }
    let url = server.lockdown(["db", "lockdown", "--rotate"]).shared_url;
    server.log_in(&url, "CBrunel").success();
    server
        .at(&url, ["customer", "update", "2", "--phone=0611223344"])
        .run()
        .success();
}

#[test]
fn function_that_is_not_of_the_migrations_is_told_and_fails_the_lockdown() {
    let (server, _) = Server::locked_down();
    server.solo.execute(
        "CREATE OR REPLACE FUNCTION epic_api.uid() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT 1::bigint';
         ALTER ROLE epic_cli CREATEDB",
    );
    let told = "the functions are those of the migrations (epic_api.uid())";
    assert!(
        server
            .problems(&server.solo.url())
            .iter()
            .any(|it| it == told)
    );
    let output = server
        .admin(["db", "lockdown", "--json"])
        .run()
        .expect_exit(10);
    assert_eq!(output.json()["locked_down"], false, "{output}");
    let error = output.error();
    assert_eq!(error["error"]["code"], "config.damaged_schema", "{output}");
    assert!(
        error["error"]["message"].as_str().unwrap().contains(told),
        "{output}"
    );
    // What could be repaired was.
    assert_eq!(server.problems(&server.solo.url()), [told]);
}

#[test]
fn owner_who_is_no_superuser_migrates_before_and_after_the_lockdown() {
    let server = Server::new();
    server.solo.execute(&format!(
        "CREATE ROLE crm LOGIN PASSWORD 'crm'; ALTER DATABASE {} OWNER TO crm",
        server.solo.name()
    ));
    let url = server.solo.url();
    let owner = format!("postgres://crm:crm@{}", url.rsplit_once('@').unwrap().1);
    server.at(&owner, ["init", "--demo"]).run().success();
    assert_config(
        server.at(&owner, ["db", "lockdown", "--json"]).run(),
        "database_role",
    );
    assert_config(
        server
            .at(&owner, ["db", "enroll", "CBrunel", "--json"])
            .run(),
        "database_role",
    );
    let report = server.lockdown(["db", "lockdown"]);
    assert!(
        report
            .repaired
            .iter()
            .any(|it| it == "whoever owned the database can go on migrating it (crm)"),
        "{:?}",
        report.repaired
    );
    let client = report.shared_url;
    assert_eq!(
        server
            .at(&owner, ["db", "migrate", "--fields=migrations"])
            .run()
            .success()
            .stdout,
        "0\n"
    );
    assert_config(
        server.at(&owner, ["init", "--demo", "--json"]).run(),
        "database_role",
    );

    // As a newer program would find it.
    server.solo.execute(include_str!(
        "../../migrations/postgres/2026-11-22-200300_policy/down.sql"
    ));
    server
        .solo
        .execute("DELETE FROM __diesel_schema_migrations WHERE version = '20261122200300'");
    let before = server
        .solo
        .scalar("SELECT string_agg(version, ' ' ORDER BY version) FROM __diesel_schema_migrations");
    for args in [
        &["signup"][..],
        &["init"],
        &["db", "migrate"],
        &["login", "CBrunel", "--password-stdin"],
    ] {
        let output = server
            .at(&client, args.iter().copied())
            .env("EPIC_FORMAT", "json")
            .stdin(PASSWORD)
            .run();
        assert_config(output, "schema_too_old");
    }
    assert_eq!(
        server.solo.scalar(
            "SELECT string_agg(version, ' ' ORDER BY version) FROM __diesel_schema_migrations"
        ),
        before
    );
    assert_eq!(
        server.problems(&client),
        ["its schema is older than this program"]
    );
    assert_eq!(
        server
            .at(&owner, ["db", "migrate", "--fields=migrations"])
            .run()
            .success()
            .stdout,
        "1\n"
    );
    // What the migration made is in the right hands already.
    assert_eq!(server.problems(&server.solo.url()), [""; 0]);
    server.log_in(&client, "CBrunel").success();
    server.at(&client, ["customer", "list"]).run().success();
    // The owner reads nothing that row-level security keeps back.
    let mut conn = PgConnection::establish(&owner).unwrap();
    for statement in [
        "SELECT FROM public.contracts FETCH FIRST ROW ONLY",
        "SELECT FROM epic_sec.credentials FETCH FIRST ROW ONLY",
    ] {
        assert_eq!(
            diesel::sql_query(statement).execute(&mut conn).unwrap(),
            0,
            "{statement}"
        );
    }
}

#[test]
fn login_role_of_a_person_is_theirs_alone() {
    let (server, shared) = Server::locked_down();
    let enroll = |args: &[&'static str]| {
        let args = ["db", "enroll"].into_iter().chain(args.iter().copied());
        server.admin(args).env("EPIC_FORMAT", "json").run()
    };
    let output = enroll(&["cbrunel"]).success();
    let json = output.json();
    assert_eq!(
        (json["login"].as_str(), json["role"].as_str()),
        (Some("CBrunel"), Some("epic_u_cbrunel"))
    );
    let own = json["database_url"].as_str().unwrap().to_owned();
    server.log_in(&own, "CBrunel").success();
    assert_eq!(
        server
            .solo
            .scalar("SELECT DISTINCT database_role FROM epic_sec.sessions"),
        "epic_u_cbrunel"
    );
    server.at(&own, ["customer", "list"]).run().success();
    assert_eq!(server.problems(&own), [""; 0]);
    // The session opens nothing through the role that others have.
    server
        .at(&shared, ["customer", "list"])
        .run()
        .expect_exit(4);

    // Again: nothing new, until it is asked for.
    let again = enroll(&["CBRUNEL"]).success().json();
    assert_eq!(again["database_url"], own.replace(password_of(&own), "…"));
    server.at(&own, ["customer", "list"]).run().success();
    let rotated = enroll(&["CBrunel", "--rotate"]).success().json();
    assert_config(
        server.at(&own, ["customer", "list", "--json"]).run(),
        "database_url",
    );
    server
        .at(
            rotated["database_url"].as_str().unwrap(),
            ["customer", "list"],
        )
        .run()
        .success();

    assert_eq!(
        enroll(&["nobody"]).expect_exit(3).error()["error"]["code"],
        "not_found.collaborator"
    );
    server.log_in(&shared, "AMartinez").success();
    server
        .at(&shared, ["collaborator", "delete", "ALefebvre", "--yes"])
        .run();
    server.solo.execute("SET session_replication_role = replica; UPDATE collaborators SET active = false WHERE login = 'ALefebvre'");
    assert_eq!(
        enroll(&["ALefebvre"]).expect_exit(6).error()["error"]["code"],
        "rule.inactive"
    );
    assert_eq!(
        server
            .solo
            .scalar("SELECT count(*) FROM pg_roles WHERE rolname LIKE 'epic\\_u\\_%'"),
        "1"
    );
}

#[test]
fn rotation_voids_the_shared_password_and_no_password_is_in_the_log_of_the_server() {
    let server = Server::new();
    server
        .solo
        .execute("ALTER SYSTEM SET log_statement = 'all'");
    server.solo.reload();
    server.admin(["init"]).run().success();
    assert_config(
        server.admin(["db", "enroll", "CBrunel", "--json"]).run(),
        "not_locked_down",
    );
    let old = server.lockdown(["db", "lockdown"]).shared_url;
    let new = server.lockdown(["db", "lockdown", "--rotate"]).shared_url;
    assert_ne!(password_of(&old), password_of(&new));
    assert_config(
        server.at(&old, ["db", "status", "--json"]).run(),
        "database_url",
    );
    assert_eq!(server.problems(&new), [""; 0]);
    let log = server
        .solo
        .scalar("SELECT pg_read_file(current_setting('data_directory') || '.log')");
    assert!(
        log.contains("ALTER ROLE \"epic_cli\" PASSWORD 'SCRAM-SHA-256$4096:"),
        "nothing was logged"
    );
    for url in [&old, &new] {
        assert!(!log.contains(password_of(url)));
    }
}

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
        let rows = diesel::sql_query(format!("SELECT FROM {table}")).execute(&mut conn);
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
                .contains("in effect Management"),
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
        ["the owner of the file is in effect Management"]
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
    assert!(status["pending_migrations"].as_i64().unwrap() >= 8);
}

/// `EPIC_WRITE_GUARDS=1 scripts/test guards_of_a_lockdown` writes the list after a migration was changed.
#[test]
fn guards_of_a_lockdown_are_those_of_the_migrations() {
    const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/db/lockdown/guards.json");
    let env = TestEnv::empty(Backend::Postgres);
    env.run(["db", "migrate"]).success();
    let mut conn = PgConnection::establish(&env.admin_url()).unwrap();
    let found = epic::db::lockdown::guards(&mut conn).unwrap();
    if std::env::var_os("EPIC_WRITE_GUARDS").is_some() {
        std::fs::write(PATH, &found).unwrap();
    }
    assert_eq!(found, std::fs::read_to_string(PATH).unwrap());
}
