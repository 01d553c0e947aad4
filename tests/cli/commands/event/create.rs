//! Booking an event: its contract, its texts and its times.

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::commands::event::updated;
use crate::env::{TestEnv, on_both_databases};
use crate::staff::{SALES, SUPPORT};

/// The command line of an event of CBrunel's signed contract 2, with one flag replaced or added.
fn creation(flag: &str, value: &str) -> Vec<String> {
    let mut args = vec!["event".to_owned(), "create".to_owned()];
    let usual = [
        ("--contract", "2"),
        ("--title", "Bal"),
        ("--start", "2099-05-20 18:00"),
        ("--end", "+3h"),
        ("--location", "Lyon"),
        ("--attendees", "9"),
    ];
    for (name, usual) in usual.into_iter().filter(|(name, _)| *name != flag) {
        args.push(format!("{name}={usual}"));
    }
    if !flag.is_empty() {
        args.push(format!("{flag}={value}"));
    }
    args
}

/// Books an event with one flag replaced, and returns one column of it.
fn stored(env: &TestEnv, flag: &str, value: &str, name: &str) -> String {
    let run = env.command(creation(flag, value)).as_(SALES);
    env.stored(run, "events", name)
}

/// Refuses a value, with these words.
fn refuses(env: &TestEnv, flag: &str, value: &str, problem: &str) {
    let error = env.assert_refused(Some(SALES), creation(flag, value), 2, "usage.invalid");
    assert_eq!(
        error["message"],
        format!("invalid value for {flag}: {problem}"),
        "{value:?}"
    );
}

