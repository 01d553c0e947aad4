//! Logging out: the session in the database, and the file.

use std::fs;

use crate::commands::session::{live_sessions, login_of};
use crate::env::{PASSWORD, TestEnv, on_both_databases};

on_both_databases! {
    fn logout_ends_the_session_in_the_database_and_removes_the_file(env: &TestEnv) {
        env.sign_in("CBrunel", PASSWORD).success();
        let token = fs::read_to_string(env.session_file()).unwrap();
        assert_eq!(live_sessions(env, "CBrunel"), "2");
        insta::assert_snapshot!(env.run(["logout"]), @"
        exit: 0
        --- stdout
        --- stderr
        CBrunel is logged out.
        ");
        assert!(!env.session_file().exists());
        assert_eq!(live_sessions(env, "CBrunel"), "1");
        // A copy of the file is worth nothing now; the other session goes on.
        let output = env.command(["whoami"]).env("EPIC_TOKEN", token).run();
        insta::assert_snapshot!(output, @"
        exit: 4
        --- stdout
        --- stderr
        error: the token in EPIC_TOKEN was revoked
        hint: env -u EPIC_TOKEN epic token create
        ");
        env.run_as("CBrunel", ["whoami"]).success();
    }

    fn logout_everywhere_ends_all_own_sessions_and_no_others(env: &TestEnv) {
        env.sign_in("CBrunel", PASSWORD).success();
        insta::assert_snapshot!(env.run(["logout", "--everywhere"]), @"
        exit: 0
        --- stdout
        --- stderr
        CBrunel is logged out of 2 sessions.
        ");
        assert!(!env.session_file().exists());
        assert_eq!(live_sessions(env, "CBrunel"), "0");
        env.assert_refused(Some("CBrunel"), ["customer", "list"], 4, "auth.revoked");
        env.run_as("CDelorme", ["whoami"]).success();
    }

    fn logout_with_nobody_logged_in_is_fine(env: &TestEnv) {
        insta::assert_snapshot!(env.unchanged(|| env.run(["logout"])), @"
        exit: 0
        --- stdout
        --- stderr
        You are not logged in.
        ");
        env.assert_refused(None, ["logout", "--everywhere"], 4, "auth.required");
    }

    fn logout_of_a_session_that_is_over_removes_the_file_alone(env: &TestEnv) {
        env.log_in("CBrunel");
        env.execute("UPDATE sessions SET revoked_at = created_at");
        let output = env.unchanged(|| env.run(["logout"]).success());
        assert_eq!(output.stderr, "You are not logged in.\n");
        assert!(!env.session_file().exists());
    }

    fn logout_of_a_session_that_this_database_does_not_know_keeps_the_file(env: &TestEnv) {
        env.log_in("CBrunel");
        env.execute("DELETE FROM sessions");
        env.assert_refused(None, ["logout"], 4, "auth.invalid_token");
        assert!(env.session_file().exists());
    }

    fn logout_of_a_token_in_the_environment_leaves_the_session_file(env: &TestEnv) {
        env.log_in("KDurand");
        env.run_as("CBrunel", ["logout"]).success();
        assert_eq!(live_sessions(env, "CBrunel"), "0");
        assert_eq!(login_of(env, &[]), "KDurand");
    }
}
