//! Taking events from their support contact (rule 4).

use serde_json::{Value, json};

use crate::env::{TestEnv, on_both_databases};
use crate::staff::MANAGER;

on_both_databases! {
    fn events_are_taken_from_their_support_contact(env: &TestEnv) {
        let event = env.run_as("AMartinez", ["event", "unassign", "4", "--json"]).success().json();
        assert_eq!((&event["support_contact"], &event["version"]), (&Value::Null, &json!(3)));
        env.assert_refused(Some("BRenard"), ["event", "update", "4", "--title=Bal"], 5, "denied.ownership");
        let args = ["event", "unassign", "5", "4", "--format=jsonl", "--fields=id,version,support_contact"];
        insta::assert_snapshot!(env.run_as("AMartinez", args), @r#"
        exit: 0
        --- stdout
        {"id":5,"version":3,"support_contact":null}
        {"id":4,"version":3,"support_contact":null}
        --- stderr
        "#);
    }

    fn several_events_are_taken_all_or_none(env: &TestEnv) {
        env.assert_refused(Some(MANAGER), ["event", "unassign", "4", "5", "99"], 3, "not_found.event");
    }

    fn an_event_without_support_contact_stays_as_it_is(env: &TestEnv) {
        env.unchanged(|| env.run_as("AMartinez", ["event", "unassign", "2"]).success());
    }
}
