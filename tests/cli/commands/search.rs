//! Finding: what `epic search` and `--search` of the four lists answer, in which order, and that both databases give the
//! same answers to whatever is typed.

use crate::env::{Backend, Output, TestEnv, on_both_databases};

/// The answers to a search, each as `kind id`.
#[track_caller]
fn found(env: &TestEnv, args: &[&str]) -> Vec<String> {
    let output = env
        .run_as(
            "BRenard",
            [&["search", "--fields", "type,id"], args].concat(),
        )
        .success();
    assert_eq!(output.stderr, "", "{args:?}");
    let lines = output.stdout.lines();
    lines.map(|line| line.replace('\t', " ")).collect()
}

#[track_caller]
fn check(env: &TestEnv, cases: &[(&[&str], &[&str])]) {
    for (args, expected) in cases {
        assert_eq!(found(env, args), *expected, "{args:?}");
    }
}

/// The ids that a list shows for a search.
#[track_caller]
fn ids(env: &TestEnv, noun: &str, text: &str) -> Vec<String> {
    let search = format!("--search={text}");
    let output = env
        .run_as("BRenard", [noun, "list", "--format", "ids", &search])
        .success();
    output.stdout.lines().map(str::to_owned).collect()
}

on_both_databases! {
    fn a_name_finds_the_customer_with_contracts_and_events(env: &TestEnv) {
        check(env, &[
            (&["garcon"], &["customer 1", "contract 1", "contract 9", "event 1", "event 2"]),
            (&["GARÇON Éléa"], &["customer 1", "contract 1", "contract 9", "event 1", "event 2"]),
            (&["oeuvre", "--type", "customer"], &["customer 1"]),
            (&["durand"], &["collaborator 5"]),
            (&["KDURAND"], &["collaborator 5"]),
            (&["introuvable"], &[]),
        ]);
    }

    fn only_the_kinds_that_were_asked_for_are_told(env: &TestEnv) {
        check(env, &[
            (&["garcon", "--type", "contract"], &["contract 1", "contract 9"]),
            (&["garcon", "--type", "event,contract"], &["contract 1", "contract 9", "event 1", "event 2"]),
            (&["garcon", "--type", "event", "--type", "Customer"], &["customer 1", "event 1", "event 2"]),
            (&["garcon", "--limit", "2"], &["customer 1", "contract 1"]),
        ]);
        env.assert_refused(Some("BRenard"), ["search", "x", "--type", "invoice"], 2, "usage.invalid");
        env.assert_refused(Some("BRenard"), ["search", "x", "--limit", "0"], 2, "usage");
    }

    fn words_of_an_event_and_of_its_customer_go_together(env: &TestEnv) {
        check(env, &[
            (&["bouquet atelier", "--type", "event"], &["event 6"]),
            (&["casérès conférence interpretes"], &["event 4"]),
            (&["interpretes", "conference", "kevin", "startup"], &["event 4"]),
            (&["chateau", "--type", "event"], &["event 7", "event 8"]),
            (&["gala garcon"], &[]),
            (&["soir\u{e9}e tenue", "--type", "event"], &["event 7"]),
        ]);
    }

    fn whole_words_come_first_and_names_before_the_rest(env: &TestEnv) {
        env.run_as("CBrunel", ["customer", "update", "2", "--last-name", "Lyonnet"]).success();
        env.run_as("CBrunel", ["customer", "update", "3", "--company", "Fleurs alyonnes"]).success();
        env.run_as("CBrunel", ["customer", "update", "4", "--email", "lyon@chateau.example"]).success();
        env.run_as("CBrunel", ["customer", "update", "1", "--email", "contact@lyonnais.example"]).success();
        check(env, &[
            // The whole word in a company, then in an e-mail; the start of one in an e-mail; a part of one in a company.
            (&["lyon", "--type", "customer"], &["customer 2", "customer 4", "customer 1", "customer 3"]),
            (&["lyonn", "--type", "customer"], &["customer 2", "customer 1", "customer 3"]),
        ]);
    }

    fn an_id_that_was_typed_comes_first(env: &TestEnv) {
        check(env, &[
            (&["6"], &["customer 6", "contract 6", "event 6", "collaborator 6"]),
            (&["#9"], &["contract 9", "event 9"]),
            (&["contract 6"], &["contract 6"]),
            (&["contract", "#6"], &["contract 6"]),
            (&["événement 6"], &["event 6"]),
            (&["client 6", "--type", "contract"], &[]),
            (&["bouquet 6"], &["event 6"]),
            (&["12", "--type", "event"], &["event 1", "event 2"]),
            (&["999999"], &[]),
        ]);
        for (noun, text, expected) in [
            ("customer", "6", &["6"][..]),
            ("contract", "#9", &["9"]),
            ("event", "event 6", &["6"]),
            ("event", "contract 6", &[]),
            ("contract", "garcon", &["1", "9"]),
            ("event", "garcon", &["1", "2"]),
            ("collaborator", "5", &["5"]),
        ] {
            assert_eq!(ids(env, noun, text), expected, "{noun} {text}");
        }
    }

    fn phone_numbers_are_found_however_they_are_written_and_by_any_part(env: &TestEnv) {
        for text in [
            "04 78 01 02 03", "0478010203", "+33 4 78 01 02 03", "0033478010203", "+33 (0)4 78 01 02 03", "4 78 01 02 03",
            "04 78 01", "04.78.01", "047801", "+33 4 78 01", "04 78 01 02 03 garcon", "garcon 04 78", "010203",
        ] {
            let customers = found(env, &[text, "--type", "customer"]);
            assert!(customers.contains(&"customer 1".to_owned()), "{text}: {customers:?}");
        }
        env.run_as("BRenard", ["event", "update", "4", "--notes", "Régie : 06 11 22 33 44, +44 20 7946 0958"]).success();
        for text in ["0611223344", "+33 6 11 22", "06.11.22.33.44", "020 7946", "+44 20 7946"] {
            assert_eq!(found(env, &[text]), ["event 4"], "{text}");
        }
    }

    fn one_or_two_letters_are_the_start_of_a_word(env: &TestEnv) {
        check(env, &[
            (&["el", "--type", "customer"], &["customer 1"]),
            (&["k", "--type", "customer"], &["customer 2"]),
            (&["ka", "--type", "collaborator"], &["collaborator 5"]),
            (&["zz"], &[]),
        ]);
    }

    fn lists_keep_their_other_filters_and_their_order(env: &TestEnv) {
        let list = |args: &[&str]| {
            let output = env.run_as("CBrunel", [args, &["--format", "ids"]].concat()).success();
            output.stdout.replace('\n', " ").trim_end().to_owned()
        };
        assert_eq!(list(&["contract", "list", "--search", "garcon", "--status", "unsigned"]), "9");
        assert_eq!(list(&["contract", "list", "--search", "garcon", "--sort", "-id"]), "9 1");
        assert_eq!(list(&["event", "list", "--search", "lyon", "--sort", "-id", "--limit", "2"]), "4 3");
        assert_eq!(list(&["event", "list", "--search", "lyon", "--unassigned"]), "2");
        assert_eq!(list(&["event", "list", "--search", "muller"]), "");
        assert_eq!(list(&["customer", "list", "--mine", "--search", "6"]), "");
        assert_eq!(list(&["event", "list", "--search", " "]).split(' ').count(), 11);
    }

    fn an_event_is_found_by_what_it_says_now(env: &TestEnv) {
        env.run_as("BRenard", ["event", "update", "4", "--title", "Œuvre d’été", "--location", "Île de Ré"]).success();
        check(env, &[
            (&["oeuvre d'ete"], &["event 4"]),
            (&["ile d'ete", "--type", "event"], &["event 4"]),
            (&["congres"], &[]),
        ]);
    }

    fn answers_are_printed_in_every_format(env: &TestEnv) {
        let run = |args: &[&str]| env.run_as("BRenard", [&["search", "muller"], args].concat()).success().stdout;
        assert_eq!(
            run(&[]),
            "customer\t6\tFrançois Müller\tBrasserie Müller Strasbourg\tcontact@brasserie-muller.example\n\
             contract\t6\tFrançois Müller\tBrasserie Müller Strasbourg\tpending\n"
        );
        let json: serde_json::Value = serde_json::from_str(&run(&["--json"])).unwrap();
        assert_eq!(json[0]["label"], "François Müller");
        assert_eq!(json[1]["type"], "contract");
        assert!(json[1]["due"].is_number() && json[0]["due"].is_null());
        assert_eq!(run(&["--format", "ids"]), "6\n6\n");
        assert!(run(&["--format", "csv"]).starts_with("type,id,label,company,detail\n"));
        assert!(run(&["--format", "table"]).contains("Brasserie Müller"));
        env.assert_refused(Some("BRenard"), ["search", "x", "--fields", "email"], 2, "usage.invalid");
    }

    fn what_cannot_be_searched_for_is_refused(env: &TestEnv) {
        let long = "a".repeat(201);
        for text in ["", " ", "\u{a0}", &long] {
            env.assert_refused(Some("BRenard"), ["search", text], 2, "usage.invalid");
        }
        env.assert_refused(Some("BRenard"), ["search"], 2, "usage.invalid");
        env.assert_refused(None, ["search", "garcon"], 4, "auth.required");
    }

    fn a_collaborator_who_left_is_found(env: &TestEnv) {
        env.force("UPDATE collaborators SET active = false WHERE login = 'KDurand'");
        check(env, &[(&["durand"], &["collaborator 5"])]);
    }

    fn of_very_many_the_best_are_found(env: &TestEnv) {
        env.customers(12_000, |it, n| {
            it.first_name = "Paul".to_owned();
            it.last_name = if n == 11_000 { "Mart" } else { "Martinet" }.to_owned();
            it.email = "p@m.example".to_owned();
            it.company = "Poterie".to_owned();
        });
        // Behind 10,999 others that begin so, found as a whole word all the same.
        let answers = found(env, &["mart", "--type", "customer", "--limit", "3"]);
        assert_eq!(answers, ["customer 11008", "customer 9", "customer 10"]);
        let list = |text: &str, limit: &str| {
            let args = ["customer", "list", "--search", text, "--limit", limit, "--format", "ids"];
            env.run_as("BRenard", args).success().stdout
        };
        assert_eq!(list("poterie paul", "2"), "9\n10\n");
        assert_eq!(list("martinet", "20000").lines().count(), 11_999);
        assert_eq!(list("mart poterie", "20000").lines().count(), 12_000);
        assert_eq!(found(env, &["12000 paul", "--type", "customer"]), ["customer 12000"]);
    }

    fn a_search_has_a_bound_and_finds_a_phone_number_however_it_is_written(env: &TestEnv) {
        let long = "a ".repeat(101);
        for flag in ["--search", "--company"] {
            env.assert_refused(Some("CBrunel"), ["customer", "list", flag, &long], 2, "usage.invalid");
        }
        env.assert_refused(Some("CBrunel"), ["collaborator", "list", "--search", &long], 2, "usage.invalid");
        let words = "a b c d e f g h i j ".repeat(10);
        env.run_as("CBrunel", ["customer", "list", "--search", words.as_str()]).success();
        for phone in ["0678123456", "06 78 12 34 56", "+33 6 78 12 34 56", "0033678123456"] {
            let found = env.run_as("CBrunel", ["customer", "list", "--format=ids", "--search", phone]);
            assert_eq!(found.success().stdout, "2\n", "{phone}");
        }
    }
}

