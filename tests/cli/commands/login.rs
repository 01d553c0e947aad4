//! How often a password may be guessed, what a password from somebody else is good for, and how long a login lasts: the
//! same on both databases.

use expectrl::Expect as _;

use crate::env::{Backend, Output, PASSWORD, TestEnv, finish, on_both_databases};

const STRONG: &str = "vitrail-pagaie-noyau-42";
const OTHER: &str = "Sept huitres bleues sur un toit";

/// Seconds that a refused login has to wait.
#[track_caller]
fn wait(output: &Output) -> u32 {
    assert_eq!(output.status, 4, "{output}");
    let error = output.error();
    assert_eq!(error["error"]["code"], "auth.throttled", "{output}");
    let message = error["error"]["message"].as_str().unwrap();
    let seconds = message
        .strip_prefix("too many wrong passwords: try again in ")
        .and_then(|rest| rest.strip_suffix(" s"))
        .unwrap_or_else(|| panic!("{message}"));
    seconds.parse().unwrap()
}

fn log_in(env: &TestEnv, login: &str, password: &str) -> Output {
    env.command(["login", login, "--password-stdin", "--json"])
        .stdin(format!("{password}\n"))
        .run()
}

/// Guesses wrong, so many times.
fn guess(env: &TestEnv, login: &str, times: usize) {
    for _ in 0..times {
        let output = log_in(env, login, "wrong");
        assert_eq!(
            output.error()["error"]["code"],
            "auth.invalid_credentials",
            "{output}"
        );
    }
}

/// Moves a column of instants into the past.
fn earlier(env: &TestEnv, table: &str, column: &str, minutes: u32) {
    env.execute(&match env.backend() {
        Backend::Sqlite => format!(
            "UPDATE {table} SET {column} = strftime('%Y-%m-%dT%H:%M:%SZ', {column}, '-{minutes} minutes')"
        ),
        Backend::Postgres => {
            format!("UPDATE epic_sec.{table} SET {column} = {column} - interval '{minutes} minutes'")
        }
    });
}

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
    fn five_wrong_passwords_make_a_login_wait_and_no_other(env: &TestEnv) {
        guess(env, "BRenard", 5);
        for login in ["BRenard", "brenard"] {
            let seconds = wait(&log_in(env, login, PASSWORD));
            assert!((800..=900).contains(&seconds), "{seconds}");
        }
        log_in(env, "KDurand", PASSWORD).success();
        // Whoever is logged in goes on.
        env.run_as("BRenard", ["event", "list", "--mine"]).success();

        earlier(env, "login_attempts", "submitted_at", 14);
        assert!(wait(&log_in(env, "BRenard", PASSWORD)) <= 60);
        earlier(env, "login_attempts", "submitted_at", 1);
        log_in(env, "BRenard", PASSWORD).success();
        // From here on it counts anew.
        guess(env, "BRenard", 4);
        log_in(env, "BRenard", PASSWORD).success();
    }

    fn waiting_is_not_prolonged_by_trying(env: &TestEnv) {
        guess(env, "BRenard", 5);
        earlier(env, "login_attempts", "submitted_at", 10);
        for _ in 0..5 {
            assert!(wait(&log_in(env, "BRenard", "wrong")) <= 300);
        }
    }

    fn a_login_that_nobody_has_waits_like_any_other(env: &TestEnv) {
        guess(env, "Nobody", 5);
        assert!((800..=900).contains(&wait(&log_in(env, "nobody", PASSWORD))));
    }

    fn a_hundred_wrong_passwords_in_a_row_lock_the_login(env: &TestEnv) {
        guess(env, "BRenard", 1);
        // Ninety-eight more, long ago.
        env.execute(&match env.backend() {
            Backend::Sqlite => "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 98)
                 INSERT INTO login_attempts (id, login_key, database_role, proof_hash, jti_hash, outcome, submitted_at)
                 SELECT 'n' || n, login_key, database_role, proof_hash, jti_hash, outcome,
                        strftime('%Y-%m-%dT%H:%M:%SZ', submitted_at, '-60 minutes')
                   FROM login_attempts, n WHERE outcome = 'failed' AND id NOT LIKE 'n%'".to_owned(),
            Backend::Postgres => "INSERT INTO epic_sec.login_attempts (login_key, database_role, proof_hash, jti_hash, outcome, submitted_at)
                 SELECT login_key, database_role, proof_hash, jti_hash, outcome, submitted_at - interval '60 minutes'
                   FROM epic_sec.login_attempts, generate_series(1, 98) n WHERE outcome = 'failed'".to_owned(),
        });
        if env.backend() == Backend::Postgres {
            // None of them since the last login of the template.
            env.execute("UPDATE epic_sec.login_attempts SET submitted_at = submitted_at - interval '1 day' WHERE outcome = 'succeeded'");
        }
        let last = log_in(env, "BRenard", "wrong");
        assert_eq!(last.status, 4);
        let locked = log_in(env, "BRenard", PASSWORD);
        assert_eq!(locked.status, 4);
        assert_eq!(locked.error()["error"]["code"], "auth.locked", "{locked}");
        earlier(env, "login_attempts", "submitted_at", 60);
        assert_eq!(log_in(env, "BRenard", PASSWORD).error()["error"]["code"], "auth.locked");
        env.run_as("BRenard", ["whoami"]).success();

        env.run_as("AMartinez", ["collaborator", "unlock", "BRenard"]).success();
        log_in(env, "BRenard", PASSWORD).success();
    }

    fn the_current_password_cannot_be_guessed_by_changing_it(env: &TestEnv) {
        let change = |current: &str| {
            env.command(["--json", "password", "change", "--password-stdin"])
                .as_("BRenard")
                .stdin(format!("{current}\n{STRONG}\n"))
                .run()
        };
        for _ in 0..5 {
            assert_eq!(change("wrong").error()["error"]["code"], "auth.invalid_credentials");
        }
        wait(&change(PASSWORD));
        wait(&log_in(env, "BRenard", PASSWORD));
    }

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
        change(&format!("{STRONG}\n{OTHER}\n")).success();
        log_in(env, "JPetit", STRONG).expect_exit(4);
        log_in(env, "JPetit", OTHER).success();
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
            ("New password: ", OTHER),
            ("Repeat the new password: ", OTHER),
        ] {
            session.expect(prompt).unwrap();
            session.send_line(answer).unwrap();
        }
        let (shown, exit) = finish(session);
        assert_eq!(exit, 0, "{shown}");
        assert!(!shown.contains(OTHER), "{shown}");
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
}
