//! Resetting the password of another.

use crate::commands::collaborator::reset;
use crate::env::{PASSWORD, TestEnv, on_both_databases};
use crate::staff::{OTHER_STRONG, STRONG};

on_both_databases! {
    fn a_reset_password_ends_all_sessions_and_the_old_password(env: &TestEnv) {
        let args = ["collaborator", "reset-password", "CBrunel", "--password-stdin"];
        insta::assert_snapshot!(env.command(args).as_("AMartinez").stdin(OTHER_STRONG).run(), @r"
        exit: 0
        --- stdout
        2	CBrunel	Cédric Brunel	sales	cbrunel@epic-events.example	+33601010102	true
        --- stderr
        CBrunel is logged out everywhere and must change this password at the next login.
        ");
        env.assert_refused(Some("CBrunel"), ["whoami"], 4, "auth.revoked");
        env.sign_in("CBrunel", PASSWORD).expect_exit(4);
        env.sign_in("CBrunel", OTHER_STRONG).success();
        env.run_as("CDelorme", ["whoami"]).success();
    }

    fn a_guessable_password_resets_nothing(env: &TestEnv) {
        for password in ["", "Test123@456", "brunel123456", &"x".repeat(129)] {
            env.unchanged(|| {
                let args = ["collaborator", "reset-password", "CBrunel", "--password-stdin"];
                env.command(args).as_("AMartinez").stdin(format!("{password}\n")).run().expect_exit(2)
            });
        }
        env.run_as("CBrunel", ["whoami"]).success();
    }

    fn words_of_one_account_are_hard_for_another(env: &TestEnv) {
        let password = "AurelieLefebvre";
        env.unchanged(|| reset(env, "ALefebvre", password)).expect_exit(2);
        reset(env, "KDurand", password).success();
    }

    fn management_resets_the_password_of_another(env: &TestEnv) {
        insta::assert_snapshot!(reset(env, "BRenard", STRONG), @"
        exit: 0
        --- stdout
        4	BRenard	Benoît Renard	support	brenard@epic-events.example	+33601010104	true
        --- stderr
        BRenard is logged out everywhere and must change this password at the next login.
        ");
        env.unchanged(|| env.sign_in("BRenard", PASSWORD)).expect_exit(4);
        env.sign_in("BRenard", STRONG).success();
    }

    fn only_management_resets_a_password(env: &TestEnv) {
        for login in ["CBrunel", "BRenard"] {
            env.assert_refused(
                Some(login),
                ["collaborator", "reset-password", "KDurand", "--password-stdin"],
                5,
                "denied.department",
            );
            // Not even the own one: for that there is `password change`.
            env.assert_refused(
                Some(login),
                ["collaborator", "reset-password", login, "--password-stdin"],
                5,
                "denied.department",
            );
        }
        env.assert_refused(None, ["collaborator", "reset-password", "KDurand"], 4, "auth.required");
    }

    fn password_of_nobody_and_of_a_deactivated_account_is_not_reset(env: &TestEnv) {
        env.force("UPDATE collaborators SET active = false WHERE login = 'BRenard'");
        insta::assert_snapshot!(env.unchanged(|| reset(env, "Nobody", STRONG)), @"
        exit: 3
        --- stdout
        --- stderr
        error: no collaborator has the login, e-mail address or full name Nobody
        hint: epic search 'Nobody'
        ");
        insta::assert_snapshot!(env.unchanged(|| reset(env, "BRenard", STRONG)), @"
        exit: 6
        --- stdout
        --- stderr
        error: the account BRenard is deactivated
        ");
    }
}
