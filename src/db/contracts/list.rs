//! The list of contracts: filters and sort columns.

use diesel::dsl::{
    Eq, InnerJoinQuerySource, IntoBoxed, LeftJoinQuerySource, Select, exists, not, sql,
};
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::ContractRow;
use crate::db::connection::{AnyConnection, MultiBackend};
use crate::db::list::pagination::own;
use crate::db::list::planner_hints::PlannerHints;
use crate::db::list::predicate::customer_holds;
use crate::db::list::{
    Access, ColumnsOf, Filter, Hinted, List, Predicate, Size, Sort, SortColumn, columns, counted,
    estimate,
};
use crate::db::schema::{collaborators, contracts, customers, events};
use crate::db::search::Search;
use crate::domain::{Cents, CollaboratorId, ContractStatus, CustomerId, Noun};

#[derive(Debug, Clone, Default)]
pub struct ContractFilter {
    /// Sales contact of the customer.
    pub sales_contact: Option<CollaboratorId>,
    /// Support contact of an event.
    pub support_contact: Option<CollaboratorId>,
    pub customer: Option<CustomerId>,
    /// Statuses; empty for all.
    pub status: Vec<ContractStatus>,
    /// Amount due above zero.
    pub unpaid: bool,
    pub no_event: bool,
    /// Least amount due.
    pub min_due: Option<Cents>,
    /// Search, by the ids of customers.
    pub search: Option<Search>,
}

impl ContractFilter {
    /// Tests that no signed contract passes.
    fn is_open(&self) -> bool {
        !self.status.is_empty() && !self.status.contains(&ContractStatus::Signed)
    }
}

/// Sort columns of contracts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ContractSort {
    #[default]
    Id,
    Customer,
    Company,
    Total,
    Due,
    Status,
    CreatedAt,
    UpdatedAt,
}

impl Sort for ContractSort {
    type List = ContractFilter;
    const COLUMNS: &'static [SortColumn<Self>] = &[
        SortColumn::own("id", Self::Id, |by| by.by_id()),
        SortColumn::own("customer.id", Self::Customer, |by| {
            by.by_key(contracts::customer_id, customers::id, |row| {
                row.contract.customer_id
            })
        }),
        SortColumn::joined("customer.company", Self::Company, |by| {
            by.by_joined(customers::company, |row| row.customer.company.clone())
        }),
        own!("total", Total, contracts::total_cents, contract),
        own!("due", Due, contracts::due_cents, contract),
        own!("status", Status, contracts::status, contract),
        own!("created_at", CreatedAt, contracts::created_at, contract),
        own!("updated_at", UpdatedAt, contracts::updated_at, contract),
    ];
}

/// Contracts with what their records show. In the order of customers these are read first, and contracts looked up by them.
#[diesel::dsl::auto_type]
fn joined(hints: &PlannerHints) -> _ {
    let customer: Hinted<customers::id> = hints.joined(customers::id);
    contracts::table.inner_join(
        customers::table
            .left_join(collaborators::table)
            .on(contracts::customer_id.eq(customer)),
    )
}

type Columns = ColumnsOf<ContractRow>;

impl List for ContractFilter {
    type Row = ContractRow;
    type Sort = ContractSort;
    type Table = contracts::table;
    type Join = InnerJoinQuerySource<
        contracts::table,
        LeftJoinQuerySource<customers::table, collaborators::table>,
        Eq<contracts::customer_id, customers::id>,
    >;
    type IdColumn = contracts::id;
    type Filter<'a> = ContractCondition<'a>;
    type Rows<'a> = IntoBoxed<'a, Select<joined, Columns>, MultiBackend>;
    type Find = diesel::dsl::Filter<Select<joined, Columns>, Eq<contracts::id, i64>>;
    type Ids<'a> = IntoBoxed<'a, Select<contracts::table, contracts::id>, MultiBackend>;

    const ID: contracts::id = contracts::id;

    fn id(row: &ContractRow) -> i64 {
        row.contract.id.0
    }

    fn rows<'a>(hints: &PlannerHints) -> Self::Rows<'a> {
        joined(hints).select(columns::<ContractRow>()).into_boxed()
    }

    fn find(id: i64) -> Self::Find {
        let rows = joined(&PlannerHints::NONE).select(columns::<ContractRow>());
        rows.filter(contracts::id.eq(id))
    }

    fn ids<'a>() -> Self::Ids<'a> {
        contracts::table.select(contracts::id).into_boxed()
    }

    fn filters(&self) -> Vec<ContractCondition<'_>> {
        use ContractCondition as By;

