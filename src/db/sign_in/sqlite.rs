//! Sign-in on SQLite, with the limits of PostgreSQL's functions.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable};
use diesel::sqlite::SqliteConnection;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::{Attempt, Barrier, Verdict};
use crate::crypto::hex;
use crate::crypto::password::{self, Credential, Parameters};
use crate::db::audit;
use crate::db::credentials::{self as credential_rows, PARAMETERS};
use crate::db::schema::{collaborators, credentials, login_attempts, login_locks, sessions};
use crate::db::search::lower;
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

pub(in crate::db) fn login_key(login: &str) -> Vec<u8> {
    Sha256::digest(login.to_ascii_lowercase()).to_vec()
}

pub(super) fn parameters(conn: &mut SqliteConnection, login: &str) -> QueryResult<Parameters> {
    let key = session_rows::settings(conn)?.salt_key;
    let digest = |parts: &[&[u8]]| -> Vec<u8> { Sha256::digest(parts.concat()).to_vec() };
    let digest = digest(&[&key, &digest(&[&key, &login_key(login)])]);
    let accounts: i64 = credentials::table.count().get_result(conn)?;
    let lot = i64::from(digest[30]) * 256 + i64::from(digest[31]);
    let other = credentials::table
        .order(credentials::collaborator_id)
        .offset(lot % accounts.max(1))
        .select(PARAMETERS)
        .first(conn)
        .optional()?;
    let real = collaborators::table
        .inner_join(credentials::table)
        .filter(lower(collaborators::login).eq(login.to_ascii_lowercase()))
        .select(PARAMETERS)
        .first(conn)
        .optional()?;
    Ok(real.unwrap_or_else(|| Parameters {
        salt: digest[..16].to_vec(),
        ..other.unwrap_or_else(password::todays_parameters)
    }))
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
        .filter(login_attempts::outcome.eq_any(["succeeded", "cleared"]))
        .select(diesel::dsl::sql::<Nullable<BigInt>>("max(rowid)"))
        .first(conn)?;
    let failures: Vec<Instant> = of_login()
        .filter(login_attempts::outcome.eq_any(["pending", "failed"]))
        .filter(login_attempts::id.ne(except))
        .filter(diesel::dsl::sql::<Bool>("rowid > ").bind::<BigInt, _>(since.unwrap_or(0)))
        .order(login_attempts::submitted_at.desc())
        .limit(LOCK_AFTER)
        .select(login_attempts::submitted_at)
        .load(conn)?;
    let in_a_row = i64::try_from(failures.len()).unwrap_or(LOCK_AFTER);
    let locked: i64 = login_locks::table
        .filter(login_locks::login_key.eq(key))
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
    proof: &[u8],
    jti_hash: &[u8],
    now: Instant,
) -> QueryResult<Result<Attempt, Barrier>> {
    let key = login_key(login);
    let ago = |seconds| now.plus(-jiff::SignedDuration::from_secs(seconds));
    diesel::delete(
        login_attempts::table.filter(login_attempts::submitted_at.lt(ago(KEEP_DAYS * 86_400))),
    )
    .execute(conn)?;
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
    diesel::insert_into(login_attempts::table)
        .values((
            login_attempts::id.eq(&id),
            login_attempts::login_key.eq(&key),
            login_attempts::database_role.eq(""),
            login_attempts::proof_hash.eq(Sha256::digest(proof).to_vec()),
            login_attempts::jti_hash.eq(jti_hash),
            login_attempts::submitted_at.eq(now),
        ))
        .execute(conn)?;
    if in_a_row >= LOCK_AFTER - 1 {
        diesel::insert_or_ignore_into(login_locks::table)
            .values((
                login_locks::login_key.eq(&key),
                login_locks::database_role.eq(""),
                login_locks::created_at.eq(now),
            ))
            .execute(conn)?;
    }
    Ok(Ok(Attempt(id)))
}

#[derive(Queryable)]
struct Account {
    id: CollaboratorId,
    department: Department,
    verifier: Vec<u8>,
    must_change: bool,
    memory_kib: i32,
    iterations: i32,
}

