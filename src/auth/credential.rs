//! Where the token of this run comes from: `EPIC_TOKEN_FILE`, `EPIC_TOKEN`, or the session file, in that order;
//! and the session file itself, which holds the token and nothing else.

use std::ffi::OsString;
use std::path::Path;

use secrecy::{ExposeSecret as _, SecretString};
use zeroize::Zeroizing;

use crate::crypto::secret;
use crate::error::{Auth, Error, Result, TokenFault};
use crate::files;

/// The variable that names a file with the token of this run.
const TOKEN_FILE: &str = "EPIC_TOKEN_FILE";

/// The variable that holds the token of this run.
const TOKEN: &str = "EPIC_TOKEN";

/// What a variable of the environment holds; an empty one counts as not set.
fn set(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// The token of this run, if there is one. It may be anything: only `token::open` decides.
///
/// # Errors
///
/// `config.unsafe_file` when others can read the file, `config.unreadable_file` when the one that `EPIC_TOKEN_FILE` names
/// does not exist (exit 10).
pub fn find(session_file: &Path) -> Result<Option<Zeroizing<Vec<u8>>>> {
    use std::os::unix::ffi::OsStringExt as _;
    let token = if let Some(path) = set(TOKEN_FILE) {
        let content = files::read_private_following(Path::new(&path))?;
        Some(content.ok_or_else(|| files::missing(Path::new(&path)))?)
    } else if let Some(token) = set(TOKEN) {
        Some(token.into_vec())
    } else {
        files::read_private(session_file)?
    };
    Ok(token.map(|token| Zeroizing::new(token.trim_ascii().to_vec())))
}

/// What the session file holds, if it can be read.
pub fn saved(session_file: &Path) -> Option<Zeroizing<Vec<u8>>> {
    let token = files::read_private(session_file).ok()??;
    Some(Zeroizing::new(token.trim_ascii().to_vec()))
}

/// The secret of a long-lived token, which is all of its text; `None` for what may be the JWT of a session.
pub fn token_secret(text: &[u8]) -> Option<SecretString> {
    let text = std::str::from_utf8(text).ok()?;
    (text.starts_with(secret::TOKEN_PREFIX) && secret::is_plausible(text)).then(|| text.into())
}

/// Whether the token of this run is the one in the session file.
pub fn is_session_file() -> bool {
    variable().is_none()
}

/// The variable of the environment that the token of this run comes from; none when it is the session file.
fn variable() -> Option<&'static str> {
    [TOKEN_FILE, TOKEN]
        .into_iter()
        .find(|name| set(name).is_some())
}

/// Has the refusal of a token say which variable it came from: a login would change nothing.
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

/// Keeps a session between commands.
///
/// # Errors
///
/// `config.unwritable_file` (exit 10).
pub fn save(session_file: &Path, token: &SecretString) -> Result<()> {
    files::write_private(session_file, token.expose_secret().as_bytes())
}
