//! The two streams: a reader that goes away, colours, hostile text in the data, and nothing on the wrong stream.

use std::fs::OpenOptions;
use std::io::Read as _;
use std::process::Stdio;

use insta::assert_snapshot;

use crate::env::{TestEnv, finish, on_both_databases};

/// Adds customers, enough of them to fill every buffer between the database and a reader.
fn with_many_customers(env: &TestEnv) {
    env.customers(40_000, |it, n| it.email = format!("jean{n}@dupont.example"));
}

/// Text that would clear a screen, overwrite a line and reorder what follows.
const HOSTILE: &str = "a\u{1b}[2Jb\rc\u{202e}d\u{7}";

on_both_databases! {
    fn a_reader_that_goes_away_ends_every_format_without_a_word(env: &TestEnv) {
        with_many_customers(env);
        for format in ["tsv", "csv", "json", "jsonl", "ids", "table"] {
            let mut child = env
                .command(["customer", "list", "--format", format])
                .as_("BRenard")
                .raw()
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            let mut stdout = child.stdout.take().unwrap();
            stdout.read_exact(&mut [0; 10]).unwrap();
            drop(stdout);
            let output = child.wait_with_output().unwrap();
            assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{format}");
            assert_eq!(output.status.code(), Some(0), "{format}");
        }
    }

    fn a_list_off_a_terminal_is_complete(env: &TestEnv) {
        with_many_customers(env);
        for format in ["tsv", "jsonl", "ids"] {
            let output = env.run_as("BRenard", ["customer", "list", "--format", format]).success();
            assert_eq!((output.stdout.lines().count(), output.stderr.as_str()), (40_008, ""), "{format}");
        }
        let output = env.run_as("BRenard", ["customer", "list", "--format", "table"]).success();
        assert_eq!((output.stdout.lines().count(), output.stderr.as_str()), (40_010, ""));
    }

    fn a_table_is_coloured_where_colour_is_asked_for(env: &TestEnv) {
        let list = ["contract", "list", "--format", "table", "--fields", "id,status", "--offset", "5", "--limit", "3"];
        let plain = env.run_as("BRenard", list).success().stdout;
        assert_snapshot!(plain, @"
        ID  Status
        ────────────
         6  pending
         7  signed
         8  unsigned
        ");
        let coloured = env.run_as("BRenard", list.iter().chain(&["--color", "always"])).success().stdout;
        assert_snapshot!(coloured.replace('\u{1b}', "<ESC>"), @"
        <ESC>[1mID<ESC>[0m  <ESC>[1mStatus<ESC>[0m
        <ESC>[2m────────────<ESC>[0m
         6  <ESC>[38;5;3mpending<ESC>[39m
         7  <ESC>[38;5;2msigned<ESC>[39m
         8  <ESC>[38;5;1munsigned<ESC>[39m
        ");

        for (variables, flags, expected) in [
            (&[("CLICOLOR_FORCE", "1")][..], &[][..], &coloured),
            (&[("CLICOLOR_FORCE", "0")], &[], &plain),
            (&[("CLICOLOR_FORCE", "")], &[], &plain),
            (&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], &[], &plain),
            (&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "")], &[], &coloured),
            (&[("CLICOLOR_FORCE", "1")], &["--color", "never"], &plain),
            (&[("NO_COLOR", "1")], &["--color", "always"], &coloured),
            (&[], &["--color", "auto"], &plain),
        ] {
            let mut command = env.command(list.iter().chain(flags)).as_("BRenard");
            for (name, value) in variables {
                command = command.env(name, value);
            }
            assert_eq!(command.run().success().stdout, *expected, "{variables:?} {flags:?}");
        }
    }

    fn messages_before_the_settings_heed_color(env: &TestEnv) {
        for line in [&["custmer"][..], &["--help"], &["help", "dates"], &["whoami", "--config", "/nowhere/x"]] {
            for (color, expected) in [("always", true), ("never", false)] {
                let command = env.command(line.iter().chain(&["--color", color]));
                let output = command.env("CLICOLOR_FORCE", "1").run();
                let colored = (output.stdout + &output.stderr).contains('\u{1b}');
                assert_eq!(colored, expected, "{line:?} {color}");
            }
        }
    }

    fn only_tables_and_messages_are_coloured(env: &TestEnv) {
        for format in ["tsv", "csv", "json", "jsonl", "ids"] {
            let list = ["contract", "list", "--format", format];
            let plain = env.run_as("BRenard", list).success().stdout;
            let coloured = env.run_as("BRenard", list.iter().chain(&["--color", "always"])).success().stdout;
            assert_eq!(plain, coloured, "{format}");
        }
        let error = env.run_as("BRenard", ["contract", "show", "99", "--color", "always"]).expect_exit(3);
        assert_eq!(error.stderr, "\u{1b}[1;31merror:\u{1b}[0m there is no contract 99\nhint: epic contract list\n");
    }

    fn one_record_is_coloured_like_a_list(env: &TestEnv) {
        let shown = env.run_as("BRenard", [
            "contract", "show", "1", "--format", "table", "--fields", "id,status", "--color", "always",
        ]);
        assert_eq!(shown.success().stdout, "\u{1b}[1mID\u{1b}[0m      1\n\u{1b}[1mStatus\u{1b}[0m  \u{1b}[32msigned\u{1b}[0m\n");
    }

    fn hostile_text_reaches_programs_as_code_points(env: &TestEnv) {
        env.unchecked(&format!("UPDATE events SET notes = '{HOSTILE}' WHERE id = 1"));
        for (format, expected) in [
            ("tsv", "a\\u{1b}[2Jb\\rc\\u{202e}d\\u{7}\n"),
            ("csv", "notes\na\\u{1b}[2Jb\\u{d}c\\u{202e}d\\u{7}\n"),
            ("json", "{\"notes\":\"a\\u001b[2Jb\\rc\\u202ed\\u0007\"}\n"),
            ("jsonl", "{\"notes\":\"a\\u001b[2Jb\\rc\\u202ed\\u0007\"}\n"),
        ] {
            let output = env.run_as("BRenard", ["event", "show", "1", "--fields", "notes", "--format", format]);
            assert_eq!(output.success().stdout, expected, "{format}");
        }
    }

    fn hostile_text_is_shown_as_code_points_on_a_terminal(env: &TestEnv) {
        env.unchecked(&format!("UPDATE events SET notes = '{HOSTILE}' WHERE id = 1"));
        for (format, expected) in [
            ("table", "Notes  a\\u{1b}[2Jb\\u{d}c\\u{202e}d\\u{7}\r\n"),
            ("tsv", "a\\u{1b}[2Jb\\rc\\u{202e}d\\u{7}\r\n"),
            ("csv", "notes\r\na\\u{1b}[2Jb\\u{d}c\\u{202e}d\\u{7}\r\n"),
            ("json", "{\"notes\":\"a\\u001b[2Jb\\rc\\u202ed\\u0007\"}\r\n"),
            ("jsonl", "{\"notes\":\"a\\u001b[2Jb\\rc\\u202ed\\u0007\"}\r\n"),
        ] {
            let session = env
                .command(["event", "show", "1", "--fields", "notes", "--format", format, "--color", "never"])
                .as_("BRenard")
                .spawn_pty();
            assert_eq!(finish(session), (expected.to_owned(), 0), "{format}");
        }
    }

    fn hostile_text_stays_in_its_cell_of_a_table(env: &TestEnv) {
        env.unchecked(&format!("UPDATE events SET notes = 'one\ntwo\t{HOSTILE}' WHERE id = 1"));
        let session = env
            .command(["event", "list", "--limit", "1", "--fields", "id,notes", "--color", "never"])
            .as_("BRenard")
            .spawn_pty();
        let expected = "ID  Notes\r\n───────────────────────────────────────────\r\n 1  one two a\\u{1b}[2Jb\\u{d}c\\u{202e}d\\u{7}\r\n";
        assert_eq!(finish(session), (expected.to_owned(), 0));
    }

    fn hostile_names_and_arguments_are_escaped_in_messages_on_a_terminal(env: &TestEnv) {
        let argument = "x\u{202e}\u{1b}]0;t\u{7}";
        for (flags, expected) in [
            (
                &["--color", "never"][..],
                "error: no collaborator has the login, e-mail address or full name x\\u{202e}\\u{1b}]0;t\\u{7}\r\nhint: epic collaborator list\r\n",
            ),
            (
                &["--json"],
                "{\"error\":{\"code\":\"not_found.collaborator\",\"exit\":3,\
                 \"message\":\"no collaborator has the login, e-mail address or full name x\\u202e\\u001b]0;t\\u0007\",\
                 \"hint\":\"epic collaborator list\"}}\r\n",
            ),
        ] {
            let session = env
                .command([&["collaborator", "show", argument], flags].concat())
                .as_("BRenard")
                .spawn_pty();
            assert_eq!(finish(session), (expected.to_owned(), 3));
        }
    }

    fn a_full_disk_after_a_commit_does_not_invite_to_try_again(env: &TestEnv) {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut payment = env.command(["contract", "pay", "3", "100", "--json"]).as_("CBrunel").raw();
        let output = payment.stdout(full).output().unwrap();
        let error: serde_json::Value = serde_json::from_slice(&output.stderr).unwrap();
        assert_eq!((output.status.code(), &error["error"]["code"]), (Some(11), &"unknown.output".into()));
        assert_eq!(env.scalar("SELECT due_cents FROM contracts WHERE id = 3"), "470050");
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut list = env.command(["contract", "list"]).as_("CBrunel").raw();
        assert_eq!(list.stdout(full).output().unwrap().status.code(), Some(9));
        for early in [&["--help"][..], &["--version"], &["help", "dates"], &["completions", "bash"]] {
            let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
            let output = env.command(early).raw().stdout(full).output().unwrap();
            assert_eq!(output.status.code(), Some(9), "{early:?}");
        }
    }
}
