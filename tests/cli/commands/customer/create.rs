//! Creating a customer: its owner, and what each field may hold.

use serde_json::json;

use crate::env::{TestEnv, on_both_databases};
use crate::staff::SALES;

/// The flags of a customer, with one of them replaced.
fn creation<'a>(flag: &str, value: &'a str) -> Vec<std::borrow::Cow<'a, str>> {
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

/// Creates a customer with one flag replaced, and returns one column of it.
fn stored(env: &TestEnv, flag: &str, value: &str, name: &str) -> String {
    let args = creation(flag, value);
    let run = env.command(args.iter().map(|arg| &**arg)).as_(SALES);
    env.stored(run, "customers", name)
}

/// Refuses a value, with these words.
fn refuses(env: &TestEnv, flag: &str, value: &str, problem: &str) {
    let args = creation(flag, value);
    let error = env.assert_refused(
        Some(SALES),
        args.iter().map(|arg| &**arg),
        2,
        "usage.invalid",
    );
    assert_eq!(
        error["message"],
        format!("invalid value for {flag}: {problem}"),
        "{value:?}"
    );
    let value = format!("{flag}={value}");
    env.assert_refused(
        Some(SALES),
        ["customer", "update", "1", &value],
        2,
        "usage.invalid",
    );
}

on_both_databases! {
    fn a_new_customer_belongs_to_whoever_creates_it(env: &TestEnv) {
        let mut args = creation("", "");
        args.push("--json".into());
        let customer = env.run_as("CDelorme", args.iter().map(|arg| &**arg)).success().json();
        assert_eq!(customer["id"], 9);
        assert_eq!(customer["sales_contact"], json!({"id": 3, "login": "CDelorme", "name": "Chloé Delorme"}));
        assert_eq!(customer["phone"], "+33601020304");
        assert_eq!(customer["version"], 1);
        assert_eq!(customer["created_at"], customer["updated_at"]);
        assert_eq!(env.column("customers", 9, "sales_contact_id"), "3");
    }

    fn a_creation_off_a_terminal_prints_the_id_alone(env: &TestEnv) {
        let args = creation("", "");
        insta::assert_snapshot!(env.run_as("CBrunel", args.iter().map(|arg| &**arg)), @r"
        exit: 0
        --- stdout
        9
        --- stderr
        ");
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
}
