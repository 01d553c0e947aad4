//! Planner hints for lists of an embedded database: look rows up by the index of a filter, or read in the order of the list.
//!
//! SQLite's planner knows neither how many rows a filter lets through nor how soon a page of them is met: it takes any
//! filter that has an index, and sorts all that this finds. So each filter is estimated first, by its index alone and up to
//! a bound. A common one is tested row by row in the order of the list, or, where its rows may come late in that order, as a
//! set of ids. PostgreSQL has statistics, and is left alone.
//!
//! Statistics do not replace the hints. After `ANALYZE` with STAT4, which this build leaves out, 201 of the pages
//! of `tests/plans` read more than 12,000 pages of the file without hints: a histogram tells how many rows a filter finds, not
//! how soon fifty are met, and the order of a joined table gets worse. Nor are statistics guaranteed: only a command that
//! writes could keep them. With one hint off, in a database without statistics, so many did: by support contact 361, by sales
//! contact 154, days 138, active accounts 126, the columns of the order 118, the joined table that is read first 56. Search,
//! customer, status, amount due and `--since` are hinted for tables too large to sort, which those of the test are not. What a
//! contract or a department has is sorted, and needs no hint.

use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, ValidGrouping, is_aggregate};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::query_dsl::methods::{FilterDsl as _, LimitDsl as _, OrderDsl as _, SelectDsl as _};
use diesel::sql_types::BigInt;

use super::keyset::Keyset;
use super::{Filter as _, List, Predicate, counted, ids_of};
use crate::db::connection::AnyConnection;
use crate::db::list::pagination::{Page, Sort as _};
use crate::db::search::{Matches, Search};

/// Access to the rows that a filter lets through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// By the index of the filter; a page is sorted. The only one of PostgreSQL, whose planner decides.
    Lookup,
    /// In the order of the list, row by row.
    Test,
    /// In the order of the list: a set of ids, which the index of the filter finds, is tested before a row is read.
    Set {
        /// The list is in the order of ids, which the set has too.
        leads: bool,
    },
}

/// Number of rows that the index of a filter finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// No matter: the planner needs no hint.
    Unhinted,
    /// To be counted, up to a bound.
    Counted,
    Known(usize),
    /// Above all bounds.
    Common,
}

impl Size {
    pub const fn of(search: &Search) -> Self {
        match &search.matches {
            Matches::Ids(ids) | Matches::Both(ids, _) => Self::Known(ids.len()),
            Matches::Text(needles) if needles.is_empty() => Self::Unhinted,
            Matches::Text(_) => Self::Common,
        }
    }
}

/// A column whose index the planner may be kept from.
#[derive(Debug, Clone, Copy)]
pub struct Hinted<C> {
    column: C,
    by_index: bool,
}

