//! Secret of a session or token: 256 random bits chosen by the client. The database stores their SHA-256 only; each
//! connection presents the secret itself.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::error::{Error, Result};

/// Prefix of the secret of a token, so that secret scanners detect a leaked one.
pub const TOKEN_PREFIX: &str = "epk_";

/// Generates a secret in base64url without padding.
///
/// # Errors
///
/// `internal` if the operating system provides no random numbers.
pub fn generate() -> Result<SecretString> {
    random_text::<32>()
}

/// Generates `BYTES` random bytes as text in base64url without padding.
///
/// # Errors
///
/// `internal` if the operating system provides no random numbers.
pub fn random_text<const BYTES: usize>() -> Result<SecretString> {
    let mut bytes = Zeroizing::new([0_u8; BYTES]);
    fill_random(bytes.as_mut_slice())?;
    Ok(URL_SAFE_NO_PAD.encode(bytes.as_slice()).into())
}

/// Fills a buffer with random bytes.
///
/// # Errors
///
/// As [`random_text`].
pub fn fill_random(bytes: &mut [u8]) -> Result<()> {
    getrandom::fill(bytes).map_err(|error| Error::internal("random numbers", error))
}

/// Returns the stored form of a secret: the SHA-256 of its text.
pub fn hash(secret: &SecretString) -> [u8; 32] {
    Sha256::digest(secret.expose_secret().as_bytes()).into()
}

/// Tests for the form of a session's secret (43 characters) or of a token's (with its prefix).
pub fn is_plausible(text: &str) -> bool {
    let random = text.strip_prefix(TOKEN_PREFIX).unwrap_or(text);
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    random.len() == 43 && random.bytes().all(is_allowed)
}
