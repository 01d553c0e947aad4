//! Bounds on guessing passwords, the same on both databases.

use crate::commands::session::{earlier, log_in};
use crate::env::{Backend, Output, PASSWORD, TestEnv, on_both_databases};
use crate::staff::STRONG;

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
                 INSERT INTO login_attempts (id, login_key, outcome, submitted_at)
                 SELECT 'n' || n, login_key, outcome, strftime('%Y-%m-%dT%H:%M:%SZ', submitted_at, '-60 minutes')
                   FROM login_attempts, n WHERE outcome = 'failed' AND id NOT LIKE 'n%'".to_owned(),
            Backend::Postgres => "INSERT INTO epic_sec.login_attempts (login_key, database_role, outcome, submitted_at)
                 SELECT login_key, database_role, outcome, submitted_at - interval '60 minutes'
                   FROM epic_sec.login_attempts, generate_series(1, 98) n WHERE outcome = 'failed'".to_owned(),
        });
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
}
