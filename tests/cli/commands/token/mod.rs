//! Tokens as their owners manage them.

automod::dir!("tests/cli/commands/token");

use serde_json::Value;

use crate::env::TestEnv;

/// Makes a token, and returns what the program said of it.
#[track_caller]
pub fn new_token(env: &TestEnv, login: &str, name: &str) -> Value {
    env.run_as(
        login,
        [
            "token",
            "create",
            "--name",
            name,
            "--expires",
            "90d",
            "--json",
        ],
    )
    .success()
    .json()
}

/// The tokens of a collaborator, as they list them.
#[track_caller]
pub fn listed(env: &TestEnv, login: &str, args: &[&str]) -> Vec<Value> {
    let output = env.run_as(login, [&["token", "list", "--json"], args].concat());
    output.success().json().as_array().unwrap().clone()
}
