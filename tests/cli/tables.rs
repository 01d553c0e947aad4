//! What a person at a terminal sees of lists and records, in both languages and at several widths. Every test here has
//! a pseudo-terminal; the dates of the demonstration company, which follow the clock, are set to fixed ones.

use std::process::Command;
use std::time::Duration;

use expectrl::session::OsSession;
use insta::assert_snapshot;
use unicode_width::UnicodeWidthStr as _;

use crate::env::{Invocation, TestEnv, finish, on_both_databases, without_times};

/// What a terminal of so many columns shows of a run.
#[track_caller]
fn seen(run: Invocation<'_>, columns: usize) -> String {
    let inner = run.env("TERM", "xterm-256color").raw();
    let mut shell = Command::new("sh");
    shell
        .args(["-c", "stty cols \"$0\" rows 60; exec \"$@\""])
        .arg(columns.to_string())
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
    let (text, status) = finish(session);
    assert_eq!(status, 0, "{text}");
    text.replace("\r\n", "\n")
}

/// The same, without colours, in a language.
#[track_caller]
fn plain(env: &TestEnv, login: &str, lang: &str, columns: usize, args: &[&str]) -> String {
    let run = env
        .command(args)
        .as_(login)
        .env("NO_COLOR", "1")
        .env("EPIC_LANG", lang);
    seen(run, columns)
}

fn with_fixed_dates(env: &TestEnv) {
    env.execute("UPDATE events SET start_at = '2031-05-20T16:00:00Z', end_at = '2031-05-20T21:30:00Z' WHERE id < 9");
    env.execute("UPDATE contracts SET signed_at = '2026-01-02T09:00:00Z' WHERE status = 'signed'");
}

