//! Management of sessions and tokens: list, create, revoke. PostgreSQL decides in functions, from the session of the
//! connection; SQLite is decided here.

use diesel::define_sql_function;
use diesel::dsl;
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as DieselError};
use diesel::sql_types::{Array, BigInt, Binary, Bool, Nullable, Text};
use diesel::sqlite::SqliteConnection;
use jiff::SignedDuration;

use super::end;
use crate::db::audit;
use crate::db::connection::AnyConnection;
use crate::db::schema::{collaborators, sessions, settings};
use crate::db::types::UtcInstant;
use crate::domain::{Actor, CollaboratorId, CredentialKind, Department, Instant, SessionId};

/// Active session or token, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, QueryableByName)]
pub struct SessionInfo {
    #[diesel(sql_type = BigInt)]
    pub id: SessionId,
    #[diesel(sql_type = BigInt)]
    pub collaborator_id: CollaboratorId,
    #[diesel(sql_type = Text)]
    pub login: String,
    #[diesel(sql_type = Text)]
    pub first_name: String,
    #[diesel(sql_type = Text)]
    pub last_name: String,
    /// Set for tokens only.
    #[diesel(sql_type = Nullable<Text>)]
    pub name: Option<String>,
    #[diesel(sql_type = Bool)]
    pub read_only: bool,
    /// Empty on SQLite, which has no roles.
    #[diesel(sql_type = Text)]
    pub database_role: String,
    #[diesel(sql_type = UtcInstant)]
    pub created_at: Instant,
    #[diesel(sql_type = Nullable<UtcInstant>)]
    pub last_used_at: Option<Instant>,
    #[diesel(sql_type = UtcInstant)]
    pub expires_at: Instant,
    #[diesel(sql_type = Bool)]
    pub current: bool,
}

#[derive(Debug, Clone, Copy)]
pub struct NewToken<'a> {
    pub name: &'a str,
    /// SHA-256 of the secret.
    pub jti_hash: &'a [u8],
    pub read_only: bool,
    pub expires_at: Instant,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    NameTaken,
    /// The expiry is out of bounds by the clock of the database.
    Expiry,
}

/// Fetches active credentials of a kind, by id: the caller's, or everyone's for Management.
pub fn list(
    conn: &mut AnyConnection,
    actor: &Actor,
    kind: CredentialKind,
    all: bool,
    now: Instant,
) -> QueryResult<Vec<SessionInfo>> {
    match conn {
        AnyConnection::Postgres(conn) => {
            diesel::sql_query("SELECT * FROM epic_api.sessions($1, $2)")
                .bind::<Text, _>(kind.as_str())
                .bind::<Bool, _>(all)
                .load(conn)
        }
        AnyConnection::Sqlite(conn) => list_sqlite(conn, actor, kind, all, now),
    }
}

/// Creates a token for the caller.
pub fn create(
    conn: &mut AnyConnection,
    actor: &Actor,
    new: &NewToken<'_>,
    now: Instant,
) -> QueryResult<Result<SessionId, Refused>> {
    let created = match conn {
        AnyConnection::Postgres(conn) => diesel::select(token_create(
            new.name,
            new.jti_hash,
            new.read_only,
            new.expires_at,
        ))
        .get_result(conn),
        AnyConnection::Sqlite(conn) => create_sqlite(conn, actor, new, now),
    };
    match created {
        Ok(id) => Ok(Ok(id)),
        Err(DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            Ok(Err(Refused::NameTaken))
        }
        Err(DieselError::DatabaseError(_, info))
            if info.constraint_name() == Some("epic_invalid") =>
        {
            Ok(Err(Refused::Expiry))
        }
        Err(error) => Err(error),
    }
}

/// Revokes active credentials in the given order; returns the first id that is missing or that the caller may not
/// revoke.
pub fn revoke(
    conn: &mut AnyConnection,
    actor: &Actor,
    ids: &[SessionId],
    kind: CredentialKind,
    now: Instant,
) -> QueryResult<Option<SessionId>> {
    match conn {
        AnyConnection::Postgres(conn) => {
            let revoked: Vec<bool> = dsl::sql::<Bool>("SELECT epic_api.session_revoke(id, ")
                .bind::<Text, _>(kind.as_str())
                .sql(") FROM unnest(")
                .bind::<Array<BigInt>, _>(ids)
                .sql(") AS id")
                .load(conn)?;
            let mut answers = ids.iter().zip(revoked);
            Ok(answers.find(|(_, revoked)| !revoked).map(|(id, _)| *id))
        }
        AnyConnection::Sqlite(conn) => {
            // Each gets its own entry in the audit chain.
            for id in ids {
                if !revoke_sqlite(conn, actor, *id, kind, now)? {
                    return Ok(Some(*id));
                }
            }
            Ok(None)
        }
    }
}

