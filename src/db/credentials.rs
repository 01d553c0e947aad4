//! Credentials: cost and verifier of the password of each account, never the password or the Argon2id output. On PostgreSQL only functions of `epic_api` access the rows; on SQLite this module does.

use diesel::dsl::sql;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Bool, SmallInt, Text};
use diesel::sqlite::SqliteConnection;
use sha2::{Digest as _, Sha256};

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
            cost -> SmallInt,
            verifier -> Binary,
            must_change -> Bool,
            created_at -> crate::db::types::UtcInstant,
            updated_at -> crate::db::types::UtcInstant,
        }
    }
}

/// Columns of a new row of either table.
macro_rules! row {
    ($table:ident, $id:expr, ($cost:expr, $verifier:expr), $must_change:expr, $now:expr) => {
        (
            $table::collaborator_id.eq($id),
            $table::cost.eq($cost),
            $table::verifier.eq($verifier),
            $table::must_change.eq($must_change),
            $table::created_at.eq($now),
            $table::updated_at.eq($now),
        )
    };
}

/// Sets the first password of an account created by Management, to be changed at the first login.
pub fn create(
    conn: &mut AnyConnection,
    new: Account<'_>,
    credential: &Credential,
    now: Instant,
) -> QueryResult<()> {
    match conn {
        AnyConnection::Postgres(conn) => call(
            conn,
            "SELECT epic_api.credential_create($1, $2, $3)",
            credential,
            new.0,
        ),
        AnyConnection::Sqlite(conn) => insert(conn, new, credential, true, now),
    }
}

/// Returns the SHA-256 of a login in lower case.
pub(super) fn login_key(login: &str) -> Vec<u8> {
    Sha256::digest(login.to_ascii_lowercase()).to_vec()
}

/// Returns what is stored of a password of a login; `hash` is the SHA-256 of the Argon2id tag.
pub(super) fn verifier(login: &str, hash: &[u8]) -> Vec<u8> {
    Sha256::digest([&login_key(login), hash].concat()).to_vec()
}

/// Account and its login.
#[derive(Debug, Clone, Copy)]
pub struct Account<'a>(pub CollaboratorId, pub &'a str);

impl Account<'_> {
    /// Returns what is stored of a password of this account.
    pub(super) fn verifier(&self, credential: &Credential) -> Vec<u8> {
        verifier(self.1, &credential.hash)
    }
}

/// Sets the password of an account as the administrator of the database, without forcing a change: for loaded data.
pub fn load(
    conn: &mut AnyConnection,
    new: Account<'_>,
    credential: &Credential,
    now: Instant,
) -> QueryResult<()> {
    match conn {
        AnyConnection::Postgres(conn) => {
            use administrator::credentials;
            let stored = new.verifier(credential);
            diesel::insert_into(credentials::table)
                .values(row!(
                    credentials,
                    new.0,
                    (credential.cost, stored),
                    false,
                    now
                ))
                .execute(conn)
                .map(drop)
        }
        AnyConnection::Sqlite(conn) => insert(conn, new, credential, false, now),
    }
}

/// Resets the password of an account, to be changed at the next login, and ends its sessions and tokens.
pub fn reset(
    conn: &mut AnyConnection,
    author: &Author,
    account: Account<'_>,
    credential: &Credential,
    now: Instant,
) -> QueryResult<()> {
    let id = account.0;
    match conn {
        AnyConnection::Postgres(conn) => call(
            conn,
            "SELECT epic_api.password_reset($1, $2, $3)",
            credential,
            id,
        ),
        AnyConnection::Sqlite(conn) => {
            let stored = (credential.cost, account.verifier(credential));
            store(conn, id, stored, true, now)?;
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

/// Creates the first account; `None` if there is one. PostgreSQL raises an error instead, marked `epic_rule_signup_closed`.
pub fn sign_up(
    conn: &mut AnyConnection,
    new: &NewCollaborator<'_>,
    credential: &Credential,
    now: Instant,
) -> QueryResult<Option<(CollaboratorId, Instant)>> {
    #[derive(QueryableByName)]
    struct Created {
        #[diesel(sql_type = BigInt)]
        id: CollaboratorId,
        #[diesel(sql_type = UtcInstant)]
        created_at: Instant,
    }
    match conn {
        AnyConnection::Postgres(conn) => {
            let created: Created =
                diesel::sql_query("SELECT * FROM epic_api.sign_up($1, $2, $3, $4, $5, $6, $7)")
                    .bind::<Text, _>(new.login)
                    .bind::<Text, _>(new.first_name)
                    .bind::<Text, _>(new.last_name)
                    .bind::<Text, _>(new.email)
                    .bind::<Text, _>(new.phone)
                    .bind::<SmallInt, _>(credential.cost)
                    .bind::<Binary, _>(&credential.hash)
                    .get_result(conn)?;
            Ok(Some((created.id, created.created_at)))
        }
        AnyConnection::Sqlite(_) => {
            if collaborators::count_active(conn)? > 0 {
                return Ok(None);
            }
            let id = collaborators::insert(conn, new, now)?.id;
            load(conn, Account(id, new.login), credential, now)?;
            Ok(Some((id, now)))
        }
    }
}

/// Calls a function with an account and its new password.
fn call(
    conn: &mut PgConnection,
    sql: &'static str,
    credential: &Credential,
    id: CollaboratorId,
) -> QueryResult<()> {
    diesel::sql_query(sql)
        .bind::<BigInt, _>(id)
        .bind::<SmallInt, _>(credential.cost)
        .bind::<Binary, _>(&credential.hash)
        .execute(conn)
        .map(drop)
}

fn insert(
    conn: &mut SqliteConnection,
    new: Account<'_>,
    credential: &Credential,
    must_change: bool,
    now: Instant,
) -> QueryResult<()> {
    let stored = new.verifier(credential);
    diesel::insert_into(credentials::table)
        .values(row!(
            credentials,
            new.0,
            (credential.cost, stored),
            must_change,
            now
        ))
        .execute(conn)
        .map(drop)
}

/// Replaces what is stored of a password: its cost and its verifier.
pub(super) fn store(
    conn: &mut SqliteConnection,
    id: CollaboratorId,
    (cost, verifier): (i16, Vec<u8>),
    must_change: bool,
    now: Instant,
) -> QueryResult<()> {
    let replaced = diesel::update(credentials::table.find(id))
        .set((
            credentials::cost.eq(cost),
            credentials::verifier.eq(verifier),
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
