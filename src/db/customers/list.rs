//! The list of customers: filters and sort columns.

use diesel::dsl::{Eq, IntoBoxed, LeftJoin, LeftJoinQuerySource, Select, exists};
use diesel::prelude::*;

use super::CustomerRow;
use crate::db::connection::{AnyConnection, MultiBackend};
use crate::db::list::pagination::own;
use crate::db::list::planner_hints::PlannerHints;
use crate::db::list::predicate::holds;
use crate::db::list::{
    Access, ColumnsOf, Filter, Hinted, List, Predicate, Size, Sort, SortColumn, columns, counted,
    estimate,
};
use crate::db::schema::{collaborators, contracts, customers, events};
use crate::db::search::Search;
use crate::domain::{CollaboratorId, Noun};

#[derive(Debug, Clone, Default)]
pub struct CustomerFilter {
    pub sales_contact: Option<CollaboratorId>,
    /// Support contact of an event.
    pub support_contact: Option<CollaboratorId>,
    /// Part of the company's name, folded.
    pub company: Option<String>,
    /// Superset of the customers with that company; `None` if the index covers no part of the name.
    pub of_company: Option<Vec<i64>>,
    pub search: Option<Search>,
}

/// Sort columns of customers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CustomerSort {
    #[default]
    Id,
    FirstName,
    LastName,
    Email,
    Company,
    CreatedAt,
    UpdatedAt,
}

impl Sort for CustomerSort {
    type List = CustomerFilter;
    const COLUMNS: &'static [SortColumn<Self>] = &[
        SortColumn::own("id", Self::Id, |by| by.by_id()),
        own!("first_name", FirstName, customers::first_name, customer),
        own!("last_name", LastName, customers::last_name, customer),
        own!("email", Email, customers::email, customer),
        own!("company", Company, customers::company, customer),
        own!("created_at", CreatedAt, customers::created_at, customer),
        own!("updated_at", UpdatedAt, customers::updated_at, customer),
    ];
}

type Columns = ColumnsOf<CustomerRow>;
type Joined = Select<LeftJoin<customers::table, collaborators::table>, Columns>;

fn joined() -> Joined {
    let rows = customers::table.left_join(collaborators::table);
    rows.select(columns::<CustomerRow>())
}

impl List for CustomerFilter {
    type Row = CustomerRow;
    type Sort = CustomerSort;
    type Table = customers::table;
    type Join = LeftJoinQuerySource<customers::table, collaborators::table>;
    type IdColumn = customers::id;
    type Filter<'a> = CustomerCondition<'a>;
    type Rows<'a> = IntoBoxed<'a, Joined, MultiBackend>;
    type Find = diesel::dsl::Filter<Joined, Eq<customers::id, i64>>;
    type Ids<'a> = IntoBoxed<'a, Select<customers::table, customers::id>, MultiBackend>;

    const ID: customers::id = customers::id;

    fn id(row: &CustomerRow) -> i64 {
        row.customer.id.0
    }

    fn rows<'a>(_: &PlannerHints) -> Self::Rows<'a> {
        joined().into_boxed()
    }

    fn find(id: i64) -> Self::Find {
        joined().filter(customers::id.eq(id))
    }

    fn ids<'a>() -> Self::Ids<'a> {
        customers::table.select(customers::id).into_boxed()
    }

    fn filters(&self) -> Vec<CustomerCondition<'_>> {
        use CustomerCondition as By;

        let filters = [
            self.search.as_ref().map(By::Search),
            self.of_company.as_deref().map(By::Ids),
            self.sales_contact.map(By::SalesContact),
            self.support_contact.map(By::SupportContact),
            self.company.as_deref().map(By::Company),
        ];
        filters.into_iter().flatten().collect()
    }
}

/// A given filter of customers.
#[derive(Debug, Clone, Copy)]
pub enum CustomerCondition<'a> {
    Search(&'a Search),
    Ids(&'a [i64]),
    SalesContact(CollaboratorId),
    SupportContact(CollaboratorId),
    Company(&'a str),
}

impl<'a> Filter<'a, CustomerFilter> for CustomerCondition<'a> {
    fn predicate(&self, access: Access) -> Option<Predicate<'a, CustomerFilter>> {
        let run = contracts::table
            .inner_join(events::table)
            .select(contracts::customer_id);
        Some(match *self {
            Self::Search(search) => {
                let holds = |needle| holds(customers::search_text, needle).into();
                return Predicate::search(Noun::Customer, search, customers::id, access, holds);
            }
            Self::Ids(ids) => Predicate::own(Hinted::new(customers::id, access).eq_any(ids)),
            Self::SalesContact(id) => {
                Predicate::own(Hinted::new(customers::sales_contact_id, access).eq(id))
            }
            Self::SupportContact(id) if access != Access::Test => {
                Predicate::own(customers::id.eq_any(run.filter(events::support_contact_id.eq(id))))
            }
            Self::SupportContact(id) => Predicate::own(exists(
                run.filter(contracts::customer_id.eq(customers::id))
                    .filter(Hinted::new(events::support_contact_id, access).eq(id)),
            )),
            Self::Company(company) => Predicate::own(holds(customers::company_folded, company)),
        })
    }

    fn size(&self, _: CustomerSort) -> Size {
        match self {
            Self::Search(search) => Size::of(search),
            Self::Ids(ids) => Size::Known(ids.len()),
            Self::Company(_) => Size::Unhinted,
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

    fn is_ordered_by(&self, sort: CustomerSort) -> bool {
        matches!(self, Self::SalesContact(_)) && sort == CustomerSort::Id
    }

    fn is_late_in(&self, sort: CustomerSort, _: bool) -> bool {
        matches!(self, Self::Search(search) if search.is_late_in(sort.column().name))
    }
}
