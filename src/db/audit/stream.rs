//! The whole audit chain, with its end at that moment.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary};

use super::{AuditEntry, Link, head};
use crate::db::connection::{AnyConnection, MultiBackend};
use crate::db::list::Stream as _;
use crate::db::schema::audit_entries;

/// Passes every entry to `each`, from the first on, as the database delivers them, and returns the end of the chain as the
/// database remembers it. One statement reads both, so that no write comes between.
///
/// # Errors
///
/// Those of the database, among them `epic_denied` for a caller outside Management, and those of `each`.
pub fn stream<E: From<diesel::result::Error>>(
    conn: &mut AnyConnection,
    mut each: impl FnMut(AuditEntry) -> Result<(), E>,
) -> Result<Link, E> {
    if let Some(end) = pass(conn, &mut each)? {
        return Ok(end);
    }
    // There was no row to say it. The first entry may have come since; the next look has it.
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
