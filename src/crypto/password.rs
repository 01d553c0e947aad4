//! Argon2id proofs of passwords. The stored verifier is the SHA-256 of the Argon2id output: a stolen table still costs
//! a full Argon2id per guess. The database compares proof and verifier.

use std::fmt;

use argon2::{Algorithm, Argon2, Params, Version};
use diesel::prelude::*;
use diesel::sql_types::{Binary, Integer};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use super::secret;
use crate::error::{Error, Result};
use crate::t;

/// Memory in KiB: 64 MiB (RFC 9106, section 4, second recommended option).
const MEMORY_KIB: i32 = 64 * 1024;
/// Passes over the memory (same source).
const ITERATIONS: i32 = 3;
/// Lanes (same source).
const PARALLELISM: i32 = 4;
/// Bytes of salt (same source).
const SALT_BYTES: usize = 16;
/// Bytes of the tag (same source).
const TAG_BYTES: usize = 32;
/// Most memory in KiB that a stored credential may demand: 1 GiB.
const MAX_MEMORY_KIB: i32 = 1024 * 1024;
/// Most passes that a stored credential may demand.
const MAX_ITERATIONS: i32 = 64;
/// Least memory in KiB of a stored credential (OWASP Password Storage Cheat Sheet: m = 19 MiB, t = 2).
const MIN_MEMORY_KIB: i32 = 19 * 1024;
/// Fewest passes of a stored credential (same source).
const MIN_ITERATIONS: i32 = 2;

/// Argon2id parameters and salt: the input a client needs to compute a proof.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, QueryableByName)]
pub struct Parameters {
    #[diesel(sql_type = Binary)]
    pub salt: Vec<u8>,
    /// Memory in KiB (RFC 9106, parameter m).
    #[diesel(sql_type = Integer)]
    pub memory_kib: i32,
    /// Passes over it (RFC 9106, parameter t).
    #[diesel(sql_type = Integer)]
    pub iterations: i32,
    /// Lanes (RFC 9106, parameter p).
    #[diesel(sql_type = Integer)]
    pub parallelism: i32,
}

/// Stored form of a password.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    pub parameters: Parameters,
    /// SHA-256 of the Argon2id output.
    pub verifier: Vec<u8>,
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential(…)")
    }
}

/// Returns the current parameters, with an empty salt.
pub const fn todays_parameters() -> Parameters {
    Parameters {
        salt: Vec::new(),
        memory_kib: MEMORY_KIB,
        iterations: ITERATIONS,
        parallelism: PARALLELISM,
    }
}

/// Hashes a new password with the current parameters and a fresh salt.
///
/// # Errors
///
/// `internal` if the operating system provides no random numbers or no memory.
pub fn new_credential(password: &SecretString) -> Result<Credential> {
    let mut parameters = todays_parameters();
    parameters.salt = vec![0; SALT_BYTES];
    secret::fill_random(&mut parameters.salt)?;
    let verifier = Sha256::digest(tag(password, &parameters)?.as_slice()).to_vec();
    Ok(Credential {
        parameters,
        verifier,
    })
}

/// Computes the proof that the database asks for: the Argon2id tag, whose SHA-256 is the verifier.
///
/// # Errors
///
/// `config.weak_credential` for parameters out of bounds: a forged server would ask for a cheap hash; `internal` as
/// [`new_credential`].
pub fn proof(
    password: &SecretString,
    parameters: &Parameters,
) -> Result<Zeroizing<[u8; TAG_BYTES]>> {
    if !(MIN_MEMORY_KIB..=MAX_MEMORY_KIB).contains(&parameters.memory_kib)
        || !(MIN_ITERATIONS..=MAX_ITERATIONS).contains(&parameters.iterations)
    {
        let message = t!("config-weak-credential");
        return Err(Error::config("weak_credential", message));
    }
    tag(password, parameters)
}

/// Compares two passwords by their NFKC forms.
pub fn is_same(one: &SecretString, other: &SecretString) -> bool {
    normalised(one) == normalised(other)
}

fn normalised(password: &SecretString) -> Zeroizing<String> {
    Zeroizing::new(password.expose_secret().nfkc().collect())
}

/// Tests for parameters weaker than the current ones.
pub fn is_outdated(parameters: &Parameters) -> bool {
    parameters.memory_kib < MEMORY_KIB || parameters.iterations < ITERATIONS
}

/// Computes the Argon2id tag of the password's NFKC form.
fn tag(password: &SecretString, parameters: &Parameters) -> Result<Zeroizing<[u8; TAG_BYTES]>> {
    let failed = |error| Error::internal("password hashing", error);
    let params = Params::new(
        parameters.memory_kib.unsigned_abs(),
        parameters.iterations.unsigned_abs(),
        parameters.parallelism.unsigned_abs(),
        Some(TAG_BYTES),
    )
    .map_err(failed)?;
    let normalised = normalised(password);
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
        let proof = |password| *proof(password, &weak()).unwrap();
        assert_eq!(proof(&one), proof(&other));
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
        let one = new_credential(&"x".into()).unwrap();
        let two = new_credential(&"x".into()).unwrap();
        assert_ne!(one.parameters.salt, two.parameters.salt);
        assert_ne!(one.verifier, two.verifier);
        assert!(!is_outdated(&one.parameters));
        assert!(is_outdated(&weak()));
        let proof = proof(&"x".into(), &one.parameters).unwrap();
        assert_eq!(Sha256::digest(proof.as_slice()).to_vec(), one.verifier);
    }
}
