//! The table `audit_entries`. On PostgreSQL functions alone write it; on SQLite triggers note every change in
//! `audit_pending`, and [`settle`] appends them to the chain.

pub mod chain;
mod denied;
mod history;
mod list;
mod stream;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary};

pub use chain::Link;
pub use denied::denied;
pub use history::{HistoryRow, history};
pub use list::{AuditFilter, AuditSort};
pub use stream::stream;

use super::collaborators::CollaboratorName;
use super::connection::AnyConnection;
use super::schema::{audit_changes, audit_entries, audit_head, audit_pending};
use crate::domain::{Author, CollaboratorId, Instant, SessionId};
use crate::error::Result;

/// Actions that both databases allow.
pub const ACTIONS: &[&str] = &[
    "create",
    "update",
    "delete",
    "login",
    "logout",
    "password_change",
    "password_reset",
    "unlock",
    "session_revoke",
    "token_create",
    "token_revoke",
    "credential_upgrade",
    DENIED,
];

/// Action of an entry about a refusal.
const DENIED: &str = "denied";

/// Kinds of records that both databases allow.
pub const ENTITIES: &[&str] = &["collaborator", "customer", "contract", "event", "session"];

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_entries)]
pub struct AuditEntry {
    pub sequence: i64,
    pub occurred_at: Instant,
    pub database_role: String,
    pub session_id: Option<SessionId>,
    pub credential: Option<String>,
    pub collaborator_id: Option<CollaboratorId>,
    pub action: String,
    pub entity: String,
    pub entity_id: i64,
    pub changes: String,
    pub changes_hash: Vec<u8>,
    pub previous_hash: Vec<u8>,
    pub hash: Vec<u8>,
}

/// Entry with its author.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = audit_entries)]
pub struct AuditRow {
    #[diesel(embed)]
    pub entry: AuditEntry,
    #[diesel(embed)]
    pub collaborator: Option<CollaboratorName>,
}

/// Change to append, such as a trigger notes.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = audit_changes)]
struct Pending {
    id: i64,
    occurred_at: Instant,
    action: String,
    entity: String,
    entity_id: i64,
    changes: String,
}

/// Appends an entry without changes about an account or a session on SQLite, inside the recorded transaction; [`settle`]
/// does so for changes of rows. The database refuses an action and an entity that it does not know.
pub fn append(
    conn: &mut SqliteConnection,
    author: &Author,
    action: &str,
    entity: &str,
    entity_id: i64,
) -> QueryResult<()> {
    append_changes(conn, author, action, entity, entity_id, "{}")
}

fn append_changes(
    conn: &mut SqliteConnection,
    author: &Author,
    action: &str,
    entity: &str,
    entity_id: i64,
    changes: &str,
) -> QueryResult<()> {
    settle(conn, author)?;
    let mut head = sqlite_head(conn)?;
    let entry = Pending {
        id: 0,
        occurred_at: Instant::now(),
        action: action.to_owned(),
        entity: entity.to_owned(),
        entity_id,
        changes: changes.to_owned(),
    };
    chain_up(conn, &mut head, author, entry)?;
    set_head(conn, &head)
}

/// Appends all noted changes on SQLite under one author.
pub fn settle(conn: &mut SqliteConnection, author: &Author) -> QueryResult<()> {
    while settle_some(conn, author)? {}
    Ok(())
}

/// Appends the oldest noted changes; `false` after the last ones.
pub fn settle_some(conn: &mut SqliteConnection, author: &Author) -> QueryResult<bool> {
    /// Bound of the changes in memory.
    const BATCH: usize = 1000;

    let pending: Vec<Pending> = audit_changes::table
        .order(audit_changes::id)
        .limit(BATCH as i64)
        .select(Pending::as_select())
        .load(conn)?;
    if pending.is_empty() {
        return Ok(false);
    }
    let mut head = sqlite_head(conn)?;
    let count = pending.len();
    for change in pending {
        let id = change.id;
        chain_up(conn, &mut head, author, change)?;
        // One by one: the trigger permits deleting a change that equals the last entry, which it finds without a
        // search.
        diesel::delete(audit_pending::table.find(id)).execute(conn)?;
    }
    set_head(conn, &head)?;
    Ok(count == BATCH)
}

/// Appends changes made without the program, with no author, so that readers of the entries see them.
///
/// # Errors
///
/// `unavailable` (exit 9) for a read-only SQLite database.
pub fn catch_up(conn: &mut AnyConnection) -> Result<()> {
    let pending = match conn {
        AnyConnection::Postgres(_) => false,
        AnyConnection::Sqlite(conn) => diesel::select(diesel::dsl::exists(
            audit_pending::table.select(audit_pending::id),
        ))
        .get_result(conn)?,
    };
    if pending {
        super::write(conn, Author::Administrator, |_| Ok(()))?;
    }
    Ok(())
}

fn chain_up(
    conn: &mut SqliteConnection,
    head: &mut Link,
    author: &Author,
    new: Pending,
) -> QueryResult<()> {
    let (session_id, collaborator_id, credential) = match *author {
        Author::Administrator => (None, None, None),
        Author::Actor {
            session,
            collaborator,
            credential,
        } => (
            Some(session),
            Some(collaborator),
            Some(credential.to_owned()),
        ),
    };
    let mut entry = AuditEntry {
        sequence: head.sequence + 1,
        occurred_at: new.occurred_at,
        // SQLite has no roles.
        database_role: String::new(),
        session_id,
        credential,
        collaborator_id,
        action: new.action,
        entity: new.entity,
        entity_id: new.entity_id,
        changes_hash: chain::changes_hash(&new.changes).to_vec(),
        changes: new.changes,
        previous_hash: head.hash.clone(),
        hash: Vec::new(),
    };
    entry.hash = chain::link(&entry).to_vec();
    diesel::insert_into(audit_entries::table)
        .values(&entry)
        .execute(conn)?;
    *head = Link {
        sequence: entry.sequence,
        hash: entry.hash,
    };
    Ok(())
}

fn sqlite_head(conn: &mut SqliteConnection) -> QueryResult<Link> {
    let (sequence, hash) = audit_head::table
        .select((audit_head::sequence, audit_head::hash))
        .get_result(conn)?;
    Ok(Link { sequence, hash })
}

fn set_head(conn: &mut SqliteConnection, head: &Link) -> QueryResult<()> {
    diesel::update(audit_head::table)
        .set((
            audit_head::sequence.eq(head.sequence),
            audit_head::hash.eq(&head.hash),
        ))
        .execute(conn)
        .map(drop)
}

/// Fetches the head of the chain as recorded apart from the entries.
///
/// # Errors
///
/// `epic_denied` from PostgreSQL for a caller outside Management.
pub fn head(conn: &mut AnyConnection) -> QueryResult<Link> {
    match conn {
        AnyConnection::Postgres(conn) => {
            let head = sql::<(BigInt, Binary)>("SELECT sequence, hash FROM epic_api.audit_head()");
            let (sequence, hash) = head.get_result(conn)?;
            Ok(Link { sequence, hash })
        }
        AnyConnection::Sqlite(conn) => sqlite_head(conn),
    }
}
