//! Lists of records: filters, order and page of one query, which is built once for both databases.
//!
//! A list is its filter: [`List`] says what is read and what it can be sorted by, [`Filter`] names each condition together
//! with the estimate that the planner hints are made of.

pub mod keyset;
pub mod pagination;
pub mod planner_hints;
pub mod predicate;
pub mod prefetch;
mod stream;

use diesel::expression::AppearsOnTable;
use diesel::prelude::*;
use diesel::query_builder::{Query, QueryFragment};
use diesel::query_dsl::methods::{FilterDsl, LimitDsl, OffsetDsl, OrderDsl, SelectDsl};
use diesel::sql_types::BigInt;

use super::connection::{AnyConnection, MultiBackend};
use keyset::{Keyset, Sql};
pub use pagination::{Page, Sort, SortBy, SortColumn};
pub use planner_hints::{Access, Hinted, Size};
use planner_hints::{Counted, PlannerHints};
pub use predicate::{Clause, Predicate};
pub use prefetch::{Find, Lookups, Resolved, prefetch};
pub use stream::Stream;

pub type ColumnsOf<R> = <R as Selectable<MultiBackend>>::SelectExpression;

/// Selects the columns of a row, by expressions that are of no backend.
pub fn columns<R: Selectable<MultiBackend>>() -> ColumnsOf<R> {
    R::construct_selection()
}

/// A boxed query that conditions, an order and bounds are added to.
pub trait Boxed<'a, L>:
    FilterDsl<Clause<'a, L>, Output = Self>
    + OrderDsl<Clause<'a, L>, Output = Self>
    + LimitDsl<Output = Self>
    + OffsetDsl<Output = Self>
    + QueryFragment<MultiBackend>
    + Query
    + Send
    + 'a
{
}

impl<'a, L, Q> Boxed<'a, L> for Q where
    Q: FilterDsl<Clause<'a, L>, Output = Q>
        + OrderDsl<Clause<'a, L>, Output = Q>
        + LimitDsl<Output = Q>
        + OffsetDsl<Output = Q>
        + QueryFragment<MultiBackend>
        + Query
        + Send
        + 'a
{
}

/// The filter of a list, and with it the list.
pub trait List: Sized + 'static {
    type Row: 'static;
    type Sort: Sort<List = Self>;
    type Table;
    /// The table with those that it is joined with.
    type Join;
    type IdColumn: Expression<SqlType = BigInt> + AppearsOnTable<Self::Join> + Sql;
    type Filter<'a>: Filter<'a, Self>;
    type Rows<'a>: Boxed<'a, Self>
        + Stream<'a, Self::Row>
        + SelectDsl<Self::IdColumn, Output: Boxed<'a, Self>>;
    type Find: Find<Self::Row>;
    /// The query of the ids, which reads no joined table.
    type Ids<'a>: Boxed<'a, Self>;

    const ID: Self::IdColumn;

    fn id(row: &Self::Row) -> i64;

    fn rows<'a>(hints: &PlannerHints) -> Self::Rows<'a>;

    fn find(id: i64) -> Self::Find;

    fn ids<'a>() -> Self::Ids<'a>;

    /// Returns the given conditions.
    fn filters(&self) -> Vec<Self::Filter<'_>>;

    /// Returns what follows from the conditions, for the index that is read in an order.
    fn implied(&self, _sort: Self::Sort) -> Vec<Predicate<'_, Self>> {
        Vec::new()
    }
}

