//! Rows of customers, and queries of single ones.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::CustomerFilter;
use crate::db::collaborators::{Collaborator, CollaboratorName};
use crate::db::connection::AnyConnection;
use crate::db::contracts::{Contract, ContractRow};
use crate::db::events::{Event, EventContract, EventRow};
use crate::db::list::{Find as _, List as _, columns};
use crate::db::reassign::in_parts;
use crate::db::schema::{collaborators, contracts, customers, events};
use crate::domain::{CollaboratorId, CustomerId, Instant};

/// A row of `customers`.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = customers)]
#[expect(missing_docs, reason = "each field is named for its column")]
pub struct Customer {
    pub id: CustomerId,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub phone: String,
    pub company: String,
    pub sales_contact_id: Option<CollaboratorId>,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub version: i64,
}

/// A customer with the sales contact.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = customers)]
#[expect(missing_docs, reason = "each field is named for what it holds")]
pub struct CustomerRow {
    #[diesel(embed)]
    pub customer: Customer,
    #[diesel(embed)]
    pub sales_contact: Option<CollaboratorName>,
}

diesel::alias! {
    const SUPPORTERS: Alias<Supporters> = collaborators as supporters;
    const HEIRS: Alias<Heirs> = collaborators as heirs;
}

/// The customer of an id.
pub fn find(conn: &mut AnyConnection, id: CustomerId) -> QueryResult<Option<CustomerRow>> {
    CustomerFilter::find(id.0).row(conn)
}

/// The customers of some ids, those that there are, in any order, each with a collaborator whom they may be given to.
pub fn find_all_with_heir(
    conn: &mut AnyConnection,
    ids: &[CustomerId],
    heir: CollaboratorId,
) -> QueryResult<Vec<(CustomerRow, Option<Collaborator>)>> {
    in_parts(ids, |ids| {
        customers::table
            .left_join(collaborators::table)
            .left_join(HEIRS.on(HEIRS.field(collaborators::id).eq(heir)))
            .filter(customers::id.eq_any(ids))
            .select((
                CustomerRow::as_select(),
                HEIRS.fields(columns::<Collaborator>()).nullable(),
            ))
            .load(conn)
    })
}

/// A customer with contracts and their events.
pub type CustomerWithChildren = (CustomerRow, Vec<ContractRow>, Vec<EventRow>);

/// Finds the customer of an id with all contracts and events, in one round trip.
pub fn find_with_children(
    conn: &mut AnyConnection,
    id: CustomerId,
) -> QueryResult<Option<CustomerWithChildren>> {
    type Row = (
        CustomerRow,
        Option<Contract>,
        Option<Event>,
        Option<CollaboratorName>,
    );
    let rows: Vec<Row> = customers::table
        .left_join(collaborators::table)
        .left_join(contracts::table.on(contracts::customer_id.eq(customers::id)))
        .left_join(events::table.on(events::contract_id.nullable().eq(contracts::id.nullable())))
        .left_join(
            SUPPORTERS
                .on(events::support_contact_id.eq(SUPPORTERS.field(collaborators::id).nullable())),
        )
        .filter(customers::id.eq(id))
        .select((
            CustomerRow::as_select(),
            Option::<Contract>::as_select(),
            Option::<Event>::as_select(),
            SUPPORTERS.fields(columns::<CollaboratorName>()).nullable(),
        ))
        .load(conn)?;
    let Some((customer, ..)) = rows.first().cloned() else {
        return Ok(None);
    };
    let mut all = BTreeMap::new();
    let mut agenda = BTreeMap::new();
    for (customer, contract, event, support_contact) in rows {
        let Some(contract) = contract else {
            continue;
        };
        if let Some(event) = event {
            let row = EventRow {
                contract: EventContract {
                    id: contract.id,
                    status: contract.status,
                },
                customer: customer.customer.clone().into(),
                support_contact,
                event,
            };
            agenda.insert(row.event.id, row);
        }
        all.insert(contract.id, ContractRow::of(contract, customer));
    }
    let (contracts, events) = (all.into_values(), agenda.into_values());
    Ok(Some((customer, contracts.collect(), events.collect())))
}
