//! What lists look like in every format, how values are quoted and escaped, and where the format comes from.

use insta::assert_snapshot;
use serde_json::Value;

use crate::env::{TestEnv, on_both_databases};

const FORMATS: [&str; 6] = ["table", "tsv", "csv", "json", "jsonl", "ids"];

/// What a command prints in each format.
#[track_caller]
pub fn in_every_format(env: &TestEnv, args: &[&str]) -> String {
    let mut text = String::new();
    for format in FORMATS {
        let output = env
            .run_as("CBrunel", [args, &["--format", format]].concat())
            .stable();
        text.push_str(&format!("# {format}\n{output}"));
    }
    text
}

/// Checks that a list is, in every format but the table, what `show` prints of its records, of which each format has a
/// snapshot in `records`. A list leaves out what belongs to a customer.
#[track_caller]
fn is_its_records(env: &TestEnv, list: &[&str], ids: &[i64]) {
    let run = |args: &[&str], format| {
        let args = [args, &["--format", format]].concat();
        env.run_as("CBrunel", args).success().stdout
    };
    let shown = |format| -> Vec<String> {
        let ids = ids.iter().map(ToString::to_string);
        ids.map(|id| run(&[list[0], "show", &id], format)).collect()
    };
    assert_eq!(run(list, "ids"), shown("ids").concat());
    assert_eq!(run(list, "tsv"), shown("tsv").concat());
    let csv = shown("csv");
    let (header, _) = csv[0].split_once('\n').unwrap();
    let rows = csv.iter().map(|it| it.split_once('\n').unwrap().1);
    assert_eq!(
        run(list, "csv"),
        format!("{header}\n{}", rows.collect::<String>())
    );
    let lines = run(list, "jsonl");
    let objects: Vec<&str> = lines.lines().collect();
    assert_eq!(objects.len(), ids.len());
    for (object, shown) in objects.iter().zip(shown("jsonl")) {
        let lists = shown.find(",\"contracts\":[").unwrap_or(shown.len() - 2);
        assert_eq!(*object, format!("{}}}", &shown[..lists]));
    }
    assert_eq!(
        run(list, "json"),
        format!("[\n{}\n]\n", objects.join(",\n"))
    );
}

