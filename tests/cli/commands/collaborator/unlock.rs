//! Letting a login be tried again after too many wrong passwords.

use sha2::{Digest as _, Sha256};

use crate::env::{Backend, PASSWORD, TestEnv, on_both_databases};
use crate::files::hex;

const UNLOCK: [&str; 3] = ["collaborator", "unlock", "brenard"];

/// Locks a login, as a hundred wrong passwords in a row do. PostgreSQL counts them for each database role.
fn lock(env: &TestEnv, login: &str) {
    let key = hex(&Sha256::digest(login.to_lowercase()));
    env.execute(&match env.backend() {
        Backend::Sqlite => format!(
            "INSERT INTO login_attempts (id, login_key, outcome, submitted_at) VALUES ('lock', X'{key}', 'locked', '2026-01-01T00:00:00Z')"
        ),
        Backend::Postgres => format!(
            "INSERT INTO epic_sec.login_attempts (login_key, database_role, outcome)
             SELECT '\\x{key}', database_role, 'locked' FROM epic_sec.sessions WHERE id = 1"
        ),
    });
}

/// How often Management was recorded to have unlocked somebody.
fn entries(env: &TestEnv) -> String {
    env.scalar(
        "SELECT count(*) FROM audit_entries WHERE action = 'unlock' AND entity = 'collaborator' AND collaborator_id = 1",
    )
}

on_both_databases! {
    fn locked_login_is_let_in_again(env: &TestEnv) {
        lock(env, "BRenard");
        env.sign_in("BRenard", PASSWORD).expect_exit(4);
        env.sign_in("KDurand", PASSWORD).success();
        // Sessions that live are not affected.
        env.run_as("BRenard", ["whoami"]).success();

        let output = env.run_as("AMartinez", [&UNLOCK[..], &["--json"]].concat()).success();
        assert_eq!(output.json()["login"], "BRenard");
        assert_eq!(output.stderr, "BRenard can log in again.\n");
        env.sign_in("BRenard", PASSWORD).success();
        assert_eq!(entries(env), "1");
    }

    fn throttled_login_is_let_in_again(env: &TestEnv) {
        for _ in 0..5 {
            env.sign_in("BRenard", "wrong").expect_exit(4);
        }
        env.assert_refused(None, ["whoami"], 4, "auth.required");
        env.sign_in("BRenard", PASSWORD).expect_exit(4);
        env.run_as("AMartinez", ["collaborator", "unlock", "4"]).success();
        env.sign_in("BRenard", PASSWORD).success();
    }

    fn login_that_is_not_locked_is_left_alone(env: &TestEnv) {
        let output = env.unchanged(|| env.run_as("AMartinez", UNLOCK)).success();
        assert_eq!(output.stderr, "Nothing to change.\n");
        assert_eq!(entries(env), "0");
    }

    fn logins_are_unlocked_by_management_alone(env: &TestEnv) {
        lock(env, "BRenard");
        for login in ["CBrunel", "BRenard"] {
            env.assert_refused(Some(login), UNLOCK, 5, "denied.department");
        }
        env.assert_refused(None, UNLOCK, 4, "auth.required");
        env.assert_refused(Some("AMartinez"), ["collaborator", "unlock", "Nobody"], 3, "not_found.collaborator");
        env.assert_refused(Some("AMartinez"), ["collaborator", "unlock"], 2, "usage");
        env.sign_in("BRenard", PASSWORD).expect_exit(4);
    }
}
