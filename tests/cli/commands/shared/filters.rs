//! What each filter of each list lets through: the same rows on both databases.

use crate::env::{TestEnv, on_both_databases};

/// The ids that a list shows.
#[track_caller]
fn ids(env: &TestEnv, login: &str, args: &[&str]) -> Vec<i64> {
    let output = env
        .run_as(login, [args, &["--format", "ids"]].concat())
        .success();
    assert_eq!(output.stderr, "", "{args:?}");
    output
        .stdout
        .lines()
        .map(|id| id.parse().unwrap())
        .collect()
}

/// Checks what a list shows to somebody for each set of flags.
#[track_caller]
fn check(env: &TestEnv, login: &str, noun: &str, cases: &[(&[&str], &[i64])]) {
    for (flags, expected) in cases {
        let shown = ids(env, login, &[&[noun, "list"], *flags].concat());
        assert_eq!(shown, *expected, "{login}: {noun} list {flags:?}");
    }
}

/// Checks that a list refuses each set of flags.
#[track_caller]
fn check_refused(env: &TestEnv, login: &str, noun: &str, exit: i32, code: &str, cases: &[&[&str]]) {
    for flags in cases {
        env.assert_refused(Some(login), [&[noun, "list"], *flags].concat(), exit, code);
    }
}

