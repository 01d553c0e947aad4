//! Sign-in in two transactions, so that a rollback never hides an attempt: the first records it, the second judges it.
//! PostgreSQL does so in functions; SQLite is done here, with equal limits.

mod postgres;
mod sqlite;
mod unlock;

use diesel::prelude::*;

use sqlite::login_key;
pub use unlock::unlock;

use super::connection::AnyConnection;
use crate::crypto::password::{Credential, Parameters};
use crate::domain::{CollaboratorId, Instant};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Barrier {
    /// Seconds to wait.
    Wait(u32),
    /// Management has to unlock it.
    Locked,
}

#[derive(Debug, Clone)]
pub struct Attempt(String);

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Begun {
        collaborator: CollaboratorId,
        expires_at: Instant,
        /// The password has to be changed before anything else.
        must_change: bool,
    },
    /// Wrong, or unknown login.
    Denied,
    /// Not judged: throttled or locked.
    Barred(Barrier),
    /// Submitted too late.
    Expired,
}

/// Returns salt and parameters of a login, made up for an unknown one.
pub fn parameters(conn: &mut AnyConnection, login: &str) -> QueryResult<Parameters> {
    match conn {
        AnyConnection::Postgres(conn) => postgres::parameters(conn, login),
        AnyConnection::Sqlite(conn) => sqlite::parameters(conn, login),
    }
}

/// Records an attempt, to be committed before it is judged. `proof` is the Argon2id tag, `jti_hash` identifies the
/// session to create.
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

/// Judges an attempt of an earlier transaction, once. `renewed` replaces a proof that used weaker parameters.
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
