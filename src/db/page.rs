//! Which rows of a list, and in which order: sorting by one column with ties by id, a limit, an offset, and
//! keyset paging after a known row.

use std::str::FromStr;

use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, AsExpression, Expression, ValidGrouping, is_aggregate};
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::query_dsl::RunQueryDsl;
use diesel::sql_types::{BigInt, Bool, SqlType};
use diesel::sqlite::Sqlite;

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

/// Whether a row comes after another in the order of a column and of the id: `(column, id) > (value, anchor)`. Both
/// databases turn the comparison of rows into one range of an index on the two columns, and read none of the rows that
/// have the same value and precede, of which there may be most of a table.
#[derive(Debug, Clone, Copy)]
pub struct Behind<C, I, V, A> {
    /// The columns, and the values of the row that precedes.
    terms: (C, I, V, A),
    descending: bool,
}

impl<C, I, V, A> Behind<C, I, V, A> {
    /// Compares a column and the id of the same table with their values in the row that precedes.
    pub fn new<T, U>(column: C, id: I, value: T, anchor: U, descending: bool) -> Self
    where
        C: Expression,
        I: Expression,
        C::SqlType: SqlType,
        I::SqlType: SqlType,
        T: AsExpression<C::SqlType, Expression = V>,
        U: AsExpression<I::SqlType, Expression = A>,
        V: Expression,
        A: Expression,
    {
        Self {
            terms: (column, id, value.as_expression(), anchor.as_expression()),
            descending,
        }
    }
}

impl<C, I, V, A> QueryId for Behind<C, I, V, A> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C, I, V, A> Expression for Behind<C, I, V, A> {
    type SqlType = Bool;
}

impl<C, I, V, A, QS> AppearsOnTable<QS> for Behind<C, I, V, A>
where
    C: AppearsOnTable<QS>,
    I: AppearsOnTable<QS>,
    V: AppearsOnTable<QS>,
    A: AppearsOnTable<QS>,
{
}

impl<C, I, V, A, G> ValidGrouping<G> for Behind<C, I, V, A> {
    type IsAggregate = is_aggregate::No;
}

impl<C, I, V, A> Behind<C, I, V, A> {
    /// Writes the comparison, each value between these words.
    fn walk<'b, DB: Backend>(
        &'b self,
        mut pass: AstPass<'_, 'b, DB>,
        [before, behind]: [&str; 2],
    ) -> QueryResult<()>
    where
        C: QueryFragment<DB>,
        I: QueryFragment<DB>,
        V: QueryFragment<DB>,
        A: QueryFragment<DB>,
    {
        let (column, id, value, anchor) = &self.terms;
        pass.push_sql("(");
        column.walk_ast(pass.reborrow())?;
        pass.push_sql(", ");
        id.walk_ast(pass.reborrow())?;
        pass.push_sql(if self.descending { ") < (" } else { ") > (" });
        pass.push_sql(before);
        value.walk_ast(pass.reborrow())?;
        pass.push_sql(behind);
        pass.push_sql(", ");
        pass.push_sql(before);
        anchor.walk_ast(pass.reborrow())?;
        pass.push_sql(behind);
        pass.push_sql(")");
        Ok(())
    }
}

impl<C, I, V, A> QueryFragment<Sqlite> for Behind<C, I, V, A>
where
    C: QueryFragment<Sqlite>,
    I: QueryFragment<Sqlite>,
    V: QueryFragment<Sqlite>,
    A: QueryFragment<Sqlite>,
{
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        self.walk(pass, ["", ""])
    }
}

/// The planner of PostgreSQL looks at the first column alone when it guesses how many rows come behind: none, where most
/// rows have the least value, and would read them all to find those few. What a subquery answers it does not know before,
/// so that it plans as for any other page.
impl<C, I, V, A> QueryFragment<Pg> for Behind<C, I, V, A>
where
    C: QueryFragment<Pg>,
    I: QueryFragment<Pg>,
    V: QueryFragment<Pg>,
    A: QueryFragment<Pg>,
{
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.walk(pass, ["(SELECT ", ")"])
    }
}

/// A condition that is asked for each row, in the order of the list. The planner of PostgreSQL may not look at what a text
/// holds under a policy, takes few rows to pass whatever is asked, and would rather find and sort all of them.
#[derive(Debug, Clone, Copy)]
pub struct Opaque<E>(pub E);

