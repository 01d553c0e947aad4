//! Credentials: salt, Argon2id parameters and verifier of each account, never the password or the Argon2id output. On
//! PostgreSQL only functions of `epic_api` access the rows; on SQLite this module does.

use diesel::dsl::sql;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Bool, Integer, Text};
use diesel::sqlite::SqliteConnection;
use secrecy::{ExposeSecret as _, SecretString};

use super::collaborators::{self, NewCollaborator};
use super::connection::AnyConnection;
use super::schema::credentials;
use super::types::UtcInstant;
use super::{audit, sessions};
use crate::crypto::password::Credential;
use crate::domain::{Author, CollaboratorId, Instant};

/// Table as the administrator of a PostgreSQL database accesses it: in the schema of secrets.
mod administrator {
    diesel::table! {
        epic_sec.credentials (collaborator_id) {
            collaborator_id -> BigInt,
            salt -> Binary,
            memory_kib -> Integer,
            iterations -> Integer,
            parallelism -> Integer,
            verifier -> Binary,
            must_change -> Bool,
            created_at -> crate::db::types::UtcInstant,
            updated_at -> crate::db::types::UtcInstant,
        }
    }
}

pub const PARAMETERS: (
    credentials::salt,
    credentials::memory_kib,
    credentials::iterations,
    credentials::parallelism,
) = (
    credentials::salt,
    credentials::memory_kib,
    credentials::iterations,
    credentials::parallelism,
);

/// Columns of a new row of either table.
macro_rules! row {
    ($table:ident, $id:expr, $credential:expr, $must_change:expr, $now:expr) => {{
        let parameters = &$credential.parameters;
        (
            $table::collaborator_id.eq($id),
            $table::salt.eq(&parameters.salt),
            $table::memory_kib.eq(parameters.memory_kib),
            $table::iterations.eq(parameters.iterations),
            $table::parallelism.eq(parameters.parallelism),
            $table::verifier.eq(&$credential.verifier),
            $table::must_change.eq($must_change),
            $table::created_at.eq($now),
            $table::updated_at.eq($now),
        )
    }};
}

/// Sets the first password of an account created by Management, to be changed at the first login.
pub fn create(
    conn: &mut AnyConnection,
    id: CollaboratorId,
    credential: &Credential,
    now: Instant,
) -> QueryResult<()> {
    match conn {
        AnyConnection::Postgres(conn) => call(
            conn,
            "SELECT epic_api.credential_create($6, $1, $2, $3, $4, $5)",
            credential,
            id,
        ),
        AnyConnection::Sqlite(conn) => insert(conn, id, credential, true, now),
    }
}

/// Sets the password of an account as the administrator of the database, without forcing a change: for loaded data.
pub fn load(
    conn: &mut AnyConnection,
    id: CollaboratorId,
    credential: &Credential,
    now: Instant,
) -> QueryResult<()> {
    match conn {
        AnyConnection::Postgres(conn) => {
            use administrator::credentials;
            diesel::insert_into(credentials::table)
                .values(row!(credentials, id, credential, false, now))
                .execute(conn)
                .map(drop)
        }
        AnyConnection::Sqlite(conn) => insert(conn, id, credential, false, now),
    }
}

/// Changes the caller's password and ends all their sessions and tokens. PostgreSQL requires a recent login, and
/// authenticates by the secret in the same statement.
pub fn change(
    conn: &mut AnyConnection,
    secret: &SecretString,
    author: &Author,
    id: CollaboratorId,
    credential: &Credential,
    now: Instant,
) -> QueryResult<()> {
    match conn {
        AnyConnection::Postgres(conn) => {
            let parameters = &credential.parameters;
            diesel::sql_query(sessions::speaking!(
                "epic_api.password_change($2, $3, $4, $5, $6)"
            ))
            .bind::<Text, _>(secret.expose_secret())
            .bind::<Binary, _>(&parameters.salt)
            .bind::<Integer, _>(parameters.memory_kib)
            .bind::<Integer, _>(parameters.iterations)
            .bind::<Integer, _>(parameters.parallelism)
            .bind::<Binary, _>(&credential.verifier)
            .execute(conn)
            .map(drop)
        }
        AnyConnection::Sqlite(conn) => {
            replace(conn, id, credential, false, now)?;
            audit::append(conn, author, "password_change", "collaborator", id.0)?;
            sessions::end_all(conn, id, now).map(drop)
        }
    }
}

