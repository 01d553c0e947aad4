//! Naming people: by id, e-mail, login and exact name, wherever a command takes a customer or a collaborator.

use expectrl::Expect as _;

use crate::env::{TestEnv, finish, on_both_databases};
use crate::staff::MANAGER;

#[track_caller]
fn shown(env: &TestEnv, login: &str, args: &[&str]) -> String {
    let output = env
        .run_as(login, [args, &["--format", "ids"]].concat())
        .success();
    output.stdout.replace('\n', " ").trim_end().to_owned()
}

/// Another customer of the same name.
fn add_namesake(env: &TestEnv) {
    env.customer(|it| {
        it.first_name = "ELEA".to_owned();
        it.last_name = "Garcon".to_owned();
        it.email = "elea@other.example".to_owned();
        it.company = "Autre".to_owned();
        it.sales_contact_id = Some(3);
    });
}

on_both_databases! {
    fn a_customer_is_named_by_id_email_or_name(env: &TestEnv) {
        for reference in [
            "1", " 1 ", "contact@oeuvre-et-fils.example", "CONTACT@Oeuvre-et-fils.EXAMPLE", "Éléa Garçon", "elea garcon", " ELEA  GARÇON ",
        ] {
            assert_eq!(shown(env, "BRenard", &["customer", "show", reference]), "1", "{reference}");
            assert_eq!(shown(env, "BRenard", &["contract", "list", "--customer", reference]), "1 9", "{reference}");
            assert_eq!(shown(env, "BRenard", &["event", "list", "--customer", reference]), "1 2", "{reference}");
        }
        assert_eq!(shown(env, "CBrunel", &["customer", "update", "léonie bouquet", "--company", "Fleurs"]), "3");
        assert_eq!(shown(env, "AMartinez", &["customer", "transfer", "Kévin Casérès", "4", "--to", "chloe delorme"]), "2 4");
        assert_eq!(shown(env, "AMartinez", &["contract", "create", "--customer", "maelys guerin", "--total", "10"]), "10");
        assert_eq!(shown(env, "AMartinez", &["contract", "update", "9", "--customer", "contact@ile-et-voiles.example"]), "9");
        let history = env.run_as("BRenard", ["history", "customer", "léonie bouquet", "--json"]).success().json();
        let actions: Vec<_> = history.as_array().unwrap().iter().map(|entry| &entry["action"]).collect();
        assert_eq!(actions.last().unwrap().as_str(), Some("update"));
    }

    fn a_part_of_a_name_names_nobody(env: &TestEnv) {
        for reference in [
            "elea", "garcon", "garcon elea", "Éléa Garço", "Boulangerie Œuvre & Fils", "contact@", "nobody@x.example", "%", "'", "\"",
            "CBrunel", "x",
        ] {
            env.assert_refused(Some(MANAGER), ["customer", "show", reference], 3, "not_found.customer");
            env.assert_refused(Some(MANAGER), ["contract", "list", "--customer", reference], 3, "not_found.customer");
        }
        for reference in ["", " ", "0", "-1", "1.5"] {
            env.assert_refused(Some(MANAGER), ["customer", "show", "--", reference], 2, "usage.invalid");
        }
    }

    fn a_collaborator_is_named_by_id_login_email_or_name(env: &TestEnv) {
        for reference in ["2", "cbrunel", "CBRUNEL@epic-events.example", "Cédric Brunel", "cedric  brunel"] {
            assert_eq!(shown(env, "BRenard", &["collaborator", "show", reference]), "2", "{reference}");
            assert_eq!(shown(env, "BRenard", &["customer", "list", "--sales-contact", reference]), "1 2 3 4", "{reference}");
            assert_eq!(shown(env, "BRenard", &["contract", "list", "--sales-contact", reference]), "1 2 3 4 9", "{reference}");
        }
        assert_eq!(shown(env, "BRenard", &["event", "list", "--support", "karine durand"]), "5 7");
        assert_eq!(shown(env, "AMartinez", &["event", "assign", "2", "--support", "Benoît Renard"]), "2");
        env.run_as("AMartinez", ["history", "collaborator", "benoit renard"]).success();
        let args = ["collaborator", "delete", "chloe delorme", "--reassign-to", "cedric brunel", "--yes"];
        assert_eq!(shown(env, "AMartinez", &args), "3");
        // Who has left is still somebody.
        assert_eq!(shown(env, "BRenard", &["collaborator", "show", "chloé delorme"]), "3");
        for reference in ["brunel", "nobody", "brunel cedric", "x@y.example"] {
            env.assert_refused(Some(MANAGER), ["collaborator", "show", reference], 3, "not_found.collaborator");
        }
    }

    fn of_several_of_a_name_a_script_is_told(env: &TestEnv) {
        add_namesake(env);
        let expected = "several customers match “Éléa Garçon”: 1 (Boulangerie Œuvre & Fils, contact@oeuvre-et-fils.example); \
                        9 (Autre, elea@other.example); give an id instead";
        for args in [
            &["customer", "show", "Éléa Garçon"][..],
            &["contract", "list", "--customer", "Éléa Garçon"],
            &["event", "list", "--customer", "Éléa Garçon"],
            &["contract", "create", "--customer", "Éléa Garçon", "--total", "10"],
            &["customer", "transfer", "Éléa Garçon", "--to", "CDelorme"],
        ] {
            let error = env.assert_refused(Some(MANAGER), args, 2, "usage.invalid");
            assert_eq!(error["message"], expected, "{args:?}");
        }
        assert_eq!(shown(env, "BRenard", &["customer", "show", "elea@other.example"]), "9");
        env.force(
            "UPDATE collaborators SET first_name = 'Karine', last_name = 'Durand', search_text = '  karine  durand ' WHERE id = 6",
        );
        let error = env.assert_refused(Some(MANAGER), ["event", "assign", "2", "--support", "karine durand"], 2, "usage.invalid");
        assert_eq!(
            error["message"],
            "several collaborators match “karine durand”: 5 (KDurand, kdurand@epic-events.example); \
             6 (ALefebvre, alefebvre@epic-events.example); give an id instead"
        );
    }

    fn no_more_than_ten_are_told(env: &TestEnv) {
        for _ in 0..12 {
            add_namesake(env);
        }
        let error = env.assert_refused(Some(MANAGER), ["customer", "show", "elea garcon"], 2, "usage.invalid");
        let message = error["message"].as_str().unwrap();
        assert_eq!(message.matches('@').count(), 10, "{message}");
        assert!(message.contains(" and 3 more; "), "{message}");
    }

    fn of_several_of_a_name_a_person_chooses(env: &TestEnv) {
        add_namesake(env);
        let run = env.command(["customer", "show", "elea garcon", "--format", "ids"]);
        let mut session = run.as_("AMartinez").env("EPIC_ACCESSIBLE", "1").spawn_pty();
        session.expect("Autre").expect("both are listed");
        session.send_line("2").expect("a terminal can be written to");
        let (rest, status) = finish(session);
        assert_eq!(status, 0, "{rest}");
        assert!(rest.trim_end().ends_with('9'), "{rest}");
    }

    fn a_common_name_does_not_hide_another(env: &TestEnv) {
        // A thousand whose company is called like somebody, and behind them somebody else.
        let add = |rows, last_name: &str, company: &str| {
            env.customers(rows, |it, _| {
                it.last_name = last_name.to_owned();
                it.company = company.to_owned();
            });
        };
        add(1, "Boyd", "Un");
        add(1100, "Autre", "Jean Boyd");
        add(1, "Quist", "Deux");
        let moved = env.run_as("AMartinez", ["customer", "transfer", "Jean Quist", "Jean Boyd", "--to", "CDelorme", "--fields", "last_name"]);
        assert_eq!(moved.success().stdout, "Quist\nBoyd\n");
    }

    fn as_many_records_can_be_named_as_a_command_line_holds(env: &TestEnv) {
        let ids: Vec<String> = (1..=33_000).map(|id| id.to_string()).collect();
        for (command, missing) in [("transfer", "9"), ("unassign", "12")] {
            let noun = if command == "transfer" { "customer" } else { "event" };
            let mut line = vec![noun, command];
            line.extend(ids.iter().map(String::as_str));
            if command == "transfer" {
                line.extend(["--to", "CDelorme"]);
            }
            let error = env.assert_refused(Some(MANAGER), line, 3, &format!("not_found.{noun}"));
            assert!(error["message"].as_str().unwrap().contains(missing), "{error}");
        }
    }
}
