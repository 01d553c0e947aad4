//! Changing a contract: amounts, status, customer and versions.

use serde_json::json;

use crate::commands::contract::{done, refused, state};
use crate::env::{TestEnv, on_both_databases};
use crate::staff::{MANAGER, SALES};

on_both_databases! {
    fn amounts_out_of_bounds_are_refused(env: &TestEnv) {
        for (total, problem) in [
            ("10000000000", "must not exceed 9999999999.99"),
            ("9999999999.995", "must have at most two decimals"),
            ("0.001", "must have at most two decimals"),
            ("-0.01", "must not be negative"),
            ("1,500.50", "must have one decimal separator and only spaces between thousands, as in 1500.50 or 1 500,50"),
            ("15 00", "must group its digits in threes, as in 1 500 000"),
            ("", "must not be blank"),
            ("much", "must be an amount such as 1500, 1500.50 or 1 500,50"),
            ("NaN", "must be an amount such as 1500, 1500.50 or 1 500,50"),
            ("1e3", "must be an amount such as 1500, 1500.50 or 1 500,50"),
        ] {
            for flag in ["--total", "--due"] {
                let value = format!("{flag}={total}");
                let error = env.assert_refused(Some(MANAGER), ["contract", "update", "8", &value], 2, "usage.invalid");
                assert_eq!(error["message"], format!("invalid value for {flag}: {problem}"), "{total}");
            }
            let value = format!("--total={total}");
            env.assert_refused(Some(MANAGER), ["contract", "create", "--customer=1", &value], 2, "usage.invalid");
        }
    }

    fn the_total_alone_keeps_what_was_paid(env: &TestEnv) {
        env.force("UPDATE contracts SET status = 'unsigned', signed_at = NULL WHERE id = 7");
        // Of 6400.00, 4400.00 are paid.
        for (total, after) in [("7000", "700000 260000"), ("4400.01", "440001 1"), ("4400", "440000 0"), ("100", "10000 0")] {
            env.execute("UPDATE contracts SET total_cents = 640000, due_cents = 200000, version = 1 WHERE id = 7");
            done(env, "CDelorme", &format!("contract update 7 --total {total}"));
            assert_eq!(state(env, 7), format!("{after} unsigned v2"));
        }
    }

    fn total_and_due_together_are_taken_as_given(env: &TestEnv) {
        let contract = done(env, "CDelorme", "contract update 8 --total 500 --due 20.5");
        assert_eq!((&contract["total"], &contract["due"]), (&json!(500.0), &json!(20.5)));
        assert_eq!(state(env, 8), "50000 2050 unsigned v2");
        refused(env, Some("CDelorme"), "contract update 8 --total 5 --due 5.01", 2, "usage.invalid");
    }

    fn due_never_exceeds_the_stored_total(env: &TestEnv) {
        assert_eq!(
            refused(env, Some(SALES), "contract update 9 --due 1200.01", 6, "rule.due_exceeds_total"),
            "the amount due would exceed the total of contract 9, €1,200.00"
        );
        refused(env, Some(SALES), "contract update 2 --due 15000.01", 6, "rule.due_exceeds_total");
        done(env, "CBrunel", "contract update 2 --due 15000");
        assert_eq!(state(env, 2), "1500000 1500000 signed v3");
    }

    fn a_status_goes_forward_and_back_until_it_is_signed(env: &TestEnv) {
        for (status, version) in [("pending", 2), ("unsigned", 3), ("pending", 4), ("signed", 5)] {
            let contract = done(env, "CBrunel", &format!("contract update 9 --status {status}"));
            assert_eq!(contract["status"], status);
            assert_eq!(contract["signed_at"].is_null(), status != "signed");
            assert_eq!(state(env, 9), format!("120000 120000 {status} v{version}"));
        }
    }

    fn an_unknown_status_is_refused(env: &TestEnv) {
        assert_eq!(
            refused(env, Some(SALES), "contract update 9 --status paid", 2, "usage.invalid"),
            "invalid value for --status: must be unsigned, pending or signed"
        );
    }

    fn a_signed_contract_keeps_status_total_and_customer(env: &TestEnv) {
        for change in ["--status unsigned", "--status pending", "--total 1", "--total 15000.01", "--customer 3", "--customer 5 --due 1"] {
            assert_eq!(
                refused(env, Some(MANAGER), &format!("contract update 2 {change}"), 6, "rule.contract_signed"),
                "contract 2 is signed, so its status, total and customer cannot change",
                "{change}"
            );
        }
    }

    fn what_a_signed_contract_has_already_is_nothing_to_change(env: &TestEnv) {
        env.unchanged(|| {
            insta::assert_snapshot!(
                env.run_as("AMartinez", ["contract", "update", "2", "--status=signed", "--total=15000", "--customer=2"]), @r"
        exit: 0
        --- stdout
        2	Kévin Casérès	Cool Startup Lyon	15000.00	7500.00	signed	CBrunel
        --- stderr
        Nothing to change.
        ");
        });
    }

    fn only_an_unsigned_contract_moves_to_another_customer(env: &TestEnv) {
        assert_eq!(
            refused(env, Some(MANAGER), "contract update 6 --customer 1", 6, "rule.contract_not_unsigned"),
            "contract 6 is pending or signed: only an unsigned contract can move to another customer"
        );
        let contract = done(env, "AMartinez", "contract update 8 --customer 1");
        assert_eq!(contract["customer"]["id"], 1);
        assert_eq!(contract["sales_contact"]["login"], "CBrunel");
    }

    fn a_stale_version_is_a_conflict(env: &TestEnv) {
        for version in ["0", "2", "99"] {
            let args = format!("contract update 9 --due 1 --if-version {version}");
            let error = env.assert_refused(Some(SALES), args.split(' '), 7, "conflict.stale");
            assert_eq!(error["message"], "contract 9 has changed in the meantime");
            assert_eq!(error["hint"], "epic contract show 9");
        }
        done(env, "CBrunel", "contract update 9 --due 1 --if-version 1");
        assert_eq!(state(env, 9), "120000 100 unsigned v2");
        refused(env, Some(SALES), "contract update 9 --due 2 --if-version 1", 7, "conflict.stale");
    }

    fn an_update_needs_something_to_change(env: &TestEnv) {
        refused(env, Some(SALES), "contract update 9", 2, "usage.invalid");
        refused(env, Some(SALES), "contract update 9 --if-version 1", 2, "usage.invalid");
    }
}
