//! Commands of the README and of the help topics, as they are written there.

use std::fs;
use std::path::Path;

use super::examples::shell;
use super::tables::shown;
use crate::env::{Backend, TestEnv, on_both_databases};

const README: &str = include_str!("../../../README.md");

/// Blocks of code with this mark.
fn blocks<'a>(document: &'a str, mark: &str) -> Vec<&'a str> {
    let start = format!("```{mark}\n");
    let parts = document.split(start.as_str()).skip(1);
    parts
        .filter_map(|part| part.split("\n```").next())
        .collect()
}

#[track_caller]
fn runs(env: &TestEnv, login: Option<&str>, script: &str) {
    let mut command = env.command([""; 0]);
    if let Some(login) = login {
        command = command.as_(login);
    }
    let output = shell(env, command, script);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{script}\n{told}");
}

on_both_databases! {
    fn the_demonstration_company_is_there(env: &TestEnv) {
        let output = env.run_as("CBrunel", ["contract", "list", "--unpaid", "--format", "ids"]);
        assert_eq!(output.success().stdout.lines().count(), 7);
    }

    fn captures_of_the_readme_are_what_a_terminal_shows(env: &TestEnv) {
        let [capture] = blocks(README, "console")[..] else {
            panic!("one block");
        };
        let mut status = 0;
        let mut count = 0;
        for step in capture.strip_prefix("$ ").unwrap().split("\n$ ") {
            let (line, wanted) = step.split_once('\n').unwrap();
            let text = match line.strip_prefix("epic ") {
                None => {
                    assert_eq!(line, "echo $?");
                    status.to_string()
                }
                Some(args) => {
                    let run = env.command(args.split(' ')).as_("CBrunel").env("NO_COLOR", "1");
                    let (text, exit) = shown(run, 100);
                    status = exit;
                    text
                }
            };
            let lines: Vec<_> = text.lines().map(str::trim_end).collect();
            assert_eq!(lines.join("\n").trim_end(), wanted.trim_end(), "{line}");
            count += 1;
        }
        assert!(count >= 3);
    }

    fn commands_of_the_topics_run(env: &TestEnv) {
        let topics = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/help/topics/en");
        let home = env.home().display().to_string();
        fs::create_dir(env.home().join("etc")).unwrap();
        let of = |topic: &str| fs::read_to_string(topics.join(format!("{topic}.md"))).unwrap();
        for (topic, logins) in [
            ("auditing", &["AMartinez", "AMartinez"][..]),
            ("scripting", &["BRenard", "AMartinez", "CBrunel"]),
            ("searching", &["CBrunel"]),
        ] {
            let document = of(topic).replace("/etc/epic/", &format!("{home}/etc/"));
            let scripts = blocks(&document, "sh");
            assert_eq!(scripts.len(), logins.len(), "{topic}");
            for (script, login) in scripts.iter().zip(logins) {
                runs(env, Some(login), script);
            }
        }
    }
}

/// Runs all scripts of the README, one after the other, where nothing is initialised.
fn scripts_of_the_readme_run(backend: Backend) {
    let env = TestEnv::empty(backend);
    let mut count = 0;
    for script in blocks(README, "sh") {
        if script.starts_with("cargo ") {
            assert_eq!(script, "cargo install --path . --locked");
            continue;
        }
        runs(&env, None, script);
        count += script.lines().filter(|line| line.contains("epic ")).count();
    }
    assert!(count > 15, "{count}");
    assert!(README.lines().count() <= 150);
    for line in README.lines() {
        assert!(line.chars().count() <= 120, "{line}");
    }
}

#[test]
fn scripts_of_the_readme_run_on_sqlite() {
    scripts_of_the_readme_run(Backend::Sqlite);
}

#[test]
fn scripts_of_the_readme_run_on_postgres() {
    scripts_of_the_readme_run(Backend::Postgres);
}