define_sql_function! {
    #[sql_name = "epic_api.token_create"]
    fn token_create(name: Text, jti_hash: Binary, read_only: Bool, expires_at: UtcInstant) -> BigInt;
}

/// Tests for a caller who may see and end other people's credentials.
fn sees_all(actor: &Actor) -> bool {
    actor.department == Department::Management
}

fn list_sqlite(
    conn: &mut SqliteConnection,
    actor: &Actor,
    kind: CredentialKind,
    all: bool,
    now: Instant,
) -> QueryResult<Vec<SessionInfo>> {
    let mut query = sessions::table
        .inner_join(collaborators::table)
        .filter(sessions::kind.eq(kind.as_str()))
        .filter(sessions::revoked_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .select((
            sessions::id,
            collaborators::id,
            collaborators::login,
            collaborators::first_name,
            collaborators::last_name,
            sessions::name,
            sessions::read_only,
            sessions::database_role,
            sessions::created_at,
            sessions::last_used_at,
            sessions::expires_at,
            sessions::id.eq(actor.session),
        ))
        .order(sessions::id)
        .into_boxed();
    if kind == CredentialKind::Session {
        let idle: i32 = settings::table.select(settings::idle_seconds).first(conn)?;
        let since = now.plus(-SignedDuration::from_secs(idle.into()));
        query = query.filter(sessions::last_used_at.gt(since));
    }
    if !(all && sees_all(actor)) {
        query = query.filter(sessions::collaborator_id.eq(actor.id));
    }
    query.load(conn)
}

fn create_sqlite(
    conn: &mut SqliteConnection,
    actor: &Actor,
    new: &NewToken<'_>,
    now: Instant,
) -> QueryResult<SessionId> {
    // An expired token does not reserve its name.
    let over: Vec<SessionId> = sessions::table
        .filter(sessions::collaborator_id.eq(actor.id))
        .filter(sessions::kind.eq(CredentialKind::Token.as_str()))
        .filter(sessions::name.eq(new.name))
        .filter(sessions::revoked_at.is_null())
        .filter(sessions::expires_at.le(now))
        .select(sessions::id)
        .load(conn)?;
    end(conn, &over, now)?;
    let id: SessionId = diesel::insert_into(sessions::table)
        .values((
            sessions::collaborator_id.eq(actor.id),
            sessions::jti_hash.eq(new.jti_hash),
            sessions::kind.eq(CredentialKind::Token.as_str()),
            sessions::name.eq(new.name),
            sessions::read_only.eq(new.read_only),
            sessions::must_change.eq(false),
            sessions::department.eq(actor.department),
            sessions::database_role.eq(""),
            sessions::expires_at.eq(new.expires_at),
            sessions::created_at.eq(now),
            sessions::updated_at.eq(now),
        ))
        .returning(sessions::id)
        .get_result(conn)?;
    note(conn, actor, "token_create", id)?;
    Ok(id)
}

fn revoke_sqlite(
    conn: &mut SqliteConnection,
    actor: &Actor,
    id: SessionId,
    kind: CredentialKind,
    now: Instant,
) -> QueryResult<bool> {
    let ids: Vec<SessionId> = sessions::table
        .find(id)
        .filter(sessions::kind.eq(kind.as_str()))
        .filter(sessions::expires_at.gt(now))
        .filter(
            sessions::collaborator_id
                .eq(actor.id)
                .or(sees_all(actor).into_sql::<Bool>()),
        )
        .select(sessions::id)
        .load(conn)?;
    let ended = end(conn, &ids, now)? > 0;
    if ended {
        let action = match kind {
            CredentialKind::Session => "session_revoke",
            CredentialKind::Token => "token_revoke",
        };
        note(conn, actor, action, id)?;
    }
    Ok(ended)
}

fn note(
    conn: &mut SqliteConnection,
    actor: &Actor,
    action: &str,
    id: SessionId,
) -> QueryResult<()> {
    audit::append(conn, &actor.author(), action, "session", id.0)
}
