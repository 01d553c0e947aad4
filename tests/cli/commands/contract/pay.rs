//! Payments: bounds, and payments at the same time.

use std::process::Stdio;

use serde_json::json;

use crate::commands::contract::{done, refused, state};
use crate::env::{TestEnv, on_both_databases};
use crate::staff::SALES;

on_both_databases! {
    fn a_payment_lowers_what_is_due(env: &TestEnv) {
        assert_eq!(done(env, "CBrunel", "contract pay 2 0.01")["due"], json!(7499.99));
        assert_eq!(state(env, 2), "1500000 749999 signed v3");
        env.run_as("AMartinez", ["contract", "pay", "2", "7 499,99"]).success();
        assert_eq!(state(env, 2), "1500000 0 signed v4");
    }

    fn a_payment_never_exceeds_what_is_due(env: &TestEnv) {
        insta::assert_snapshot!(env.run_as("CBrunel", ["contract", "pay", "2", "7500.01"]), @"
        exit: 6
        --- stdout
        --- stderr
        error: the payment exceeds the €7,500.00 still due on contract 2
        hint: epic contract pay 2 7500.00
        ");
        refused(env, Some(SALES), "contract pay 2 7500.01", 6, "rule.payment_exceeds_due");
        refused(env, Some(SALES), "contract pay 2 9999999999.99", 6, "rule.payment_exceeds_due");
    }

    fn a_paid_contract_takes_no_payment_and_offers_none(env: &TestEnv) {
        let error = env.assert_refused(Some(SALES), ["contract", "pay", "1", "0.01"], 6, "rule.payment_exceeds_due");
        assert_eq!(error["message"], "contract 1 is already paid in full");
        assert_eq!(error["hint"], "epic contract show 1");
    }

    fn a_payment_is_a_positive_amount_of_cents(env: &TestEnv) {
        for (amount, problem) in [
            ("0", "must be more than zero"),
            ("0.00", "must be more than zero"),
            ("-5", "must not be negative"),
            ("1.005", "must have at most two decimals"),
            ("x", "must be an amount such as 1500, 1500.50 or 1 500,50"),
        ] {
            assert_eq!(
                refused(env, Some(SALES), &format!("contract pay 2 {amount}"), 2, "usage.invalid"),
                format!("invalid value for AMOUNT: {problem}")
            );
        }
    }

    fn payments_at_the_same_time_are_all_counted(env: &TestEnv) {
        let children: Vec<_> = ["CBrunel", "AMartinez", "CBrunel", "AMartinez"]
            .iter()
            .map(|login| {
                let mut command = env.command(["contract", "pay", "3", "100.25"]).as_(login).raw();
                command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
            })
            .collect();
        for child in children {
            let output = child.wait_with_output().unwrap();
            assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        }
        assert_eq!(state(env, 3), "480050 439950 signed v6");
    }

    fn payments_at_the_same_time_never_pay_twice(env: &TestEnv) {
        let children: Vec<_> = (0..3)
            .map(|_| {
                let mut command = env.command(["contract", "pay", "3", "4800.50"]).as_("CBrunel").raw();
                command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
            })
            .collect();
        let mut statuses: Vec<_> =
            children.into_iter().map(|mut child| child.wait().unwrap().code().unwrap()).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [0, 6, 6]);
        assert_eq!(state(env, 3), "480050 0 signed v3");
    }
}
