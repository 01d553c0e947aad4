//! The choice of columns, what a creation and an update print, and what `--quiet` silences.

use insta::assert_snapshot;

use crate::env::{PASSWORD, TestEnv, on_both_databases};

const CREATE_CUSTOMER: [&str; 12] = [
    "customer",
    "create",
    "--first-name",
    "Zoé",
    "--last-name",
    "Petit",
    "--email",
    "zoe@petit.example",
    "--phone",
    "06 01 02 03 04",
    "--company",
    "Petit SA",
];

on_both_databases! {
    fn fields_choose_and_order_the_columns_of_every_format(env: &TestEnv) {
        let mut text = String::new();
        for format in ["table", "tsv", "csv", "json", "jsonl", "ids"] {
            let output = env.run_as("CBrunel", [
                "contract", "list", "--limit", "2", "--fields", "due,customer.company,id", "--format", format,
            ]);
            text.push_str(&format!("# {format}\n{}", output.success().stdout));
        }
        assert_snapshot!(text, @r#"
        # table
              Due  Company                   ID
        ───────────────────────────────────────
            €0.00  Boulangerie Œuvre & Fils   1
        €7,500.00  Cool Startup Lyon          2
        # tsv
        0.00	Boulangerie Œuvre & Fils	1
        7500.00	Cool Startup Lyon	2
        # csv
        due,customer.company,id
        0.00,Boulangerie Œuvre & Fils,1
        7500.00,Cool Startup Lyon,2
        # json
        [
        {"due":0.00,"customer":{"company":"Boulangerie Œuvre & Fils"},"id":1},
        {"due":7500.00,"customer":{"company":"Cool Startup Lyon"},"id":2}
        ]
        # jsonl
        {"due":0.00,"customer":{"company":"Boulangerie Œuvre & Fils"},"id":1}
        {"due":7500.00,"customer":{"company":"Cool Startup Lyon"},"id":2}
        # ids
        0.00	Boulangerie Œuvre & Fils	1
        7500.00	Cool Startup Lyon	2
        "#);
    }

    fn the_name_of_an_object_stands_for_its_fields(env: &TestEnv) {
        let json = env.run_as("CBrunel", ["event", "show", "2", "--json", "--fields", "support_contact,customer,id"]);
        assert_snapshot!(json, @r#"
        exit: 0
        --- stdout
        {"support_contact":null,"customer":{"id":1,"name":"Éléa Garçon","company":"Boulangerie Œuvre & Fils","email":"contact@oeuvre-et-fils.example","phone":"+33478010203"},"id":2}
        --- stderr
        "#);
        let csv = env.run_as("CBrunel", ["event", "show", "1", "--format", "csv", "--fields", "support_contact,contract"]);
        assert_snapshot!(csv, @"
        exit: 0
        --- stdout
        support_contact.id,support_contact.login,support_contact.name,contract.id,contract.status
        4,BRenard,Benoît Renard,1,signed
        --- stderr
        ");
    }

    fn a_name_is_a_field_wherever_first_and_last_name_are(env: &TestEnv) {
        let customers = env.run_as("CBrunel", ["customer", "list", "--limit", "1", "--json", "--fields", "name,sales_contact.name"]);
        assert_snapshot!(customers, @r#"
        exit: 0
        --- stdout
        [
        {"name":"Éléa Garçon","sales_contact":{"name":"Cédric Brunel"}}
        ]
        --- stderr
        "#);
        let staff = env.run_as("CBrunel", ["collaborator", "show", "2", "--json", "--fields", "name,id"]);
        assert_snapshot!(staff, @r#"
        exit: 0
        --- stdout
        {"name":"Cédric Brunel","id":2}
        --- stderr
        "#);
    }

    fn a_field_asked_for_twice_is_a_column_twice_and_a_key_once(env: &TestEnv) {
        let csv = env.run_as("CBrunel", ["customer", "show", "1", "--format", "csv", "--fields", "id,id"]);
        assert_eq!(csv.success().stdout, "id,id\n1,1\n");
        let json = env.run_as("CBrunel", ["customer", "show", "1", "--json", "--fields", "id,id"]);
        assert_eq!(json.success().stdout, "{\"id\":1}\n");
    }

    fn an_unknown_field_is_refused_with_the_known_ones(env: &TestEnv) {
        let mut text = String::new();
        for noun in ["collaborator", "customer", "contract", "event"] {
            let output = env.run_as("CBrunel", [noun, "list", "--fields", "id,nonsense,customer.nope,"]);
            text.push_str(&format!("# {noun}\n{output}"));
        }
        assert_snapshot!(text, @"
        # collaborator
        exit: 2
        --- stdout
        --- stderr
        error: unknown fields 'nonsense', 'customer.nope', '' in --fields; the fields are id, login, first_name, last_name, email, phone, department, active, created_at, updated_at, version, name
        # customer
        exit: 2
        --- stdout
        --- stderr
        error: unknown fields 'nonsense', 'customer.nope', '' in --fields; the fields are id, first_name, last_name, email, phone, company, sales_contact.id, sales_contact.login, sales_contact.name, created_at, updated_at, version, name
        # contract
        exit: 2
        --- stdout
        --- stderr
        error: unknown fields 'nonsense', 'customer.nope', '' in --fields; the fields are id, customer.id, customer.name, customer.company, sales_contact.id, sales_contact.login, sales_contact.name, total, due, currency, status, signed_at, created_at, updated_at, version
        # event
        exit: 2
        --- stdout
        --- stderr
        error: unknown fields 'nonsense', 'customer.nope', '' in --fields; the fields are id, title, contract.id, contract.status, customer.id, customer.name, customer.company, customer.email, customer.phone, support_contact.id, support_contact.login, support_contact.name, start_at, end_at, location, attendees, notes, created_at, updated_at, version
        ");
    }

    fn an_unknown_field_is_refused_before_a_record_is_read(env: &TestEnv) {
        env.alter("customers", "RENAME TO elsewhere");
        for noun in ["customer", "contract", "event"] {
            for args in [&[noun, "list"][..], &[noun, "list", "--after", "1"], &[noun, "show", "1"]] {
                env.assert_refused(Some("CBrunel"), [args, &["--fields", "nonsense"]].concat(), 2, "usage.invalid");
            }
        }
    }

    fn an_unknown_field_is_refused_before_a_session_is_opened(env: &TestEnv) {
        env.unchanged(|| {
            let output = env
                .command(["login", "CBrunel", "--password-stdin", "--fields", "token"])
                .stdin(format!("{PASSWORD}\n"))
                .run();
            assert_snapshot!(output, @"
            exit: 2
            --- stdout
            --- stderr
            error: unknown field 'token' in --fields; the fields are collaborator.id, collaborator.login, collaborator.name, collaborator.department, credential, expires_at
            ");
        });
        assert!(!env.session_file().exists());
    }

    fn an_unknown_field_is_refused_before_anything_is_written(env: &TestEnv) {
        for (login, args) in [
            ("CBrunel", &CREATE_CUSTOMER[..]),
            ("CBrunel", &["customer", "update", "1", "--company", "Autre"]),
            ("AMartinez", &["customer", "transfer", "1", "--to", "CDelorme"]),
            ("AMartinez", &["contract", "create", "--customer", "1", "--total", "10"]),
            ("CBrunel", &["contract", "update", "2", "--due", "1"]),
            ("CBrunel", &["contract", "sign", "9"]),
            ("CBrunel", &["contract", "pay", "2", "1"]),
            ("CBrunel", &[
                "event", "create", "--contract", "1", "--title", "Bal", "--start", "2031-05-20 18:00",
                "--end", "+3h", "--location", "Lyon", "--attendees", "5",
            ]),
            ("BRenard", &["event", "update", "4", "--title", "Bal"]),
            ("AMartinez", &["event", "assign", "2", "--support", "BRenard"]),
            ("AMartinez", &["event", "unassign", "1"]),
            ("AMartinez", &["collaborator", "update", "KDurand", "--first-name", "Kim"]),
            ("AMartinez", &["collaborator", "delete", "ALefebvre", "--reassign-to", "KDurand", "--yes"]),
        ] {
            env.assert_refused(Some(login), [args, &["--fields", "nonsense"]].concat(), 2, "usage.invalid");
        }
    }

    fn a_creation_prints_the_id_alone_off_a_terminal(env: &TestEnv) {
        let output = env.run_as("CBrunel", CREATE_CUSTOMER).success();
        assert_eq!(output.stdout, format!("{}\n", env.scalar("SELECT max(id) FROM customers")));
    }

    fn a_creation_prints_the_record_in_every_other_format(env: &TestEnv) {
        for (id, format) in (9..).zip(["table", "csv", "json", "jsonl", "ids"]) {
            let created = env.run_as("CBrunel", CREATE_CUSTOMER.into_iter().chain(["--format", format])).success();
            assert_eq!(created.stderr, "", "{format}");
            // As `show` prints it, of which each format has a snapshot in `records`.
            let shown = env.run_as("CBrunel", ["customer", "show", &id.to_string(), "--format", format]).success().stdout;
            let lists = shown.find(",\"contracts\":[");
            match format {
                "table" => assert!(shown.starts_with(&created.stdout), "{created}"),
                "json" | "jsonl" => assert_eq!(created.stdout, format!("{}}}\n", &shown[..lists.unwrap()])),
                _ => assert_eq!(created.stdout, shown),
            }
            for text in ["Zoé", "Petit", "zoe@petit.example", "Petit SA", "CBrunel"] {
                assert!(format == "ids" || created.stdout.contains(text), "{created}");
            }
        }
    }

    fn a_creation_prints_the_fields_that_were_asked_for(env: &TestEnv) {
        let output = env.run_as("CBrunel", CREATE_CUSTOMER.into_iter().chain(["--fields", "name,phone"]));
        assert_eq!(output.success().stdout, "Zoé Petit\t+33601020304\n");
    }

    fn an_update_prints_the_record(env: &TestEnv) {
        let output = env.run_as("CBrunel", ["customer", "update", "1", "--company", "Autre"]);
        assert_eq!(
            output.success().stdout,
            "1\tÉléa Garçon\tAutre\tcontact@oeuvre-et-fils.example\t+33478010203\tCBrunel\n"
        );
    }

    fn quiet_silences_messages_but_not_errors(env: &TestEnv) {
        let told = env.run_as("AMartinez", ["collaborator", "delete", "CBrunel", "--reassign-to", "CDelorme", "--yes", "--fields", "active"]);
        assert_snapshot!(told, @"
        exit: 0
        --- stdout
        false
        --- stderr
        The account CBrunel is deactivated, and its sessions and tokens are revoked.
        ");
        let silent = env.run_as("AMartinez", [
            "collaborator", "delete", "ALefebvre", "--reassign-to", "KDurand", "--yes", "-q", "--fields", "active",
        ]);
        assert_snapshot!(silent, @"
        exit: 0
        --- stdout
        false
        --- stderr
        ");
        let error = env.run_as("CDelorme", ["--quiet", "customer", "show", "99"]);
        assert_snapshot!(error, @"
        exit: 3
        --- stdout
        --- stderr
        error: there is no customer 99
        hint: epic customer list
        ");
    }
}
