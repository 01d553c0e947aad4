//! Logging in: first passwords, how long a login lasts, and what it replaces.

use expectrl::Expect as _;

use crate::commands::session::{earlier, live_sessions, log_in, login_of};
use crate::env::{Backend, PASSWORD, TestEnv, finish, on_both_databases};
use crate::staff::{OTHER_STRONG, STRONG};

/// An account that Management has just made.
fn new_account(env: &TestEnv) {
    let args = [
        "collaborator",
        "create",
        "--login=JPetit",
        "--first-name=Jeanne",
        "--last-name=Petit",
        "--email=j.petit@epic-events.example",
        "--phone=0602030405",
        "--department=sales",
        "--password-stdin",
    ];
    env.command(args)
        .as_("AMartinez")
        .stdin(format!("{STRONG}\n"))
        .run()
        .success();
}

on_both_databases! {
    fn a_password_from_somebody_else_is_good_for_changing_it_alone(env: &TestEnv) {
        new_account(env);
        insta::assert_snapshot!(env.sign_in("JPetit", STRONG).stable(), @"
        exit: 0
        --- stdout
        JPetit	sales	session	<instant>
        --- stderr
        warning: your password was chosen by Management and must be changed first: epic password change
        ");
        for args in [&["whoami"][..], &["customer", "list"], &["session", "list"], &["history", "customer", "1"]] {
            let output = env.unchanged(|| env.command([args, &["--json"]].concat()).run());
            assert_eq!(output.expect_exit(4).error()["error"]["code"], "auth.password_change_required", "{args:?}");
        }
        let create = ["customer", "create", "--first-name=A", "--last-name=B", "--email=a@b.example", "--phone=0601020304", "--company=C"];
        insta::assert_snapshot!(env.unchanged(|| env.run(create)), @"
        exit: 4
        --- stdout
        --- stderr
        error: your password was chosen by Management and must be changed first
        hint: epic password change
        ");
        let change = |lines: &str| env.command(["password", "change", "--password-stdin"]).stdin(lines).run();
        env.unchanged(|| env.command(["password", "change", "--password-stdin"]).stdin(format!("{STRONG}\nshort\n")).run()).expect_exit(2);
        change(&format!("{STRONG}\n{OTHER_STRONG}\n")).success();
        log_in(env, "JPetit", STRONG).expect_exit(4);
        log_in(env, "JPetit", OTHER_STRONG).success();
        env.run(create).success();
    }

    fn a_first_session_can_be_ended(env: &TestEnv) {
        new_account(env);
        env.sign_in("JPetit", STRONG).success();
        env.run(["logout"]).success();
        env.run(["whoami"]).expect_exit(4);
    }

    fn a_first_login_at_a_terminal_chooses_a_password_and_goes_on(env: &TestEnv) {
        new_account(env);
        let mut session = env.command(["login", "JPetit"]).env("NO_COLOR", "1").spawn_pty();
        for (prompt, answer) in [
            ("Password: ", STRONG),
            ("New password: ", OTHER_STRONG),
            ("Repeat the new password: ", OTHER_STRONG),
        ] {
            session.expect(prompt).unwrap();
            session.send_line(answer).unwrap();
        }
        let (shown, exit) = finish(session);
        assert_eq!(exit, 0, "{shown}");
        assert!(!shown.contains(OTHER_STRONG), "{shown}");
        env.run(["customer", "list", "--mine"]).success();
        log_in(env, "JPetit", STRONG).expect_exit(4);
    }

    fn a_reset_password_has_to_be_changed_too(env: &TestEnv) {
        env.command(["collaborator", "reset-password", "BRenard", "--password-stdin"])
            .as_("AMartinez")
            .stdin(format!("{STRONG}\n"))
            .run()
            .success();
        env.sign_in("BRenard", STRONG).success();
        env.assert_refused(None, ["event", "list"], 4, "auth.password_change_required");
    }

    fn another_password_needs_a_login_of_the_last_minutes(env: &TestEnv) {
        let reset = ["collaborator", "reset-password", "BRenard", "--password-stdin"];
        earlier(env, "sessions", "created_at", 4);
        env.command(reset).as_("AMartinez").stdin(format!("{STRONG}\n")).run().success();
        earlier(env, "sessions", "created_at", 2);
        let error = env.assert_refused(Some("AMartinez"), reset, 4, "auth.reauthenticate");
        assert_eq!(error["hint"], "epic login");
        let token = ["token", "create", "--name=cron", "--expires=90d"];
        env.assert_refused(Some("CBrunel"), token, 4, "auth.reauthenticate");
        env.sign_in("AMartinez", PASSWORD).success();
        env.command(["collaborator", "reset-password", "KDurand", "--password-stdin"])
            .stdin(format!("{STRONG}\n"))
            .run()
            .success();
    }

    fn a_login_ends_the_session_that_it_replaces(env: &TestEnv) {
        env.sign_in("BRenard", PASSWORD).success();
        let copy = std::fs::read_to_string(env.session_file()).unwrap();
        env.sign_in("CBrunel", PASSWORD).success();
        let output = env.command(["whoami", "--json"]).env("EPIC_TOKEN", copy).run();
        assert_eq!(output.expect_exit(4).error()["error"]["code"], "auth.revoked");
        // The session at hand elsewhere goes on.
        env.run_as("BRenard", ["whoami"]).success();
        // What is no session of this database is left alone.
        std::fs::write(env.session_file(), "x").unwrap();
        env.sign_in("CBrunel", PASSWORD).success();
    }

    fn a_session_that_nobody_uses_ends(env: &TestEnv) {
        earlier(env, "sessions", "last_used_at", 58);
        env.run_as("BRenard", ["event", "list"]).success();
        // That use was noted; the others were not used.
        earlier(env, "sessions", "last_used_at", 3);
        env.run_as("BRenard", ["event", "list"]).success();
        let error = env.assert_refused(Some("KDurand"), ["event", "list"], 4, "auth.idle");
        assert_eq!(error["message"], "the token in EPIC_TOKEN timed out because it was idle");
    }

    fn the_administrator_says_how_long_sessions_last(env: &TestEnv) {
        let settings = match env.backend() {
            Backend::Sqlite => "settings",
            Backend::Postgres => "epic_sec.settings",
        };
        env.execute(&format!("UPDATE {settings} SET idle_seconds = 120, lifetime_seconds = 600, live_sessions = 2"));
        env.assert_refused(None, ["whoami"], 4, "auth.required");
        earlier(env, "sessions", "last_used_at", 3);
        env.assert_refused(Some("KDurand"), ["whoami"], 4, "auth.idle");
        env.command(["login", "KDurand", "--password-stdin"])
            .env("EPIC_SESSION_TTL", "8h")
            .stdin(format!("{PASSWORD}\n"))
            .run()
            .success();
        let lifetime = match env.backend() {
            Backend::Sqlite => "SELECT unixepoch(expires_at) - unixepoch(created_at) FROM sessions ORDER BY id DESC LIMIT 1",
            Backend::Postgres => "SELECT extract(epoch FROM expires_at - created_at)::int FROM epic_sec.sessions ORDER BY id DESC LIMIT 1",
        };
        assert_eq!(env.scalar(lifetime), "600");
        for _ in 0..2 {
            // As on another machine.
            std::fs::remove_file(env.session_file()).unwrap();
            env.sign_in("KDurand", PASSWORD).success();
        }
        let listed = env.run(["session", "list", "--format", "ids"]).success();
        assert_eq!(listed.stdout.lines().count(), 2);
    }

    fn login_prints_who_and_until_when(env: &TestEnv) {
        insta::assert_snapshot!(env.sign_in("CBrunel", PASSWORD).stable(), @"
        exit: 0
        --- stdout
        CBrunel	sales	session	<instant>
        --- stderr
        Last login: <local>.
        ");
        assert_eq!(live_sessions(env, "CBrunel"), "2");
    }

    fn login_tells_how_many_wrong_passwords_came_since_the_last_one(env: &TestEnv) {
        let said = |login: &str, lang: &str| {
            let run = env.command(["login", login, "--password-stdin"]).env("EPIC_LANG", lang);
            let output = run.stdin(format!("{PASSWORD}\n")).run().success().stable().to_string();
            output.rsplit_once("--- stderr\n").unwrap().1.to_owned()
        };
        for (wrong, lang) in [(1, "en"), (3, "fr"), (0, "fr")] {
            for _ in 0..wrong {
                env.sign_in("CBrunel", "wrong").expect_exit(4);
            }
            let expected = match (wrong, lang) {
                (1, _) => "warning: one wrong password since the last login, <local>",
                (3, _) => "attention\u{202f}: 3 mots de passe incorrects depuis la dernière connexion, ",
                _ => "Dernière connexion\u{202f}: ",
            };
            let text = said("CBrunel", lang);
            assert!(text.starts_with(expected), "{text}");
        }
        // An account that nobody has used yet.
        env.force(&format!("DELETE FROM {} WHERE collaborator_id = 4", env.secret_table("sessions")));
        assert_eq!(said("BRenard", "en"), "");
        env.force(&format!("DELETE FROM {} WHERE collaborator_id = 4", env.secret_table("sessions")));
        env.sign_in("BRenard", "wrong").expect_exit(4);
        let text = said("BRenard", "fr");
        assert!(text.contains("un mot de passe incorrect depuis la création du compte"), "{text}");
    }

    fn login_is_found_whatever_its_case(env: &TestEnv) {
        env.sign_in("cbRUNEL", PASSWORD).success();
        assert_eq!(login_of(env, &[]), "CBrunel");
    }

    fn unknown_login_wrong_password_and_deactivated_account_get_one_answer(env: &TestEnv) {
        env.force("UPDATE collaborators SET active = false WHERE login = 'BRenard'");
        let long = "x".repeat(10_000);
        for (login, password) in [
            ("CBrunel", "test123@4567"),
            ("CBrunel", "Test123@4567 "),
            ("CBrunel", ""),
            ("CBrunel", &long),
            ("Nobody", PASSWORD),
            ("CBrunel' OR 'a' = 'a", PASSWORD),
            ("CBrunel\u{1b}[31m", PASSWORD),
            ("BRenard", PASSWORD),
        ] {
            let output = env.unchanged(|| env.sign_in(login, password));
            assert_eq!(
                (output.status, output.stdout.as_str(), output.stderr.as_str()),
                (4, "", "error: wrong login or password\n"),
                "{login:?}"
            );
            assert!(!env.session_file().exists(), "{login:?}");
        }
        let output = env
            .command(["login", "Nobody", "--password-stdin", "--json"])
            .stdin("x\n")
            .run();
        insta::assert_snapshot!(output, @r#"
        exit: 4
        --- stdout
        --- stderr
        {"error":{"code":"auth.invalid_credentials","exit":4,"message":"wrong login or password","hint":null}}
        "#);
    }

    fn refused_login_keeps_the_session_that_was_there(env: &TestEnv) {
        env.log_in("KDurand");
        env.sign_in("CBrunel", "wrong").expect_exit(4);
        assert_eq!(login_of(env, &[]), "KDurand");
    }

    fn login_names_everything_that_is_missing(env: &TestEnv) {
        insta::assert_snapshot!(env.unchanged(|| env.run(["login"])), @"
        exit: 2
        --- stdout
        --- stderr
        error: missing LOGIN, --password-stdin
        ");
        let output = env.unchanged(|| env.command(["login", "CBrunel", "--password-stdin"]).stdin("").run());
        insta::assert_snapshot!(output, @"
        exit: 2
        --- stdout
        --- stderr
        error: --password-stdin expects the password on standard input
        ");
    }

    fn session_lives_as_long_as_was_set(env: &TestEnv) {
        env.command(["login", "CBrunel", "--password-stdin"])
            .stdin(format!("{PASSWORD}\n"))
            .env("EPIC_SESSION_TTL", "1h30m")
            .run()
            .success();
        let seconds = match env.backend() {
            Backend::Sqlite => "unixepoch(expires_at) - unixepoch(created_at)",
            Backend::Postgres => "extract(epoch FROM expires_at - created_at)::int",
        };
        assert_eq!(
            env.scalar(&format!("SELECT {seconds} FROM sessions ORDER BY id DESC LIMIT 1")),
            "5400"
        );
        // Those of the template lived for the default.
        assert_eq!(
            env.scalar(&format!("SELECT {seconds} FROM sessions ORDER BY id LIMIT 1")),
            "28800"
        );
    }
}

#[test]
fn logging_in_again_keeps_one_file_and_the_last_person() {
    let env = TestEnv::demo(Backend::Sqlite);
    env.sign_in("CBrunel", PASSWORD).success();
    env.sign_in("KDurand", PASSWORD).success();
    assert_eq!(login_of(&env, &[]), "KDurand");
}
