//! What is remembered: the entries that each command leaves, by whom, and who may read them.

use serde_json::{Value, json};

use crate::env::{Backend, LOGINS, PASSWORD, TestEnv, on_both_databases};
use crate::staff::MANAGER;

/// The number of the last entry.
fn last(env: &TestEnv) -> String {
    env.scalar("SELECT max(sequence) FROM audit_entries")
}

/// The entries behind that number, oldest first, as `who action entity id changes`.
#[track_caller]
fn entries_after(env: &TestEnv, sequence: &str) -> Vec<String> {
    let args = ["audit", "list", "--sort", "sequence", "--after", sequence];
    let list = env.run_as(MANAGER, args.into_iter().chain(["--json"]));
    let list = list.success().json();
    let text = |value: &Value| value.as_str().unwrap_or("nobody").to_owned();
    let lines = list.as_array().unwrap().iter().map(|entry| {
        format!(
            "{} {} {} {} {}",
            text(&entry["collaborator"]["login"]),
            text(&entry["action"]),
            text(&entry["entity"]),
            entry["entity_id"],
            entry["changes"]
        )
    });
    lines.collect()
}

/// What a command that succeeds leaves.
#[track_caller]
fn left_by(env: &TestEnv, login: &str, args: &[&str]) -> Vec<String> {
    let before = last(env);
    env.run_as(login, args).success();
    entries_after(env, &before)
}

