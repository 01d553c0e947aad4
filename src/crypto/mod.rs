//! Cryptography without a database: passwords, secrets, signed tokens, SCRAM verifiers.

pub mod hex;
mod hs256;
pub mod jwt;
pub mod password;
pub mod scram;
pub mod secret;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::error::{Error, Result};

/// Computes HMAC-SHA256 of a message in parts.
///
/// # Errors
///
/// `internal`, but never: HMAC takes a key of any length (RFC 2104).
pub fn mac(key: &[u8], parts: &[&[u8]]) -> Result<[u8; 32]> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key)
        .map_err(|error| Error::internal("message authentication code", error))?;
    for part in parts {
        mac.update(part);
    }
    Ok(mac.finalize().into_bytes().into())
}