on_both_databases! {
    fn collaborators_in_every_format(env: &TestEnv) {
        env.force("UPDATE collaborators SET active = false, version = 2 WHERE login = 'CDelorme'");
                let list = ["collaborator", "list", "--inactive", "--limit", "3"];
        assert_snapshot!(env.run_as("CBrunel", list.into_iter().chain(["--format", "table"])).stable(), @"
        exit: 0
        --- stdout
        ID  Login      Name            Department  E-mail                         Phone              Active
        ───────────────────────────────────────────────────────────────────────────────────────────────────
         1  AMartinez  Alice Martinez  management  amartinez@epic-events.example  +33 6 01 01 01 01  yes
         2  CBrunel    Cédric Brunel   sales       cbrunel@epic-events.example    +33 6 01 01 01 02  yes
         3  CDelorme   Chloé Delorme   sales       cdelorme@epic-events.example   +33 6 01 01 01 03  no
        --- stderr
        ");
        is_its_records(env, &list, &[1, 2, 3]);
    }

    fn customers_in_every_format(env: &TestEnv) {
        env.execute("UPDATE customers SET sales_contact_id = NULL WHERE id = 2");
                let list = ["customer", "list", "--limit", "2"];
        assert_snapshot!(env.run_as("CBrunel", list.into_iter().chain(["--format", "table"])).stable(), @"
        exit: 0
        --- stdout
        ID  Name           Company                   E-mail                          Phone              Sales contact
        ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
         1  Éléa Garçon    Boulangerie Œuvre & Fils  contact@oeuvre-et-fils.example  +33 4 78 01 02 03  CBrunel
         2  Kévin Casérès  Cool Startup Lyon         contact@startup-lyon.example    +33 6 78 12 34 56  -
        --- stderr
        ");
        is_its_records(env, &list, &[1, 2]);
        let without = |format: &str| env.run_as("CBrunel", ["customer", "list", "--limit", "2", "--format", format]).success().stdout;
        assert!(without("tsv").ends_with("\t+33678123456\t\n"));
        assert!(without("csv").ends_with(",+33678123456,\n"));
        assert_eq!(env.run_as("CBrunel", ["customer", "list", "--limit", "2", "--json"]).json()[1]["sales_contact"], Value::Null);
    }

    fn contracts_in_every_format(env: &TestEnv) {
                let list = ["contract", "list", "--after", "6"];
        assert_snapshot!(env.run_as("CBrunel", list.into_iter().chain(["--format", "table"])).stable(), @"
        exit: 0
        --- stdout
        ID  Customer          Company                            Total         Due  Status    Sales contact
        ───────────────────────────────────────────────────────────────────────────────────────────────────
         7  Maëlys Guérin     Île & Voiles                   €6,400.00   €2,000.00  signed    CDelorme
         8  Noémie Pélissier  Crédit Coopératif d'Auvergne  €20,000.00  €20,000.00  unsigned  CDelorme
         9  Éléa Garçon       Boulangerie Œuvre & Fils       €1,200.00   €1,200.00  unsigned  CBrunel
        --- stderr
        ");
        is_its_records(env, &list, &[7, 8, 9]);
    }

    fn events_in_every_format(env: &TestEnv) {
                let list = ["event", "list", "--limit", "2"];
        assert_snapshot!(env.run_as("CBrunel", list.into_iter().chain(["--format", "table"])).stable(), @"
        exit: 0
        --- stdout
        ID  Title                        Company                               Start                End  Location               Attendees  Support contact
        ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
         1  Inauguration de la boutique  Boulangerie Œuvre & Fils  <local>  <local>  12 rue Mercière, Lyon         60  BRenard
         2  Dégustation de Noël          Boulangerie Œuvre & Fils  <local>  <local>  12 rue Mercière, Lyon         45  -
        --- stderr
        ");
        is_its_records(env, &list, &[1, 2]);
    }

    fn an_empty_list_is_a_success_in_every_format(env: &TestEnv) {
        assert_snapshot!(in_every_format(env, &["customer", "list", "--search", "introuvable"]), @"
        # table
        exit: 0
        --- stdout
        --- stderr
        # tsv
        exit: 0
        --- stdout
        --- stderr
        # csv
        exit: 0
        --- stdout
        id,name,company,email,phone,sales_contact.login
        --- stderr
        # json
        exit: 0
        --- stdout
        []
        --- stderr
        # jsonl
        exit: 0
        --- stdout
        --- stderr
        # ids
        exit: 0
        --- stdout
        --- stderr
        ");
    }

    fn csv_quotes_what_rfc_4180_quotes(env: &TestEnv) {
        env.execute("UPDATE events SET title = 'a \"b\", c', notes = 'one\ntwo', location = 'd''e ; f' WHERE id = 1");
        let output = env.run_as("BRenard", [
            "event", "list", "--limit", "1", "--format", "csv", "--fields", "id,title,location,notes",
        ]);
        assert_snapshot!(output, @r#"
        exit: 0
        --- stdout
        id,title,location,notes
        1,"a ""b"", c",d'e ; f,"one
        two"
        --- stderr
        "#);
    }

    fn tsv_escapes_what_would_break_a_row_or_a_column(env: &TestEnv) {
        env.execute("UPDATE events SET notes = 'tab\there\nback\\slash' WHERE id = 1");
        let output = env.run_as("BRenard", ["event", "list", "--limit", "1", "--fields", "id,notes,version"]);
        assert_snapshot!(output, @r"
        exit: 0
        --- stdout
        1	tab\there\nback\\slash	2
        --- stderr
        ");
    }

    fn json_escapes_what_rfc_8259_escapes(env: &TestEnv) {
        env.execute("UPDATE events SET notes = 'tab\there\nquote\"back\\slash é 🎉' WHERE id = 1");
        let output = env.run_as("BRenard", ["event", "show", "1", "--json", "--fields", "notes"]);
        assert_snapshot!(output, @r#"
        exit: 0
        --- stdout
        {"notes":"tab\there\nquote\"back\\slash é 🎉"}
        --- stderr
        "#);
        assert_eq!(output.json()["notes"], "tab\there\nquote\"back\\slash é 🎉");
    }

    fn the_largest_amount_is_exact(env: &TestEnv) {
        env.execute("UPDATE contracts SET total_cents = 999999999999, due_cents = 999999999999 WHERE id = 8");
        let output = env.run_as("CDelorme", ["contract", "show", "8", "--json", "--fields", "total,due"]);
        assert_snapshot!(output, @r#"
        exit: 0
        --- stdout
        {"total":9999999999.99,"due":9999999999.99}
        --- stderr
        "#);
    }

    fn the_format_comes_from_the_environment_and_a_flag_goes_first(env: &TestEnv) {
        let list = ["collaborator", "list", "--limit", "1", "--fields", "id,login"];
        let from_environment = env.command(list).env("EPIC_FORMAT", "csv").as_("CBrunel").run();
        assert_snapshot!(from_environment, @"
        exit: 0
        --- stdout
        id,login
        1,AMartinez
        --- stderr
        ");
        let from_flag = env
            .command(list.iter().chain(&["--json"]))
            .env("EPIC_FORMAT", "csv")
            .as_("CBrunel")
            .run();
        assert_snapshot!(from_flag, @r#"
        exit: 0
        --- stdout
        [
        {"id":1,"login":"AMartinez"}
        ]
        --- stderr
        "#);
    }

    fn an_unknown_format_in_the_environment_is_a_configuration_error(env: &TestEnv) {
        let output = env.command(["customer", "list"]).env("EPIC_FORMAT", "xml").as_("CBrunel").run();
        assert_snapshot!(output, @"
        exit: 10
        --- stdout
        --- stderr
        error: invalid value for EPIC_FORMAT: must be one of table, tsv, csv, json, jsonl, ids
        ");
    }

    fn the_zone_of_tables_is_a_setting_and_other_formats_stay_in_utc(env: &TestEnv) {
        env.execute("UPDATE events SET start_at = '2026-05-20T16:00:00Z', end_at = '2026-05-20T17:00:00Z' WHERE id = 1");
        let list = ["event", "list", "--limit", "1", "--fields", "start_at", "--format"];
        for (zone, format, expected) in [
            ("Europe/Paris", "table", "            Start\n─────────────────\n20 May 2026 18:00\n"),
            ("America/New_York", "table", "            Start\n─────────────────\n20 May 2026 12:00\n"),
            ("America/New_York", "tsv", "2026-05-20T16:00:00Z\n"),
            ("America/New_York", "json", "[\n{\"start_at\":\"2026-05-20T16:00:00Z\"}\n]\n"),
        ] {
            let output = env
                .command(list.iter().chain(&[format]))
                .env("EPIC_TIMEZONE", zone)
                .as_("CBrunel")
                .run()
                .success();
            assert_eq!(output.stdout, expected, "{zone} {format}");
        }
    }
}
