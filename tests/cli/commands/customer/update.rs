//! Changing a customer.

use crate::env::{TestEnv, on_both_databases};
use crate::staff::SALES;

on_both_databases! {
    fn everything_invalid_is_told_in_one_error(env: &TestEnv) {
        let args = ["customer", "update", " ", "--email=a@b", "--phone=12", "--company= ", "--first-name=Zoé"];
        let error = env.assert_refused(Some(SALES), args, 2, "usage.invalid");
        assert_eq!(
            error["message"],
            "invalid value for ID|EMAIL|NAME: must not be blank; invalid value for --email: must have a domain \
             with a dot after the @, such as example.com; invalid value for --phone: must be a French number such as 06 \
             01 02 03 04, or start with a country code such as +33; invalid value for --company: must not be blank"
        );
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
            assert_eq!(env.column("customers", 2, key), value);
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
            let error = env.assert_refused(Some(SALES), update(version), 7, "conflict.stale");
            assert_eq!(error["message"], "customer 2 has changed in the meantime");
            assert_eq!(error["hint"], "epic customer show 2");
        }
        env.run_as("CBrunel", update("1")).success();
        assert_eq!(env.column("customers", 2, "version"), "2");
        env.assert_refused(Some(SALES), update("1"), 7, "conflict.stale");
    }
}
