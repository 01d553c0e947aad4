//! Inserts and updates of contracts.

use diesel::prelude::*;

use super::Contract;
use crate::db::connection::AnyConnection;
use crate::db::schema::contracts;
use crate::domain::rules::Terms;
use crate::domain::{Cents, ContractStatus, CustomerId, Instant};

/// New contract; always unsigned.
#[derive(Debug, Clone, Copy)]
pub struct NewContract {
    pub customer_id: CustomerId,
    pub total_cents: Cents,
    pub due_cents: Cents,
}

/// Columns to change; `None` keeps one. `signed_at` is set with the status and never cleared, since a signed contract
/// stays signed.
#[derive(Debug, Clone, Default, PartialEq, Eq, AsChangeset)]
#[diesel(table_name = contracts)]
pub struct ContractChanges {
    pub customer_id: Option<CustomerId>,
    pub total_cents: Option<Cents>,
    pub due_cents: Option<Cents>,
    pub status: Option<ContractStatus>,
    pub signed_at: Option<Instant>,
}

impl ContractChanges {
    /// Returns the columns that differ; `now` becomes `signed_at` of a newly signed contract.
    pub fn between(old: &Terms, new: &Terms, now: Instant) -> Self {
        let status = (new.status != old.status).then_some(new.status);
        Self {
            customer_id: (new.customer != old.customer).then_some(new.customer),
            total_cents: (new.total != old.total).then_some(new.total),
            due_cents: (new.due != old.due).then_some(new.due),
            status,
            signed_at: (status == Some(ContractStatus::Signed)).then_some(now),
        }
    }
}

pub fn insert(conn: &mut AnyConnection, new: NewContract, now: Instant) -> QueryResult<Contract> {
    diesel::insert_into(contracts::table)
        .values((
            contracts::customer_id.eq(new.customer_id),
            contracts::total_cents.eq(new.total_cents),
            contracts::due_cents.eq(new.due_cents),
            contracts::created_at.eq(now),
            contracts::updated_at.eq(now),
        ))
        .returning(contracts::all_columns)
        .get_result(conn)
}

/// Updates a row that still has the version of `old` and returns it; `None` after a concurrent change.
pub fn update(
    conn: &mut AnyConnection,
    old: &Contract,
    changes: &ContractChanges,
    now: Instant,
) -> QueryResult<Option<Contract>> {
    diesel::update(
        contracts::table
            .filter(contracts::id.eq(old.id))
            .filter(contracts::version.eq(old.version)),
    )
    .set((
        changes,
        contracts::updated_at.eq(now),
        contracts::version.eq(contracts::version + 1),
    ))
    .returning(contracts::all_columns)
    .get_result(conn)
    .optional()
}
