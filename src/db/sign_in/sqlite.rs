//! Sign-in on SQLite, with the limits of PostgreSQL's functions.

use diesel::dsl::{max, sql};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text};
use diesel::sqlite::SqliteConnection;
use sha2::{Digest as _, Sha256};

use super::{Attempt, Barrier, Begun, Judgement};
use crate::crypto::hex;
use crate::crypto::password::{self, Parameters, Proof};
use crate::db::audit;
use crate::db::credentials::{self as credential_rows, login_key, verifier};
use crate::db::schema::{collaborators, credentials, login_attempts, password_costs, sessions};
use crate::db::sessions::{self as session_rows, Settings};
use crate::domain::{Author, CollaboratorId, Department, Instant, SessionId};

/// Failures that throttle a login.
const FAILURES: i64 = 5;
/// Seconds that a failure counts.
const WINDOW_SECONDS: i64 = 15 * 60;
/// Consecutive failures that lock a login.
const LOCK_AFTER: i64 = 100;
/// Seconds within which an attempt can be judged.
const JUDGE_SECONDS: i64 = 60;
/// Days that attempts are kept.
const KEEP_DAYS: i64 = 7;
/// Lifetime in seconds of a session that can only change the password.
const MUST_CHANGE_SECONDS: i32 = 900;
/// Bytes of salt (RFC 9106, section 4, second recommended option).
const SALT_BYTES: usize = 16;
/// Attempts that count against a login, unless Management cleared them.
const COUNTED: [&str; 2] = ["pending", "failed"];

fn sha256(parts: &[&[u8]]) -> Vec<u8> {
    Sha256::digest(parts.concat()).to_vec()
}

pub(super) fn parameters(conn: &mut SqliteConnection, login: &str) -> QueryResult<Vec<Parameters>> {
    let key = session_rows::settings(conn)?.salt_key;
    let salt = &sha256(&[&key, &sha256(&[&key, &login_key(login)])])[..SALT_BYTES];
    let costs: Vec<(i16, i32, i32, i32)> = password_costs::table
        .order(password_costs::id.desc())
        .limit(2)
        .load(conn)?;
    let with_salt = |(cost, memory_kib, iterations, parallelism)| Parameters {
        cost,
        salt: salt.to_vec(),
        memory_kib,
        iterations,
        parallelism,
    };
    Ok(costs.into_iter().map(with_salt).collect())
}

/// Returns the barrier of a login, and its consecutive failures.
fn throttle(
    conn: &mut SqliteConnection,
    key: &[u8],
    except: &str,
    now: Instant,
) -> QueryResult<(Option<Barrier>, i64)> {
    let of_login = || login_attempts::table.filter(login_attempts::login_key.eq(key.to_vec()));
    let since: Option<i64> = of_login()
        .filter(login_attempts::outcome.eq("cleared"))
        .select(sql::<Nullable<BigInt>>("max(rowid)"))
        .first(conn)?;
    let later = || sql::<Bool>("rowid > ").bind::<BigInt, _>(since.unwrap_or(0));
    let failures: Vec<Instant> = of_login()
        .filter(login_attempts::outcome.eq_any(COUNTED))
        .filter(login_attempts::id.ne(except))
        .filter(later())
        .order(login_attempts::submitted_at.desc())
        .limit(LOCK_AFTER)
        .select(login_attempts::submitted_at)
        .load(conn)?;
    let in_a_row = i64::try_from(failures.len()).unwrap_or(LOCK_AFTER);
    let locked: i64 = of_login()
        .filter(login_attempts::outcome.eq("locked"))
        .filter(later())
        .count()
        .get_result(conn)?;
    if locked > 0 {
        return Ok((Some(Barrier::Locked), in_a_row));
    }
    let fifth = usize::try_from(FAILURES - 1).unwrap_or_default();
    let wait = failures
        .get(fifth)
        .map(|at| at.timestamp() + WINDOW_SECONDS - now.timestamp())
        .filter(|wait| *wait > 0)
        .and_then(|wait| u32::try_from(wait).ok());
    Ok((wait.map(Barrier::Wait), in_a_row))
}

