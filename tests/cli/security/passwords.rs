//! Stored passwords: cost, and hash of the login and of the Argon2id tag.

use argon2::{Algorithm, Argon2, Params, Version};
use sha2::{Digest as _, Sha256};

use crate::commands::collaborator::reset;
use crate::env::{Backend, PASSWORD, TestEnv, on_both_databases};
use crate::files::hex;
use crate::staff::STRONG;

/// Parameters that were enough once: memory in KiB, passes, lanes.
const OLD: (u32, u32, u32) = (19_456, 2, 1);

/// Parameters of a new database.
const NEW: (u32, u32, u32) = (65_536, 3, 4);

fn sha256(parts: &[&[u8]]) -> Vec<u8> {
    Sha256::digest(parts.concat()).to_vec()
}

fn bytes(digits: &str) -> Vec<u8> {
    let at = (0..digits.len()).step_by(2);
    at.map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap())
        .collect()
}

/// What is kept of a password: a hash of the login's and of the Argon2id tag's, with a salt that the database makes of the login.
fn verifier(env: &TestEnv, login: &str, password: &str, cost: (u32, u32, u32)) -> Vec<u8> {
    let (memory, passes, lanes) = cost;
    let key = bytes(&env.scalar(&format!("SELECT {} FROM settings", digits(env, "salt_key"))));
    let login = sha256(&[login.to_lowercase().as_bytes()]);
    let salt = &sha256(&[&key, &sha256(&[&key, &login])])[..16];
    let params = Params::new(memory, passes, lanes, Some(32)).unwrap();
    let mut tag = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(password.as_bytes(), salt, &mut tag)
        .unwrap();
    sha256(&[&login, &sha256(&[&tag])])
}

/// A column of bytes, as hexadecimal digits.
fn digits(env: &TestEnv, column: &str) -> String {
    match env.backend() {
        Backend::Sqlite => format!("lower(hex({column}))"),
        Backend::Postgres => format!("encode({column}, 'hex')"),
    }
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
    let value = match column {
        "verifier" => digits(env, column),
        _ => format!("credentials.{column}"),
    };
    env.scalar(&format!(
        "SELECT {value} FROM credentials JOIN collaborators ON collaborators.id = collaborator_id
         WHERE login = '{login}'"
    ))
}

/// Puts a cost above that of all passwords, which were made at less.
fn raise_cost(env: &TestEnv) {
    env.execute(&format!(
        "UPDATE password_costs SET memory_kib = {}, iterations = {}, parallelism = {};
         INSERT INTO password_costs VALUES (2, {}, {}, {})",
        OLD.0, OLD.1, OLD.2, NEW.0, NEW.1, NEW.2
    ));
}

on_both_databases! {
    fn compatible_forms_of_a_password_are_one_password(env: &TestEnv) {
        reset(env, "BRenard", "pagaie-e\u{301}toile\u{301}e-noyau-ﬁ").success();
        env.sign_in("BRenard", "pagaie-\u{e9}toil\u{e9}e-noyau-fi").success();
        env.unchanged(|| env.sign_in("BRenard", "pagaie-etoilee-noyau-fi")).expect_exit(4);
    }

    fn database_keeps_a_salted_hash_of_the_argon2id_tag(env: &TestEnv) {
        reset(env, "BRenard", STRONG).success();
        let expected = verifier(env, "BRenard", STRONG, NEW);
        assert_eq!(stored(env, "BRenard", "verifier"), hex(&expected));
        // One password, six logins, six verifiers.
        env.execute("DELETE FROM credentials WHERE collaborator_id = 4");
        assert_eq!(env.scalar("SELECT count(DISTINCT verifier) FROM credentials"), "5");
    }

    fn login_brings_an_older_proof_up_to_date(env: &TestEnv) {
        raise_cost(env);
        // Strength is asked of new passwords alone.
        let old = "azerty";
        let proof = literal(env, &verifier(env, "CBrunel", old, OLD));
        env.execute(&format!(
            "UPDATE credentials SET verifier = {proof} WHERE collaborator_id = (SELECT id FROM collaborators WHERE login = 'CBrunel')"
        ));
        env.unchanged(|| env.sign_in("CBrunel", "wrong")).expect_exit(4);
        env.run_as("CBrunel", ["whoami"]).success();

        env.sign_in("CBrunel", old).success();
        let expected = hex(&verifier(env, "CBrunel", old, NEW));
        assert_eq!(stored(env, "CBrunel", "verifier"), expected);
        assert_eq!((stored(env, "CBrunel", "cost"), stored(env, "CBrunel", "version")), ("2".to_owned(), "2".to_owned()));
        // The database cannot tell it from a new password: other sessions end, and it is recorded. It is done once.
        env.run_as("CBrunel", ["whoami"]).expect_exit(4);
        let upgrades = "SELECT count(*) FROM audit_entries WHERE action = 'credential_upgrade' AND collaborator_id = 2";
        assert_eq!(env.scalar(upgrades), "1");
        env.sign_in("CBrunel", old).success();
        assert_eq!(stored(env, "CBrunel", "verifier"), expected);
        assert_eq!(env.scalar(upgrades), "1");
        env.unchanged(|| env.sign_in("CBrunel", "wrong")).expect_exit(4);
    }

    fn new_password_has_the_newest_cost(env: &TestEnv) {
        raise_cost(env);
        reset(env, "BRenard", STRONG).success();
        assert_eq!(stored(env, "BRenard", "verifier"), hex(&verifier(env, "BRenard", STRONG, NEW)));
        assert_eq!(stored(env, "BRenard", "cost"), "2");
        env.sign_in("BRenard", STRONG).success();
    }

    fn another_login_ends_the_password(env: &TestEnv) {
        let output = env.run_as("AMartinez", ["collaborator", "update", "BRenard", "--login", "brenard"]);
        assert_eq!(output.success().stderr, "");
        env.sign_in("BRenard", PASSWORD).success();
        let output = env.run_as("AMartinez", ["collaborator", "update", "BRenard", "--login", "Benoit"]);
        insta::assert_snapshot!(output.success().stderr, @r"
        warning: the password of Benoit is void: it belonged to the old login
        hint: epic collaborator reset-password Benoit
        ");
        for login in ["BRenard", "Benoit"] {
            env.sign_in(login, PASSWORD).expect_exit(4);
        }
        reset(env, "Benoit", STRONG).success();
        env.sign_in("Benoit", STRONG).success();
        let update = ["collaborator", "update", "AMartinez", "--login", "Alice"];
        env.assert_refused(Some("AMartinez"), update, 6, "rule.self_rename");
        env.run_as("AMartinez", ["collaborator", "update", "AMartinez", "--login", "amartinez"]).success();
    }

    fn proof_out_of_all_reason_is_refused_and_not_computed(env: &TestEnv) {
        // The database keeps the bounds itself; without them, as in another program's database.
        let beyond = "UPDATE password_costs SET memory_kib = 2000000000, iterations = 2000000000";
        assert_eq!(env.violation(beyond), "check");
        if env.backend() == Backend::Postgres {
            env.execute("ALTER TABLE epic_sec.password_costs DROP CONSTRAINT password_costs_memory_kib_check, DROP CONSTRAINT password_costs_iterations_check");
        }
        env.unchecked(beyond);
        insta::assert_snapshot!(env.unchanged(|| env.sign_in("CBrunel", PASSWORD)), @"
        exit: 10
        --- stdout
        --- stderr
        error: the database asks for a password hash outside the accepted range: check that it is the right server
        ");
    }
}
