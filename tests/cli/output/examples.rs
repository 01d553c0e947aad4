//! The examples of the help: every one of them is run by a shell, in a world of its own.

use std::fs;

use epic::help::examples;

use crate::env::{Backend, Invocation, PASSWORD, TestEnv, binary, solo};
use crate::staff::STRONG;

/// Who runs the examples of a command.
fn login_for(path: &str) -> Option<&'static str> {
    match path {
        "customer list" | "customer create" | "customer update" | "contract list"
        | "contract sign" | "contract pay" | "event create" => Some("CBrunel"),
        "event update" | "event list" => Some("BRenard"),
        "init" | "signup" | "login" | "completions" | "man" | "db migrate" => None,
        _ => Some("AMartinez"),
    }
}

/// The world in which the examples of a command make sense.
fn world(path: &str, backend: Backend) -> TestEnv {
    match path {
        "init" | "db migrate" | "completions" | "man" => TestEnv::empty(backend),
        "signup" => TestEnv::initialised(backend),
        _ => TestEnv::demo(backend),
    }
}

/// The shell that runs a line in a world, as it is written in the help.
pub fn shell(env: &TestEnv, command: Invocation<'_>, line: &str) -> std::process::Output {
    let mut path = binary().parent().unwrap().as_os_str().to_owned();
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap());
    let like = command.raw();
    let mut bash = std::process::Command::new("bash");
    bash.args(["-euo", "pipefail", "-c", line])
        .env_clear()
        .current_dir(env.home());
    for (name, value) in like.get_envs() {
        if let Some(value) = value {
            bash.env(name, value);
        }
    }
    bash.env("PATH", path)
        .env("OLD", PASSWORD)
        .env("NEW", STRONG);
    bash.stdin(std::process::Stdio::null()).output().unwrap()
}

fn run_examples(backend: Backend, skipped: &[&str]) {
    for examples in examples::all() {
        let path = examples[0].path;
        if skipped.contains(&path) {
            continue;
        }
        for example in examples {
            let env = world(path, backend);
            prepare(&env, path);
            let mut command = env.command([""; 0]);
            if path.starts_with("logout") || path.starts_with("password") {
                env.log_in("CBrunel");
            } else if let Some(login) = login_for(path) {
                command = command.as_(login);
            }
            let output = shell(&env, command, example.line);
            // Nobody is there to choose: without a terminal it is refused, on plain lines the input ends.
            let expected = match example.line {
                "epic menu" => 2,
                line if path == "menu" && line.starts_with("EPIC_ACCESSIBLE") => 130,
                _ => 0,
            };
            assert!(
                output.status.code() == Some(expected),
                "{backend:?}: {}\n{}{}",
                example.line,
                String::from_utf8_lossy(&output.stdout),
                String::from_utf8_lossy(&output.stderr)
            );
        }
    }
}

/// What the lines read.
fn prepare(env: &TestEnv, path: &str) {
    let password = if path == "login" { PASSWORD } else { STRONG };
    fs::write(env.home().join("password.txt"), format!("{password}\n")).unwrap();
    fs::write(
        env.home().join("passwords.txt"),
        format!("{PASSWORD}\n{STRONG}\n"),
    )
    .unwrap();
    match path {
        "token revoke" => {
            env.run_as(
                "AMartinez",
                ["token", "create", "--name=cron", "--expires=90d"],
            )
            .success();
        }
        "audit verify" => {
            let anchor = env
                .run_as("AMartinez", ["audit", "anchor", "--json"])
                .success()
                .stdout;
            fs::write(env.home().join("anchor.json"), anchor).unwrap();
        }
        _ => {}
    }
}

#[test]
fn every_example_runs_on_sqlite() {
    run_examples(Backend::Sqlite, &["db lockdown", "db enroll"]);
}

#[test]
fn every_example_about_records_runs_on_postgres() {
    // The others are about this machine, or about the server.
    run_examples(
        Backend::Postgres,
        &[
            "init",
            "signup",
            "db migrate",
            "db lockdown",
            "db enroll",
            "db status",
            "completions",
            "man",
        ],
    );
}

#[test]
fn the_examples_for_a_superuser_run() {
    let server = solo();
    let env = TestEnv::empty(Backend::Sqlite);
    let run = |line: &str| {
        let command = env.command([""; 0]).env("DATABASE_URL", server.url());
        let output = shell(&env, command, line);
        assert!(
            output.status.success(),
            "{line}\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
    };
    run("epic init --demo");
    for path in ["db lockdown", "db enroll"] {
        for example in examples::of(path).unwrap() {
            run(example.line);
        }
    }
}
