//! Making a token: its end and its name, and the secret, which is shown once.

use std::fs;

use expectrl::Expect as _;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::commands::token::{listed, new_token};
use crate::env::{Backend, TestEnv, finish, on_both_databases};
use crate::files::hex;
use crate::talk::CTRL_U;

on_both_databases! {
    fn token_is_shown_once_and_alone_off_a_terminal(env: &TestEnv) {
        let args = ["token", "create", "--name", "cron", "--expires", "90d", "--read-only"];
        let output = env.run_as("CBrunel", args).success();
        let secret = output.stdout.strip_suffix('\n').unwrap();
        let random = secret.strip_prefix("epk_").unwrap();
        assert_eq!(random.len(), 43, "{secret}");
        assert!(random.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)), "{secret}");
        assert_eq!(output.stderr, "Copy the token now: it will not be shown again.\n");

        let created = new_token(env, "CBrunel", "alerts");
        let names: Vec<&String> = created.as_object().unwrap().keys().collect();
        assert_eq!(
                names,
                ["expires_at", "id", "name", "read_only", "token"]
            );
        assert_eq!((&created["name"], &created["read_only"]), (&json!("alerts"), &json!(false)));
        assert_ne!(created["token"], secret);
    }

    fn database_listing_and_logs_hold_nothing_of_the_secret(env: &TestEnv) {
        let output = env
            .command(["token", "create", "--name", "cron", "--expires", "90d", "-vvvv"])
            .env("EPIC_LOG", "trace")
            .as_("CBrunel")
            .run()
            .success();
        let secret = output.stdout.trim_end();
        let random = secret.strip_prefix("epk_").unwrap();
        assert!(!output.stderr.contains(random), "{}", output.stderr);
        for args in [&["token", "list", "--json"][..], &["whoami", "--json"], &["customer", "list"]] {
            let used = env
                .command([args, &["-vvvv"]].concat())
                .env("EPIC_LOG", "trace")
                .env("EPIC_TOKEN", secret)
                .run()
                .success();
            assert!(!used.stdout.contains(random), "{used}");
            assert!(!used.stderr.contains(random), "{used}");
        }

        let hash = hex(&Sha256::digest(secret));
        let (stored, everything) = match env.backend() {
            Backend::Sqlite => {
                for suffix in ["", "-wal"] {
                    let path = format!("{}{suffix}", env.sqlite_file().display());
                    let bytes = fs::read(path).unwrap_or_default();
                    assert!(!bytes.windows(random.len()).any(|window| window == random.as_bytes()));
                }
                ("lower(hex(jti_hash))", "''")
            }
            Backend::Postgres => (
                "encode(jti_hash, 'hex')",
                "(SELECT string_agg(x::text, ' ') FROM (SELECT to_jsonb(s) AS x FROM epic_sec.sessions s
                  UNION ALL SELECT to_jsonb(a) FROM audit_entries a) y)",
            ),
        };
        let count = format!("SELECT count(*) FROM {} WHERE {stored} = '{hash}'", env.secret_table("sessions"));
        assert_eq!(env.scalar(&count), "1");
        assert!(!env.scalar(&format!("SELECT {everything}")).contains(random));
    }

    fn token_without_a_name_or_an_end_is_refused(env: &TestEnv) {
        let error = env.assert_refused(Some("CBrunel"), ["token", "create"], 2, "usage");
        assert_eq!(error["message"], "missing --name, --expires");
        for expires in ["never", "0d", "90", "367d", "366d1s", "-1d", "2020-01-01", "2099-01-01", "1y"] {
            let args = ["token", "create", "--name", "cron", &format!("--expires={expires}")];
            env.assert_refused(Some("CBrunel"), args, 2, "usage");
        }
        for name in ["", " ", "12", "a\nb", "a\u{1b}b", &"x".repeat(51)] {
            let args = ["token", "create", "--expires", "90d", "--name", name];
            env.assert_refused(Some("CBrunel"), args, 2, "usage");
        }
        let args = ["token", "create", "--name", "12", "--expires", "367d"];
        let error = env.assert_refused(Some("CBrunel"), args, 2, "usage");
        assert_eq!(
            error["message"],
            "invalid value for --name: must not be a number: numbers are ids; \
             invalid value for --expires: must be at most 366 days from now"
        );
    }

    fn token_may_last_a_year_whichever(env: &TestEnv) {
        let args = ["token", "create", "--name", "cron", "--expires", "366d", "--json"];
        let created = env.run_as("CBrunel", args).success().json();
        let stored = env.scalar(&format!(
            "SELECT count(*) FROM {} WHERE id = {} AND expires_at = '{}'",
            env.secret_table("sessions"),
            created["id"],
            created["expires_at"].as_str().unwrap()
        ));
        assert_eq!(stored, "1");
    }

    fn name_is_unique_among_the_live_tokens_of_one_person(env: &TestEnv) {
        let first = new_token(env, "CBrunel", "cron");
        let again = ["token", "create", "--name", " cron ", "--expires", "1d"];
        let error = env.assert_refused(Some("CBrunel"), again, 7, "conflict.duplicate_token");
        assert_eq!(error["message"], "you already have a token called cron");
        assert_eq!(error["hint"], "epic token list");
        new_token(env, "CDelorme", "cron");
        new_token(env, "CBrunel", "Cron");

        env.run_as("CBrunel", ["token", "revoke", "cron"]).success();
        let second = new_token(env, "CBrunel", "cron");
        assert_ne!(first["id"], second["id"]);
        env.execute(&format!(
            "UPDATE {} SET created_at = '2020-01-01T00:00:00Z', expires_at = '2020-01-02T00:00:00Z' WHERE id = {}",
            env.secret_table("sessions"),
            second["id"]
        ));
        new_token(env, "CBrunel", "cron");
    }
}

#[test]
fn what_a_token_needs_is_asked_for_at_a_terminal() {
    let env = TestEnv::demo(Backend::Sqlite);
    let mut session = env
        .command(["token", "create"])
        .as_("CBrunel")
        .env("NO_COLOR", "1")
        .spawn_pty();
    session.expect("Name: ").unwrap();
    session.send_line("12").unwrap();
    session.expect("must not be a number").unwrap();
    session.send_line(format!("{CTRL_U}cron")).unwrap();
    session.expect("Expires (90d, or a date): ").unwrap();
    session.send_line("2y").unwrap();
    session.expect("must be a duration").unwrap();
    session.send_line(format!("{CTRL_U}30d")).unwrap();
    let (text, status) = finish(session);
    assert_eq!(status, 0, "{text}");
    assert!(text.contains("epk_"), "{text}");
    assert!(text.contains("Copy the token now"), "{text}");
    assert_eq!(listed(&env, "CBrunel", &[])[0]["name"], "cron");
}