        let filters = [
            self.search.as_ref().map(By::Search),
            self.sales_contact.map(By::SalesContact),
            self.support_contact.map(By::SupportContact),
            self.customer.map(By::Customer),
            (!self.status.is_empty()).then_some(By::Status(self)),
            self.unpaid.then_some(By::Unpaid),
            self.min_due.map(By::MinDue),
            self.no_event.then_some(By::NoEvent),
        ];
        filters.into_iter().flatten().collect()
    }

    fn implied(&self, sort: ContractSort) -> Vec<Predicate<'_, Self>> {
        use ContractSort::{CreatedAt, Due, Total, UpdatedAt};

        match (sort, self.min_due) {
            (Due | CreatedAt | UpdatedAt, _) if self.is_open() => {
                vec![Predicate::own(literally("contracts.status <> 'signed'"))]
            }
            (CreatedAt | UpdatedAt, Some(due)) if due > Cents::ZERO => vec![unpaid()],
            (Total, Some(due)) => vec![Predicate::own(contracts::total_cents.ge(due))],
            _ => Vec::new(),
        }
    }
}

/// A condition without binds: only so does a planner see that a partial index serves.
fn literally(condition: &str) -> SqlLiteral<Bool> {
    sql(condition)
}

fn unpaid<'a>() -> Predicate<'a, ContractFilter> {
    Predicate::own(literally("contracts.due_cents > 0"))
}

/// A given filter of contracts.
#[derive(Debug, Clone, Copy)]
pub enum ContractCondition<'a> {
    Search(&'a Search),
    SalesContact(CollaboratorId),
    SupportContact(CollaboratorId),
    Customer(CustomerId),
    Status(&'a ContractFilter),
    Unpaid,
    NoEvent,
    MinDue(Cents),
}

impl<'a> Filter<'a, ContractFilter> for ContractCondition<'a> {
    fn predicate(&self, access: Access) -> Option<Predicate<'a, ContractFilter>> {
        let run = events::table.select(events::contract_id);
        Some(match *self {
            Self::Search(search) => {
                let holds =
                    |needle| customer_holds(customers::search_text, "contracts.id", needle).into();
                let noun = Noun::Contract;
                return match access {
                    // In the order of customers, before contracts are looked up.
                    Access::Set { .. } => {
                        Predicate::search(noun, search, customers::id, access, holds)
                    }
                    _ => Predicate::search(noun, search, contracts::customer_id, access, holds),
                };
            }
            Self::SalesContact(id) => {
                Predicate::joined(Hinted::new(customers::sales_contact_id, access).eq(id))
            }
            Self::SupportContact(id) if access != Access::Test => {
                Predicate::own(contracts::id.eq_any(run.filter(events::support_contact_id.eq(id))))
            }
            Self::SupportContact(id) => Predicate::own(exists(
                run.filter(events::contract_id.eq(contracts::id))
                    .filter(Hinted::new(events::support_contact_id, access).eq(id)),
            )),
            Self::Customer(id) => {
                Predicate::own(Hinted::new(contracts::customer_id, access).eq(id))
            }
            Self::Status(filter) => {
                Predicate::own(Hinted::new(contracts::status, access).eq_any(&filter.status))
            }
            Self::Unpaid => unpaid(),
            Self::NoEvent => Predicate::own(not(exists(
                events::table.filter(events::contract_id.eq(contracts::id)),
            ))),
            Self::MinDue(due) => Predicate::own(Hinted::new(contracts::due_cents, access).ge(due)),
        })
    }

    fn size(&self, sort: ContractSort) -> Size {
        use ContractSort::{CreatedAt, Due, UpdatedAt};

        match self {
            // Those of the customers that it finds.
            Self::Search(search) if search.matches.ids().is_some() => Size::Counted,
            Self::Search(search) => Size::of(search),
            // Open contracts have indexes of their own in these orders.
            Self::Status(filter)
                if filter.is_open() && matches!(sort, Due | CreatedAt | UpdatedAt) =>
            {
                Size::Common
            }
            Self::Unpaid | Self::NoEvent => Size::Unhinted,
            _ => Size::Counted,
        }
    }

    fn estimate(&self, conn: &mut AnyConnection, bound: i64) -> QueryResult<i64> {
        match *self {
            // Of the events alone, whose index tells.
            Self::SupportContact(id) => {
                let run = events::table.filter(events::support_contact_id.eq(id));
                counted(conn, run.select(events::id).limit(bound))
            }
            _ => estimate(conn, self, bound),
        }
    }

    fn is_ordered_by(&self, sort: ContractSort) -> bool {
        match self {
            Self::Customer(_) => matches!(sort, ContractSort::Id | ContractSort::Customer),
            Self::Status(filter) => match sort {
                ContractSort::Status => true,
                ContractSort::Id => filter.status.len() == 1,
                _ => false,
            },
            Self::MinDue(_) => sort == ContractSort::Due,
            _ => false,
        }
    }

    fn is_late_in(&self, sort: ContractSort, _: bool) -> bool {
        matches!(self, Self::Search(search) if search.is_late_in(sort.column().name))
    }
}
