//! Logging in and out, and the file that keeps a session between commands: what it holds, who may read it, and which
//! credential goes before which.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;

use crate::env::{Backend, PASSWORD, TestEnv, on_both_databases};

/// The live sessions of an account.
fn live_sessions(env: &TestEnv, login: &str) -> String {
    env.scalar(&format!(
        "SELECT count(*) FROM sessions JOIN collaborators ON collaborators.id = collaborator_id
         WHERE revoked_at IS NULL AND login = '{login}'"
    ))
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

/// Leaves a session file that a person, or an attacker, put there.
fn write(path: &Path, content: &str, mode: u32) {
    fs::write(path, content).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// The token of a collaborator of the demonstration company.
fn token_of(env: &TestEnv, login: &str) -> String {
    env.log_in(login);
    let token = fs::read_to_string(env.session_file()).unwrap();
    fs::remove_file(env.session_file()).unwrap();
    token
}

fn login_of(env: &TestEnv, variables: &[(&str, &str)]) -> String {
    let mut command = env.command(["whoami", "--fields", "collaborator.login"]);
    for (key, value) in variables {
        command = command.env(key, value);
    }
    command.run().success().stdout.trim_end().to_owned()
}

on_both_databases! {
    fn login_prints_who_and_until_when(env: &TestEnv) {
        insta::assert_snapshot!(env.sign_in("CBrunel", PASSWORD).stable(), @"
        exit: 0
        --- stdout
        CBrunel	sales	session	<instant>
        --- stderr
        ");
        assert_eq!(live_sessions(env, "CBrunel"), "2");
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

    fn whoami_tells_login_department_credential_and_expiry(env: &TestEnv) {
        insta::assert_snapshot!(env.run_as("BRenard", ["whoami"]).stable(), @"
        exit: 0
        --- stdout
        BRenard	support	session	<instant>
        --- stderr
        ");
        insta::assert_snapshot!(env.run_as("BRenard", ["whoami", "--json"]).stable(), @r#"
        exit: 0
        --- stdout
        {"collaborator":{"id":4,"login":"BRenard","name":"Benoît Renard","department":"support"},"credential":"session","expires_at":"<instant>"}
        --- stderr
        "#);
        let expiry = "SELECT count(*) FROM sessions WHERE expires_at = '";
        let told = env.run_as("BRenard", ["whoami", "--fields", "expires_at"]).success().stdout;
        assert_ne!(env.scalar(&format!("{expiry}{}'", told.trim_end())), "0");
    }

    fn whoami_without_a_session_says_how_to_get_one(env: &TestEnv) {
        insta::assert_snapshot!(env.run(["whoami"]), @"
        exit: 4
        --- stdout
        --- stderr
        error: you are not logged in
        hint: epic login
        ");
        env.assert_refused(None, ["whoami"], 4, "auth.required");
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

    fn logout_ends_the_session_in_the_database_and_removes_the_file(env: &TestEnv) {
        env.sign_in("CBrunel", PASSWORD).success();
        let token = fs::read_to_string(env.session_file()).unwrap();
        assert_eq!(live_sessions(env, "CBrunel"), "2");
        insta::assert_snapshot!(env.run(["logout"]), @"
        exit: 0
        --- stdout
        --- stderr
        CBrunel is logged out.
        ");
        assert!(!env.session_file().exists());
        assert_eq!(live_sessions(env, "CBrunel"), "1");
        // A copy of the file is worth nothing now; the other session goes on.
        let output = env.command(["whoami"]).env("EPIC_TOKEN", token).run();
        insta::assert_snapshot!(output, @"
        exit: 4
        --- stdout
        --- stderr
        error: the token in EPIC_TOKEN was revoked
        hint: env -u EPIC_TOKEN epic token create
        ");
        env.run_as("CBrunel", ["whoami"]).success();
    }

    fn logout_everywhere_ends_all_own_sessions_and_no_others(env: &TestEnv) {
        env.sign_in("CBrunel", PASSWORD).success();
        insta::assert_snapshot!(env.run(["logout", "--everywhere"]), @"
        exit: 0
        --- stdout
        --- stderr
        CBrunel is logged out of 2 sessions.
        ");
        assert!(!env.session_file().exists());
        assert_eq!(live_sessions(env, "CBrunel"), "0");
        env.assert_refused(Some("CBrunel"), ["customer", "list"], 4, "auth.revoked");
        env.run_as("CDelorme", ["whoami"]).success();
    }

    fn logout_with_nobody_logged_in_is_fine(env: &TestEnv) {
        insta::assert_snapshot!(env.unchanged(|| env.run(["logout"])), @"
        exit: 0
        --- stdout
        --- stderr
        You are not logged in.
        ");
        env.assert_refused(None, ["logout", "--everywhere"], 4, "auth.required");
    }

    fn logout_of_a_session_that_is_over_removes_the_file_alone(env: &TestEnv) {
        env.log_in("CBrunel");
        env.execute("UPDATE sessions SET revoked_at = created_at");
        let output = env.unchanged(|| env.run(["logout"]).success());
        assert_eq!(output.stderr, "You are not logged in.\n");
        assert!(!env.session_file().exists());
    }

    fn logout_of_a_session_that_this_database_does_not_know_keeps_the_file(env: &TestEnv) {
        env.log_in("CBrunel");
        env.execute("DELETE FROM sessions");
        env.assert_refused(None, ["logout"], 4, "auth.invalid_token");
        assert!(env.session_file().exists());
    }

    fn logout_of_a_token_in_the_environment_leaves_the_session_file(env: &TestEnv) {
        env.log_in("KDurand");
        env.run_as("CBrunel", ["logout"]).success();
        assert_eq!(live_sessions(env, "CBrunel"), "0");
        assert_eq!(login_of(env, &[]), "KDurand");
    }

    fn token_file_goes_before_token_and_token_before_session_file(env: &TestEnv) {
        let (brunel, durand) = (token_of(env, "CBrunel"), token_of(env, "KDurand"));
        let file = env.home().join("ci-token");
        write(&file, &format!("{brunel}\n"), 0o600);
        let file = file.to_str().unwrap();
        env.log_in("AMartinez");
        assert_eq!(login_of(env, &[]), "AMartinez");
        assert_eq!(login_of(env, &[("EPIC_TOKEN", &durand)]), "KDurand");
        assert_eq!(
            login_of(env, &[("EPIC_TOKEN", &durand), ("EPIC_TOKEN_FILE", file)]),
            "CBrunel"
        );
        // An empty variable is one that is not set.
        assert_eq!(
            login_of(env, &[("EPIC_TOKEN", ""), ("EPIC_TOKEN_FILE", "")]),
            "AMartinez"
        );
    }

    fn token_file_that_is_missing_or_readable_by_others_is_refused(env: &TestEnv) {
        let token = token_of(env, "CBrunel");
        env.log_in("AMartinez");
        let whoami = |file: &Path| {
            env.unchanged(|| {
                env.command(["whoami"])
                    .env("EPIC_TOKEN_FILE", file)
                    .env("EPIC_TOKEN", &token)
                    .run()
            })
        };
        let file = env.home().join("ci-token");
        insta::assert_snapshot!(whoami(&file), @"
        exit: 10
        --- stdout
        --- stderr
        error: cannot read $HOME/ci-token: the file does not exist
        ");
        write(&file, &token, 0o640);
        insta::assert_snapshot!(whoami(&file), @"
        exit: 10
        --- stdout
        --- stderr
        error: other users can read or change $HOME/ci-token
        hint: chmod 600 '$HOME/ci-token'
        ");
    }
}

#[test]
fn session_file_holds_the_token_alone_and_is_private() {
    let env = TestEnv::demo(Backend::Sqlite);
    env.sign_in("CBrunel", PASSWORD).success();
    let token = fs::read_to_string(env.session_file()).unwrap();
    assert_eq!(token.split('.').count(), 3);
    assert!(
        token
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)),
        "more than a JWT: {token:?}"
    );
    assert_eq!(mode(&env.session_file()), 0o600);
    assert_eq!(mode(&env.config_dir()), 0o700);
    // Nothing half-written is left beside it.
    let mut names: Vec<_> = fs::read_dir(env.config_dir())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["config.toml", "secrets.toml", "session"]);
}

#[test]
fn session_file_that_others_can_read_is_refused_with_the_chmod() {
    let env = TestEnv::demo(Backend::Sqlite);
    env.log_in("CBrunel");
    let token = fs::read_to_string(env.session_file()).unwrap();
    for mode in [0o640, 0o604, 0o620, 0o666] {
        write(&env.session_file(), &token, mode);
        env.assert_refused(None, ["customer", "list"], 10, "config.unsafe_file");
        env.assert_refused(None, ["logout"], 10, "config.unsafe_file");
    }
    insta::assert_snapshot!(env.run(["whoami"]), @"
    exit: 10
    --- stdout
    --- stderr
    error: other users can read or change $HOME/.config/epic-events/session
    hint: chmod 600 '$HOME/.config/epic-events/session'
    ");
    write(&env.session_file(), &token, 0o600);
    env.run(["whoami"]).success();
}

#[test]
fn session_file_that_is_a_link_a_directory_or_a_pipe_is_refused() {
    let env = TestEnv::demo(Backend::Sqlite);
    let target = env.home().join("elsewhere");
    write(&target, &token_of(&env, "CBrunel"), 0o600);
    symlink(&target, env.session_file()).unwrap();
    insta::assert_snapshot!(env.unchanged(|| env.run(["whoami"])), @"
    exit: 10
    --- stdout
    --- stderr
    error: $HOME/.config/epic-events/session is a symbolic link, which is not followed
    hint: rm '$HOME/.config/epic-events/session'
    ");

    fs::remove_file(env.session_file()).unwrap();
    fs::create_dir(env.session_file()).unwrap();
    insta::assert_snapshot!(env.unchanged(|| env.run(["whoami"])), @"
    exit: 10
    --- stdout
    --- stderr
    error: $HOME/.config/epic-events/session is not a file
    ");

    fs::remove_dir(env.session_file()).unwrap();
    let pipe = std::process::Command::new("mkfifo")
        .arg(env.session_file())
        .status();
    assert!(pipe.unwrap().success());
    env.assert_refused(None, ["whoami"], 10, "config.unreadable_file");
}

#[test]
fn login_replaces_a_link_and_never_writes_through_it() {
    let env = TestEnv::demo(Backend::Sqlite);
    let target = env.home().join("elsewhere");
    write(&target, "precious", 0o644);
    symlink(&target, env.session_file()).unwrap();
    env.sign_in("CBrunel", PASSWORD).success();
    assert_eq!(fs::read_to_string(&target).unwrap(), "precious");
    assert!(fs::symlink_metadata(env.session_file()).unwrap().is_file());
    assert_eq!(mode(&env.session_file()), 0o600);
}

#[test]
fn login_replaces_a_file_that_others_could_read_or_hold_open() {
    use std::io::Read as _;

    let env = TestEnv::demo(Backend::Sqlite);
    write(&env.session_file(), "old", 0o644);
    let mut held = fs::File::open(env.session_file()).unwrap();
    env.sign_in("CBrunel", PASSWORD).success();
    assert_eq!(mode(&env.session_file()), 0o600);
    let mut text = String::new();
    held.read_to_string(&mut text).unwrap();
    assert_eq!(
        text, "old",
        "the new token went to a file that was open already"
    );
}

#[test]
fn logging_in_again_keeps_one_file_and_the_last_person() {
    let env = TestEnv::demo(Backend::Sqlite);
    env.sign_in("CBrunel", PASSWORD).success();
    env.sign_in("KDurand", PASSWORD).success();
    assert_eq!(login_of(&env, &[]), "KDurand");
}

#[test]
fn on_a_new_machine_the_first_step_is_init() {
    let env = TestEnv::empty(Backend::Sqlite);
    insta::assert_snapshot!(env.run(["whoami"]), @"
    exit: 4
    --- stdout
    --- stderr
    error: you are not logged in
    hint: epic init
    ");
    assert!(
        !env.sqlite_file().exists(),
        "a refusal created the database"
    );
}
