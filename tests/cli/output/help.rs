//! Help as people get it: French, topics, manual pages, and what is said about a command line that cannot be read.

use std::fs;

use epic::help::examples;

use crate::env::{Backend, TestEnv};

fn plain() -> TestEnv {
    TestEnv::empty(Backend::Sqlite)
}

#[test]
fn help_and_topics_touch_no_file_and_need_no_settings() {
    let env = plain();
    fs::create_dir_all(env.config_dir()).unwrap();
    fs::write(env.config_dir().join("config.toml"), "nonsense").unwrap();
    let lines: &[&[&str]] = &[
        &["--help"],
        &["-h"],
        &["--version"],
        &["help"],
        &["help", "contract", "pay"],
        &["contract", "pay", "--help"],
        &["help", "dates"],
        &["help", "permissions"],
        &["completions", "zsh"],
        &["man", "--out", "pages"],
    ];
    for line in lines {
        for lang in ["en", "fr"] {
            let output = env
                .command(*line)
                .env("EPIC_LANG", lang)
                .env("DATABASE_URL", "nonsense")
                .run();
            output.success();
        }
    }
    assert!(!env.sqlite_file().exists());
}

#[test]
fn french_help_is_french_to_the_last_line() {
    let env = plain();
    let output = env
        .command(["contract", "pay", "--help", "--lang=fr"])
        .env("COLUMNS", "80")
        .run();
    insta::assert_snapshot!(output, @r#"
    exit: 0
    --- stdout
    Enregistrer un paiement

    Utilisation : epic contract pay [OPTIONS] [NUMÉRO] [MONTANT]

    Arguments :
      [NUMÉRO]
              Le contrat

      [MONTANT]
              Montant payé, en euros : 1500, 1500.50 ou "1 500,50"

    Options :
      -h, --help
              Afficher l’aide (un résumé avec « -h »)

    Options globales :
          --format <FORMAT>
              table, tsv, csv, json, jsonl ou ids ; par défaut : table dans un
              terminal, tsv ailleurs [env : EPIC_FORMAT]

          --json
              Équivaut à --format json

          --fields <CHAMP[,CHAMP]>
              Choisir et ordonner les colonnes, avec un point pour les champs
              imbriqués : id,customer.company

          --color <QUAND>
              auto, always (toujours) ou never (jamais) [env : NO_COLOR,
              CLICOLOR_FORCE]

      -q, --quiet
              N’afficher que les erreurs

      -v, --verbose...
              Tracer les opérations sur l’erreur standard ; davantage avec -vv
              [env : EPIC_LOG]

          --no-input
              Ne jamais demander ce qui manque [env : EPIC_NO_INPUT, CI]

      -y, --yes
              Répondre oui aux confirmations

          --database-url <URL>
              Utiliser cette base de données : postgres://… ou sqlite://… [env :
              DATABASE_URL]

          --config <FICHIER>
              Lire les réglages dans ce fichier [env : EPIC_CONFIG]

          --lang <LANGUE>
              en ou fr : la langue des messages ; par défaut : celle de
              l’environnement [env : EPIC_LANG]

    Exemples :
      # Un paiement de 500 euros
      epic contract pay 2 500
      # Avec des centimes
      epic contract pay 2 '1 250,50'
    --- stderr
    "#);
    let output = env
        .command(["password", "-h"])
        .env("LC_ALL", "fr_FR.UTF-8")
        .run();
    insta::assert_snapshot!(output, @"
    exit: 0
    --- stdout
    Changer votre mot de passe

    Utilisation : epic password [OPTIONS] <COMMANDE>

    Commandes :
      change  Changer votre mot de passe ; révoque toutes vos sessions et tous vos jetons
      help    Afficher ce message ou l’aide des sous-commandes indiquées

    Options :
      -h, --help  Afficher l’aide (plus détaillée avec « --help »)
    --- stderr
    ");
}

#[test]
fn what_cannot_be_read_is_told_in_both_languages() {
    let env = plain();
    let mut told = String::new();
    let lines: &[&[&str]] = &[
        &["contrat"],
        &["contract", "sing"],
        &["contract", "list", "--limt=3"],
        &["contract", "list", "--limit", "x"],
        &["contract", "list", "--limit", "-1"],
        &["--format", "yaml", "whoami"],
        &["help", "exit-code"],
        &["man"],
    ];
    for line in lines {
        for lang in ["en", "fr"] {
            let output = env
                .command(*line)
                .env("EPIC_LANG", lang)
                .run()
                .expect_exit(2);
            assert_eq!(output.stdout, "");
            told.push_str(&output.stderr);
            told.push('\n');
        }
    }
    insta::assert_snapshot!(told, @"
    error: unrecognized subcommand 'contrat'

      tip: a similar subcommand exists: 'contract'

    Usage: epic [OPTIONS] <COMMAND>

    For more information, try '--help'.

    erreur : sous-commande « contrat » inconnue

      conseil : une sous-commande semblable existe : « contract »

    Utilisation : epic [OPTIONS] <COMMANDE>

    Pour en savoir plus, essayez « --help ».

    error: unrecognized subcommand 'sing'

      tip: a similar subcommand exists: 'sign'

    Usage: epic contract [OPTIONS] <COMMAND>

    For more information, try '--help'.

    erreur : sous-commande « sing » inconnue

      conseil : une sous-commande semblable existe : « sign »

    Utilisation : epic contract [OPTIONS] <COMMANDE>

    Pour en savoir plus, essayez « --help ».

    error: unexpected argument '--limt' found

      tip: a similar argument exists: '--limit'

    Usage: epic contract list --limit <N>

    For more information, try '--help'.

    erreur : argument « --limt » inconnu

      conseil : un argument semblable existe : « --limit »

    Utilisation : epic contract list --limit <N>

    Pour en savoir plus, essayez « --help ».

    error: invalid value 'x' for '--limit <N>': invalid digit found in string

    For more information, try '--help'.

    erreur : valeur « x » incorrecte pour « --limit <N> » : un nombre entier est attendu

    Pour en savoir plus, essayez « --help ».

    error: unexpected argument '-1' found

    Usage: epic contract list [OPTIONS]

    For more information, try '--help'.

    erreur : argument « -1 » inconnu

    Utilisation : epic contract list [OPTIONS]

    Pour en savoir plus, essayez « --help ».

    error: invalid value 'yaml' for '--format <FORMAT>'
      [possible values: table, tsv, csv, json, jsonl, ids]

    For more information, try '--help'.

    erreur : valeur « yaml » incorrecte pour « --format <FORMAT> »
      [valeurs possibles : table, tsv, csv, json, jsonl, ids]

    Pour en savoir plus, essayez « --help ».

    error: unrecognized subcommand 'exit-code'

      tip: a similar subcommand exists: 'exit-codes'

    Usage: epic [OPTIONS] <COMMAND>

    For more information, try '--help'.

    erreur : sous-commande « exit-code » inconnue

      conseil : une sous-commande semblable existe : « exit-codes »

    Utilisation : epic [OPTIONS] <COMMANDE>

    Pour en savoir plus, essayez « --help ».

    error: the following required arguments were not provided:
      --out <DIR>

    Usage: epic man --out <DIR>

    For more information, try '--help'.

    erreur : ces arguments obligatoires manquent :
      --out <DOSSIER>

    Utilisation : epic man --out <DOSSIER>

    Pour en savoir plus, essayez « --help ».
    ");
    let output = env
        .command(["contract", "sing", "--json", "--lang", "fr"])
        .run()
        .expect_exit(2);
    assert_eq!(
        output.error()["error"]["message"],
        "sous-commande « sing » inconnue"
    );
    let output = env
        .command(["whoami"])
        .env("EPIC_FORMAT", "yaml")
        .run()
        .expect_exit(10);
    assert!(output.stderr.contains("EPIC_FORMAT"), "{output}");
    let nothing: [&str; 0] = [];
    let output = env
        .command(nothing)
        .env("EPIC_FORMAT", "json")
        .env("EPIC_LANG", "fr")
        .run()
        .expect_exit(2);
    assert_eq!(
        output.error()["error"]["message"],
        "il manque une sous-commande"
    );
    let output = env
        .command(nothing)
        .env("EPIC_LANG", "fr")
        .run()
        .expect_exit(2);
    assert!(
        output.stderr.contains("Commandes\u{202f}:\n") && output.stdout.is_empty(),
        "{output}"
    );
}

#[test]
fn manual_pages_are_written_for_every_command_in_both_languages() {
    let env = plain();
    for (lang, headings) in [
        (
            "en",
            ["NAME", "SYNOPSIS", "OPTIONS", "EXAMPLES", "EXIT STATUS"],
        ),
        (
            "fr",
            ["NOM", "SYNOPSIS", "OPTIONS", "EXEMPLES", "CODE DE RETOUR"],
        ),
    ] {
        // The second time over those that are there.
        for _ in 0..2 {
            let output = env.command(["man", "--out", "pages", "--lang", lang]).run();
            assert!(output.success().stderr.contains("pages"), "{lang}");
        }
        let pages = env.home().join("pages");
        for [example, _] in examples::all() {
            let name = format!("epic-{}.1", example.path.replace(' ', "-"));
            let page = fs::read_to_string(pages.join(&name)).unwrap();
            for heading in headings {
                assert!(
                    page.contains(&format!(".SH {heading}\n"))
                        || page.contains(&format!(".SH \"{heading}\"\n")),
                    "{name}: {heading}\n{page}"
                );
            }
        }
        assert!(
            fs::read_to_string(pages.join("epic.1"))
                .unwrap()
                .contains("epic\\-contract(1)")
        );
        let page = fs::read_to_string(pages.join("epic-contract-pay.1")).unwrap();
        assert_eq!(
            page.matches("EPIC_CONFIG").count(),
            1,
            "global flags have their text\n{page}"
        );
        for page in fs::read_dir(&pages).unwrap() {
            let name = page.unwrap().file_name().into_string().unwrap();
            assert!(name.starts_with("epic") && name.ends_with(".1"), "{name}");
        }
    }
    fs::write(env.home().join("file"), "mine").unwrap();
    let output = env.command(["man", "--out", "file"]).run().expect_exit(2);
    insta::assert_snapshot!(output.stderr, @"error: invalid value for --out: file is not a directory");
    assert_eq!(fs::read_to_string(env.home().join("file")).unwrap(), "mine");
}
