//! All entries, with the end of the chain as it was at that moment.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary};

use super::{AuditEntry, Link, head};
use crate::db::connection::AnyConnection;
use crate::db::page::stream;
use crate::db::schema::audit_entries;
use crate::db::way::Way;

/// An entry, and the end of the chain.
type Row = (AuditEntry, i64, Vec<u8>);

macro_rules! whole {
    ($backend:ident, $unused:expr, $page:expr, $way:expr) => {{
        let _: (&(), &(), &Way) = ($unused, $page, $way);
        audit_entries::table
            .order_by(audit_entries::sequence)
            .select((
                AuditEntry::as_select(),
                sql::<BigInt>(concat!("(SELECT sequence FROM ", head_of!($backend), ")")),
                sql::<Binary>(concat!("(SELECT hash FROM ", head_of!($backend), ")")),
            ))
    }};
}

macro_rules! head_of {
    (Pg) => {
        "epic_api.audit_head()"
    };
    (Sqlite) => {
        "audit_head"
    };
}

/// Hands every entry to `each`, from the first on, as the database delivers them, and returns the end of the chain as the
/// database remembers it. One statement looks at both, so that nobody writes in between.
///
/// # Errors
///
/// Those of the database, among them `epic_denied` for whoever is not Management, and whatever `each` returns.
pub fn each<E: From<diesel::result::Error>>(
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
    let mut end = None;
    let mut row = |(entry, sequence, hash): Row| {
        end.get_or_insert(Link { sequence, hash });
        each(entry)
    };
    stream!(conn, Row, row, whole, &(), &(), |conn| Way::FREE);
    Ok(end)
}
