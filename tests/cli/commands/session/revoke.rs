//! Ending sessions: your own, and those of others.

use crate::commands::session::{id_of, listed, sign_in_again};
use crate::env::{TestEnv, on_both_databases};

on_both_databases! {
    fn own_session_on_another_machine_is_ended_at_once(env: &TestEnv) {
        sign_in_again(env, "CBrunel");
        let other = listed(env, "CBrunel", &[])[1]["id"].to_string();
        let ended = env.run_as("CBrunel", ["session", "revoke", &other, "--json"]).success().json();
        assert_eq!(ended["id"].to_string(), other);
        env.assert_refused(None, ["customer", "list"], 4, "auth.revoked");
        env.run_as("CBrunel", ["customer", "list"]).success();
        env.assert_refused(Some("CBrunel"), ["session", "revoke", &other], 3, "not_found.session");
    }

    fn session_that_asks_may_end_itself(env: &TestEnv) {
        sign_in_again(env, "CBrunel");
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
}
