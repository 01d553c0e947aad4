//! Behaviour common to every `update`.

use crate::env::{TestEnv, on_both_databases};

on_both_databases! {
    fn an_update_of_nothing_names_what_could_be_changed(env: &TestEnv) {
        for (login, noun, flag) in [
            ("AMartinez", "collaborator", "--login"),
            ("CBrunel", "customer", "--first-name"),
            ("CBrunel", "contract", "--total"),
            ("BRenard", "event", "--title"),
        ] {
            let error = env.assert_refused(Some(login), [noun, "update", "1"], 2, "usage.invalid");
            let message = error["message"].as_str().unwrap();
            let start = format!("nothing to change: give at least one of {flag}, ");
            assert!(message.starts_with(&start), "{message}");
        }
        // Who may not do it at all is told that first.
        env.assert_refused(Some("BRenard"), ["customer", "update", "1"], 5, "denied.department");
    }
}