on_both_databases! {
    fn an_event_is_born_without_a_support_contact(env: &TestEnv) {
        let mut args = creation("--notes", "Deux vestiaires");
        args.push("--json".to_owned());
        let mut event = env.run_as("CBrunel", args).success().json();
        assert_eq!(event["created_at"].take(), event["updated_at"].take());
        assert_eq!(
            event,
            json!({
                "id": 12, "title": "Bal", "contract": {"id": 2, "status": "signed"},
                "customer": {
                    "id": 2, "name": "Kévin Casérès", "company": "Cool Startup Lyon",
                    "email": "contact@startup-lyon.example", "phone": "+33678123456",
                },
                "support_contact": null, "start_at": "2099-05-20T16:00:00Z", "end_at": "2099-05-20T19:00:00Z",
                "location": "Lyon", "attendees": 9, "notes": "Deux vestiaires",
                "created_at": null, "updated_at": null, "version": 1,
            })
        );
    }

    fn a_creation_off_a_terminal_prints_the_id_alone(env: &TestEnv) {
        insta::assert_snapshot!(env.run_as("CBrunel", creation("", "")), @r"
        exit: 0
        --- stdout
        12
        --- stderr
        ");
    }

    fn everything_missing_or_invalid_is_told_in_one_error(env: &TestEnv) {
        insta::assert_snapshot!(env.run_as("CBrunel", ["event", "create"]), @r"
        exit: 2
        --- stdout
        --- stderr
        error: missing --contract, --title, --start, --end, --location, --attendees
        ");
        let args = ["event", "create", "--contract=0", "--start=soon", "--end=later", "--attendees=0", "--title= "];
        let error = env.assert_refused(Some(SALES), args, 2, "usage.invalid");
        insta::assert_snapshot!(error["message"].as_str().unwrap().replace("; ", "\n"), @r"
        missing --location
        invalid value for --contract: must be an id, such as 12
        invalid value for --title: must not be blank
        invalid value for --start: must be a date and time such as 2026-05-20 18:00
        invalid value for --end: must be a date and time such as 2026-05-20 18:00, or a duration such as +3h
        invalid value for --attendees: must be a whole number from 1 to 1000000
        ");
        let error = env.assert_refused(Some(SUPPORT), ["event", "update", "x", "--attendees=0", "--start=soon"], 2, "usage.invalid");
        insta::assert_snapshot!(error["message"].as_str().unwrap().replace("; ", "\n"), @r"
        invalid value for ID: must be an id, such as 12
        invalid value for --start: must be a date and time such as 2026-05-20 18:00
        invalid value for --attendees: must be a whole number from 1 to 1000000
        ");
    }

    fn an_event_needs_a_signed_contract(env: &TestEnv) {
        insta::assert_snapshot!(env.run_as("CBrunel", creation("--contract", "9")), @r"
        exit: 6
        --- stdout
        --- stderr
        error: contract 9 is not signed: an event needs a signed contract
        hint: epic contract sign 9
        ");
        env.assert_refused(Some(SALES), creation("--contract", "9"), 6, "rule.contract_not_signed");
        env.assert_refused(Some("CDelorme"), creation("--contract", "6"), 6, "rule.contract_not_signed");
        env.assert_refused(Some(SALES), creation("--contract", "6"), 5, "denied.ownership");
        env.assert_refused(Some(SALES), creation("--contract", "99"), 3, "not_found.contract");
        env.run_as("CBrunel", ["contract", "sign", "9"]).success();
        assert_eq!(stored(env, "--contract", "9", "contract_id"), "9");
    }

    fn a_new_event_does_not_start_in_the_past(env: &TestEnv) {
        let at = |minutes| (Timestamp::now() + SignedDuration::from_mins(minutes)).strftime("%FT%TZ").to_string();
        for start in ["2020-05-20 18:00", &at(-1)] {
            let error = env.assert_refused(Some(SALES), creation("--start", start), 6, "rule.event_in_past");
            assert_eq!(error["message"], "a new event cannot start in the past");
        }
        let soon = at(5);
        env.run_as("CBrunel", creation("--start", &soon)).success();
    }

    fn texts_are_taken_up_to_their_bounds(env: &TestEnv) {
        for (flag, name, longest) in [("--title", "title", 100), ("--location", "location", 200)] {
            assert_eq!(stored(env, flag, "É", name), "É");
            assert_eq!(stored(env, flag, &"é".repeat(longest), name), "é".repeat(longest));
            assert_eq!(stored(env, flag, "\u{3000} Fe\u{302}te ", name), "F\u{ea}te");
            let problem = format!("must have 1 to {longest} characters (this has {})", longest + 1);
            refuses(env, flag, &"é".repeat(longest + 1), &problem);
            refuses(env, flag, " \u{a0}", "must not be blank");
            refuses(env, flag, "a\tb", "must not contain control characters (U+0009)");
            refuses(env, flag, "a\nb", "must not contain line breaks (U+000A)");
            refuses(env, flag, "a\u{202e}b", "must not contain bidirectional controls or byte order marks (U+202E)");
        }
    }

    fn notes_may_have_tabs_and_lines_and_nothing_worse(env: &TestEnv) {
        assert_eq!(stored(env, "--notes", " a\tb\r\nc\rd\n", "notes"), "a\tb\nc\nd");
        assert_eq!(stored(env, "--notes", "", "notes"), "");
        assert_eq!(stored(env, "--notes", &"é".repeat(2000), "notes"), "é".repeat(2000));
        refuses(env, "--notes", &"é".repeat(2001), "must have at most 2000 characters (this has 2001)");
        refuses(env, "--notes", "a\u{1b}b", "must not contain control characters (U+001B)");
        refuses(env, "--notes", "a\u{2067}b", "must not contain bidirectional controls or byte order marks (U+2067)");
    }

    fn attendees_are_counted_from_one_to_a_million(env: &TestEnv) {
        for count in ["1", "1000000"] {
            assert_eq!(stored(env, "--attendees", count, "attendees"), count);
        }
        for count in ["0", "1000001", "-1", "1.5", "1 000", "ten", "", "99999999999999999999"] {
            refuses(env, "--attendees", count, "must be a whole number from 1 to 1000000");
        }
    }

    fn times_are_read_in_the_configured_zone_or_with_their_offset(env: &TestEnv) {
        let start = |args: Vec<String>, zone: &str| {
            let args = args.into_iter().chain(["--json".to_owned()]);
            env.command(args).as_("CBrunel").env("EPIC_TIMEZONE", zone).run().success().json()["start_at"].take()
        };
        for (typed, instant) in [
            ("2099-01-20 18:00", "2099-01-20T17:00:00Z"),
            ("2099-05-20T18:00:30", "2099-05-20T16:00:30Z"),
            ("2099-05-20T18:00Z", "2099-05-20T18:00:00Z"),
            ("2099-05-20T18:00:00.999-05:00", "2099-05-20T23:00:00Z"),
        ] {
            assert_eq!(start(creation("--start", typed), "Europe/Paris"), instant, "{typed}");
        }
        assert_eq!(start(creation("", ""), "UTC"), "2099-05-20T18:00:00Z");
    }

    fn a_time_that_the_clocks_skip_is_refused_with_both_readings(env: &TestEnv) {
        refuses(
            env,
            "--start",
            "2027-03-28 02:30",
            "2027-03-28 02:30 does not exist in Europe/Paris, where clocks go forward: write \
             2027-03-28T02:30:00+02:00 (2027-03-28 01:30 there) or 2027-03-28T02:30:00+01:00 (2027-03-28 03:30 there)",
        );
        let event = updated(env, &["--start=2027-03-28T02:30:00+01:00", "--end=+1h30m"]);
        assert_eq!((&event["start_at"], &event["end_at"]), (&json!("2027-03-28T01:30:00Z"), &json!("2027-03-28T03:00:00Z")));
    }

    fn a_time_that_happens_twice_is_refused_with_both_readings(env: &TestEnv) {
        let problem = "2027-10-31 02:30 occurs twice in Europe/Paris, where clocks go back: write \
                       2027-10-31T02:30:00+02:00 or 2027-10-31T02:30:00+01:00";
        refuses(env, "--start", "2027-10-31 02:30", problem);
        let args = ["event", "update", "4", "--end", "2027-10-31 02:30"];
        let error = env.assert_refused(Some(SUPPORT), args, 2, "usage.invalid");
        assert_eq!(error["message"], format!("invalid value for --end: {problem}"));
        let event = updated(env, &["--start=2027-10-31T02:30:00+02:00", "--end=2027-10-31T02:30:00+01:00"]);
        assert_eq!((&event["start_at"], &event["end_at"]), (&json!("2027-10-31T00:30:00Z"), &json!("2027-10-31T01:30:00Z")));
    }

    fn what_is_no_time_is_refused(env: &TestEnv) {
        let form = "must be a date and time such as 2026-05-20 18:00";
        for text in ["", "soon", "2099-05-20", "18:00", "20/05/2099 18:00", "+3h"] {
            refuses(env, "--start", text, form);
        }
        refuses(env, "--start", "2099-02-30 18:00", "must be a day that exists");
        refuses(env, "--start", "2099-05-20 24:00", "must have a time between 00:00:00 and 23:59:59");
    }

    fn an_event_ends_after_it_starts(env: &TestEnv) {
        for end in ["2099-05-20 18:00", "2099-05-20 17:59", "2099-05-20T18:00+03:00"] {
            let error = env.assert_refused(Some(SALES), creation("--end", end), 2, "usage.invalid");
            assert_eq!(error["message"], "invalid value for --end: must be after the start", "{end}");
        }
        env.assert_refused(Some(SALES), creation("--end", "+0h"), 2, "usage.invalid");
        env.assert_refused(Some(SALES), creation("--end", "+-3h"), 2, "usage.invalid");
        assert_eq!(stored(env, "--end", "2099-05-20 18:00:01", "title"), "Bal");
        let args = ["event", "update", "4", "--start=2099-05-20 18:00", "--end=2099-05-20 18:00"];
        env.assert_refused(Some(SUPPORT), args, 2, "usage.invalid");
    }
}
