//! Sign-in on both databases: fetch what the password is hashed with, compute the proof, submit it, and have it judged in a
//! transaction of its own. Wrong password, unknown login and closed account give one answer in equal time.

use jiff::SignedDuration;
use secrecy::SecretString;

use crate::crypto::password::{self, Credential, Demand, Proof};
use crate::crypto::secret;
use crate::db::sign_in::{self, Attempt, Barrier, Judgement};
use crate::db::{self, AnyConnection, credentials};
use crate::domain::{Author, Instant};
use crate::error::{Auth, Result};

pub struct Begun {
    pub session: sign_in::Begun,
    /// Secret that identifies it to the database.
    pub secret: SecretString,
    /// Proof of the password, for a change of it, and what the database asks for a new one.
    pub proof: Proof,
    pub demand: Demand,
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
    let demand = sign_in::demand(conn, login)?;
    let proof = password::proof(password, &demand)?;
    let secret = secret::generate()?;
    let attempt = submit(conn, login, &proof, &secret::hash(&secret))?;
    let lifetime = i32::try_from(ttl.as_secs()).unwrap_or(i32::MAX);
    let judgement = db::write_at_once(conn, Author::Administrator, |conn| {
        let now = Instant::now();
        Ok(sign_in::redeem(conn, &attempt, lifetime, now)?)
    })?;
    Ok(Begun {
        session: proven(conn, judgement)?,
        secret,
        proof,
        demand,
    })
}

/// Proves a password again, for a change of it; the attempt is judged within a minute.
///
/// # Errors
///
/// `auth.throttled` and `auth.locked` (exit 4).
pub fn prove(conn: &mut AnyConnection, login: &str, proof: &Proof) -> Result<Attempt> {
    // An attempt has the hash of a session's secret, though none begins.
    submit(conn, login, proof, &secret::hash(&secret::generate()?))
}

fn submit(
    conn: &mut AnyConnection,
    login: &str,
    proof: &Proof,
    jti_hash: &[u8],
) -> Result<Attempt> {
    let attempt = db::write_at_once(conn, Author::Administrator, |conn| {
        let now = Instant::now();
        Ok(sign_in::submit(conn, login, proof, jti_hash, now)?)
    })?;
    Ok(attempt.map_err(barred)?)
}

/// Returns what an attempt has proven.
///
/// # Errors
///
/// `auth.invalid_credentials`, `auth.throttled` and `auth.locked` (exit 4).
pub fn proven<T>(conn: &mut AnyConnection, judgement: Judgement<T>) -> Result<T> {
    match judgement {
        Judgement::Proven(proven) => Ok(proven),
        // Queried after every refusal, against timing attacks.
        Judgement::Denied | Judgement::Expired => Err(if credentials::exist(conn)? {
            Auth::InvalidCredentials.into()
        } else {
            Auth::NoAccount.into()
        }),
        Judgement::Barred(barrier) => Err(barred(barrier).into()),
    }
}

const fn barred(barrier: Barrier) -> Auth {
    match barrier {
        Barrier::Wait(seconds) => Auth::Throttled { seconds },
        Barrier::Locked => Auth::Locked,
    }
}

/// Hashes a new password of a login.
///
/// # Errors
///
/// `config.weak_credential` (exit 10) if the database asks for too weak a hash.
pub fn new_credential(
    conn: &mut AnyConnection,
    login: &str,
    password: &SecretString,
) -> Result<Credential> {
    password::new_credential(password, &sign_in::demand(conn, login)?)
}
