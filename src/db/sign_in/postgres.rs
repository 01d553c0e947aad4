//! Sign-in on PostgreSQL: the functions of `epic_api` decide.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Bool, Integer, Nullable, SmallInt, Text};

use super::{Attempt, Barrier, Begun, Judgement};
use crate::crypto::password::{Parameters, Proof};
use crate::db::types::UtcInstant;
use crate::domain::{CollaboratorId, Instant};

pub(super) fn parameters(conn: &mut PgConnection, login: &str) -> QueryResult<Vec<Parameters>> {
    diesel::sql_query("SELECT * FROM epic_api.sign_in_parameters($1)")
        .bind::<Text, _>(login)
        .load(conn)
}

fn barrier(status: &str, retry_after: Option<i32>) -> Barrier {
    match status {
        "locked" => Barrier::Locked,
        _ => Barrier::Wait(retry_after.unwrap_or(1).unsigned_abs()),
    }
}

/// Returns the judgement that a status stands for.
pub(super) fn judgement(status: &str, retry_after: Option<i32>) -> Judgement<()> {
    match status {
        "ok" => Judgement::Proven(()),
        "denied" => Judgement::Denied,
        "throttled" | "locked" => Judgement::Barred(barrier(status, retry_after)),
        _ => Judgement::Expired,
    }
}

pub(super) fn submit(
    conn: &mut PgConnection,
    login: &str,
    proof: &Proof,
    jti_hash: &[u8],
) -> QueryResult<Result<Attempt, Barrier>> {
    #[derive(QueryableByName)]
    struct Answer {
        #[diesel(sql_type = Text)]
        status: String,
        #[diesel(sql_type = Nullable<Text>)]
        attempt: Option<String>,
        #[diesel(sql_type = Nullable<Integer>)]
        retry_after: Option<i32>,
    }
    let answer: Answer = diesel::sql_query(
        "SELECT status, attempt::text, retry_after FROM epic_api.sign_in_submit($1, $2, $3, $4, $5)",
    )
    .bind::<Text, _>(login)
    .bind::<SmallInt, _>(proof.cost)
    .bind::<Binary, _>(proof.newest.as_slice())
    .bind::<Nullable<Binary>, _>(proof.older.as_ref().map(|tag| tag.as_slice()))
    .bind::<Binary, _>(jti_hash)
    .get_result(conn)?;
    Ok(match answer.attempt {
        Some(attempt) => Ok(Attempt(attempt)),
        None => Err(barrier(&answer.status, answer.retry_after)),
    })
}

pub(super) fn redeem(
    conn: &mut PgConnection,
    attempt: &Attempt,
    lifetime_seconds: i32,
) -> QueryResult<Judgement<Begun>> {
    #[derive(QueryableByName)]
    struct Answer {
        #[diesel(sql_type = Text)]
        status: String,
        #[diesel(sql_type = Nullable<Integer>)]
        retry_after: Option<i32>,
        #[diesel(sql_type = Nullable<BigInt>)]
        collaborator_id: Option<CollaboratorId>,
        #[diesel(sql_type = Nullable<Bool>)]
        must_change: Option<bool>,
        #[diesel(sql_type = Nullable<UtcInstant>)]
        expires_at: Option<Instant>,
        #[diesel(sql_type = Nullable<UtcInstant>)]
        last_login_at: Option<Instant>,
        #[diesel(sql_type = Nullable<Integer>)]
        failures: Option<i32>,
    }
    let answer: Answer = diesel::sql_query("SELECT * FROM epic_api.sign_in_redeem($1::uuid, $2)")
        .bind::<Text, _>(&attempt.0)
        .bind::<Integer, _>(lifetime_seconds)
        .get_result(conn)?;
    let judgement = judgement(&answer.status, answer.retry_after);
    Ok(judgement.and_then(|()| {
        let (Some(collaborator), Some(expires_at)) = (answer.collaborator_id, answer.expires_at)
        else {
            return Judgement::Expired;
        };
        Judgement::Proven(Begun {
            collaborator,
            expires_at,
            must_change: answer.must_change.unwrap_or(true),
            last_login_at: answer.last_login_at,
            failures: answer.failures.unwrap_or_default(),
        })
    }))
}
