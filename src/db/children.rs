//! A customer with contracts and their events, fetched in one round trip.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::collaborators::CollaboratorName;
use super::connection::AnyConnection;
use super::contracts::{Contract, ContractRow};
use super::customers::CustomerRow;
use super::events::{Event, EventContract, EventRow};
use super::list::columns;
use super::schema::{collaborators, contracts, customers, events};
use crate::domain::CustomerId;

diesel::alias! {
    const SUPPORTERS: Alias<Supporters> = collaborators as supporters;
}

pub type CustomerWithChildren = (CustomerRow, Vec<ContractRow>, Vec<EventRow>);

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
