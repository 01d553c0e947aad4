//! Sessions, and what tests of logins and of sessions share.

automod::dir!("tests/cli/commands/session");

use serde_json::Value;

use crate::env::{Backend, Output, PASSWORD, TestEnv};

/// Logs in, with errors in JSON.
pub fn log_in(env: &TestEnv, login: &str, password: &str) -> Output {
    env.command(["login", login, "--password-stdin", "--json"])
        .stdin(format!("{password}\n"))
        .run()
}

/// Moves a column of instants into the past.
pub fn earlier(env: &TestEnv, table: &str, column: &str, minutes: u32) {
    env.execute(&match env.backend() {
        Backend::Sqlite => format!(
            "UPDATE {table} SET {column} = strftime('%Y-%m-%dT%H:%M:%SZ', {column}, '-{minutes} minutes')"
        ),
        Backend::Postgres => {
            format!("UPDATE epic_sec.{table} SET {column} = {column} - interval '{minutes} minutes'")
        }
    });
}

/// The live sessions of an account.
pub fn live_sessions(env: &TestEnv, login: &str) -> String {
    env.scalar(&format!(
        "SELECT count(*) FROM sessions JOIN collaborators ON collaborators.id = collaborator_id
         WHERE revoked_at IS NULL AND login = '{login}'"
    ))
}

/// The login of the current user, with these variables of the environment.
pub fn login_of(env: &TestEnv, variables: &[(&str, &str)]) -> String {
    let mut command = env.command(["whoami", "--fields", "collaborator.login"]);
    for (key, value) in variables {
        command = command.env(key, value);
    }
    command.run().success().stdout.trim_end().to_owned()
}

/// The sessions of a collaborator, as they list them.
#[track_caller]
pub fn listed(env: &TestEnv, login: &str, args: &[&str]) -> Vec<Value> {
    let output = env.run_as(login, [&["session", "list", "--json"], args].concat());
    output.success().json().as_array().unwrap().clone()
}

/// The id of the only session of a collaborator, the one that the harness opened.
pub fn id_of(env: &TestEnv, login: &str) -> String {
    let [session] = &listed(env, login, &[])[..] else {
        panic!("{login} has another number of sessions than one")
    };
    session["id"].to_string()
}

/// Another login of somebody as on another machine, whose token the session file holds from then on.
pub fn sign_in_again(env: &TestEnv, login: &str) {
    let _ = std::fs::remove_file(env.session_file());
    env.sign_in(login, PASSWORD).success();
}
