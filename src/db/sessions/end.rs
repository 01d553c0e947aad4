//! The end of sessions and tokens: sign-out, revocation by the account, and the functions of PostgreSQL that speak for a
//! session.

use diesel::prelude::*;
use diesel::sql_types::{Bool, Integer, Text};
use diesel::sqlite::SqliteConnection;
use secrecy::{ExposeSecret as _, SecretString};

use super::{SessionRow, Standing, authenticate};
use crate::db::audit;
use crate::db::connection::AnyConnection;
use crate::db::schema::sessions;
use crate::domain::{Actor, CollaboratorId, Instant, SessionId};

/// A statement of PostgreSQL that calls a function as the owner of the secret `$1`: which is given to that transaction first.
macro_rules! speaking {
    ($call:literal) => {
        concat!(
            "WITH spoken AS MATERIALIZED (SELECT set_config('epic.session', $1, true) AS secret) SELECT ",
            $call,
            " AS count FROM spoken WHERE secret IS NOT NULL"
        )
    };
}

pub(in crate::db) use speaking;

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = Integer)]
    count: i32,
}

/// Ends one session or token, or every session of its collaborator, and returns how many that were. Tokens outlive
/// `everywhere`: scripts are not what somebody has left open elsewhere.
pub fn sign_out(
    conn: &mut AnyConnection,
    actor: &Actor,
    everywhere: bool,
    now: Instant,
) -> QueryResult<usize> {
    match conn {
        AnyConnection::Postgres(conn) => {
            let Count { count } = diesel::sql_query("SELECT epic_api.sign_out($1) AS count")
                .bind::<Bool, _>(everywhere)
                .get_result(conn)?;
            Ok(usize::try_from(count).unwrap_or_default())
        }
        AnyConnection::Sqlite(conn) => {
            let ids = if everywhere {
                sessions::table
                    .filter(sessions::collaborator_id.eq(actor.id))
                    .filter(sessions::kind.eq("session"))
                    .select(sessions::id)
                    .load(conn)?
            } else {
                vec![actor.session]
            };
            let ended = end(conn, &ids, now)?;
            audit::append(
                conn,
                &actor.author(),
                "logout",
                "session",
                actor.session.0,
                "{}",
            )?;
            Ok(ended)
        }
    }
}

/// Ends the session of a secret, if it lives: one that nobody will have any more.
pub fn sign_out_by(
    conn: &mut AnyConnection,
    secret: &SecretString,
    now: Instant,
) -> QueryResult<()> {
    match conn {
        AnyConnection::Postgres(conn) => {
            diesel::sql_query(speaking!("epic_api.sign_out(false)"))
                .bind::<Text, _>(secret.expose_secret())
                .execute(conn)?;
        }
        AnyConnection::Sqlite(_) => {
            let found = authenticate(conn, secret, now)?;
            let lives =
                |it: &SessionRow| matches!(it.standing, Standing::Live | Standing::MustChange);
            if let Some(found) = found.filter(lives) {
                sign_out(conn, &found.into(), false, now)?;
            }
        }
    }
    Ok(())
}

/// Ends every session and token of an account of an embedded database that still lives.
pub(in crate::db) fn end_all(
    conn: &mut SqliteConnection,
    collaborator: CollaboratorId,
    now: Instant,
) -> QueryResult<usize> {
    let ids = sessions::table
        .filter(sessions::collaborator_id.eq(collaborator))
        .select(sessions::id)
        .load(conn)?;
    end(conn, &ids, now)
}

/// Ends those that have not ended; returns how many that were.
pub(in crate::db) fn end(
    conn: &mut SqliteConnection,
    ids: &[SessionId],
    now: Instant,
) -> QueryResult<usize> {
    diesel::update(
        sessions::table
            .filter(sessions::id.eq_any(ids))
            .filter(sessions::revoked_at.is_null()),
    )
    .set((
        sessions::revoked_at.eq(now),
        sessions::updated_at.eq(now),
        sessions::version.eq(sessions::version + 1),
    ))
    .execute(conn)
}
