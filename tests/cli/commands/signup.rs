//! The first account: who may sign up, once and by several at the same time.

use std::fs;

use crate::commands::password::PASSWORD_OF_THE_PRODUCT;
use crate::env::{Backend, Output, TestEnv, on_both_databases};
use crate::files::together;
use crate::staff::{OTHER_STRONG, STRONG};

fn sign_up(env: &TestEnv, login: &str, password: &str) -> Output {
    env.command([
        "signup",
        "--login",
        login,
        "--first-name=Zoé",
        "--last-name=Hervé",
        "--email=zoe@herve.example",
        "--phone=06 01 02 03 04",
        "--password-stdin",
    ])
    .stdin(format!("{password}\n"))
    .run()
}

/// Runs a body in the world after `epic init`, on each database.
fn on_each_empty_company(body: impl Fn(&TestEnv)) {
    insta::allow_duplicates! {
        for backend in [Backend::Sqlite, Backend::Postgres] {
            body(&TestEnv::initialised(backend));
        }
    }
}

on_both_databases! {
    fn sign_up_is_open_when_no_account_is_active(env: &TestEnv) {
        let signup = [
            "signup", "--login=Zoe", "--first-name=Zoé", "--last-name=Ney", "--email=zoe@epic-events.example",
            "--phone=0601020304", "--password-stdin",
        ];
        env.force("UPDATE collaborators SET active = (login = 'ALefebvre')");
        env.assert_refused(None, signup, 6, "rule.signup_closed");
        env.force("UPDATE collaborators SET active = (1 = 0)");
        env.command(signup).stdin(OTHER_STRONG).run().success();
        assert_eq!(env.scalar("SELECT department FROM collaborators WHERE login = 'Zoe'"), "management");
        env.assert_refused(None, signup, 6, "rule.signup_closed");
    }

    fn sign_up_opens_again_when_no_account_is_active(env: &TestEnv) {
        env.force("UPDATE collaborators SET active = false WHERE login <> 'KDurand'");
        env.unchanged(|| sign_up(env, "ZHerve", STRONG)).expect_exit(6);
        env.force("UPDATE collaborators SET active = false");
        // The old accounts keep their logins, in any case.
        let taken = env.unchanged(|| sign_up(env, "amartinez", STRONG));
        insta::assert_snapshot!(taken, @"
        exit: 7
        --- stdout
        --- stderr
        error: another collaborator, active or not, already has this login
        hint: epic collaborator list --inactive
        ");
        sign_up(env, "ZHerve", STRONG).success();
        assert_eq!(
            env.scalar("SELECT department FROM collaborators WHERE active AND login = 'ZHerve'"),
            "management"
        );
    }
}

#[test]
fn first_account_is_of_management_and_can_log_in() {
    on_each_empty_company(|env| {
        insta::assert_snapshot!(sign_up(env, "ZHerve", STRONG), @"
        exit: 0
        --- stdout
        1
        --- stderr
        Next: epic login ZHerve
        ");
        env.sign_in("ZHerve", STRONG).success();
        insta::assert_snapshot!(env.run(["collaborator", "show", "ZHerve"]), @"
        exit: 0
        --- stdout
        1	ZHerve	Zoé Hervé	management	zoe@herve.example	+33601020304	true
        --- stderr
        ");
    });
}

#[test]
fn second_sign_up_is_refused() {
    on_each_empty_company(|env| {
        sign_up(env, "ZHerve", STRONG).success();
        insta::assert_snapshot!(env.unchanged(|| sign_up(env, "Other", STRONG)), @"
        exit: 6
        --- stdout
        --- stderr
        error: sign-up is for the first account only: Management creates the others
        hint: epic login
        ");
        // Before anything is asked for.
        env.assert_refused(None, ["signup"], 6, "rule.signup_closed");
    });
}

#[test]
fn sign_up_names_everything_that_is_missing_or_wrong() {
    on_each_empty_company(|env| {
        insta::assert_snapshot!(env.unchanged(|| env.run(["signup"])), @"
        exit: 2
        --- stdout
        --- stderr
        error: missing --login, --first-name, --last-name, --email, --phone, --password-stdin
        ");
        let args = [
            "signup",
            "--login=a b",
            "--first-name= ",
            "--email=x",
            "--phone=12",
            "--password-stdin",
        ];
        let output = env.unchanged(|| env.command(args).stdin("azertyuiop12\n").run());
        insta::assert_snapshot!(output, @"
        exit: 2
        --- stdout
        --- stderr
        error: missing --last-name
        error: invalid value for --login: must contain only letters without accents, digits, dots, underscores and dashes
        error: invalid value for --first-name: must not be blank
        error: invalid value for --email: must contain an @, as in name@example.com
        error: invalid value for --phone: must be a French number such as 06 01 02 03 04, or start with a country code such as +33
        error: the password is too easy to guess: this is similar to a commonly used password; add a word or two, preferably uncommon
        ");
        // The department of the first account is not a choice.
        env.assert_refused(None, ["signup", "--department", "sales"], 2, "usage");
    });
}

#[test]
fn sign_up_with_a_weak_password_creates_nobody() {
    on_each_empty_company(|env| {
        for weak in [
            "",
            "short",
            "azertyuiop12",
            "ZHerveZHerve",
            PASSWORD_OF_THE_PRODUCT,
        ] {
            env.unchanged(|| sign_up(env, "ZHerve", weak))
                .expect_exit(2);
        }
        assert_eq!(env.scalar("SELECT count(*) FROM collaborators"), "0");
    });
}

#[test]
fn of_several_first_accounts_at_once_one_is_created() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let env = TestEnv::initialised(backend);
        let password = env.home().join("password");
        fs::write(&password, format!("{STRONG}\n")).unwrap();
        let signup = |number: u32| {
            let mut command = env
                .command([
                    "signup".to_owned(),
                    format!("--login=boss{number}"),
                    format!("--email=boss{number}@epic-events.example"),
                    "--first-name=Zoé".to_owned(),
                    "--last-name=Hervé".to_owned(),
                    "--phone=0601020304".to_owned(),
                    "--password-stdin".to_owned(),
                ])
                .raw();
            command.stdin(fs::File::open(&password).unwrap());
            command
        };
        let mut statuses: Vec<i32> = together((0..4).map(signup)).iter().map(|it| it.0).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [0, 6, 6, 6], "{backend:?}");
        assert_eq!(env.scalar("SELECT count(*) FROM collaborators"), "1");
    }
}
