//! Argon2id proofs of passwords. What is stored is the SHA-256 of the Argon2id output: a thief of the table
//! still needs a full Argon2id for each guess, and the decision can later move into the database without
//! anybody's password changing.

use argon2::{Algorithm, Argon2, Params, Version};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use crate::db::credentials::Credential;
use crate::error::{Error, Result};

/// KiB of memory: 64 MiB (RFC 9106, section 4, second recommended option).
const MEMORY_KIB: i32 = 64 * 1024;
/// Passes over the memory (same source).
const ITERATIONS: i32 = 3;
/// Lanes (same source).
const PARALLELISM: i32 = 4;
/// Bytes of salt (same source).
const SALT_BYTES: usize = 16;
/// Bytes of the tag (same source).
const TAG_BYTES: usize = 32;
/// The most memory that a stored credential may ask of this machine: 1 GiB, in KiB.
const MAX_MEMORY_KIB: i32 = 1024 * 1024;
/// The most passes that a stored credential may ask for.
const MAX_ITERATIONS: i32 = 64;
/// The least that a stored credential may ask for (OWASP Password Storage Cheat Sheet: m = 19 MiB, t = 2).
const MIN_MEMORY_KIB: i32 = 19 * 1024;
/// See [`MIN_MEMORY_KIB`].
const MIN_ITERATIONS: i32 = 2;

/// Makes what is stored of a new password: a fresh salt, today's parameters, the verifier.
///
/// # Errors
///
/// `internal` when the operating system gives no random numbers or no memory.
pub fn new_credential(password: &SecretString) -> Result<Credential> {
    let mut salt = vec![0; SALT_BYTES];
    getrandom::fill(&mut salt).map_err(|error| Error::internal("random numbers", error))?;
    let mut credential = Credential {
        salt,
        memory_kib: MEMORY_KIB,
        iterations: ITERATIONS,
        parallelism: PARALLELISM,
        verifier: Vec::new(),
    };
    credential.verifier = verifier(password, &credential)?.to_vec();
    Ok(credential)
}

/// Whether a password is the one that a credential was made of.
///
/// # Errors
///
/// `config.weak_credential` for parameters below the floor or out of reason; `internal` as [`new_credential`].
pub fn verify(password: &SecretString, credential: &Credential) -> Result<bool> {
    if credential.memory_kib < MIN_MEMORY_KIB
        || credential.iterations < MIN_ITERATIONS
        || credential.memory_kib > MAX_MEMORY_KIB
        || credential.iterations > MAX_ITERATIONS
    {
        return Err(Error::config(
            "weak_credential",
            "the database asks for a password proof outside the accepted strength",
        ));
    }
    Ok(verifier(password, credential)?
        .ct_eq(&credential.verifier)
        .into())
}

/// Spends the time of [`verify`] for an account that does not exist, so that the clock tells nothing.
///
/// # Errors
///
/// As [`new_credential`].
pub fn verify_nobody(password: &SecretString) -> Result<()> {
    new_credential(password).map(drop)
}

/// Whether a credential was made with other parameters than today's.
pub fn is_outdated(credential: &Credential) -> bool {
    (
        credential.memory_kib,
        credential.iterations,
        credential.parallelism,
    ) != (MEMORY_KIB, ITERATIONS, PARALLELISM)
}

/// SHA-256 of the Argon2id tag of the password's NFKC form.
fn verifier(password: &SecretString, credential: &Credential) -> Result<[u8; 32]> {
    let failed = |error| Error::internal("password hashing", error);
    let params = Params::new(
        credential.memory_kib.unsigned_abs(),
        credential.iterations.unsigned_abs(),
        credential.parallelism.unsigned_abs(),
        Some(TAG_BYTES),
    )
    .map_err(failed)?;
    let normalised: Zeroizing<String> = Zeroizing::new(password.expose_secret().nfkc().collect());
    let mut tag = Zeroizing::new([0_u8; TAG_BYTES]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(normalised.as_bytes(), &credential.salt, tag.as_mut_slice())
        .map_err(failed)?;
    Ok(Sha256::digest(tag.as_slice()).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weak(password: &str) -> Credential {
        let mut credential = Credential {
            salt: b"0123456789abcdef".to_vec(),
            memory_kib: MIN_MEMORY_KIB,
            iterations: MIN_ITERATIONS,
            parallelism: 1,
            verifier: Vec::new(),
        };
        credential.verifier = verifier(&password.into(), &credential).unwrap().to_vec();
        credential
    }

    #[test]
    fn only_the_same_password_is_accepted() {
        let credential = weak("correct horse");
        assert!(verify(&"correct horse".into(), &credential).unwrap());
        for wrong in ["", "correct horse ", "Correct horse", "correct hors"] {
            assert!(!verify(&wrong.into(), &credential).unwrap(), "{wrong}");
        }
    }

    #[test]
    fn the_compatible_forms_of_one_password_are_one_password() {
        assert!(verify(&"e\u{301}ﬁ".into(), &weak("\u{e9}fi")).unwrap());
    }

    #[test]
    fn parameters_below_the_floor_or_beyond_reason_are_refused() {
        for (memory_kib, iterations) in [
            (1024, 2),
            (19456, 1),
            (i32::MAX, 2),
            (19456, i32::MAX),
            (-1, 3),
        ] {
            let credential = Credential {
                memory_kib,
                iterations,
                ..weak("x")
            };
            assert_eq!(
                verify(&"x".into(), &credential).unwrap_err().exit_code(),
                10
            );
        }
    }

    #[test]
    fn a_new_credential_has_its_own_salt_and_todays_parameters() {
        let (one, two) = (
            new_credential(&"x".into()).unwrap(),
            new_credential(&"x".into()).unwrap(),
        );
        assert_ne!(one.salt, two.salt);
        assert_ne!(one.verifier, two.verifier);
        assert!(!is_outdated(&one));
        assert!(is_outdated(&weak("x")));
    }
}
