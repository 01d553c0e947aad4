//! Creating an account: its password, its login and its e-mail address.

use serde_json::json;

use crate::commands::collaborator::updated;
use crate::env::{TestEnv, on_both_databases};
use crate::staff::{MANAGER, OTHER_STRONG};

/// The command line of an account, with one flag replaced.
fn creation(flag: &str, value: &str) -> Vec<String> {
    let mut args = vec![
        "collaborator".to_owned(),
        "create".to_owned(),
        "--password-stdin".to_owned(),
    ];
    for (name, usual) in [
        ("--login", "Zoe"),
        ("--first-name", "Zoé"),
        ("--last-name", "Ney"),
        ("--email", "zoe@epic-events.example"),
        ("--phone", "06 01 02 03 04"),
        ("--department", "sales"),
    ] {
        let value = if name == flag { value } else { usual };
        args.push(format!("{name}={value}"));
    }
    args
}

/// Runs a creation with one flag replaced, and checks that it is refused with these words and nothing is written.
fn refuses(env: &TestEnv, flag: &str, value: &str, exit: i32, message: &str) {
    env.unchanged(|| {
        let args = creation(flag, value)
            .into_iter()
            .chain(["--json".to_owned()]);
        let output = env
            .command(args)
            .as_("AMartinez")
            .stdin(format!("{OTHER_STRONG}\n"))
            .run()
            .expect_exit(exit);
        assert_eq!(output.stdout, "");
        assert_eq!(
            output.error()["error"]["message"],
            message,
            "{flag}={value:?}"
        );
    });
}

/// Creates an account with one flag replaced, and returns one column of it.
fn stored(env: &TestEnv, flag: &str, value: &str, name: &str) -> String {
    let run = env
        .command(creation(flag, value))
        .as_(MANAGER)
        .stdin(format!("{OTHER_STRONG}\n"));
    env.stored(run, "collaborators", name)
}

