//! Authentication by the row of a session or token. PostgreSQL decides in functions, from the secret of the connection;
//! SQLite is decided here. A credential grants nothing beyond its row.

use diesel::connection::SimpleConnection as _;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text};
use diesel::sqlite::SqliteConnection;
use secrecy::{ExposeSecret as _, SecretString};

use crate::crypto::secret;
use crate::db::connection::AnyConnection;
use crate::db::schema::{collaborators, sessions, settings};
use crate::db::types::UtcInstant;
use crate::domain::{CollaboratorId, Department, Instant, SessionId};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Live,
    /// Active, but the password has to be changed before anything else.
    MustChange,
    /// Revoked, or the account is closed or changed department.
    Revoked,
    Expired,
    Idle,
}

#[derive(Debug, Clone)]
pub struct SessionRow {
    pub standing: Standing,
    pub id: SessionId,
    pub collaborator_id: CollaboratorId,
    pub login: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub department: Department,
    pub is_token: bool,
    pub read_only: bool,
    pub created_at: Instant,
    pub expires_at: Instant,
}

/// Settings of a database that an administrator may change.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = settings)]
pub struct Settings {
    pub salt_key: Vec<u8>,
    pub idle_seconds: i32,
    pub lifetime_seconds: i32,
    pub live_sessions: i32,
    pub attempts_per_minute: i32,
}

pub(in crate::db) fn settings(conn: &mut SqliteConnection) -> QueryResult<Settings> {
    settings::table.select(Settings::as_select()).first(conn)
}

/// Seconds within which repeated uses are not recorded.
const TOUCH_SECONDS: i64 = 60;

/// Looks up the session of a secret and records the use. PostgreSQL takes the secret of the connection.
pub fn authenticate(
    conn: &mut AnyConnection,
    secret: &SecretString,
    now: Instant,
) -> QueryResult<Option<SessionRow>> {
    match conn {
        AnyConnection::Postgres(conn) => authenticate_postgres(conn),
        AnyConnection::Sqlite(conn) => {
            let found = find(conn, &secret::hash(secret), now)?;
            if let Some((row, last_used_at)) = &found
                && matches!(row.standing, Standing::Live | Standing::MustChange)
                && last_used_at.is_none_or(|at| now.timestamp() - at.timestamp() >= TOUCH_SECONDS)
            {
                touch(conn, row.id, now);
            }
            Ok(found.map(|(row, _)| row))
        }
    }
}

/// Looks up the session of a secret; on SQLite without recording the use, since the database may be read-only.
pub fn peek(
    conn: &mut AnyConnection,
    secret: &SecretString,
    now: Instant,
) -> QueryResult<Option<SessionRow>> {
    match conn {
        AnyConnection::Postgres(conn) => authenticate_postgres(conn),
        AnyConnection::Sqlite(conn) => {
            Ok(find(conn, &secret::hash(secret), now)?.map(|(row, _)| row))
        }
    }
}

#[derive(QueryableByName)]
struct Answer {
    #[diesel(sql_type = Text)]
    status: String,
    #[diesel(sql_type = Nullable<BigInt>)]
    session_id: Option<SessionId>,
    #[diesel(sql_type = Nullable<BigInt>)]
    collaborator_id: Option<CollaboratorId>,
    #[diesel(sql_type = Nullable<Text>)]
    login: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    first_name: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    last_name: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    email: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    department: Option<Department>,
    #[diesel(sql_type = Nullable<Text>)]
    kind: Option<String>,
    #[diesel(sql_type = Nullable<Bool>)]
    read_only: Option<bool>,
    #[diesel(sql_type = Nullable<UtcInstant>)]
    created_at: Option<Instant>,
    #[diesel(sql_type = Nullable<UtcInstant>)]
    expires_at: Option<Instant>,
}

impl Answer {
    fn into_row(self) -> Option<SessionRow> {
        Some(SessionRow {
            standing: match self.status.as_str() {
                "ok" => Standing::Live,
                "must_change" => Standing::MustChange,
                "expired" => Standing::Expired,
                "idle" => Standing::Idle,
                "revoked" => Standing::Revoked,
                _ => return None,
            },
            id: self.session_id?,
            collaborator_id: self.collaborator_id?,
            login: self.login?,
            first_name: self.first_name?,
            last_name: self.last_name?,
            email: self.email?,
            department: self.department?,
            is_token: self.kind? == "token",
            read_only: self.read_only?,
            created_at: self.created_at?,
            expires_at: self.expires_at?,
        })
    }
}

fn authenticate_postgres(conn: &mut PgConnection) -> QueryResult<Option<SessionRow>> {
    let answer: Answer =
        diesel::sql_query("SELECT * FROM epic_api.authenticate()").get_result(conn)?;
    Ok(answer.into_row())
}

#[derive(QueryableByName)]
struct VersionedAnswer {
    #[diesel(sql_type = Nullable<Text>)]
    version: Option<String>,
    #[diesel(embed)]
    answer: Answer,
}

