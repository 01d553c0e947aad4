//! Execution of a query that is built for either database: row by row, as the database delivers it.
//!
//! Diesel's derived connection loads a whole result of PostgreSQL into memory. A [`Direct`] query runs on the connection
//! inside instead, whose rows are also decoded without a detour.

use diesel::backend::Backend;
use diesel::connection::DefaultLoadingMode;
use diesel::internal::derives::multiconnection::{AstPassHelper as _, MultiConnectionHelper as _};
use diesel::pg::{Pg, PgConnection, PgRowByRowLoadingMode};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryBuilder as _, QueryFragment, QueryId};
use diesel::query_dsl::methods::LoadQuery;
use diesel::sqlite::{Sqlite, SqliteConnection};

use crate::db::connection::{AnyConnection, MultiBackend};

type Builder = <MultiBackend as Backend>::QueryBuilder;
type Binds<'a> = <MultiBackend as Backend>::BindCollector<'a>;

/// A query for either database, on its way to one of them.
pub struct Direct<Q> {
    query: Q,
    backend: MultiBackend,
}

impl<Q> Direct<Q> {
    /// Directs a query to the database of a backend.
    pub const fn new(query: Q, backend: MultiBackend) -> Self {
        Self { query, backend }
    }
}

impl<Q> QueryId for Direct<Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q: Query> Query for Direct<Q> {
    type SqlType = Q::SqlType;
}

impl<Q, C> RunQueryDsl<C> for Direct<Q> {}

/// Writes the statement and its binds as `derive(MultiConnection)` does.
macro_rules! fragment_of {
    ($backend:ident, $connection:ident, $variant:ident) => {
        impl<Q: QueryFragment<MultiBackend>> QueryFragment<$backend> for Direct<Q> {
            fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, $backend>) -> QueryResult<()> {
                let mut sql = Builder::$variant(Default::default());
                self.query.to_sql(&mut sql, &self.backend)?;
                pass.push_sql(&sql.finish());
                if !self.query.is_safe_to_cache_prepared(&self.backend)? {
                    pass.unsafe_to_cache_prepared();
                }
                if let Some((binds, lookup)) = pass.bind_collector() {
                    let mut own = Binds::$variant(Default::default());
                    let lookup = $connection::to_any(lookup);
                    self.query.collect_binds(&mut own, lookup, &self.backend)?;
                    if let Binds::$variant(own) = own {
                        *binds = own;
                    }
                }
                if let Some((values, _)) = pass.debug_binds() {
                    let pass = AstPass::collect_debug_binds_pass(values, &self.backend);
                    self.query.walk_ast(pass)?;
                }
                Ok(())
            }
        }
    };
}

fragment_of!(Pg, PgConnection, Postgres);
fragment_of!(Sqlite, SqliteConnection, Sqlite);

/// A query whose rows can be streamed.
pub trait Stream<'a, R>: Sized {
    /// Passes each row to `each`.
    ///
    /// # Errors
    ///
    /// Those of the database, and those of `each`.
    fn stream<E: From<diesel::result::Error>>(
        self,
        conn: &mut AnyConnection,
        each: impl FnMut(R) -> Result<(), E>,
    ) -> Result<(), E>;
}

impl<'a, Q: 'a, R: 'static> Stream<'a, R> for Q
where
    Direct<Q>: LoadQuery<'a, PgConnection, R, PgRowByRowLoadingMode>
        + LoadQuery<'a, SqliteConnection, R, DefaultLoadingMode>
        + 'a,
{
    fn stream<E: From<diesel::result::Error>>(
        self,
        conn: &mut AnyConnection,
        mut each: impl FnMut(R) -> Result<(), E>,
    ) -> Result<(), E> {
        match conn {
            AnyConnection::Postgres(conn) => {
                let query = Direct::new(self, MultiBackend::Postgres(Pg));
                let mut rows = query.load_iter::<R, PgRowByRowLoadingMode>(conn)?;
                while let Some(row) = rows.next() {
                    if let Err(error) = each(row?) {
                        // Dropping the iterator would read the remaining rows, however many: a list that stops
                        // half-way ends the run, and the connection with it.
                        std::mem::forget(rows);
                        return Err(error);
                    }
                }
            }
            AnyConnection::Sqlite(conn) => {
                let query = Direct::new(self, MultiBackend::Sqlite(Sqlite));
                for row in query.load_iter::<R, DefaultLoadingMode>(conn)? {
                    each(row?)?;
                }
            }
        }
        Ok(())
    }
}
