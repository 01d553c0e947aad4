//! What leaves the program for those who run it: reports to Sentry, of bugs and of a few changes, and nothing else.
//! Logs are in `logs.rs`.

use std::io::ErrorKind;
use std::net::TcpListener;
use std::time::{Duration, Instant};

use insta::assert_snapshot;
use serde_json::Value;

use crate::env::{Backend, Invocation, TestEnv, on_both_databases};
use crate::sentry::{Sentry, assert_private, private_values, pseudonym};

on_both_databases! {
    fn a_bug_is_reported_without_any_data(env: &TestEnv) {
        let values = private_values(env);
        let sentry = Sentry::start();
        env.alter("contracts", "RENAME COLUMN currency TO money");
        let (output, events, raw) = sentry.watch(env.command(["contract", "list", "--json"]).as_("CBrunel"));
        assert_eq!(output.expect_exit(1).error()["error"]["code"], "internal.unexpected");
        // Without a level an event is an error.
        assert_eq!((events.len(), &events[0]["level"]), (1, &Value::Null), "{raw}");
        let message = events[0]["message"].as_str().unwrap();
        assert!(message.starts_with("internal.unexpected: "), "{message}");
        assert_eq!(events[0]["server_name"], Value::Null, "{raw}");
        assert_eq!(events[0]["user"], Value::Null, "{raw}");
        let crumb = &events[0]["breadcrumbs"]["values"][0]["data"];
        assert_eq!(crumb["operation"], "contract list", "{raw}");
        assert_eq!(crumb["actor"], pseudonym(env, "collaborator", 2), "{raw}");
        assert_private(&values, &raw);
    }

    fn the_words_of_the_database_stay_here(env: &TestEnv) {
        let values = private_values(env);
        let sentry = Sentry::start();
        env.execute(match env.backend() {
            Backend::Sqlite => {
                "CREATE TRIGGER refuse BEFORE UPDATE ON customers
                 BEGIN SELECT RAISE(ABORT, 'no Éléa Garçon contact@oeuvre-et-fils.example'); END"
            }
            // The message of the server has the whole row in its DETAIL.
            Backend::Postgres => "ALTER TABLE customers ADD CONSTRAINT refuse CHECK (version < 2)",
        });
        let (output, events, raw) = sentry.watch(env.command(["customer", "update", "1", "--company", "Autre"]).as_("CBrunel"));
        let output = output.expect_exit(1);
        assert!(!output.stderr.contains("Failing row"), "{output}");
        assert_eq!(events.len(), 1, "{raw}");
        assert_private(&values, &raw);
    }

    fn a_panic_is_reported_scrubbed_and_ends_like_any_bug(env: &TestEnv) {
        let values = private_values(env);
        let sentry = Sentry::start();
        let run = env.command(["contract", "list", "--json"]).as_("CBrunel").env("EPIC_TEST_PANIC", "1");
        let (output, events, raw) = sentry.watch(run);
        let output = output.expect_exit(1);
        assert_eq!(output.stdout, "");
        assert_eq!(output.error()["error"]["code"], "internal.panic");
        assert_eq!(events.len(), 1, "{raw}");
        assert_eq!(events[0]["exception"]["values"][0]["value"], "EPIC_TEST_PANIC for […]", "{raw}");
        assert!(!raw.contains("someone"), "{raw}");
        assert_private(&values, &raw);
    }

    fn changes_of_accounts_and_signatures_are_told_of_once_and_by_pseudonym(env: &TestEnv) {
        let mut values = private_values(env);
        values.extend(["ZPetit", "Zoé", "zoe@petit.example", "0699887766", "+33699887766", "correct horse"].map(str::to_owned));
        let sentry = Sentry::start();
        let (manager, sales) = (pseudonym(env, "collaborator", 1), pseudonym(env, "collaborator", 2));
        let create = [
            "collaborator", "create", "--login", "ZPetit", "--first-name", "Zoé", "--last-name", "Petit", "--email",
            "zoe@petit.example", "--phone", "0699887766", "--department", "support", "--password-stdin",
        ];
        let change = |args: &[&str]| env.command(args.iter().copied()).as_("AMartinez");
        let password = "correct horse battery staple\n";
        for (run, who, message, tag, subject) in [
            (change(&create).stdin(password), &manager, "collaborator created", "collaborator", 7),
            (change(&["collaborator", "update", "ZPetit", "--first-name", "Zoë"]), &manager, "collaborator changed", "collaborator", 7),
            (change(&["collaborator", "reset-password", "ZPetit", "--password-stdin"]).stdin(password), &manager, "collaborator changed", "collaborator", 7),
            (change(&["collaborator", "delete", "ZPetit", "--yes"]), &manager, "collaborator changed", "collaborator", 7),
            (env.command(["contract", "sign", "9"]).as_("CBrunel"), &sales, "contract signed", "contract", 9),
            (change(&["contract", "update", "8", "--status", "signed"]), &manager, "contract signed", "contract", 8),
        ] {
            let (output, events, raw) = sentry.watch(run);
            let output = output.success();
            assert_eq!(events.len(), 1, "{output}\n{raw}");
            assert_eq!((&events[0]["message"], &events[0]["level"]), (&message.into(), &"info".into()), "{raw}");
            let expected = serde_json::json!({"actor": who, tag: pseudonym(env, tag, subject)});
            assert_eq!(events[0]["tags"], expected, "{raw}");
            assert_private(&values, &raw);
        }
    }

    fn what_changes_nothing_is_not_told_of(env: &TestEnv) {
        env.force("UPDATE collaborators SET active = false WHERE login = 'KDurand'");
        let sentry = Sentry::start();
        for args in [
            &["contract", "sign", "1"][..],
            &["contract", "update", "1", "--status", "signed"],
            &["contract", "update", "2", "--due", "1"],
            &["collaborator", "update", "BRenard", "--first-name", "Benoît"],
            &["collaborator", "delete", "KDurand", "--yes"],
            &["contract", "list"],
            &["event", "assign", "2", "--support", "BRenard"],
        ] {
            let (output, _, raw) = sentry.watch(env.command(args).as_("AMartinez"));
            assert_eq!(raw, "", "{args:?}\n{}", output.success());
        }
    }

    fn refusals_are_not_told_of(env: &TestEnv) {
        let sentry = Sentry::start();
        for (login, args, exit) in [
            ("CBrunel", &["contract", "list", "--status", "paid"][..], 2),
            ("CBrunel", &["contract", "list", "--nonsense"], 2),
            ("CBrunel", &["contract", "show", "99"], 3),
            ("", &["whoami"], 4),
            ("CBrunel", &["collaborator", "delete", "BRenard", "--yes"], 5),
            ("CDelorme", &["contract", "sign", "1"], 5),
            ("AMartinez", &["collaborator", "delete", "AMartinez", "--yes"], 6),
            ("AMartinez", &["contract", "sign", "9", "--if-version", "99"], 7),
            ("AMartinez", &["collaborator", "update", "BRenard", "--login", "KDurand"], 7),
        ] {
            let mut run = env.command(args);
            if !login.is_empty() {
                run = run.as_(login);
            }
            let (output, _, raw) = env.unchanged(|| sentry.watch(run));
            assert_eq!(raw, "", "{args:?}\n{}", output.expect_exit(exit));
        }
        let wrong = env.command(["login", "CBrunel", "--password-stdin"]).stdin("wrong\n");
        let (output, _, raw) = sentry.watch(wrong);
        assert_eq!(raw, "", "{}", output.expect_exit(4));
    }
}

