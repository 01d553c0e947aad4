//! Completions: bash for real, the other shells as their scripts ask; what is offered to whom, and that nothing is said when
//! nothing can be offered.

use std::fs;
use std::net::TcpListener;

use crate::env::{Backend, Output, TestEnv, binary, on_both_databases};

/// Asks as a shell's script does, at the end of the line.
fn ask(env: &TestEnv, login: Option<&str>, shell: &str, words: &[&str]) -> Output {
    let mut args = vec!["--", "epic"];
    args.extend(words);
    let index = words.len().to_string();
    let mut command = env
        .command(args)
        .env("EPIC_COMPLETE", shell)
        .env("_CLAP_COMPLETE_INDEX", index);
    if shell == "bash" || shell == "zsh" || shell == "elvish" {
        command = command.env("_CLAP_IFS", "\n");
    }
    if let Some(login) = login {
        command = command.as_(login);
    }
    // A server that never answers is waited for as long as a shell waits, everything else as long as it takes.
    if !words.iter().any(|word| word.starts_with("postgres://")) {
        command = command.env("EPIC_TEST_PATIENT", "1");
    }
    let output = command.run();
    assert_eq!((output.status, output.stderr.as_str()), (0, ""), "{output}");
    output
}

/// What is offered, without labels.
fn offered(env: &TestEnv, login: Option<&str>, words: &[&str]) -> Vec<String> {
    ask(env, login, "bash", words)
        .stdout
        .lines()
        .map(str::to_owned)
        .collect()
}

on_both_databases! {
    fn records_are_offered_to_those_whose_own_they_are(env: &TestEnv) {
        let of = |login: &str, words: &[&str]| offered(env, Some(login), words).join(" ");
        assert_eq!(of("CBrunel", &["contract", "pay", "--json", ""]), "1 2 3 4 9");
        assert_eq!(of("CBrunel", &["customer", "show", ""]), "1 2 3 4");
        assert_eq!(of("CDelorme", &["contract", "create", "--customer", ""]), "5 6 7 8");
        assert_eq!(of("BRenard", &["contract", "list", "--customer", ""]), "1 2");
        assert_eq!(of("AMartinez", &["contract", "list", "--customer", ""]), "1 2 3 4 5 6 7 8");
        assert_eq!(of("AMartinez", &["event", "assign", "1"]), "1 10 11");
        assert_eq!(of("BRenard", &["event", "update", "3"]), "3");
        assert_eq!(of("CBrunel", &["event", "update", "Caf"]), "");
        assert_eq!(of("AMartinez", &["event", "assign", "2", "--support", ""]), "ALefebvre BRenard KDurand");
        assert_eq!(of("AMartinez", &["customer", "transfer", "5", "--to", "cb"]), "CBrunel");
        assert_eq!(of("AMartinez", &["history", "collaborator", "A"]), "ALefebvre AMartinez");
        assert_eq!(of("CBrunel", &["history", "contract", "9"]), "9");
    }

    fn a_label_says_what_an_id_is(env: &TestEnv) {
        let shown = ask(env, Some("CBrunel"), "fish", &["contract", "list", "--customer", ""]).stdout;
        insta::assert_snapshot!(shown, @"
        1	Éléa Garçon, Boulangerie Œuvre & Fils
        2	Kévin Casérès, Cool Startup Lyon
        3	Léonie Bouquet, Fleurs de Provence
        4	Jérôme Lefèvre, Château de Chambéry
        ");
        let shown = ask(env, Some("CBrunel"), "zsh", &["event", "list", "--contract", "2"]).stdout;
        insta::assert_snapshot!(shown, @"2:Cool Startup Lyon, signed");
    }

    fn text_in_the_data_cannot_break_a_line(env: &TestEnv) {
        let nasty = "Zo\u{e9}: \\ 'x' \"y\" $(id) `id`;&|";
        env.customer(|it| it.company = nasty.to_owned());
        let broken = "two\nlines\t\u{1b}[31m";
        env.unchecked(&format!("UPDATE customers SET company = '{broken}' WHERE id = 1"));
        assert_eq!(env.column("customers", 1, "company"), broken);
        for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
            let shown = ask(env, Some("CBrunel"), shell, &["contract", "list", "--customer", ""]).stdout;
            assert_eq!(shown.lines().count(), 5, "{shell}: {shown}");
            assert!(!shown.contains('\u{1b}'), "{shell}: {shown}");
            assert!(shown.lines().all(|line| line.matches('\t').count() < 2), "{shell}: {shown}");
        }
    }

    fn nothing_is_offered_without_a_session_or_with_one_that_is_over(env: &TestEnv) {
        let words = ["contract", "list", "--customer", ""];
        assert_eq!(offered(env, None, &words).len(), 0);
        env.log_in("CBrunel");
        assert_eq!(offered(env, None, &words).len(), 4);
        env.run(["logout"]).success();
        assert_eq!(offered(env, None, &words).len(), 0);
        env.log_in("CBrunel");
        assert_eq!(offered(env, None, &words).len(), 0, "the session has ended");
        fs::write(env.session_file(), "nonsense").unwrap();
        assert_eq!(offered(env, None, &words).len(), 0);
    }

    fn nothing_is_changed_by_asking(env: &TestEnv) {
        env.unchanged(|| offered(env, Some("CBrunel"), &["contract", "pay", ""]));
    }
}

