//! Changing an account: departments, sessions and versions.

use crate::commands::collaborator::updated;
use crate::env::{PASSWORD, TestEnv, on_both_databases};
use crate::staff::{MANAGER, OTHER_STRONG};

on_both_databases! {
    fn an_update_changes_what_is_named_and_nothing_else(env: &TestEnv) {
        for (version, (flag, value, key)) in (2..).zip([
            ("--login", "Zoe", "login"),
            ("--first-name", "Zoé", "first_name"),
            ("--last-name", "Ney", "last_name"),
            ("--email", "zoe@ney.example", "email"),
            ("--phone", "+67812345678", "phone"),
            ("--department", "management", "department"),
        ]) {
            let before = env.run_as("AMartinez", ["collaborator", "show", "5", "--json"]).json();
            let after = updated(env, "5", &[flag, value]);
            for (name, value) in after.as_object().unwrap() {
                match name.as_str() {
                    "version" => assert_eq!(value, version, "{flag}"),
                    "updated_at" => {}
                    name if name == key => assert_ne!(*value, before[name], "{flag}"),
                    name => assert_eq!(*value, before[name], "{flag} changed {name}"),
                }
            }
            assert_eq!(env.scalar(&format!("SELECT {key} FROM collaborators WHERE id = 5")), value);
        }
    }

    fn the_same_again_is_nothing_to_change(env: &TestEnv) {
        env.unchanged(|| {
            let args = ["collaborator", "update", "cbrunel", "--phone=06 01 01 01 02", "--department=sales"];
            insta::assert_snapshot!(env.run_as("AMartinez", args), @r"
        exit: 0
        --- stdout
        2	CBrunel	Cédric Brunel	sales	cbrunel@epic-events.example	+33601010102	true
        --- stderr
        Nothing to change.
        ");
        });
    }

    fn a_stale_version_is_a_conflict(env: &TestEnv) {
        let update = |version| ["collaborator", "update", "CBrunel", "--first-name=Luc", "--if-version", version];
        for version in ["0", "2"] {
            let error = env.assert_refused(Some(MANAGER), update(version), 7, "conflict.stale");
            assert_eq!(error["message"], "collaborator 2 has changed in the meantime");
            assert_eq!(error["hint"], "epic collaborator show 2");
        }
        env.run_as("AMartinez", update("1")).success();
        env.assert_refused(Some(MANAGER), update("1"), 7, "conflict.stale");
    }

    fn another_department_ends_all_sessions(env: &TestEnv) {
        insta::assert_snapshot!(env.run_as("AMartinez", ["collaborator", "update", "CBrunel", "--department=support"]), @"
        exit: 0
        --- stdout
        2	CBrunel	Cédric Brunel	support	cbrunel@epic-events.example	+33601010102	true
        --- stderr
        All sessions and tokens of CBrunel are revoked.
        warning: CBrunel still has 4 customers: hand them over to other collaborators
        ");
        env.assert_refused(Some("CBrunel"), ["whoami"], 4, "auth.revoked");
        env.run_as("CDelorme", ["whoami"]).success();
        env.sign_in("CBrunel", PASSWORD).success();
    }

    fn another_name_ends_no_session(env: &TestEnv) {
        updated(env, "CBrunel", &["--login=Luc", "--email=luc@epic-events.example", "--department=sales"]);
        env.run_as("CBrunel", ["whoami"]).success();
    }

    fn nobody_changes_their_own_department(env: &TestEnv) {
        env.execute("UPDATE collaborators SET department = 'management' WHERE login = 'KDurand'");
        for department in ["sales", "support"] {
            let args = ["collaborator", "update", "AMartinez", "--department", department];
            let error = env.assert_refused(Some(MANAGER), args, 6, "rule.self_demote");
            assert_eq!(error["message"], "you cannot change your own department");
        }
        updated(env, "KDurand", &["--department=support"]);
        assert_eq!(updated(env, "AMartinez", &["--department=management", "--first-name=Zoé"])["version"], 2);
    }

    fn a_deactivated_account_does_not_change(env: &TestEnv) {
        env.force("UPDATE collaborators SET active = (1 = 0) WHERE login = 'KDurand'");
        let error = env.assert_refused(Some(MANAGER), ["collaborator", "update", "KDurand", "--first-name=Zoé"], 6, "rule.inactive");
        assert_eq!(error["message"], "the account KDurand is deactivated");
        env.unchanged(|| {
            let args = ["collaborator", "reset-password", "KDurand", "--password-stdin"];
            env.command(args).as_("AMartinez").stdin(OTHER_STRONG).run().expect_exit(6)
        });
    }
}