#[test]
fn the_address_can_come_from_the_configuration_file() {
    let env = TestEnv::demo(Backend::Sqlite);
    let sentry = Sentry::start();
    let config = format!("sentry_dsn = \"{}\"\n", sentry.dsn());
    std::fs::write(env.config_dir().join("config.toml"), config).unwrap();
    env.run_as("CBrunel", ["contract", "sign", "9"]).success();
    assert_eq!(sentry.count(), 1);
}

#[test]
fn a_first_set_up_may_have_an_address_already() {
    let env = TestEnv::empty(Backend::Sqlite);
    let sentry = Sentry::start();
    let (output, _, raw) = sentry.watch(env.command(["init"]));
    assert_eq!(raw, "", "{}", output.success());
}

#[test]
fn reports_need_a_pepper() {
    let env = TestEnv::demo(Backend::Sqlite);
    std::fs::remove_file(env.config_dir().join("secrets.toml")).unwrap();
    let sentry = Sentry::start();
    let run = env
        .command(["contract", "list"])
        .as_("CBrunel")
        .env("SECRET_KEY", "s".repeat(40));
    let (output, _, raw) = sentry.watch(run);
    assert_eq!(raw, "");
    assert_snapshot!(output, @"
    exit: 10
    --- stdout
    --- stderr
    error: PEPPER is set neither in the environment nor in $HOME/.config/epic-events/secrets.toml
    hint: epic init
    ");
}

/// A proxy for every address stands in for the network: whatever wants to leave would knock there.
#[test]
fn without_an_address_nothing_connects() {
    let env = TestEnv::demo(Backend::Sqlite);
    let network = TcpListener::bind("127.0.0.1:0").unwrap();
    network.set_nonblocking(true).unwrap();
    let proxy = format!("http://{}", network.local_addr().unwrap());
    let variables = [
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "http_proxy",
        "https_proxy",
        "all_proxy",
    ];
    let proxied = |run: Invocation<'_>| {
        variables
            .iter()
            .fold(run, |run, name| run.env(name, &proxy))
            .run()
    };

    env.alter("contracts", "RENAME COLUMN currency TO money");
    proxied(env.command(["contract", "list"]).as_("CBrunel")).expect_exit(1);
    proxied(
        env.command(["contract", "list"])
            .as_("CBrunel")
            .env("SENTRY_DSN", ""),
    )
    .expect_exit(1);
    proxied(
        env.command(["whoami"])
            .as_("CBrunel")
            .env("EPIC_TEST_PANIC", "1"),
    )
    .expect_exit(1);
    assert_eq!(network.accept().unwrap_err().kind(), ErrorKind::WouldBlock);

    // The same with an address does knock.
    let run = env
        .command(["contract", "list"])
        .as_("CBrunel")
        .env("SENTRY_DSN", "http://key@sentry.invalid/1");
    proxied(run).expect_exit(1);
    network.accept().unwrap();
}

