//! What a failure looks like: text with a hint, or one line of JSON; also what the command line parser refuses.

use insta::assert_snapshot;

use crate::env::{Backend, TestEnv, on_both_databases};

on_both_databases! {
    fn errors_are_text_with_a_hint_or_one_line_of_json(env: &TestEnv) {
        let sign = ["event", "create", "--contract", "9", "--title", "Bal", "--start", "2031-05-20 18:00",
            "--end", "+3h", "--location", "Lyon", "--attendees", "5"];
        let mut text = env.run_as("CBrunel", sign).to_string();
        for format in ["csv", "ids", "json", "jsonl"] {
            let output = env.run_as("CBrunel", sign.into_iter().chain(["--format", format]));
            text.push_str(&format!("# {format}\n{output}"));
        }
        assert_snapshot!(text, @r#"
        exit: 6
        --- stdout
        --- stderr
        error: contract 9 is not signed: an event needs a signed contract
        hint: epic contract sign 9
        # csv
        exit: 6
        --- stdout
        --- stderr
        error: contract 9 is not signed: an event needs a signed contract
        hint: epic contract sign 9
        # ids
        exit: 6
        --- stdout
        --- stderr
        error: contract 9 is not signed: an event needs a signed contract
        hint: epic contract sign 9
        # json
        exit: 6
        --- stdout
        --- stderr
        {"error":{"code":"rule.contract_not_signed","exit":6,"message":"contract 9 is not signed: an event needs a signed contract","hint":"epic contract sign 9"}}
        # jsonl
        exit: 6
        --- stdout
        --- stderr
        {"error":{"code":"rule.contract_not_signed","exit":6,"message":"contract 9 is not signed: an event needs a signed contract","hint":"epic contract sign 9"}}
        "#);
    }

    fn an_error_without_a_hint_has_the_key_all_the_same(env: &TestEnv) {
        let output = env.run_as("BRenard", ["--json", "customer", "update", "1", "--company", "Autre"]);
        assert_snapshot!(output, @r#"
        exit: 5
        --- stdout
        --- stderr
        {"error":{"code":"denied.department","exit":5,"message":"the support department cannot update a customer","hint":null}}
        "#);
    }

    fn the_format_of_errors_can_come_from_the_environment(env: &TestEnv) {
        let output = env.command(["customer", "show", "99"]).env("EPIC_FORMAT", "json").as_("CBrunel").run();
        assert_snapshot!(output, @r#"
        exit: 3
        --- stdout
        --- stderr
        {"error":{"code":"not_found.customer","exit":3,"message":"there is no customer 99","hint":"epic customer list"}}
        "#);
    }
}

#[test]
fn what_the_command_line_parser_refuses_is_json_where_json_was_asked_for() {
    let env = TestEnv::empty(Backend::Sqlite);
    let mut text = String::new();
    for args in [
        &["customer", "list", "--nonsense", "--json"][..],
        &["customer", "list", "--nonsense", "--format=jsonl"],
        &["--format", "json", "nonsense"],
        &["--json", "customer", "list", "--limit", "-1"],
        &["--json", "--format", "csv", "customer", "list"],
        &["--json", "customer", "update", "1", "--if-version", "many"],
    ] {
        text.push_str(&format!("# {}\n{}", args.join(" "), env.run(args)));
    }
    let output = env
        .command(["contract", "list", "--nonsense"])
        .env("EPIC_FORMAT", "json")
        .run();
    text.push_str(&format!("# EPIC_FORMAT=json\n{output}"));
    assert_snapshot!(text, @r#"
    # customer list --nonsense --json
    exit: 2
    --- stdout
    --- stderr
    {"error":{"code":"usage.invalid","exit":2,"message":"unexpected argument '--nonsense' found","hint":null}}
    # customer list --nonsense --format=jsonl
    exit: 2
    --- stdout
    --- stderr
    {"error":{"code":"usage.invalid","exit":2,"message":"unexpected argument '--nonsense' found","hint":null}}
    # --format json nonsense
    exit: 2
    --- stdout
    --- stderr
    {"error":{"code":"usage.invalid","exit":2,"message":"unrecognized subcommand 'nonsense'","hint":null}}
    # --json customer list --limit -1
    exit: 2
    --- stdout
    --- stderr
    {"error":{"code":"usage.invalid","exit":2,"message":"unexpected argument '-1' found","hint":null}}
    # --json --format csv customer list
    exit: 2
    --- stdout
    --- stderr
    {"error":{"code":"usage.invalid","exit":2,"message":"the argument '--json' cannot be used with '--format <FORMAT>'","hint":null}}
    # --json customer update 1 --if-version many
    exit: 2
    --- stdout
    --- stderr
    {"error":{"code":"usage.invalid","exit":2,"message":"invalid value 'many' for '--if-version <N>': invalid digit found in string","hint":null}}
    # EPIC_FORMAT=json
    exit: 2
    --- stdout
    --- stderr
    {"error":{"code":"usage.invalid","exit":2,"message":"unexpected argument '--nonsense' found","hint":null}}
    "#);
    assert_eq!(
        std::fs::read_dir(env.home()).unwrap().count(),
        0,
        "a refusal creates no file"
    );
}

#[test]
fn what_the_command_line_parser_refuses_is_text_elsewhere() {
    let env = TestEnv::empty(Backend::Sqlite);
    let output = env.run(["customer", "list", "--limit", "many"]);
    assert_snapshot!(output, @"
    exit: 2
    --- stdout
    --- stderr
    error: invalid value 'many' for '--limit <N>': invalid digit found in string

    For more information, try '--help'.
    ");
    let after_dashes = env.run(["customer", "show", "--", "--json", "1"]);
    assert_snapshot!(after_dashes, @"
    exit: 2
    --- stdout
    --- stderr
    error: unexpected argument '1' found

    Usage: epic customer show [OPTIONS] [ID|EMAIL|NAME]

    For more information, try '--help'.
    ");
}

#[test]
fn several_problems_are_told_at_once() {
    let env = TestEnv::demo(Backend::Sqlite);
    let args = [
        "customer",
        "create",
        "--email",
        "nonsense",
        "--phone",
        "12",
        "--first-name",
        " ",
    ];
    assert_snapshot!(env.run_as("CBrunel", args), @"
    exit: 2
    --- stdout
    --- stderr
    error: missing --last-name, --company
    error: invalid value for --first-name: must not be blank
    error: invalid value for --email: must contain an @, as in name@example.com
    error: invalid value for --phone: must be a French number such as 06 01 02 03 04, or start with a country code such as +33
    ");
    let error = env.assert_refused(Some("CBrunel"), args, 2, "usage");
    assert_snapshot!(error["message"].as_str().unwrap_or_default(), @"
    missing --last-name, --company; invalid value for --first-name: must not be blank; invalid value for --email: must contain an @, as in name@example.com; invalid value for --phone: must be a French number such as 06 01 02 03 04, or start with a country code such as +33
    ");
}
