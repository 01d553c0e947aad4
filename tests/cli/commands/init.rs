//! `epic init`, alone or by several at once, and the demonstration company.

use std::fs;

use crate::commands::db::{VERSIONS, versions};
use crate::env::{Backend, TestEnv, on_both_databases};
use crate::files::{mode, together};
use crate::staff::STRONG;

on_both_databases! {
    fn init_again_keeps_everything(env: &TestEnv) {
        let read = |name: &str| fs::read_to_string(env.config_dir().join(name)).unwrap();
        fs::write(env.config_dir().join("config.toml"), "format = \"tsv\"\n").unwrap();
        let secrets = read("secrets.toml");
        let output = env.unchanged(|| env.run(["init", "--fields=migrations,demo"]));
        insta::assert_snapshot!(output, @"
        exit: 0
        --- stdout
        0	false
        --- stderr
        Next: epic login
        ");
        let output = env.unchanged(|| {
            env.as_administrator(["init", "--demo", "--fields=migrations,demo"]).run()
        });
        insta::assert_snapshot!(output, @"
        exit: 0
        --- stdout
        0	false
        --- stderr
        The demonstration company is already loaded.
        Next: epic login AMartinez
        (AMartinez is management, CBrunel sales, BRenard support; password Test123@4567)
        ");
        assert_eq!(read("secrets.toml"), secrets);
        assert_eq!(read("config.toml"), "format = \"tsv\"\n");
        env.run_as("CBrunel", ["whoami"]).success();
    }
}

#[test]
fn init_on_an_empty_home_makes_private_files_and_says_what_is_next() {
    let env = TestEnv::empty(Backend::Sqlite);
    insta::assert_snapshot!(env.run(["init"]), @"
    exit: 0
    --- stdout
    Configuration        $HOME/.config/epic-events/config.toml
    Secrets              $HOME/.config/epic-events/secrets.toml
    Database             sqlite://$HOME/.local/share/epic-events/epic.db
    Migrations applied   4
    Demonstration added  no
    --- stderr
    New secrets were created: keep a backup of the secrets file in a safe place.
    Next: epic signup
    ");
    assert_eq!(mode(&env.config_dir()), 0o700);
    assert_eq!(mode(env.sqlite_file().parent().unwrap()), 0o700);
    for file in ["config.toml", "secrets.toml"] {
        assert_eq!(mode(&env.config_dir().join(file)), 0o600, "{file}");
    }
    assert_eq!(mode(&env.sqlite_file()), 0o600);
    let secrets = fs::read_to_string(env.config_dir().join("secrets.toml")).unwrap();
    let secrets: toml::Table = secrets.parse().unwrap();
    let (key, pepper) = (
        secrets["secret_key"].as_str().unwrap(),
        secrets["pepper"].as_str().unwrap(),
    );
    assert_eq!((key.len(), pepper.len()), (64, 64));
    assert_ne!(key, pepper);
}

#[test]
fn init_on_an_empty_postgres_runs_the_migrations_and_hides_the_password() {
    let env = TestEnv::empty(Backend::Postgres);
    insta::assert_snapshot!(env.run(["init", "--fields=migrations,demo"]), @"
    exit: 0
    --- stdout
    4	false
    --- stderr
    New secrets were created: keep a backup of the secrets file in a safe place.
    Next: epic signup
    ");
    assert!(!env.sqlite_file().exists());
    let database = env.run(["init", "--fields=database"]).success().stdout;
    let url = env.database_url();
    let (user, host) = url.rsplit_once('@').unwrap();
    let (user, password) = user.rsplit_once(':').unwrap();
    assert_eq!(
        database,
        format!(
            "{}:…@{host}\n",
            user.replace("postgres://", "postgresql://")
        )
    );
    assert!(!database.contains(password));
    assert_eq!(versions(&env), VERSIONS);
}

#[test]
fn init_completes_secrets_and_keeps_the_one_that_is_there() {
    let env = TestEnv::initialised(Backend::Sqlite);
    let path = env.config_dir().join("secrets.toml");
    let kept = "k".repeat(40);
    fs::write(&path, format!("secret_key = \"{kept}\"\n")).unwrap();
    env.run(["init"]).success();
    let secrets: toml::Table = fs::read_to_string(&path).unwrap().parse().unwrap();
    assert_eq!(secrets["secret_key"].as_str().unwrap(), kept);
    assert_eq!(secrets["pepper"].as_str().unwrap().len(), 64);
    assert_eq!(mode(&path), 0o600);
}

#[test]
fn demonstration_is_loaded_into_an_empty_database_only() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let env = TestEnv::initialised(backend);
        env.command([
            "signup",
            "--login=ZHerve",
            "--first-name=Zoé",
            "--last-name=Hervé",
            "--email=zoe@herve.example",
            "--phone=0601020304",
            "--password-stdin",
        ])
        .stdin(format!("{STRONG}\n"))
        .run()
        .success();
        if backend == Backend::Postgres {
            env.assert_refused(None, ["init", "--demo"], 10, "config.database_role");
        }
        let load = || {
            let output = env.as_administrator(["init", "--demo", "--json"]).run();
            let error = output.expect_exit(6).error();
            assert_eq!(error["error"]["code"], "rule.database_not_empty");
        };
        env.unchanged(load);
        // Not even when nobody there is active any more.
        env.force("UPDATE collaborators SET active = false");
        env.unchanged(load);
    }
}

#[test]
fn first_use_of_an_empty_file_by_several_at_once_is_safe() {
    let env = TestEnv::empty(Backend::Sqlite);
    let outputs = together((0..6).map(|_| env.command(["init"]).raw()));
    assert!(outputs.iter().all(|output| output.0 == 0), "{outputs:?}");
    // All of them use the secrets of one.
    let secrets = fs::read_to_string(env.config_dir().join("secrets.toml")).unwrap();
    env.run(["init"]).success();
    assert_eq!(
        fs::read_to_string(env.config_dir().join("secrets.toml")).unwrap(),
        secrets
    );
    assert_eq!(versions(&env), VERSIONS);
}