/// A condition of a list, and what is known of its index.
pub trait Filter<'a, L: List> {
    /// Builds the condition; `None` where all rows pass.
    fn predicate(&self, access: Access) -> Option<Predicate<'a, L>>;

    /// Returns the number of rows that the index finds, as far as it is known.
    fn size(&self, sort: L::Sort) -> Size;

    /// Counts the rows that the index finds, up to a bound.
    fn estimate(&self, conn: &mut AnyConnection, bound: i64) -> QueryResult<i64> {
        estimate(conn, self, bound)
    }

    /// Returns `true` if the index finds the rows in this order.
    fn is_ordered_by(&self, _sort: L::Sort) -> bool {
        false
    }

    /// Returns `true` if the rows that pass may come after most others in this order, as those of one word in the order
    /// of words do.
    fn is_late_in(&self, _sort: L::Sort, _descending: bool) -> bool {
        false
    }
}

/// Counts the rows that a filter lets through, up to a bound.
pub fn estimate<'a, L: List>(
    conn: &mut AnyConnection,
    filter: &(impl Filter<'a, L> + ?Sized),
    bound: i64,
) -> QueryResult<i64> {
    let predicates = filter.predicate(Access::Lookup).into_iter().collect();
    counted(conn, ids_of(predicates, Some(bound)))
}

/// Passes each row of a page to `each`, as the database delivers them.
///
/// # Errors
///
/// Those of the database, and those of `each`.
pub fn stream<L: List, E: From<diesel::result::Error>>(
    conn: &mut AnyConnection,
    list: &L,
    page: &Page<L::Sort, L::Row>,
    each: impl FnMut(L::Row) -> Result<(), E>,
) -> Result<(), E> {
    let filters = list.filters();
    let hints = PlannerHints::of::<L>(conn, &filters, page)?;
    let mut query = L::rows(&hints);
    for (number, filter) in filters.iter().enumerate() {
        let access = hints.access(number);
        let predicate = filter.predicate(access).map(|it| it.within(access));
        if let Some(predicate) = predicate {
            query = query.filter(predicate.into_clause());
        }
    }
    for predicate in list.implied(page.sort) {
        query = query.filter(predicate.into_clause());
    }
    let hints = &hints;
    let ordering = (page.sort.column().order)(&Keyset { page, hints });
    if let Some(after) = ordering.after {
        query = query.filter(after);
    }
    // SQLite has no OFFSET without a LIMIT.
    if let Some(limit) = page.limit.or(page.offset.map(|_| i64::MAX)) {
        query = query.limit(limit);
    }
    if let Some(offset) = page.offset {
        query = query.offset(offset);
    }
    query.order(ordering.order).stream(conn, each)
}

/// Counts the rows of a list, up to a bound: no more expensive than a page or two, however many there are. Without a
/// condition on joined tables, these are not read.
pub fn count<L: List>(conn: &mut AnyConnection, list: &L, bound: i64) -> QueryResult<i64> {
    let filters = list.filters();
    let predicates = filters.iter().filter_map(|it| it.predicate(Access::Lookup));
    counted(conn, ids_of(predicates.collect(), Some(bound)))
}

/// Counts the rows of a query that is bounded itself.
pub fn counted(
    conn: &mut AnyConnection,
    query: impl QueryFragment<MultiBackend>,
) -> QueryResult<i64> {
    Counted(query).get_result(conn)
}

/// Builds the query of the ids that pass; joined tables are read for conditions on them only.
fn ids_of<'a, L: List>(
    predicates: Vec<Predicate<'a, L>>,
    limit: Option<i64>,
) -> Box<dyn QueryFragment<MultiBackend> + Send + 'a> {
    if predicates.iter().all(Predicate::is_own) {
        Box::new(narrowed(L::ids(), predicates, limit))
    } else {
        let ids = L::rows(&PlannerHints::NONE).select(L::ID);
        Box::new(narrowed(ids, predicates, limit))
    }
}

fn narrowed<'a, L, Q: Boxed<'a, L>>(
    mut query: Q,
    predicates: Vec<Predicate<'a, L>>,
    limit: Option<i64>,
) -> Q {
    for predicate in predicates {
        query = query.filter(predicate.into_clause());
    }
    match limit {
        Some(limit) => query.limit(limit),
        None => query,
    }
}
