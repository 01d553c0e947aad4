//! The language of messages: who chooses it, that every refusal is told in it, and that nothing which a program reads
//! depends on it.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::env::{Backend, Invocation, PASSWORD, TestEnv, on_both_databases};
use crate::files::configure;
use crate::sentry::Sentry;

const ENGLISH: &str = "there is no customer 99";
const FRENCH: &str = "le client 99 n’existe pas";

/// The message of a refusal, with these arguments and variables.
#[track_caller]
fn said(env: &TestEnv, args: &[&str], variables: &[(&str, &str)]) -> String {
    let args = [&["--json", "customer", "show", "99"], args].concat();
    let mut run = env.command(args).as_("CBrunel");
    for (name, value) in variables {
        run = run.env(name, value);
    }
    let error = run.run().expect_exit(3).error();
    error["error"]["message"].as_str().unwrap().to_owned()
}

#[test]
fn language_is_that_of_the_flag_then_environment_then_file_then_locale() {
    let env = TestEnv::demo(Backend::Sqlite);
    let french = [
        ("EPIC_LANG", "fr"),
        ("LC_ALL", "fr_FR.UTF-8"),
        ("LC_MESSAGES", "fr_BE"),
        ("LANG", "fr"),
    ];
    assert_eq!(said(&env, &[], &[]), ENGLISH);
    for variable in french {
        assert_eq!(said(&env, &[], &[variable]), FRENCH, "{variable:?}");
    }
    assert_eq!(said(&env, &["--lang", "fr"], &[]), FRENCH);
    assert_eq!(said(&env, &["--lang=en"], &french), ENGLISH);
    for (first, second) in [
        (("EPIC_LANG", "en"), ("LC_ALL", "fr_FR.UTF-8")),
        (("LC_ALL", "C"), ("LC_MESSAGES", "fr_FR.UTF-8")),
        (("LC_ALL", "de_DE"), ("LANG", "fr_FR.UTF-8")),
        (("LC_MESSAGES", "en_GB"), ("LANG", "fr_FR.UTF-8")),
    ] {
        assert_eq!(said(&env, &[], &[first, second]), ENGLISH, "{first:?}");
        // An empty variable is one that is not set.
        let empty = (first.0, "");
        assert_eq!(said(&env, &[], &[empty, second]), FRENCH, "{first:?}");
    }
    configure(&env, "lang = \"fr\"");
    assert_eq!(said(&env, &[], &[("LC_ALL", "en_US.UTF-8")]), FRENCH);
    assert_eq!(said(&env, &[], &[("EPIC_LANG", "en")]), ENGLISH);
    assert_eq!(said(&env, &["--lang", "en"], &[]), ENGLISH);
}

#[test]
fn locale_that_only_begins_like_french_is_another() {
    let env = TestEnv::demo(Backend::Sqlite);
    for locale in ["fr", "fr_CA", "fr.UTF-8", "fr_FR@euro"] {
        assert_eq!(said(&env, &[], &[("LANG", locale)]), FRENCH, "{locale}");
    }
    for locale in ["frp_FR", "frr", "fy_NL", "POSIX", "€"] {
        assert_eq!(said(&env, &[], &[("LANG", locale)]), ENGLISH, "{locale}");
    }
}

#[test]
fn language_that_is_not_spoken_is_refused_by_its_source() {
    let env = TestEnv::demo(Backend::Sqlite);
    let refused = |run: Invocation<'_>| {
        let output = run.run().expect_exit(10);
        output.error()["error"]["message"].clone()
    };
    let run = || env.command(["--json", "whoami"]);
    assert_eq!(
        refused(run().env("EPIC_LANG", "de")),
        "invalid value for EPIC_LANG: must be en or fr"
    );
    assert_eq!(
        refused(run().env("EPIC_LANG", "de").env("LC_ALL", "fr_FR.UTF-8")),
        "valeur incorrecte pour EPIC_LANG\u{202f}: doit être en ou fr"
    );
    env.run(["--lang", "de", "whoami"]).expect_exit(2);
    // What is wrong with the other settings is said in the language of the file.
    configure(&env, "timezone = \"Mars/Olympus\"\nlang = \"fr\"");
    let message = refused(run());
    assert!(
        message
            .as_str()
            .unwrap()
            .starts_with("valeur incorrecte pour timezone dans "),
        "{message}"
    );
}