/// Fetches the version of the schema and the session of the connection's secret in one round trip on PostgreSQL; SQLite
/// returns neither.
pub fn authenticate_with_version(
    conn: &mut AnyConnection,
) -> QueryResult<(String, Option<SessionRow>)> {
    match conn {
        AnyConnection::Postgres(conn) => {
            let row: VersionedAnswer = diesel::sql_query(
                "SELECT epic_api.schema_version() AS version, who.* FROM epic_api.authenticate() AS who",
            )
            .get_result(conn)?;
            Ok((row.version.unwrap_or_default(), row.answer.into_row()))
        }
        AnyConnection::Sqlite(_) => Ok((String::new(), None)),
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = sessions)]
struct Stored {
    id: SessionId,
    collaborator_id: CollaboratorId,
    kind: String,
    read_only: bool,
    must_change: bool,
    revoked_at: Option<Instant>,
    last_used_at: Option<Instant>,
    created_at: Instant,
    expires_at: Instant,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = collaborators)]
struct Account {
    login: String,
    first_name: String,
    last_name: String,
    email: String,
    department: Department,
    active: bool,
}

/// Fetches the session of a secret's SHA-256, active or not, and its last use.
fn find(
    conn: &mut SqliteConnection,
    jti_hash: &[u8],
    now: Instant,
) -> QueryResult<Option<(SessionRow, Option<Instant>)>> {
    let found: Option<(Stored, Account, i32)> = sessions::table
        .inner_join(collaborators::table)
        .inner_join(settings::table.on(settings::only_row.eq(true)))
        .filter(sessions::jti_hash.eq(jti_hash))
        .select((
            Stored::as_select(),
            Account::as_select(),
            settings::idle_seconds,
        ))
        .first(conn)
        .optional()?;
    Ok(found.map(|(stored, account, idle_seconds)| {
        let idle = |at: Instant| now.timestamp() - at.timestamp() >= i64::from(idle_seconds);
        let standing = if stored.revoked_at.is_some() || !account.active {
            Standing::Revoked
        } else if stored.expires_at <= now {
            Standing::Expired
        } else if stored.kind == "session" && stored.last_used_at.is_none_or(idle) {
            Standing::Idle
        } else if stored.must_change {
            Standing::MustChange
        } else {
            Standing::Live
        };
        let row = SessionRow {
            standing,
            id: stored.id,
            collaborator_id: stored.collaborator_id,
            login: account.login,
            first_name: account.first_name,
            last_name: account.last_name,
            email: account.email,
            department: account.department,
            is_token: stored.kind == "token",
            read_only: stored.read_only,
            created_at: stored.created_at,
            expires_at: stored.expires_at,
        };
        (row, stored.last_used_at)
    }))
}

/// Records the use without waiting for a lock and without failing a read: the next use makes up for it.
fn touch(conn: &mut SqliteConnection, id: SessionId, now: Instant) {
    let noted = conn
        .batch_execute("PRAGMA busy_timeout = 0")
        .and_then(|()| {
            diesel::update(sessions::table.find(id))
                .set(sessions::last_used_at.eq(now))
                .execute(conn)
        });
    if let Err(error) = conn
        .batch_execute("PRAGMA busy_timeout = 5000")
        .and(noted.map(drop))
    {
        tracing::debug!(%error, "the use of the session was not noted");
    }
}

/// Authenticates again inside the transaction that is about to write. On PostgreSQL triggers do so for each row, and
/// lock the session.
pub fn find_again(
    conn: &mut AnyConnection,
    id: SessionId,
    now: Instant,
) -> QueryResult<Option<SessionRow>> {
    match conn {
        AnyConnection::Postgres(_) => Ok(None),
        AnyConnection::Sqlite(conn) => {
            let jti_hash = sessions::table.find(id).select(sessions::jti_hash);
            match jti_hash.first::<Vec<u8>>(conn).optional()? {
                Some(jti_hash) => Ok(find(conn, &jti_hash, now)?.map(|(row, _)| row)),
                None => Ok(None),
            }
        }
    }
}

/// Fetches the session of a PostgreSQL connection's secret; `None` on SQLite.
pub fn of_connection(conn: &mut AnyConnection) -> QueryResult<Option<SessionRow>> {
    match conn {
        AnyConnection::Postgres(conn) => authenticate_postgres(conn),
        AnyConnection::Sqlite(_) => Ok(None),
    }
}

/// Switches the rest of a PostgreSQL transaction to the secret of another session; SQLite does not require it.
///
/// The secret is a bind value: in the text of a statement other roles could read it in `pg_stat_activity`.
pub fn speak_as(conn: &mut AnyConnection, secret: &SecretString) -> QueryResult<()> {
    match conn {
        AnyConnection::Postgres(conn) => {
            diesel::sql_query("SELECT set_config('epic.session', $1, true)")
                .bind::<Text, _>(secret.expose_secret())
                .execute(conn)?;
        }
        AnyConnection::Sqlite(_) => {}
    }
    Ok(())
}
