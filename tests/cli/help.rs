//! Help as people get it: French, topics, examples that really run, manual pages, and what is said about a command line
//! that cannot be read.

use std::fs;
use std::path::Path;

use epic::help::examples::EXAMPLES;

use crate::env::{Backend, Invocation, PASSWORD, TestEnv, solo};

/// A password that is accepted.
const STRONG: &str = "vitrail-pagaie-noyau-42";

/// Who runs the examples of a command.
fn who(path: &str) -> Option<&'static str> {
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
fn shell(env: &TestEnv, command: Invocation<'_>, line: &str) -> std::process::Output {
    let binary = Path::new(env!("CARGO_BIN_EXE_epic"));
    let mut path = binary.parent().unwrap().as_os_str().to_owned();
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
    for examples in EXAMPLES {
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
            } else if let Some(login) = who(path) {
                command = command.as_(login);
            }
            let output = shell(&env, command, example.line);
            assert!(
                output.status.success(),
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
        for example in epic::help::examples::of(path).unwrap() {
            run(example.line);
        }
    }
}

fn plain() -> TestEnv {
    TestEnv::empty(Backend::Sqlite)
}

#[test]
fn help_and_topics_touch_no_file_and_need_no_settings() {
    let env = plain();
    fs::create_dir_all(env.config_dir()).unwrap();
    fs::write(env.config_dir().join("config.toml"), "nonsense").unwrap();
    let lines: &[&[&str]] = &[
        &["--help"],
        &["-h"],
        &["--version"],
        &["help"],
        &["help", "contract", "pay"],
        &["contract", "pay", "--help"],
        &["help", "dates"],
        &["help", "permissions"],
        &["completions", "zsh"],
        &["man", "--out", "pages"],
    ];
    for line in lines {
        for lang in ["en", "fr"] {
            let output = env
                .command(*line)
                .env("EPIC_LANG", lang)
                .env("DATABASE_URL", "nonsense")
                .run();
            output.success();
        }
    }
    assert!(!env.sqlite_file().exists());
}

#[test]
fn french_help_is_french_to_the_last_line() {
    let env = plain();
    let output = env
        .command(["contract", "pay", "--help", "--lang=fr"])
        .env("COLUMNS", "80")
        .run();
    insta::assert_snapshot!(output, @"");
    let output = env
        .command(["password", "-h"])
        .env("LC_ALL", "fr_FR.UTF-8")
        .run();
    insta::assert_snapshot!(output, @"");
}

#[test]
fn what_cannot_be_read_is_told_in_both_languages() {
    let env = plain();
    let mut told = String::new();
    let lines: &[&[&str]] = &[
        &["contrat"],
        &["contract", "sing"],
        &["contract", "list", "--limt=3"],
        &["contract", "list", "--limit", "x"],
        &["contract", "list", "--limit", "-1"],
        &["--format", "yaml", "whoami"],
        &["help", "exit-code"],
        &["man"],
    ];
    for line in lines {
        for lang in ["en", "fr"] {
            let output = env
                .command(*line)
                .env("EPIC_LANG", lang)
                .run()
                .expect_exit(2);
            assert_eq!(output.stdout, "");
            told.push_str(&output.stderr);
            told.push('\n');
        }
    }
    insta::assert_snapshot!(told, @"");
    let output = env
        .command(["contract", "sing", "--json", "--lang", "fr"])
        .run()
        .expect_exit(2);
    assert_eq!(
        output.error()["error"]["message"],
        "sous-commande 'sing' inconnue"
    );
    let output = env
        .command(["whoami"])
        .env("EPIC_FORMAT", "yaml")
        .run()
        .expect_exit(10);
    assert!(output.stderr.contains("EPIC_FORMAT"), "{output}");
}

#[test]
fn manual_pages_are_written_for_every_command_in_both_languages() {
    let env = plain();
    for (lang, headings) in [
        (
            "en",
            ["NAME", "SYNOPSIS", "OPTIONS", "EXAMPLES", "EXIT STATUS"],
        ),
        (
            "fr",
            ["NOM", "SYNOPSIS", "OPTIONS", "EXEMPLES", "CODE DE RETOUR"],
        ),
    ] {
        // The second time over those that are there.
        for _ in 0..2 {
            let output = env.command(["man", "--out", "pages", "--lang", lang]).run();
            assert!(output.success().stderr.contains("pages"), "{lang}");
        }
        let pages = env.home().join("pages");
        for examples in EXAMPLES {
            let name = format!("epic-{}.1", examples[0].path.replace(' ', "-"));
            let page = fs::read_to_string(pages.join(&name)).unwrap();
            for heading in headings {
                assert!(
                    page.contains(&format!(".SH {heading}\n"))
                        || page.contains(&format!(".SH \"{heading}\"\n")),
                    "{name}: {heading}\n{page}"
                );
            }
        }
        assert!(
            fs::read_to_string(pages.join("epic.1"))
                .unwrap()
                .contains("epic\\-contract(1)")
        );
        for page in fs::read_dir(&pages).unwrap() {
            let name = page.unwrap().file_name().into_string().unwrap();
            assert!(name.starts_with("epic") && name.ends_with(".1"), "{name}");
        }
    }
    fs::write(env.home().join("file"), "mine").unwrap();
    let output = env.command(["man", "--out", "file"]).run().expect_exit(2);
    insta::assert_snapshot!(output.stderr, @"");
    assert_eq!(fs::read_to_string(env.home().join("file")).unwrap(), "mine");
}