/// Resets the password of an account, to be changed at the next login, and ends its sessions and tokens.
pub fn reset(
    conn: &mut AnyConnection,
    author: &Author,
    id: CollaboratorId,
    credential: &Credential,
    now: Instant,
) -> QueryResult<()> {
    match conn {
        AnyConnection::Postgres(conn) => call(
            conn,
            "SELECT epic_api.password_reset($6, $1, $2, $3, $4, $5)",
            credential,
            id,
        ),
        AnyConnection::Sqlite(conn) => {
            replace(conn, id, credential, true, now)?;
            audit::append(conn, author, "password_reset", "collaborator", id.0)?;
            sessions::end_all(conn, id, now).map(drop)
        }
    }
}

/// Tests for an active account: the only fact shown without a login (rule 7, sign-up).
pub fn exist(conn: &mut AnyConnection) -> QueryResult<bool> {
    match conn {
        AnyConnection::Postgres(conn) => {
            diesel::select(sql::<Bool>("epic_api.has_collaborators()")).get_result(conn)
        }
        AnyConnection::Sqlite(_) => Ok(collaborators::count_active(conn)? > 0),
    }
}

/// Creates the first account; the caller has checked that there is none, and PostgreSQL checks again.
pub fn sign_up(
    conn: &mut AnyConnection,
    new: &NewCollaborator<'_>,
    credential: &Credential,
    now: Instant,
) -> QueryResult<(CollaboratorId, Instant)> {
    #[derive(QueryableByName)]
    struct Created {
        #[diesel(sql_type = BigInt)]
        id: CollaboratorId,
        #[diesel(sql_type = UtcInstant)]
        created_at: Instant,
    }
    match conn {
        AnyConnection::Postgres(conn) => {
            let parameters = &credential.parameters;
            let created: Created = diesel::sql_query(
                "SELECT * FROM epic_api.sign_up($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            )
            .bind::<Text, _>(new.login)
            .bind::<Text, _>(new.first_name)
            .bind::<Text, _>(new.last_name)
            .bind::<Text, _>(new.email)
            .bind::<Text, _>(new.phone)
            .bind::<Binary, _>(&parameters.salt)
            .bind::<Integer, _>(parameters.memory_kib)
            .bind::<Integer, _>(parameters.iterations)
            .bind::<Integer, _>(parameters.parallelism)
            .bind::<Binary, _>(&credential.verifier)
            .get_result(conn)?;
            Ok((created.id, created.created_at))
        }
        AnyConnection::Sqlite(_) => {
            let id = collaborators::insert(conn, new, now)?.id;
            load(conn, id, credential, now)?;
            Ok((id, now))
        }
    }
}

/// Calls a function with the five values of a credential, and an account as `$6`.
fn call(
    conn: &mut PgConnection,
    sql: &'static str,
    credential: &Credential,
    id: CollaboratorId,
) -> QueryResult<()> {
    let parameters = &credential.parameters;
    diesel::sql_query(sql)
        .bind::<Binary, _>(&parameters.salt)
        .bind::<Integer, _>(parameters.memory_kib)
        .bind::<Integer, _>(parameters.iterations)
        .bind::<Integer, _>(parameters.parallelism)
        .bind::<Binary, _>(&credential.verifier)
        .bind::<BigInt, _>(id)
        .execute(conn)
        .map(drop)
}

fn insert(
    conn: &mut SqliteConnection,
    id: CollaboratorId,
    credential: &Credential,
    must_change: bool,
    now: Instant,
) -> QueryResult<()> {
    diesel::insert_into(credentials::table)
        .values(row!(credentials, id, credential, must_change, now))
        .execute(conn)
        .map(drop)
}

pub(super) fn replace(
    conn: &mut SqliteConnection,
    id: CollaboratorId,
    credential: &Credential,
    must_change: bool,
    now: Instant,
) -> QueryResult<()> {
    let parameters = &credential.parameters;
    let replaced = diesel::update(credentials::table.find(id))
        .set((
            credentials::salt.eq(&parameters.salt),
            credentials::memory_kib.eq(parameters.memory_kib),
            credentials::iterations.eq(parameters.iterations),
            credentials::parallelism.eq(parameters.parallelism),
            credentials::verifier.eq(&credential.verifier),
            credentials::must_change.eq(must_change),
            credentials::updated_at.eq(now),
            credentials::version.eq(credentials::version + 1),
        ))
        .execute(conn)?;
    if replaced == 0 {
        return Err(diesel::result::Error::NotFound);
    }
    Ok(())
}
