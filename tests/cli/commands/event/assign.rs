//! Assigning events to a support contact: overlaps, several events at once (rule 4).

use serde_json::{Value, json};

use crate::env::{TestEnv, on_both_databases};
use crate::staff::MANAGER;

/// Books an event of CBrunel's on a day far from all others; returns its id.
fn book(env: &TestEnv, start: &str, end: &str) -> String {
    let args = [
        "event",
        "create",
        "--contract=2",
        "--title=Bal",
        "--location=Lyon",
        "--attendees=9",
    ];
    let times = [
        format!("--start=2099-05-20 {start}"),
        format!("--end=2099-05-20 {end}"),
    ];
    let args = args.into_iter().map(str::to_owned).chain(times);
    env.run_as("CBrunel", args)
        .success()
        .stdout
        .trim()
        .to_owned()
}

fn assign(env: &TestEnv, id: &str, login: &str) -> Value {
    env.run_as(
        "AMartinez",
        ["event", "assign", id, "--support", login, "--json"],
    )
    .success()
    .json()
}

fn support_of(env: &TestEnv, id: &str) -> String {
    env.scalar(&format!(
        "SELECT login FROM events JOIN collaborators ON collaborators.id = support_contact_id WHERE events.id = {id}"
    ))
}

on_both_databases! {
    fn an_event_is_given_to_a_support_contact(env: &TestEnv) {
        let event = assign(env, "2", "kdurand");
        assert_eq!(event["support_contact"], json!({"id": 5, "login": "KDurand", "name": "Karine Durand"}));
        assert_eq!(event["version"], 2);
        assert_eq!(support_of(env, "2"), "KDurand");
        assert_eq!(assign(env, "2", "4")["support_contact"]["login"], "BRenard");
        assert_eq!(support_of(env, "2"), "BRenard");
    }

    fn whoever_runs_it_already_keeps_it_unchanged(env: &TestEnv) {
        env.unchanged(|| assert_eq!(assign(env, "4", "BRenard")["version"], 2));
    }

    fn everything_missing_is_named_in_one_error(env: &TestEnv) {
        let error = env.assert_refused(Some(MANAGER), ["event", "assign"], 2, "usage.invalid");
        assert_eq!(error["message"], "missing ID, --support");
        let error = env.assert_refused(Some(MANAGER), ["event", "assign", "2", "x", "--allow-overlap"], 2, "usage.invalid");
        assert_eq!(
            error["message"],
            "missing --support; invalid value for ID: must be an id, such as 12"
        );
        let error = env.assert_refused(Some(MANAGER), ["event", "unassign"], 2, "usage.invalid");
        assert_eq!(error["message"], "missing ID");
    }

    fn what_does_not_exist_is_told(env: &TestEnv) {
        env.assert_refused(Some(MANAGER), ["event", "assign", "99", "--support=BRenard"], 3, "not_found.event");
        let error = env.assert_refused(Some(MANAGER), ["event", "assign", "2", "--support=nobody"], 3, "not_found.collaborator");
        assert_eq!(error["message"], "no collaborator has the login, e-mail address or full name nobody");
        env.assert_refused(Some(MANAGER), ["event", "unassign", "99"], 3, "not_found.event");
    }

    fn events_go_to_active_support_only(env: &TestEnv) {
        env.force("UPDATE collaborators SET active = (1 = 0) WHERE login = 'KDurand'");
        for login in ["AMartinez", "CBrunel", "KDurand"] {
            let args = ["event", "assign", "2", "--support", login, "--allow-overlap"];
            let error = env.assert_refused(Some(MANAGER), args, 6, "rule.not_support");
            assert_eq!(error["message"], format!("{login} is not an active collaborator of the support department"));
            assert_eq!(error["hint"], "epic collaborator list --department support");
        }
    }

    fn an_overlap_is_a_conflict(env: &TestEnv) {
        let first = book(env, "18:00", "21:00");
        assign(env, &first, "BRenard");
        for (start, end) in [
            ("18:00", "21:00"),
            ("17:00", "22:00"),
            ("19:00", "20:00"),
            ("17:00", "18:00:01"),
            ("20:59:59", "22:00"),
        ] {
            let other = book(env, start, end);
            let args = ["event", "assign", &other, "--support=BRenard"];
            let error = env.assert_refused(Some(MANAGER), args, 7, "conflict.overlap");
            assert_eq!(error["hint"], format!("epic event show {first}"));
            assert_eq!(assign(env, &other, "KDurand")["version"], 2, "another is free: {start}-{end}");
            env.execute(&format!("UPDATE events SET support_contact_id = NULL WHERE id = {other}"));
        }
    }

    fn an_overlap_is_told_with_the_way_around_it(env: &TestEnv) {
        assign(env, &book(env, "18:00", "21:00"), "BRenard");
        let other = book(env, "20:00", "22:00");
        insta::assert_snapshot!(env.run_as("AMartinez", ["event", "assign", &other, "--support=brenard"]), @r"
        exit: 7
        --- stdout
        --- stderr
        error: BRenard is already assigned to event 12, which overlaps event 13: use --allow-overlap to assign it anyway
        hint: epic event show 12
        ");
    }

    fn an_event_that_starts_when_another_ends_does_not_overlap(env: &TestEnv) {
        assign(env, &book(env, "18:00", "21:00"), "BRenard");
        assign(env, &book(env, "21:00", "22:00"), "BRenard");
        assign(env, &book(env, "17:00", "18:00"), "BRenard");
    }

    fn an_overlap_may_be_allowed(env: &TestEnv) {
        assign(env, &book(env, "18:00", "21:00"), "BRenard");
        let other = book(env, "20:00", "22:00");
        let args = ["event", "assign", &other, "--support=BRenard", "--allow-overlap"];
        env.run_as("AMartinez", args).success();
        assert_eq!(support_of(env, &other), "BRenard");
    }

    fn events_of_one_command_may_not_overlap_either(env: &TestEnv) {
        let (one, two) = (book(env, "18:00", "21:00"), book(env, "20:00", "22:00"));
        let args = ["event", "assign", &one, &two, "--support=BRenard"];
        let error = env.assert_refused(Some(MANAGER), args, 7, "conflict.overlap");
        assert_eq!(
            error["message"],
            format!(
                "BRenard is already assigned to event {one}, which overlaps event {two}: use --allow-overlap to assign it anyway"
            )
        );
        env.run_as("AMartinez", args.into_iter().chain(["--allow-overlap"])).success();
        assert_eq!((support_of(env, &one), support_of(env, &two)), ("BRenard".to_owned(), "BRenard".to_owned()));
    }

    fn several_events_are_assigned_all_or_none(env: &TestEnv) {
        for (ids, exit, code) in [
            (["2", "6", "99"], 3, "not_found.event"),
            (["2", "6", "0"], 2, "usage.invalid"),
        ] {
            let args = ["event", "assign"].into_iter().chain(ids).chain(["--support=KDurand"]);
            env.assert_refused(Some(MANAGER), args, exit, code);
        }
        let args = ["event", "assign", "6", "2", "6", "--support=KDurand", "--json"];
        let events = env.run_as("AMartinez", args).success().json();
        let told: Vec<_> = events.as_array().unwrap().iter().map(|it| (&it["id"], &it["version"])).collect();
        assert_eq!(told, [(&json!(6), &json!(2)), (&json!(2), &json!(2))]);
    }
}
