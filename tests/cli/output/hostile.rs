//! Characters that act on a terminal or change the reading order, in data that no check kept out, and messages of the server
//! that a role asked for: neither reaches the streams as it is.

use crate::env::{Backend, TestEnv, on_both_databases};

const COMPANY: &str = "a\u{9b}b\u{202e}c\u{2028}d\u{7f}e";

on_both_databases! {
    fn no_format_prints_a_hostile_character(env: &TestEnv) {
        env.unchecked(&format!("UPDATE customers SET company = '{COMPANY}' WHERE id = 1"));
        let login = "AMartinez";
        for format in ["table", "tsv", "csv", "json", "jsonl"] {
            for command in ["customer list", "customer show 1", "contract list", "event list", "history customer 1", "audit list"] {
                let arguments = command.split(' ').chain(["--format", format]);
                let printed = env.run_as(login, arguments).success();
                let text = format!("{}{}", printed.stdout, printed.stderr);
                let raw = text.chars().find(|&c| COMPANY.contains(c) && !c.is_ascii_graphic());
                assert_eq!(raw, None, "{command} --format {format}: {text}");
                let escaped = if format.starts_with("json") || command.starts_with(['h', 'a']) && format != "table" {
                    "\\u009b"
                } else {
                    "\\u{9b}"
                };
                assert!(text.contains(escaped), "{command} --format {format}: {text}");
            }
        }
        let company = env.run_as(login, ["customer", "show", "1", "--json"]).json()["company"].clone();
        assert_eq!(company, COMPANY);
    }

    fn no_error_prints_a_hostile_character(env: &TestEnv) {
        env.unchecked(&format!("UPDATE customers SET company = '{COMPANY}', last_name = '{COMPANY}' WHERE id IN (1, 2)"));
        for (arguments, told) in [
            (vec!["customer", "show", COMPANY], "\\u{9b}"),
            (vec!["customer", "show", COMPANY, "--json"], "\\u009b"),
            (vec!["contract", "create", "--customer", COMPANY, "--total", "1"], "\\u{9b}"),
        ] {
            let text = env.run_as("AMartinez", &arguments).stderr;
            assert!(text.contains(told), "{arguments:?}: {text}");
            assert!(!text.chars().any(|c| COMPANY.contains(c) && !c.is_ascii_graphic()), "{arguments:?}: {text}");
        }
    }
}

#[test]
fn messages_that_a_role_asked_the_server_for_are_not_printed() {
    let env = TestEnv::demo(Backend::Postgres);
    let (user, _) = env
        .database_url()
        .split_once("://")
        .unwrap()
        .1
        .split_once(':')
        .map(|it| (it.0.to_owned(), ()))
        .unwrap();
    env.execute(&format!(
        "DO $$ BEGIN EXECUTE format('ALTER ROLE {user} IN DATABASE %I SET client_min_messages = debug5', current_database()); END $$"
    ));
    for arguments in [["customer", "list"], ["contract", "list"], ["whoami", "-v"]] {
        let printed = env.run_as("CBrunel", arguments).success();
        assert!(!printed.stderr.contains("DEBUG"), "{}", printed.stderr);
    }
}