fn demo() -> TestEnv {
    TestEnv::demo(Backend::Sqlite)
}

#[test]
fn commands_flags_and_words_are_offered_without_a_database() {
    let env = TestEnv::empty(Backend::Sqlite);
    let of = |words: &[&str]| offered(&env, None, words).join(" ");
    assert_eq!(of(&["contr"]), "contract");
    assert_eq!(of(&["contract", "s"]), "show sign");
    assert_eq!(of(&["contract", "list", "--un"]), "--unpaid");
    assert_eq!(
        of(&["contract", "list", "--status", ""]),
        "unsigned pending signed"
    );
    assert_eq!(
        of(&["contract", "list", "--status", "unsigned,p"]),
        "unsigned,pending"
    );
    assert_eq!(of(&["contract", "list", "--status=s"]), "--status=signed");
    assert_eq!(of(&["contract", "list", "--status", "=", "s"]), "signed");
    assert_eq!(of(&["contract", "list", "--sort", "-d"]), "-due");
    assert_eq!(
        of(&["contract", "list", "--sort", "cu"]),
        "customer.id customer.company"
    );
    assert_eq!(of(&["contract", "list", "--fields", "id,du"]), "id,due");
    let after_a_value = ["contract", "list", "--search", "login", "--fields", "du"];
    assert_eq!(of(&after_a_value), "due");
    assert_eq!(
        of(&["collaborator", "create", "--department", "s"]),
        "sales support"
    );
    assert_eq!(of(&["--format", "json"]), "json jsonl");
    assert_eq!(of(&["completions", ""]), "bash zsh fish powershell elvish");
    assert!(of(&["whoami", ""]).contains("--json"));
    assert!(of(&["help", ""]).contains("exit-codes"));
    assert!(!env.home().join(".local").exists() && !env.home().join(".config").exists());
}

#[test]
fn labels_are_in_the_language_of_the_run() {
    let env = TestEnv::empty(Backend::Sqlite);
    let shown = |lang: &str, words: &[&str]| {
        let args = ["--", "epic"].iter().chain(words);
        env.command(args)
            .env("EPIC_COMPLETE", "fish")
            .env("EPIC_LANG", lang)
            .run()
            .success()
            .stdout
    };
    let status = ["contract", "list", "--status", "s"];
    assert_eq!(shown("en", &status), "signed\tsigned\n");
    assert_eq!(shown("fr", &status), "signed\tsigné\n");
    assert_eq!(
        shown("fr", &["contract", "pa"]),
        "pay\tEnregistrer un paiement\n"
    );
    assert_eq!(
        shown("fr", &["contract", "list", "--unp"]),
        "--unpaid\tPas entièrement payés\n"
    );
}

