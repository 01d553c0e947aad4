//! Sign-in on both databases: fetch the Argon2id parameters, compute the proof, submit it, and have it judged in a
//! transaction of its own. Wrong password, unknown login and closed account give one answer in equal time.

use jiff::SignedDuration;
use secrecy::SecretString;

use crate::crypto::{password, secret};
use crate::db::sign_in::{self, Barrier, Verdict};
use crate::db::{self, AnyConnection, credentials};
use crate::domain::{Author, CollaboratorId, Instant};
use crate::error::{Auth, Result};

pub struct Begun {
    pub collaborator: CollaboratorId,
    /// Secret that identifies it to the database.
    pub secret: SecretString,
    pub expires_at: Instant,
    /// The password has to be changed before anything else.
    pub must_change: bool,
}

/// Signs in, for a session of at most `ttl`.
///
/// # Errors
///
/// `auth.invalid_credentials`, which hints at `epic signup` in a database without accounts, `auth.throttled` and
/// `auth.locked` (exit 4); `config.weak_credential` (exit 10) if the database asks for too weak a proof.
pub fn sign_in(
    conn: &mut AnyConnection,
    login: &str,
    password: &SecretString,
    ttl: SignedDuration,
) -> Result<Begun> {
    let parameters = sign_in::parameters(conn, login)?;
    let proof = password::proof(password, &parameters)?;
    // Computed for unknown logins too, against timing attacks.
    let renewed = if password::is_outdated(&parameters) {
        Some(password::new_credential(password)?)
    } else {
        None
    };
    let secret = secret::generate()?;
    let jti_hash = secret::hash(&secret);

    let attempt = db::write_at_once(conn, Author::Administrator, |conn| {
        let (proof, now) = (proof.as_slice(), Instant::now());
        Ok(sign_in::submit(conn, login, proof, &jti_hash, now)?)
    })?
    .map_err(barred)?;
    let lifetime = i32::try_from(ttl.as_secs()).unwrap_or(i32::MAX);
    let verdict = db::write_at_once(conn, Author::Administrator, |conn| {
        let (renewed, now) = (renewed.as_ref(), Instant::now());
        Ok(sign_in::redeem(conn, &attempt, lifetime, renewed, now)?)
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
        // Queried after every refusal, against timing attacks.
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