on_both_databases! {
    fn a_new_account_can_log_in(env: &TestEnv) {
        let args = creation("", "").into_iter().chain(["--json".to_owned()]);
        let mut created = env.command(args).as_("AMartinez").stdin(format!("{OTHER_STRONG}\n")).run().success().json();
        assert_eq!(created["created_at"].take(), created["updated_at"].take());
        assert_eq!(
            created,
            json!({
                "id": 7, "login": "Zoe", "first_name": "Zoé", "last_name": "Ney", "email": "zoe@epic-events.example",
                "phone": "+33601020304", "department": "sales", "active": true,
                "created_at": null, "updated_at": null, "version": 1,
            })
        );
        env.sign_in("zoe", OTHER_STRONG).success();
    }

    fn a_creation_off_a_terminal_prints_the_id_alone(env: &TestEnv) {
        let output = env.command(creation("--department", "support")).as_("AMartinez").stdin(OTHER_STRONG).run();
        insta::assert_snapshot!(output, @r"
        exit: 0
        --- stdout
        7
        --- stderr
        ");
    }

    fn everything_missing_or_invalid_is_told_in_one_error(env: &TestEnv) {
        insta::assert_snapshot!(env.run_as("AMartinez", ["collaborator", "create"]), @r"
        exit: 2
        --- stdout
        --- stderr
        error: missing --login, --first-name, --last-name, --email, --phone, --department, --password-stdin
        ");
        let args = ["collaborator", "create", "--login=é", "--last-name=", "--email=x", "--phone=1", "--department=it"];
        let error = env.assert_refused(Some(MANAGER), args, 2, "usage.invalid");
        insta::assert_snapshot!(error["message"].as_str().unwrap().replace("; ", "\n"), @r"
        missing --first-name, --password-stdin
        invalid value for --login: must contain only letters without accents, digits, dots, underscores and dashes
        invalid value for --last-name: must not be blank
        invalid value for --email: must contain an @, as in name@example.com
        invalid value for --phone: must be a French number such as 06 01 02 03 04, or start with a country code such as +33
        invalid value for --department: must be management, sales or support
        ");
        for verb in ["show", "delete", "reset-password"] {
            let error = env.assert_refused(Some(MANAGER), ["collaborator", verb], 2, "usage.invalid");
            assert_eq!(error["message"], "missing LOGIN|ID|EMAIL|NAME", "{verb}");
        }
    }

    fn a_guessable_password_is_refused_with_everything_else(env: &TestEnv) {
        env.unchanged(|| {
            let args = creation("--phone", "1");
            insta::assert_snapshot!(env.command(args).as_("AMartinez").stdin("zoezoezoezoe").run(), @r#"
            exit: 2
            --- stdout
            --- stderr
            error: invalid value for --phone: must be a French number such as 06 01 02 03 04, or start with a country code such as +33
            error: the password is too easy to guess: repeats like "abcabcabc" are only slightly harder to guess than "abc"; add a word or two, preferably uncommon
            "#);
        });
    }

    fn logins_are_taken_up_to_their_bounds(env: &TestEnv) {
        assert_eq!(stored(env, "--login", "z", "login"), "z");
        env.execute("UPDATE collaborators SET email = 'z@epic-events.example' WHERE login = 'z'");
        assert_eq!(stored(env, "--login", " A.b_c-D0123456789xyz ", "login"), "A.b_c-D0123456789xyz");
        refuses(
            env, "--login", "A.b_c-D0123456789xyzt", 2,
            "invalid value for --login: must have 1 to 20 characters (this has 21)",
        );
        refuses(env, "--login", "", 2, "invalid value for --login: must not be blank");
        for login in ["Zoé", "a b", "a@b", "a/b", "a\u{202e}b"] {
            refuses(
                env, "--login", login, 2,
                "invalid value for --login: must contain only letters without accents, digits, dots, underscores and dashes",
            );
        }
    }

    fn names_are_taken_up_to_their_bounds(env: &TestEnv) {
        for flag in ["--first-name", "--last-name"] {
            let problem = |words: &str| format!("invalid value for {flag}: {words}");
            refuses(env, flag, &"é".repeat(51), 2, &problem("must have 1 to 50 characters (this has 51)"));
            refuses(env, flag, " \u{a0}", 2, &problem("must not be blank"));
            refuses(env, flag, "a\tb", 2, &problem("must not contain control characters (U+0009)"));
            let bidi = "must not contain bidirectional controls or byte order marks (U+202E)";
            refuses(env, flag, "a\u{202e}b", 2, &problem(bidi));
        }
        assert_eq!(stored(env, "--first-name", &"e\u{301}".repeat(50), "first_name"), "\u{e9}".repeat(50));
    }

    fn an_unknown_department_is_refused(env: &TestEnv) {
        let message = "invalid value for --department: must be management, sales or support";
        refuses(env, "--department", "it", 2, message);
        refuses(env, "--department", "", 2, message);
    }

    fn a_login_is_unique_without_regard_to_case(env: &TestEnv) {
        for login in ["CBrunel", "cbrunel", "CBRUNEL"] {
            refuses(env, "--login", login, 7, "another collaborator, active or not, already has this login");
            let flag = format!("--login={login}");
            env.assert_refused(Some(MANAGER), ["collaborator", "update", "CDelorme", &flag], 7, "conflict.duplicate_login");
        }
        assert_eq!(updated(env, "CBrunel", &["--login=cbrunel"])["login"], "cbrunel");
    }

    fn an_email_is_unique_without_regard_to_case(env: &TestEnv) {
        for email in ["cbrunel@epic-events.example", "CBrunel@Epic-Events.Example"] {
            refuses(env, "--email", email, 7, "another collaborator, active or not, already has this e-mail address");
            let flag = format!("--email={email}");
            env.assert_refused(Some(MANAGER), ["collaborator", "update", "CDelorme", &flag], 7, "conflict.duplicate_email");
        }
        let email = "CBrunel@Epic-Events.Example";
        assert_eq!(updated(env, "CBrunel", &["--email", email])["email"], email);
    }

    fn a_deactivated_account_keeps_its_login(env: &TestEnv) {
        env.force("UPDATE collaborators SET active = (1 = 0) WHERE login = 'KDurand'");
        refuses(env, "--login", "kdurand", 7, "another collaborator, active or not, already has this login");
    }
}
