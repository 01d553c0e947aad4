//! Rows of events and their single-row queries.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};
use serde::Serialize;

use super::EventFilter;
use super::list::joined;
use crate::db::collaborators::CollaboratorName;
use crate::db::connection::AnyConnection;
use crate::db::customers::Customer;
use crate::db::list::planner_hints::PlannerHints;
use crate::db::list::{Find as _, List as _};
use crate::db::reassign::in_parts;
use crate::db::schema::{contracts, customers, events};
use crate::domain::{CollaboratorId, ContractId, ContractStatus, CustomerId, EventId, Instant};

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable, Serialize)]
#[diesel(table_name = events)]
pub struct Event {
    pub id: EventId,
    pub contract_id: ContractId,
    pub title: String,
    pub start_at: Instant,
    pub end_at: Instant,
    pub location: String,
    pub attendees: i32,
    pub notes: String,
    pub support_contact_id: Option<CollaboratorId>,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub version: i64,
}

/// Columns that an event shows of its contract.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = contracts)]
pub struct EventContract {
    pub id: ContractId,
    pub status: ContractStatus,
}

/// Columns that an event shows of its customer.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Serialize)]
#[diesel(table_name = customers)]
pub struct EventCustomer {
    pub id: CustomerId,
    pub first_name: String,
    pub last_name: String,
    pub company: String,
    pub email: String,
    pub phone: String,
}

impl From<Customer> for EventCustomer {
    fn from(customer: Customer) -> Self {
        Self {
            id: customer.id,
            first_name: customer.first_name,
            last_name: customer.last_name,
            company: customer.company,
            email: customer.email,
            phone: customer.phone,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = events)]
pub struct EventRow {
    #[diesel(embed)]
    pub event: Event,
    #[diesel(embed)]
    pub contract: EventContract,
    #[diesel(embed)]
    pub customer: EventCustomer,
    #[diesel(embed)]
    pub support_contact: Option<CollaboratorName>,
}

pub fn find(conn: &mut AnyConnection, id: EventId) -> QueryResult<Option<EventRow>> {
    EventFilter::find(id.0).row(conn)
}

/// Finds events in any order.
pub fn find_all(conn: &mut AnyConnection, ids: &[EventId]) -> QueryResult<Vec<EventRow>> {
    in_parts(ids, |ids| {
        joined(&PlannerHints::NONE)
            .filter(events::id.eq_any(ids))
            .select(EventRow::as_select())
            .load(conn)
    })
}

/// Finds events, each with the first by id of those that the collaborator already runs at the same time.
pub fn find_all_with_overlaps(
    conn: &mut AnyConnection,
    ids: &[EventId],
    support_contact: CollaboratorId,
) -> QueryResult<Vec<(EventRow, Option<EventId>)>> {
    in_parts(ids, |ids| {
        // No index has the order of the ids: `+ 0` keeps the planner from scanning the primary key.
        let overlap = sql::<Nullable<BigInt>>(
            "(SELECT min(other.id + 0) FROM events other WHERE other.support_contact_id = ",
        )
        .bind::<BigInt, _>(support_contact)
        .sql(
            " AND other.id <> events.id AND other.start_at < events.end_at AND other.end_at > events.start_at)",
        );
        joined(&PlannerHints::NONE)
            .filter(events::id.eq_any(ids))
            .select((EventRow::as_select(), overlap))
            .load(conn)
    })
}
