//! Planner hints for lists of an embedded database: look rows up by the index of a filter, or read in the order of the list.
//!
//! SQLite's planner knows neither how many rows a filter lets through nor how soon a page of them is met: it takes any
//! filter that has an index, and sorts all that this finds. So each filter is estimated first, by its index alone and up to
//! a bound; a common one is kept from its index. PostgreSQL has statistics, and is left alone.
//!
//! Statistics do not replace the hints. After `ANALYZE` with STAT4, the most that `PRAGMA optimize` stores, 201 of the pages
//! of `tests/plans` exceed their bounds without hints: a histogram tells how many rows a filter finds, not how soon fifty are
//! met, and the order of a joined table gets worse. Nor are statistics guaranteed: only a command that writes could keep them.
//! With one hint off, in a database without statistics, so many pages exceed their bounds: by support contact 361, by sales
//! contact 154, days 138, active accounts 126, the columns of the order 118, the joined table that is read first 56. Search,
//! customer, status, amount due and `--since` are hinted for tables too large to sort, which those of the test are not. What a
//! contract or a department has is sorted, and needs no hint.

use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, ValidGrouping, is_aggregate};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::query_dsl::methods::LimitDsl;
use diesel::sql_types::BigInt;

use super::{Filter as _, List};
use crate::db::connection::{AnyConnection, MultiBackend};
use crate::db::list::pagination::{Page, Sort as _};

/// A column whose index the planner may be kept from.
#[derive(Debug, Clone, Copy)]
pub struct Hinted<C> {
    column: C,
    by_index: bool,
}

impl<C> Hinted<C> {
    /// Hints whether rows may be looked up by an index of the column; only SQLite may be given `false`.
    pub const fn new(column: C, by_index: bool) -> Self {
        Self { column, by_index }
    }
}

impl<C: Expression> Expression for Hinted<C> {
    type SqlType = C::SqlType;
}

impl<C: AppearsOnTable<QS>, QS> AppearsOnTable<QS> for Hinted<C> {}

impl<C, G> ValidGrouping<G> for Hinted<C> {
    type IsAggregate = is_aggregate::No;
}

impl<C> QueryId for Hinted<C> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C: QueryFragment<DB>, DB: Backend> QueryFragment<DB> for Hinted<C> {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        // A unary plus makes a term useless to indexes, and does nothing else (https://sqlite.org/optoverview.html).
        if !self.by_index {
            pass.push_sql("+");
        }
        self.column.walk_ast(pass.reborrow())
    }
}

/// The most rows that a page of an embedded database looks up by a filter and sorts. A page of a more common filter is soon
/// met in the order of the list.
const SORTED: i64 = 3_000;

/// How far the rows of a filter are counted.
pub const BOUND: i64 = SORTED + 1;

/// The plan of one page.
#[derive(Debug, Clone)]
pub struct PlannerHints {
    /// Whether the index of each filter may be used, in their order.
    by_index: Vec<bool>,
    /// Whether an index may be read in the order of the list.
    in_order: bool,
    /// Whether the joined table that orders the list is read first.
    joined_first: bool,
}

impl PlannerHints {
    /// Leaves the planner alone.
    pub const NONE: Self = Self {
        by_index: Vec::new(),
        in_order: true,
        joined_first: false,
    };

    /// Estimates the filters of a page. One whose index has the order of the page itself is estimated only once another
    /// one is selective.
    pub(super) fn of<L: List>(
        conn: &mut AnyConnection,
        filters: &[L::Filter<'_>],
        page: &Page<L::Sort, L::Row>,
    ) -> QueryResult<Self> {
        if matches!(conn, AnyConnection::Postgres(_)) {
            return Ok(Self::NONE);
        }
        let is_page = page.limit.is_some();
        let mut selective = false;
        let mut by_index = Vec::with_capacity(filters.len());
        for filter in filters {
            let estimated = selective || !filter.is_ordered_by(page.sort);
            let rows = match estimated {
                true => filter.estimate(conn, page.sort)?,
                false => None,
            };
            selective |= rows.is_some_and(|rows| rows < BOUND);
            by_index.push(!(is_page && rows.is_some_and(|rows| rows >= BOUND)));
        }
        Ok(Self {
            by_index,
            in_order: !selective,
            joined_first: is_page && !selective && page.sort.column().joined,
        })
    }

    pub(super) fn by_index(&self, filter: usize) -> bool {
        self.by_index.get(filter).copied().unwrap_or(true)
    }

    /// Hints at a column of the order.
    pub(super) const fn order<C>(&self, column: C) -> Hinted<C> {
        Hinted::new(column, self.in_order)
    }

    /// Hints at the key of a joined table, by which its rows are looked up unless it is read first.
    pub const fn joined<C>(&self, key: C) -> Hinted<C> {
        Hinted::new(key, !self.joined_first)
    }
}

/// The number of rows of a query that is bounded itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counted<Q>(pub Q);

impl<Q> QueryId for Counted<Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q> Query for Counted<Q> {
    type SqlType = BigInt;
}

impl<Q, C> RunQueryDsl<C> for Counted<Q> {}

impl<DB: Backend, Q: QueryFragment<DB>> QueryFragment<DB> for Counted<Q> {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        pass.push_sql("SELECT COUNT(*) FROM (");
        self.0.walk_ast(pass.reborrow())?;
        pass.push_sql(") AS bounded");
        Ok(())
    }
}

/// Counts rows that a filter would find by its index, up to [`BOUND`].
pub fn estimate<Q>(conn: &mut AnyConnection, query: Q) -> QueryResult<Option<i64>>
where
    Q: LimitDsl<Output: QueryFragment<MultiBackend>>,
{
    Counted(query.limit(BOUND)).get_result(conn).map(Some)
}

/// Number of ids that are known already.
pub fn known(ids: &[i64]) -> Option<i64> {
    Some(i64::try_from(ids.len()).unwrap_or(i64::MAX))
}
