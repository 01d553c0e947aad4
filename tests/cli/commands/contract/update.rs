//! Contracts: creation, amounts, status, payments, signature, and what the database itself refuses (rule 2).

use std::process::Stdio;

use serde_json::{Value, json};

use crate::env::{TestEnv, on_both_databases};

const MANAGER: Option<&str> = Some("AMartinez");
const SALES: Option<&str> = Some("CBrunel");

/// Total, due, status and version of a contract, as the database has them.
fn state(env: &TestEnv, id: i64) -> String {
    env.scalar(&format!(
        "SELECT total_cents || ' ' || due_cents || ' ' || status || ' v' || version FROM contracts WHERE id = {id}"
    ))
}

/// Runs as a collaborator, in JSON.
fn done(env: &TestEnv, login: &str, args: &str) -> Value {
    env.run_as(login, args.split(' ').chain(["--json"]))
        .success()
        .json()
}

fn refused(env: &TestEnv, login: Option<&str>, args: &str, exit: i32, code: &str) -> String {
    let error = env.assert_refused(login, args.split(' '), exit, code);
    error["message"]
        .as_str()
        .expect("an error has a message")
        .to_owned()
}

on_both_databases! {
    fn a_contract_is_born_unsigned_with_everything_due(env: &TestEnv) {
        let contract = done(env, "AMartinez", "contract create --customer 5 --total 1500.5");
        assert_eq!(
            contract["customer"],
            json!({"id": 5, "name": "Anaïs Noël", "company": "Théâtre du Soleil Levant"})
        );
        assert_eq!(contract["sales_contact"]["login"], "CDelorme");
        assert_eq!(contract["currency"], "EUR");
        assert_eq!(contract["status"], "unsigned");
        assert_eq!(contract["signed_at"], Value::Null);
        assert_eq!(contract["version"], 1);
        assert_eq!(state(env, 10), "150050 150050 unsigned v1");
    }

    fn a_creation_off_a_terminal_prints_the_id_alone(env: &TestEnv) {
        let args = ["contract", "create", "--customer", "5", "--total", "1 500,50", "--due", "0"];
        insta::assert_snapshot!(env.run_as("AMartinez", args), @r"
        exit: 0
        --- stdout
        10
        --- stderr
        ");
        assert_eq!(state(env, 10), "150050 0 unsigned v1");
    }

    fn amounts_are_taken_up_to_their_bounds(env: &TestEnv) {
        for (id, total) in (10..).zip(["0", "0.01", "9999999999.99", "9 999 999 999,99"]) {
            env.run_as("AMartinez", ["contract", "create", "--customer", "1", "--total", total]).success();
            let cents: i64 = total.replace([' ', ',', '.'], "").parse().unwrap();
            assert_eq!(state(env, id), format!("{cents} {cents} unsigned v1"));
        }
    }

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
                let error = env.assert_refused(MANAGER, ["contract", "update", "8", &value], 2, "usage.invalid");
                assert_eq!(error["message"], format!("invalid value for {flag}: {problem}"), "{total}");
            }
            let value = format!("--total={total}");
            env.assert_refused(MANAGER, ["contract", "create", "--customer=1", &value], 2, "usage.invalid");
        }
    }

    fn a_contract_cannot_be_born_with_more_due_than_its_total(env: &TestEnv) {
        let message = refused(env, MANAGER, "contract create --customer 1 --total 10 --due 10.01", 2, "usage.invalid");
        assert_eq!(message, "the amount due exceeds the total");
        done(env, "AMartinez", "contract create --customer 1 --total 10 --due 10");
    }

    fn everything_missing_or_invalid_is_told_at_once(env: &TestEnv) {
        assert_eq!(
            refused(env, MANAGER, "contract create", 2, "usage.invalid"),
            "missing --customer, --total"
        );
        assert_eq!(
            refused(env, MANAGER, "contract create --customer= --due=-1", 2, "usage.invalid"),
            "missing --total; invalid value for --customer: must not be blank; invalid value for --due: must not be negative"
        );
        assert_eq!(refused(env, SALES, "contract pay", 2, "usage.invalid"), "missing ID, AMOUNT");
        assert_eq!(refused(env, SALES, "contract sign", 2, "usage.invalid"), "missing ID");
        assert_eq!(refused(env, SALES, "contract show", 2, "usage.invalid"), "missing ID");
    }

    fn what_does_not_exist_is_told(env: &TestEnv) {
        for args in ["show 99", "sign 99", "pay 99 1", "update 99 --due 1", "update 99 --if-version 1 --due 1"] {
            let error = env.assert_refused(MANAGER, format!("contract {args}").split(' '), 3, "not_found.contract");
            assert_eq!(error["message"], "there is no contract 99");
            assert_eq!(error["hint"], "epic contract list");
        }
        for args in ["create --customer 99 --total 1", "update 9 --customer 99"] {
            refused(env, MANAGER, &format!("contract {args}"), 3, "not_found.customer");
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
            refused(env, SALES, "contract update 9 --due 1200.01", 6, "rule.due_exceeds_total"),
            "the amount due would exceed the total of contract 9, €1,200.00"
        );
        refused(env, SALES, "contract update 2 --due 15000.01", 6, "rule.due_exceeds_total");
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
            refused(env, SALES, "contract update 9 --status paid", 2, "usage.invalid"),
            "invalid value for --status: must be unsigned, pending or signed"
        );
    }

    fn a_signed_contract_keeps_status_total_and_customer(env: &TestEnv) {
        for change in ["--status unsigned", "--status pending", "--total 1", "--total 15000.01", "--customer 3", "--customer 5 --due 1"] {
            assert_eq!(
                refused(env, MANAGER, &format!("contract update 2 {change}"), 6, "rule.contract_signed"),
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
            refused(env, MANAGER, "contract update 6 --customer 1", 6, "rule.contract_not_unsigned"),
            "contract 6 is no longer unsigned: only an unsigned contract can move to another customer"
        );
        let contract = done(env, "AMartinez", "contract update 8 --customer 1");
        assert_eq!(contract["customer"]["id"], 1);
        assert_eq!(contract["sales_contact"]["login"], "CBrunel");
    }

    fn signing_sets_the_moment_and_tells_it_once(env: &TestEnv) {
        let signed = done(env, "CBrunel", "contract sign 9");
        assert_eq!(signed["status"], "signed");
        assert_eq!(signed["signed_at"], signed["updated_at"]);
        assert_eq!(state(env, 9), "120000 120000 signed v2");
        env.unchanged(|| insta::assert_snapshot!(env.run_as("AMartinez", ["contract", "sign", "9"]), @r"
        exit: 0
        --- stdout
        9	Éléa Garçon	Boulangerie Œuvre & Fils	1200.00	1200.00	signed	CBrunel
        --- stderr
        Contract 9 is already signed.
        "));
    }

    fn a_pending_contract_is_signed(env: &TestEnv) {
        done(env, "CDelorme", "contract sign 6");
        assert_eq!(env.scalar("SELECT status FROM contracts WHERE id = 6"), "signed");
    }

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
        refused(env, SALES, "contract pay 2 7500.01", 6, "rule.payment_exceeds_due");
        refused(env, SALES, "contract pay 2 9999999999.99", 6, "rule.payment_exceeds_due");
    }

    fn a_paid_contract_takes_no_payment_and_offers_none(env: &TestEnv) {
        let error = env.assert_refused(SALES, ["contract", "pay", "1", "0.01"], 6, "rule.payment_exceeds_due");
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
                refused(env, SALES, &format!("contract pay 2 {amount}"), 2, "usage.invalid"),
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

    fn a_stale_version_is_a_conflict(env: &TestEnv) {
        for version in ["0", "2", "99"] {
            let args = format!("contract update 9 --due 1 --if-version {version}");
            let error = env.assert_refused(SALES, args.split(' '), 7, "conflict.stale");
            assert_eq!(error["message"], "contract 9 has changed in the meantime");
            assert_eq!(error["hint"], "epic contract show 9");
        }
        done(env, "CBrunel", "contract update 9 --due 1 --if-version 1");
        assert_eq!(state(env, 9), "120000 100 unsigned v2");
        refused(env, SALES, "contract update 9 --due 2 --if-version 1", 7, "conflict.stale");
    }

    fn an_update_needs_something_to_change(env: &TestEnv) {
        refused(env, SALES, "contract update 9", 2, "usage.invalid");
        refused(env, SALES, "contract update 9 --if-version 1", 2, "usage.invalid");
    }

    fn the_database_itself_refuses_wrong_amounts(env: &TestEnv) {
        for (total, due) in [(-1, -1), (10, 11), (10, -1), (1_000_000_000_000_i64, 0)] {
            let sql = format!("UPDATE contracts SET total_cents = {total}, due_cents = {due} WHERE id = 9");
            assert_eq!(env.violation(&sql), "check", "{sql}");
        }
        env.execute("UPDATE contracts SET total_cents = 999999999999, due_cents = 999999999999 WHERE id = 9");
        env.execute("UPDATE contracts SET total_cents = 0, due_cents = 0 WHERE id = 9");
    }

    fn the_database_itself_refuses_wrong_states(env: &TestEnv) {
        for (change, kind) in [
            ("status = 'paid'", "check"),
            ("status = 'signed'", "check"),
            ("signed_at = created_at", "check"),
            ("currency = 'USD'", "check"),
            ("version = 0", "check"),
            ("customer_id = 99", "foreign key"),
            ("customer_id = NULL", "not null"),
            ("due_cents = NULL", "not null"),
        ] {
            assert_eq!(env.violation(&format!("UPDATE contracts SET {change} WHERE id = 9")), kind, "{change}");
        }
        assert_eq!(env.violation("UPDATE contracts SET signed_at = NULL WHERE id = 2"), "rule");
        assert_eq!(env.violation("DELETE FROM contracts WHERE id = 2"), "foreign key");
    }
}
