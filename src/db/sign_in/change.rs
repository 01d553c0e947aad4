//! Change of a password: an attempt proves the current one, in the transaction that stores the new one.

use diesel::prelude::*;
use diesel::sql_types::{Binary, Integer, Nullable, SmallInt, Text};
use secrecy::{ExposeSecret as _, SecretString};

use super::postgres::judgement;
use super::sqlite::judge;
use super::{Attempt, Judgement};
use crate::crypto::password::Credential;
use crate::db::connection::AnyConnection;
use crate::db::credentials::{self, Account};
use crate::db::{audit, sessions};
use crate::domain::{Actor, Instant};

/// Changes the caller's password and ends all their sessions and tokens, if the attempt proves the current one. PostgreSQL
/// authenticates by the secret in the same statement.
pub fn change_password(
    conn: &mut AnyConnection,
    secret: &SecretString,
    actor: &Actor,
    attempt: &Attempt,
    credential: &Credential,
    now: Instant,
) -> QueryResult<Judgement<()>> {
    match conn {
        AnyConnection::Postgres(conn) => {
            #[derive(QueryableByName)]
            struct Answer {
                #[diesel(sql_type = Text)]
                status: String,
                #[diesel(sql_type = Nullable<Integer>)]
                retry_after: Option<i32>,
            }
            let answer: Answer = diesel::sql_query(concat!(
                "SELECT (answer).status, (answer).retry_after FROM (",
                sessions::speaking!("epic_api.password_change($2::uuid, $3, $4)"),
                ") spoken"
            ))
            .bind::<Text, _>(secret.expose_secret())
            .bind::<Text, _>(&attempt.0)
            .bind::<SmallInt, _>(credential.cost)
            .bind::<Binary, _>(&credential.hash)
            .get_result(conn)?;
            Ok(judgement(&answer.status, answer.retry_after))
        }
        AnyConnection::Sqlite(conn) => {
            let judgement = judge(conn, attempt, now)?.and_then(|proven| {
                if proven.id == actor.id {
                    Judgement::Proven(())
                } else {
                    Judgement::Denied
                }
            });
            if judgement == Judgement::Proven(()) {
                let account = Account(actor.id, &actor.login);
                let stored = (credential.cost, account.verifier(credential));
                credentials::store(conn, actor.id, stored, false, now)?;
                let (author, id) = (actor.author(), actor.id);
                audit::append(conn, &author, "password_change", "collaborator", id.0)?;
                sessions::end_all(conn, id, now)?;
            }
            Ok(judgement)
        }
    }
}
