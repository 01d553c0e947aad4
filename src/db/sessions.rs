//! Who is logged in: the sessions that tokens point to. A token grants nothing that its row does not.

use diesel::prelude::*;

use super::collaborators::CollaboratorName;
use super::connection::AnyConnection;
use super::schema::{collaborators, sessions};
use super::{CollaboratorId, SessionId};
use crate::domain::{Department, Instant};

/// A session with the account it belongs to, as the account is now.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = sessions)]
#[expect(missing_docs, reason = "each field is named for its column")]
pub struct SessionRow {
    pub id: SessionId,
    pub expires_at: Instant,
    pub revoked_at: Option<Instant>,
    #[diesel(embed)]
    pub collaborator: CollaboratorName,
    #[diesel(embed)]
    pub standing: Standing,
}

/// What an account may do at all.
#[derive(Debug, Clone, Copy, Queryable, Selectable)]
#[diesel(table_name = collaborators)]
#[expect(missing_docs, reason = "each field is named for its column")]
pub struct Standing {
    pub department: Department,
    pub active: bool,
}

/// The session of a `jti`, by its SHA-256, whether it still lives or not.
pub fn find(conn: &mut AnyConnection, jti_hash: &[u8]) -> QueryResult<Option<SessionRow>> {
    sessions::table
        .inner_join(collaborators::table)
        .filter(sessions::jti_hash.eq(jti_hash))
        .select(SessionRow::as_select())
        .first(conn)
        .optional()
}

/// The session of an id, whether it still lives or not.
pub fn find_by_id(conn: &mut AnyConnection, id: SessionId) -> QueryResult<Option<SessionRow>> {
    sessions::table
        .inner_join(collaborators::table)
        .filter(sessions::id.eq(id))
        .select(SessionRow::as_select())
        .first(conn)
        .optional()
}

/// Starts a session.
pub fn insert(
    conn: &mut AnyConnection,
    collaborator: CollaboratorId,
    jti_hash: &[u8],
    expires_at: Instant,
    now: Instant,
) -> QueryResult<SessionId> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::collaborator_id.eq(collaborator),
            sessions::jti_hash.eq(jti_hash),
            sessions::expires_at.eq(expires_at),
            sessions::created_at.eq(now),
            sessions::updated_at.eq(now),
        ))
        .returning(sessions::id)
        .get_result(conn)
}

/// Ends one session; returns 0 when it had ended before.
pub fn revoke(conn: &mut AnyConnection, id: SessionId, now: Instant) -> QueryResult<usize> {
    diesel::update(
        sessions::table
            .filter(sessions::id.eq(id))
            .filter(sessions::revoked_at.is_null()),
    )
    .set((
        sessions::revoked_at.eq(now),
        sessions::updated_at.eq(now),
        sessions::version.eq(sessions::version + 1),
    ))
    .execute(conn)
}

/// Ends every session of an account that still lives; returns how many.
pub fn revoke_all(
    conn: &mut AnyConnection,
    collaborator: CollaboratorId,
    now: Instant,
) -> QueryResult<usize> {
    diesel::update(
        sessions::table
            .filter(sessions::collaborator_id.eq(collaborator))
            .filter(sessions::revoked_at.is_null()),
    )
    .set((
        sessions::revoked_at.eq(now),
        sessions::updated_at.eq(now),
        sessions::version.eq(sessions::version + 1),
    ))
    .execute(conn)
}
