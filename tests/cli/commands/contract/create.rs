//! Creating a contract: its first state and the bounds of amounts.

use serde_json::{Value, json};

use crate::commands::contract::{done, refused, state};
use crate::env::{TestEnv, on_both_databases};
use crate::staff::MANAGER;

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

    fn a_contract_cannot_be_born_with_more_due_than_its_total(env: &TestEnv) {
        let message = refused(env, Some(MANAGER), "contract create --customer 1 --total 10 --due 10.01", 2, "usage.invalid");
        assert_eq!(message, "the amount due exceeds the total");
        done(env, "AMartinez", "contract create --customer 1 --total 10 --due 10");
    }
}
