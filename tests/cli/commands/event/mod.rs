//! Events: what holds for several of the verbs (rule 3).

automod::dir!("tests/cli/commands/event");

use serde_json::Value;

use crate::env::{TestEnv, on_both_databases};
use crate::staff::SUPPORT;

/// Changes event 4, which is BRenard's, and returns what is printed.
pub fn updated(env: &TestEnv, args: &[&str]) -> Value {
    let args = ["event", "update", "4", "--json"].iter().chain(args);
    env.run_as("BRenard", args).success().json()
}

on_both_databases! {
    fn what_does_not_exist_is_told(env: &TestEnv) {
        for args in [["show", "99", "--quiet"], ["update", "99", "--title=Bal"]] {
            let error = env.assert_refused(Some(SUPPORT), ["event"].iter().chain(&args), 3, "not_found.event");
            assert_eq!(error["message"], "there is no event 99");
            assert_eq!(error["hint"], "epic event list");
        }
    }
}
