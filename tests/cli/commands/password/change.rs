//! Passwords and the first account: who may sign up, what a new password must be, and what the database keeps of it.

use argon2::{Algorithm, Argon2, Params, Version};
use sha2::{Digest as _, Sha256};

use crate::env::{Backend, Output, PASSWORD, TestEnv, on_both_databases};

/// A password that is hard to guess.
const STRONG: &str = "vitrail-pagaie-noyau-42";

/// What anybody would try first.
const PASSWORD_OF_THE_PRODUCT: &str = "EpicEvents2026";

/// Parameters that were enough once: memory in KiB, passes, lanes.
const OLD: (u32, u32, u32) = (19_456, 2, 1);

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

fn change(env: &TestEnv, login: &str, lines: &str) -> Output {
    env.command(["password", "change", "--password-stdin"])
        .stdin(lines)
        .as_(login)
        .run()
}

fn reset(env: &TestEnv, login: &str, password: &str) -> Output {
    env.command(["collaborator", "reset-password", login, "--password-stdin"])
        .stdin(format!("{password}\n"))
        .as_("AMartinez")
        .run()
}

/// What is kept of a password, as SHA-256 of the Argon2id tag.
fn verifier(password: &str, salt: &[u8], (memory, passes, lanes): (u32, u32, u32)) -> Vec<u8> {
    let params = Params::new(memory, passes, lanes, Some(32)).unwrap();
    let mut tag = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(password.as_bytes(), salt, &mut tag)
        .unwrap();
    Sha256::digest(tag).to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Bytes as the database writes them in SQL.
fn literal(env: &TestEnv, bytes: &[u8]) -> String {
    match env.backend() {
        Backend::Sqlite => format!("X'{}'", hex(bytes)),
        Backend::Postgres => format!("decode('{}', 'hex')", hex(bytes)),
    }
}

/// A column of the credentials of an account; bytes as hexadecimal digits.
fn stored(env: &TestEnv, login: &str, column: &str) -> String {
    let value = match (env.backend(), column) {
        (Backend::Sqlite, "salt" | "verifier") => format!("lower(hex({column}))"),
        (Backend::Postgres, "salt" | "verifier") => format!("encode({column}, 'hex')"),
        _ => format!("credentials.{column}"),
    };
    env.scalar(&format!(
        "SELECT {value} FROM credentials JOIN collaborators ON collaborators.id = collaborator_id
         WHERE login = '{login}'"
    ))
}

fn parameters(env: &TestEnv, login: &str) -> [String; 3] {
    ["memory_kib", "iterations", "parallelism"].map(|column| stored(env, login, column))
}

/// Runs a body in the world after `epic init`, on each database.
fn on_each_empty_company(body: impl Fn(&TestEnv)) {
    insta::allow_duplicates! {
        for backend in [Backend::Sqlite, Backend::Postgres] {
            body(&TestEnv::initialised(backend));
        }
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
        error: the password is too easy to guess. This is similar to a commonly used password. Add another word or two. Uncommon words are better
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

on_both_databases! {
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
        azertyuiop12 => error: the password is too easy to guess. This is similar to a commonly used password. Add another word or two. Uncommon words are better
        P@ssw0rd1234 => error: the password is too easy to guess. This is similar to a commonly used password. Add another word or two. Uncommon words are better
        aaaaaaaaaaaa => error: the password is too easy to guess. Repeats like "aaa" are easy to guess. Add another word or two. Uncommon words are better
        EpicEvents2026 => error: the password is too easy to guess. Add another word or two. Uncommon words are better
        CedricBrunel => error: the password is too easy to guess. Add another word or two. Uncommon words are better
        cbrunel@epic-events. => error: the password is too easy to guess. Add another word or two. Uncommon words are better
        "#);
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
        error: no collaborator has the login, e-mail address or name Nobody
        hint: epic search 'Nobody'
        ");
        insta::assert_snapshot!(env.unchanged(|| reset(env, "BRenard", STRONG)), @"
        exit: 6
        --- stdout
        --- stderr
        error: the account BRenard is deactivated
        ");
    }

    fn compatible_forms_of_a_password_are_one_password(env: &TestEnv) {
        reset(env, "BRenard", "pagaie-e\u{301}toile\u{301}e-noyau-ﬁ").success();
        env.sign_in("BRenard", "pagaie-\u{e9}toil\u{e9}e-noyau-fi").success();
        env.unchanged(|| env.sign_in("BRenard", "pagaie-etoilee-noyau-fi")).expect_exit(4);
    }

    fn database_keeps_a_salted_hash_of_the_argon2id_tag(env: &TestEnv) {
        reset(env, "BRenard", STRONG).success();
        assert_eq!(parameters(env, "BRenard"), ["65536", "3", "4"]);
        let salt = stored(env, "BRenard", "salt");
        let bytes: Vec<u8> = (0..salt.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&salt[at..at + 2], 16).unwrap())
            .collect();
        assert_eq!(bytes.len(), 16);
        let expected = verifier(STRONG, &bytes, (65_536, 3, 4));
        assert_eq!(stored(env, "BRenard", "verifier"), hex(&expected));
        // One password, six salts, six verifiers.
        env.execute("DELETE FROM credentials WHERE collaborator_id = 4");
        for column in ["salt", "verifier"] {
            assert_eq!(env.scalar(&format!("SELECT count(DISTINCT {column}) FROM credentials")), "5");
        }
    }

    fn login_brings_an_older_proof_up_to_date(env: &TestEnv) {
        // Strength is asked of new passwords alone.
        let old = "azerty";
        let salt = b"0123456789abcdef";
        let proof = literal(env, &verifier(old, salt, OLD));
        let salt = literal(env, salt);
        env.execute(&format!(
            "UPDATE credentials SET salt = {salt}, memory_kib = {}, iterations = {}, parallelism = {}, verifier = {proof}
             WHERE collaborator_id = (SELECT id FROM collaborators WHERE login = 'CBrunel')",
            OLD.0, OLD.1, OLD.2
        ));
        env.unchanged(|| env.sign_in("CBrunel", "wrong")).expect_exit(4);
        assert_eq!(parameters(env, "CBrunel"), ["19456", "2", "1"]);

        let old_salt = stored(env, "CBrunel", "salt");
        env.sign_in("CBrunel", old).success();
        assert_eq!(parameters(env, "CBrunel"), ["65536", "3", "4"]);
        assert_ne!(stored(env, "CBrunel", "salt"), old_salt);
        assert_eq!(stored(env, "CBrunel", "version"), "2");
        // An upgrade is not a change of the password: other sessions go on, and it is done once.
        env.run_as("CBrunel", ["whoami"]).success();
        let verifier = stored(env, "CBrunel", "verifier");
        env.sign_in("CBrunel", old).success();
        assert_eq!(stored(env, "CBrunel", "verifier"), verifier);
        env.unchanged(|| env.sign_in("CBrunel", "wrong")).expect_exit(4);
    }

    fn proof_out_of_all_reason_is_refused_and_not_computed(env: &TestEnv) {
        // PostgreSQL keeps the bounds itself; without them, as in another program's database.
        if env.backend() == Backend::Postgres {
            assert_eq!(env.violation("UPDATE credentials SET memory_kib = 2000000000"), "check");
            env.execute("ALTER TABLE epic_sec.credentials DROP CONSTRAINT credentials_memory_kib_check, DROP CONSTRAINT credentials_iterations_check");
        }
        env.execute("UPDATE credentials SET memory_kib = 2000000000, iterations = 2000000000");
        insta::assert_snapshot!(env.unchanged(|| env.sign_in("CBrunel", PASSWORD)), @"
        exit: 10
        --- stdout
        --- stderr
        error: the stored password proof has parameters outside the accepted range
        ");
    }
}
