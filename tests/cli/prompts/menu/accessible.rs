//! The menu line by line, as a screen reader reads it and as a script drives it: no terminal at all, numbers and lines on
//! plain standard input. The same numbers do the same in both languages.

use insta::assert_snapshot;

use super::sessions;
use crate::env::{Backend, Output, PASSWORD, TestEnv, on_both_databases};
use crate::staff::STRONG;
use crate::talk::Talk;

fn menu(env: &TestEnv, lang: &str, lines: &[&str]) -> Output {
    env.command(["menu"])
        .env("EPIC_ACCESSIBLE", "1")
        .env("EPIC_LANG", lang)
        .stdin(lines.join("\n") + "\n")
        .run()
}

/// One language after the other, each on a database of its own.
fn in_both_languages(env: &TestEnv, day: impl Fn(&TestEnv, &str)) {
    day(env, "en");
    day(&TestEnv::demo(env.backend()), "fr");
}

/// Nothing moves a cursor, colours or rings.
fn is_plain(output: &Output) {
    for text in [&output.stdout, &output.stderr] {
        assert!(!text.contains(['\u{1b}', '\u{7}', '\u{8}', '\r']), "{text}");
        assert!(!text.contains(['│', '─', '╭']), "{text}");
    }
}

on_both_databases! {
    fn a_day_of_management(env: &TestEnv) {
        in_both_languages(env, |env, lang| {
            let output = menu(env, lang, &[
                "AMartinez", PASSWORD,
                // A collaborator is created, moved to another name, and deleted.
                "1", "ZPetit", "Zoé", "Petit", "nonsense", "zpetit@epic-events.example", "12", "0601020304", "9", "2",
                "short", STRONG, STRONG, "y",
                "2", "zpetit", "1", "", "", "Grand", "", "", "", "y",
                "3", "zpetit", "1", "o",
                "4", "5", "elea", "1", "6", "7", "elea", "1",
                // A contract is created and changed.
                "8", "elea", "1", "lots", "1500", "2000", "", "y",
                "9", "10", "1", "2000", "", "", "", "y",
                "10", "11", "elea", "1",
                // An event gets somebody who runs it.
                "12", "2", "1", "benoit", "1", "y",
                "13",
            ]).success();
            is_plain(&output);
            assert_eq!(env.scalar("SELECT last_name FROM collaborators WHERE login = 'ZPetit'"), "Grand");
            assert_eq!(env.scalar("SELECT count(*) FROM collaborators WHERE login = 'ZPetit' AND active"), "0");
            assert_eq!(env.scalar("SELECT total_cents || ' ' || due_cents FROM contracts WHERE id = 10"), "200000 200000");
            assert_eq!(env.scalar("SELECT support_contact_id FROM events WHERE id = 2"), "4");
            assert!(output.stderr.contains("epic contract create --customer 1 --total 1500"), "{}", output.stderr);
            assert!(output.stderr.contains("epic contract update 10 --total 2000\n"), "{}", output.stderr);
            assert!(output.stderr.contains("epic event assign 2 --support BRenard"), "{}", output.stderr);
            assert!(!output.stderr.contains(STRONG) && !output.stderr.contains(PASSWORD), "{}", output.stderr);
            assert!(!env.session_file().exists());
        });
    }

    fn a_day_of_sales(env: &TestEnv) {
        in_both_languages(env, |env, lang| {
            let output = menu(env, lang, &[
                "CBrunel", PASSWORD,
                "1", "", "Zoé", "Petit", "nonsense", "zoe@petit.example", "12", "0601020304", "Petit SA", "y",
                "2", "3", "petit", "1",
                "4", "petit", "1", "", "Grand", "", "", "", "y",
                "5", "6", "elea", "1", "7", "3", "8",
                "9", "9", "1", "", "", "3", "y",
                "10", "11", "elea", "1",
                "12", "elea", "1", "Fête", "hier", "2001-05-20 18:00", "2031-05-20 18:00", "2031-05-20 17:00", "+3h",
                "Lyon", "beaucoup", "50", "", "y",
                "13",
            ]).success();
            is_plain(&output);
            assert_eq!(env.scalar("SELECT last_name FROM customers WHERE id = 9"), "Grand");
            assert_eq!(env.scalar("SELECT status FROM contracts WHERE id = 9"), "signed");
            assert_eq!(env.scalar("SELECT title || attendees FROM events WHERE id = 12"), "Fête50");
            assert!(output.stderr.contains("epic contract list --status signed"), "{}", output.stderr);
            assert!(output.stderr.contains("epic contract list --unpaid"), "{}", output.stderr);
            assert!(!env.session_file().exists());
        });
    }

    fn a_day_of_support(env: &TestEnv) {
        in_both_languages(env, |env, lang| {
            let output = menu(env, lang, &[
                "BRenard", PASSWORD,
                "1", "2", "elea", "1", "3", "4", "elea", "1", "5", "6", "elea", "1",
                "7", "4", "1", "", "", "", "Lyon", "0", "300", "Une note", "y",
                "8",
                "9",
            ]).success();
            is_plain(&output);
            assert_eq!(env.scalar("SELECT location || attendees || notes FROM events WHERE id = 4"), "Lyon300Une note");
            assert!(!env.session_file().exists());
        });
    }

    fn a_session_that_ends_half_way_asks_for_the_password_and_goes_on(env: &TestEnv) {
        env.log_in("CBrunel");
        // As if the session had ended while the form was being filled in.
        env.force(&format!("UPDATE {} SET created_at = '2020-01-01T00:00:00Z', expires_at = '2020-01-01T08:00:00Z'", sessions(env)));
        let output = menu(env, "en", &["CBrunel", "wrong", "CBrunel", PASSWORD, "14"]).success();
        assert!(output.stderr.contains("error: your session has expired: log in again\n"), "{}", output.stderr);
        assert!(output.stderr.contains("error: wrong login or password\n"), "{}", output.stderr);
        assert!(env.session_file().exists());
    }
}