on_both_databases! {
    fn changes_of_customers_are_remembered(env: &TestEnv) {
        let create = ["customer", "create", "--first-name", "Zoé", "--last-name", "Petit", "--email", "z@petit.example",
            "--phone", "01 43 33 34 35", "--company", "Petit \"& Fils\""];
        assert_eq!(left_by(env, "CBrunel", &create), [
            r#"CBrunel create customer 9 {"company":[null,"Petit \"& Fils\""],"email":[null,"z@petit.example"],"first_name":[null,"Zoé"],"last_name":[null,"Petit"],"phone":[null,"+33143333435"],"sales_contact_id":[null,2]}"#,
        ]);
        assert_eq!(left_by(env, "CBrunel", &["customer", "update", "9", "--company", "Petit SA", "--first-name", "Zoé"]), [
            r#"CBrunel update customer 9 {"company":["Petit \"& Fils\"","Petit SA"]}"#,
        ]);
        assert_eq!(left_by(env, MANAGER, &["customer", "transfer", "9", "1", "--to", "CDelorme"]), [
            r#"AMartinez update customer 9 {"sales_contact_id":[2,3]}"#,
            r#"AMartinez update customer 1 {"sales_contact_id":[2,3]}"#,
        ]);
    }

    fn refusals_are_remembered_for_management(env: &TestEnv) {
        let before = last(env);
        env.run_as("KDurand", ["customer", "update", "1", "--company", "X"]).expect_exit(5);
        env.run_as("CBrunel", ["customer", "update", "5", "--company", "X"]).expect_exit(5);
        let refused = [
            format!(r#"KDurand denied collaborator {} {{"right":[null,"update_customer"]}}"#, env.scalar("SELECT id FROM collaborators WHERE login = 'KDurand'")),
            r#"CBrunel denied customer 5 {"right":[null,"update_customer"]}"#.to_owned(),
        ];
        assert_eq!(entries_after(env, &before), refused);
        let listed = env.run_as(MANAGER, ["audit", "list", "--action", "denied", "--format", "tsv"]).success();
        assert_eq!(listed.stdout.lines().count(), 2, "{}", listed.stdout);
        let history = env.run_as("CBrunel", ["history", "customer", "5", "--json"]).success();
        assert!(!history.stdout.contains("denied"), "{}", history.stdout);
    }

    fn refusals_fill_no_disk(env: &TestEnv) {
        for _ in 0..23 {
            env.run_as("KDurand", ["customer", "update", "1", "--company", "X"]).expect_exit(5);
        }
        assert_eq!(env.scalar("SELECT count(*) FROM audit_entries WHERE action = 'denied'"), "20");
        env.run_as("CBrunel", ["customer", "update", "5", "--company", "X"]).expect_exit(5);
        assert_eq!(env.scalar("SELECT count(*) FROM audit_entries WHERE action = 'denied'"), "21");
        env.run_as(MANAGER, ["audit", "verify"]).success();
    }

    fn changes_of_contracts_are_remembered(env: &TestEnv) {
        assert_eq!(left_by(env, MANAGER, &["contract", "create", "--customer", "5", "--total", "1500.50"]), [
            r#"AMartinez create contract 10 {"currency":[null,"EUR"],"customer_id":[null,5],"due_cents":[null,150050],"status":[null,"unsigned"],"total_cents":[null,150050]}"#,
        ]);
        assert_eq!(left_by(env, "CDelorme", &["contract", "pay", "10", "500.50"]), [
            r#"CDelorme update contract 10 {"due_cents":[150050,100000]}"#,
        ]);
        let signed = left_by(env, "CDelorme", &["contract", "sign", "10"]);
        let at = env.run(["contract", "show", "10", "--json"]);
        assert_eq!(at.status, 4);
        let at = env.run_as(MANAGER, ["contract", "show", "10", "--json"]).json()["signed_at"].clone();
        assert_eq!(signed, [
            format!(r#"CDelorme update contract 10 {{"signed_at":[null,{at}],"status":["unsigned","signed"]}}"#),
        ]);
    }

    fn changes_of_events_are_remembered(env: &TestEnv) {
        let create = ["event", "create", "--contract", "1", "--title", "Fête", "--start", "2035-05-20 18:00", "--end", "+3h",
            "--location", "Lyon", "--attendees", "50"];
        assert_eq!(left_by(env, "CBrunel", &create), [
            r#"CBrunel create event 12 {"attendees":[null,50],"contract_id":[null,1],"end_at":[null,"2035-05-20T19:00:00Z"],"location":[null,"Lyon"],"notes":[null,""],"start_at":[null,"2035-05-20T16:00:00Z"],"title":[null,"Fête"]}"#,
        ]);
        assert_eq!(left_by(env, MANAGER, &["event", "assign", "12", "--support", "KDurand"]), [
            r#"AMartinez update event 12 {"support_contact_id":[null,5]}"#,
        ]);
        assert_eq!(left_by(env, "KDurand", &["event", "update", "12", "--add-note", "a\tb", "--end", "2035-05-20 22:00"]), [
            r#"KDurand update event 12 {"end_at":["2035-05-20T19:00:00Z","2035-05-20T20:00:00Z"],"notes":["","a\tb"]}"#,
        ]);
        assert_eq!(left_by(env, MANAGER, &["event", "unassign", "12"]), [
            r#"AMartinez update event 12 {"support_contact_id":[5,null]}"#,
        ]);
    }

    fn changes_of_collaborators_are_remembered(env: &TestEnv) {
        env.sign_in(MANAGER, PASSWORD).success();
        let before = last(env);
        env.command(["collaborator", "create", "--login", "NNouveau", "--first-name", "Nina", "--last-name", "Nouveau",
            "--email", "n@epic.example", "--phone", "+33601020304", "--department", "sales", "--password-stdin"])
            .stdin("Correct-Horse-7-Battery\n").run().success();
        assert_eq!(entries_after(env, &before), [
            r#"AMartinez create collaborator 7 {"active":[null,true],"department":[null,"sales"],"email":[null,"n@epic.example"],"first_name":[null,"Nina"],"last_name":[null,"Nouveau"],"login":[null,"NNouveau"],"phone":[null,"+33601020304"]}"#,
        ]);
        assert_eq!(left_by(env, MANAGER, &["collaborator", "update", "NNouveau", "--department", "support"]), [
            r#"AMartinez update collaborator 7 {"department":["sales","support"]}"#,
        ]);
        let delete = left_by(env, MANAGER, &["collaborator", "delete", "CDelorme", "--reassign-to", "CBrunel", "--yes"]);
        assert_eq!(delete.len(), 5, "{delete:?}");
        for customer in 5..=8 {
            let line = format!(r#"AMartinez update customer {customer} {{"sales_contact_id":[3,2]}}"#);
            assert!(delete[..4].contains(&line), "{delete:?}");
        }
        assert_eq!(delete[4], r#"AMartinez update collaborator 3 {"active":[true,false]}"#);
    }

    fn logins_and_passwords_are_remembered(env: &TestEnv) {
        let before = last(env);
        env.sign_in("CBrunel", "wrong").expect_exit(4);
        assert_eq!(entries_after(env, &before), Vec::<String>::new());
        env.sign_in("CBrunel", PASSWORD).success();
        let session = env.scalar(&format!("SELECT max(id) FROM {}", env.secret_table("sessions")));
        assert_eq!(entries_after(env, &before), [format!("CBrunel login session {session} {{}}")]);
        env.command(["password", "change", "--password-stdin"])
            .stdin(format!("{PASSWORD}\nCorrect-Horse-7-Battery\n")).run().success();
        env.sign_in("CBrunel", "Correct-Horse-7-Battery").success();
        env.run(["logout"]).success();
        let lines = entries_after(env, &before);
        // The current password is proven by signing in once more.
        assert_eq!(lines.len(), 5, "{lines:?}");
        assert_eq!(lines[2], "CBrunel password_change collaborator 2 {}");
        assert!(lines.last().unwrap().starts_with("CBrunel logout session "), "{lines:?}");
        env.sign_in(MANAGER, PASSWORD).success();
        let before = last(env);
        env.command(["collaborator", "reset-password", "CBrunel", "--password-stdin"])
            .stdin("Another-Horse-8-Battery\n").run().success();
        assert_eq!(entries_after(env, &before), ["AMartinez password_reset collaborator 2 {}"]);
    }

    fn what_breaks_a_rule_or_changes_nothing_leaves_no_entry(env: &TestEnv) {
        let before = last(env);
        env.assert_refused(Some("CBrunel"), ["customer", "update", "5", "--company", "Mine"], 5, "denied");
        env.assert_refused(Some("CBrunel"), ["contract", "pay", "2", "999999"], 6, "rule");
        env.assert_refused(Some("CBrunel"), ["customer", "update", "1", "--company", "X", "--if-version", "99"], 7, "conflict.stale");
        // The first of the two was changed already when the second turned out not to be there.
        env.assert_refused(Some(MANAGER), ["customer", "transfer", "1", "999", "--to", "CDelorme"], 3, "not_found");
        env.run_as("CBrunel", ["customer", "update", "1", "--first-name", "Éléa"]).success();
        env.execute("BEGIN; UPDATE customers SET company = 'Gone' WHERE id = 1; ROLLBACK");
        assert_eq!(entries_after(env, &before), [r#"CBrunel denied customer 5 {"right":[null,"update_customer"]}"#]);
    }

    fn an_entry_of_a_write_past_the_program_has_no_author(env: &TestEnv) {
        let before = last(env);
        env.execute("UPDATE customers SET company = 'Mine now' WHERE id = 1; DELETE FROM events WHERE id = 1");
        // And stays so when a collaborator writes next.
        env.run_as("CBrunel", ["contract", "pay", "2", "1"]).success();
        let lines = entries_after(env, &before);
        assert_eq!(lines[0], r#"nobody update customer 1 {"company":["Boulangerie Œuvre & Fils","Mine now"]}"#);
        assert!(lines[1].starts_with("nobody delete event 1 {") && lines[1].contains(r#""attendees":[60,null]"#), "{lines:?}");
        assert_eq!(lines[2..], [r#"CBrunel update contract 2 {"due_cents":[750000,749900]}"#]);
        let entry = env.run_as(MANAGER, ["audit", "list", "--json", "--entity", "customer", "--limit", "1"]).json()[0].clone();
        assert_eq!(entry["session_id"], Value::Null);
        assert_eq!(entry["credential"], Value::Null);
        env.run_as(MANAGER, ["audit", "verify"]).success();
    }

    fn every_column_that_a_person_gives_is_remembered(env: &TestEnv) {
        let derived = ["id", "search_text", "company_folded", "version", "created_at", "updated_at"];
        for table in ["collaborators", "customers", "contracts", "events"] {
            let (columns, source) = match env.backend() {
                Backend::Postgres => (
                    format!("SELECT string_agg(column_name, ' ') FROM information_schema.columns WHERE table_name = '{table}'"),
                    "SELECT prosrc FROM pg_proc WHERE proname = 'audit_row'".to_owned(),
                ),
                Backend::Sqlite => (
                    format!("SELECT group_concat(name, ' ') FROM pragma_table_info('{table}')"),
                    format!("SELECT group_concat(sql, ' ') FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = '{table}'"),
                ),
            };
            let source = env.scalar(&source);
            for column in env.scalar(&columns).split(' ').filter(|column| !derived.contains(column)) {
                let remembered = match env.backend() {
                    Backend::Postgres => source.contains(&format!("'{column}', CASE")),
                    // Named by each of three triggers, and read by them: once before and once after.
                    Backend::Sqlite => source.matches(&format!("\"{column}\"")).count() == 3
                        && ["old", "new"].iter().all(|row| source.matches(&format!("{row}.{column}")).count() >= 2),
                };
                assert!(remembered, "{table}.{column} is not remembered");
            }
        }
    }

    fn no_entry_holds_a_secret(env: &TestEnv) {
        env.sign_in(MANAGER, PASSWORD).success();
        env.command(["collaborator", "reset-password", "KDurand", "--password-stdin"])
            .stdin("Another-Horse-8-Battery\n").run().success();
        let list = env.run_as(MANAGER, ["audit", "list", "--json"]).success().stdout.to_lowercase();
        let hex = |column: &str| if env.backend() == Backend::Postgres {
            format!("encode({column}, 'hex')")
        } else {
            format!("lower(hex({column}))")
        };
        let mut secrets = vec![PASSWORD.to_lowercase(), "another-horse-8-battery".to_owned()];
        for (table, column) in [("credentials", "verifier"), ("sessions", "jti_hash")] {
            let table = env.secret_table(table);
            for offset in 0..LOGINS.len() {
                secrets.push(env.scalar(&format!(
                    "SELECT {} FROM {table} ORDER BY collaborator_id LIMIT 1 OFFSET {offset}", hex(column)
                )));
            }
        }
        for secret in secrets {
            assert!(secret.len() >= 8, "{secret}");
            assert!(!list.contains(&secret), "{secret} is in an entry");
        }
    }

    fn the_list_is_filtered_and_paged(env: &TestEnv) {
        env.run_as("CBrunel", ["contract", "pay", "2", "1"]).success();
        env.run_as("CDelorme", ["customer", "update", "5", "--company", "Autre"]).success();
        let count = |args: &[&str]| {
            let list = env.run_as(MANAGER, ["audit", "list", "--format", "ids"].iter().chain(args)).success().stdout;
            list.lines().count()
        };
        assert_eq!(count(&["--by", "CBrunel", "--action", "update"]), 1);
        assert_eq!(count(&["--by", "cdelorme", "--entity", "customer"]), 1);
        assert_eq!(count(&["--action", "create", "--entity", "collaborator"]), 6);
        assert_eq!(count(&["--action", "login"]), 6);
        assert_eq!(count(&["--since", "+1d"]), 0);
        assert_eq!(count(&["--since", "2020-01-01T00:00:00Z"]), count(&[]));
        let newest = env.run_as(MANAGER, ["audit", "list", "--limit", "2", "--fields", "sequence,action,collaborator.login,entity,changes"]);
        let newest = newest.success().stdout;
        let total: usize = last(env).parse().unwrap();
        assert_eq!(newest, format!(
            "{total}\tupdate\tCDelorme\tcustomer\t{{\"company\":[\"Théâtre du Soleil Levant\",\"Autre\"]}}\n\
             {}\tupdate\tCBrunel\tcontract\t{{\"due_cents\":[750000,749900]}}\n", total - 1
        ));
        let next = env.run_as(MANAGER, ["audit", "list", "--limit", "1", "--after", &total.to_string(), "--format", "ids"]).success();
        assert_eq!(next.stdout, format!("{}\n", total - 1));
        env.assert_refused(Some(MANAGER), ["audit", "list", "--action", "steal"], 2, "usage");
        env.assert_refused(Some(MANAGER), ["audit", "list", "--sort", "hash"], 2, "usage");
        env.assert_refused(Some(MANAGER), ["audit", "list", "--after", "99999"], 3, "not_found.audit_entry");
        env.assert_refused(Some(MANAGER), ["audit", "list", "--by", "nobody"], 3, "not_found.collaborator");
    }

    fn an_entry_has_every_field(env: &TestEnv) {
        env.run_as("CBrunel", ["contract", "pay", "2", "1"]).success();
        let mut entry = env.run_as(MANAGER, ["audit", "list", "--limit", "1", "--json"]).success().json()[0].take();
        let session = env.scalar(&format!("SELECT max(id) FROM {} WHERE collaborator_id = 2", env.secret_table("sessions")));
        let role = if env.backend() == Backend::Postgres { "epic_cli" } else { "" };
        for (key, length) in [("sequence", 0), ("occurred_at", 20), ("hash", 64)] {
            let value = entry[key].take();
            assert!(value.is_i64() || value.as_str().unwrap().len() == length, "{key}: {value}");
        }
        assert_eq!(entry, json!({
            "sequence": null, "occurred_at": null, "database_role": role, "session_id": session.parse::<i64>().unwrap(),
            "credential": "session", "collaborator": {"id": 2, "login": "CBrunel", "name": "Cédric Brunel"},
            "action": "update", "entity": "contract", "entity_id": 2, "changes": {"due_cents": [750_000, 749_900]}, "hash": null
        }));
    }

    fn only_management_reads_the_entries(env: &TestEnv) {
        for login in ["CBrunel", "KDurand"] {
            for verb in ["list", "verify", "anchor"] {
                env.assert_refused(Some(login), ["audit", verb], 5, "denied.department");
            }
        }
        env.assert_refused(None, ["audit", "list"], 4, "auth");
    }
}
