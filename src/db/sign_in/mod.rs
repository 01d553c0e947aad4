//! Sign-in in two transactions, so that a rollback never hides an attempt: the first records it, the second judges it.
//! PostgreSQL does so in functions; SQLite is done here, with equal limits.

mod change;
mod postgres;
mod sqlite;
mod unlock;

use diesel::prelude::*;
use diesel::result::Error;

pub use change::change_password;
pub use unlock::unlock;

use super::connection::AnyConnection;
use crate::crypto::password::{Demand, Proof};
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

/// Outcome of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgement<T> {
    Proven(T),
    /// Wrong, or unknown login.
    Denied,
    /// Not judged: throttled or locked.
    Barred(Barrier),
    /// Submitted too late.
    Expired,
}

impl<T> Judgement<T> {
    fn and_then<U>(self, next: impl FnOnce(T) -> Judgement<U>) -> Judgement<U> {
        match self {
            Self::Proven(it) => next(it),
            Self::Denied => Judgement::Denied,
            Self::Barred(barrier) => Judgement::Barred(barrier),
            Self::Expired => Judgement::Expired,
        }
    }
}

/// Session that a proven attempt began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    pub collaborator: CollaboratorId,
    pub expires_at: Instant,
    /// The password has to be changed before anything else.
    pub must_change: bool,
    pub last_login_at: Option<Instant>,
    /// Wrong passwords since then, of any role, while they are kept: 7 days.
    pub failures: i32,
}

/// Returns what the password of a login is hashed with, which is the same whether there is an account or not.
pub fn demand(conn: &mut AnyConnection, login: &str) -> QueryResult<Demand> {
    let mut costs = match conn {
        AnyConnection::Postgres(conn) => postgres::parameters(conn, login)?,
        AnyConnection::Sqlite(conn) => sqlite::parameters(conn, login)?,
    }
    .into_iter();
    Ok(Demand {
        newest: costs.next().ok_or(Error::NotFound)?,
        older: costs.next(),
    })
}

/// Records an attempt, to be committed before it is judged. `jti_hash` identifies the session to create.
pub fn submit(
    conn: &mut AnyConnection,
    login: &str,
    proof: &Proof,
    jti_hash: &[u8],
    now: Instant,
) -> QueryResult<Result<Attempt, Barrier>> {
    match conn {
        AnyConnection::Postgres(conn) => postgres::submit(conn, login, proof, jti_hash),
        AnyConnection::Sqlite(conn) => sqlite::submit(conn, login, proof, jti_hash, now),
    }
}

/// Judges an attempt of an earlier transaction, once, and begins its session. A password that was proven at an older cost is
/// stored at the newest, which ends other sessions.
pub fn redeem(
    conn: &mut AnyConnection,
    attempt: &Attempt,
    lifetime_seconds: i32,
    now: Instant,
) -> QueryResult<Judgement<Begun>> {
    match conn {
        AnyConnection::Postgres(conn) => postgres::redeem(conn, attempt, lifetime_seconds),
        AnyConnection::Sqlite(conn) => sqlite::redeem(conn, attempt, lifetime_seconds, now),
    }
}
