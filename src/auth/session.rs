//! Whether a session still lives: asked by the middleware before a command starts, and again inside every
//! transaction that writes.

use crate::db::AnyConnection;
use crate::db::sessions::{self, SessionRow};
use crate::domain::Instant;
use crate::error::{Auth, Result};
use crate::policy::{Actor, CredentialKind};

/// Looks again, inside the transaction that is about to write.
///
/// # Errors
///
/// `auth.*` (exit 4) when the session has ended, or the account has another department, since the first look.
pub fn confirm(conn: &mut AnyConnection, actor: &Actor, now: Instant) -> Result<()> {
    let session = sessions::find_by_id(conn, actor.session)?.ok_or(Auth::Revoked)?;
    require_live(&session, now)?;
    if session.standing.department != actor.department {
        return Err(Auth::Revoked.into());
    }
    Ok(())
}

/// Refuses a session that is over, or whose account is closed.
///
/// # Errors
///
/// `auth.revoked` and `auth.expired` (exit 4).
pub fn require_live(session: &SessionRow, now: Instant) -> Result<()> {
    if session.revoked_at.is_some() || !session.standing.active {
        return Err(Auth::Revoked.into());
    }
    if session.expires_at <= now {
        return Err(Auth::Expired.into());
    }
    Ok(())
}

impl From<SessionRow> for Actor {
    fn from(session: SessionRow) -> Self {
        let person = session.collaborator;
        Self {
            id: person.id,
            login: person.login,
            name: format!("{} {}", person.first_name, person.last_name),
            department: session.standing.department,
            session: session.id,
            expires_at: session.expires_at,
            credential: CredentialKind::Session,
            read_only: false,
        }
    }
}
