//! The staff: what holds for several of the verbs (rule 6).

automod::dir!("tests/cli/commands/collaborator");

use serde_json::Value;

use crate::env::{Output, TestEnv, on_both_databases};
use crate::staff::MANAGER;

/// Changes an account, and returns what is printed.
pub fn updated(env: &TestEnv, login: &str, args: &[&str]) -> Value {
    let args = [&["collaborator", "update", login, "--json"], args].concat();
    env.run_as("AMartinez", args).success().json()
}

/// Resets a password, as Management.
pub fn reset(env: &TestEnv, login: &str, password: &str) -> Output {
    env.command(["collaborator", "reset-password", login, "--password-stdin"])
        .stdin(format!("{password}\n"))
        .as_("AMartinez")
        .run()
}

on_both_databases! {
    fn a_collaborator_is_named_by_login_or_id(env: &TestEnv) {
        for reference in ["CBrunel", "cbrunel", "2"] {
            let output = env.run_as("BRenard", ["collaborator", "show", reference, "--format=ids"]);
            assert_eq!(output.success().stdout, "2\n", "{reference}");
        }
        env.execute("UPDATE collaborators SET login = '2' WHERE id = 6");
        // Now it is the login of one and the id of another: nothing is guessed.
        let error = env.assert_refused(Some(MANAGER), ["collaborator", "show", "2"], 2, "usage.invalid");
        assert_eq!(
            error["message"],
            "several collaborators match “2”: 6 (2, alefebvre@epic-events.example); 2 (CBrunel, cbrunel@epic-events.example); \
             give an id instead"
        );
    }

    fn what_does_not_exist_is_told(env: &TestEnv) {
        for args in [
            &["show", "nobody"][..],
            &["update", "nobody", "--phone=+12345"],
            &["delete", "nobody", "--yes"],
            &["reset-password", "99", "--password-stdin"],
        ] {
            let error = env.assert_refused(Some(MANAGER), ["collaborator"].iter().chain(args), 3, "not_found.collaborator");
            let (message, hint) = match args[1] {
                "99" => ("there is no collaborator 99", "epic collaborator list"),
                _ => ("no collaborator has the login, e-mail address or full name nobody", "epic search 'nobody'"),
            };
            assert_eq!(error["message"], message);
            assert_eq!(error["hint"], hint);
        }
    }
}