/// A run in both languages; returns the two errors.
#[track_caller]
fn refused_twice<'env>(run: impl Fn() -> Invocation<'env>, exit: i32) -> (Value, Value) {
    let error = |lang: &str| {
        let output = run().env("EPIC_LANG", lang).run().expect_exit(exit);
        assert_eq!(output.stdout, "", "{output}");
        output.error()["error"].take()
    };
    (error("en"), error("fr"))
}

on_both_databases! {
    fn refusals_of_every_kind_are_the_same_but_for_their_words(env: &TestEnv) {
        let run = |login: &str, args: &[&str]| {
            let run = env.command([&["--json"], args].concat());
            if login.is_empty() { run } else { run.as_(login) }
        };
        let mut told = String::new();
        let mut check = |login: &str, args: &[&str], variables: &[(&str, &str)], exit: i32| {
            let (english, french) = refused_twice(
                || variables.iter().fold(run(login, args), |run, (name, value)| run.env(name, value)),
                exit,
            );
            for field in ["code", "exit", "hint"] {
                assert_eq!(english[field], french[field], "{args:?}");
            }
            assert_ne!(english["message"], french["message"], "{args:?}");
            told.push_str(&format!("{exit} {}\n", french["message"].as_str().unwrap()));
        };
        check("CBrunel", &["history", "contract", "x"], &[], 2);
        check("AMartinez", &["audit", "verify", "--anchor", "x:y:z"], &[], 2);
        check("CBrunel", &["event", "show", "99"], &[], 3);
        check("CBrunel", &["session", "revoke", "99"], &[], 3);
        check("", &["whoami"], &[], 4);
        check("", &["whoami"], &[("EPIC_TOKEN", "x")], 4);
        check("BRenard", &["contract", "sign", "1"], &[], 5);
        check("CBrunel", &["contract", "sign", "8"], &[], 5);
        check("AMartinez", &["contract", "pay", "2", "7500.01"], &[], 6);
        check("AMartinez", &["collaborator", "delete", "CBrunel", "--yes"], &[], 6);
        check("CBrunel", &["customer", "update", "1", "--company=A", "--if-version=9"], &[], 7);
        check("AMartinez", &["collaborator", "update", "CBrunel", "--login=kdurand"], &[], 7);
        check("CBrunel", &["whoami", "--database-url=sqlite:///dev/null/x/y.db"], &[], 10);
        check("CBrunel", &["whoami"], &[("EPIC_TIMEZONE", "Mars/Olympus")], 10);
        check("CBrunel", &["whoami"], &[("EPIC_SESSION_TTL", "31d")], 10);
        check("", &["whoami", "--database-url=postgres://db.example/d"], &[("EPIC_TOKEN", &format!("epk_{}", "x".repeat(43)))], 10);
        check("", &["db", "migrate", "--database-url=postgres://127.0.0.1:1/d"], &[], 9);
        env.alter("contracts", "RENAME COLUMN currency TO money");
        check("CBrunel", &["contract", "list"], &[], 1);
        // What the database says of the column is not the same on both.
        let (told, _) = told.rsplit_once("\n1 ").unwrap();
        assert_snapshot!(told, @"
        2 valeur incorrecte pour NUMÉRO : doit être un numéro, tel que 12
        2 valeur incorrecte pour --anchor : doit être NUMÉRO:EMPREINTE, ou un fichier contenant ce qu’affiche epic audit anchor
        3 l’événement 99 n’existe pas
        3 la session 99 n’existe pas
        4 vous n’êtes pas connecté
        4 le jeton donné par EPIC_TOKEN n’est pas valable
        5 le service support ne peut pas signer de contrat
        5 le contrat 8 n’est pas le vôtre : vous ne pouvez pas le signer
        6 le paiement dépasse le reste dû de 7 500,00 € sur le contrat 2
        6 CBrunel a encore 4 clients : choisissez son successeur avec --reassign-to
        7 le client 1 a été modifié entre-temps : vérifiez la fiche avant de recommencer
        7 un autre collaborateur, actif ou non, a déjà cet identifiant
        10 il n’y a pas de base de données dans /dev/null/x/y.db
        10 valeur incorrecte pour EPIC_TIMEZONE : doit être un fuseau horaire IANA tel que Europe/Paris ou UTC
        10 valeur incorrecte pour EPIC_SESSION_TTL : ne doit pas dépasser 30 jours
        10 le serveur db.example n’est pas sur cette machine, son identité doit donc être vérifiée : ajoutez sslmode=verify-full à l’URL de la base de données
        9 la base de données n’est pas disponible : 127.0.0.1:1 refuse la connexion : vérifiez que PostgreSQL y est démarré
        ");
    }

    fn what_programs_read_has_no_language(env: &TestEnv) {
        let runs: &[&[&str]] = &[
            &["whoami"],
            &["customer", "list"],
            &["customer", "show", "1"],
            &["contract", "list"],
            &["contract", "show", "2"],
            &["contract", "list", "--status=pending"],
            &["event", "list"],
            &["event", "show", "1"],
            &["collaborator", "list"],
            &["collaborator", "show", "CBrunel"],
            &["collaborator", "list", "--department=support"],
            &["audit", "list"],
            &["audit", "verify"],
            &["history", "contract", "2"],
        ];
        for args in runs {
            for format in ["tsv", "csv", "json", "jsonl", "ids"] {
                let args = [args, &["--format", format][..]].concat();
                let stdout = |lang: &str| {
                    let run = env.command(&args).as_("AMartinez").env("LC_ALL", lang);
                    run.run().success().stdout
                };
                let english = stdout("en_US.UTF-8");
                assert!(english.len() > 1, "{args:?}");
                assert_eq!(english, stdout("fr_FR.UTF-8"), "{args:?}");
            }
        }
        for format in ["tsv", "csv", "json", "jsonl"] {
            let stdout = |lang: &str| {
                let run = env.as_administrator(["db", "status", "--format", format]);
                run.env("EPIC_LANG", lang).run().success().stdout
            };
            assert_eq!(stdout("en"), stdout("fr"));
        }
    }

    fn findings_are_told_to_people_in_their_language(env: &TestEnv) {
        let run = |lang: &str| {
            let run = env.as_administrator(["db", "status", "--format=table", "--fields=problems"]);
            run.env("EPIC_LANG", lang).run().success().stdout
        };
        match env.backend() {
            Backend::Sqlite => {
                assert!(run("en").contains("the owner of the file has Management's permissions"));
                assert!(run("fr").contains("le propriétaire du fichier a les droits de la gestion"));
            }
            Backend::Postgres => {
                env.execute("ALTER TABLE customers DISABLE TRIGGER USER");
                assert!(run("en").contains("disabled triggers"), "{}", run("en"));
                assert!(run("fr").contains("déclencheurs désactivés"), "{}", run("fr"));
            }
        }
    }

    fn what_leaves_the_program_has_no_language(env: &TestEnv) {
        env.alter("contracts", "RENAME COLUMN currency TO money");
        let sentry = Sentry::start();
        let mut seen = Vec::new();
        for lang in ["en", "fr"] {
            let run = env.command(["contract", "list", "-vv"]).as_("CBrunel");
            let run = run.env("EPIC_LANG", lang).env("EPIC_LOG_FORMAT", "json");
            let (output, events, raw) = sentry.watch(run);
            let output = output.expect_exit(1);
            assert_eq!(events.len(), 1, "{raw}");
            let logged: Vec<Value> = output
                .stderr
                .lines()
                .filter_map(|line| serde_json::from_str(line).ok())
                .map(|mut line: Value| {
                    line["timestamp"].take();
                    line["fields"]["duration_ms"].take();
                    line
                })
                .collect();
            assert!(!logged.is_empty(), "{output}");
            seen.push((events[0]["message"].clone(), logged));
        }
        assert_eq!(seen[0], seen[1]);
    }

    fn token_of_a_variable_says_which(env: &TestEnv) {
        let refused = |run: Invocation<'_>| {
            let output = run.run().expect_exit(4);
            let error = &output.error()["error"];
            json!([error["code"], error["message"], error["hint"]])
        };
        let file = env.home().join("cron.token");
        std::fs::write(&file, "nonsense").unwrap();
        std::process::Command::new("chmod").arg("600").arg(&file).status().unwrap();
        let run = || env.command(["--json", "customer", "list"]);
        assert_eq!(
            refused(run().env("EPIC_TOKEN", "nonsense")),
            json!(["auth.invalid_token", "the token in EPIC_TOKEN is not valid", "env -u EPIC_TOKEN epic token create"])
        );
        assert_eq!(
            refused(run().env("EPIC_TOKEN_FILE", &file).env("EPIC_TOKEN", "other")),
            json!(["auth.invalid_token", "the token in EPIC_TOKEN_FILE is not valid", "env -u EPIC_TOKEN_FILE epic token create"])
        );
        let create = ["token", "create", "--name=cron", "--expires=90d"];
        let token = env.run_as("CBrunel", create).success().stdout;
        env.run_as("CBrunel", ["token", "revoke", "cron"]).success();
        assert_eq!(
            refused(run().env("EPIC_TOKEN", token.trim_end())),
            json!(["auth.revoked", "the token in EPIC_TOKEN was revoked", "env -u EPIC_TOKEN epic token create"])
        );
        // The session file is a login's.
        env.log_in("CBrunel");
        env.run_as("CBrunel", ["logout"]).success();
        assert_eq!(refused(run()), json!(["auth.revoked", "your session was revoked: log in again", "epic login"]));
    }
}

