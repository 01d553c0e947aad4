//! Customers: creation, changes, transfer to another sales contact, and what the database itself refuses (rule 1).

use serde_json::{Value, json};

use crate::env::{TestEnv, on_both_databases};

const SALES: Option<&str> = Some("CBrunel");
const MANAGER: Option<&str> = Some("AMartinez");

/// The flags of a customer, with one of them replaced.
fn create<'a>(flag: &str, value: &'a str) -> Vec<std::borrow::Cow<'a, str>> {
    let mut args = vec!["customer".into(), "create".into()];
    for (name, usual) in [
        ("--first-name", "Zoé"),
        ("--last-name", "Ney"),
        ("--email", "zoe@ney.example"),
        ("--phone", "06 01 02 03 04"),
        ("--company", "Ney & Fils"),
    ] {
        let value = if name == flag { value } else { usual };
        args.push(format!("{name}={value}").into());
    }
    args
}

/// One column of a customer, as the database has it.
fn column(env: &TestEnv, id: i64, name: &str) -> String {
    env.scalar(&format!("SELECT {name} FROM customers WHERE id = {id}"))
}

/// Creates a customer with one flag replaced, and returns one column of it.
fn stored(env: &TestEnv, flag: &str, value: &str, name: &str) -> String {
    let args = create(flag, value);
    let output = env
        .run_as("CBrunel", args.iter().map(|arg| &**arg))
        .success();
    column(env, output.stdout.trim().parse().unwrap(), name)
}

/// Refuses a value, with these words.
fn refuses(env: &TestEnv, flag: &str, value: &str, problem: &str) {
    let args = create(flag, value);
    let error = env.assert_refused(SALES, args.iter().map(|arg| &**arg), 2, "usage.invalid");
    assert_eq!(
        error["message"],
        format!("invalid value for {flag}: {problem}"),
        "{value:?}"
    );
    let value = format!("{flag}={value}");
    env.assert_refused(
        SALES,
        ["customer", "update", "1", &value],
        2,
        "usage.invalid",
    );
}

