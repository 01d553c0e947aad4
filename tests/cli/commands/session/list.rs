//! The logins that live: who sees them, who ends them, and how many one person may have.

use serde_json::{Value, json};

use crate::env::{Backend, PASSWORD, TestEnv, on_both_databases};

/// The table with the sessions, which PostgreSQL keeps among the secrets.
fn sessions(env: &TestEnv) -> &'static str {
    match env.backend() {
        Backend::Sqlite => "sessions",
        Backend::Postgres => "epic_sec.sessions",
    }
}

/// The sessions of a collaborator, as they list them.
#[track_caller]
fn listed(env: &TestEnv, login: &str, args: &[&str]) -> Vec<Value> {
    let output = env.run_as(login, [&["session", "list", "--json"], args].concat());
    output.success().json().as_array().unwrap().clone()
}

/// The id of the only session of a collaborator, the one that the harness opened.
fn id_of(env: &TestEnv, login: &str) -> String {
    let [session] = &listed(env, login, &[])[..] else {
        panic!("{login} has another number of sessions than one")
    };
    session["id"].to_string()
}

/// Another login of somebody as on another machine, whose token the session file holds from then on.
fn sign_in(env: &TestEnv, login: &str) {
    let _ = std::fs::remove_file(env.session_file());
    env.sign_in(login, PASSWORD).success();
}