impl<E> Expression for Opaque<E> {
    type SqlType = Bool;
}

impl<E: AppearsOnTable<QS>, QS> AppearsOnTable<QS> for Opaque<E> {}

impl<E, G> ValidGrouping<G> for Opaque<E> {
    type IsAggregate = is_aggregate::No;
}

impl<E: QueryFragment<DB>, DB: Backend> QueryFragment<DB> for Opaque<E> {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        pass.push_sql("(SELECT ");
        self.0.walk_ast(pass.reborrow())?;
        pass.push_sql(")");
        Ok(())
    }
}

/// Orders a boxed query by a column of the list's own table, ties by id, and starts it behind the row `$after` (an
/// `Option`), whose value of that column `$value` names. Before a column of another table stands `joined`: no index holds
/// it next to the id, so that the range of its own index begins with the ties, which are passed over. A column that is
/// the key of another table is followed by that key.
macro_rules! ordered {
    ($query:ident, $page:ident, $way:expr, $id:path, $anchor_id:expr, joined $column:path, $value:expr) => {{
        let (column, id) = ($way.order($column), $way.order($id));
        if let Some(after) = &$page.after {
            let value = $value(after);
            let anchor = $anchor_id(after);
            $query = if $page.descending {
                $query
                    .filter(column.le(value.clone()))
                    .filter(column.lt(value).or(id.lt(anchor)))
            } else {
                $query
                    .filter(column.ge(value.clone()))
                    .filter(column.gt(value).or(id.gt(anchor)))
            };
        }
        if $page.descending {
            $query.order_by((column.desc(), id.desc()))
        } else {
            $query.order_by((column.asc(), id.asc()))
        }
    }};
    ($query:ident, $page:ident, $way:expr, $id:path, $anchor_id:expr, $column:path $(= $same:path)?, $value:expr) => {{
        let (column, id) = ($way.order($column), $way.order($id));
        if let Some(after) = &$page.after {
            // PostgreSQL may start the join there; SQLite would take it for a reason to read the other table first.
            $(
                if $way.is_free() {
                    $query = if $page.descending {
                        $query.filter($same.le($value(after)))
                    } else {
                        $query.filter($same.ge($value(after)))
                    };
                }
            )?
            $query = $query.filter($crate::db::page::Behind::new(
                column,
                id,
                $value(after),
                $anchor_id(after),
                $page.descending,
            ));
        }
        if $page.descending {
            $query.order_by((column.desc(), id.desc()))
        } else {
            $query.order_by((column.asc(), id.asc()))
        }
    }};
    ($query:ident, $page:ident, $way:expr, $id:path, $anchor_id:expr) => {{
        let id = $way.order($id);
        if let Some(after) = &$page.after {
            let anchor = $anchor_id(after);
            $query = if $page.descending {
                $query.filter(id.lt(anchor))
            } else {
                $query.filter(id.gt(anchor))
            };
        }
        if $page.descending {
            $query.order_by(id.desc())
        } else {
            $query.order_by(id.asc())
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

/// Hands every row of a query to `$each`, as the database delivers them. `$listing` builds the query for one back end,
/// `$way` which way the embedded one goes.
macro_rules! stream {
    ($conn:ident, $row:ty, $each:ident, $listing:ident, $filter:expr, $page:expr, |$sqlite:ident| $way:expr) => {
        match $conn {
            AnyConnection::Postgres(conn) => {
                let mut rows = $listing!(Pg, $filter, $page, &$crate::db::way::Way::FREE)
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
            AnyConnection::Sqlite($sqlite) => {
                let way = $way;
                let rows = $listing!(Sqlite, $filter, $page, &way)
                    .load_iter::<$row, diesel::connection::DefaultLoadingMode>($sqlite)?;
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
            AnyConnection::Postgres(conn) => $crate::db::page::Counted(
                $filtered!(Pg, $filter, $id, &$crate::db::way::Way::FREE).limit($bound),
            )
            .get_result(conn),
            AnyConnection::Sqlite(conn) => $crate::db::page::Counted(
                $filtered!(Sqlite, $filter, $id, &$crate::db::way::Way::FREE).limit($bound),
            )
            .get_result(conn),
        }
    };
}

pub(super) use {bounded, counted, ordered, stream};
