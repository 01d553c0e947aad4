//! Validity of sessions and tokens: checked by the middleware before a command starts, and again inside every
//! transaction that writes.

use jiff::SignedDuration;

use crate::db::AnyConnection;
use crate::db::sessions::{self, SessionRow, Standing};
use crate::domain::{Actor, CredentialKind, Instant};
use crate::error::{Auth, Result};

/// Maximum age of a login, in minutes, for changing another account's password or creating a token; PostgreSQL uses the
/// same limit.
const FRESH_MINUTES: i64 = 5;

/// Authenticates again inside the transaction that is about to write. PostgreSQL's triggers do so themselves.
///
/// # Errors
///
/// `auth.*` (exit 4) if the session has ended, or the account changed department, since the first check.
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

/// Distinguishes a missing record from a hidden one: PostgreSQL hides all rows from a session that ended since the first
/// check.
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

/// Refuses an ended session or token, or one of a closed account.
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

/// Refuses a caller whose login is too old to change another account's password or to create a token.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{CollaboratorId, Department, SessionId};

    fn at(seconds: i64) -> Instant {
        Instant::from_timestamp(1_800_000_000 + seconds).unwrap()
    }

    fn row(standing: Standing) -> SessionRow {
        SessionRow {
            standing,
            id: SessionId(1),
            collaborator_id: CollaboratorId(7),
            login: "login".into(),
            first_name: "First".into(),
            last_name: "Last".into(),
            email: "email".into(),
            department: Department::Support,
            is_token: false,
            read_only: false,
            created_at: at(0),
            expires_at: at(3600),
        }
    }

    fn code(result: Result<()>) -> String {
        result.map_or_else(|error| error.code(), |()| "ok".to_owned())
    }

    #[test]
    fn a_session_that_ended_says_how() {
        for (standing, expected) in [
            (Standing::Live, "ok"),
            (Standing::MustChange, "ok"),
            (Standing::Revoked, "auth.revoked"),
            (Standing::Expired, "auth.expired"),
            (Standing::Idle, "auth.idle"),
        ] {
            assert_eq!(code(require_live(&row(standing))), expected);
        }
    }

    #[test]
    fn a_login_is_fresh_for_five_minutes() {
        let actor = Actor::from(row(Standing::Live));
        assert_eq!(code(require_fresh(&actor, at(300))), "ok");
        assert_eq!(code(require_fresh(&actor, at(301))), "auth.reauthenticate");
    }

    #[test]
    fn a_caller_is_described_by_the_session() {
        let session = Actor::from(row(Standing::Live));
        assert_eq!(session.name, "First Last");
        assert_eq!((session.since, session.expires_at), (at(0), at(3600)));
        assert_eq!(session.credential, CredentialKind::Session);
        assert!(!session.read_only && !session.must_change);
        let token = Actor::from(SessionRow {
            is_token: true,
            read_only: true,
            ..row(Standing::MustChange)
        });
        assert_eq!(token.credential, CredentialKind::Token);
        assert!(token.read_only && token.must_change);
    }
}