pub(super) fn submit(
    conn: &mut SqliteConnection,
    login: &str,
    proof: &Proof,
    jti_hash: &[u8],
    now: Instant,
) -> QueryResult<Result<Attempt, Barrier>> {
    let key = login_key(login);
    let ago = |seconds| now.plus(-jiff::SignedDuration::from_secs(seconds));
    let old = login_attempts::table
        .filter(login_attempts::submitted_at.lt(ago(KEEP_DAYS * 86_400)))
        .filter(login_attempts::outcome.ne("locked"));
    diesel::delete(old).execute(conn)?;
    let lately: i64 = login_attempts::table
        .filter(login_attempts::submitted_at.gt(ago(60)))
        .count()
        .get_result(conn)?;
    if lately >= i64::from(session_rows::settings(conn)?.attempts_per_minute) {
        return Ok(Err(Barrier::Wait(60)));
    }
    let (barrier, in_a_row) = throttle(conn, &key, "", now)?;
    if let Some(barrier) = barrier {
        return Ok(Err(barrier));
    }
    // The hash of the session's secret is as unique as the secret.
    let id = hex::encode(jti_hash);
    let stored = |tag: &[u8]| verifier(login, &password::hash(tag));
    diesel::insert_into(login_attempts::table)
        .values((
            login_attempts::id.eq(&id),
            login_attempts::login_key.eq(&key),
            login_attempts::cost.eq(proof.cost),
            login_attempts::verifier.eq(stored(proof.newest.as_slice())),
            login_attempts::older_verifier
                .eq(proof.older.as_ref().map(|tag| stored(tag.as_slice()))),
            login_attempts::jti_hash.eq(jti_hash),
            login_attempts::submitted_at.eq(now),
        ))
        .execute(conn)?;
    if in_a_row >= LOCK_AFTER - 1 {
        leave(conn, "locked", &key, now)?;
    }
    Ok(Ok(Attempt(id)))
}

/// Leaves a row that is no attempt, but the end of a series of them.
pub(super) fn leave(
    conn: &mut SqliteConnection,
    outcome: &str,
    key: &[u8],
    now: Instant,
) -> QueryResult<()> {
    diesel::insert_into(login_attempts::table)
        .values((
            login_attempts::id.eq(sql::<Text>("lower(hex(randomblob(32)))")),
            login_attempts::login_key.eq(key),
            login_attempts::outcome.eq(outcome),
            login_attempts::submitted_at.eq(now),
        ))
        .execute(conn)
        .map(drop)
}

/// Account whose password was proven.
#[derive(Debug)]
pub(super) struct Proven {
    pub id: CollaboratorId,
    department: Department,
    must_change: bool,
    jti_hash: Vec<u8>,
    /// Cost and verifier to store instead, if the password was proven at an older cost.
    renewed: Option<(i16, Vec<u8>)>,
    last_login_at: Option<Instant>,
    failures: i32,
}

#[derive(Queryable)]
struct Kept {
    login_key: Vec<u8>,
    cost: Option<i16>,
    verifier: Option<Vec<u8>>,
    older_verifier: Option<Vec<u8>>,
    jti_hash: Option<Vec<u8>>,
}

/// Judges an attempt, once. The account is found by what is stored of its password, never by its login.
pub(super) fn judge(
    conn: &mut SqliteConnection,
    attempt: &Attempt,
    now: Instant,
) -> QueryResult<Judgement<Proven>> {
    let oldest = now.plus(-jiff::SignedDuration::from_secs(JUDGE_SECONDS));
    let kept: Option<Kept> = login_attempts::table
        .filter(login_attempts::id.eq(&attempt.0))
        .filter(login_attempts::outcome.eq("pending"))
        .filter(login_attempts::submitted_at.gt(oldest))
        .select((
            login_attempts::login_key,
            login_attempts::cost,
            login_attempts::verifier,
            login_attempts::older_verifier,
            login_attempts::jti_hash,
        ))
        .first(conn)
        .optional()?;
    let Some((kept, verifier, jti_hash)) = kept.and_then(|mut kept| {
        let (verifier, jti_hash) = (kept.verifier.take()?, kept.jti_hash.take()?);
        Some((kept, verifier, jti_hash))
    }) else {
        return Ok(Judgement::Expired);
    };
    if let (Some(barrier), _) = throttle(conn, &kept.login_key, &attempt.0, now)? {
        return Ok(Judgement::Barred(barrier));
    }
    let proofs = [Some(&verifier), kept.older_verifier.as_ref()];
    let account = collaborators::table
        .inner_join(credentials::table)
        .filter(collaborators::active.eq(true))
        .filter(credentials::verifier.eq_any(proofs.into_iter().flatten()))
        .select((
            collaborators::id,
            collaborators::department,
            credentials::must_change,
            credentials::cost,
        ))
        .first::<(CollaboratorId, Department, bool, i16)>(conn)
        .optional()?;
    let Some((id, department, must_change, stored)) = account else {
        diesel::update(login_attempts::table.find(&attempt.0))
            .set((
                login_attempts::outcome.eq("failed"),
                login_attempts::verifier.eq(None::<Vec<u8>>),
                login_attempts::older_verifier.eq(None::<Vec<u8>>),
            ))
            .execute(conn)?;
        return Ok(Judgement::Denied);
    };
    let newest: Option<i16> = password_costs::table
        .select(max(password_costs::id))
        .first(conn)?;
    let renewed = kept
        .cost
        .filter(|cost| stored < *cost && newest == Some(*cost));
    let last_login_at: Option<Instant> = sessions::table
        .filter(sessions::collaborator_id.eq(id))
        .filter(sessions::kind.eq("session"))
        .order(sessions::created_at.desc())
        .select(sessions::created_at)
        .first(conn)
        .optional()?;
    let counted = || {
        login_attempts::table
            .filter(login_attempts::login_key.eq(&kept.login_key))
            .filter(login_attempts::outcome.eq_any(COUNTED))
    };
    // The last success removed what was before it.
    let failures: i64 = counted()
        .filter(login_attempts::id.ne(&attempt.0))
        .count()
        .get_result(conn)?;
    let forgiven = sql::<Bool>("rowid <= (SELECT rowid FROM login_attempts WHERE id = ")
        .bind::<Text, _>(&attempt.0)
        .sql(")");
    diesel::delete(counted().filter(forgiven)).execute(conn)?;
    Ok(Judgement::Proven(Proven {
        id,
        department,
        must_change,
        jti_hash,
        renewed: renewed.map(|cost| (cost, verifier)),
        last_login_at,
        failures: i32::try_from(failures).unwrap_or(i32::MAX),
    }))
}