on_both_databases! {
    fn customers_in_both_languages(env: &TestEnv) {
        assert_snapshot!(plain(env, "CBrunel", "en", 80, &["customer", "list", "--limit", "3"]), @"");
        assert_snapshot!(plain(env, "CBrunel", "fr", 80, &["customer", "list", "--limit", "3"]), @"");
    }

    fn contracts_in_both_languages(env: &TestEnv) {
        assert_snapshot!(plain(env, "CBrunel", "en", 80, &["contract", "list"]), @"");
        assert_snapshot!(plain(env, "CBrunel", "fr", 80, &["contract", "list", "--limit", "3"]), @"");
    }

    fn events_in_both_languages(env: &TestEnv) {
        with_fixed_dates(env);
        assert_snapshot!(plain(env, "BRenard", "en", 80, &["event", "list", "--limit", "3"]), @"");
        assert_snapshot!(plain(env, "BRenard", "fr", 80, &["event", "list", "--limit", "3"]), @"");
        assert_snapshot!(plain(env, "BRenard", "fr", 120, &["event", "list", "--limit", "3"]), @"");
    }

    fn the_staff_in_both_languages(env: &TestEnv) {
        env.execute("UPDATE collaborators SET active = false WHERE id = 6");
        assert_snapshot!(plain(env, "AMartinez", "en", 80, &["collaborator", "list", "--inactive"]), @"");
        assert_snapshot!(plain(env, "AMartinez", "fr", 80, &["collaborator", "list"]), @"");
    }

    fn a_record_with_its_lists_in_both_languages(env: &TestEnv) {
        with_fixed_dates(env);
        let shown = plain(env, "CBrunel", "en", 80, &["customer", "show", "1"]);
        assert_snapshot!(without_times(&shown), @"");
        let shown = plain(env, "CBrunel", "fr", 80, &["event", "show", "1", "--fields", "id,title,contract.status,start_at,end_at,attendees,notes"]);
        assert_snapshot!(shown, @"");
    }

    fn a_narrow_terminal_breaks_nothing(env: &TestEnv) {
        with_fixed_dates(env);
        assert_snapshot!(plain(env, "CBrunel", "en", 40, &["event", "list", "--limit", "2"]), @"");
        assert_snapshot!(plain(env, "CBrunel", "fr", 40, &["contract", "list", "--limit", "2"]), @"");
        assert_snapshot!(plain(env, "CBrunel", "en", 40, &["event", "list", "--limit", "1", "--fields", "id,title,start_at,end_at,attendees"]), @"");
        for noun in ["customer", "contract", "event", "collaborator"] {
            for columns in [30, 40, 60, 80, 100, 120, 200] {
                for lang in ["en", "fr"] {
                    for line in plain(env, "CBrunel", lang, columns, &[noun, "list"]).lines() {
                        assert!(line.width() <= columns, "{noun} at {columns}: {line:?}");
                    }
                }
            }
        }
    }

    fn a_long_note_stands_beside_its_label_in_lines(env: &TestEnv) {
        env.execute("UPDATE events SET notes = 'The hall closes at midnight, and the caterer needs the kitchen from four in the afternoon on.\n\nDeux vestiaires 👩‍👩‍👧‍👦.' WHERE id = 3");
        assert_snapshot!(plain(env, "BRenard", "en", 60, &["event", "show", "3", "--fields", "title,notes"]), @"");
    }

    fn what_a_status_means_has_a_colour_and_a_word(env: &TestEnv) {
        let args = ["contract", "list", "--fields", "id,due,status", "--status", "signed,pending,unsigned", "--offset", "4", "--limit", "4"];
        let shown = seen(env.command(args).as_("CBrunel"), 80);
        assert_snapshot!(shown.replace('\u{1b}', "␛"), @"");
    }

    fn an_empty_list_says_why_and_what_to_do(env: &TestEnv) {
        let none = |login, lang, args: &[&str]| plain(env, login, lang, 80, args);
        assert_eq!(none("CBrunel", "en", &["contract", "list", "--unpaid", "--customer", "5"]), "No contracts to show with --unpaid, --customer.\n");
        assert_eq!(none("CBrunel", "fr", &["event", "list", "--upcoming", "--customer", "8"]), "Aucun événement à afficher avec --customer, --upcoming.\n");
        assert_eq!(none("AMartinez", "fr", &["token", "list"]), "Aucun jeton à afficher.\nconseil\u{a0}: epic token create\n");
        env.execute("DELETE FROM events");
        assert_eq!(none("CBrunel", "en", &["event", "list"]), "No events to show.\nhint: epic event create\n");
        assert_eq!(none("BRenard", "en", &["event", "list"]), "No events to show.\n");
        env.execute("DELETE FROM contracts");
        assert_eq!(none("AMartinez", "fr", &["contract", "list"]), "Aucun contrat à afficher.\nconseil\u{a0}: epic contract create\n");
    }

    fn sums_are_of_what_is_shown(env: &TestEnv) {
        let last = |args: &[&str]| {
            let shown = plain(env, "CBrunel", "en", 120, args);
            shown.lines().last().unwrap().split_whitespace().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(last(&["contract", "list", "--limit", "2"]), ["Shown", "€17,500.00", "€7,500.00"]);
        assert_eq!(last(&["contract", "list", "--offset", "7"]), ["Shown", "€21,200.00", "€21,200.00"]);
        assert_eq!(last(&["contract", "list"]), ["Total", "€103,400.49", "€64,000.50"]);
        // One contract is its own sum.
        assert_eq!(last(&["contract", "list", "--customer", "2"])[0], "2");
    }

    fn rows_are_counted_up_to_a_bound(env: &TestEnv) {
        let numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10500)";
        env.execute(&format!(
            "{numbers} INSERT INTO customers (first_name, last_name, email, phone, company, company_folded,
                                              sales_contact_id, search_text, created_at, updated_at)
             SELECT 'Jean', 'Dupont', 'jean@dupont.example', '+33601020304', 'Dupont', 'dupont', 2, 'dupont',
                    '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z' FROM n"
        ));
        let footer = |lang| {
            let shown = plain(env, "CDelorme", lang, 80, &["customer", "list"]);
            shown.lines().last().unwrap().to_owned()
        };
        assert_eq!(footer("en"), "50 of more than 10,000 customers; --all shows every one.");
        assert_eq!(footer("fr"), "50 clients sur plus de 10\u{202f}000\u{a0}; --all affiche tout.");
        env.execute("DELETE FROM customers WHERE id > 1234");
        assert_eq!(footer("en"), "50 of 1,234 customers; --all shows every one.");
    }

    fn nothing_is_drawn_where_that_is_asked_for(env: &TestEnv) {
        let list = ["contract", "list", "--limit", "2", "--fields", "id,customer.company,due,status"];
        let run = env.command(list).as_("CBrunel").env("EPIC_ACCESSIBLE", "1").env("EPIC_LANG", "fr");
        assert_snapshot!(seen(run, 80), @"");
        let run = env.command(["customer", "show", "2", "--fields", "id,name,company"]).as_("CBrunel").env("EPIC_ACCESSIBLE", "1");
        assert_snapshot!(seen(run, 80), @"");
        // Programs are told the same as ever.
        let run = env.command(["contract", "list", "--limit", "1", "--format", "tsv"]).as_("CBrunel").env("EPIC_ACCESSIBLE", "1");
        assert_eq!(run.run().stdout, "1\tÉléa Garçon\tBoulangerie Œuvre & Fils\t2500.00\t0.00\tsigned\tCBrunel\n");
    }

    fn what_was_done_is_told_in_words(env: &TestEnv) {
        env.run_as("CBrunel", ["contract", "update", "2", "--due", "5000"]).success();
        let shown = plain(env, "CBrunel", "en", 80, &["history", "contract", "2"]);
        assert_snapshot!(without_times(shown.lines().last().unwrap()), @"");
        let shown = plain(env, "AMartinez", "fr", 100, &["audit", "list", "--limit", "1", "--fields", "action,entity,entity_id,changes"]);
        assert_snapshot!(shown, @"");
    }
}