/// The bound is generous: it tells a delay of two seconds from a program that hangs.
#[test]
fn a_server_that_never_answers_delays_the_end_and_no_more() {
    let env = TestEnv::demo(Backend::Sqlite);
    // The connection is completed by the kernel; nobody ever reads from it.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let dsn = format!("http://key@{}/1", silent.local_addr().unwrap());
    for (args, panic, exit) in [
        (&["contract", "sign", "9"][..], false, 0),
        (&["whoami"], true, 1),
    ] {
        let mut run = env.command(args).as_("CBrunel").env("SENTRY_DSN", &dsn);
        if panic {
            run = run.env("EPIC_TEST_PANIC", "1");
        }
        let started = Instant::now();
        let output = run.run().expect_exit(exit);
        let elapsed = started.elapsed();
        assert!(
            elapsed < Duration::from_secs(5),
            "it took {elapsed:?}\n{output}"
        );
    }
    assert_eq!(
        env.scalar("SELECT status FROM contracts WHERE id = 9"),
        "signed"
    );
}

#[test]
fn a_server_that_is_not_there_changes_nothing() {
    let env = TestEnv::demo(Backend::Sqlite);
    let closed = TcpListener::bind("127.0.0.1:0").unwrap();
    let dsn = format!("http://key@{}/1", closed.local_addr().unwrap());
    drop(closed);
    let run = env
        .command(["contract", "sign", "9", "--fields", "status"])
        .as_("CBrunel")
        .env("SENTRY_DSN", dsn);
    assert_snapshot!(run.run(), @"
    exit: 0
    --- stdout
    signed
    --- stderr
    ");
}

#[test]
fn an_address_that_is_none_is_refused_and_not_repeated() {
    let env = TestEnv::demo(Backend::Sqlite);
    for dsn in [
        "nonsense",
        "https://sentry.example/1",
        "https://hunter2@/1",
        "ftp://hunter2@sentry.example/1",
    ] {
        env.unchanged(|| {
            let output = env
                .command(["contract", "sign", "9"])
                .as_("CBrunel")
                .env("SENTRY_DSN", dsn)
                .run();
            let expected = "error: invalid value for SENTRY_DSN: must be a Sentry DSN such as https://key@sentry.example/1\n";
            assert_eq!(
                (
                    output.status,
                    output.stderr.as_str(),
                    output.stdout.as_str()
                ),
                (10, expected, ""),
                "{dsn}"
            );
        });
    }
}
