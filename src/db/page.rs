//! Which rows of a list, and in which order: sorting by one column with ties by id, a limit, an offset, and
//! keyset paging after a known row.

use std::str::FromStr;

use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::query_dsl::RunQueryDsl;
use diesel::sql_types::BigInt;

use crate::domain::Invalid;
use crate::t;

/// The columns that a list can be sorted by, with the names that the command line knows them under.
pub trait Sort: Copy + Default + 'static {
    /// Every column with its public name.
    const NAMES: &'static [(&'static str, Self)];
    /// Whether a list that nobody sorted is reversed, as people expect of a log.
    const NEWEST_FIRST: bool = false;
}

/// A part of an ordered list. `A` is the row after which it starts.
#[derive(Debug, Clone)]
pub struct Page<S, A> {
    /// The column that orders the list; ties are in the order of their ids.
    pub sort: S,
    /// Whether the whole order, ties included, is reversed.
    pub descending: bool,
    /// How many rows at most.
    pub limit: Option<i64>,
    /// How many rows to pass over.
    pub offset: Option<i64>,
    /// The row that precedes the first one of the page.
    pub after: Option<A>,
}

impl<S: Sort, A> Page<S, A> {
    /// The whole list, in the order of its ids.
    pub fn everything() -> Self {
        Self {
            sort: S::default(),
            descending: false,
            limit: None,
            offset: None,
            after: None,
        }
    }
}

/// What `--sort` takes: a name, or a name behind `-` for the reverse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SortBy<S> {
    /// The column.
    pub column: S,
    /// Whether the order is reversed.
    pub descending: bool,
}

impl<S: Sort> FromStr for SortBy<S> {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let (name, descending) = match text.strip_prefix('-') {
            Some(name) => (name, true),
            None => (text, false),
        };
        S::NAMES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|&(_, column)| Self { column, descending })
            .ok_or_else(|| {
                let known: Vec<_> = S::NAMES.iter().map(|(name, _)| *name).collect();
                Invalid::new(t!("invalid-one-of", known = known.join(", ")))
            })
    }
}

/// Orders a boxed query by a column, ties by id, and starts it behind the row `$after` (an `Option`), whose
/// value of that column `$value` names. `column >= v AND (column > v OR id > i)` instead of the plain
/// disjunction, so that an index on the column finds the start.
macro_rules! ordered {
    ($query:ident, $page:ident, $id:path, $anchor_id:expr, $column:path, $value:expr) => {{
        if let Some(after) = &$page.after {
            let value = $value(after);
            let id = $anchor_id(after);
            $query = if $page.descending {
                $query
                    .filter($column.le(value.clone()))
                    .filter($column.lt(value).or($id.lt(id)))
            } else {
                $query
                    .filter($column.ge(value.clone()))
                    .filter($column.gt(value).or($id.gt(id)))
            };
        }
        if $page.descending {
            $query.order_by(($column.desc(), $id.desc()))
        } else {
            $query.order_by(($column.asc(), $id.asc()))
        }
    }};
    ($query:ident, $page:ident, $id:path, $anchor_id:expr) => {{
        if let Some(after) = &$page.after {
            let id = $anchor_id(after);
            $query = if $page.descending {
                $query.filter($id.lt(id))
            } else {
                $query.filter($id.gt(id))
            };
        }
        if $page.descending {
            $query.order_by($id.desc())
        } else {
            $query.order_by($id.asc())
        }
    }};
}

/// Applies the limit and the offset of a page to a boxed query.
macro_rules! bounded {
    ($query:ident, $page:ident) => {{
        if let Some(limit) = $page.limit {
            $query = $query.limit(limit);
        }
        if let Some(offset) = $page.offset {
            $query = $query.offset(offset);
        }
    }};
}

/// Hands every row of a query to `$each`, as the database delivers them. `$listing` builds the query for one back end.
macro_rules! stream {
    ($conn:ident, $row:ty, $each:ident, $listing:ident, $filter:expr, $page:expr) => {
        match $conn {
            AnyConnection::Postgres(conn) => {
                let mut rows = $listing!(Pg, $filter, $page)
                    .load_iter::<$row, diesel::pg::PgRowByRowLoadingMode>(conn)?;
                while let Some(row) = rows.next() {
                    if let Err(error) = $each(row?) {
                        // Dropping the iterator would read the rest of the rows, however many: whoever stops a list
                        // half-way ends the run, and the connection with it.
                        std::mem::forget(rows);
                        return Err(error);
                    }
                }
            }
            AnyConnection::Sqlite(conn) => {
                let rows = $listing!(Sqlite, $filter, $page)
                    .load_iter::<$row, diesel::connection::DefaultLoadingMode>(conn)?;
                for row in rows {
                    $each(row?)?;
                }
            }
        }
    };
}

/// How many rows a query has, when the query itself has a bound.
#[derive(Debug, Clone, Copy)]
pub struct Counted<Q>(pub Q);

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

/// Counts the rows of a filter, `$bound` at most: so counting costs no more than reading a page or two, however many
/// there are. `$filtered` builds the query for one back end.
macro_rules! counted {
    ($conn:ident, $filtered:ident, $filter:expr, $id:path, $bound:expr) => {
        match $conn {
            AnyConnection::Postgres(conn) => {
                $crate::db::page::Counted($filtered!(Pg, $filter, $id).limit($bound))
                    .get_result(conn)
            }
            AnyConnection::Sqlite(conn) => {
                $crate::db::page::Counted($filtered!(Sqlite, $filter, $id).limit($bound))
                    .get_result(conn)
            }
        }
    };
}

pub(super) use {bounded, counted, ordered, stream};
