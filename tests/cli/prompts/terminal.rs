//! A person at a terminal: tables with a bound, questions for what is missing, hidden secrets, confirmations, and
//! ways out of a prompt. Every test here has a pseudo-terminal.

use insta::assert_snapshot;
use unicode_width::UnicodeWidthStr as _;

use crate::env::{Backend, PASSWORD, TestEnv, on_both_databases};
use crate::talk::{CTRL_C, CTRL_D, ESC, Talk};

/// Adds customers up to a total.
fn with_many_customers(env: &TestEnv, total: usize) {
    env.customers(total - 8, |it, n| {
        it.email = format!("jean{}@dupont.example", n + 8);
    });
}

on_both_databases! {
    fn a_list_is_a_table_of_fifty_rows_at_most(env: &TestEnv) {
        with_many_customers(env, 60);
        for (flags, rows, message) in [
            (&[][..], 50, "50 of 60 customers; --all shows all of them."),
            (&["--sales-contact", "CBrunel"], 50, "50 of 56 customers; --all shows all of them."),
            (&["--sales-contact", "CDelorme"], 4, ""),
            (&["--all"], 60, ""),
            (&["--limit", "55"], 55, ""),
            (&["--limit", "3"], 3, ""),
            (&["--offset", "20"], 40, ""),
            (&["--offset", "10"], 50, "50 of 60 customers; --all shows all of them."),
            (&["--quiet"], 50, ""),
            (&["--search", "introuvable", "--quiet"], 0, ""),
            (&["--search", "introuvable"], 0, "No customers match --search."),
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
            .sees("First name: must not be blank")
            .again("Zoé")
            .answer("Last name: ", "Petit")
            .answer("E-mail: ", "nonsense")
            .sees("E-mail: must contain an @, as in name@example.com")
            .again("zoe@petit.example")
            .answer("Phone: ", "12")
            .sees("Phone: must be a French number such as 06 01 02 03 04, or start with a")
            .sees("country code such as +33")
            .again("06 01 02 03 04");
        assert_snapshot!(talk.end(), @"
        First name: Zoé
        Last name: Petit
        E-mail: zoe@petit.example
        Phone: 06 01 02 03 04
        ID                  9
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

    fn what_was_refused_stays_to_be_mended(env: &TestEnv) {
        let args = ["customer", "create", "--first-name", "Zoé", "--last-name", "Petit", "--phone", "0601020304"];
        let mut talk = Talk::with(env.command(args).as_("CBrunel"));
        // Without the @: four steps to the left, and there it goes.
        talk.answer("E-mail: ", "zoepetit.example")
            .sees("must contain an @")
            .press("", "\u{1b}[H\u{1b}[C\u{1b}[C\u{1b}[C@\r")
            .answer("Company: ", "Petit SA");
        assert!(talk.end().ends_with("[exit 0]\n"));
        assert_eq!(env.scalar("SELECT email FROM customers WHERE id = 9"), "zoe@petit.example");
    }

    fn a_flag_that_is_not_valid_is_told_and_asked_for_again(env: &TestEnv) {
        let mut talk = Talk::with(env.command(["contract", "create", "--customer", "1", "--total", "lots"]).as_("AMartinez"));
        talk.answer("Total: ", "1 500,50").answer("Amount due (optional): ", "");
        assert_snapshot!(talk.end(), @"
          Total: must be an amount such as 1500, 1500.50 or 1 500,50
        Total: 1 500,50
        Amount due (optional):
        ID                  10
        Customer ID         1
        Customer            Éléa Garçon
        Company             Boulangerie Œuvre & Fils
        Sales contact ID    2
        Sales contact       CBrunel
        Sales contact name  Cédric Brunel
        Total               €1,500.50
        Due                 €1,500.50
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

    fn records_are_chosen_from_a_list_that_is_searched_as_one_types(env: &TestEnv) {
        let mut talk = Talk::with(env.command(["event", "assign"]).as_("AMartinez"));
        talk.press("Event: ", "introuvable")
            .sees("Nothing matches.")
            .press("", "\u{15}2")
            .sees("> #2 ")
            .press("", "\r")
            .press("Support contact: ", "benoit")
            .sees("> BRenard")
            .press("", "\r");
        let shown = talk.end();
        assert!(shown.ends_with("[exit 0]\n"), "{shown}");
        assert_eq!(env.scalar("SELECT support_contact_id FROM events WHERE id = 2"), "4");
    }

    fn a_deletion_goes_on_after_a_yes_alone(env: &TestEnv) {
        for (answer, status) in [("n", 130), ("", 130), ("no", 130), ("YES", 0)] {
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
            let run = env.command(["collaborator", "delete", "AMartinez"]).as_("AMartinez");
            assert_snapshot!(Talk::with(run).end(), @"
            error: you cannot deactivate your own account
            [exit 6]
            ");
        });
    }

    fn whoever_takes_over_is_chosen(env: &TestEnv) {
        let mut talk = Talk::with(env.command(["collaborator", "delete", "ALefebvre"]).as_("AMartinez"));
        talk.press("Reassign to: ", "dur")
            .sees("> KDurand")
            .press("", "\r")
            .answer("[y/N]: ", "y");
        let shown = talk.end();
        assert!(shown.ends_with("[exit 0]\n"), "{shown}");
        assert_eq!(env.scalar("SELECT count(*) FROM collaborators WHERE login = 'ALefebvre' AND active"), "0");
    }

    fn the_question_says_what_a_deletion_does(env: &TestEnv) {
        env.unchanged(|| {
            let mut talk = Talk::with(
                env.command(["collaborator", "delete", "CBrunel", "--reassign-to", "CDelorme"]).as_("AMartinez"),
            );
            talk.answer("[y/N]: ", "n");
            assert_snapshot!(talk.end(), @"
            Deactivate CBrunel, revoke 1 session, and reassign 4 customers to CDelorme? [y/N]:
            > n
            error: cancelled
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

    fn a_terminal_is_restored_before_a_signal_ends_a_hidden_question(env: &TestEnv) {
        for accessible in ["0", "1"] {
            let run = env.command(["login", "CBrunel"]).env("EPIC_ACCESSIBLE", accessible);
            let mut talk = Talk::in_shell(run);
            talk.sees("Password: ").terminate();
            let shown = talk.end_of_shell();
            assert!(shown.ends_with("[exit 143]\nisig\nicanon\necho\n"), "{shown}");
        }
    }

    fn a_wrong_current_password_is_told_before_a_new_one_is_asked_for(env: &TestEnv) {
        env.log_in("CBrunel");
        let mut talk = Talk::with(env.command(["password", "change"]));
        talk.answer("Current password: ", "wrong");
        assert_snapshot!(talk.end(), @"
        Current password:
        error: wrong login or password
        [exit 4]
        ");
        let mut talk = Talk::with(env.command(["password", "change"]));
        talk.answer("Current password: ", PASSWORD)
            .answer("New password: ", "hunter2")
            .sees("the password must have at least 12 characters")
            .press("New password: ", CTRL_C);
        assert!(talk.end().ends_with("[exit 130]\n"));
        // The proof of the current password has left no session behind.
        assert_eq!(env.run(["session", "list", "--format", "ids"]).success().stdout.lines().count(), 1);
    }

    fn esc_goes_back_to_the_answer_before_and_keeps_it(env: &TestEnv) {
        let mut talk = Talk::with(env.command(["customer", "create", "--company", "Petit SA"]).as_("CBrunel"));
        talk.answer("First name: ", "Zoé")
            .answer("Last name: ", "Petit")
            .press("E-mail: ", "zoe@\u{1b}")
            .press("Last name: Petit", "-Grand\r")
            .answer("E-mail: zoe@", "petit.example")
            .answer("Phone: ", "06 01 02 03 04");
        assert!(talk.end().ends_with("[exit 0]\n"));
        assert_eq!(
            env.scalar("SELECT first_name || last_name || email FROM customers WHERE id = 9"),
            "ZoéPetit-Grandzoe@petit.example"
        );
    }

    fn an_update_asks_for_each_field_with_its_value(env: &TestEnv) {
        let mut talk = Talk::with(env.command(["customer", "update", "1"]).as_("CBrunel"));
        talk.answer("First name: Éléa", "")
            .answer("Last name: Garçon", "-Petit")
            .answer("E-mail: ", "")
            .answer("Phone: ", "")
            .answer("Company: ", "");
        assert!(talk.end().ends_with("[exit 0]\n"));
        assert_eq!(
            env.scalar("SELECT first_name || ' ' || last_name || ' ' || version FROM customers WHERE id = 1"),
            "Éléa Garçon-Petit 2"
        );
    }

    fn what_others_change_meanwhile_is_not_put_back(env: &TestEnv) {
        let mut talk = Talk::with(env.command(["customer", "update", "1"]).as_("CBrunel"));
        talk.answer("First name: Éléa", "").answer("Last name: Garçon", "").sees("E-mail: ");
        env.run_as("CBrunel", ["customer", "update", "1", "--first-name=Zoé"]).success();
        talk.press("", ESC)
            .answer("Last name: Garçon", "-Petit")
            .answer("E-mail: ", "")
            .answer("Phone: ", "")
            .answer("Company: ", "");
        assert!(talk.end().ends_with("customer 1 has changed in the meantime\nhint: epic customer show 1\n[exit 7]\n"));
        assert_eq!(env.scalar("SELECT first_name || ' ' || last_name FROM customers WHERE id = 1"), "Zoé Garçon");
    }

    fn answers_count_for_whoever_gave_them(env: &TestEnv) {
        env.log_in("CBrunel");
        let mut talk = Talk::with(env.command(["customer", "update", "1"]));
        talk.answer("First name: Éléa", "a").sees("Last name: ");
        env.log_in("CDelorme");
        talk.press("", ESC);
        let shown = talk.end();
        let told = "error: a different user has logged in since: nothing was changed\nhint: epic whoami\n[exit 4]\n";
        assert!(shown.ends_with(told), "{shown}");
        assert_eq!(env.scalar("SELECT first_name FROM customers WHERE id = 1"), "Éléa");
    }

    fn a_yes_counts_for_what_was_told(env: &TestEnv) {
        let delete = ["collaborator", "delete", "CBrunel", "--reassign-to", "CDelorme"];
        let mut talk = Talk::with(env.command(delete).as_("AMartinez"));
        talk.sees("[y/N]: ");
        env.run_as("AMartinez", ["customer", "transfer", "8", "--to=CBrunel"]).success();
        talk.answer("", "y");
        let shown = talk.end();
        assert!(shown.ends_with("[exit 7]\n"), "{shown}");
        assert_eq!(env.scalar("SELECT count(*) FROM collaborators WHERE login = 'CBrunel' AND active"), "1");
    }

    fn an_overlap_is_asked_about(env: &TestEnv) {
        env.force("UPDATE events SET start_at = '2030-01-01T10:00:00Z', end_at = '2030-01-01T12:00:00Z', support_contact_id = NULL");
        env.force("UPDATE events SET support_contact_id = 4 WHERE id = 4");
        for (answer, exit, runs) in [("n", 130, "0"), ("y", 0, "1")] {
            let mut talk = Talk::with(env.command(["event", "assign", "6"]).as_("AMartinez"));
            talk.answer("Support contact: ", "brenard").answer("Assign it anyway? [y/N]: ", answer);
            let shown = talk.end();
            assert!(shown.ends_with(&format!("[exit {exit}]\n")), "{shown}");
            assert_eq!(env.scalar("SELECT count(*) FROM events WHERE id = 6 AND support_contact_id = 4"), runs);
        }
    }

    fn a_question_is_answered_by_yes_or_no(env: &TestEnv) {
        let mut talk = Talk::with(env.command(["collaborator", "delete", "KDurand", "--reassign-to", "BRenard"]).as_("AMartinez"));
        talk.answer("[y/N]: ", "yess").sees("Please answer y or n.").press("", CTRL_C);
        assert!(talk.end().ends_with("[exit 130]\n"));
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
            .answer("Repeat the new password: ", "correct horse battery stable")
            .answer("New password: ", "correct horse battery staple")
            .answer("Repeat the new password: ", "correct horse battery staple")
            .answer("[y/N]: ", "y");
        let shown = talk.end_of_shell();
        assert!(!shown.contains("battery") && !shown.contains("hunter2"), "{shown}");
        assert_snapshot!(shown, @"
        New password:
          the password must have at least 12 characters
        New password:
        Repeat the new password:
          the passwords do not match
        New password:
        Repeat the new password:
        Reset the password of KDurand, and revoke 1 session? [y/N]: y
        KDurand is logged out everywhere and must change this password at the next login.
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
        ");
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
        for key in [CTRL_C, CTRL_D, ESC] {
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
    error: this needs confirmation: add --yes
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
