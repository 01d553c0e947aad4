//! Source of this run's token: `EPIC_TOKEN_FILE`, `EPIC_TOKEN` or the session file, in that order; and the session file
//! itself, which holds nothing but the token.

use std::ffi::OsString;
use std::path::Path;

use secrecy::{ExposeSecret as _, SecretString};
use zeroize::Zeroizing;

use crate::crypto::secret;
use crate::error::{Auth, Error, Result, TokenFault};
use crate::files;

/// Variable that names a file holding the token.
const TOKEN_FILE: &str = "EPIC_TOKEN_FILE";

const TOKEN: &str = "EPIC_TOKEN";

/// Reads an environment variable; an empty one counts as unset.
fn set(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// Reads the token of this run, unverified: `jwt::open` decides.
///
/// # Errors
///
/// `config.unsafe_file` for a file that others can read, `config.unreadable_file` for an `EPIC_TOKEN_FILE` that does
/// not exist (exit 10).
pub fn find(session_file: &Path) -> Result<Option<Zeroizing<Vec<u8>>>> {
    use std::os::unix::ffi::OsStringExt as _;
    let token = if let Some(path) = set(TOKEN_FILE) {
        let content = files::read_token(Path::new(&path), true)?;
        Some(content.ok_or_else(|| files::missing(Path::new(&path)))?)
    } else if let Some(token) = set(TOKEN) {
        Some(token.into_vec())
    } else {
        files::read_token(session_file, false)?
    };
    Ok(token.map(|token| Zeroizing::new(token.trim_ascii().to_vec())))
}

pub fn saved(session_file: &Path) -> Option<Zeroizing<Vec<u8>>> {
    let token = files::read_token(session_file, false).ok()??;
    Some(Zeroizing::new(token.trim_ascii().to_vec()))
}

/// Returns the secret if the text is a long-lived token; `None` for a possible JWT of a session.
pub fn token_secret(text: &[u8]) -> Option<SecretString> {
    let text = std::str::from_utf8(text).ok()?;
    (text.starts_with(secret::TOKEN_PREFIX) && secret::is_plausible(text)).then(|| text.into())
}

/// Tests for a token that comes from the session file.
pub fn is_session_file() -> bool {
    variable().is_none()
}

/// Returns the variable that the token comes from; `None` for the session file.
fn variable() -> Option<&'static str> {
    let mut variables = [TOKEN_FILE, TOKEN].into_iter();
    variables.find(|name| set(name).is_some())
}

/// Names the variable in the error about its token: a login would not help.
pub fn name_source(error: Error) -> Error {
    let fault = match &error {
        Error::Auth(Auth::InvalidToken) => TokenFault::Invalid,
        Error::Auth(Auth::Expired) => TokenFault::Expired,
        Error::Auth(Auth::Revoked) => TokenFault::Revoked,
        Error::Auth(Auth::Idle) => TokenFault::Idle,
        _ => return error,
    };
    match variable() {
        Some(variable) => Auth::Variable { variable, fault }.into(),
        None => error,
    }
}

/// Saves the token of a session.
///
/// # Errors
///
/// `config.unwritable_file` (exit 10).
pub fn save(session_file: &Path, token: &SecretString) -> Result<()> {
    files::write_private(session_file, token.expose_secret().as_bytes())
}
