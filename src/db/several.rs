//! Changing several rows, in the order in which they were named, each only if it still has the version it was read with.

/// Changes some rows, which `$old` holds as they were read, and returns those that were changed. `$call` is the function of
/// PostgreSQL that does it, with ids, versions, whom they are given to, and when; an embedded database, which nobody waits
/// for, is told `$one` for each.
macro_rules! change_several {
    ($conn:ident, $call:literal, $row:ty, $old:ident, $to:expr, $now:expr, |$conn_of_one:ident, $one:ident| $change:expr) => {
        match $conn {
            AnyConnection::Postgres(conn) => {
                let ids: Vec<i64> = $old.iter().map(|row| row.id.0).collect();
                let versions: Vec<i64> = $old.iter().map(|row| row.version).collect();
                diesel::sql_query(concat!(
                    "SELECT * FROM epic_api.",
                    $call,
                    "($1, $2, $3, $4)"
                ))
                .bind::<diesel::sql_types::Array<diesel::sql_types::BigInt>, _>(ids)
                .bind::<diesel::sql_types::Array<diesel::sql_types::BigInt>, _>(versions)
                .bind::<diesel::sql_types::Nullable<diesel::sql_types::BigInt>, _>($to)
                .bind::<crate::db::types::UtcInstant, _>($now)
                .load::<$row>(conn)
            }
            AnyConnection::Sqlite($conn_of_one) => {
                let changed = $old.iter().map(|$one| $change);
                changed.filter_map(QueryResult::transpose).collect()
            }
        }
    };
}

pub(super) use change_several;