on_both_databases! {
    fn own_sessions_are_listed_and_the_one_that_asks_is_marked(env: &TestEnv) {
        sign_in(env, "CBrunel");
        let sessions = listed(env, "CBrunel", &[]);
        let [first, second] = &sessions[..] else {
            panic!("{sessions:?}")
        };
        assert_eq!(first["current"], true);
        assert_eq!(second["current"], false);
        let role = match env.backend() {
            Backend::Sqlite => Value::Null,
            Backend::Postgres => env.scalar("SELECT database_role FROM epic_sec.sessions WHERE id = 2").into(),
        };
        for session in &sessions {
            let names: Vec<&String> = session.as_object().unwrap().keys().collect();
            assert_eq!(
                names,
                ["collaborator", "created_at", "current", "database_role", "expires_at", "id", "last_used_at"]
            );
            assert_eq!(
                session["collaborator"],
                json!({"id": 2, "login": "CBrunel", "name": "Cédric Brunel"})
            );
            assert_eq!(session["database_role"], role);
            assert!(session["last_used_at"].is_string(), "{session}");
        }
        let output = env.run(["session", "list", "--fields", "id,current"]).success();
        assert_eq!(output.stdout, format!("{}\tfalse\n{}\ttrue\n", first["id"], second["id"]));
    }

    fn sessions_of_everybody_are_for_management(env: &TestEnv) {
        let everybody = listed(env, "AMartinez", &["--all"]);
        assert_eq!(everybody.len(), 6);
        assert_eq!(everybody.iter().filter(|session| session["current"] == true).count(), 1);
        assert_eq!(listed(env, "AMartinez", &[]).len(), 1);
        for login in ["CBrunel", "BRenard"] {
            env.assert_refused(Some(login), ["session", "list", "--all"], 5, "denied.department");
        }
        env.assert_refused(None, ["session", "list"], 4, "auth.required");
    }

    fn sessions_that_are_over_are_not_listed(env: &TestEnv) {
        let table = sessions(env);
        let ids: Vec<String> =
            ["CBrunel", "CDelorme", "BRenard"].map(|login| id_of(env, login)).to_vec();
        env.execute(&format!(
            "UPDATE {table} SET revoked_at = expires_at WHERE id = {};
             UPDATE {table} SET created_at = '2020-01-01T00:00:00Z', expires_at = '2020-01-01T08:00:00Z' WHERE id = {};
             UPDATE {table} SET last_used_at = '2020-01-01T00:00:00Z' WHERE id = {}",
            ids[0], ids[1], ids[2]
        ));
        let logins: Vec<Value> = listed(env, "AMartinez", &["--all"])
            .into_iter()
            .map(|session| session["collaborator"]["login"].clone())
            .collect();
        assert_eq!(logins, ["AMartinez", "KDurand", "ALefebvre"]);
        for id in &ids {
            env.assert_refused(Some("AMartinez"), ["session", "revoke", id], 3, "not_found.session");
        }
    }

    fn own_session_on_another_machine_is_ended_at_once(env: &TestEnv) {
        sign_in(env, "CBrunel");
        let other = listed(env, "CBrunel", &[])[1]["id"].to_string();
        let ended = env.run_as("CBrunel", ["session", "revoke", &other, "--json"]).success().json();
        assert_eq!(ended["id"].to_string(), other);
        env.assert_refused(None, ["customer", "list"], 4, "auth.revoked");
        env.run_as("CBrunel", ["customer", "list"]).success();
        env.assert_refused(Some("CBrunel"), ["session", "revoke", &other], 3, "not_found.session");
    }

    fn session_that_asks_may_end_itself(env: &TestEnv) {
        sign_in(env, "CBrunel");
        let ids: Vec<String> =
            listed(env, "CBrunel", &[]).iter().map(|session| session["id"].to_string()).collect();
        // The own one is not the last that is named.
        let output = env.run(["session", "revoke", &ids[1], &ids[0], "--format", "ids"]).success();
        assert_eq!(output.stdout, format!("{}\n{}\n", ids[0], ids[1]));
        assert_eq!(output.stderr, "CBrunel is logged out.\n");
        assert!(!env.session_file().exists());
        env.assert_refused(Some("CBrunel"), ["customer", "list"], 4, "auth.revoked");
    }

    fn sessions_of_others_are_ended_by_management_alone(env: &TestEnv) {
        let id = id_of(env, "BRenard");
        // Whether there is one of that number is nobody's business either.
        for login in ["CBrunel", "KDurand"] {
            let error = env.assert_refused(Some(login), ["session", "revoke", &id], 3, "not_found.session");
            assert_eq!(error["message"], format!("there is no session {id}"));
        }
        env.run_as("BRenard", ["whoami"]).success();
        env.run_as("AMartinez", ["session", "revoke", &id]).success();
        env.assert_refused(Some("BRenard"), ["whoami"], 4, "auth.revoked");
        env.run_as("KDurand", ["whoami"]).success();
    }

    fn sessions_end_all_of_them_or_none(env: &TestEnv) {
        let id = id_of(env, "BRenard");
        env.assert_refused(Some("AMartinez"), ["session", "revoke", &id, "9999"], 3, "not_found.session");
        let error = env.assert_refused(Some("AMartinez"), ["session", "revoke"], 2, "usage");
        assert_eq!(error["message"], "missing ID");
        for id in ["x", "0", "-1", "1.5"] {
            env.assert_refused(Some("AMartinez"), ["session", "revoke", "--", id], 2, "usage");
        }
        env.run_as("BRenard", ["whoami"]).success();
    }

    fn ended_session_is_remembered(env: &TestEnv) {
        let id = id_of(env, "BRenard");
        env.run_as("AMartinez", ["session", "revoke", &id]).success();
        assert_eq!(
            env.scalar(&format!(
                "SELECT count(*) FROM audit_entries WHERE action = 'session_revoke' AND entity = 'session'
                 AND entity_id = {id} AND collaborator_id = 1 AND credential = 'session'"
            )),
            "1"
        );
    }

    fn eleventh_login_ends_the_oldest_session(env: &TestEnv) {
        sign_in(env, "CBrunel");
        for _ in 3..=10 {
            sign_in(env, "CBrunel");
        }
        assert_eq!(listed(env, "CBrunel", &[]).len(), 10);
        sign_in(env, "CBrunel");
        env.assert_refused(Some("CBrunel"), ["customer", "list"], 4, "auth.revoked");
        let left = env.run(["session", "list", "--format", "ids"]).success();
        assert_eq!(left.stdout.lines().count(), 10);
        // Nobody else's.
        env.run_as("CDelorme", ["whoami"]).success();
    }
}
