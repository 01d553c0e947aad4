//! Stream of all audit entries with the head of the chain.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary};

use super::{AuditEntry, Link, head};
use crate::db::connection::{AnyConnection, MultiBackend};
use crate::db::list::Stream as _;
use crate::db::schema::audit_entries;

/// Passes every entry to `each` in order, and returns the recorded head. One statement reads both, so that no write
/// comes between.
///
/// # Errors
///
/// `epic_denied` from PostgreSQL for a caller outside Management, and those of `each`.
pub fn stream<E: From<diesel::result::Error>>(
    conn: &mut AnyConnection,
    mut each: impl FnMut(AuditEntry) -> Result<(), E>,
) -> Result<Link, E> {
    if let Some(end) = pass(conn, &mut each)? {
        return Ok(end);
    }
    // No entry carried the head. The first one may have been written since; the next stream includes it.
    let end = head(conn)?;
    if end.sequence == 0 {
        return Ok(end);
    }
    Ok(pass(conn, &mut each)?.unwrap_or(end))
}

fn pass<E: From<diesel::result::Error>>(
    conn: &mut AnyConnection,
    each: &mut impl FnMut(AuditEntry) -> Result<(), E>,
) -> Result<Option<Link>, E> {
    let head = match conn {
        AnyConnection::Postgres(_) => "epic_api.audit_head()",
        AnyConnection::Sqlite(_) => "audit_head",
    };
    let entries = audit_entries::table
        .order_by(audit_entries::sequence)
        .select((
            <AuditEntry as Selectable<MultiBackend>>::construct_selection(),
            sql::<BigInt>(&format!("(SELECT sequence FROM {head})")),
            sql::<Binary>(&format!("(SELECT hash FROM {head})")),
        ));
    let mut end = None;
    entries.stream(
        conn,
        |(entry, sequence, hash): (AuditEntry, i64, Vec<u8>)| {
            end.get_or_insert(Link { sequence, hash });
            each(entry)
        },
    )?;
    Ok(end)
}
