//! Reassignment of records to another collaborator: a batch, each row only at its expected version, or all records of
//! an account.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Nullable};

use super::connection::AnyConnection;
use super::schema::{customers, events};
use super::types::UtcInstant;
use crate::domain::rules::Workload;
use crate::domain::{CollaboratorId, Instant};

/// Ids per statement. Bounds of bind values: SQLite 32,766, PostgreSQL 65,535.
const AT_ONCE: usize = 10_000;

pub(super) fn in_parts<I, T>(
    ids: &[I],
    mut load: impl FnMut(&[I]) -> QueryResult<Vec<T>>,
) -> QueryResult<Vec<T>> {
    let mut rows = Vec::new();
    for ids in ids.chunks(AT_ONCE) {
        rows.extend(load(ids)?);
    }
    Ok(rows)
}

/// Updated row's id and server-assigned columns.
#[derive(Debug, Clone, QueryableByName)]
pub(super) struct Changed {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = BigInt)]
    pub version: i64,
    #[diesel(sql_type = UtcInstant)]
    pub updated_at: Instant,
}

/// Calls PostgreSQL's function for these ids and versions in one round trip.
pub(super) fn call(
    conn: &mut PgConnection,
    function: &'static str,
    rows: &[(i64, i64)],
    to: Option<CollaboratorId>,
) -> QueryResult<Vec<Changed>> {
    let (ids, versions): (Vec<i64>, Vec<i64>) = rows.iter().copied().unzip();
    diesel::sql_query(format!(
        "SELECT id, version, updated_at FROM {function}($1, $2, $3)"
    ))
    .bind::<Array<BigInt>, _>(ids)
    .bind::<Array<BigInt>, _>(versions)
    .bind::<Nullable<BigInt>, _>(to)
    .load(conn)
}

/// Reassigns the customers and then the upcoming events of one collaborator in one round trip; skips a noun with a
/// count of zero, since the right to reassign it was not checked.
pub fn reassign(
    conn: &mut AnyConnection,
    from: CollaboratorId,
    to: CollaboratorId,
    workload: Workload,
    now: Instant,
) -> QueryResult<()> {
    if workload.is_empty() {
        return Ok(());
    }
    match conn {
        AnyConnection::Postgres(conn) => diesel::sql_query(
            "WITH clients AS (UPDATE customers SET sales_contact_id = $2, updated_at = $3, version = version + 1
                               WHERE $4 AND sales_contact_id = $1 RETURNING 1),
                  agenda AS (UPDATE events SET support_contact_id = $2, updated_at = $3, version = version + 1
                              WHERE $5 AND support_contact_id = $1 AND end_at > $3
                                AND (SELECT count(*) FROM clients) IS NOT NULL RETURNING 1)
             SELECT (SELECT count(*) FROM clients), (SELECT count(*) FROM agenda)",
        )
        .bind::<BigInt, _>(from)
        .bind::<BigInt, _>(to)
        .bind::<UtcInstant, _>(now)
        .bind::<Bool, _>(workload.customers > 0)
        .bind::<Bool, _>(workload.events > 0)
        .execute(conn)
        .map(drop),
        AnyConnection::Sqlite(conn) => {
            if workload.customers > 0 {
                diesel::update(customers::table.filter(customers::sales_contact_id.eq(from)))
                    .set((
                        customers::sales_contact_id.eq(to),
                        customers::updated_at.eq(now),
                        customers::version.eq(customers::version + 1),
                    ))
                    .execute(conn)?;
            }
            if workload.events > 0 {
                diesel::update(
                    events::table
                        .filter(events::support_contact_id.eq(from))
                        .filter(events::end_at.gt(now)),
                )
                .set((
                    events::support_contact_id.eq(to),
                    events::updated_at.eq(now),
                    events::version.eq(events::version + 1),
                ))
                .execute(conn)?;
            }
            Ok(())
        }
    }
}

/// Updates `$column` of `$old` rows and returns those that still had their version.
macro_rules! reassigned {
    ($conn:ident, $function:literal, $table:ident, $column:ident, $row:ident, $old:ident, $to:expr, $now:ident) => {{
        let changed = match $conn {
            AnyConnection::Postgres(conn) => {
                let rows: Vec<_> = $old.iter().map(|row| (row.id.0, row.version)).collect();
                $crate::db::reassign::call(conn, $function, &rows, $to)?
            }
            // One by one: SQLite has no round trips.
            AnyConnection::Sqlite(conn) => {
                let mut changed = Vec::with_capacity($old.len());
                for row in $old {
                    let version = row.version + 1;
                    let updated = diesel::update(
                        $table::table
                            .filter($table::id.eq(row.id))
                            .filter($table::version.eq(row.version)),
                    )
                    .set((
                        $table::$column.eq($to),
                        $table::updated_at.eq($now),
                        $table::version.eq(version),
                    ))
                    .execute(conn)?;
                    changed.extend((updated == 1).then_some($crate::db::reassign::Changed {
                        id: row.id.0,
                        version,
                        updated_at: $now,
                    }));
                }
                changed
            }
        };
        let old: std::collections::HashMap<i64, _> =
            $old.iter().map(|row| (row.id.0, *row)).collect();
        let row = |changed: $crate::db::reassign::Changed| {
            let old = old.get(&changed.id)?;
            Some($row {
                $column: $to,
                updated_at: changed.updated_at,
                version: changed.version,
                ..(*old).clone()
            })
        };
        Ok(changed.into_iter().filter_map(row).collect())
    }};
}

pub(super) use reassigned;
