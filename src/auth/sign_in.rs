//! Proving a password to the database and starting a session, on both back ends: ask how the password is proven,
//! make the proof, hand it in, and have it judged in a transaction of its own. What is said of a wrong password, an
//! unknown login and a closed account is the same, and takes the same time.

use jiff::SignedDuration;
use secrecy::SecretString;

use crate::crypto::{password, secret};
use crate::db::sign_in::{self, Barrier, Verdict};
use crate::db::{self, AnyConnection, credentials};
use crate::domain::{Author, CollaboratorId, Instant};
use crate::error::{Auth, Result};

/// A session that has just begun.
pub struct Begun {
    /// Whose.
    pub collaborator: CollaboratorId,
    /// What the database knows it by.
    pub secret: SecretString,
    /// When it ends by itself.
    pub expires_at: Instant,
    /// Whether it can do nothing but change the password.
    pub must_change: bool,
}

/// Signs in, for a session of at most `ttl`.
///
/// # Errors
///
/// `auth.invalid_credentials`, which hints at `epic signup` where there is no account at all, `auth.throttled` and
/// `auth.locked` (exit 4); `config.weak_credential` (exit 10) when the
/// database asks for a weaker proof than this program gives.
pub fn sign_in(
    conn: &mut AnyConnection,
    login: &str,
    password: &SecretString,
    ttl: SignedDuration,
) -> Result<Begun> {
    let parameters = sign_in::parameters(conn, login)?;
    let proof = password::proof(password, &parameters)?;
    // For unknown logins too, so that the clock tells nothing.
    let renewed = if password::is_outdated(&parameters) {
        Some(password::new_credential(password)?)
    } else {
        None
    };
    let secret = secret::generate()?;
    let jti_hash = secret::hash(&secret);

    let attempt = db::write_at_once(conn, Author::Administrator, |conn| {
        Ok(sign_in::submit(
            conn,
            login,
            proof.as_slice(),
            &jti_hash,
            Instant::now(),
        )?)
    })?
    .map_err(barred)?;
    let lifetime = i32::try_from(ttl.as_secs()).unwrap_or(i32::MAX);
    let verdict = db::write_at_once(conn, Author::Administrator, |conn| {
        Ok(sign_in::redeem(
            conn,
            &attempt,
            lifetime,
            renewed.as_ref(),
            Instant::now(),
        )?)
    })?;
    match verdict {
        Verdict::Begun {
            collaborator,
            expires_at,
            must_change,
        } => Ok(Begun {
            collaborator,
            secret,
            expires_at,
            must_change,
        }),
        // Asked after every refusal, so that the clock tells nothing.
        Verdict::Denied | Verdict::Expired => Err(if credentials::exist(conn)? {
            Auth::InvalidCredentials.into()
        } else {
            Auth::NoAccount.into()
        }),
        Verdict::Barred(barrier) => Err(barred(barrier).into()),
    }
}

const fn barred(barrier: Barrier) -> Auth {
    match barrier {
        Barrier::Wait(seconds) => Auth::Throttled { seconds },
        Barrier::Locked => Auth::Locked,
    }
}