on_both_databases! {
    fn records_of_before_are_found_after_the_update(env: &TestEnv) {
        let folder = match env.backend() {
            Backend::Sqlite => "sqlite",
            Backend::Postgres => "postgres",
        };
        let path = format!("{}/migrations/{folder}/2026-11-28-080300_search/down.sql", env!("CARGO_MANIFEST_DIR"));
        env.execute(&std::fs::read_to_string(path).unwrap());
        env.execute("DELETE FROM __diesel_schema_migrations WHERE version = '20261128080300'");
        // As an older program wrote it.
        env.force("UPDATE customers SET search_text = 'elea garcon boulangerie oeuvre & fils', company_folded = 'x' WHERE id = 1");
        env.as_administrator(["db", "migrate"]).run().success();
        check(env, &[
            (&["garcon", "--type", "customer"], &["customer 1"]),
            (&["interpretes pmr"], &["event 4"]),
            (&["04 78 01 02 03", "--type", "customer"], &["customer 1"]),
        ]);
        assert_eq!(env.scalar("SELECT company_folded FROM customers WHERE id = 1"), "boulangerie oeuvre & fils");
        // Nothing that anybody gave was changed.
        assert_eq!(env.scalar("SELECT sum(version) FROM customers"), "8");
        env.run_as("BRenard", ["event", "update", "4", "--title", "Forum"]).success();
        check(env, &[(&["forum"], &["event 4"])]);
    }
}

