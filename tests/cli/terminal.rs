//! A person at a terminal: tables with a bound, questions for what is missing, hidden secrets, confirmations, and
//! ways out of a prompt. Every test here has a pseudo-terminal.

use std::process::Command;
use std::time::Duration;

use expectrl::Expect as _;
use expectrl::session::OsSession;
use insta::assert_snapshot;
use unicode_width::UnicodeWidthStr as _;

use crate::env::{
    Backend, Invocation, PASSWORD, TestEnv, finish, on_both_databases, without_times,
};

/// The key that a terminal turns into SIGINT, and the one that ends the input.
const CTRL_C: &str = "\u{3}";
const CTRL_D: &str = "\u{4}";

/// A conversation with the program, with everything that it showed.
struct Talk {
    session: OsSession,
    shown: String,
}

impl Talk {
    fn with(run: Invocation<'_>) -> Self {
        Self {
            session: run.env("NO_COLOR", "1").spawn_pty(),
            shown: String::new(),
        }
    }

    /// Under a shell, which echoes what is typed like the one of a person, and tells at the end what the program
    /// left behind: its exit status and whether the terminal still echoes.
    fn in_shell(run: Invocation<'_>) -> Self {
        const SCRIPT: &str = "stty echo; trap : INT; \"$0\" \"$@\"; echo \"[exit $?]\"; \
                              stty -a | tr ' ;' '\\n\\n' | grep -x -e echo -e -echo -e isig -e -isig -e icanon -e -icanon";
        let inner = run.env("NO_COLOR", "1").env("TERM", "xterm").raw();
        let mut shell = Command::new("sh");
        shell
            .args(["-c", SCRIPT])
            .arg(inner.get_program())
            .args(inner.get_args())
            .env_clear()
            .envs(
                inner
                    .get_envs()
                    .filter_map(|(key, value)| Some((key, value?))),
            );
        if let Some(directory) = inner.get_current_dir() {
            shell.current_dir(directory);
        }
        let mut session = OsSession::spawn(shell).expect("a shell can be started");
        session.set_expect_timeout(Some(Duration::from_secs(10)));
        Self {
            session,
            shown: String::new(),
        }
    }

    /// Waits for a prompt, then types an answer and Enter.
    #[track_caller]
    fn answer(&mut self, prompt: &str, answer: &str) -> &mut Self {
        self.press(prompt, &format!("{answer}\n"))
    }

    /// Waits for a prompt, then presses keys.
    #[track_caller]
    fn press(&mut self, prompt: &str, keys: &str) -> &mut Self {
        let found = self.session.expect(prompt).unwrap_or_else(|error| {
            panic!("no {prompt:?} came ({error}) after:\n{}", self.shown);
        });
        self.shown
            .push_str(&String::from_utf8_lossy(found.before()));
        self.shown.push_str(prompt);
        self.session.send(keys).unwrap();
        self
    }

    /// Everything that was shown, and the exit status.
    #[track_caller]
    fn end(self) -> String {
        let (rest, status) = finish(self.session);
        without_times(&format!("{}{rest}[exit {status}]\n", self.shown)).replace("\r\n", "\n")
    }

    /// The same, where the shell told the exit status of the program.
    #[track_caller]
    fn end_of_shell(self) -> String {
        let shown = self.end();
        let told = shown.strip_suffix("[exit 0]\n");
        told.unwrap_or_else(|| panic!("the shell failed:\n{shown}"))
            .to_owned()
    }
}

fn with_many_customers(env: &TestEnv, total: usize) {
    for number in 9..=total {
        env.execute(&format!(
            "INSERT INTO customers (first_name, last_name, email, phone, company, company_folded, sales_contact_id,
                                    search_text, created_at, updated_at)
             VALUES ('Jean', 'Dupont', 'jean{number}@dupont.example', '+33601020304', 'Dupont', 'dupont', 2,
                     'dupont', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z')"
        ));
    }
}

