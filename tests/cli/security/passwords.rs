//! Stored passwords: salt, parameters and hash of the Argon2id tag.

use argon2::{Algorithm, Argon2, Params, Version};
use sha2::{Digest as _, Sha256};

use crate::commands::collaborator::reset;
use crate::env::{Backend, PASSWORD, TestEnv, on_both_databases};
use crate::files::hex;
use crate::staff::STRONG;

/// Parameters that were enough once: memory in KiB, passes, lanes.
const OLD: (u32, u32, u32) = (19_456, 2, 1);

/// What is kept of a password, as SHA-256 of the Argon2id tag.
fn verifier(password: &str, salt: &[u8], (memory, passes, lanes): (u32, u32, u32)) -> Vec<u8> {
    let params = Params::new(memory, passes, lanes, Some(32)).unwrap();
    let mut tag = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(password.as_bytes(), salt, &mut tag)
        .unwrap();
    Sha256::digest(tag).to_vec()
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

on_both_databases! {
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
        error: the database asks for a password hash outside the accepted range: check that it is the right server
        ");
    }
}
