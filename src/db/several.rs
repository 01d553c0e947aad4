//! Changing several rows in one statement, those alone that still have the version they were read with.

/// Sets columns of some rows, which `$old` holds as they were read, and returns those that were changed. PostgreSQL compares
/// the versions; an embedded database has one writer at a time, so that what was read in its transaction is what is there.
macro_rules! update_several {
    ($conn:ident, $table:ident, $old:expr, $set:expr, $returning:expr) => {{
        let ids: Vec<i64> = $old.iter().map(|row| row.id.0).collect();
        let changed = diesel::update($table::table.filter($table::id.eq_any(ids.clone())));
        match $conn {
            AnyConnection::Postgres(conn) => {
                let versions: Vec<i64> = $old.iter().map(|row| row.version).collect();
                let unchanged = diesel::dsl::sql::<diesel::sql_types::Bool>(concat!(
                    "(",
                    stringify!($table),
                    ".id, ",
                    stringify!($table),
                    ".version) IN (SELECT * FROM unnest("
                ))
                .bind::<diesel::sql_types::Array<diesel::sql_types::BigInt>, _>(ids)
                .sql(", ")
                .bind::<diesel::sql_types::Array<diesel::sql_types::BigInt>, _>(versions)
                .sql("))");
                changed
                    .filter(unchanged)
                    .set($set)
                    .returning($returning)
                    .get_results(conn)
            }
            AnyConnection::Sqlite(conn) => {
                changed.set($set).returning($returning).get_results(conn)
            }
        }
    }};
}

pub(super) use update_several;
