//! Ending tokens, and what else ends them.

use crate::commands::token::{listed, new_token};
use crate::env::{PASSWORD, TestEnv, on_both_databases};
use crate::staff::STRONG;

on_both_databases! {
    fn tokens_are_ended_by_name_or_id(env: &TestEnv) {
        let ids: Vec<String> =
            ["cron", "alerts", "nightly export"].map(|name| new_token(env, "CBrunel", name)["id"].to_string()).to_vec();
        let output = env
            .run_as("CBrunel", ["token", "revoke", "nightly export", &ids[0], "--format", "ids"])
            .success();
        assert_eq!(output.stdout, format!("{}\n{}\n", ids[0], ids[2]));
        assert_eq!(listed(env, "CBrunel", &[])[0]["name"], "alerts");
        for gone in ["cron", &ids[0], "9999", "nobody's"] {
            env.assert_refused(Some("CBrunel"), ["token", "revoke", "alerts", gone], 3, "not_found.token");
        }
        let error = env.assert_refused(Some("CBrunel"), ["token", "revoke"], 2, "usage");
        assert_eq!(error["message"], "missing ID|NAME");
        // A session is no token.
        let session = env.run_as("CBrunel", ["session", "list", "--format", "ids"]).success().stdout;
        env.assert_refused(Some("CBrunel"), ["token", "revoke", session.trim_end()], 3, "not_found.token");
        env.assert_refused(Some("CBrunel"), ["session", "revoke", &ids[1]], 3, "not_found.session");
    }

    fn tokens_of_others_are_ended_by_management_alone_and_by_id(env: &TestEnv) {
        let id = new_token(env, "CBrunel", "cron")["id"].to_string();
        for login in ["CDelorme", "BRenard"] {
            for reference in [&id, "cron"] {
                env.assert_refused(Some(login), ["token", "revoke", reference], 3, "not_found.token");
            }
        }
        env.assert_refused(Some("AMartinez"), ["token", "revoke", "cron"], 3, "not_found.token");
        env.run_as("AMartinez", ["token", "revoke", &id]).success();
        assert_eq!(listed(env, "CBrunel", &[]).len(), 0);
    }

    fn tokens_are_remembered(env: &TestEnv) {
        let id = new_token(env, "CBrunel", "cron")["id"].to_string();
        env.run_as("AMartinez", ["token", "revoke", &id]).success();
        for (action, by) in [("token_create", 2), ("token_revoke", 1)] {
            let entries = env.scalar(&format!(
                "SELECT count(*) FROM audit_entries WHERE action = '{action}' AND entity = 'session'
                 AND entity_id = {id} AND collaborator_id = {by} AND credential = 'session'"
            ));
            assert_eq!(entries, "1", "{action}");
        }
    }

    fn logout_everywhere_keeps_tokens_and_a_new_password_ends_them(env: &TestEnv) {
        let token = new_token(env, "CBrunel", "cron")["token"].as_str().unwrap().to_owned();
        let whoami = || env.command(["whoami"]).env("EPIC_TOKEN", &token).run();
        env.run_as("CBrunel", ["logout", "--everywhere"]).success();
        whoami().success();
        env.sign_in("CBrunel", PASSWORD).success();
        env.command(["password", "change", "--password-stdin"])
            .stdin(format!("{PASSWORD}\n{STRONG}\n"))
            .run()
            .success();
        whoami().expect_exit(4);
    }
}
