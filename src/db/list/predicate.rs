//! Conditions of a list, of one type whatever they compare, and the conditions on searched text.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::expression::{AppearsOnTable, Expression, ValidGrouping, is_aggregate};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::sql_types::{BigInt, Bool, Nullable, Text};
use diesel::sqlite::Sqlite;

use super::{Access, Hinted, List, ids_of};
use crate::db::connection::MultiBackend;
use crate::db::search::{Holding, Search, like};
use crate::domain::Noun;

/// A part of the query of a list.
pub struct Clause<'a, L> {
    sql: Box<dyn QueryFragment<MultiBackend> + Send + 'a>,
    list: PhantomData<fn() -> L>,
}

impl<'a, L> Clause<'a, L> {
    /// Takes a part that no type says where it belongs to.
    pub(super) fn unchecked(sql: impl QueryFragment<MultiBackend> + Send + 'a) -> Self {
        Self {
            sql: Box::new(sql),
            list: PhantomData,
        }
    }
}

impl<L> Expression for Clause<'_, L> {
    type SqlType = Bool;
}

// The constructors of a predicate have checked it.
impl<L, QS> AppearsOnTable<QS> for Clause<'_, L> {}

impl<L, G> ValidGrouping<G> for Clause<'_, L> {
    type IsAggregate = is_aggregate::No;
}

impl<L> QueryFragment<MultiBackend> for Clause<'_, L> {
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        self.sql.walk_ast(pass)
    }
}

/// SQL types of conditions.
pub trait Truth {}

impl Truth for Bool {}
impl Truth for Nullable<Bool> {}

pub enum Predicate<'a, L> {
    /// On the list's own table.
    Own(Clause<'a, L>),
    /// On the joined tables too.
    Joined(Clause<'a, L>),
    /// On a set of ids.
    Set(Clause<'a, L>),
}

impl<'a, L: List> Predicate<'a, L> {
    /// A condition on the list's own table.
    pub fn own<E>(condition: E) -> Self
    where
        E: Expression<SqlType: Truth> + AppearsOnTable<L::Table>,
        E: QueryFragment<MultiBackend> + Send + 'a,
    {
        Self::Own(Clause::unchecked(condition))
    }

    /// A condition on the joined tables.
    pub fn joined<E>(condition: E) -> Self
    where
        E: Expression<SqlType: Truth> + AppearsOnTable<L::Join>,
        E: QueryFragment<MultiBackend> + Send + 'a,
    {
        Self::Joined(Clause::unchecked(condition))
    }

    /// The rows that a search lets through, the one whose id was typed among them: `ids` is the column of the ids that an
    /// index finds, `holds` the condition that a row holds a needle.
    pub fn search<I>(
        noun: Noun,
        search: &'a Search,
        ids: I,
        access: Access,
        holds: fn(&'a str) -> Clause<'a, L>,
    ) -> Option<Self>
    where
        I: Expression<SqlType = BigInt> + AppearsOnTable<L::Join>,
        I: QueryFragment<Pg> + QueryFragment<Sqlite> + QueryFragment<MultiBackend>,
        I: Send + Copy + 'a,
    {
        // `false OR id = …` would be tested for every row.
        if let (Some(id), Some([])) = (search.typed, search.matches.ids()) {
            return Some(Self::Joined(Clause::unchecked(L::ID.eq(id))));
        }
        let ids = Hinted::new(ids, access);
        let listed = search.matches.ids();
        let by_index = listed.is_none() && access != Access::Test;
        let listed = listed.map(|listed| Clause::unchecked(ids.eq_any(listed)));
        let held = search.matches.needles().iter().map(|needle| {
            let row = holds(needle);
            match Holding::new(noun, needle) {
                Some(set) if by_index => {
                    let found = Within { ids, set };
                    Clause::unchecked(Indexed { found, row })
                }
                _ => row,
            }
        });
        let all = listed.into_iter().chain(held);
        let all = all.reduce(|all, it| Clause::unchecked(all.and(it)))?;
        let passes = match search.typed {
            Some(id) => Clause::unchecked(all.or(Clause::<L>::unchecked(L::ID.eq(id)))),
            None => all,
        };
        Some(match access {
            Access::Set { .. } => Self::Set(passes),
            _ => Self::Joined(passes),
        })
    }

    /// The condition that an id is in the set that a query finds.
    pub(super) fn among(set: impl QueryFragment<MultiBackend> + Send + 'a) -> Self {
        let ids = Hinted::new(L::ID, Access::Lookup);
        Self::Set(Clause::unchecked(Within { ids, set }))
    }

    /// Turns the condition into one on the set of ids that pass, if this is the access.
    pub(super) fn within(self, access: Access) -> Self {
        if !matches!(access, Access::Set { .. }) || matches!(self, Self::Set(_)) {
            return self;
        }
        let (ids, set) = (Hinted::new(L::ID, access), ids_of(vec![self], None));
        Self::Set(Clause::unchecked(Within { ids, set }))
    }
}

/// Condition that an id is in the set that a query finds.
struct Within<I, Q> {
    ids: Hinted<I>,
    set: Q,
}

impl<I, Q> QueryFragment<MultiBackend> for Within<I, Q>
where
    I: QueryFragment<MultiBackend>,
    Q: QueryFragment<MultiBackend>,
{
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        self.ids.walk_ast(pass.reborrow())?;
        pass.push_sql(" IN (");
        self.set.walk_ast(pass.reborrow())?;
        pass.push_sql(")");
        Ok(())
    }
}

/// Condition that a row holds a needle, which SQLite's index of texts finds.
struct Indexed<'a, I, L> {
    found: Within<I, Holding>,
    row: Clause<'a, L>,
}

impl<I: QueryFragment<MultiBackend>, L> QueryFragment<MultiBackend> for Indexed<'_, I, L> {
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        match pass.backend() {
            MultiBackend::Postgres(_) => self.row.walk_ast(pass),
            MultiBackend::Sqlite(_) => self.found.walk_ast(pass),
        }
    }
}