on_both_databases! {
    fn a_list_is_a_table_of_fifty_rows_at_most(env: &TestEnv) {
        with_many_customers(env, 60);
        for (flags, rows, message) in [
            (&[][..], 50, "50 of 60 customers; --all shows every one."),
            (&["--sales-contact", "CBrunel"], 50, "50 of 56 customers; --all shows every one."),
            (&["--sales-contact", "CDelorme"], 4, ""),
            (&["--all"], 60, ""),
            (&["--limit", "55"], 55, ""),
            (&["--limit", "3"], 3, ""),
            (&["--offset", "20"], 40, ""),
            (&["--offset", "10"], 50, "50 of 60 customers; --all shows every one."),
            (&["--quiet"], 50, ""),
            (&["--search", "introuvable", "--quiet"], 0, ""),
            (&["--search", "introuvable"], 0, "No customers to show with --search."),
        ] {
            let run = env.command([&["customer", "list"], flags].concat()).as_("BRenard");
            let shown = Talk::with(run).end();
            // Where all rows have the same sales contact, the others get its room.
            let note = "No room for this column: Sales contact.";
            let mut lines: Vec<_> = shown.lines().filter(|line| !line.starts_with(note)).collect();
            assert_eq!(lines.pop(), Some("[exit 0]"), "{flags:?}\n{shown}");
            if !message.is_empty() {
                assert_eq!(lines.pop(), Some(message), "{flags:?}\n{shown}");
            }
            // A heading may take two lines; a row begins with its id.
            let starts_with_id = |line: &&str| line.trim_start().starts_with(|c: char| c.is_ascii_digit());
            let header = lines.iter().take_while(|line| !starts_with_id(line)).count();
            assert_eq!(header > 0, rows > 0, "{flags:?}\n{shown}");
            assert_eq!(lines.len(), rows + header, "{flags:?}\n{shown}");
        }
    }

    fn only_tables_are_bounded(env: &TestEnv) {
        with_many_customers(env, 60);
        for format in ["tsv", "jsonl", "ids"] {
            let run = env.command(["customer", "list", "--format", format]).as_("BRenard");
            let shown = Talk::with(run).end();
            assert_eq!(shown.lines().count(), 60 + 1, "{format}");
        }
    }

    fn a_table_fits_the_terminal(env: &TestEnv) {
        for noun in ["collaborator", "customer", "contract", "event"] {
            let shown = Talk::with(env.command([noun, "list"]).as_("BRenard")).end();
            for line in shown.lines() {
                assert!(line.width() <= 80, "{noun}: {line:?} is wider than 80 columns");
            }
        }
    }

    fn an_empty_json_list_at_a_terminal_is_json_and_nothing_else(env: &TestEnv) {
        let run = env.command(["customer", "list", "--json", "--search", "introuvable"]).as_("BRenard");
        assert_eq!(Talk::with(run).end(), "[]\n[exit 0]\n");
    }

    fn what_is_missing_is_asked_for_and_judged_field_by_field(env: &TestEnv) {
        let mut talk = Talk::with(env.command(["customer", "create", "--company", "Petit SA"]).as_("CBrunel"));
        talk.answer("First name: ", "  ")
            .answer("First name: ", "Zoé")
            .answer("Last name: ", "Petit")
            .answer("E-mail: ", "nonsense")
            .answer("E-mail: ", "zoe@petit.example")
            .answer("Phone: ", "12")
            .answer("Phone: ", "06 01 02 03 04");
        assert_snapshot!(talk.end(), @"
        First name:   First name: must not be blank
        First name: Last name: E-mail:   E-mail: must be an address such as name@example.com, the @ is missing
        E-mail: Phone:   Phone: must be a French number such as 06 01 02 03 04, or begin with a country code such as +33
        Phone: ID                  9
        First name          Zoé
        Last name           Petit
        E-mail              zoe@petit.example
        Phone               +33 6 01 02 03 04
        Company             Petit SA
        Sales contact ID    2
        Sales contact       CBrunel
        Sales contact name  Cédric Brunel
        Created             <local>
        Updated             <local>
        Version             1
        [exit 0]
        ");
        assert_eq!(
            env.scalar("SELECT first_name || last_name || email || phone || company FROM customers WHERE id = 9"),
            "ZoéPetitzoe@petit.example+33601020304Petit SA"
        );
    }

    fn a_flag_that_is_not_valid_is_told_and_asked_for_again(env: &TestEnv) {
        let mut talk = Talk::with(env.command(["contract", "create", "--customer", "1", "--total", "lots"]).as_("AMartinez"));
        talk.answer("Total: ", "1 500,50");
        assert_snapshot!(talk.end(), @"
          Total: must be an amount such as 1500, 1500.50 or 1 500,50
        Total: ID                  10
        Customer ID         1
        Customer            Éléa Garçon
        Company             Boulangerie Œuvre & Fils
        Sales contact ID    2
        Sales contact       CBrunel
        Sales contact name  Cédric Brunel
        Total               1500.50
        Due                 1500.50
        Currency            EUR
        Status              unsigned
        Signed              -
        Created             <local>
        Updated             <local>
        Version             1
        [exit 0]
        ");
        assert_eq!(env.scalar("SELECT total_cents FROM contracts WHERE id = 10"), "150050");
    }

    fn ids_are_asked_for_too(env: &TestEnv) {
        let mut talk = Talk::with(env.command(["event", "assign"]).as_("AMartinez"));
        talk.answer("Event ids: ", "two").answer("Event ids: ", "2 10").answer("Support contact: ", "BRenard");
        let shown = talk.end();
        assert!(shown.ends_with("[exit 0]\n"), "{shown}");
        assert_eq!(env.scalar("SELECT count(*) FROM events WHERE support_contact_id = 4 AND id IN (2, 10)"), "2");
    }

    fn a_deletion_goes_on_after_a_yes_alone(env: &TestEnv) {
        for (answer, status) in [("n", 130), ("", 130), ("yess", 130), ("no", 130), ("YES", 0)] {
            let before = env.fingerprint();
            let mut talk = Talk::with(
                env.command(["collaborator", "delete", "ALefebvre", "--reassign-to", "KDurand"]).as_("AMartinez"),
            );
            talk.answer("[y/N]: ", answer);
            let shown = talk.end();
            assert!(shown.ends_with(&format!("[exit {status}]\n")), "{answer:?}\n{shown}");
            assert_eq!(env.fingerprint() == before, status == 130, "{answer:?}\n{shown}");
        }
        assert_eq!(env.scalar("SELECT count(*) FROM collaborators WHERE login = 'ALefebvre' AND active"), "0");
    }

    fn a_deletion_that_is_refused_asks_nothing(env: &TestEnv) {
        env.unchanged(|| {
            let run = env.command(["collaborator", "delete", "ALefebvre"]).as_("AMartinez");
            assert_snapshot!(Talk::with(run).end(), @"
            error: ALefebvre still owns 0 customers and runs 2 upcoming events: name who takes over
            hint: epic collaborator delete ALefebvre --reassign-to LOGIN
            [exit 6]
            ");
        });
    }

    fn the_question_says_what_a_deletion_does(env: &TestEnv) {
        env.unchanged(|| {
            let mut talk = Talk::with(
                env.command(["collaborator", "delete", "CBrunel", "--reassign-to", "CDelorme"]).as_("AMartinez"),
            );
            talk.answer("[y/N]: ", "n");
            assert_snapshot!(talk.end(), @"
            Deactivate CBrunel, end their sessions, and give 4 customers and 0 upcoming events to CDelorme? [y/N]: error: cancelled
            [exit 130]
            ");
        });
    }

    fn a_login_is_asked_for_and_the_password_is_hidden(env: &TestEnv) {
        let mut talk = Talk::in_shell(env.command(["login"]));
        talk.answer("Login: ", "CBrunel").answer("Password: ", PASSWORD);
        let shown = talk.end_of_shell();
        assert!(!shown.contains(PASSWORD), "{shown}");
        assert_eq!(shown.lines().next(), Some("Login: CBrunel"), "{shown}");
        assert!(shown.ends_with("[exit 0]\nisig\nicanon\necho\n"), "{shown}");
        assert_eq!(env.run(["whoami", "--fields", "collaborator.login"]).success().stdout, "CBrunel\n");
    }

    fn a_wrong_password_at_the_prompt_opens_no_session(env: &TestEnv) {
        env.unchanged(|| {
            let mut talk = Talk::with(env.command(["login", "CBrunel"]));
            talk.answer("Password: ", "wrong");
            assert_snapshot!(talk.end(), @"
            Password: 
            error: wrong login or password
            [exit 4]
            ");
        });
        assert!(!env.session_file().exists());
    }

    fn a_new_password_is_typed_twice_and_judged_at_once(env: &TestEnv) {
        let mut talk = Talk::in_shell(env.command(["collaborator", "reset-password", "KDurand"]).as_("AMartinez"));
        talk.answer("New password: ", "hunter2")
            .answer("New password: ", "correct horse battery staple")
            .answer("New password again: ", "correct horse battery stable")
            .answer("New password: ", "correct horse battery staple")
            .answer("New password again: ", "correct horse battery staple");
        let shown = talk.end_of_shell();
        assert!(!shown.contains("battery") && !shown.contains("hunter2"), "{shown}");
        assert_snapshot!(shown, @r#"
        New password: 
          the password must have at least 12 characters
        New password: 
        New password again: 
          the two are not the same
        New password: 
        New password again: 
        All sessions of KDurand are ended; the password has to be changed at the next login.
        ID          5
        Login       KDurand
        First name  Karine
        Last name   Durand
        E-mail      kdurand@epic-events.example
        Phone       +33 6 01 01 01 05
        Department  support
        Active      yes
        Created     <local>
        Updated     <local>
        Version     1
        [exit 0]
        isig
        icanon
        echo
        "#);
        env.sign_in("KDurand", "correct horse battery staple").success();
    }
}

#[test]
fn every_way_out_of_a_prompt_is_a_cancellation_that_changes_nothing() {
    let env = TestEnv::demo(Backend::Sqlite);
    for (args, login, prompt) in [
        (&["customer", "create"][..], Some("CBrunel"), "First name: "),
        (&["login"], None, "Login: "),
        (&["login", "CBrunel"], None, "Password: "),
        (
            &["password", "change"],
            Some("CBrunel"),
            "Current password: ",
        ),
        (
            &["collaborator", "reset-password", "KDurand"],
            Some("AMartinez"),
            "New password: ",
        ),
        (
            &[
                "collaborator",
                "delete",
                "ALefebvre",
                "--reassign-to",
                "KDurand",
            ],
            Some("AMartinez"),
            "[y/N]: ",
        ),
    ] {
        for key in [CTRL_C, CTRL_D] {
            let mut run = env.command(args);
            if let Some(login) = login {
                run = run.as_(login);
            }
            let shown = env.unchanged(|| {
                let mut talk = Talk::in_shell(run);
                talk.press(prompt, key);
                talk.end_of_shell()
            });
            assert!(
                shown.ends_with("[exit 130]\nisig\nicanon\necho\n"),
                "{args:?} {key:?}\n{shown}"
            );
            assert!(!env.session_file().exists());
        }
    }
}

#[test]
fn without_prompts_everything_missing_is_one_usage_error() {
    let env = TestEnv::demo(Backend::Sqlite);
    for (variable, flag) in [
        (None, Some("--no-input")),
        (Some("EPIC_NO_INPUT"), None),
        (Some("CI"), None),
    ] {
        let mut run = env
            .command(
                ["customer", "create", "--last-name", "Petit"]
                    .into_iter()
                    .chain(flag),
            )
            .as_("CBrunel");
        if let Some(variable) = variable {
            run = run.env(variable, "1");
        }
        let shown = env.unchanged(|| Talk::with(run).end());
        assert_eq!(
            shown,
            "error: missing --first-name, --email, --phone, --company\n[exit 2]\n"
        );
    }
}

#[test]
fn without_prompts_a_deletion_needs_its_confirmation_in_advance() {
    let env = TestEnv::demo(Backend::Sqlite);
    let delete = [
        "collaborator",
        "delete",
        "ALefebvre",
        "--reassign-to",
        "KDurand",
    ];
    let shown =
        env.unchanged(|| Talk::with(env.command(delete).as_("AMartinez").env("CI", "true")).end());
    assert_snapshot!(shown, @"
    error: this needs a confirmation: give --yes
    [exit 2]
    ");
    env.assert_refused(Some("AMartinez"), delete, 2, "usage.invalid");

    let shown = Talk::with(
        env.command(delete.iter().chain(&["--yes"]))
            .as_("AMartinez"),
    )
    .end();
    assert!(
        !shown.contains("[y/N]") && shown.ends_with("[exit 0]\n"),
        "{shown}"
    );
}

#[test]
fn an_empty_variable_does_not_turn_prompts_off() {
    let env = TestEnv::demo(Backend::Sqlite);
    let run = env
        .command(["login"])
        .env("CI", "")
        .env("EPIC_NO_INPUT", "");
    let mut talk = Talk::with(run);
    talk.press("Login: ", CTRL_D);
    assert_snapshot!(talk.end(), @"
    Login: 
    error: cancelled
    [exit 130]
    ");
}