on_both_databases! {
    fn a_new_customer_belongs_to_whoever_creates_it(env: &TestEnv) {
        let mut args = create("", "");
        args.push("--json".into());
        let customer = env.run_as("CDelorme", args.iter().map(|arg| &**arg)).success().json();
        assert_eq!(customer["id"], 9);
        assert_eq!(customer["sales_contact"], json!({"id": 3, "login": "CDelorme", "name": "Chloé Delorme"}));
        assert_eq!(customer["phone"], "+33601020304");
        assert_eq!(customer["version"], 1);
        assert_eq!(customer["created_at"], customer["updated_at"]);
        assert_eq!(column(env, 9, "sales_contact_id"), "3");
    }

    fn a_creation_off_a_terminal_prints_the_id_alone(env: &TestEnv) {
        let args = create("", "");
        insta::assert_snapshot!(env.run_as("CBrunel", args.iter().map(|arg| &**arg)), @r"
        exit: 0
        --- stdout
        9
        --- stderr
        ");
    }

    fn everything_missing_is_named_in_one_error(env: &TestEnv) {
        insta::assert_snapshot!(env.run_as("CBrunel", ["customer", "create"]), @r"
        exit: 2
        --- stdout
        --- stderr
        error: missing --first-name, --last-name, --email, --phone, --company
        ");
        env.assert_refused(SALES, ["customer", "create"], 2, "usage.invalid");
        let error = env.assert_refused(MANAGER, ["customer", "transfer"], 2, "usage.invalid");
        assert_eq!(error["message"], "missing ID, --to");
        let error = env.assert_refused(SALES, ["customer", "show"], 2, "usage.invalid");
        assert_eq!(error["message"], "missing ID");
    }

    fn everything_invalid_is_told_in_one_error(env: &TestEnv) {
        let args = ["customer", "update", " ", "--email=a@b", "--phone=12", "--company= ", "--first-name=Zoé"];
        let error = env.assert_refused(SALES, args, 2, "usage.invalid");
        assert_eq!(
            error["message"],
            "invalid value for ID: must not be blank; invalid value for --email: must have a domain \
             with a dot after the @, such as example.com; invalid value for --phone: must be a French number such as 06 \
             01 02 03 04, or start with a country code such as +33; invalid value for --company: must not be blank"
        );
    }

    fn texts_are_taken_up_to_their_bounds(env: &TestEnv) {
        for (flag, name, longest) in
            [("--first-name", "first_name", 50), ("--last-name", "last_name", 50), ("--company", "company", 100)]
        {
            assert_eq!(stored(env, flag, "É", name), "É");
            let text = "é".repeat(longest);
            assert_eq!(stored(env, flag, &text, name), text);
            let problem = format!("must have 1 to {longest} characters (this has {})", longest + 1);
            refuses(env, flag, &"é".repeat(longest + 1), &problem);
            refuses(env, flag, "", "must not be blank");
            refuses(env, flag, " \t\u{a0}", "must not be blank");
        }
    }

    fn texts_are_trimmed_and_composed(env: &TestEnv) {
        for (flag, name) in [("--first-name", "first_name"), ("--last-name", "last_name"), ("--company", "company")] {
            assert_eq!(stored(env, flag, "  Zoe\u{301} \u{3000}", name), "Zo\u{e9}");
            let decomposed = "e\u{301}".repeat(50);
            assert_eq!(stored(env, flag, &decomposed, name), "\u{e9}".repeat(50));
        }
    }

    fn characters_that_disturb_a_terminal_are_refused(env: &TestEnv) {
        for flag in ["--first-name", "--last-name", "--company"] {
            refuses(env, flag, "a\u{1b}[31mb", "must not contain control characters (U+001B)");
            refuses(env, flag, "a\u{7f}b", "must not contain control characters (U+007F)");
            refuses(env, flag, "a\u{85}b", "must not contain control characters (U+0085)");
            refuses(env, flag, "a\tb", "must not contain control characters (U+0009)");
            refuses(env, flag, "a\nb", "must not contain line breaks (U+000A)");
            refuses(env, flag, "a\u{2028}b", "must not contain line breaks (U+2028)");
            refuses(env, flag, "a\u{202e}b", "must not contain bidirectional controls or byte order marks (U+202E)");
            refuses(env, flag, "a\u{2066}b", "must not contain bidirectional controls or byte order marks (U+2066)");
        }
    }

    fn names_of_every_script_are_kept(env: &TestEnv) {
        for name in ["O'Neil", "Jean-Noël du Pré", "L’Haÿ", "李小龍", "محمد", "Robert'); DROP TABLE customers;--", "%_\\"] {
            assert_eq!(stored(env, "--last-name", name, "last_name"), name);
        }
    }

    fn phones_are_stored_in_international_form(env: &TestEnv) {
        for (typed, kept) in [
            ("06 01 02 03 04", "+33601020304"),
            ("06.01.02.03.04", "+33601020304"),
            ("+33 6 01 02 03 04", "+33601020304"),
            ("+33 (0)6 01 02 03 04", "+33601020304"),
            ("0033601020304", "+33601020304"),
            ("+678 123 456 78", "+67812345678"),
            ("+ 666 12345", "+66612345"),
            ("+1 234 567 8901", "+12345678901"),
            ("+12345", "+12345"),
            ("+123456789012345", "+123456789012345"),
        ] {
            assert_eq!(stored(env, "--phone", typed, "phone"), kept, "{typed}");
        }
    }

    fn what_is_no_phone_is_refused(env: &TestEnv) {
        refuses(env, "--phone", "+1234", "must have 5 to 15 digits with the country code (this has 4)");
        refuses(env, "--phone", "+1234567890123456", "must have 5 to 15 digits with the country code (this has 16)");
        refuses(env, "--phone", "+0123456", "must have a country code after + or 00; none starts with 0");
        refuses(env, "--phone", "", "must not be blank");
        let french = "must be a French number such as 06 01 02 03 04, or start with a country code such as +33";
        refuses(env, "--phone", "06 01 02 03", french);
        refuses(env, "--phone", "06 01 02 03 04 05", french);
        let digits = "must contain only digits, spaces, dots, dashes, slashes, parentheses and a leading +";
        refuses(env, "--phone", "call me", digits);
        refuses(env, "--phone", "+33+601020304", digits);
    }

    fn an_email_is_kept_as_typed(env: &TestEnv) {
        for email in ["kevin@startup.io", "Jean.Noel+crm@Ney-Fils.FR", "o'neil@example.co.uk", "zoé@exemple.fr"] {
            assert_eq!(stored(env, "--email", &format!(" {email} "), "email"), email);
        }
    }

    fn what_is_no_email_is_refused(env: &TestEnv) {
        let form = "must be an address such as name@example.com, without spaces or special characters";
        refuses(env, "--email", "", "must not be blank");
        refuses(env, "--email", "zoe.example", "must contain an @, as in name@example.com");
        refuses(env, "--email", "@ney.example", "must have a name before the @");
        refuses(env, "--email", "zoe@", "must have a domain after the @");
        refuses(env, "--email", "zoe@ney", "must have a domain with a dot after the @, such as example.com");
        refuses(env, "--email", "z oe@ney.example", form);
        refuses(env, "--email", "zoe@ney_fils.example", form);
        refuses(env, "--email", "Zoé <zoe@ney.example>", "must be the address alone, without a name or angle brackets");
        refuses(env, "--email", "a\u{202e}b@ney.example", "must not contain bidirectional controls or byte order marks (U+202E)");
        let local = "a".repeat(65);
        refuses(env, "--email", &format!("{local}@ney.example"), "must have at most 64 bytes before the @");
    }

    fn two_customers_may_share_an_email(env: &TestEnv) {
        assert_eq!(stored(env, "--email", "zoe@ney.example", "email"), "zoe@ney.example");
        assert_eq!(stored(env, "--email", "zoe@ney.example", "email"), "zoe@ney.example");
    }

    fn an_update_changes_what_is_named_and_nothing_else(env: &TestEnv) {
        for (version, (flag, value, key)) in (2..).zip([
            ("--first-name", "Zoé", "first_name"),
            ("--last-name", "Ney", "last_name"),
            ("--email", "zoe@ney.example", "email"),
            ("--phone", "+12345", "phone"),
            ("--company", "Ney & Fils", "company"),
        ]) {
            let before = env.run_as("CBrunel", ["customer", "show", "2", "--json"]).json();
            let after = env.run_as("CBrunel", ["customer", "update", "2", flag, value, "--json"]).success().json();
            for (name, value) in after.as_object().unwrap() {
                match name.as_str() {
                    "version" => assert_eq!(value, version),
                    "updated_at" => {}
                    name if name == key => assert_ne!(*value, before[name], "{flag}"),
                    name => assert_eq!(*value, before[name], "{flag} changed {name}"),
                }
            }
            assert_eq!(column(env, 2, key), value);
        }
    }

    fn a_changed_customer_is_found_by_what_it_is_called_now(env: &TestEnv) {
        env.run_as("CBrunel", ["customer", "update", "2", "--company=Œuvres Réunies"]).success();
        for (search, found) in [("oeuvres reunies", "2\n"), ("cool startup", "")] {
            let output = env.run_as("CBrunel", ["customer", "list", "--search", search, "--format", "ids"]);
            assert_eq!(output.success().stdout, found, "{search}");
        }
    }

    fn the_same_again_is_nothing_to_change(env: &TestEnv) {
        env.unchanged(|| {
            let args = ["customer", "update", "2", "--company= Cool Startup Lyon", "--phone=06 78 12 34 56"];
            insta::assert_snapshot!(env.run_as("CBrunel", args), @r"
        exit: 0
        --- stdout
        2	Kévin Casérès	Cool Startup Lyon	contact@startup-lyon.example	+33678123456	CBrunel
        --- stderr
        Nothing to change.
        ");
        });
    }

    fn a_stale_version_is_a_conflict(env: &TestEnv) {
        let update = |version| ["customer", "update", "2", "--company=Ney", "--if-version", version];
        for version in ["0", "2"] {
            let error = env.assert_refused(SALES, update(version), 7, "conflict.stale");
            assert_eq!(error["message"], "customer 2 has changed in the meantime");
            assert_eq!(error["hint"], "epic customer show 2");
        }
        env.run_as("CBrunel", update("1")).success();
        assert_eq!(column(env, 2, "version"), "2");
        env.assert_refused(SALES, update("1"), 7, "conflict.stale");
    }

    fn what_does_not_exist_is_told(env: &TestEnv) {
        for args in [["show", "99", "--quiet"], ["update", "99", "--company=Ney"]] {
            let error = env.assert_refused(SALES, ["customer"].iter().chain(&args), 3, "not_found.customer");
            assert_eq!(error["message"], "there is no customer 99");
            assert_eq!(error["hint"], "epic customer list");
        }
        env.assert_refused(MANAGER, ["customer", "transfer", "99", "--to=CBrunel"], 3, "not_found.customer");
        env.assert_refused(MANAGER, ["customer", "transfer", "1", "--to=nobody"], 3, "not_found.collaborator");
    }

    fn a_transfer_gives_customers_to_another_sales_contact(env: &TestEnv) {
        let one = env.run_as("AMartinez", ["customer", "transfer", "1", "--to=cdelorme", "--json"]).success().json();
        assert_eq!(one["sales_contact"]["login"], "CDelorme");
        assert_eq!(one["version"], 2);
        // 5 is hers already, 2 is named twice.
        let args = ["customer", "transfer", "2", "5", "2", "--to", "3", "--json"];
        let several = env.run_as("AMartinez", args).success().json();
        let told: Vec<_> = several.as_array().unwrap().iter().map(|it| (&it["id"], &it["version"])).collect();
        assert_eq!(told, [(&json!(2), &json!(2)), (&json!(5), &json!(1))]);
        assert_eq!(env.scalar("SELECT count(*) FROM customers WHERE sales_contact_id = 3"), "6");
    }

    fn the_contracts_of_a_transferred_customer_go_with_it(env: &TestEnv) {
        env.run_as("AMartinez", ["customer", "transfer", "1", "--to=CDelorme"]).success();
        env.assert_refused(SALES, ["contract", "sign", "9"], 5, "denied.ownership");
        env.run_as("CDelorme", ["contract", "sign", "9"]).success();
    }

    fn a_transfer_moves_all_customers_or_none(env: &TestEnv) {
        let args = ["customer", "transfer", "1", "2", "99", "--to=CDelorme"];
        env.assert_refused(MANAGER, args, 3, "not_found.customer");
        env.assert_refused(MANAGER, ["customer", "transfer", "1", "x", "--to=CDelorme"], 3, "not_found.customer");
    }

    fn customers_go_to_active_sales_only(env: &TestEnv) {
        env.force("UPDATE collaborators SET active = (1 = 0) WHERE login = 'CDelorme'");
        for login in ["AMartinez", "BRenard", "CDelorme"] {
            let args = ["customer", "transfer", "1", "--to", login];
            let error = env.assert_refused(MANAGER, args, 6, "rule.not_sales");
            assert_eq!(error["message"], format!("{login} is not an active collaborator of the sales department"));
            assert_eq!(error["hint"], "epic collaborator list --department sales");
        }
    }

    fn the_database_itself_refuses_wrong_customers(env: &TestEnv) {
        for (change, kind) in [
            ("first_name = ''", "check"),
            ("last_name = ''", "check"),
            ("company = ''", "check"),
            ("first_name = 'a\nb'", "check"),
            ("last_name = 'a\tb'", "check"),
            ("company = 'a\u{1b}b'", "check"),
            ("company = 'a\u{7f}b'", "check"),
            ("email = ''", "check"),
            ("phone = '0601020304'", "check"),
            ("phone = '+1234'", "check"),
            ("phone = '+1234567890123456'", "check"),
            ("phone = '+1234a6'", "check"),
            ("version = 0", "check"),
            ("company = NULL", "not null"),
            ("sales_contact_id = 99", "rule"),
        ] {
            assert_eq!(env.violation(&format!("UPDATE customers SET {change} WHERE id = 1")), kind, "{change}");
        }
        for (name, longest) in [("first_name", 50), ("last_name", 50), ("company", 100), ("email", 254)] {
            let update = |length| format!("UPDATE customers SET {name} = '{}' WHERE id = 1", "é".repeat(length));
            assert_eq!(env.violation(&update(longest + 1)), "check", "{name}");
            env.execute(&update(longest));
        }
        assert_eq!(env.violation("DELETE FROM customers WHERE id = 1"), "foreign key");
        assert_eq!(env.violation("DELETE FROM collaborators WHERE id = 2"), "foreign key");
    }

    fn a_list_without_results_is_no_failure(env: &TestEnv) {
        let output = env.run_as("CBrunel", ["customer", "list", "--company", "nowhere", "--json"]).success();
        assert_eq!(output.json(), Value::Array(Vec::new()));
    }
}