fn login_where_nobody_can_log_in(backend: Backend) {
    let env = TestEnv::initialised(backend);
    let run = env.command(["--json", "login", "AMartinez", "--password-stdin"]);
    let error = run.stdin(PASSWORD).run().expect_exit(4).error();
    assert_eq!(
        error["error"],
        json!({
            "code": "auth.invalid_credentials",
            "exit": 4,
            "message": "cannot log in: there is no account yet",
            "hint": "epic signup"
        })
    );
}

#[test]
fn login_without_any_account_names_sign_up_in_sqlite() {
    login_where_nobody_can_log_in(Backend::Sqlite);
}

#[test]
fn login_without_any_account_names_sign_up_in_postgres() {
    login_where_nobody_can_log_in(Backend::Postgres);
}

#[test]
fn first_configuration_is_written_in_the_language_of_whoever_asks() {
    let env = TestEnv::empty(Backend::Sqlite);
    let output = env.command(["init"]).env("LANG", "fr_FR.UTF-8").run();
    assert_snapshot!(output.success().stderr, @"
    De nouveaux secrets ont été créés : gardez une copie du fichier des secrets en lieu sûr.
    Ensuite : epic signup
    ");
    let config = std::fs::read_to_string(env.config_dir().join("config.toml")).unwrap();
    assert!(config.starts_with("# Réglages d’epic"), "{config}");
    assert!(config.ends_with("fr\n"), "{config}");
    let secrets = std::fs::read_to_string(env.config_dir().join("secrets.toml")).unwrap();
    assert!(
        secrets.starts_with("# Garder ce fichier secret"),
        "{secrets}"
    );
    env.run(["db", "status"]).success();
}
