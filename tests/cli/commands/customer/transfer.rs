//! Transferring customers to another sales contact.

use serde_json::json;

use crate::env::{TestEnv, on_both_databases};
use crate::staff::{MANAGER, SALES};

on_both_databases! {
    fn a_transfer_gives_customers_to_another_sales_contact(env: &TestEnv) {
        let one = env.run_as("AMartinez", ["customer", "transfer", "1", "--to=cdelorme", "--json"]).success().json();
        assert_eq!(one["sales_contact"]["login"], "CDelorme");
        assert_eq!(one["version"], 2);
        // 5 is hers already, 2 is named twice.
        let args = ["customer", "transfer", "2", "5", "2", "--to", "3", "--json"];
        let several = env.run_as("AMartinez", args).success().json();
        let told: Vec<_> = several.as_array().unwrap().iter().map(|it| (&it["id"], &it["version"])).collect();
        assert_eq!(told, [(&json!(2), &json!(2)), (&json!(5), &json!(1))]);
        assert_eq!(env.scalar("SELECT count(*) FROM customers WHERE sales_contact_id = 3"), "6");
    }

    fn the_contracts_of_a_transferred_customer_go_with_it(env: &TestEnv) {
        env.run_as("AMartinez", ["customer", "transfer", "1", "--to=CDelorme"]).success();
        env.assert_refused(Some(SALES), ["contract", "sign", "9"], 5, "denied.ownership");
        env.run_as("CDelorme", ["contract", "sign", "9"]).success();
    }

    fn a_transfer_moves_all_customers_or_none(env: &TestEnv) {
        let args = ["customer", "transfer", "1", "2", "99", "--to=CDelorme"];
        env.assert_refused(Some(MANAGER), args, 3, "not_found.customer");
        env.assert_refused(Some(MANAGER), ["customer", "transfer", "1", "x", "--to=CDelorme"], 3, "not_found.customer");
    }

    fn customers_go_to_active_sales_only(env: &TestEnv) {
        env.force("UPDATE collaborators SET active = (1 = 0) WHERE login = 'CDelorme'");
        for login in ["AMartinez", "BRenard", "CDelorme"] {
            let args = ["customer", "transfer", "1", "--to", login];
            let error = env.assert_refused(Some(MANAGER), args, 6, "rule.not_sales");
            assert_eq!(error["message"], format!("{login} is not an active collaborator of the sales department"));
            assert_eq!(error["hint"], "epic collaborator list --department sales");
        }
    }
}
