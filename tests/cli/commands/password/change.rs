//! Changing your own password, and what a new password must be.

use crate::commands::collaborator::reset;
use crate::commands::password::PASSWORD_OF_THE_PRODUCT;
use crate::env::{Output, PASSWORD, TestEnv, on_both_databases};
use crate::staff::STRONG;

fn change(env: &TestEnv, login: &str, lines: &str) -> Output {
    env.command(["password", "change", "--password-stdin"])
        .stdin(lines)
        .as_(login)
        .run()
}

on_both_databases! {
    fn changed_password_replaces_the_old_one(env: &TestEnv) {
        let output = change(env, "CBrunel", &format!("{PASSWORD}\n{STRONG}\n"));
        insta::assert_snapshot!(output, @"
        exit: 0
        --- stdout
        --- stderr
        Your password is changed, and all your sessions and tokens are revoked. Next: epic login CBrunel
        ");
        env.unchanged(|| env.sign_in("CBrunel", PASSWORD)).expect_exit(4);
        env.sign_in("CBrunel", STRONG).success();
        env.sign_in("CDelorme", PASSWORD).success();
    }

    fn password_is_not_changed_without_the_current_one(env: &TestEnv) {
        for current in ["wrong", "", "test123@4567"] {
            let output = env.unchanged(|| change(env, "CBrunel", &format!("{current}\n{STRONG}\n")));
            assert_eq!(
                (output.status, output.stdout.as_str(), output.stderr.as_str()),
                (4, "", "error: wrong login or password\n")
            );
        }
        env.run_as("CBrunel", ["whoami"]).success();
        env.assert_refused(None, ["password", "change"], 4, "auth.required");
    }

    fn password_change_needs_both_passwords(env: &TestEnv) {
        insta::assert_snapshot!(env.unchanged(|| change(env, "CBrunel", &format!("{PASSWORD}\n"))), @"
        exit: 2
        --- stdout
        --- stderr
        error: --password-stdin expects 2 passwords on standard input, one per line
        ");
        insta::assert_snapshot!(env.unchanged(|| env.run_as("CBrunel", ["password", "change"])), @"
        exit: 2
        --- stdout
        --- stderr
        error: missing --password-stdin
        ");
    }

    fn weak_new_password_is_refused_and_never_repeated(env: &TestEnv) {
        let long = STRONG.repeat(6);
        let mut refusals = String::new();
        for weak in [
            "",
            "xkzjwqvbnmt",
            &long,
            "azertyuiop12",
            "P@ssw0rd1234",
            "aaaaaaaaaaaa",
            PASSWORD_OF_THE_PRODUCT,
            "CedricBrunel",
            "cbrunel@epic-events.example",
        ] {
            let changed = env.unchanged(|| change(env, "CBrunel", &format!("{PASSWORD}\n{weak}\n")));
            let given = env.unchanged(|| reset(env, "CBrunel", weak));
            assert_eq!((changed.status, changed.stdout.as_str()), (2, ""), "{weak}");
            assert_eq!(changed.to_string(), given.to_string(), "{weak}");
            refusals.push_str(weak.get(..20).unwrap_or(weak));
            refusals.push_str(" => ");
            refusals.push_str(&changed.stderr);
        }
        insta::assert_snapshot!(refusals, @r#"
         => error: the password must have at least 12 characters
        xkzjwqvbnmt => error: the password must have at least 12 characters
        vitrail-pagaie-noyau => error: the password must have at most 128 characters
        azertyuiop12 => error: the password is too easy to guess: this is similar to a commonly used password; add a word or two, preferably uncommon
        P@ssw0rd1234 => error: the password is too easy to guess: this is similar to a commonly used password; add a word or two, preferably uncommon
        aaaaaaaaaaaa => error: the password is too easy to guess: repeats like "aaa" are easy to guess; add a word or two, preferably uncommon
        EpicEvents2026 => error: the password is too easy to guess: add a word or two, preferably uncommon
        CedricBrunel => error: the password is too easy to guess: add a word or two, preferably uncommon
        cbrunel@epic-events. => error: the password is too easy to guess: add a word or two, preferably uncommon
        "#);
    }
}
