//! How a password is proven: salt, Argon2id parameters and verifier of each account. The password itself,
//! and even its Argon2id output, are never stored.

use diesel::prelude::*;

use super::CollaboratorId;
use super::connection::AnyConnection;
use super::schema::{collaborators, credentials};
use super::search::lower;
use crate::domain::Instant;

/// A row of `credentials`, without its times.
#[derive(Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = credentials)]
#[expect(missing_docs, reason = "each field is named for its column")]
pub struct Credential {
    pub salt: Vec<u8>,
    /// KiB of memory (RFC 9106, parameter m).
    pub memory_kib: i32,
    /// Passes over it (RFC 9106, parameter t).
    pub iterations: i32,
    /// Lanes (RFC 9106, parameter p).
    pub parallelism: i32,
    /// SHA-256 of the Argon2id output.
    pub verifier: Vec<u8>,
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Credential(…)")
    }
}

/// The active account of a login, whatever its case, and how its password is proven.
pub fn find_by_login(
    conn: &mut AnyConnection,
    login: &str,
) -> QueryResult<Option<(CollaboratorId, Credential)>> {
    collaborators::table
        .inner_join(credentials::table)
        .filter(lower(collaborators::login).eq(login.to_ascii_lowercase()))
        .filter(collaborators::active.eq(true))
        .select((collaborators::id, Credential::as_select()))
        .first(conn)
        .optional()
}

/// How the password of an account is proven.
pub fn find(conn: &mut AnyConnection, id: CollaboratorId) -> QueryResult<Option<Credential>> {
    credentials::table
        .find(id)
        .select(Credential::as_select())
        .first(conn)
        .optional()
}

/// Gives a new account its password.
pub fn insert(
    conn: &mut AnyConnection,
    id: CollaboratorId,
    credential: &Credential,
    now: Instant,
) -> QueryResult<usize> {
    diesel::insert_into(credentials::table)
        .values((
            credentials::collaborator_id.eq(id),
            credential,
            credentials::created_at.eq(now),
            credentials::updated_at.eq(now),
        ))
        .execute(conn)
}

/// Replaces the password of an account, or how it is proven.
pub fn update(
    conn: &mut AnyConnection,
    id: CollaboratorId,
    credential: &Credential,
    now: Instant,
) -> QueryResult<usize> {
    diesel::update(credentials::table.find(id))
        .set((
            credential,
            credentials::updated_at.eq(now),
            credentials::version.eq(credentials::version + 1),
        ))
        .execute(conn)
}
