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
    find_by(set, session_file)
}

fn find_by(
    set: impl Fn(&str) -> Option<OsString>,
    session_file: &Path,
) -> Result<Option<Zeroizing<Vec<u8>>>> {
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
    variable(set).is_none()
}

/// Returns the variable that the token comes from; `None` for the session file.
fn variable(set: impl Fn(&str) -> Option<OsString>) -> Option<&'static str> {
    let mut variables = [TOKEN_FILE, TOKEN].into_iter();
    variables.find(|name| set(name).is_some())
}

/// Names the variable in the error about its token: a login would not help.
pub fn name_source(error: Error) -> Error {
    name_variable(variable(set), error)
}

fn name_variable(variable: Option<&'static str>, error: Error) -> Error {
    let fault = match &error {
        Error::Auth(Auth::InvalidToken) => TokenFault::Invalid,
        Error::Auth(Auth::Expired) => TokenFault::Expired,
        Error::Auth(Auth::Revoked) => TokenFault::Revoked,
        Error::Auth(Auth::Idle) => TokenFault::Idle,
        _ => return error,
    };
    match variable {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_has_its_prefix_and_256_bits() {
        let random = "a".repeat(43);
        let read = |text: &str| token_secret(text.as_bytes()).is_some();
        assert!(read(&format!("epk_{random}")));
        for text in ["", "epk_", "epk_a", &random, "a.b.c"] {
            assert!(!read(text), "{text}");
        }
        assert!(token_secret(b"epk_\xff").is_none());
    }

    #[test]
    fn a_variable_comes_before_the_session_file_and_a_file_before_a_token() {
        let folder = tempfile::tempdir().unwrap();
        files::create_private_directory(folder.path()).unwrap();
        let [session, other] = ["session", "other"].map(|name| folder.path().join(name));
        save(&session, &"of the session".into()).unwrap();
        save(&other, &"of a file\n".into()).unwrap();
        for (variables, expected) in [
            (vec![], "of the session"),
            (vec![(TOKEN, " of a variable ")], "of a variable"),
            (
                vec![(TOKEN, "x"), (TOKEN_FILE, other.to_str().unwrap())],
                "of a file",
            ),
        ] {
            let set = |name: &str| {
                let found = variables.iter().find(|(it, _)| *it == name);
                found.map(|(_, value)| OsString::from(value))
            };
            let token = find_by(set, &session).unwrap().unwrap();
            assert_eq!(token.as_slice(), expected.as_bytes());
            let first = variables.last().map(|(name, _)| *name);
            assert_eq!(variable(set), first);
        }
        let missing = |name: &str| (name == TOKEN_FILE).then(|| folder.path().join("none").into());
        assert_eq!(
            find_by(missing, &session).unwrap_err().code(),
            "config.unreadable_file"
        );
        assert!(
            find_by(|_| None, &folder.path().join("none"))
                .unwrap()
                .is_none()
        );
    }

    #[test]
    fn an_empty_variable_counts_as_unset() {
        let folder = env!("CARGO_MANIFEST_DIR");
        assert_eq!(set("CARGO_MANIFEST_DIR"), Some(folder.into()));
        assert_eq!(set("NO_SUCH_VARIABLE"), None);
    }

    #[test]
    fn an_error_about_a_token_names_its_variable() {
        for fault in [Auth::InvalidToken, Auth::Expired, Auth::Revoked, Auth::Idle] {
            let unnamed = name_variable(None, fault.clone().into());
            let named = name_variable(Some(TOKEN), fault.into());
            assert!(!unnamed.to_string().contains(TOKEN), "{unnamed}");
            assert!(named.to_string().contains(TOKEN), "{named}");
            assert_eq!(named.code(), unnamed.code());
        }
        let other = name_variable(Some(TOKEN), Auth::Locked.into());
        assert!(!other.to_string().contains(TOKEN));
    }

    #[test]
    fn a_session_is_read_back_without_the_space_around_it() {
        let folder = tempfile::tempdir().unwrap();
        files::create_private_directory(folder.path()).unwrap();
        let file = folder.path().join("session");
        assert!(saved(&file).is_none());
        save(&file, &" token\n".into()).unwrap();
        assert_eq!(saved(&file).unwrap().as_slice(), b"token");
    }
}
