//! Where settings come from, which source goes first, and what is said of a wrong one: its name, and never its content.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::PermissionsExt as _;

use crate::env::{Backend, Output, PASSWORD, TestEnv, on_both_databases};
use crate::files::{configure, run_with, tree};

#[test]
fn database_is_that_of_the_flag_then_environment_then_file_then_default() {
    let env = TestEnv::initialised(Backend::Sqlite);
    let url = |name: &str| format!("sqlite://{}/{name}.db", env.home().display());
    let used = |args: &[&str], variables: &[(&str, &str)]| {
        let output = run_with(
            &env,
            &[&["db", "migrate", "--fields=database"], args].concat(),
            variables,
        );
        output.success().stdout.trim_end().to_owned()
    };
    assert_eq!(used(&[], &[]), env.database_url());
    configure(&env, &format!("database_url = \"{}\"", url("file")));
    assert_eq!(used(&[], &[]), url("file"));
    assert!(!env.home().join("variable.db").exists());
    assert_eq!(
        used(&[], &[("DATABASE_URL", &url("variable"))]),
        url("variable")
    );
    assert!(!env.home().join("flag.db").exists());
    let flag = url("flag");
    let args = ["--database-url", &flag];
    assert_eq!(used(&args, &[("DATABASE_URL", &url("variable"))]), flag);
    // An empty variable is one that is not set.
    assert_eq!(used(&[], &[("DATABASE_URL", "")]), url("file"));
    for name in ["file", "variable", "flag"] {
        let metadata = fs::metadata(env.home().join(name).with_extension("db")).unwrap();
        assert_eq!(metadata.permissions().mode() & 0o7777, 0o600, "{name}");
    }
}

#[test]
fn time_zone_is_that_of_the_environment_then_file_then_paris() {
    let env = TestEnv::demo(Backend::Sqlite);
    env.execute(
        "UPDATE events SET start_at = '2030-01-15T12:00:00Z', end_at = '2030-01-15T13:00:00Z' WHERE id = 1",
    );
    env.log_in("BRenard");
    let shown = |variables: &[(&str, &str)]| {
        let args = [
            "event",
            "list",
            "--from=2030-01-01",
            "--to=2030-02-01",
            "--format=table",
            "--fields=start_at",
        ];
        let output = run_with(&env, &args, variables).success().stdout;
        output.lines().last().unwrap().trim().to_owned()
    };
    assert_eq!(shown(&[]), "15 Jan 2030 13:00");
    configure(&env, "timezone = \"Asia/Tokyo\"");
    assert_eq!(shown(&[]), "15 Jan 2030 21:00");
    assert_eq!(
        shown(&[("EPIC_TIMEZONE", "America/New_York")]),
        "15 Jan 2030 07:00"
    );
    // Machine values are in UTC all the same.
    let args = ["event", "show", "1", "--fields=start_at"];
    assert_eq!(env.run(args).success().stdout, "2030-01-15T12:00:00Z\n");
}

#[test]
fn format_is_that_of_the_flag_then_environment_then_file_then_tsv() {
    let env = TestEnv::demo(Backend::Sqlite);
    env.log_in("CBrunel");
    let whoami = |args: &[&str], variables: &[(&str, &str)]| {
        let args = [&["whoami", "--fields=collaborator.login"], args].concat();
        run_with(&env, &args, variables).success().stdout
    };
    let json = "{\"collaborator\":{\"login\":\"CBrunel\"}}\n";
    let csv = [("EPIC_FORMAT", "csv")];
    assert_eq!(whoami(&[], &[]), "CBrunel\n");
    configure(&env, "format = \"json\"");
    assert_eq!(whoami(&[], &[]), json);
    assert_eq!(whoami(&[], &csv), "collaborator.login\nCBrunel\n");
    assert_eq!(whoami(&["--format", "tsv"], &csv), "CBrunel\n");
    assert_eq!(whoami(&["--json"], &csv), json);
}

