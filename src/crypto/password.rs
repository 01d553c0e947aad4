//! Argon2id proofs of passwords. What is stored is made of the SHA-256 of the Argon2id tag and of the login: a stolen table still
//! costs a full Argon2id per guess. The database compares.

use std::fmt;

use argon2::{Algorithm, Argon2, Params, Version};
use diesel::prelude::*;
use diesel::sql_types::{Binary, Integer, SmallInt};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use crate::error::{Error, Result};
use crate::t;

/// Bytes of the tag (RFC 9106, section 4, second recommended option).
const TAG_BYTES: usize = 32;
/// Most memory in KiB that a database may demand: 1 GiB.
const MAX_MEMORY_KIB: i32 = 1024 * 1024;
/// Most passes that a database may demand.
const MAX_ITERATIONS: i32 = 64;
/// Least memory in KiB that a database may demand (OWASP Password Storage Cheat Sheet: m = 19 MiB, t = 2).
const MIN_MEMORY_KIB: i32 = 19 * 1024;
/// Fewest passes that a database may demand (same source).
const MIN_ITERATIONS: i32 = 2;

/// Argon2id parameters and salt of a login: the input a client needs to compute a proof.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Parameters {
    /// Row of `password_costs` with the other parameters.
    #[diesel(sql_type = SmallInt)]
    pub cost: i16,
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

/// Parameters that a database asks for the password of a login: at the newest cost, and at the one before it, if any.
#[derive(Debug, Clone)]
pub struct Demand {
    pub newest: Parameters,
    pub older: Option<Parameters>,
}

/// Argon2id tag.
type Tag = Zeroizing<[u8; TAG_BYTES]>;

/// Proof of a password at every cost that the database asks for.
pub struct Proof {
    pub cost: i16,
    pub newest: Tag,
    pub older: Option<Tag>,
}

/// New password, as it is sent: the database binds it to the login.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    pub cost: i16,
    /// SHA-256 of the Argon2id tag.
    pub hash: Vec<u8>,
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential(…)")
    }
}

/// Hashes a new password at the newest cost.
///
/// # Errors
///
/// As [`proof`].
pub fn new_credential(password: &SecretString, demand: &Demand) -> Result<Credential> {
    Ok(Credential {
        cost: demand.newest.cost,
        hash: hash(tag(password, &demand.newest)?.as_slice()),
    })
}

/// Returns the SHA-256 of an Argon2id tag.
pub fn hash(tag: &[u8]) -> Vec<u8> {
    Sha256::digest(tag).to_vec()
}

/// Computes the proof that the database asks for.
///
/// # Errors
///
/// `config.weak_credential` for parameters out of bounds: a forged server would ask for a cheap hash; `internal` if there is
/// no memory.
pub fn proof(password: &SecretString, demand: &Demand) -> Result<Proof> {
    let older = demand.older.as_ref();
    Ok(Proof {
        cost: demand.newest.cost,
        newest: tag(password, &demand.newest)?,
        older: older.map(|older| tag(password, older)).transpose()?,
    })
}

/// Compares two passwords by their NFKC forms.
pub fn is_same(one: &SecretString, other: &SecretString) -> bool {
    normalised(one) == normalised(other)
}

fn normalised(password: &SecretString) -> Zeroizing<String> {
    Zeroizing::new(password.expose_secret().nfkc().collect())
}

/// Computes the Argon2id tag of the password's NFKC form.
fn tag(password: &SecretString, parameters: &Parameters) -> Result<Tag> {
    if !(MIN_MEMORY_KIB..=MAX_MEMORY_KIB).contains(&parameters.memory_kib)
        || !(MIN_ITERATIONS..=MAX_ITERATIONS).contains(&parameters.iterations)
    {
        let message = t!("config-weak-credential");
        return Err(Error::config("weak_credential", message));
    }
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

    fn weak() -> Demand {
        Demand {
            newest: Parameters {
                cost: 1,
                salt: b"0123456789abcdef".to_vec(),
                memory_kib: MIN_MEMORY_KIB,
                iterations: MIN_ITERATIONS,
                parallelism: 1,
            },
            older: None,
        }
    }

    fn proven(password: &str) -> [u8; TAG_BYTES] {
        *proof(&password.into(), &weak()).unwrap().newest
    }

    #[test]
    fn only_the_same_password_has_the_same_proof() {
        let right = proven("correct horse");
        assert_eq!(proven("correct horse"), right);
        for wrong in ["", "correct horse ", "Correct horse", "correct hors"] {
            assert_ne!(proven(wrong), right, "{wrong}");
            assert!(!is_same(&wrong.into(), &"correct horse".into()));
        }
    }

    #[test]
    fn the_compatible_forms_of_one_password_are_one_password() {
        let (one, other) = ("e\u{301}ﬁ", "\u{e9}fi");
        assert!(is_same(&one.into(), &other.into()));
        assert_eq!(proven(one), proven(other));
    }

    #[test]
    fn a_new_password_is_stored_at_the_newest_cost_and_proven_at_both() {
        let mut demand = weak();
        demand.older = Some(Parameters {
            iterations: MIN_ITERATIONS + 1,
            ..demand.newest.clone()
        });
        let password = "correct horse".into();
        let proof = proof(&password, &demand).unwrap();
        assert_ne!(proof.older.unwrap(), proof.newest);
        let stored = new_credential(&password, &demand).unwrap();
        assert_eq!(
            (stored.cost, stored.hash),
            (1, hash(proof.newest.as_slice()))
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
            let refused = Parameters {
                memory_kib,
                iterations,
                ..weak().newest
            };
            let (newest, older) = (weak().newest, Some(refused.clone()));
            for demand in [
                Demand {
                    newest: refused,
                    older: None,
                },
                Demand { newest, older },
            ] {
                let error = proof(&"x".into(), &demand).err().unwrap();
                assert_eq!(error.exit_code(), 10);
            }
        }
    }
}
