//! `epic history`: what happened to one record, for everybody.

use serde_json::{Value, json};

use crate::env::{Backend, TestEnv, finish, on_both_databases};

on_both_databases! {
    fn everybody_sees_what_happened_to_a_record(env: &TestEnv) {
        env.run_as("CBrunel", ["contract", "pay", "2", "100"]).success();
        for login in ["AMartinez", "CDelorme", "KDurand"] {
            let mut history = env.run_as(login, ["history", "contract", "2", "--json"]).success().json();
            let changes = history.as_array_mut().unwrap();
            // The demonstration company was loaded by nobody.
            assert_eq!(changes[0]["action"], "create");
            assert_eq!(changes[0]["collaborator"], Value::Null);
            let mut payment = changes.pop().unwrap();
            for key in ["sequence", "occurred_at", "session_id"] {
                assert!(!payment[key].take().is_null(), "{key}");
            }
            assert_eq!(payment, json!({
                "sequence": null, "occurred_at": null, "collaborator": {"id": 2, "login": "CBrunel", "name": "Cédric Brunel"},
                "session_id": null, "credential": "session", "action": "update", "changes": {"due_cents": [750_000, 740_000]},
            }));
        }
        env.assert_refused(None, ["history", "contract", "2"], 4, "auth");
    }

    fn a_program_gets_a_line_for_each_change(env: &TestEnv) {
        env.run_as("CBrunel", ["customer", "update", "1", "--company", "Œuvre SA", "--last-name", "Garcia"]).success();
        let lines = env.run_as("KDurand", ["history", "customer", "1"]).success().stable().to_string();
        insta::assert_snapshot!(lines, @r#"
        exit: 0
        --- stdout
        <instant>		create	{"first_name":[null,"Éléa"],"last_name":[null,"Garçon"],"email":[null,"contact@oeuvre-et-fils.example"],"phone":[null,"+33478010203"],"company":[null,"Boulangerie Œuvre & Fils"],"sales_contact_id":[null,2]}
        <instant>	CBrunel	update	{"last_name":["Garçon","Garcia"],"company":["Boulangerie Œuvre & Fils","Œuvre SA"]}
        --- stderr
        "#);
    }

    fn a_collaborator_is_named_by_login_or_id(env: &TestEnv) {
        env.run_as("AMartinez", ["collaborator", "update", "KDurand", "--department", "sales"]).success();
        let by_login = env.run_as("CBrunel", ["history", "collaborator", "kdurand", "--json"]).success().json();
        let by_id = env.run_as("CBrunel", ["history", "collaborator", "5", "--json"]).success().json();
        assert_eq!(by_login, by_id);
        assert_eq!(by_login[1]["changes"], json!({"department": ["support", "sales"]}));
    }

    fn what_never_was_has_no_history(env: &TestEnv) {
        for (entity, id) in [("customer", "999"), ("contract", "999"), ("event", "999"), ("collaborator", "999"), ("collaborator", "nobody"),
            ("customer", "Brunel")] {
            env.assert_refused(Some("KDurand"), ["history", entity, id], 3, &format!("not_found.{entity}"));
        }
        env.assert_refused(Some("KDurand"), ["history", "session", "1"], 2, "usage");
        env.assert_refused(Some("KDurand"), ["history", "contract", "Brunel"], 2, "usage");
        env.assert_refused(Some("KDurand"), ["history", "--no-input"], 2, "usage");
    }

    fn what_the_administrator_removed_still_has_its_history(env: &TestEnv) {
        env.execute("DELETE FROM events WHERE id = 2");
        let history = env.run_as("KDurand", ["history", "event", "2", "--json"]).success().json();
        assert_eq!(history[1]["action"], "delete");
        assert_eq!(history[1]["changes"]["title"], json!(["Dégustation de Noël", null]));
    }

    fn people_read_a_line_for_each_field(env: &TestEnv) {
        env.run_as("CBrunel", ["contract", "update", "9", "--total", "1500.50", "--status", "pending"]).success();
        let table = env.run_as("KDurand", ["history", "contract", "9", "--format", "table"]).success().stable().to_string();
        insta::assert_snapshot!(table, @"
        exit: 0
        --- stdout
                     When  By       Action  Change
        ────────────────────────────────────────────────────────────────
        <local>  -        create  Customer ID: 1
                                            Total: €1,200.00
                                            Due: €1,200.00
                                            Currency: EUR
                                            Status: unsigned
        <local>  CBrunel  update  Total: €1,200.00 → €1,500.50
                                            Due: €1,200.00 → €1,500.50
                                            Status: unsigned → pending
        --- stderr
        ");
    }
}

#[test]
fn hostile_text_does_no_harm_on_a_terminal() {
    let env = TestEnv::demo(Backend::Sqlite);
    env.unchecked(
        "UPDATE events SET notes = 'a' || char(27) || '[2Jb' || char(10) || 'c' WHERE id = 1",
    );
    for format in ["table", "json", "tsv", "csv"] {
        let session = env
            .command(["history", "event", "1", "--format", format])
            .as_("CBrunel")
            .spawn_pty();
        let (text, status) = finish(session);
        assert_eq!(status, 0, "{text}");
        assert!(!text.contains("\u{1b}[2J"), "{format}: {text:?}");
    }
}