#[test]
fn length_of_a_session_is_that_of_the_environment_then_file() {
    let env = TestEnv::demo(Backend::Sqlite);
    let length = |variables: &[(&str, &str)]| {
        let mut command = env
            .command(["login", "CBrunel", "--password-stdin"])
            .stdin(PASSWORD);
        for (key, value) in variables {
            command = command.env(key, value);
        }
        command.run().success();
        env.scalar("SELECT unixepoch(expires_at) - unixepoch(created_at) FROM sessions ORDER BY id DESC LIMIT 1")
    };
    configure(&env, "session_ttl = \"2h\"");
    assert_eq!(length(&[]), "7200");
    assert_eq!(length(&[("EPIC_SESSION_TTL", "45m")]), "2700");
}

#[test]
fn setting_that_is_not_valid_is_refused_by_the_name_of_its_source() {
    let env = TestEnv::demo(Backend::Sqlite);
    env.log_in("CBrunel");
    let before = tree(env.home());
    let mut refusals = String::new();
    let mut refuse = |output: Output| {
        let output = output.expect_exit(10);
        assert_eq!(output.stdout, "", "{output}");
        let text = output.to_string();
        refusals.push_str(text.split_once("--- stderr\n").unwrap().1);
    };
    for (variable, value) in [
        ("DATABASE_URL", "mysql://u:hunter2@h/d"),
        ("EPIC_SESSION_TTL", "hunter2"),
        ("EPIC_SESSION_TTL", "0s"),
        ("EPIC_SESSION_TTL", "31d"),
        ("EPIC_TIMEZONE", "Mars/Olympus"),
        ("EPIC_FORMAT", "xml"),
        ("EPIC_LANG", "de"),
    ] {
        refuse(run_with(&env, &["whoami"], &[(variable, value)]));
    }
    for setting in [
        "database_url = \"mysql://u:hunter2@h/d\"",
        "session_ttl = \"-8h\"",
        "timezone = \"Mars/Olympus\"",
        "format = \"xml\"",
        "lang = \"de\"",
    ] {
        configure(&env, setting);
        refuse(env.run(["whoami"]));
    }
    configure(&env, "");
    refuse(env.run(["whoami", "--database-url", "mysql://u:hunter2@h/d"]));
    insta::assert_snapshot!(refusals, @"
    error: invalid value for DATABASE_URL: must start with postgres://, postgresql:// or sqlite://
    error: invalid value for EPIC_SESSION_TTL: must be a duration such as 45s, 30m, 8h, 1d or 1h30m
    error: invalid value for EPIC_SESSION_TTL: must be longer than zero
    error: invalid value for EPIC_SESSION_TTL: must not exceed 30 days
    error: invalid value for EPIC_TIMEZONE: must be an IANA time zone such as Europe/Paris or UTC
    error: invalid value for EPIC_FORMAT: must be one of table, tsv, csv, json, jsonl, ids
    error: invalid value for EPIC_LANG: must be en or fr
    error: invalid value for database_url in $HOME/.config/epic-events/config.toml: must start with postgres://, postgresql:// or sqlite://
    error: invalid value for session_ttl in $HOME/.config/epic-events/config.toml: must be a duration such as 45s, 30m, 8h, 1d or 1h30m
    error: invalid value for timezone in $HOME/.config/epic-events/config.toml: must be an IANA time zone such as Europe/Paris or UTC
    error: invalid value for format in $HOME/.config/epic-events/config.toml: must be one of table, tsv, csv, json, jsonl, ids
    error: invalid value for lang in $HOME/.config/epic-events/config.toml: must be en or fr
    error: invalid value for --database-url: must start with postgres://, postgresql:// or sqlite://
    ");
    assert_eq!(tree(env.home()), before);
}

#[test]
fn variable_that_is_not_utf_8_is_refused_and_not_passed_over() {
    let env = TestEnv::demo(Backend::Sqlite);
    env.log_in("CBrunel");
    for name in [
        "DATABASE_URL",
        "SENTRY_DSN",
        "EPIC_SESSION_TTL",
        "EPIC_TIMEZONE",
        "EPIC_FORMAT",
        "EPIC_LANG",
    ] {
        let value = OsStr::from_bytes(b"sqlite:///tmp/\xff.db");
        let output = env
            .command(["whoami"])
            .env(name, value)
            .run()
            .expect_exit(10);
        assert_eq!(
            output.stderr,
            format!("error: invalid value for {name}: must be UTF-8\n")
        );
        assert_eq!(output.stdout, "");
    }
}

#[test]
fn url_of_another_scheme_is_refused_and_creates_no_file() {
    let env = TestEnv::initialised(Backend::Sqlite);
    let before = tree(env.home());
    for url in [
        "",
        "mysql://h/d",
        "postgres:typo",
        "postgres",
        "epic.db",
        "./epic.db",
        "sqlite:epic.db",
        "sqlite://",
        "file:epic.db",
    ] {
        let error = env.assert_refused(
            None,
            ["init", "--database-url", url],
            10,
            "config.database_url",
        );
        assert_eq!(
            error["message"],
            "invalid value for --database-url: must start with postgres://, postgresql:// or sqlite://",
            "{url}"
        );
        configure(&env, &format!("database_url = \"{url}\""));
        env.assert_refused(None, ["db", "migrate"], 10, "config.database_url");
        if !url.is_empty() {
            run_with(&env, &["db", "migrate"], &[("DATABASE_URL", url)]).expect_exit(10);
        }
        configure(&env, "");
    }
    assert_eq!(tree(env.home()), before);
}

#[test]
fn url_of_the_python_program_is_accepted() {
    let env = TestEnv::demo(Backend::Postgres);
    let url = env
        .database_url()
        .replace("postgres://", "postgresql+psycopg2://");
    let args = [
        "customer",
        "list",
        "--format",
        "ids",
        "--database-url",
        &url,
    ];
    assert_eq!(
        env.run_as("CBrunel", args).success().stdout,
        "1\n2\n3\n4\n5\n6\n7\n8\n"
    );
}

#[test]
fn dotenv_of_the_working_directory_is_not_read() {
    let env = TestEnv::demo(Backend::Sqlite);
    env.log_in("CBrunel");
    let text = "DATABASE_URL=mysql://h/d\nSECRET_KEY=x\nEPIC_FORMAT=json\nEPIC_TOKEN=x\n";
    fs::write(env.home().join(".env"), text).unwrap();
    fs::write(env.home().join("config.toml"), "format = \"xml\"").unwrap();
    let output = env.run(["whoami", "--fields=collaborator.login"]).success();
    assert_eq!(output.stdout, "CBrunel\n");
}

#[test]
fn named_configuration_must_exist() {
    let env = TestEnv::demo(Backend::Sqlite);
    env.log_in("CBrunel");
    insta::assert_snapshot!(env.run(["whoami", "--config", "other.toml"]), @"
    exit: 10
    --- stdout
    --- stderr
    error: cannot read $HOME/other.toml: the file does not exist
    ");
    run_with(&env, &["whoami"], &[("EPIC_CONFIG", "other.toml")]).expect_exit(10);
    insta::assert_snapshot!(env.run(["whoami", "--config", "."]), @"
    exit: 10
    --- stdout
    --- stderr
    error: $HOME is not a file
    ");
    // Its secrets lie beside it.
    fs::write(env.home().join("other.toml"), "format = \"json\"").unwrap();
    insta::assert_snapshot!(env.run(["whoami", "--config", "other.toml", "--format", "tsv"]), @"
    exit: 10
    --- stdout
    --- stderr
    error: SECRET_KEY is set neither in the environment nor in $HOME/secrets.toml
    hint: epic init
    ");
    fs::copy(
        env.config_dir().join("secrets.toml"),
        env.home().join("secrets.toml"),
    )
    .unwrap();
    let args = [
        "whoami",
        "--config",
        "other.toml",
        "--fields=collaborator.login",
    ];
    assert_eq!(
        env.run(args).success().stdout,
        "{\"collaborator\":{\"login\":\"CBrunel\"}}\n"
    );
}

on_both_databases! {
    fn a_mistyped_path_makes_no_database(env: &TestEnv) {
        let path = env.home().join("no/where/epic.db");
        let url = format!("sqlite://{}", path.display());
        for args in [&["customer", "list"][..], &["whoami"], &["signup"]] {
            let args = args.iter().copied().chain(["--database-url", url.as_str()]);
            env.assert_refused(Some("CBrunel"), args, 10, "config.no_database");
        }
        assert!(!env.home().join("no").exists());
    }
}