impl<'a, L> Predicate<'a, L> {
    pub(super) const fn is_own(&self) -> bool {
        matches!(self, Self::Own(_))
    }

    pub fn into_clause(self) -> Clause<'a, L> {
        match self {
            Self::Own(clause) | Self::Joined(clause) | Self::Set(clause) => clause,
        }
    }
}

/// Condition that a column holds a text. It is tested for each row, in the order of the list: under a policy, PostgreSQL's
/// planner may not look into a text, takes few rows to pass, and would rather find and sort all of them.
#[derive(Debug, Clone)]
pub struct Holds<'a, C> {
    column: C,
    needle: &'a str,
    pattern: String,
    /// In PostgreSQL: the contract whose customer the text is looked up of, so that the planner does not join them all.
    contract: Option<&'static str>,
}

pub fn holds<C>(column: C, needle: &str) -> Holds<'_, C> {
    Holds {
        column,
        needle,
        pattern: like(needle),
        contract: None,
    }
}

/// Tests whether the text of the customer of a contract, `contract` its id, holds a text.
pub fn customer_holds<'a, C>(column: C, contract: &'static str, needle: &'a str) -> Holds<'a, C> {
    Holds {
        contract: Some(contract),
        ..holds(column, needle)
    }
}

impl<'a, L, C> From<Holds<'a, C>> for Clause<'a, L>
where
    L: List,
    C: AppearsOnTable<L::Join> + QueryFragment<MultiBackend> + Send + 'a,
{
    fn from(holds: Holds<'a, C>) -> Self {
        Self::unchecked(holds)
    }
}

impl<C> Expression for Holds<'_, C> {
    type SqlType = Bool;
}

impl<C: AppearsOnTable<QS>, QS> AppearsOnTable<QS> for Holds<'_, C> {}

impl<C, G> ValidGrouping<G> for Holds<'_, C> {
    type IsAggregate = is_aggregate::No;
}

impl<C: QueryFragment<MultiBackend>> QueryFragment<MultiBackend> for Holds<'_, C> {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        match pass.backend() {
            MultiBackend::Postgres(_) => {
                pass.push_sql("(SELECT ");
                match self.contract {
                    Some(_) => pass.push_sql("c.search_text"),
                    None => self.column.walk_ast(pass.reborrow())?,
                }
                pass.push_sql(" LIKE ");
                pass.push_bind_param::<Text, _>(&self.pattern)?;
                if let Some(contract) = self.contract {
                    pass.push_sql(
                        " FROM contracts k JOIN customers c ON c.id = k.customer_id WHERE k.id = ",
                    );
                    pass.push_sql(contract);
                }
                pass.push_sql(")");
            }
            MultiBackend::Sqlite(_) => {
                pass.push_sql("instr(");
                self.column.walk_ast(pass.reborrow())?;
                pass.push_sql(", ");
                pass.push_bind_param::<Text, _>(self.needle)?;
                pass.push_sql(") > 0");
            }
        }
        Ok(())
    }
}