pub(super) fn redeem(
    conn: &mut SqliteConnection,
    attempt: &Attempt,
    lifetime_seconds: i32,
    renewed: Option<&Credential>,
    now: Instant,
) -> QueryResult<Verdict> {
    let settings = session_rows::settings(conn)?;
    let oldest = now.plus(-jiff::SignedDuration::from_secs(JUDGE_SECONDS));
    let kept = login_attempts::table
        .filter(login_attempts::id.eq(&attempt.0))
        .filter(login_attempts::outcome.eq("pending"))
        .filter(login_attempts::submitted_at.gt(oldest))
        .select((
            login_attempts::login_key,
            login_attempts::proof_hash,
            login_attempts::jti_hash,
        ))
        .first::<(Vec<u8>, Option<Vec<u8>>, Vec<u8>)>(conn)
        .optional()?;
    let Some((key, Some(proof_hash), jti_hash)) = kept else {
        return Ok(Verdict::Expired);
    };
    if let (Some(barrier), _) = throttle(conn, &key, &attempt.0, now)? {
        return Ok(Verdict::Barred(barrier));
    }
    let Some(account) =
        find_account(conn, &key)?.filter(|account| account.verifier.ct_eq(&proof_hash).into())
    else {
        diesel::update(login_attempts::table.find(&attempt.0))
            .set(login_attempts::outcome.eq("failed"))
            .execute(conn)?;
        return Ok(Verdict::Denied);
    };
    diesel::update(login_attempts::table.find(&attempt.0))
        .set((
            login_attempts::outcome.eq("succeeded"),
            login_attempts::proof_hash.eq(None::<Vec<u8>>),
        ))
        .execute(conn)?;
    let upgrade = renewed.filter(|renewed| {
        let (new, old) = (&renewed.parameters, &account);
        !old.must_change
            && new.memory_kib >= old.memory_kib
            && new.iterations >= old.iterations
            && (new.memory_kib > old.memory_kib || new.iterations > old.iterations)
    });
    if let Some(renewed) = upgrade {
        credential_rows::replace(conn, account.id, renewed, false, now)?;
    }
    make_room(conn, account.id, &settings, now)?;
    let limit = if account.must_change {
        MUST_CHANGE_SECONDS
    } else {
        lifetime_seconds
    };
    let expires_at = now.plus(jiff::SignedDuration::from_secs(
        limit.min(settings.lifetime_seconds).max(1).into(),
    ));
    let session = begin(conn, &account, &jti_hash, expires_at, now)?;
    let author = Author::Actor {
        session,
        collaborator: account.id,
        credential: "session",
    };
    audit::append(conn, &author, "login", "session", session.0)?;
    if upgrade.is_some() {
        audit::append(
            conn,
            &author,
            "credential_upgrade",
            "collaborator",
            account.id.0,
        )?;
    }
    Ok(Verdict::Begun {
        collaborator: account.id,
        expires_at,
        must_change: account.must_change,
    })
}

fn find_account(conn: &mut SqliteConnection, key: &[u8]) -> QueryResult<Option<Account>> {
    // Accounts are few: SQLite cannot hash, and attempts do not store the login.
    let logins: Vec<(CollaboratorId, String)> = collaborators::table
        .filter(collaborators::active.eq(true))
        .select((collaborators::id, collaborators::login))
        .load(conn)?;
    let Some((id, _)) = logins.iter().find(|(_, login)| login_key(login) == key) else {
        return Ok(None);
    };
    collaborators::table
        .inner_join(credentials::table)
        .filter(collaborators::id.eq(*id))
        .select((
            collaborators::id,
            collaborators::department,
            credentials::verifier,
            credentials::must_change,
            credentials::memory_kib,
            credentials::iterations,
        ))
        .first(conn)
        .optional()
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
    account: &Account,
    jti_hash: &[u8],
    expires_at: Instant,
    now: Instant,
) -> QueryResult<SessionId> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::collaborator_id.eq(account.id),
            sessions::jti_hash.eq(jti_hash),
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
