//! How a password is proven: salt, Argon2id parameters and verifier of each account. The password itself,
//! and even its Argon2id output, are never stored. In PostgreSQL nobody but the functions of `epic_api` can read
//! or write a row; for SQLite the same is written here.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Bool, Integer, Text};
use diesel::sqlite::SqliteConnection;
use secrecy::{ExposeSecret as _, SecretString};

use super::collaborators::{self, NewCollaborator};
use super::connection::AnyConnection;
use super::schema::credentials;
use super::types::UtcInstant;
use super::{audit, search, sessions};
use crate::crypto::password::Credential;
use crate::domain::{Author, CollaboratorId, Instant, Noun};

/// The table as the administrator of a PostgreSQL database sees it: it stands in the schema of the secrets.
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

/// Columns of [`Parameters`](crate::crypto::password::Parameters).
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

/// The columns of a new row of either table.
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

/// Gives an account that Management has just created its password, which has to be changed at the first login.
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

/// Gives an account its password as the administrator of the database, to be kept: for what is loaded.
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

/// Replaces the own password and ends all own sessions and tokens. PostgreSQL asks for a session that began within the
/// last minutes, and takes its secret in the same statement.
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
            audit::append(conn, author, "password_change", "collaborator", id.0, "{}")?;
            sessions::end_all(conn, id, now).map(drop)
        }
    }
}

/// Gives an account another password, to be changed at the next login, and ends its sessions and tokens.
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
            audit::append(conn, author, "password_reset", "collaborator", id.0, "{}")?;
            sessions::end_all(conn, id, now).map(drop)
        }
    }
}

/// Whether there is an active account at all: the one thing that a stranger may know (rule 7).
pub fn exist(conn: &mut AnyConnection) -> QueryResult<bool> {
    #[derive(QueryableByName)]
    struct Answer {
        #[diesel(sql_type = Bool)]
        exist: bool,
    }
    match conn {
        AnyConnection::Postgres(conn) => {
            diesel::sql_query("SELECT epic_api.has_collaborators() AS exist")
                .get_result(conn)
                .map(|answer: Answer| answer.exist)
        }
        AnyConnection::Sqlite(_) => Ok(collaborators::count_active(conn)? > 0),
    }
}

/// Creates the first account; the caller has seen that there is none, and PostgreSQL looks again.
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
                "SELECT * FROM epic_api.sign_up($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            )
            .bind::<Text, _>(new.login)
            .bind::<Text, _>(new.first_name)
            .bind::<Text, _>(new.last_name)
            .bind::<Text, _>(new.email)
            .bind::<Text, _>(new.phone)
            .bind::<Text, _>(search::document_of(Noun::Collaborator, new))
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

/// Writes the first credential of an account of an embedded database.
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

/// Replaces the credential of an account of an embedded database.
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
