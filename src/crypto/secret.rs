//! The secret of a session or token: 256 random bits that the client chooses and keeps. The database is told its
//! SHA-256 when it begins and the secret itself with each connection; it stores the former alone.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::error::{Error, Result};

/// How the secret of a long-lived token begins, so that scanners of repositories find one that leaked.
pub const TOKEN_PREFIX: &str = "epk_";
/// Bytes of randomness.
const BYTES: usize = 32;

/// A new secret, in base64url without padding.
///
/// # Errors
///
/// `internal` when there are no random numbers.
pub fn generate() -> Result<SecretString> {
    let mut bytes = Zeroizing::new([0_u8; BYTES]);
    getrandom::fill(bytes.as_mut_slice())
        .map_err(|error| Error::internal("random numbers", error))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes.as_slice()).into())
}

/// What the database stores of a secret: the SHA-256 of its text.
pub fn hash(secret: &SecretString) -> [u8; 32] {
    Sha256::digest(secret.expose_secret().as_bytes()).into()
}

/// Whether a text could be the secret of a session (43 characters) or of a token (with its prefix).
pub fn is_plausible(text: &str) -> bool {
    let random = text.strip_prefix(TOKEN_PREFIX).unwrap_or(text);
    random.len() == 43
        && random
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}
