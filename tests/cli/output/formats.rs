//! What lists look like in every format, how values are quoted and escaped, and where the format comes from.

use insta::assert_snapshot;

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

on_both_databases! {
    fn collaborators_in_every_format(env: &TestEnv) {
        env.force("UPDATE collaborators SET active = false, version = 2 WHERE login = 'CDelorme'");
        assert_snapshot!(in_every_format(env, &["collaborator", "list", "--inactive", "--limit", "3"]), @r#"
        # table
        exit: 0
        --- stdout
        ID  Login      Name            Department  E-mail                         Phone              Active
        ───────────────────────────────────────────────────────────────────────────────────────────────────
         1  AMartinez  Alice Martinez  management  amartinez@epic-events.example  +33 6 01 01 01 01  yes
         2  CBrunel    Cédric Brunel   sales       cbrunel@epic-events.example    +33 6 01 01 01 02  yes
         3  CDelorme   Chloé Delorme   sales       cdelorme@epic-events.example   +33 6 01 01 01 03  no
        --- stderr
        # tsv
        exit: 0
        --- stdout
        1	AMartinez	Alice Martinez	management	amartinez@epic-events.example	+33601010101	true
        2	CBrunel	Cédric Brunel	sales	cbrunel@epic-events.example	+33601010102	true
        3	CDelorme	Chloé Delorme	sales	cdelorme@epic-events.example	+33601010103	false
        --- stderr
        # csv
        exit: 0
        --- stdout
        id,login,name,department,email,phone,active
        1,AMartinez,Alice Martinez,management,amartinez@epic-events.example,+33601010101,true
        2,CBrunel,Cédric Brunel,sales,cbrunel@epic-events.example,+33601010102,true
        3,CDelorme,Chloé Delorme,sales,cdelorme@epic-events.example,+33601010103,false
        --- stderr
        # json
        exit: 0
        --- stdout
        [
        {"id":1,"login":"AMartinez","first_name":"Alice","last_name":"Martinez","email":"amartinez@epic-events.example","phone":"+33601010101","department":"management","active":true,"created_at":"<instant>","updated_at":"<instant>","version":1},
        {"id":2,"login":"CBrunel","first_name":"Cédric","last_name":"Brunel","email":"cbrunel@epic-events.example","phone":"+33601010102","department":"sales","active":true,"created_at":"<instant>","updated_at":"<instant>","version":1},
        {"id":3,"login":"CDelorme","first_name":"Chloé","last_name":"Delorme","email":"cdelorme@epic-events.example","phone":"+33601010103","department":"sales","active":false,"created_at":"<instant>","updated_at":"<instant>","version":2}
        ]
        --- stderr
        # jsonl
        exit: 0
        --- stdout
        {"id":1,"login":"AMartinez","first_name":"Alice","last_name":"Martinez","email":"amartinez@epic-events.example","phone":"+33601010101","department":"management","active":true,"created_at":"<instant>","updated_at":"<instant>","version":1}
        {"id":2,"login":"CBrunel","first_name":"Cédric","last_name":"Brunel","email":"cbrunel@epic-events.example","phone":"+33601010102","department":"sales","active":true,"created_at":"<instant>","updated_at":"<instant>","version":1}
        {"id":3,"login":"CDelorme","first_name":"Chloé","last_name":"Delorme","email":"cdelorme@epic-events.example","phone":"+33601010103","department":"sales","active":false,"created_at":"<instant>","updated_at":"<instant>","version":2}
        --- stderr
        # ids
        exit: 0
        --- stdout
        1
        2
        3
        --- stderr
        "#);
    }

    fn customers_in_every_format(env: &TestEnv) {
        env.execute("UPDATE customers SET sales_contact_id = NULL WHERE id = 2");
        assert_snapshot!(in_every_format(env, &["customer", "list", "--limit", "2"]), @r#"
        # table
        exit: 0
        --- stdout
        ID  Name           Company                   E-mail                          Phone              Sales contact
        ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
         1  Éléa Garçon    Boulangerie Œuvre & Fils  contact@oeuvre-et-fils.example  +33 4 78 01 02 03  CBrunel
         2  Kévin Casérès  Cool Startup Lyon         contact@startup-lyon.example    +33 6 78 12 34 56  -
        --- stderr
        # tsv
        exit: 0
        --- stdout
        1	Éléa Garçon	Boulangerie Œuvre & Fils	contact@oeuvre-et-fils.example	+33478010203	CBrunel
        2	Kévin Casérès	Cool Startup Lyon	contact@startup-lyon.example	+33678123456	
        --- stderr
        # csv
        exit: 0
        --- stdout
        id,name,company,email,phone,sales_contact.login
        1,Éléa Garçon,Boulangerie Œuvre & Fils,contact@oeuvre-et-fils.example,+33478010203,CBrunel
        2,Kévin Casérès,Cool Startup Lyon,contact@startup-lyon.example,+33678123456,
        --- stderr
        # json
        exit: 0
        --- stdout
        [
        {"id":1,"first_name":"Éléa","last_name":"Garçon","email":"contact@oeuvre-et-fils.example","phone":"+33478010203","company":"Boulangerie Œuvre & Fils","sales_contact":{"id":2,"login":"CBrunel","name":"Cédric Brunel"},"created_at":"<instant>","updated_at":"<instant>","version":1},
        {"id":2,"first_name":"Kévin","last_name":"Casérès","email":"contact@startup-lyon.example","phone":"+33678123456","company":"Cool Startup Lyon","sales_contact":null,"created_at":"<instant>","updated_at":"<instant>","version":1}
        ]
        --- stderr
        # jsonl
        exit: 0
        --- stdout
        {"id":1,"first_name":"Éléa","last_name":"Garçon","email":"contact@oeuvre-et-fils.example","phone":"+33478010203","company":"Boulangerie Œuvre & Fils","sales_contact":{"id":2,"login":"CBrunel","name":"Cédric Brunel"},"created_at":"<instant>","updated_at":"<instant>","version":1}
        {"id":2,"first_name":"Kévin","last_name":"Casérès","email":"contact@startup-lyon.example","phone":"+33678123456","company":"Cool Startup Lyon","sales_contact":null,"created_at":"<instant>","updated_at":"<instant>","version":1}
        --- stderr
        # ids
        exit: 0
        --- stdout
        1
        2
        --- stderr
        "#);
    }

    fn contracts_in_every_format(env: &TestEnv) {
        assert_snapshot!(in_every_format(env, &["contract", "list", "--after", "6"]), @r#"
        # table
        exit: 0
        --- stdout
        ID  Customer          Company                            Total         Due  Status    Sales contact
        ───────────────────────────────────────────────────────────────────────────────────────────────────
         7  Maëlys Guérin     Île & Voiles                   €6,400.00   €2,000.00  signed    CDelorme
         8  Noémie Pélissier  Crédit Coopératif d'Auvergne  €20,000.00  €20,000.00  unsigned  CDelorme
         9  Éléa Garçon       Boulangerie Œuvre & Fils       €1,200.00   €1,200.00  unsigned  CBrunel
        --- stderr
        # tsv
        exit: 0
        --- stdout
        7	Maëlys Guérin	Île & Voiles	6400.00	2000.00	signed	CDelorme
        8	Noémie Pélissier	Crédit Coopératif d'Auvergne	20000.00	20000.00	unsigned	CDelorme
        9	Éléa Garçon	Boulangerie Œuvre & Fils	1200.00	1200.00	unsigned	CBrunel
        --- stderr
        # csv
        exit: 0
        --- stdout
        id,customer.name,customer.company,total,due,status,sales_contact.login
        7,Maëlys Guérin,Île & Voiles,6400.00,2000.00,signed,CDelorme
        8,Noémie Pélissier,Crédit Coopératif d'Auvergne,20000.00,20000.00,unsigned,CDelorme
        9,Éléa Garçon,Boulangerie Œuvre & Fils,1200.00,1200.00,unsigned,CBrunel
        --- stderr
        # json
        exit: 0
        --- stdout
        [
        {"id":7,"customer":{"id":7,"name":"Maëlys Guérin","company":"Île & Voiles"},"sales_contact":{"id":3,"login":"CDelorme","name":"Chloé Delorme"},"total":6400.00,"due":2000.00,"currency":"EUR","status":"signed","signed_at":"<instant>","created_at":"<instant>","updated_at":"<instant>","version":2},
        {"id":8,"customer":{"id":8,"name":"Noémie Pélissier","company":"Crédit Coopératif d'Auvergne"},"sales_contact":{"id":3,"login":"CDelorme","name":"Chloé Delorme"},"total":20000.00,"due":20000.00,"currency":"EUR","status":"unsigned","signed_at":null,"created_at":"<instant>","updated_at":"<instant>","version":1},
        {"id":9,"customer":{"id":1,"name":"Éléa Garçon","company":"Boulangerie Œuvre & Fils"},"sales_contact":{"id":2,"login":"CBrunel","name":"Cédric Brunel"},"total":1200.00,"due":1200.00,"currency":"EUR","status":"unsigned","signed_at":null,"created_at":"<instant>","updated_at":"<instant>","version":1}
        ]
        --- stderr
        # jsonl
        exit: 0
        --- stdout
        {"id":7,"customer":{"id":7,"name":"Maëlys Guérin","company":"Île & Voiles"},"sales_contact":{"id":3,"login":"CDelorme","name":"Chloé Delorme"},"total":6400.00,"due":2000.00,"currency":"EUR","status":"signed","signed_at":"<instant>","created_at":"<instant>","updated_at":"<instant>","version":2}
        {"id":8,"customer":{"id":8,"name":"Noémie Pélissier","company":"Crédit Coopératif d'Auvergne"},"sales_contact":{"id":3,"login":"CDelorme","name":"Chloé Delorme"},"total":20000.00,"due":20000.00,"currency":"EUR","status":"unsigned","signed_at":null,"created_at":"<instant>","updated_at":"<instant>","version":1}
        {"id":9,"customer":{"id":1,"name":"Éléa Garçon","company":"Boulangerie Œuvre & Fils"},"sales_contact":{"id":2,"login":"CBrunel","name":"Cédric Brunel"},"total":1200.00,"due":1200.00,"currency":"EUR","status":"unsigned","signed_at":null,"created_at":"<instant>","updated_at":"<instant>","version":1}
        --- stderr
        # ids
        exit: 0
        --- stdout
        7
        8
        9
        --- stderr
        "#);
    }

    fn events_in_every_format(env: &TestEnv) {
        assert_snapshot!(in_every_format(env, &["event", "list", "--limit", "2"]), @r#"
        # table
        exit: 0
        --- stdout
        ID  Title                        Company                               Start                End  Location               Attendees  Support contact
        ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
         1  Inauguration de la boutique  Boulangerie Œuvre & Fils  <local>  <local>  12 rue Mercière, Lyon         60  BRenard
         2  Dégustation de Noël          Boulangerie Œuvre & Fils  <local>  <local>  12 rue Mercière, Lyon         45  -
        --- stderr
        # tsv
        exit: 0
        --- stdout
        1	Inauguration de la boutique	Boulangerie Œuvre & Fils	<instant>	<instant>	12 rue Mercière, Lyon	60	BRenard
        2	Dégustation de Noël	Boulangerie Œuvre & Fils	<instant>	<instant>	12 rue Mercière, Lyon	45	
        --- stderr
        # csv
        exit: 0
        --- stdout
        id,title,customer.company,start_at,end_at,location,attendees,support_contact.login
        1,Inauguration de la boutique,Boulangerie Œuvre & Fils,<instant>,<instant>,"12 rue Mercière, Lyon",60,BRenard
        2,Dégustation de Noël,Boulangerie Œuvre & Fils,<instant>,<instant>,"12 rue Mercière, Lyon",45,
        --- stderr
        # json
        exit: 0
        --- stdout
        [
        {"id":1,"title":"Inauguration de la boutique","contract":{"id":1,"status":"signed"},"customer":{"id":1,"name":"Éléa Garçon","company":"Boulangerie Œuvre & Fils","email":"contact@oeuvre-et-fils.example","phone":"+33478010203"},"support_contact":{"id":4,"login":"BRenard","name":"Benoît Renard"},"start_at":"<instant>","end_at":"<instant>","location":"12 rue Mercière, Lyon","attendees":60,"notes":"Buffet sucré, sans alcool.","created_at":"<instant>","updated_at":"<instant>","version":2},
        {"id":2,"title":"Dégustation de Noël","contract":{"id":1,"status":"signed"},"customer":{"id":1,"name":"Éléa Garçon","company":"Boulangerie Œuvre & Fils","email":"contact@oeuvre-et-fils.example","phone":"+33478010203"},"support_contact":null,"start_at":"<instant>","end_at":"<instant>","location":"12 rue Mercière, Lyon","attendees":45,"notes":"","created_at":"<instant>","updated_at":"<instant>","version":1}
        ]
        --- stderr
        # jsonl
        exit: 0
        --- stdout
        {"id":1,"title":"Inauguration de la boutique","contract":{"id":1,"status":"signed"},"customer":{"id":1,"name":"Éléa Garçon","company":"Boulangerie Œuvre & Fils","email":"contact@oeuvre-et-fils.example","phone":"+33478010203"},"support_contact":{"id":4,"login":"BRenard","name":"Benoît Renard"},"start_at":"<instant>","end_at":"<instant>","location":"12 rue Mercière, Lyon","attendees":60,"notes":"Buffet sucré, sans alcool.","created_at":"<instant>","updated_at":"<instant>","version":2}
        {"id":2,"title":"Dégustation de Noël","contract":{"id":1,"status":"signed"},"customer":{"id":1,"name":"Éléa Garçon","company":"Boulangerie Œuvre & Fils","email":"contact@oeuvre-et-fils.example","phone":"+33478010203"},"support_contact":null,"start_at":"<instant>","end_at":"<instant>","location":"12 rue Mercière, Lyon","attendees":45,"notes":"","created_at":"<instant>","updated_at":"<instant>","version":1}
        --- stderr
        # ids
        exit: 0
        --- stdout
        1
        2
        --- stderr
        "#);
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
