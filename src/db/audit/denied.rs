//! Refusals by the policy, kept for Management in a transaction after the refused one.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::{DENIED, append_changes};
use crate::db::connection::AnyConnection;
use crate::db::schema::audit_entries;
use crate::domain::{Actor, Capability, Instant, Noun};

/// Most that are kept in an hour for each collaborator; PostgreSQL's function has the same bound.
const HOURLY: i64 = 20;

/// Keeps the refusal of a right, on a record or at all, unless there were many lately. Does nothing for a token that only
/// reads.
///
/// # Errors
///
/// Those of the database; `epic_no_session` from PostgreSQL for a session that has ended.
pub fn denied(
    conn: &mut AnyConnection,
    actor: &Actor,
    right: Capability,
    record: Option<(Noun, i64)>,
    now: Instant,
) -> QueryResult<()> {
    let right = right.name();
    let (entity, id) = match record {
        Some((Noun::Session | Noun::Token, id)) => (Noun::Session, id),
        Some((noun, id)) if Noun::BUSINESS.contains(&noun) => (noun, id),
        _ => (Noun::Collaborator, actor.id.0),
    };
    match conn {
        AnyConnection::Postgres(conn) => {
            diesel::sql_query("SELECT epic_api.denied($1, $2, $3)")
                .bind::<Text, _>(&right)
                .bind::<Text, _>(entity.as_str())
                .bind::<BigInt, _>(id)
                .execute(conn)?;
        }
        AnyConnection::Sqlite(conn) => {
            let hour_ago = now.plus(-jiff::SignedDuration::from_hours(1));
            let lately: i64 = audit_entries::table
                .filter(audit_entries::collaborator_id.eq(actor.id))
                .filter(audit_entries::action.eq(DENIED))
                .filter(audit_entries::occurred_at.gt(hour_ago))
                .count()
                .get_result(conn)?;
            if lately < HOURLY && !actor.read_only {
                let changes = format!("{{\"right\":[null,\"{right}\"]}}");
                let author = actor.author();
                append_changes(conn, &author, DENIED, entity.as_str(), id, &changes)?;
            }
        }
    }
    Ok(())
}
