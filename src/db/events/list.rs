//! The list of events: filters and sort columns.

use diesel::dsl::{Eq, InnerJoinQuerySource, IntoBoxed, LeftJoinQuerySource, Nullable, Select};
use diesel::expression::AppearsOnTable;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::sql_types::Bool;

use super::EventRow;
use crate::db::connection::MultiBackend;
use crate::db::list::pagination::own;
use crate::db::list::planner_hints::PlannerHints;
use crate::db::list::predicate::{customer_holds, holds};
use crate::db::list::{
    Access, ColumnsOf, Filter, Hinted, List, Predicate, Size, Sort, SortColumn, columns,
};
use crate::db::schema::{collaborators, contracts, customers, events};
use crate::db::search::Search;
use crate::db::types::UtcInstant;
use crate::domain::{CollaboratorId, ContractId, CustomerId, Instant, Noun};

#[derive(Debug, Clone, Default)]
pub struct EventFilter {
    /// Sales contact of the customer.
    pub sales_contact: Option<CollaboratorId>,
    pub support_contact: Option<CollaboratorId>,
    /// Without a support contact.
    pub unassigned: bool,
    pub contract: Option<ContractId>,
    pub customer: Option<CustomerId>,
    /// Earliest start, inclusive.
    pub from: Option<Instant>,
    /// Latest start, exclusive.
    pub before: Option<Instant>,
    pub search: Option<Search>,
}

/// Sort columns of events.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum EventSort {
    #[default]
    Id,
    Contract,
    Company,
    Title,
    StartAt,
    EndAt,
    Location,
    Attendees,
    CreatedAt,
    UpdatedAt,
}

impl Sort for EventSort {
    type List = EventFilter;
    const COLUMNS: &'static [SortColumn<Self>] = &[
        SortColumn::own("id", Self::Id, |by| by.by_id()),
        SortColumn::own("contract.id", Self::Contract, |by| {
            by.by_key(events::contract_id, contracts::id, |row| {
                row.event.contract_id
            })
        }),
        SortColumn::joined("customer.company", Self::Company, |by| {
            by.by_joined(customers::company, |row| row.customer.company.clone())
        }),
        own!("title", Title, events::title, event),
        own!("start_at", StartAt, events::start_at, event),
        own!("end_at", EndAt, events::end_at, event),
        own!("location", Location, events::location, event),
        own!("attendees", Attendees, events::attendees, event),
        own!("created_at", CreatedAt, events::created_at, event),
        own!("updated_at", UpdatedAt, events::updated_at, event),
    ];
}

/// Events with what their records show. In the order of customers these are read first, and events looked up by contracts
/// by them.
#[diesel::dsl::auto_type]
pub(super) fn joined(hints: &PlannerHints) -> _ {
    let contract: Hinted<contracts::id> = hints.joined(contracts::id);
    let customer: Hinted<customers::id> = hints.joined(customers::id);
    events::table
        .inner_join(
            contracts::table
                .inner_join(customers::table.on(contracts::customer_id.eq(customer)))
                .on(events::contract_id.eq(contract)),
        )
        .left_join(
            collaborators::table.on(events::support_contact_id.eq(collaborators::id.nullable())),
        )
}

type Columns = ColumnsOf<EventRow>;

impl List for EventFilter {
    type Row = EventRow;
    type Sort = EventSort;
    type Table = events::table;
    type Join = LeftJoinQuerySource<
        InnerJoinQuerySource<
            events::table,
            InnerJoinQuerySource<contracts::table, customers::table>,
            Eq<events::contract_id, contracts::id>,
        >,
        collaborators::table,
        Eq<events::support_contact_id, Nullable<collaborators::id>>,
    >;
    type IdColumn = events::id;
    type Filter<'a> = EventCondition<'a>;
    type Rows<'a> = IntoBoxed<'a, Select<joined, Columns>, MultiBackend>;
    type Find = diesel::dsl::Filter<Select<joined, Columns>, Eq<events::id, i64>>;
    type Ids<'a> = IntoBoxed<'a, Select<events::table, events::id>, MultiBackend>;

    const ID: events::id = events::id;

    fn id(row: &EventRow) -> i64 {
        row.event.id.0
    }

    fn rows<'a>(hints: &PlannerHints) -> Self::Rows<'a> {
        joined(hints).select(columns::<EventRow>()).into_boxed()
    }

    fn find(id: i64) -> Self::Find {
        let rows = joined(&PlannerHints::NONE).select(columns::<EventRow>());
        rows.filter(events::id.eq(id))
    }

    fn ids<'a>() -> Self::Ids<'a> {
        events::table.select(events::id).into_boxed()
    }

    fn filters(&self) -> Vec<EventCondition<'_>> {
        use EventCondition as By;