impl<C> Hinted<C> {
    /// Hints at the access by a column; only SQLite may be given another than a lookup.
    pub const fn new(column: C, access: Access) -> Self {
        let by_index = matches!(access, Access::Lookup | Access::Set { leads: true });
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

/// Maximum number of rows that a page of an embedded database looks up by a filter and sorts.
const SORTED: i64 = 3_000;

/// Maximum number of ids in a set, unless the rows come late in the order. A page of a more common filter fills early.
const SET: i64 = 10_000;

#[derive(Debug, Clone)]
pub struct PlannerHints {
    /// Access by each filter, in their order.
    access: Vec<Access>,
    /// An index may be read in the order of the list.
    in_order: bool,
    /// The joined table that orders the list is read first.
    joined_first: bool,
}

impl PlannerHints {
    /// Leaves the planner alone.
    pub const NONE: Self = Self {
        access: Vec::new(),
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
        let leads = page.sort == L::Sort::default();
        let mut selective = false;
        let mut first_selective = None;
        let mut has_large_set = false;
        let mut access = Vec::with_capacity(filters.len());
        for filter in filters {
            let size = match selective || !filter.is_ordered_by(page.sort) {
                true => filter.size(page.sort),
                false => Size::Unhinted,
            };
            let rows = match size {
                Size::Unhinted => None,
                Size::Counted => Some(filter.estimate(conn, SET + 1)?),
                Size::Known(rows) => Some(i64::try_from(rows).unwrap_or(i64::MAX)),
                Size::Common => Some(i64::MAX),
            };
            if is_page && !selective && rows.is_some_and(|rows| rows <= SORTED) {
                first_selective = Some(access.len());
            }
            selective |= rows.is_some_and(|rows| rows <= SORTED);
            access.push(match rows {
                Some(rows) if rows > SORTED && is_page => {
                    let is_small = rows <= SET;
                    if is_small || filter.is_late_in(page.sort, page.descending) {
                        has_large_set |= !is_small;
                        Access::Set { leads }
                    } else {
                        Access::Test
                    }
                }
                _ => Access::Lookup,
            });
        }
        if selective || has_large_set && fills_early::<L>(conn, filters, page)? {
            for access in &mut access {
                if matches!(access, Access::Set { .. }) {
                    *access = Access::Test;
                }
            }
        }
        // A set is in the order of ids: nothing is sorted.
        if leads && let Some(set) = first_selective {
            access[set] = Access::Set { leads };
            selective = false;
        }
        Ok(Self {
            access,
            in_order: !selective,
            joined_first: is_page && !selective && page.sort.column().joined,
        })
    }

    pub(super) fn access(&self, filter: usize) -> Access {
        self.access.get(filter).copied().unwrap_or(Access::Lookup)
    }

    /// Hints at a column of the order.
    pub(super) const fn order<C>(&self, column: C) -> Hinted<C> {
        let by_index = self.in_order;
        Hinted { column, by_index }
    }

    /// Hints at the key of a joined table, by which its rows are looked up unless it is read first.
    pub const fn joined<C>(&self, column: C) -> Hinted<C> {
        let by_index = !self.joined_first;
        Hinted { column, by_index }
    }
}

/// Number of rows at the start of an order in which a page may be found: a set that is larger is not worth its making.
const PROBED: i64 = 400;

/// Tests that a page fills among the first rows of its order.
fn fills_early<L: List>(
    conn: &mut AnyConnection,
    filters: &[L::Filter<'_>],
    page: &Page<L::Sort, L::Row>,
) -> QueryResult<bool> {
    let hints = &PlannerHints {
        joined_first: page.sort.column().joined,
        ..PlannerHints::NONE
    };
    let ordering = (page.sort.column().order)(&Keyset { page, hints });
    let mut first = L::rows(hints).select(L::ID);
    if let Some(after) = ordering.after {
        first = first.filter(after);
    }
    let first = Predicate::among(first.order(ordering.order).limit(PROBED));
    let tested = filters.iter().filter_map(|it| it.predicate(Access::Test));
    let limit = page.limit.unwrap_or(i64::MAX);
    let wanted = limit.saturating_add(page.offset.unwrap_or(0));
    let found = counted(conn, ids_of(tested.chain([first]).collect(), Some(wanted)))?;
    Ok(found >= wanted)
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

#[cfg(test)]
mod tests {
    use diesel::sqlite::SqliteConnection;

    use super::*;
    use crate::db::customers::{CustomerFilter, CustomerSort};

    #[test]
    fn a_filter_of_as_many_rows_as_are_sorted_is_looked_up() {
        let conn = SqliteConnection::establish(":memory:").unwrap();
        let conn = &mut AnyConnection::Sqlite(conn);
        let page = Page {
            sort: CustomerSort::Company,
            descending: false,
            limit: Some(50),
            offset: None,
            after: None,
        };
        for (rows, access) in [
            (SORTED, Access::Lookup),
            (SORTED + 1, Access::Set { leads: false }),
        ] {
            let found = CustomerFilter {
                search: Some(Search {
                    typed: None,
                    matches: Matches::Ids((1..=rows).collect()),
                }),
                ..CustomerFilter::default()
            };
            let hints = PlannerHints::of::<CustomerFilter>(conn, &found.filters(), &page).unwrap();
            assert_eq!(hints.access(0), access, "{rows}");
        }
    }
}
