//! The file that keeps a session between commands: what it holds, who may read it, and which credential goes first.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;

use crate::commands::session::login_of;
use crate::env::{Backend, PASSWORD, TestEnv, on_both_databases};
use crate::files::mode;

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

on_both_databases! {
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
