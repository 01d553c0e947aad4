//! Mistakes of people and of their surroundings that must not do harm: a full disk behind standard output, a password
//! as an argument, a mistyped path, an update of nothing, a search without bound.

use std::fs::OpenOptions;

use crate::env::{TestEnv, on_both_databases};

on_both_databases! {
    fn a_full_disk_after_a_commit_does_not_invite_to_try_again(env: &TestEnv) {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut payment = env.command(["contract", "pay", "3", "100", "--json"]).as_("CBrunel").raw();
        let output = payment.stdout(full).output().unwrap();
        let error: serde_json::Value = serde_json::from_slice(&output.stderr).unwrap();
        assert_eq!((output.status.code(), &error["error"]["code"]), (Some(11), &"unknown.output".into()));
        assert_eq!(env.scalar("SELECT due_cents FROM contracts WHERE id = 3"), "470050");
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut list = env.command(["contract", "list"]).as_("CBrunel").raw();
        assert_eq!(list.stdout(full).output().unwrap().status.code(), Some(9));
    }

    fn a_password_as_an_argument_is_refused_and_not_repeated(env: &TestEnv) {
        let error = env.assert_refused(None, ["login", "CBrunel", "hunter2hunter2"], 2, "usage.invalid");
        assert_eq!(error["message"], "a password cannot be an argument: leave it out to be asked for it, or use --password-stdin");
    }

    fn a_mistyped_path_makes_no_database(env: &TestEnv) {
        let path = env.home().join("no/where/epic.db");
        let url = format!("sqlite://{}", path.display());
        for args in [&["customer", "list"][..], &["whoami"], &["signup"]] {
            let args = args.iter().copied().chain(["--database-url", url.as_str()]);
            env.assert_refused(Some("CBrunel"), args, 10, "config.no_database");
        }
        assert!(!env.home().join("no").exists());
    }

    fn an_update_of_nothing_names_what_could_be_changed(env: &TestEnv) {
        for (login, noun, flag) in [
            ("AMartinez", "collaborator", "--login"),
            ("CBrunel", "customer", "--first-name"),
            ("CBrunel", "contract", "--total"),
            ("BRenard", "event", "--title"),
        ] {
            let error = env.assert_refused(Some(login), [noun, "update", "1"], 2, "usage.invalid");
            let message = error["message"].as_str().unwrap();
            let start = format!("nothing to change: give at least one of {flag}, ");
            assert!(message.starts_with(&start), "{message}");
        }
        // Who may not do it at all is told that first.
        env.assert_refused(Some("BRenard"), ["customer", "update", "1"], 5, "denied.department");
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

    fn a_company_is_searched_for_as_it_is_written_even_where_it_could_be_a_phone_number(env: &TestEnv) {
        let created = env.run_as("CBrunel", [
            "customer", "create", "--first-name=Zoé", "--last-name=Petit", "--email=zoe@petit.example",
            "--phone=0699887766", "--company=0601020304",
        ]);
        let found = env.run_as("CBrunel", ["customer", "list", "--format=ids", "--company=0601020304"]);
        assert_eq!(found.success().stdout, created.success().stdout);
    }

    fn blanks_around_a_login_do_not_matter(env: &TestEnv) {
        let found = env.run_as("BRenard", ["customer", "list", "--format=ids", "--sales-contact", " CBrunel "]);
        assert_eq!(found.success().stdout, "1\n2\n3\n4\n");
    }

    fn an_event_of_the_demonstration_is_shown_whole_to_a_person(env: &TestEnv) {
        let shown = env.run_as("BRenard", ["event", "show", "1", "--format=table", "--fields", "id,notes,contract.id"]);
        insta::assert_snapshot!(shown, @"
        exit: 0
        --- stdout
        ID        1
        Notes     Buffet sucré, sans alcool.
        Contract  1
        --- stderr
        ");
        let whole = env.run_as("BRenard", ["event", "show", "1", "--format=table"]).success().stdout;
        assert_eq!(whole.lines().filter(|line| line.starts_with("Notes ")).count(), 1, "{whole}");
    }
}
