//! Sign-in on PostgreSQL: the functions of `epic_api` decide.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Bool, Integer, Nullable, Text};

use super::{Attempt, Barrier, Verdict};
use crate::crypto::password::{Credential, Parameters};
use crate::db::types::UtcInstant;
use crate::domain::{CollaboratorId, Instant};

pub(super) fn parameters(conn: &mut PgConnection, login: &str) -> QueryResult<Parameters> {
    diesel::sql_query("SELECT * FROM epic_api.sign_in_parameters($1)")
        .bind::<Text, _>(login)
        .get_result(conn)
}

fn barrier(status: &str, retry_after: Option<i32>) -> Barrier {
    match status {
        "locked" => Barrier::Locked,
        _ => Barrier::Wait(retry_after.unwrap_or(1).unsigned_abs()),
    }
}

pub(super) fn submit(
    conn: &mut PgConnection,
    login: &str,
    proof: &[u8],
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
        "SELECT status, attempt::text, retry_after FROM epic_api.sign_in_submit($1, $2, $3)",
    )
    .bind::<Text, _>(login)
    .bind::<Binary, _>(proof)
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
    renewed: Option<&Credential>,
) -> QueryResult<Verdict> {
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
    }
    let parameters = renewed.map(|credential| &credential.parameters);
    let answer: Answer = diesel::sql_query(
        "SELECT status, retry_after, collaborator_id, must_change, expires_at \
         FROM epic_api.sign_in_redeem($1::uuid, $2, $3, $4, $5, $6, $7)",
    )
    .bind::<Text, _>(&attempt.0)
    .bind::<Integer, _>(lifetime_seconds)
    .bind::<Nullable<Binary>, _>(parameters.map(|parameters| &parameters.salt))
    .bind::<Nullable<Integer>, _>(parameters.map(|parameters| parameters.memory_kib))
    .bind::<Nullable<Integer>, _>(parameters.map(|parameters| parameters.iterations))
    .bind::<Nullable<Integer>, _>(parameters.map(|parameters| parameters.parallelism))
    .bind::<Nullable<Binary>, _>(renewed.map(|credential| &credential.verifier))
    .get_result(conn)?;
    Ok(
        match (
            answer.status.as_str(),
            answer.collaborator_id,
            answer.expires_at,
        ) {
            ("ok", Some(collaborator), Some(expires_at)) => Verdict::Begun {
                collaborator,
                expires_at,
                must_change: answer.must_change.unwrap_or(true),
            },
            ("denied", ..) => Verdict::Denied,
            ("throttled" | "locked", ..) => {
                Verdict::Barred(barrier(&answer.status, answer.retry_after))
            }
            _ => Verdict::Expired,
        },
    )
}
