//! Contracts: what holds for several of the verbs (rule 2).

automod::dir!("tests/cli/commands/contract");

use serde_json::Value;

use crate::env::{TestEnv, on_both_databases};
use crate::staff::{MANAGER, SALES};

/// Total, due, status and version of a contract, as the database has them.
pub fn state(env: &TestEnv, id: i64) -> String {
    env.scalar(&format!(
        "SELECT total_cents || ' ' || due_cents || ' ' || status || ' v' || version FROM contracts WHERE id = {id}"
    ))
}

/// Runs as a collaborator, in JSON.
pub fn done(env: &TestEnv, login: &str, args: &str) -> Value {
    env.run_as(login, args.split(' ').chain(["--json"]))
        .success()
        .json()
}

/// Checks that a command is refused, and returns the message.
pub fn refused(env: &TestEnv, login: Option<&str>, args: &str, exit: i32, code: &str) -> String {
    let error = env.assert_refused(login, args.split(' '), exit, code);
    error["message"]
        .as_str()
        .expect("an error has a message")
        .to_owned()
}

on_both_databases! {
    fn everything_missing_or_invalid_is_told_at_once(env: &TestEnv) {
        assert_eq!(
            refused(env, Some(MANAGER), "contract create", 2, "usage.invalid"),
            "missing --customer, --total"
        );
        assert_eq!(
            refused(env, Some(MANAGER), "contract create --customer= --due=-1", 2, "usage.invalid"),
            "missing --total; invalid value for --customer: must not be blank; invalid value for --due: must not be negative"
        );
        assert_eq!(refused(env, Some(SALES), "contract pay", 2, "usage.invalid"), "missing ID, AMOUNT");
        assert_eq!(refused(env, Some(SALES), "contract sign", 2, "usage.invalid"), "missing ID");
        assert_eq!(refused(env, Some(SALES), "contract show", 2, "usage.invalid"), "missing ID");
    }

    fn what_does_not_exist_is_told(env: &TestEnv) {
        for args in ["show 99", "sign 99", "pay 99 1", "update 99 --due 1", "update 99 --if-version 1 --due 1"] {
            let error = env.assert_refused(Some(MANAGER), format!("contract {args}").split(' '), 3, "not_found.contract");
            assert_eq!(error["message"], "there is no contract 99");
            assert_eq!(error["hint"], "epic contract list");
        }
        for args in ["create --customer 99 --total 1", "update 9 --customer 99"] {
            refused(env, Some(MANAGER), &format!("contract {args}"), 3, "not_found.customer");
        }
    }
}