/// What people and scripts may type, the odd things first.
const AWKWARD: &[&str] = &[
    "'",
    "\"",
    "\"\"",
    "'\"",
    "%",
    "_",
    "\\",
    "*",
    "^",
    ":",
    "-",
    "--",
    "+",
    "(",
    ")",
    "{}",
    "&",
    "@",
    ".",
    "?",
    "#",
    "# 1",
    "NEAR",
    "NEAR(garcon elea)",
    "garcon OR bouquet",
    "garcon AND elea",
    "NOT garcon",
    "search_text:garcon",
    "garcon*",
    "\"garcon\"",
    "gar%on",
    "gar_on",
    "lyon -startup",
    "startup-lyon",
    "startup lyon",
    "d'auvergne",
    "d’auvergne",
    "auvergne d",
    "d",
    "e",
    "é",
    "É",
    "œ",
    "oe",
    "Œuvre",
    "ŒUVRE",
    "ß",
    "straße",
    "strasse",
    "æ",
    "ÉLÉA",
    "e\u{301}le\u{301}a",
    "😀",
    "👨‍👩‍👧",
    "李",
    "李明华",
    "ж",
    "москва",
    "σίσυφος",
    "a",
    "al",
    "le",
    "de la",
    "la rue",
    "12",
    "12 rue",
    "rue 12 lyon",
    "0",
    "00",
    "1",
    "01",
    "06",
    "+33",
    "+3",
    "33",
    "0033",
    "04 78",
    "(04) 78",
    "3,14",
    "1 500,00",
    "2026-05-20",
    "contact",
    "contact@",
    "example",
    "contact@oeuvre-et-fils.example",
    "CONTACT@OEUVRE",
    "lyon kevin cool",
    "kevin lyon conference congres",
    "fr en",
    "FR/EN",
    "pmr acces",
    "de de de",
    "a b c d e f g h i j",
    "x y z",
    "contract",
    "contract 1",
    "contrat 1",
    "collaborateur 3",
    "customer -1",
    "99999999999999999999999",
    "9223372036854775807",
    "\u{200b}",
    "ﬁls",
    "noel",
    "NOËL anais",
    "soiree",
    "interpretes fr",
    "Île",
    "ile",
    "l'ile",
    "voiles & ile",
    "\t garcon \n",
    "garcon\\",
    "' OR 1=1 --",
    "$1",
    "?1",
    ";",
];

#[test]
fn both_databases_answer_alike() {
    let sqlite = TestEnv::demo(Backend::Sqlite);
    let postgres = TestEnv::demo(Backend::Postgres);
    let long = "garcon ".repeat(28);
    for text in AWKWARD.iter().copied().chain([long.trim()]) {
        let run =
            |env: &TestEnv| env.run_as("BRenard", ["search", "--json", "--limit=100", "--", text]);
        let (one, other) = (run(&sqlite), run(&postgres));
        assert_eq!(one.status, other.status, "{text:?}\n{one}\n{other}");
        let answers = |output: &Output| -> Vec<String> {
            let json: serde_json::Value = serde_json::from_str(&output.stdout).unwrap_or_default();
            let rows = json.as_array().cloned().unwrap_or_default();
            rows.iter()
                .map(|row| format!("{} {}", row["type"], row["id"]))
                .collect()
        };
        assert_eq!(answers(&one), answers(&other), "{text:?}");
        assert_eq!(one.status, 0, "{text:?}\n{one}");
        for noun in ["customer", "contract", "event", "collaborator"] {
            let (one, other) = (ids(&sqlite, noun, text), ids(&postgres, noun, text));
            assert_eq!(one, other, "{noun} {text:?}");
        }
    }
}
