//! Tracing on standard error: what was done, by which pseudonym and how long it took, and nothing of the data.

use serde_json::Value;

use crate::env::{PASSWORD, TestEnv, on_both_databases};
use crate::sentry::{assert_private, private_values, pseudonym};

on_both_databases! {
    fn a_log_line_names_operation_pseudonym_duration_and_exit(env: &TestEnv) {
        for (login, id, args, exit) in [
            ("CBrunel", 2, &["contract", "list"][..], 0),
            ("AMartinez", 1, &["contract", "show", "99"], 3),
            ("CDelorme", 3, &["contract", "sign", "1"], 5),
        ] {
            let output = env
                .command([args, &["-v"]].concat())
                .env("EPIC_LOG_FORMAT", "json")
                .as_(login)
                .run()
                .expect_exit(exit);
            let line: Value = serde_json::from_str(output.stderr.lines().next().unwrap_or_default()).unwrap();
            let fields = &line["fields"];
            assert_eq!(line["level"], "INFO", "{output}");
            assert_eq!(fields["operation"], args[..2].join(" "), "{output}");
            assert_eq!(fields["actor"], pseudonym(env, "collaborator", id), "{output}");
            assert_eq!(fields["exit"], exit, "{output}");
            assert!(fields["duration_ms"].is_u64(), "{output}");
        }
    }

    fn a_log_line_is_text_unless_json_is_asked_for(env: &TestEnv) {
        let output = env.run_as("CBrunel", ["contract", "list", "-v"]).success();
        let (_, line) = output.stderr.split_once(' ').unwrap();
        let (before, after) = line.split_once("duration_ms=").unwrap();
        let (_, exit) = after.split_once(' ').unwrap();
        let expected = format!(
            " INFO epic::middleware: command finished operation=\"contract list\" actor=\"{}\" ",
            pseudonym(env, "collaborator", 2)
        );
        assert_eq!((before, exit), (expected.as_str(), "exit=0\n"), "{output}");
    }

    fn logs_hold_nothing_of_the_data_and_leave_stdout_alone(env: &TestEnv) {
        let values = private_values(env);
        for args in [
            &["customer", "list", "--search", "garçon"][..],
            &["customer", "show", "1"],
            &["contract", "list", "--sales-contact", "CBrunel", "--json"],
            &["event", "list", "--format", "csv"],
            &["collaborator", "show", "KDurand"],
        ] {
            let silent = env.run_as("CBrunel", args).success();
            assert_eq!(silent.stderr, "", "{args:?}");
            for run in [
                env.command([args, &["-v"]].concat()),
                env.command([args, &["-vv"]].concat()),
                env.command([args, &["-vvvv", "--quiet"]].concat()),
                env.command(args).env("EPIC_LOG", "trace"),
                env.command(args).env("EPIC_LOG", "trace").env("EPIC_LOG_FORMAT", "json"),
            ] {
                let output = run.as_("CBrunel").run().success();
                assert_eq!(output.stdout, silent.stdout, "{args:?}");
                assert!(output.stderr.contains("command finished"), "{output}");
                assert_private(&values, &output.stderr);
            }
        }
    }

    fn logs_of_changes_and_of_a_login_hold_nothing_of_them(env: &TestEnv) {
        let values = private_values(env);
        let trace = |args: &[&str]| env.command(args.iter().copied()).env("EPIC_LOG", "trace");
        let output = trace(&["login", "CBrunel", "--password-stdin"]).stdin(format!("{PASSWORD}\n")).run().success();
        assert_private(&values, &output.stderr);
        let session = std::fs::read_to_string(env.session_file()).unwrap();
        assert!(!output.stderr.contains(session.trim()), "{output}");

        let output = trace(&["login", "CBrunel", "--password-stdin"]).stdin("azertyuiop\n").run().expect_exit(4);
        assert_private(&[values, vec!["azertyuiop".to_owned()]].concat(), &output.stderr);

        let output = trace(&["customer", "update", "1", "--company", "Zénith", "--email", "z@zenith.example"]).run().success();
        assert_private(&["zénith".to_owned(), "z@zenith.example".to_owned()], &output.stderr);
    }

    fn a_filter_that_is_none_is_a_configuration_error(env: &TestEnv) {
        let output = env.command(["whoami"]).env("EPIC_LOG", "[[").as_("CBrunel").run();
        assert_eq!((output.status, output.stderr.as_str()), (10, "error: invalid value for EPIC_LOG: must be log directives such as epic=debug\n"));
    }
}
