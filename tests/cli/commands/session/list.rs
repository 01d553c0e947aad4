//! The live sessions: who sees them, and how many one person may have.

use serde_json::{Value, json};

use crate::commands::session::{id_of, listed, sign_in_again};
use crate::env::{Backend, TestEnv, on_both_databases};

on_both_databases! {
    fn own_sessions_are_listed_and_the_one_that_asks_is_marked(env: &TestEnv) {
        sign_in_again(env, "CBrunel");
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
        let table = env.secret_table("sessions");
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

    fn eleventh_login_ends_the_oldest_session(env: &TestEnv) {
        sign_in_again(env, "CBrunel");
        for _ in 3..=10 {
            sign_in_again(env, "CBrunel");
        }
        assert_eq!(listed(env, "CBrunel", &[]).len(), 10);
        sign_in_again(env, "CBrunel");
        env.assert_refused(Some("CBrunel"), ["customer", "list"], 4, "auth.revoked");
        let left = env.run(["session", "list", "--format", "ids"]).success();
        assert_eq!(left.stdout.lines().count(), 10);
        // Nobody else's.
        env.run_as("CDelorme", ["whoami"]).success();
    }
}
