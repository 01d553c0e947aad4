//! Each way in which a locked-down database may drift is told by `epic db status` and repaired by the next lockdown, and the
//! guards that a lockdown expects are those of the migrations.

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::Server;
use crate::env::{Backend, TestEnv};

/// What drifted, and words of the measure that tells and mends it.
const DRIFT: &[(&str, &str)] = &[
    (
        "ALTER ROLE epic_cli SUPERUSER",
        "roles with wrong attributes (epic_cli)",
    ),
    (
        "ALTER ROLE epic_app CREATEROLE CREATEDB",
        "roles with wrong attributes (epic_app)",
    ),
    (
        "ALTER ROLE epic_owner LOGIN",
        "roles with wrong attributes (epic_owner)",
    ),
    (
        "ALTER ROLE epic_definer BYPASSRLS",
        "roles with wrong attributes (epic_definer)",
    ),
    (
        "ALTER ROLE epic_backup NOBYPASSRLS",
        "roles with wrong attributes (epic_backup)",
    ),
    (
        "ALTER ROLE epic_cli CONNECTION LIMIT -1",
        "roles with wrong attributes (epic_cli)",
    ),
    (
        "ALTER ROLE epic_cli SET search_path = other",
        "settings on the shared roles (epic_cli)",
    ),
    (
        "REVOKE epic_app FROM epic_cli",
        "missing memberships of roles (epic_cli in epic_app)",
    ),
    (
        "GRANT epic_owner TO epic_cli",
        "unneeded memberships of roles (epic_cli in epic_owner)",
    ),
    (
        "GRANT pg_read_all_data TO epic_app",
        "unneeded memberships of roles (epic_app in pg_read_all_data)",
    ),
    (
        "GRANT epic_app TO epic_cli WITH ADMIN OPTION",
        "unneeded memberships of roles (epic_cli in epic_app)",
    ),
    (
        "GRANT CONNECT ON DATABASE postgres TO PUBLIC",
        "other databases of the server admit users (postgres)",
    ),
    (
        "ALTER DATABASE $ OWNER TO epic_test",
        "the database does not belong to epic_owner",
    ),
    (
        "GRANT TEMP ON DATABASE $ TO PUBLIC",
        "unneeded privileges on the database (PUBLIC)",
    ),
    (
        "GRANT CREATE ON DATABASE $ TO epic_app",
        "unneeded privileges on the database (epic_app)",
    ),
    (
        "REVOKE CONNECT ON DATABASE $ FROM epic_app",
        "roles that cannot connect (epic_app)",
    ),
    (
        "ALTER DATABASE $ RESET lc_messages",
        "wrong settings of the database (lc_messages)",
    ),
    (
        "ALTER DATABASE $ SET log_parameter_max_length = -1",
        "wrong settings of the database (log_parameter_max_length)",
    ),
    (
        "ALTER DATABASE $ SET session_replication_role = replica",
        "settings of the database that disable its guards (session_replication_role)",
    ),
    (
        "GRANT EXECUTE ON FUNCTION pg_terminate_backend TO PUBLIC",
        "public functions that observe, end or block the work of others (pg_terminate_backend",
    ),
    (
        "GRANT EXECUTE ON FUNCTION pg_advisory_lock(bigint) TO PUBLIC",
        "public functions that observe, end or block the work of others (pg_advisory_lock",
    ),
    (
        "REVOKE EXECUTE ON FUNCTION pg_advisory_xact_lock(bigint) FROM epic_owner",
        "roles that cannot call functions that they need (epic_owner",
    ),
    (
        "GRANT USAGE ON LANGUAGE plpgsql TO PUBLIC",
        "unlisted roles that can run code in a procedural language (plpgsql)",
    ),
    (
        "REVOKE USAGE ON LANGUAGE plpgsql FROM epic_owner",
        "owners that cannot write functions in plpgsql (epic_owner)",
    ),
    (
        "ALTER EVENT TRIGGER epic_refuse_ddl DISABLE",
        "users who can change definitions of the database",
    ),
    (
        "CREATE OR REPLACE FUNCTION epic_guard.refuse_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
        "users who can change definitions of the database",
    ),
    (
        "ALTER SCHEMA epic_sec OWNER TO epic_app",
        "schemas that do not belong to epic_owner (epic_sec)",
    ),
    (
        "ALTER TABLE customers OWNER TO epic_cli",
        "tables and types that do not belong to epic_owner (public.customers)",
    ),
    (
        "ALTER FUNCTION epic_api.uid() OWNER TO epic_test",
        "functions that do not belong to epic_definer (epic_api.uid())",
    ),
    (
        "GRANT USAGE ON SCHEMA epic_sec TO epic_app",
        "unneeded privileges on a schema (epic_sec: epic_app)",
    ),
    (
        "GRANT CREATE ON SCHEMA public TO PUBLIC",
        "unneeded privileges on a schema (public: PUBLIC)",
    ),
    (
        "REVOKE USAGE ON SCHEMA epic_api FROM epic_app",
        "missing privileges on a schema (epic_api: epic_app)",
    ),
    (
        "GRANT SELECT ON epic_sec.sessions TO epic_app",
        "unneeded privileges on a table (epic_sec.sessions: epic_app SELECT)",
    ),
    (
        "GRANT DELETE ON customers TO PUBLIC",
        "unneeded privileges on a table (public.customers: PUBLIC DELETE)",
    ),
    (
        "GRANT UPDATE (id) ON customers TO epic_cli",
        "unneeded privileges on a table (public.customers: epic_cli UPDATE (id))",
    ),
    (
        "GRANT UPDATE ON audit_entries TO epic_definer",
        "unneeded privileges on a table (public.audit_entries: epic_definer UPDATE)",
    ),
    (
        "GRANT SELECT ON customers TO epic_app",
        "unneeded privileges on a table (public.customers: epic_app SELECT)",
    ),
    (
        "REVOKE SELECT ON epic_api.customers FROM epic_app",
        "missing privileges on tables or columns (epic_api.customers: epic_app SELECT)",
    ),
    (
        "GRANT DELETE ON customers TO epic_view",
        "unneeded privileges on a table (public.customers: epic_view DELETE)",
    ),
    (
        "REVOKE SELECT ON customers FROM epic_view",
        "missing privileges on tables or columns (public.customers: epic_view SELECT)",
    ),
    (
        "REVOKE UPDATE ON epic_sec.sessions FROM epic_definer",
        "missing privileges on tables or columns (epic_sec.sessions: epic_definer UPDATE)",
    ),
    (
        "GRANT EXECUTE ON FUNCTION epic_sec.caller() TO epic_app",
        "unneeded privileges on a function (epic_sec.caller(): epic_app)",
    ),
    (
        "GRANT EXECUTE ON FUNCTION epic_api.uid() TO PUBLIC",
        "unneeded privileges on a function (epic_api.uid(): PUBLIC)",
    ),
    (
        "REVOKE EXECUTE ON FUNCTION epic_api.uid() FROM epic_app",
        "missing privileges on the functions of users (epic_api.uid())",
    ),
    (
        "ALTER DEFAULT PRIVILEGES FOR ROLE epic_owner GRANT EXECUTE ON FUNCTIONS TO PUBLIC",
        "functions of later migrations would be public (epic_owner)",
    ),
    (
        "ALTER DEFAULT PRIVILEGES FOR ROLE epic_owner IN SCHEMA public GRANT ALL ON TABLES TO epic_app",
        "objects of later migrations would be granted to users (TABLES of epic_owner: epic_app)",
    ),
    (
        "ALTER TABLE customers DISABLE ROW LEVEL SECURITY",
        "row-level security is missing or does not apply to the owner of a table (public.customers)",
    ),
    (
        "ALTER TABLE epic_sec.sessions NO FORCE ROW LEVEL SECURITY",
        "row-level security is missing or does not apply to the owner of a table (epic_sec.sessions)",
    ),
    (
        "CREATE TABLE later (id bigint)",
        "row-level security is missing or does not apply to the owner of a table (public.later)",
    ),
    (
        "ALTER ROLE epic_view BYPASSRLS",
        "roles with wrong attributes (epic_view)",
    ),
    (
        "REVOKE epic_view FROM epic_owner",
        "missing memberships of roles (epic_owner in epic_view)",
    ),
    (
        "GRANT epic_definer TO epic_view",
        "unneeded memberships of roles (epic_view in epic_definer)",
    ),
    (
        "ALTER VIEW epic_api.customers OWNER TO epic_owner",
        "views that do not belong to epic_view (epic_api.customers)",
    ),
    (
        "CREATE OR REPLACE VIEW epic_api.customers AS SELECT * FROM public.customers",
        "views differ from those of this program (epic_api.customers)",
    ),
    (
        "ALTER VIEW epic_api.customers SET (security_barrier)",
        "views differ from those of this program (epic_api.customers)",
    ),
    (
        "DROP VIEW epic_api.customers",
        "views differ from those of this program (epic_api.customers)",
    ),
    (
        "CREATE VIEW epic_api.more AS SELECT * FROM public.customers",
        "views differ from those of this program (epic_api.more)",
    ),
    (
        "CREATE RULE quiet AS ON DELETE TO epic_api.customers DO INSTEAD NOTHING",
        "rules that rewrite queries of a table (quiet on epic_api.customers)",
    ),
    (
        "DROP POLICY read ON customers",
        "policies differ from those of this program (read on public.customers)",
    ),
    (
        "ALTER POLICY read ON customers USING (true)",
        "policies differ from those of this program (read on public.customers)",
    ),
    (
        "CREATE POLICY more ON customers USING (true)",
        "policies differ from those of this program (more on public.customers)",
    ),
    (
        "ALTER TABLE customers DISABLE TRIGGER guard",
        "disabled triggers (public.customers)",
    ),
    (
        "ALTER TABLE customers DISABLE TRIGGER ALL",
        "disabled triggers (public.customers)",
    ),
    (
        "DROP TRIGGER audit ON contracts",
        "triggers differ from those of this program (audit on public.contracts)",
    ),
    (
        "CREATE RULE quiet AS ON UPDATE TO customers DO INSTEAD NOTHING",
        "rules that rewrite queries of a table (quiet on public.customers)",
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
    let told = "functions differ from those of this program (epic_api.uid())";
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
    // One that is not called where an argument is NULL records nothing.
    for attribute in ["STRICT", "LEAKPROOF"] {
        server.solo.execute(&format!(
            "ALTER FUNCTION epic_api.schema_version() {attribute}"
        ));
        let problems = server.problems(&server.solo.url());
        assert!(
            problems[0].contains("epic_api.schema_version()"),
            "{problems:?}"
        );
        server.solo.execute(&format!(
            "ALTER FUNCTION epic_api.schema_version() {}",
            match attribute {
                "STRICT" => "CALLED ON NULL INPUT",
                _ => "NOT LEAKPROOF",
            }
        ));
        assert_eq!(server.problems(&server.solo.url()), [told]);
    }
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
