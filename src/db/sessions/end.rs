//! End of sessions and tokens: logout, revocation by account, and the PostgreSQL functions that act for a session.

use diesel::define_sql_function;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use diesel::sqlite::SqliteConnection;
use secrecy::{ExposeSecret as _, SecretString};

use super::{SessionRow, Standing, authenticate};
use crate::db::audit;
use crate::db::connection::AnyConnection;
use crate::db::schema::sessions;
use crate::domain::{Actor, CollaboratorId, Instant, SessionId};

/// Statement that calls a function as the owner of the secret `$1`, setting it for the transaction first.
macro_rules! speaking {
    ($call:literal) => {
        concat!(
            "WITH spoken AS MATERIALIZED (SELECT set_config('epic.session', $1, true) AS secret) SELECT ",
            $call,
            " AS answer FROM spoken WHERE secret IS NOT NULL"
        )
    };
}

pub(in crate::db) use speaking;

define_sql_function! {
    #[sql_name = "epic_api.sign_out"]
    fn sign_out_postgres(everywhere: Bool) -> Integer;
}

/// Ends the caller's session or token, or with `everywhere` all their sessions, and returns the number ended. Tokens
/// survive `everywhere`: scripts are not forgotten logins.
pub fn sign_out(
    conn: &mut AnyConnection,
    actor: &Actor,
    everywhere: bool,
    now: Instant,
) -> QueryResult<usize> {
    match conn {
        AnyConnection::Postgres(conn) => {
            let ended: i32 = diesel::select(sign_out_postgres(everywhere)).get_result(conn)?;
            Ok(usize::try_from(ended).unwrap_or_default())
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
            audit::append(conn, &actor.author(), "logout", "session", actor.session.0)?;
            Ok(ended)
        }
    }
}

/// Ends the session of a secret that no client will keep.
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

/// Ends all active sessions and tokens of an account on SQLite.
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

/// Ends those that are active and returns their number.
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