#[test]
fn a_server_that_does_not_answer_is_given_up_without_a_word() {
    let env = demo();
    let words = ["contract", "list", "--customer", ""];
    // It takes connections and says nothing.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = format!("postgres://u:p@{}/d", listener.local_addr().unwrap());
    let dead = "postgres://u:p@127.0.0.1:1/d".to_owned();
    let nowhere = format!("sqlite://{}", env.home().join("no/where.db").display());
    for url in [silent, dead, nowhere, "nonsense".to_owned()] {
        let mut asked = vec!["--database-url", url.as_str()];
        asked.extend(words);
        assert_eq!(offered(&env, Some("CBrunel"), &asked).len(), 0, "{url}");
    }
    assert!(!env.home().join("no").exists());
    drop(listener);
}

#[test]
fn wrong_settings_are_no_error() {
    let env = demo();
    let words = ["contract", "list", "--customer", ""];
    for (name, value) in [
        ("SECRET_KEY", "short"),
        ("EPIC_TIMEZONE", "Mars"),
        ("EPIC_CONFIG", "/nonexistent"),
        ("EPIC_TOKEN_FILE", "/nonexistent"),
        ("_CLAP_COMPLETE_INDEX", "99"),
        ("_CLAP_COMPLETE_INDEX", "x"),
    ] {
        let args = ["--", "epic"].iter().chain(&words);
        let output = env
            .command(args)
            .as_("CBrunel")
            .env("EPIC_COMPLETE", "bash")
            .env("_CLAP_COMPLETE_INDEX", "4")
            .env(name, value)
            .run();
        assert_eq!(
            (
                output.status,
                output.stdout.as_str(),
                output.stderr.as_str()
            ),
            (0, "", ""),
            "{name}={value}"
        );
    }
    // Not ours: a run as ever.
    let output = env
        .command(["whoami"])
        .as_("CBrunel")
        .env("EPIC_COMPLETE", "1")
        .run();
    assert!(output.success().stdout.contains("CBrunel"));
}

/// Sources the script in bash, and has it complete a line as readline would.
fn bash(env: &TestEnv, login: &str, line: &str) -> String {
    let script = r#"set -u
        PATH="$1:$PATH"; eval "$(epic completions bash)"
        complete -p epic > /dev/null || exit 3
        read -ra COMP_WORDS <<< "$2"; [[ $2 == *' ' ]] && COMP_WORDS+=('')
        COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 )); COMP_TYPE=9; COMP_LINE="$2"; COMP_POINT=${#2}
        _clap_complete_epic epic "${COMP_WORDS[COMP_CWORD]}" ''
        printf '%s\n' "${COMPREPLY[@]:-}""#;
    let folder = binary().parent().unwrap();
    let like = env
        .command([""; 0])
        .as_(login)
        .env("EPIC_TEST_PATIENT", "1")
        .raw();
    let mut bash = std::process::Command::new("bash");
    bash.arg("-c")
        .arg(script)
        .arg("bash")
        .arg(folder)
        .arg(line)
        .env_clear();
    for (name, value) in like.get_envs() {
        if let Some(value) = value {
            bash.env(name, value);
        }
    }
    let output = bash.output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && stderr.is_empty(), "{stderr}");
    String::from_utf8(output.stdout)
        .unwrap()
        .trim_end()
        .replace('\n', " ")
}

#[test]
fn bash_completes_with_the_script() {
    let env = demo();
    assert_eq!(bash(&env, "CBrunel", "epic contr"), "contract");
    assert_eq!(
        bash(&env, "CBrunel", "epic contract list --customer "),
        "1 2 3 4"
    );
    assert_eq!(
        bash(&env, "CBrunel", "epic contract list --status un"),
        "unsigned"
    );
    assert_eq!(
        bash(&env, "CBrunel", "epic contract list --status = un"),
        "unsigned"
    );
    assert_eq!(bash(&env, "CBrunel", "epic xyzzy plugh"), "");
}

#[test]
fn every_shell_gets_a_script_that_asks_with_our_variable() {
    let env = TestEnv::empty(Backend::Sqlite);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = env.run(["completions", shell]).success().stdout;
        assert!(script.contains("EPIC_COMPLETE"), "{shell}: {script}");
        assert!(
            !script.contains("CLAP_COMPLETE=") || shell == "bash" || shell == "zsh",
            "{shell}: {script}"
        );
    }
    let output = env.run(["completions", "tcsh"]).expect_exit(2);
    assert!(output.stderr.contains("elvish"), "{output}");
}
