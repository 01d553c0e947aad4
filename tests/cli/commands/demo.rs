//! The README's first minute.

use crate::env::{TestEnv, on_both_databases};

on_both_databases! {
    fn the_demonstration_company_is_there(env: &TestEnv) {
        let output = env.run_as("CBrunel", ["contract", "list", "--unpaid", "--format", "ids"]);
        assert_eq!(output.success().stdout.lines().count(), 7);
    }
}
