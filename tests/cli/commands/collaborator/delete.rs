//! Deleting an account: deactivation, successor, and the last Management account (rules 5 and 7).

use std::process::{Child, Stdio};

use expectrl::Expect as _;

use crate::env::{PASSWORD, TestEnv, finish, on_both_databases};
use crate::staff::MANAGER;

/// Whose a record is, by login.
fn owner(env: &TestEnv, table: &str, column: &str, id: i64) -> String {
    env.scalar(&format!(
        "SELECT login FROM {table} JOIN collaborators ON collaborators.id = {column} WHERE {table}.id = {id}"
    ))
}

/// Makes CBrunel a second manager, who owns nothing.
fn second_manager(env: &TestEnv) {
    env.execute("UPDATE customers SET sales_contact_id = 3 WHERE sales_contact_id = 2");
    // With the session that is at hand, which a change of the department would end.
    env.force(
        "UPDATE collaborators SET department = 'management' WHERE login = 'CBrunel';
         UPDATE sessions SET department = 'management' WHERE collaborator_id = 2",
    );
}

/// Starts a command whose end is waited for later.
fn start(env: &TestEnv, login: &str, args: &[&str]) -> Child {
    let mut command = env.command(args).as_(login).raw();
    command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Runs two commands at once and checks that one alone succeeds, and that one manager is left.
fn one_manager_survives(env: &TestEnv, mut one: Child, mut other: Child) {
    let statuses = [
        one.wait().unwrap().code().unwrap(),
        other.wait().unwrap().code().unwrap(),
    ];
    // The other is refused by the rule, or comes so late that their session is over or their department another.
    assert_eq!(
        statuses.iter().filter(|status| **status == 0).count(),
        1,
        "{statuses:?}"
    );
    assert!(
        statuses.iter().all(|status| [0, 4, 5, 6].contains(status)),
        "{statuses:?}"
    );
    let managers =
        "SELECT count(*) FROM collaborators WHERE department = 'management' AND active = (1 = 1)";
    assert_eq!(env.scalar(managers), "1");
}

on_both_databases! {
    fn whoever_still_owns_something_is_not_deleted(env: &TestEnv) {
        insta::assert_snapshot!(env.run_as("AMartinez", ["collaborator", "delete", "CBrunel", "--yes"]), @"
        exit: 6
        --- stdout
        --- stderr
        error: CBrunel still has 4 customers: choose who takes over with --reassign-to
        hint: epic collaborator list --department sales
        ");
        insta::assert_snapshot!(env.run_as("AMartinez", ["collaborator", "delete", "BRenard", "--yes"]), @"
        exit: 6
        --- stdout
        --- stderr
        error: BRenard still has 1 upcoming event: choose who takes over with --reassign-to
        hint: epic collaborator list --department support
        ");
        for login in ["CBrunel", "CDelorme", "BRenard", "KDurand", "ALefebvre"] {
            env.assert_refused(Some(MANAGER), ["collaborator", "delete", login, "--yes"], 6, "rule.still_in_use");
        }
    }

    fn a_sales_contact_leaves_their_customers_to_another(env: &TestEnv) {
        let args = ["collaborator", "delete", "cbrunel", "--reassign-to=cdelorme", "--yes"];
        insta::assert_snapshot!(env.run_as("AMartinez", args), @r"
        exit: 0
        --- stdout
        2	CBrunel	Cédric Brunel	sales	cbrunel@epic-events.example	+33601010102	false
        --- stderr
        The account CBrunel is deactivated, and its sessions and tokens are revoked.
        ");
        assert_eq!(env.scalar("SELECT count(*) FROM customers WHERE sales_contact_id = 3 AND version = 2"), "4");
        assert_eq!(env.scalar("SELECT count(*) FROM customers WHERE sales_contact_id = 3 AND version = 1"), "4");
        assert_eq!(env.scalar("SELECT version FROM collaborators WHERE id = 2"), "2");
    }

    fn a_support_contact_leaves_upcoming_events_and_keeps_past_ones(env: &TestEnv) {
        let args = ["collaborator", "delete", "ALefebvre", "--reassign-to=KDurand", "--yes"];
        env.run_as("AMartinez", args).success();
        for (event, login) in [(8, "KDurand"), (11, "KDurand"), (9, "ALefebvre"), (5, "KDurand"), (4, "BRenard")] {
            assert_eq!(owner(env, "events", "support_contact_id", event), login, "event {event}");
        }
    }

    fn whoever_owns_nothing_leaves_nothing(env: &TestEnv) {
        env.run_as("AMartinez", ["event", "unassign", "5", "7"]).success();
        env.run_as("AMartinez", ["collaborator", "delete", "5", "-y"]).success();
        assert_eq!(env.scalar("SELECT count(*) FROM collaborators WHERE active = (1 = 1)"), "5");
    }

    fn a_deleted_account_is_kept_and_locked_out(env: &TestEnv) {
        env.sign_in("KDurand", PASSWORD).success();
        let args = ["collaborator", "delete", "KDurand", "--reassign-to=BRenard", "--yes"];
        env.run_as("AMartinez", args).success();
        env.assert_refused(Some("KDurand"), ["whoami"], 4, "auth.revoked");
        env.assert_refused(None, ["whoami"], 4, "auth.revoked");
        env.sign_in("KDurand", PASSWORD).expect_exit(4);
        assert_eq!(env.scalar("SELECT count(*) FROM sessions WHERE collaborator_id = 5 AND revoked_at IS NULL"), "0");
        let ids = |args: &[&str]| {
            let args = ["collaborator", "list", "--department=support", "--format=ids"].iter().chain(args);
            env.run_as("AMartinez", args).success().stdout
        };
        assert_eq!(ids(&[]), "4\n6\n");
        assert_eq!(ids(&["--inactive"]), "4\n5\n6\n");
        // Once more changes nothing, and asks nothing.
        env.unchanged(|| insta::assert_snapshot!(env.run_as("AMartinez", ["collaborator", "delete", "KDurand"]), @r"
        exit: 0
        --- stdout
        5	KDurand	Karine Durand	support	kdurand@epic-events.example	+33601010105	false
        --- stderr
        The account KDurand is already deactivated.
        "));
    }

    fn customers_and_events_go_to_those_who_may_have_them(env: &TestEnv) {
        for (login, successor, code) in [
            ("CBrunel", "BRenard", "rule.not_sales"),
            ("CBrunel", "AMartinez", "rule.not_sales"),
            ("CBrunel", "CBrunel", "rule.still_in_use"),
            ("BRenard", "CBrunel", "rule.not_support"),
            ("BRenard", "2", "rule.not_support"),
            ("BRenard", "4", "rule.still_in_use"),
        ] {
            let args = ["collaborator", "delete", login, "--yes", "--reassign-to", successor];
            env.assert_refused(Some(MANAGER), args, 6, code);
        }
        let args = ["collaborator", "delete", "CBrunel", "--yes", "--reassign-to=nobody"];
        env.assert_refused(Some(MANAGER), args, 3, "not_found.collaborator");
        env.force("UPDATE collaborators SET active = (1 = 0) WHERE login = 'CDelorme'");
        let args = ["collaborator", "delete", "CBrunel", "--yes", "--reassign-to=CDelorme"];
        env.assert_refused(Some(MANAGER), args, 6, "rule.not_sales");
    }

    fn a_deletion_nobody_can_confirm_is_a_usage_error(env: &TestEnv) {
        let args = ["collaborator", "delete", "CBrunel", "--reassign-to=CDelorme"];
        let error = env.assert_refused(Some(MANAGER), args, 2, "usage.invalid");
        assert_eq!(error["message"], "this needs confirmation: add --yes");
    }

    fn a_deletion_is_asked_about_at_a_terminal(env: &TestEnv) {
        let args = ["collaborator", "delete", "CBrunel", "--reassign-to=CDelorme"];
        let question = "Deactivate CBrunel, revoke 1 session, and reassign 4 customers to CDelorme? [y/N]: ";
        for answer in ["n", ""] {
            env.unchanged(|| {
                let mut session = env.command(args).as_("AMartinez").env("NO_COLOR", "1").spawn_pty();
                session.expect(question).unwrap();
                session.send_line(answer).unwrap();
                let (shown, status) = finish(session);
                assert!(shown.ends_with("error: cancelled\r\n"), "{shown}");
                assert_eq!(status, 130);
            });
        }
        let mut session = env.command(args).as_("AMartinez").env("NO_COLOR", "1").spawn_pty();
        session.expect(question).unwrap();
        session.send_line("y").unwrap();
        assert_eq!(finish(session).1, 0);
        assert_eq!(env.scalar("SELECT active FROM collaborators WHERE id = 3"), env.scalar("SELECT 1 = 1"));
        assert_eq!(env.scalar("SELECT active FROM collaborators WHERE id = 2"), env.scalar("SELECT 1 = 0"));
    }

    fn nobody_deletes_themselves(env: &TestEnv) {
        let args = ["collaborator", "delete", "AMartinez", "--yes"];
        let error = env.assert_refused(Some(MANAGER), args, 6, "rule.self_delete");
        assert_eq!(error["message"], "you cannot deactivate your own account");
        second_manager(env);
        env.assert_refused(Some(MANAGER), args, 6, "rule.self_delete");
    }

    fn a_manager_deletes_another(env: &TestEnv) {
        second_manager(env);
        env.run_as("CBrunel", ["collaborator", "delete", "AMartinez", "--yes"]).success();
        env.assert_refused(Some(MANAGER), ["whoami"], 4, "auth.revoked");
    }

    fn two_managers_who_delete_each_other_leave_one(env: &TestEnv) {
        second_manager(env);
        let one = start(env, "AMartinez", &["collaborator", "delete", "CBrunel", "--yes"]);
        let other = start(env, "CBrunel", &["collaborator", "delete", "AMartinez", "--yes"]);
        one_manager_survives(env, one, other);
    }

    fn two_managers_who_demote_each_other_leave_one(env: &TestEnv) {
        second_manager(env);
        let one = start(env, "AMartinez", &["collaborator", "update", "CBrunel", "--department=sales"]);
        let other = start(env, "CBrunel", &["collaborator", "update", "AMartinez", "--department=sales"]);
        one_manager_survives(env, one, other);
    }
}