        let filters = [
            self.search.as_ref().map(By::Search),
            self.sales_contact.map(By::SalesContact),
            self.customer.map(By::Customer),
            self.contract.map(By::Contract),
            self.support_contact.map(|id| By::SupportContact(Some(id))),
            self.unassigned.then_some(By::SupportContact(None)),
            (self.from.is_some() || self.before.is_some())
                .then_some(By::Days(self.from, self.before)),
        ];
        filters.into_iter().flatten().collect()
    }

    fn implied(&self, sort: EventSort) -> Vec<Predicate<'_, Self>> {
        if sort != EventSort::EndAt {
            return Vec::new();
        }
        // No event ends before it starts, nor lasts longer than the longest: the list begins there.
        let after = self
            .from
            .map(|from| Predicate::own(events::end_at.gt(from)));
        let before = self
            .before
            .map(|before| Predicate::own(EndsInTime { before }));
        after.into_iter().chain(before).collect()
    }
}

/// Condition that an event ends as soon after an instant as the longest event takes; on PostgreSQL, whose planner estimates
/// how many events start before, none.
struct EndsInTime {
    before: Instant,
}

impl Expression for EndsInTime {
    type SqlType = Bool;
}

impl AppearsOnTable<events::table> for EndsInTime {}

impl QueryFragment<MultiBackend> for EndsInTime {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        match pass.backend() {
            MultiBackend::Postgres(_) => pass.push_sql("TRUE"),
            MultiBackend::Sqlite(_) => {
                pass.push_sql("events.end_at <= strftime('%Y-%m-%dT%H:%M:%SZ', ");
                pass.push_bind_param::<UtcInstant, _>(&self.before)?;
                pass.push_sql(
                    ", (SELECT max(strftime('%s', e.end_at) - strftime('%s', e.start_at)) FROM events e) || ' seconds')",
                );
            }
        }
        Ok(())
    }
}

/// A given filter of events.
#[derive(Debug, Clone, Copy)]
pub enum EventCondition<'a> {
    Search(&'a Search),
    SalesContact(CollaboratorId),
    Customer(CustomerId),
    Contract(ContractId),
    /// `None` for events without one.
    SupportContact(Option<CollaboratorId>),
    /// Start at the first instant or later, before the second.
    Days(Option<Instant>, Option<Instant>),
}

impl<'a> Filter<'a, EventFilter> for EventCondition<'a> {
    fn predicate(&self, access: Access) -> Option<Predicate<'a, EventFilter>> {
        Some(match *self {
            Self::Search(search) => {
                return Predicate::search(Noun::Event, search, events::id, access, |needle| {
                    let customer =
                        customer_holds(customers::search_text, "events.contract_id", needle);
                    Predicate::joined(holds(events::search_text, needle).or(customer)).into_clause()
                });
            }
            // Its indexes hold all that a set needs.
            Self::SalesContact(id) if matches!(access, Access::Set { .. }) => {
                let theirs = contracts::table.inner_join(customers::table);
                let theirs = theirs.filter(customers::sales_contact_id.eq(id));
                Predicate::own(events::contract_id.eq_any(theirs.select(contracts::id)))
            }
            Self::SalesContact(id) => {
                Predicate::joined(Hinted::new(customers::sales_contact_id, access).eq(id))
            }
            Self::Customer(id) => {
                Predicate::joined(Hinted::new(contracts::customer_id, access).eq(id))
            }
            Self::Contract(id) => Predicate::own(Hinted::new(events::contract_id, access).eq(id)),
            Self::SupportContact(id) => {
                let contact = Hinted::new(events::support_contact_id, access);
                match id {
                    Some(id) => Predicate::own(contact.eq(id)),
                    None => Predicate::own(contact.is_null()),
                }
            }
            Self::Days(from, before) => {
                let start = Hinted::new(events::start_at, access);
                match (from, before) {
                    (Some(from), Some(before)) => {
                        Predicate::own(start.ge(from).and(start.lt(before)))
                    }
                    (Some(from), None) => Predicate::own(start.ge(from)),
                    (None, before) => Predicate::own(start.lt(before?)),
                }
            }
        })
    }

    fn size(&self, _: EventSort) -> Size {
        match self {
            Self::Search(search) => Size::of(search),
            // A contract has few.
            Self::Contract(_) => Size::Unhinted,
            _ => Size::Counted,
        }
    }

    fn is_ordered_by(&self, sort: EventSort) -> bool {
        match self {
            Self::SupportContact(_) => matches!(sort, EventSort::Id | EventSort::StartAt),
            Self::Days(..) => sort == EventSort::StartAt,
            _ => false,
        }
    }

    fn is_late_in(&self, sort: EventSort, descending: bool) -> bool {
        match *self {
            Self::Search(search) => search.is_late_in(sort.column().name),
            // Events are created and changed in about the order of their starts.
            Self::Days(from, before) => {
                let bound = if descending { before } else { from };
                bound.is_some() && matches!(sort, EventSort::CreatedAt | EventSort::UpdatedAt)
            }
            _ => false,
        }
    }
}
