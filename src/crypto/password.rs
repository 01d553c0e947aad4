//! Argon2id proofs of passwords. What is stored is the SHA-256 of the Argon2id output: a thief of the table
//! still needs a full Argon2id for each guess. Whether a proof is the right one is decided by the database.

use std::fmt;

use argon2::{Algorithm, Argon2, Params, Version};
use diesel::prelude::*;
use diesel::sql_types::{Binary, Integer};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use crate::error::{Error, Result};
use crate::t;

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

/// How a password is proven, without the proof: what a client needs to make one.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, QueryableByName)]
#[expect(missing_docs, reason = "each field is named for its column")]
pub struct Parameters {
    #[diesel(sql_type = Binary)]
    pub salt: Vec<u8>,
    /// KiB of memory (RFC 9106, parameter m).
    #[diesel(sql_type = Integer)]
    pub memory_kib: i32,
    /// Passes over it (RFC 9106, parameter t).
    #[diesel(sql_type = Integer)]
    pub iterations: i32,
    /// Lanes (RFC 9106, parameter p).
    #[diesel(sql_type = Integer)]
    pub parallelism: i32,
}

/// What is stored of a password.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    /// How the proof was made.
    pub parameters: Parameters,
    /// SHA-256 of the Argon2id output.
    pub verifier: Vec<u8>,
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential(…)")
    }
}

/// What a proof is made with today, but for the salt.
pub const fn todays_parameters() -> Parameters {
    Parameters {
        salt: Vec::new(),
        memory_kib: MEMORY_KIB,
        iterations: ITERATIONS,
        parallelism: PARALLELISM,
    }
}

/// Makes what is stored of a new password: a fresh salt, today's parameters, the verifier.
///
/// # Errors
///
/// `internal` when the operating system gives no random numbers or no memory.
pub fn new_credential(password: &SecretString) -> Result<Credential> {
    let mut parameters = todays_parameters();
    parameters.salt = vec![0; SALT_BYTES];
    getrandom::fill(&mut parameters.salt)
        .map_err(|error| Error::internal("random numbers", error))?;
    let verifier = Sha256::digest(tag(password, &parameters)?.as_slice()).to_vec();
    Ok(Credential {
        parameters,
        verifier,
    })
}

/// The proof of a password as the database asks for it: the Argon2id tag, whose SHA-256 is the verifier.
///
/// # Errors
///
/// `config.weak_credential` for parameters below the floor or out of reason: a false server would ask for a cheap hash;
/// `internal` as [`new_credential`].
pub fn proof(
    password: &SecretString,
    parameters: &Parameters,
) -> Result<Zeroizing<[u8; TAG_BYTES]>> {
    if parameters.memory_kib < MIN_MEMORY_KIB
        || parameters.iterations < MIN_ITERATIONS
        || parameters.memory_kib > MAX_MEMORY_KIB
        || parameters.iterations > MAX_ITERATIONS
    {
        return Err(Error::config(
            "weak_credential",
            t!("config-weak-credential"),
        ));
    }
    tag(password, parameters)
}

/// Whether two texts are one password: their NFKC forms are proven.
pub fn is_same(one: &SecretString, other: &SecretString) -> bool {
    let normalise = |password: &SecretString| -> Zeroizing<String> {
        Zeroizing::new(password.expose_secret().nfkc().collect())
    };
    normalise(one) == normalise(other)
}

/// Whether a credential was made with less memory or fewer passes than today's.
pub fn is_outdated(parameters: &Parameters) -> bool {
    parameters.memory_kib < MEMORY_KIB || parameters.iterations < ITERATIONS
}

/// The Argon2id tag of the password's NFKC form.
fn tag(password: &SecretString, parameters: &Parameters) -> Result<Zeroizing<[u8; TAG_BYTES]>> {
    let failed = |error| Error::internal("password hashing", error);
    let params = Params::new(
        parameters.memory_kib.unsigned_abs(),
        parameters.iterations.unsigned_abs(),
        parameters.parallelism.unsigned_abs(),
        Some(TAG_BYTES),
    )
    .map_err(failed)?;
    let normalised: Zeroizing<String> = Zeroizing::new(password.expose_secret().nfkc().collect());
    let mut tag = Zeroizing::new([0_u8; TAG_BYTES]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(normalised.as_bytes(), &parameters.salt, tag.as_mut_slice())
        .map_err(failed)?;
    Ok(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weak() -> Parameters {
        Parameters {
            salt: b"0123456789abcdef".to_vec(),
            memory_kib: MIN_MEMORY_KIB,
            iterations: MIN_ITERATIONS,
            parallelism: 1,
        }
    }

    #[test]
    fn only_the_same_password_has_the_same_proof() {
        let right = proof(&"correct horse".into(), &weak()).unwrap();
        assert_eq!(*proof(&"correct horse".into(), &weak()).unwrap(), *right);
        for wrong in ["", "correct horse ", "Correct horse", "correct hors"] {
            assert_ne!(*proof(&wrong.into(), &weak()).unwrap(), *right, "{wrong}");
            assert!(!is_same(&wrong.into(), &"correct horse".into()));
        }
    }

    #[test]
    fn the_compatible_forms_of_one_password_are_one_password() {
        let (one, other) = ("e\u{301}ﬁ".into(), "\u{e9}fi".into());
        assert!(is_same(&one, &other));
        assert_eq!(
            *proof(&one, &weak()).unwrap(),
            *proof(&other, &weak()).unwrap()
        );
    }

    #[test]
    fn parameters_below_the_floor_or_beyond_reason_are_refused() {
        for (memory_kib, iterations) in [
            (1024, 2),
            (19455, 2),
            (19456, 1),
            (i32::MAX, 2),
            (19456, i32::MAX),
            (-1, 3),
        ] {
            let parameters = Parameters {
                memory_kib,
                iterations,
                ..weak()
            };
            let error = proof(&"x".into(), &parameters).unwrap_err();
            assert_eq!(error.exit_code(), 10);
        }
    }

    #[test]
    fn a_new_credential_has_its_own_salt_todays_parameters_and_the_hash_of_its_proof() {
        let (one, two) = (
            new_credential(&"x".into()).unwrap(),
            new_credential(&"x".into()).unwrap(),
        );
        assert_ne!(one.parameters.salt, two.parameters.salt);
        assert_ne!(one.verifier, two.verifier);
        assert!(!is_outdated(&one.parameters));
        assert!(is_outdated(&weak()));
        let proof = proof(&"x".into(), &one.parameters).unwrap();
        assert_eq!(Sha256::digest(proof.as_slice()).to_vec(), one.verifier);
    }
}
