//! Keyset pagination: the order of a list, and the range that begins after a known row.

use diesel::QueryResult;
use diesel::expression::{AsExpression, Expression};
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::sql_types::{BigInt, SqlType};

use super::planner_hints::PlannerHints;
use super::predicate::Clause;
use super::{List, Page};
use crate::db::connection::MultiBackend;

/// Position and direction of a page.
pub struct Keyset<'p, L: List> {
    pub(super) page: &'p Page<L::Sort, L::Row>,
    pub(super) hints: &'p PlannerHints,
}

/// The order of a page, and the condition that its rows follow the known one.
pub struct Ordering<L> {
    pub(super) after: Option<Clause<'static, L>>,
    pub(super) order: Clause<'static, L>,
}

/// A part of a statement for either database.
pub trait Sql: QueryFragment<MultiBackend> + Copy + Send + 'static {}

impl<T: QueryFragment<MultiBackend> + Copy + Send + 'static> Sql for T {}

impl<L: List> Keyset<'_, L> {
    pub fn by_id(&self) -> Ordering<L> {
        self.ordered::<L::IdColumn, L::IdColumn, ()>(None, Form::Id, None)
    }

    /// Orders by a column of the list's own table.
    pub fn by<C, V>(&self, column: C, value: fn(&L::Row) -> V) -> Ordering<L>
    where
        C: Expression<SqlType: SqlType> + Sql,
        V: AsExpression<C::SqlType, Expression: QueryFragment<MultiBackend> + Send + 'static>,
    {
        self.ordered::<_, C, _>(Some(column), Form::Row(None), self.value::<C, V>(value))
    }

    /// Orders by a column that is the key of a joined table, `key` there.
    pub fn by_key<C, K, V>(&self, column: C, key: K, value: fn(&L::Row) -> V) -> Ordering<L>
    where
        C: Expression<SqlType: SqlType> + Sql,
        K: Sql,
        V: AsExpression<C::SqlType, Expression: QueryFragment<MultiBackend> + Send + 'static>,
    {
        let form = Form::Row(Some(key));
        self.ordered(Some(column), form, self.value::<C, V>(value))
    }

    /// Orders by a column of a joined table.
    pub fn by_joined<C, V>(&self, column: C, value: fn(&L::Row) -> V) -> Ordering<L>
    where
        C: Expression<SqlType: SqlType> + Sql,
        V: AsExpression<C::SqlType, Expression: QueryFragment<MultiBackend> + Send + 'static>,
    {
        self.ordered::<_, C, _>(Some(column), Form::Ties, self.value::<C, V>(value))
    }

    fn value<C, V>(&self, value: fn(&L::Row) -> V) -> Option<V::Expression>
    where
        C: Expression<SqlType: SqlType>,
        V: AsExpression<C::SqlType>,
    {
        let after = self.page.after.as_ref()?;
        Some(value(after).as_expression())
    }

    fn ordered<C, K, V>(&self, column: Option<C>, form: Form<K>, value: Option<V>) -> Ordering<L>
    where
        C: Sql,
        K: Sql,
        V: QueryFragment<MultiBackend> + Send + 'static,
    {
        let descending = self.page.descending;
        let column = column.map(|it| self.hints.order(it));
        let id = self.hints.order(L::ID);
        let after = self.page.after.as_ref().map(|row| {
            Clause::unchecked(After {
                column,
                id,
                value,
                anchor: AsExpression::<BigInt>::as_expression(L::id(row)),
                form,
                descending,
            })
        });
        let order = Clause::unchecked(Order {
            column,
            id,
            descending,
        });
        Ordering { after, order }
    }
}

/// `column, id`, each in one direction.
struct Order<C, I> {
    column: Option<C>,
    id: I,
    descending: bool,
}

impl<C, I> QueryFragment<MultiBackend> for Order<C, I>
where
    C: QueryFragment<MultiBackend>,
    I: QueryFragment<MultiBackend>,
{
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        let direction = if self.descending { " DESC" } else { " ASC" };
        if let Some(column) = &self.column {
            column.walk_ast(pass.reborrow())?;
            pass.push_sql(direction);
            pass.push_sql(", ");
        }
        self.id.walk_ast(pass.reborrow())?;
        pass.push_sql(direction);
        Ok(())
    }
}

/// Comparison by which rows follow a known one.
#[derive(Clone, Copy)]
enum Form<K> {
    Id,
    /// By the row value `(column, id) > (value, anchor)`. Both databases turn it into one range of an index on the two
    /// columns, and read none of the preceding rows of that value, which may be most of a table. PostgreSQL may start a
    /// join at the key of the joined table; SQLite would take that for a reason to read the other table first.
    Row(Option<K>),
    /// By a column of a joined table. No index holds it next to the id: the range of its own index begins with the ties,
    /// which are skipped.
    Ties,
}

/// Condition that a row comes after another in an order.
struct After<C, I, K, V, A> {
    column: Option<C>,
    id: I,
    value: Option<V>,
    anchor: A,
    form: Form<K>,
    descending: bool,
}

impl<C, I, K, V, A> QueryFragment<MultiBackend> for After<C, I, K, V, A>
where
    C: QueryFragment<MultiBackend>,
    I: QueryFragment<MultiBackend>,
    K: QueryFragment<MultiBackend>,
    V: QueryFragment<MultiBackend>,
    A: QueryFragment<MultiBackend>,
{
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        let postgres = matches!(pass.backend(), MultiBackend::Postgres(_));
        let (follows, reaches) = match self.descending {
            true => (" < ", " <= "),
            false => (" > ", " >= "),
        };
        match &self.form {
            Form::Id => {
                self.id.walk_ast(pass.reborrow())?;
                pass.push_sql(follows);
                self.anchor.walk_ast(pass.reborrow())?;
            }
            Form::Row(key) => {
                if let Some(key) = key
                    && postgres
                {
                    key.walk_ast(pass.reborrow())?;
                    pass.push_sql(reaches);
                    self.value.walk_ast(pass.reborrow())?;
                    pass.push_sql(" AND ");
                }
                // PostgreSQL's planner estimates how many rows follow by the first column alone: none, where most rows
                // have the least value, and it would read all of them. The result of a subquery it does not know.
                let [open, close] = if postgres {
                    ["(SELECT ", ")"]
                } else {
                    ["", ""]
                };
                pass.push_sql("(");
                self.column.walk_ast(pass.reborrow())?;
                pass.push_sql(", ");
                self.id.walk_ast(pass.reborrow())?;
                pass.push_sql(")");
                pass.push_sql(follows);
                pass.push_sql("(");
                pass.push_sql(open);
                self.value.walk_ast(pass.reborrow())?;
                pass.push_sql(close);
                pass.push_sql(", ");
                pass.push_sql(open);
                self.anchor.walk_ast(pass.reborrow())?;
                pass.push_sql(close);
                pass.push_sql(")");
            }
            Form::Ties => {
                self.column.walk_ast(pass.reborrow())?;
                pass.push_sql(reaches);
                self.value.walk_ast(pass.reborrow())?;
                pass.push_sql(" AND (");
                self.column.walk_ast(pass.reborrow())?;
                pass.push_sql(follows);
                self.value.walk_ast(pass.reborrow())?;
                pass.push_sql(" OR ");
                self.id.walk_ast(pass.reborrow())?;
                pass.push_sql(follows);
                self.anchor.walk_ast(pass.reborrow())?;
                pass.push_sql(")");
            }
        }
        Ok(())
    }
}
