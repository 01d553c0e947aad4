//! Whether a session or token still lives: asked by the middleware before a command starts, and again inside every
//! transaction that writes.

use jiff::SignedDuration;

use crate::db::AnyConnection;
use crate::db::sessions::{self, SessionRow, Standing};
use crate::domain::{Actor, CredentialKind, Instant};
use crate::error::{Auth, Result};

/// How old a login may be for what changes somebody else's password or makes a token, in minutes; PostgreSQL asks for the
/// same.
const FRESH_MINUTES: i64 = 5;

/// Looks again, inside the transaction that is about to write. In PostgreSQL the triggers do.
///
/// # Errors
///
/// `auth.*` (exit 4) when the session has ended, or the account has another department, since the first look.
pub fn confirm(conn: &mut AnyConnection, actor: &Actor, now: Instant) -> Result<()> {
    if matches!(conn, AnyConnection::Postgres(_)) {
        return Ok(());
    }
    let session = sessions::find_again(conn, actor.session, now)?.ok_or(Auth::Revoked)?;
    require_live(&session)?;
    if session.department != actor.department {
        return Err(Auth::Revoked.into());
    }
    Ok(())
}

/// Tells a record that does not exist from one that is not shown: PostgreSQL shows nothing to a session that has ended since
/// the first look.
///
/// # Errors
///
/// `auth.*` (exit 4) when the session has ended.
pub fn confirm_visible(conn: &mut AnyConnection) -> Result<()> {
    match sessions::of_connection(conn)? {
        Some(session) => require_live(&session),
        None => Ok(()),
    }
}

/// Refuses a session or token that is over, or whose account is closed.
///
/// # Errors
///
/// `auth.revoked`, `auth.expired` and `auth.idle` (exit 4).
pub fn require_live(session: &SessionRow) -> Result<()> {
    match session.standing {
        Standing::Live | Standing::MustChange => Ok(()),
        Standing::Revoked => Err(Auth::Revoked.into()),
        Standing::Expired => Err(Auth::Expired.into()),
        Standing::Idle => Err(Auth::Idle.into()),
    }
}

/// Refuses somebody who logged in too long ago for a password operation on another account, or for a token.
///
/// # Errors
///
/// `auth.reauthenticate` (exit 4).
pub fn require_fresh(actor: &Actor, now: Instant) -> Result<()> {
    if actor.since.plus(SignedDuration::from_mins(FRESH_MINUTES)) < now {
        return Err(Auth::Reauthenticate.into());
    }
    Ok(())
}

impl From<SessionRow> for Actor {
    fn from(session: SessionRow) -> Self {
        Self {
            id: session.collaborator_id,
            login: session.login,
            name: format!("{} {}", session.first_name, session.last_name),
            email: session.email,
            department: session.department,
            session: session.id,
            credential: if session.is_token {
                CredentialKind::Token
            } else {
                CredentialKind::Session
            },
            read_only: session.read_only,
            must_change: session.standing == Standing::MustChange,
            since: session.created_at,
            expires_at: session.expires_at,
        }
    }
}