#[test]
fn a_screen_reader_hears_lines_and_numbers() {
    let env = TestEnv::demo(Backend::Sqlite);
    env.log_in("BRenard");
    let output = menu(
        &env,
        "en",
        &["2", "casérès", "bogus", "caseres", "1", "bogus", "10"],
    )
    .success();
    assert_snapshot!(output.stderr, @"
    Benoît Renard (BRenard), support
    Choose an action: 
    1. View customers
    2. Read customer
    3. View contracts
    4. Read contract
    5. View events
    6. Read event
    7. Modify event
    8. Display my events
    9. Log out
    10. Quit
    Number: 
    Customer (text to search for, < to go back): 
    1. #2 Kévin Casérès, Cool Startup Lyon
    Customer (a number, or another text to search for): 
    Nothing matches.
    Customer (text to search for, < to go back): 
    1. #2 Kévin Casérès, Cool Startup Lyon
    Customer (a number, or another text to search for): 
    Customer: #2 Kévin Casérès, Cool Startup Lyon
    Command: epic customer show 2
    Benoît Renard (BRenard), support
    Choose an action: 
    1. View customers
    2. Read customer
    3. View contracts
    4. Read contract
    5. View events
    6. Read event
    7. Modify event
    8. Display my events
    9. Log out
    10. Quit
    Number: 
    Type a number from 1 to 10, or < to go back.
    Number:
    ");
    let output = menu(&env, "fr", &["2", "casérès", "1", "10"]).success();
    assert_snapshot!(output.stderr, @"
    Benoît Renard (BRenard), support
    Choisissez une action : 
    1. Voir les clients
    2. Consulter un client
    3. Voir les contrats
    4. Consulter un contrat
    5. Voir les événements
    6. Consulter un événement
    7. Modifier un événement
    8. Afficher mes événements
    9. Se déconnecter
    10. Quitter
    Numéro : 
    Client (texte à chercher, < pour revenir) : 
    1. n° 2 Kévin Casérès, Cool Startup Lyon
    Client (un numéro, ou un autre texte à chercher) : 
    Client : n° 2 Kévin Casérès, Cool Startup Lyon
    Commande : epic customer show 2
    Benoît Renard (BRenard), support
    Choisissez une action : 
    1. Voir les clients
    2. Consulter un client
    3. Voir les contrats
    4. Consulter un contrat
    5. Voir les événements
    6. Consulter un événement
    7. Modifier un événement
    8. Afficher mes événements
    9. Se déconnecter
    10. Quitter
    Numéro :
    ");
}

#[test]
fn the_first_account_is_made_in_the_menu() {
    for lang in ["en", "fr"] {
        let env = TestEnv::initialised(Backend::Sqlite);
        let output = menu(
            &env,
            lang,
            &[
                "1",
                "AMartin",
                "Alice",
                "Martin",
                "alice@epic-events.example",
                "0601020304",
                STRONG,
                STRONG,
                "y",
                STRONG,
                "14",
            ],
        )
        .success();
        assert!(
            output.stderr.contains("epic signup --login AMartin"),
            "{}",
            output.stderr
        );
        assert_eq!(
            env.scalar("SELECT login || ' ' || department FROM collaborators"),
            "AMartin management"
        );
    }
}

#[test]
fn a_list_is_shown_page_by_page() {
    let env = TestEnv::demo(Backend::Sqlite);
    env.customers(992, |it, n| it.email = format!("jean{n}@dupont.example"));
    env.log_in("BRenard");
    let output = menu(&env, "en", &["1", "y", "n", "2", "dupont", "20", "10"]).success();
    // Twice fifty of the list, and the one that was read; the choice was among twenty.
    assert!(output.stdout.lines().count() < 130, "{}", output.stdout);
    assert!(output.stdout.starts_with("1\t"), "{}", output.stdout);
    assert!(
        output.stderr.contains("\n20. ") && !output.stderr.contains("\n21. "),
        "{}",
        output.stderr
    );
}

#[test]
fn a_failure_is_told_and_the_menu_goes_on() {
    let env = TestEnv::demo(Backend::Sqlite);
    env.log_in("AMartinez");
    env.execute(
        "CREATE TRIGGER refusal BEFORE UPDATE ON contracts BEGIN SELECT RAISE(ABORT, 'no'); END",
    );
    let lines = ["9", "9", "1", "2000", "", "", "", "y", "14"];
    let output = env.unchanged(|| menu(&env, "en", &lines).success());
    assert!(
        output.stderr.contains("error: unexpected failure"),
        "{}",
        output.stderr
    );
    assert_eq!(
        output.stderr.matches("\n14. Quit\n").count(),
        2,
        "{}",
        output.stderr
    );
}

#[test]
fn an_overlap_is_asked_about_and_is_part_of_the_command() {
    let env = TestEnv::demo(Backend::Sqlite);
    env.log_in("AMartinez");
    // KDurand runs another event at the time of event 5.
    env.execute("UPDATE events SET start_at = (SELECT start_at FROM events WHERE id = 5), end_at = (SELECT end_at FROM events WHERE id = 5) WHERE id = 2");
    let lines = ["12", "2", "1", "durand", "1", "y", "y", "14"];
    let output = menu(&env, "en", &lines).success();
    assert!(
        output
            .stderr
            .contains("KDurand is already assigned to event 5, which overlaps event 2."),
        "{}",
        output.stderr
    );
    assert!(
        output
            .stderr
            .contains("Command: epic event assign 2 --support KDurand --allow-overlap\n"),
        "{}",
        output.stderr
    );
    assert_eq!(
        env.scalar("SELECT support_contact_id FROM events WHERE id = 2"),
        "5"
    );
}

#[test]
fn a_login_that_is_taken_is_told_where_it_is_typed() {
    let env = TestEnv::demo(Backend::Sqlite);
    env.log_in("AMartinez");
    let lines = [
        "1",
        "cbrunel",
        "ZPetit",
        "Zoé",
        "Petit",
        "CBRUNEL@epic-events.example",
        "zpetit@epic-events.example",
        "0601020304",
        "2",
        STRONG,
        STRONG,
        "y",
        "2",
        "zpetit",
        "1",
        "KDurand",
        "YPetit",
        "",
        "",
        "",
        "",
        "",
        "y",
        "14",
    ];
    let output = menu(&env, "en", &lines).success();
    assert_eq!(
        output
            .stderr
            .matches("already belongs to another collaborator")
            .count(),
        3,
        "{}",
        output.stderr
    );
    assert_eq!(
        env.scalar("SELECT email FROM collaborators WHERE login = 'YPetit'"),
        "zpetit@epic-events.example"
    );
}

#[test]
fn a_step_back_is_a_sign_and_the_end_of_input_a_cancellation() {
    let env = TestEnv::demo(Backend::Sqlite);
    env.log_in("CBrunel");
    let lines = [
        "1",
        "Zoe",
        "<",
        "Zoé",
        "Petit",
        "<",
        "Grand",
        "zoe@petit.example",
        "0601020304",
        "Petit SA",
        "n",
        "Petit SARL",
        "y",
        "<",
        "y",
    ];
    menu(&env, "en", &lines).success();
    assert_eq!(
        env.scalar(
            "SELECT first_name || ' ' || last_name || ' ' || company FROM customers WHERE id = 9"
        ),
        "Zoé Grand Petit SARL"
    );
    for lines in [
        &[][..],
        &["1"],
        &["1", "Zoé"],
        &["9"],
        &["9", "elea"],
        &["<"],
        &["7"],
    ] {
        let output = env.unchanged(|| menu(&env, "en", lines).expect_exit(130));
        assert!(
            output.stderr.ends_with("\nerror: cancelled\n"),
            "{lines:?}\n{}",
            output.stderr
        );
    }
}

#[test]
fn without_a_terminal_the_menu_has_to_be_asked_for() {
    let env = TestEnv::demo(Backend::Sqlite);
    env.log_in("CBrunel");
    let run = || env.command(["menu"]).stdin("14\n");
    for output in [
        run().run(),
        run().env("EPIC_ACCESSIBLE", "0").run(),
        run().env("EPIC_ACCESSIBLE", "1").env("CI", "true").run(),
        run()
            .env("EPIC_ACCESSIBLE", "1")
            .env("EPIC_NO_INPUT", "1")
            .run(),
    ] {
        output.expect_exit(2);
    }
    for no in ["", "0", "false"] {
        let run = run().env("EPIC_ACCESSIBLE", "1");
        run.env("CI", no).env("EPIC_NO_INPUT", no).run().success();
    }
    // Other commands ask at a terminal alone.
    let create = env
        .command(["customer", "create"])
        .env("EPIC_ACCESSIBLE", "1");
    create.stdin("Zoé\n").run().expect_exit(2);
}

#[test]
fn a_terminal_that_can_do_no_more_is_asked_line_by_line() {
    let env = TestEnv::demo(Backend::Sqlite);
    let mut talk = Talk::in_shell(env.command(["menu"]).env("EPIC_ACCESSIBLE", "1"));
    talk.answer("Login: ", "BRenard")
        .answer("Password of BRenard: ", PASSWORD)
        .answer("Number: ", "9");
    let shown = talk.end_of_shell();
    assert!(
        !shown.contains(PASSWORD) && !shown.contains('\u{1b}'),
        "{shown}"
    );
    assert!(shown.ends_with("[exit 0]\nisig\nicanon\necho\n"), "{shown}");
    assert!(!env.session_file().exists());
}

#[test]
fn too_many_wrong_passwords_have_to_wait_and_the_menu_says_so() {
    let env = TestEnv::demo(Backend::Sqlite);
    let mut lines = Vec::new();
    for _ in 0..12 {
        lines.extend(["CBrunel", "wrong"]);
    }
    let output = menu(&env, "en", &lines).expect_exit(130);
    assert!(
        output
            .stderr
            .contains("error: too many wrong passwords: try again in "),
        "{}",
        output.stderr
    );
}
