//! The list of customers.

use serde_json::Value;

use crate::env::{TestEnv, on_both_databases};

on_both_databases! {
    fn a_list_without_results_is_no_failure(env: &TestEnv) {
        let output = env.run_as("CBrunel", ["customer", "list", "--company", "nowhere", "--json"]).success();
        assert_eq!(output.json(), Value::Array(Vec::new()));
    }
}