on_both_databases! {
    fn mine_is_what_i_own_or_run(env: &TestEnv) {
        for (login, customers, contracts, events) in [
            ("CBrunel", &[1, 2, 3, 4][..], &[1, 2, 3, 4, 9][..], &[1, 2, 3, 4, 5, 6, 7, 8][..]),
            ("CDelorme", &[5, 6, 7, 8], &[5, 6, 7, 8], &[9, 10, 11]),
            ("BRenard", &[1, 2], &[1, 2], &[1, 3, 4]),
            ("KDurand", &[3, 4], &[3, 4], &[5, 7]),
            ("ALefebvre", &[4, 5, 7], &[4, 5, 7], &[8, 9, 11]),
        ] {
            check(env, login, "customer", &[(&["--mine"], customers)]);
            check(env, login, "contract", &[(&["--mine"], contracts)]);
            check(env, login, "event", &[(&["--mine"], events)]);
        }
    }

    fn mine_means_nothing_to_management(env: &TestEnv) {
        for noun in ["customer", "contract", "event"] {
            check_refused(env, "AMartinez", noun, 2, "usage.invalid", &[&["--mine"]]);
        }
    }

    fn mine_excludes_naming_somebody(env: &TestEnv) {
        check_refused(env, "CBrunel", "customer", 2, "usage.invalid", &[&["--mine", "--sales-contact", "CDelorme"]]);
        check_refused(env, "CBrunel", "contract", 2, "usage.invalid", &[&["--mine", "--sales-contact", "CDelorme"]]);
        check_refused(env, "BRenard", "event", 2, "usage.invalid", &[
            &["--mine", "--support", "KDurand"], &["--unassigned", "--support", "KDurand"],
        ]);
    }

    fn a_sales_contact_is_named_by_login_or_id(env: &TestEnv) {
        check(env, "AMartinez", "customer", &[
            (&["--sales-contact", "CBrunel"], &[1, 2, 3, 4]),
            (&["--sales-contact", "cdelorme"], &[5, 6, 7, 8]),
            (&["--sales-contact", "3"], &[5, 6, 7, 8]),
            (&["--sales-contact", "BRenard"], &[]),
        ]);
        check(env, "AMartinez", "contract", &[
            (&["--sales-contact", "CBrunel"], &[1, 2, 3, 4, 9]),
            (&["--sales-contact", "CDelorme", "--unpaid"], &[6, 7, 8]),
        ]);
        for noun in ["customer", "contract"] {
            check_refused(env, "AMartinez", noun, 3, "not_found.collaborator", &[
                &["--sales-contact", "Nobody"], &["--sales-contact", "999"], &["--sales-contact", "%"],
            ]);
        }
    }

    fn a_company_is_found_by_any_part_without_regard_to_case_and_accents(env: &TestEnv) {
        check(env, "BRenard", "customer", &[
            (&["--company", "muller"], &[6]),
            (&["--company", "MÜLLER"], &[6]),
            (&["--company", "mu\u{308}ller"], &[6]),
            (&["--company", "oeuvre"], &[1]),
            (&["--company", "ŒUVRE"], &[1]),
            (&["--company", "château"], &[4]),
            (&["--company", "de"], &[3, 4]),
            (&["--company", "DÉ"], &[3, 4]),
            (&["--company", "&"], &[1, 7]),
            (&["--company", "p"], &[2, 3, 8]),
            (&["--company", "d'auv"], &[8]),
            (&["--company", "de provence"], &[3]),
            (&["--company", "provence de"], &[]),
            (&["--company", "garcon"], &[]),
            (&["--company", "contact@"], &[]),
            (&["--company", "s"], &[1, 2, 3, 5, 6, 7]),
            (&["--company", ""], &[1, 2, 3, 4, 5, 6, 7, 8]),
        ]);
    }

    fn a_search_finds_every_word_in_any_of_the_fields(env: &TestEnv) {
        check(env, "BRenard", "customer", &[
            (&["--search", "garcon"], &[1]),
            (&["--search", "GARÇON"], &[1]),
            (&["--search", "provence leonie"], &[3]),
            (&["--search", "  Léonie   FLEURS "], &[3]),
            (&["--search", "leonie lyon"], &[]),
            (&["--search", "startup-lyon.example"], &[2]),
            (&["--search", "+3367812"], &[2]),
            (&["--search", "123456"], &[2]),
            (&["--search", "el"], &[1]),
            (&["--search", "él él"], &[1]),
            (&["--search", "zz"], &[]),
            (&["--search", "introuvable"], &[]),
            (&["--search", ""], &[1, 2, 3, 4, 5, 6, 7, 8]),
            (&["--search", " "], &[1, 2, 3, 4, 5, 6, 7, 8]),
        ]);
        check(env, "BRenard", "collaborator", &[
            (&["--search", "cedric"], &[2]),
            (&["--search", "BENOIT renard"], &[4]),
            (&["--search", "0105"], &[5]),
            (&["--search", "É"], &[1, 2, 3, 4, 5, 6]),
            (&["--search", "kd"], &[5]),
            (&["--search", "sales"], &[]),
        ]);
    }

    fn the_operators_of_the_databases_are_plain_text_in_a_search(env: &TestEnv) {
        for text in [
            "%", "_", "*", "\\", "\"", "\"\"", "'\"", "mull%", "m_ller", "mul*", "\\%", "brasserie OR fleurs",
            "brasserie NOT fleurs", "NEAR(brasserie muller)", "search_text:muller", "^muller", "muller\"",
            "') OR 1=1 --", "{muller}", "+muller",
        ] {
            check(env, "BRenard", "customer", &[(&["--search", text], &[]), (&["--company", text], &[])]);
        }
    }

    fn what_looks_like_an_operator_is_found_where_it_is_written(env: &TestEnv) {
        env.run_as("CBrunel", ["customer", "update", "2", "--company", "50% _off_ \\o/ \"le*\""]).success();
        for text in ["%", "_", "\\", "\"", "*", "0% _", "_off_", "\\o/", "\"le*\"", "50%"] {
            check(env, "BRenard", "customer", &[(&["--company", text], &[2]), (&["--search", text], &[2])]);
        }
    }

    fn a_search_follows_every_change_of_a_record(env: &TestEnv) {
        env.run_as("CBrunel", ["customer", "update", "3", "--company", "Maison Zénith", "--last-name", "Wagner"]).success();
        check(env, "BRenard", "customer", &[
            (&["--search", "zenith"], &[3]),
            (&["--search", "wagner zenith"], &[3]),
            (&["--company", "ZÉNITH"], &[3]),
            (&["--search", "bouquet"], &[]),
            (&["--company", "provence"], &[]),
            (&["--search", "fleurs-provence.example"], &[3]),
        ]);
        env.run_as("AMartinez", ["collaborator", "update", "KDurand", "--first-name", "Ödön", "--login", "odon"]).success();
        check(env, "BRenard", "collaborator", &[(&["--search", "odon durand"], &[5]), (&["--search", "karine"], &[])]);
    }

    fn collaborators_by_department_and_activity(env: &TestEnv) {
        env.force("UPDATE collaborators SET active = false WHERE login = 'KDurand'");
        check(env, "BRenard", "collaborator", &[
            (&[], &[1, 2, 3, 4, 6]),
            (&["--inactive"], &[1, 2, 3, 4, 5, 6]),
            (&["--department", "support"], &[4, 6]),
            (&["--department", "support", "--inactive"], &[4, 5, 6]),
            (&["--department", "sales"], &[2, 3]),
            (&["--department", "management", "--search", "brunel"], &[]),
            (&["--search", "durand"], &[]),
            (&["--search", "durand", "--inactive"], &[5]),
        ]);
        check_refused(env, "BRenard", "collaborator", 2, "usage.invalid", &[
            &["--department", "marketing"], &["--department", ""],
        ]);
    }

    fn contracts_by_status_and_what_is_due(env: &TestEnv) {
        check(env, "BRenard", "contract", &[
            (&["--status", "signed"], &[1, 2, 3, 4, 5, 7]),
            (&["--status", "pending"], &[6]),
            (&["--status", "unsigned,pending"], &[6, 8, 9]),
            (&["--status", "unsigned", "--status", "pending"], &[6, 8, 9]),
            (&["--status", "signed,signed"], &[1, 2, 3, 4, 5, 7]),
            (&["--unpaid"], &[2, 3, 4, 6, 7, 8, 9]),
            (&["--unpaid", "--status", "signed"], &[2, 3, 4, 7]),
            (&["--no-event"], &[6, 8, 9]),
            (&["--no-event", "--status", "signed"], &[]),
            (&["--min-due", "7500"], &[2, 4, 6, 8]),
            (&["--min-due", "7500.01"], &[4, 6, 8]),
            (&["--min-due", "4 800,50"], &[2, 3, 4, 6, 8]),
            (&["--min-due", "0"], &[1, 2, 3, 4, 5, 6, 7, 8, 9]),
            (&["--min-due", "9999999999.99"], &[]),
            (&["--customer", "1"], &[1, 9]),
            (&["--customer", "999"], &[]),
            (&["--customer", "1", "--sales-contact", "CDelorme"], &[]),
        ]);
        check(env, "CBrunel", "contract", &[
            (&["--mine", "--unpaid", "--status", "signed"], &[2, 3, 4]),
            (&["--mine", "--no-event"], &[9]),
        ]);
        check_refused(env, "BRenard", "contract", 2, "usage.invalid", &[
            &["--status", "paid"], &["--status", "signed,paid"], &["--status", ""], &["--min-due", "-1"],
            &["--min-due", "1.005"], &["--min-due", "lots"], &["--customer", "0"], &["--customer", "1.5"], &["--customer", " "],
        ]);
    }

    fn events_by_person_contract_and_customer(env: &TestEnv) {
        check(env, "AMartinez", "event", &[
            (&["--unassigned"], &[2, 6, 10]),
            (&["--support", "KDurand"], &[5, 7]),
            (&["--support", "kdurand"], &[5, 7]),
            (&["--support", "6"], &[8, 9, 11]),
            (&["--support", "CBrunel"], &[]),
            (&["--contract", "7"], &[10, 11]),
            (&["--contract", "8"], &[]),
            (&["--customer", "4"], &[7, 8]),
            (&["--customer", "4", "--contract", "7"], &[]),
            (&["--customer", "7", "--unassigned"], &[10]),
        ]);
        check(env, "CDelorme", "event", &[(&["--mine", "--unassigned"], &[10])]);
        check(env, "BRenard", "event", &[(&["--mine", "--unassigned"], &[])]);
        check_refused(env, "AMartinez", "event", 3, "not_found.collaborator", &[&["--support", "Nobody"]]);
        check_refused(env, "AMartinez", "event", 2, "usage.invalid", &[&["--contract", "x"], &["--customer", "-1"]]);
    }

    /// The bounds leave a day to spare: midnight may come between the making of the company and the list.
    fn events_by_day_counted_from_today(env: &TestEnv) {
        check(env, "AMartinez", "event", &[
            (&["--upcoming"], &[2, 4, 5, 6, 7, 8, 10, 11]),
            (&["--from", "today"], &[2, 4, 5, 6, 7, 8, 10, 11]),
            (&["--from", "tomorrow", "--upcoming"], &[2, 4, 5, 6, 7, 8, 10, 11]),
            (&["--to", "today"], &[1, 3, 9]),
            (&["--to", "today", "--upcoming"], &[]),
            (&["--from", "-35d", "--to", "-3d"], &[3, 9]),
            (&["--from", "+50d"], &[10, 11]),
            (&["--from", "+3d", "--to", "+8d"], &[6]),
            (&["--from", "+8d", "--to", "+3d"], &[]),
        ]);
        check(env, "BRenard", "event", &[(&["--mine", "--upcoming"], &[4])]);
        check_refused(env, "AMartinez", "event", 2, "usage.invalid", &[
            &["--from", "someday"], &["--to", "2026-02-30"], &["--from", "+7"], &["--from", ""],
        ]);
    }

    fn a_day_begins_and_ends_where_the_configured_zone_has_it(env: &TestEnv) {
        env.execute(
            "UPDATE events SET start_at = '2030-05-19T21:59:59Z', end_at = '2031-01-01T00:00:00Z' WHERE id = 1;
             UPDATE events SET start_at = '2030-05-19T22:00:00Z', end_at = '2031-01-01T00:00:00Z' WHERE id = 2;
             UPDATE events SET start_at = '2030-05-20T21:59:59Z', end_at = '2031-01-01T00:00:00Z' WHERE id = 3;
             UPDATE events SET start_at = '2030-05-20T22:00:00Z', end_at = '2031-01-01T00:00:00Z' WHERE id = 4",
        );
        check(env, "AMartinez", "event", &[
            (&["--from", "2030-05-20", "--to", "2030-05-20"], &[2, 3]),
            (&["--from", "2030-05-19", "--to", "2030-05-20"], &[1, 2, 3]),
            (&["--from", "2030-05-21"], &[4]),
            (&["--from", "2030-05-20"], &[2, 3, 4]),
        ]);
        let in_utc = env
            .command(["event", "list", "--from", "2030-05-20", "--to", "2030-05-20", "--format", "ids"])
            .env("EPIC_TIMEZONE", "UTC")
            .as_("AMartinez")
            .run()
            .success();
        assert_eq!(in_utc.stdout, "3\n4\n");
    }

    fn a_company_is_searched_for_as_it_is_written_even_where_it_could_be_a_phone_number(env: &TestEnv) {
        let created = env.run_as("CBrunel", [
            "customer", "create", "--first-name=Zoé", "--last-name=Petit", "--email=zoe@petit.example",
            "--phone=0699887766", "--company=0601020304",
        ]);
        let found = env.run_as("CBrunel", ["customer", "list", "--format=ids", "--company=0601020304"]);
        assert_eq!(found.success().stdout, created.success().stdout);
    }

    fn blanks_around_a_login_do_not_matter(env: &TestEnv) {
        let found = env.run_as("BRenard", ["customer", "list", "--format=ids", "--sales-contact", " CBrunel "]);
        assert_eq!(found.success().stdout, "1\n2\n3\n4\n");
    }
}