pub(super) fn redeem(
    conn: &mut SqliteConnection,
    attempt: &Attempt,
    lifetime_seconds: i32,
    now: Instant,
) -> QueryResult<Judgement<Begun>> {
    let settings = session_rows::settings(conn)?;
    let mut found = None;
    let judgement = judge(conn, attempt, now)?.and_then(|proven| {
        found = Some(proven);
        Judgement::Proven(())
    });
    let Some(mut proven) = found else {
        return Ok(judgement.and_then(|()| Judgement::Expired));
    };
    let renewed = proven.renewed.take();
    let upgraded = renewed.is_some();
    if let Some(stored) = renewed {
        credential_rows::store(conn, proven.id, stored, proven.must_change, now)?;
        session_rows::end_all(conn, proven.id, now)?;
    }
    make_room(conn, proven.id, &settings, now)?;
    let limit = if proven.must_change {
        MUST_CHANGE_SECONDS
    } else {
        lifetime_seconds
    };
    let expires_at = now.plus(jiff::SignedDuration::from_secs(
        limit.min(settings.lifetime_seconds).max(1).into(),
    ));
    let session = begin(conn, &proven, expires_at, now)?;
    let author = Author::Actor {
        session,
        collaborator: proven.id,
        credential: "session",
    };
    audit::append(conn, &author, "login", "session", session.0)?;
    if upgraded {
        let id = proven.id.0;
        audit::append(conn, &author, "credential_upgrade", "collaborator", id)?;
    }
    Ok(Judgement::Proven(Begun {
        collaborator: proven.id,
        expires_at,
        must_change: proven.must_change,
        last_login_at: proven.last_login_at,
        failures: proven.failures,
    }))
}

/// Ends the oldest sessions of an account to make room for one more.
fn make_room(
    conn: &mut SqliteConnection,
    collaborator: CollaboratorId,
    settings: &Settings,
    now: Instant,
) -> QueryResult<()> {
    let used_since = now.plus(-jiff::SignedDuration::from_secs(
        settings.idle_seconds.into(),
    ));
    let live: Vec<SessionId> = sessions::table
        .filter(sessions::collaborator_id.eq(collaborator))
        .filter(sessions::kind.eq("session"))
        .filter(sessions::revoked_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .filter(sessions::last_used_at.gt(used_since))
        .order((sessions::created_at.desc(), sessions::id.desc()))
        .offset(i64::from(settings.live_sessions) - 1)
        .limit(i64::MAX)
        .select(sessions::id)
        .load(conn)?;
    session_rows::end(conn, &live, now).map(drop)
}

fn begin(
    conn: &mut SqliteConnection,
    account: &Proven,
    expires_at: Instant,
    now: Instant,
) -> QueryResult<SessionId> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::collaborator_id.eq(account.id),
            sessions::jti_hash.eq(&account.jti_hash),
            sessions::kind.eq("session"),
            sessions::must_change.eq(account.must_change),
            sessions::department.eq(account.department),
            sessions::expires_at.eq(expires_at),
            sessions::last_used_at.eq(now),
            sessions::created_at.eq(now),
            sessions::updated_at.eq(now),
        ))
        .returning(sessions::id)
        .get_result(conn)
}
