//! Secrets and the files that hold them: refused when they are missing, weak, broken or open to others, and shown nowhere.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};

use crate::env::{Backend, PASSWORD, TestEnv, on_both_databases};
use crate::files::{configure, run_with, tree};

#[test]
fn broken_file_is_refused_by_line_and_nothing_of_it_is_repeated() {
    let env = TestEnv::demo(Backend::Sqlite);
    env.log_in("CBrunel");
    let mut refusals = String::new();
    for text in [
        "format = \"json\"\ndatabase_url = \"postgres://u:hunter2@h/d\n",
        "database_url = hunter2",
        "hunter2 = true",
        "session_ttl = 8",
        "format = \"json\"\nformat = \"hunter2\"",
        "[hunter2]\n",
        "hunter2",
    ] {
        configure(&env, text);
        refusals.push_str(&env.run(["whoami", "-vv"]).expect_exit(10).to_string());
    }
    insta::assert_snapshot!(refusals, @"
    exit: 10
    --- stdout
    --- stderr
    error: $HOME/.config/epic-events/config.toml has an error on line 2 (database_url): it is not valid TOML
    exit: 10
    --- stdout
    --- stderr
    error: $HOME/.config/epic-events/config.toml has an error on line 1 (database_url): the value must be in quotation marks
    exit: 10
    --- stdout
    --- stderr
    error: $HOME/.config/epic-events/config.toml has an error on line 1: unknown setting; the settings are database_url, sentry_dsn, session_ttl, timezone, format, lang
    exit: 10
    --- stdout
    --- stderr
    error: $HOME/.config/epic-events/config.toml has an error on line 1 (session_ttl): the value must be in quotation marks
    exit: 10
    --- stdout
    --- stderr
    error: $HOME/.config/epic-events/config.toml has an error on line 2 (format): the setting is given twice
    exit: 10
    --- stdout
    --- stderr
    error: $HOME/.config/epic-events/config.toml has an error on line 1: unknown setting; the settings are database_url, sentry_dsn, session_ttl, timezone, format, lang
    exit: 10
    --- stdout
    --- stderr
    error: $HOME/.config/epic-events/config.toml has an error on line 1: it is not valid TOML
    ");
    configure(&env, "");
    let secrets = env.config_dir().join("secrets.toml");
    for text in [
        "secret_key = \"hunter2",
        "hunter2 = 1",
        "secret_key = 1234567890",
    ] {
        fs::write(&secrets, text).unwrap();
        let output = env.run(["whoami", "-vv"]).expect_exit(10);
        assert_eq!(
            output.stderr.lines().last().unwrap(),
            format!(
                "error: {} has an error: it must be TOML and hold secret_key and pepper only",
                secrets.display()
            )
        );
        assert!(!output.stderr.contains("hunter2"), "{output}");
    }
}

#[test]
fn secret_that_is_missing_or_weak_is_refused() {
    let env = TestEnv::demo(Backend::Sqlite);
    env.log_in("CBrunel");
    let secrets = env.config_dir().join("secrets.toml");
    let good = fs::read_to_string(&secrets).unwrap();
    let thirty_one = "k".repeat(31);
    for weak in ["", "x", &thirty_one] {
        let output = env.unchanged(|| run_with(&env, &["whoami"], &[("SECRET_KEY", weak)]));
        assert_eq!(
            (output.status, output.stderr.as_str()),
            (
                10,
                "error: SECRET_KEY is too short: it must have at least 32 bytes\n"
            )
        );
    }
    fs::write(&secrets, "secret_key = \"short\"\npepper = \"short\"\n").unwrap();
    env.assert_refused(None, ["whoami"], 10, "config.weak_secret");
    fs::remove_file(&secrets).unwrap();
    insta::assert_snapshot!(env.unchanged(|| env.sign_in("CBrunel", PASSWORD)), @"
    exit: 10
    --- stdout
    --- stderr
    error: SECRET_KEY is set neither in the environment nor in $HOME/.config/epic-events/secrets.toml
    hint: epic init
    ");
    // The environment goes before the file, and another key opens no session.
    fs::write(&secrets, good).unwrap();
    fs::set_permissions(&secrets, fs::Permissions::from_mode(0o600)).unwrap();
    env.run(["whoami"]).success();
    let other = "k".repeat(32);
    run_with(&env, &["whoami"], &[("SECRET_KEY", &other)]).expect_exit(4);
}

#[test]
fn secrets_that_others_can_read_or_that_are_a_link_are_refused() {
    let env = TestEnv::demo(Backend::Sqlite);
    env.log_in("CBrunel");
    let secrets = env.config_dir().join("secrets.toml");
    fs::set_permissions(&secrets, fs::Permissions::from_mode(0o644)).unwrap();
    insta::assert_snapshot!(env.run(["whoami"]), @"
    exit: 10
    --- stdout
    --- stderr
    error: other users can read or change $HOME/.config/epic-events/secrets.toml
    hint: chmod 600 '$HOME/.config/epic-events/secrets.toml'
    ");
    env.assert_refused(None, ["init"], 10, "config.unsafe_file");
    fs::set_permissions(&secrets, fs::Permissions::from_mode(0o600)).unwrap();
    let moved = env.home().join("moved.toml");
    fs::rename(&secrets, &moved).unwrap();
    symlink(&moved, &secrets).unwrap();
    env.assert_refused(None, ["whoami"], 10, "config.unsafe_file");
    env.assert_refused(None, ["init"], 10, "config.unsafe_file");
}

#[test]
fn help_shows_no_value_of_the_environment_and_touches_nothing() {
    let env = TestEnv::empty(Backend::Sqlite);
    for args in [
        &["--help"][..],
        &["-h"],
        &["help", "login"],
        &["db", "migrate", "--help"],
        &["--version"],
    ] {
        let plain = env.run(args).success();
        let told = run_with(
            &env,
            args,
            &[
                ("DATABASE_URL", "postgres://u:hunter2@h/d"),
                ("SECRET_KEY", "hunter2"),
                ("PEPPER", "hunter2"),
                ("SENTRY_DSN", "https://hunter2@h/1"),
                ("EPIC_TOKEN", "hunter2"),
                ("EPIC_TOKEN_FILE", "/hunter2"),
                ("EPIC_CONFIG", "/hunter2"),
                ("EPIC_FORMAT", "hunter2"),
            ],
        );
        assert_eq!(plain.to_string(), told.to_string());
    }
    assert_eq!(tree(env.home()), Vec::<String>::new());
}

/// A crash while a password is in memory must not write it to the disk.
#[cfg(target_os = "linux")]
#[test]
fn memory_of_the_program_is_never_dumped() {
    use std::process::Stdio;

    let env = TestEnv::demo(Backend::Sqlite);
    // Waits for the password.
    let mut child = env
        .command(["login", "CBrunel", "--password-stdin"])
        .raw()
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let limits = format!("/proc/{}/limits", child.id());
    let dumped = || {
        let limits = fs::read_to_string(&limits).unwrap();
        let line = limits
            .lines()
            .find(|line| line.starts_with("Max core file size"));
        let words: Vec<&str> = line.unwrap().split_whitespace().collect();
        words[4..6] != ["0", "0"]
    };
    let mut tries = 0;
    while dumped() && tries < 200 {
        tries += 1;
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let still = dumped();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!still);
}

on_both_databases! {
    fn a_password_as_an_argument_is_refused_and_not_repeated(env: &TestEnv) {
        let error = env.assert_refused(None, ["login", "CBrunel", "hunter2hunter2"], 2, "usage.invalid");
        assert_eq!(error["message"], "passwords are not accepted on the command line: omit it to be prompted, or use --password-stdin");
    }
}
