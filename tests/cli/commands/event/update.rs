//! Changing an event: times, notes and versions.

use serde_json::json;

use crate::commands::event::updated;
use crate::env::{TestEnv, on_both_databases};
use crate::staff::SUPPORT;

on_both_databases! {
    fn an_event_that_was_booked_may_move_into_the_past(env: &TestEnv) {
        let event = updated(env, &["--start=2020-05-20 18:00", "--end=2020-05-20 20:00"]);
        assert_eq!(event["start_at"], "2020-05-20T16:00:00Z");
    }

    fn an_event_that_would_end_before_it_starts_stays_as_it_is(env: &TestEnv) {
        for change in ["--start=2099-05-20 18:00", "--end=2020-05-20 18:00"] {
            let error = env.assert_refused(Some(SUPPORT), ["event", "update", "4", change], 6, "rule.event_ends_before_start");
            assert_eq!(error["message"], "event 4 would end before it starts");
            assert_eq!(error["hint"], "epic event show 4");
        }
    }

    fn an_end_may_count_from_the_start(env: &TestEnv) {
        updated(env, &["--start=2099-05-20 18:00", "--end=+3h"]);
        let event = updated(env, &["--end=+90m"]);
        assert_eq!((&event["start_at"], &event["end_at"]), (&json!("2099-05-20T16:00:00Z"), &json!("2099-05-20T17:30:00Z")));
        let event = updated(env, &["--start=2099-05-21 18:00", "--end=+1d"]);
        assert_eq!(event["end_at"], "2099-05-22T16:00:00Z");
    }

    fn an_update_changes_what_is_named_and_nothing_else(env: &TestEnv) {
        for (version, (flag, value, key, stored)) in (3..).zip([
            ("--title", "Bal", "title", json!("Bal")),
            ("--location", "Paris", "location", json!("Paris")),
            ("--attendees", "7", "attendees", json!(7)),
            ("--notes", "Vestiaire", "notes", json!("Vestiaire")),
            ("--add-note", "Micro", "notes", json!("Vestiaire\nMicro")),
            ("--end", "2099-05-20 18:00", "end_at", json!("2099-05-20T16:00:00Z")),
            ("--start", "2099-05-20 17:00", "start_at", json!("2099-05-20T15:00:00Z")),
        ]) {
            let before = env.run_as("BRenard", ["event", "show", "4", "--json"]).json();
            let after = updated(env, &[flag, value]);
            for (name, value) in after.as_object().unwrap() {
                match name.as_str() {
                    "version" => assert_eq!(value, version, "{flag}"),
                    "updated_at" => {}
                    name if name == key => assert_eq!(*value, stored, "{flag}"),
                    name => assert_eq!(*value, before[name], "{flag} changed {name}"),
                }
            }
        }
    }

    fn a_note_is_added_as_a_line(env: &TestEnv) {
        updated(env, &["--notes="]);
        assert_eq!(updated(env, &["--add-note", " Micro HF "])["notes"], "Micro HF");
        assert_eq!(updated(env, &["--add-note", "Un\nDeux"])["notes"], "Micro HF\nUn\nDeux");
        env.unchanged(|| updated(env, &["--add-note", " "]));
        let args = ["event", "update", "4", "--notes=a", "--add-note=b"];
        let error = env.assert_refused(Some(SUPPORT), args, 2, "usage.invalid");
        assert_eq!(error["message"], "the argument '--notes <NOTES>' cannot be used with '--add-note <TEXT>'");
    }

    fn added_notes_stay_within_their_bound(env: &TestEnv) {
        updated(env, &["--notes", &"é".repeat(1990)]);
        let add = |length| ["event".to_owned(), "update".to_owned(), "4".to_owned(), format!("--add-note={}", "é".repeat(length))];
        let error = env.assert_refused(Some(SUPPORT), add(10), 6, "rule.notes_too_long");
        assert_eq!(error["message"], "the notes of event 4 would have more than 2000 characters");
        env.run_as("BRenard", add(9)).success();
        assert_eq!(env.scalar("SELECT length(notes) FROM events WHERE id = 4"), "2000");
    }

    fn the_same_again_is_nothing_to_change(env: &TestEnv) {
        env.unchanged(|| {
            let args = ["event", "update", "4", "--title= Conférence annuelle", "--attendees=400", "--quiet", "--format=ids"];
            insta::assert_snapshot!(env.run_as("BRenard", args), @r"
        exit: 0
        --- stdout
        4
        --- stderr
        ");
            let args = ["event", "update", "4", "--end=+9h", "--format=ids"];
            insta::assert_snapshot!(env.run_as("BRenard", args), @r"
        exit: 0
        --- stdout
        4
        --- stderr
        Nothing to change.
        ");
        });
    }

    fn a_stale_version_is_a_conflict(env: &TestEnv) {
        let update = |version| ["event", "update", "4", "--title=Bal", "--if-version", version];
        for version in ["0", "1", "3"] {
            let error = env.assert_refused(Some(SUPPORT), update(version), 7, "conflict.stale");
            assert_eq!(error["message"], "event 4 has changed in the meantime");
        }
        env.run_as("BRenard", update("2")).success();
        env.assert_refused(Some(SUPPORT), update("2"), 7, "conflict.stale");
    }
}
