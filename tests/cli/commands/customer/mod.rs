//! Customers: what holds for several of the verbs (rule 1).

automod::dir!("tests/cli/commands/customer");

use crate::env::{TestEnv, on_both_databases};
use crate::staff::{MANAGER, SALES};

on_both_databases! {
    fn everything_missing_is_named_in_one_error(env: &TestEnv) {
        insta::assert_snapshot!(env.run_as("CBrunel", ["customer", "create"]), @r"
        exit: 2
        --- stdout
        --- stderr
        error: missing --first-name, --last-name, --email, --phone, --company
        ");
        env.assert_refused(Some(SALES), ["customer", "create"], 2, "usage.invalid");
        let error = env.assert_refused(Some(MANAGER), ["customer", "transfer"], 2, "usage.invalid");
        assert_eq!(error["message"], "missing ID|EMAIL|NAME, --to");
        let error = env.assert_refused(Some(SALES), ["customer", "show"], 2, "usage.invalid");
        assert_eq!(error["message"], "missing ID|EMAIL|NAME");
    }

    fn what_does_not_exist_is_told(env: &TestEnv) {
        for args in [["show", "99", "--quiet"], ["update", "99", "--company=Ney"]] {
            let error = env.assert_refused(Some(SALES), ["customer"].iter().chain(&args), 3, "not_found.customer");
            assert_eq!(error["message"], "there is no customer 99");
            assert_eq!(error["hint"], "epic customer list");
        }
        env.assert_refused(Some(MANAGER), ["customer", "transfer", "99", "--to=CBrunel"], 3, "not_found.customer");
        env.assert_refused(Some(MANAGER), ["customer", "transfer", "1", "--to=nobody"], 3, "not_found.collaborator");
    }
}
