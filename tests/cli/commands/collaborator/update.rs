//! The staff: accounts, changes, departments, and what the database itself refuses (rule 6). How an account ends is in
//! `departure`.

use serde_json::{Value, json};

use crate::env::{PASSWORD, TestEnv, on_both_databases};

const MANAGER: Option<&str> = Some("AMartinez");
const NEW_PASSWORD: &str = "Sept huitres bleues sur un toit";

/// The command line of an account, with one flag replaced.
fn create(flag: &str, value: &str) -> Vec<String> {
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
        let args = create(flag, value).into_iter().chain(["--json".to_owned()]);
        let output = env
            .command(args)
            .as_("AMartinez")
            .stdin(format!("{NEW_PASSWORD}\n"))
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
    let output = env
        .command(create(flag, value))
        .as_("AMartinez")
        .stdin(format!("{NEW_PASSWORD}\n"))
        .run()
        .success();
    env.scalar(&format!(
        "SELECT {name} FROM collaborators WHERE id = {}",
        output.stdout
    ))
}

fn update(env: &TestEnv, login: &str, args: &[&str]) -> Value {
    let args = [&["collaborator", "update", login, "--json"], args].concat();
    env.run_as("AMartinez", args).success().json()
}

on_both_databases! {
    fn a_new_account_can_log_in(env: &TestEnv) {
        let args = create("", "").into_iter().chain(["--json".to_owned()]);
        let mut created = env.command(args).as_("AMartinez").stdin(format!("{NEW_PASSWORD}\n")).run().success().json();
        assert_eq!(created["created_at"].take(), created["updated_at"].take());
        assert_eq!(
            created,
            json!({
                "id": 7, "login": "Zoe", "first_name": "Zoé", "last_name": "Ney", "email": "zoe@epic-events.example",
                "phone": "+33601020304", "department": "sales", "active": true,
                "created_at": null, "updated_at": null, "version": 1,
            })
        );
        env.sign_in("zoe", NEW_PASSWORD).success();
    }

    fn a_creation_off_a_terminal_prints_the_id_alone(env: &TestEnv) {
        let output = env.command(create("--department", "support")).as_("AMartinez").stdin(NEW_PASSWORD).run();
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
        let error = env.assert_refused(MANAGER, args, 2, "usage.invalid");
        insta::assert_snapshot!(error["message"].as_str().unwrap().replace("; ", "\n"), @r"
        missing --first-name, --password-stdin
        invalid value for --login: must contain only letters without accents, digits, dots, underscores and dashes
        invalid value for --last-name: must not be blank
        invalid value for --email: must contain an @, as in name@example.com
        invalid value for --phone: must be a French number such as 06 01 02 03 04, or start with a country code such as +33
        invalid value for --department: must be management, sales or support
        ");
        for verb in ["show", "delete", "reset-password"] {
            let error = env.assert_refused(MANAGER, ["collaborator", verb], 2, "usage.invalid");
            assert_eq!(error["message"], "missing LOGIN|ID", "{verb}");
        }
    }

    fn a_guessable_password_is_refused_with_everything_else(env: &TestEnv) {
        env.unchanged(|| {
            let args = create("--phone", "1");
            insta::assert_snapshot!(env.command(args).as_("AMartinez").stdin("zoezoezoezoe").run(), @r#"
        exit: 2
        --- stdout
        --- stderr
        error: invalid value for --phone: must be a French number such as 06 01 02 03 04, or start with a country code such as +33
        error: the password is too easy to guess. Repeats like "abcabcabc" are only slightly harder to guess than "abc". Add another word or two. Uncommon words are better
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
            env.assert_refused(MANAGER, ["collaborator", "update", "CDelorme", &flag], 7, "conflict.duplicate_login");
        }
        assert_eq!(update(env, "CBrunel", &["--login=cbrunel"])["login"], "cbrunel");
    }

    fn an_email_is_unique_without_regard_to_case(env: &TestEnv) {
        for email in ["cbrunel@epic-events.example", "CBrunel@Epic-Events.Example"] {
            refuses(env, "--email", email, 7, "another collaborator, active or not, already has this e-mail address");
            let flag = format!("--email={email}");
            env.assert_refused(MANAGER, ["collaborator", "update", "CDelorme", &flag], 7, "conflict.duplicate_email");
        }
        let email = "CBrunel@Epic-Events.Example";
        assert_eq!(update(env, "CBrunel", &["--email", email])["email"], email);
    }

    fn a_deactivated_account_keeps_its_login(env: &TestEnv) {
        env.force("UPDATE collaborators SET active = (1 = 0) WHERE login = 'KDurand'");
        refuses(env, "--login", "kdurand", 7, "another collaborator, active or not, already has this login");
    }

    fn an_update_changes_what_is_named_and_nothing_else(env: &TestEnv) {
        for (version, (flag, value, key)) in (2..).zip([
            ("--login", "Zoe", "login"),
            ("--first-name", "Zoé", "first_name"),
            ("--last-name", "Ney", "last_name"),
            ("--email", "zoe@ney.example", "email"),
            ("--phone", "+67812345678", "phone"),
            ("--department", "management", "department"),
        ]) {
            let before = env.run_as("AMartinez", ["collaborator", "show", "5", "--json"]).json();
            let after = update(env, "5", &[flag, value]);
            for (name, value) in after.as_object().unwrap() {
                match name.as_str() {
                    "version" => assert_eq!(value, version, "{flag}"),
                    "updated_at" => {}
                    name if name == key => assert_ne!(*value, before[name], "{flag}"),
                    name => assert_eq!(*value, before[name], "{flag} changed {name}"),
                }
            }
            assert_eq!(env.scalar(&format!("SELECT {key} FROM collaborators WHERE id = 5")), value);
        }
    }

    fn the_same_again_is_nothing_to_change(env: &TestEnv) {
        env.unchanged(|| {
            let args = ["collaborator", "update", "cbrunel", "--phone=06 01 01 01 02", "--department=sales"];
            insta::assert_snapshot!(env.run_as("AMartinez", args), @r"
        exit: 0
        --- stdout
        2	CBrunel	Cédric Brunel	sales	cbrunel@epic-events.example	+33601010102	true
        --- stderr
        Nothing to change.
        ");
        });
    }

    fn a_collaborator_is_named_by_login_or_id(env: &TestEnv) {
        for reference in ["CBrunel", "cbrunel", "2"] {
            let output = env.run_as("BRenard", ["collaborator", "show", reference, "--format=ids"]);
            assert_eq!(output.success().stdout, "2\n", "{reference}");
        }
        env.execute("UPDATE collaborators SET login = '2' WHERE id = 6");
        // Now it is the login of one and the id of another: nothing is guessed.
        let error = env.assert_refused(MANAGER, ["collaborator", "show", "2"], 2, "usage.invalid");
        assert_eq!(
            error["message"],
            "several collaborators match “2”: 6 (2, alefebvre@epic-events.example); 2 (CBrunel, cbrunel@epic-events.example); \
             give an id instead"
        );
    }

    fn what_does_not_exist_is_told(env: &TestEnv) {
        for args in [
            &["show", "nobody"][..],
            &["update", "nobody", "--phone=+12345"],
            &["delete", "nobody", "--yes"],
            &["reset-password", "99", "--password-stdin"],
        ] {
            let error = env.assert_refused(MANAGER, ["collaborator"].iter().chain(args), 3, "not_found.collaborator");
            let (message, hint) = match args[1] {
                "99" => ("there is no collaborator 99", "epic collaborator list"),
                _ => ("no collaborator has the login, e-mail address or name nobody", "epic search 'nobody'"),
            };
            assert_eq!(error["message"], message);
            assert_eq!(error["hint"], hint);
        }
    }

    fn a_stale_version_is_a_conflict(env: &TestEnv) {
        let update = |version| ["collaborator", "update", "CBrunel", "--first-name=Luc", "--if-version", version];
        for version in ["0", "2"] {
            let error = env.assert_refused(MANAGER, update(version), 7, "conflict.stale");
            assert_eq!(error["message"], "collaborator 2 has changed in the meantime");
            assert_eq!(error["hint"], "epic collaborator show 2");
        }
        env.run_as("AMartinez", update("1")).success();
        env.assert_refused(MANAGER, update("1"), 7, "conflict.stale");
    }

    fn another_department_ends_all_sessions(env: &TestEnv) {
        insta::assert_snapshot!(env.run_as("AMartinez", ["collaborator", "update", "CBrunel", "--department=support"]), @"
        exit: 0
        --- stdout
        2	CBrunel	Cédric Brunel	support	cbrunel@epic-events.example	+33601010102	true
        --- stderr
        All sessions and tokens of CBrunel are revoked.
        warning: CBrunel still has 4 customers: hand them over to other collaborators
        ");
        env.assert_refused(Some("CBrunel"), ["whoami"], 4, "auth.revoked");
        env.run_as("CDelorme", ["whoami"]).success();
        env.sign_in("CBrunel", PASSWORD).success();
    }

    fn another_name_ends_no_session(env: &TestEnv) {
        update(env, "CBrunel", &["--login=Luc", "--email=luc@epic-events.example", "--department=sales"]);
        env.run_as("CBrunel", ["whoami"]).success();
    }

    fn nobody_changes_their_own_department(env: &TestEnv) {
        env.execute("UPDATE collaborators SET department = 'management' WHERE login = 'KDurand'");
        for department in ["sales", "support"] {
            let args = ["collaborator", "update", "AMartinez", "--department", department];
            let error = env.assert_refused(MANAGER, args, 6, "rule.self_demote");
            assert_eq!(error["message"], "you cannot change your own department");
        }
        update(env, "KDurand", &["--department=support"]);
        assert_eq!(update(env, "AMartinez", &["--department=management", "--first-name=Zoé"])["version"], 2);
    }

    fn a_deactivated_account_does_not_change(env: &TestEnv) {
        env.force("UPDATE collaborators SET active = (1 = 0) WHERE login = 'KDurand'");
        let error = env.assert_refused(MANAGER, ["collaborator", "update", "KDurand", "--first-name=Zoé"], 6, "rule.inactive");
        assert_eq!(error["message"], "the account KDurand is deactivated");
        env.unchanged(|| {
            let args = ["collaborator", "reset-password", "KDurand", "--password-stdin"];
            env.command(args).as_("AMartinez").stdin(NEW_PASSWORD).run().expect_exit(6)
        });
    }

    fn a_reset_password_ends_all_sessions_and_the_old_password(env: &TestEnv) {
        let args = ["collaborator", "reset-password", "CBrunel", "--password-stdin"];
        insta::assert_snapshot!(env.command(args).as_("AMartinez").stdin(NEW_PASSWORD).run(), @r"
        exit: 0
        --- stdout
        2	CBrunel	Cédric Brunel	sales	cbrunel@epic-events.example	+33601010102	true
        --- stderr
        CBrunel is logged out everywhere and must change this password at the next login.
        ");
        env.assert_refused(Some("CBrunel"), ["whoami"], 4, "auth.revoked");
        env.sign_in("CBrunel", PASSWORD).expect_exit(4);
        env.sign_in("CBrunel", NEW_PASSWORD).success();
        env.run_as("CDelorme", ["whoami"]).success();
    }

    fn a_guessable_password_resets_nothing(env: &TestEnv) {
        for password in ["", "Test123@456", "brunel123456", &"x".repeat(129)] {
            env.unchanged(|| {
                let args = ["collaborator", "reset-password", "CBrunel", "--password-stdin"];
                env.command(args).as_("AMartinez").stdin(format!("{password}\n")).run().expect_exit(2)
            });
        }
        env.run_as("CBrunel", ["whoami"]).success();
    }

    fn the_database_itself_refuses_wrong_accounts(env: &TestEnv) {
        for (change, kind) in [
            ("login = ''", "check"),
            ("login = 'a b'", "check"),
            ("login = 'é'", "check"),
            ("login = 'A.b_c-D0123456789xyzt'", "check"),
            ("login = 'cbrunel'", "unique"),
            ("email = 'CBRUNEL@EPIC-EVENTS.EXAMPLE'", "unique"),
            ("email = ''", "check"),
            ("first_name = ''", "check"),
            ("last_name = 'a\nb'", "check"),
            ("phone = '0601020304'", "check"),
            ("department = 'it'", "check"),
            ("department = NULL", "not null"),
            ("version = 0", "check"),
        ] {
            assert_eq!(env.violation(&format!("UPDATE collaborators SET {change} WHERE id = 3")), kind, "{change}");
        }
        env.execute("UPDATE collaborators SET login = 'A.b_c-D0123456789xyz' WHERE id = 3");
        for (table, kind) in [("credentials", "foreign key"), ("sessions", "foreign key")] {
            assert_eq!(env.violation(&format!("UPDATE {table} SET collaborator_id = 99 WHERE collaborator_id = 2")), kind);
        }
    }
}
