//! Sign-in, in two transactions, so that no rollback hides a guess: the first keeps it, the second judges guesses of
//! earlier transactions. PostgreSQL does all of it in functions; for SQLite the same is done here, with the same counts.

mod postgres;
mod sqlite;
mod unlock;

use diesel::prelude::*;

use sqlite::login_key;
pub use unlock::unlock;

use super::connection::AnyConnection;
use crate::crypto::password::{Credential, Parameters};
use crate::domain::{CollaboratorId, Instant};

/// What a login is waiting for, if anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Barrier {
    /// So many seconds.
    Wait(u32),
    /// Management.
    Locked,
}

/// A guess that was kept, to be judged.
#[derive(Debug, Clone)]
pub struct Attempt(String);

/// What a guess was worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It was right: a session has begun.
    Begun {
        /// Whose.
        collaborator: CollaboratorId,
        /// When it ends by itself.
        expires_at: Instant,
        /// Whether it can do nothing but change the password.
        must_change: bool,
    },
    /// It was wrong, or there is no such account.
    Denied,
    /// It was not looked at.
    Barred(Barrier),
    /// It came too late.
    Expired,
}

/// Salt and parameters for a login, made up where there is no such account.
pub fn parameters(conn: &mut AnyConnection, login: &str) -> QueryResult<Parameters> {
    match conn {
        AnyConnection::Postgres(conn) => postgres::parameters(conn, login),
        AnyConnection::Sqlite(conn) => sqlite::parameters(conn, login),
    }
}

/// Keeps a guess; to be committed before it is judged. `proof` is the Argon2id tag, `jti_hash` names the session to be.
pub fn submit(
    conn: &mut AnyConnection,
    login: &str,
    proof: &[u8],
    jti_hash: &[u8],
    now: Instant,
) -> QueryResult<Result<Attempt, Barrier>> {
    match conn {
        AnyConnection::Postgres(conn) => postgres::submit(conn, login, proof, jti_hash),
        AnyConnection::Sqlite(conn) => sqlite::submit(conn, login, proof, jti_hash, now),
    }
}

/// Judges a guess of an earlier transaction, once. `renewed` replaces a proof that was made with weaker parameters.
pub fn redeem(
    conn: &mut AnyConnection,
    attempt: &Attempt,
    lifetime_seconds: i32,
    renewed: Option<&Credential>,
    now: Instant,
) -> QueryResult<Verdict> {
    match conn {
        AnyConnection::Postgres(conn) => postgres::redeem(conn, attempt, lifetime_seconds, renewed),
        AnyConnection::Sqlite(conn) => {
            sqlite::redeem(conn, attempt, lifetime_seconds, renewed, now)
        }
    }
}
