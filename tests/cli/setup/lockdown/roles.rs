//! Who works on a locked-down database: an owner who is no superuser, people with a login role of their own, and whoever has
//! the shared one.

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::{Server, assert_config, password_of};
use crate::env::PASSWORD;

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
            .any(|it| it == "the previous owner of the database cannot migrate it (crm)"),
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
        "../../../../migrations/postgres/2026-11-28-080300_search/down.sql"
    ));
    server
        .solo
        .execute("DELETE FROM __diesel_schema_migrations WHERE version = '20261128080300'");
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
