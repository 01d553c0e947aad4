//! Rows of contracts and their single-row queries.

use diesel::prelude::*;
use serde::Serialize;

use super::ContractFilter;
use crate::db::collaborators::CollaboratorName;
use crate::db::connection::AnyConnection;
use crate::db::customers::CustomerRow;
use crate::db::list::{Find as _, List as _};
use crate::db::schema::{collaborators, contracts, customers};
use crate::domain::rules::Terms;
use crate::domain::{Cents, ContractId, ContractStatus, CustomerId, Instant};

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = contracts)]
pub struct Contract {
    pub id: ContractId,
    pub customer_id: CustomerId,
    pub total_cents: Cents,
    pub due_cents: Cents,
    pub currency: String,
    pub status: ContractStatus,
    pub signed_at: Option<Instant>,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub version: i64,
}

/// Columns that a contract shows of its customer.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Serialize)]
#[diesel(table_name = customers)]
pub struct ContractCustomer {
    pub id: CustomerId,
    pub first_name: String,
    pub last_name: String,
    pub company: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = contracts)]
pub struct ContractRow {
    #[diesel(embed)]
    pub contract: Contract,
    #[diesel(embed)]
    pub customer: ContractCustomer,
    #[diesel(embed)]
    pub sales_contact: Option<CollaboratorName>,
}

impl Contract {
    /// Columns that rule 2 protects.
    pub const fn terms(&self) -> Terms {
        Terms {
            total: self.total_cents,
            due: self.due_cents,
            status: self.status,
            customer: self.customer_id,
        }
    }
}

pub fn find(conn: &mut AnyConnection, id: ContractId) -> QueryResult<Option<ContractRow>> {
    ContractFilter::find(id.0).row(conn)
}

impl ContractRow {
    pub fn of(contract: Contract, of: CustomerRow) -> Self {
        let customer = of.customer;
        Self {
            contract,
            customer: ContractCustomer {
                id: customer.id,
                first_name: customer.first_name,
                last_name: customer.last_name,
                company: customer.company,
            },
            sales_contact: of.sales_contact,
        }
    }
}

/// Finds a contract joined with another customer, for a transfer.
pub fn find_with_customer(
    conn: &mut AnyConnection,
    id: ContractId,
    other: CustomerId,
) -> QueryResult<Option<(ContractRow, Option<CustomerRow>)>> {
    let either = customers::id
        .eq(contracts::customer_id)
        .or(customers::id.eq(other));
    let rows: Vec<(Contract, CustomerRow)> = contracts::table
        .inner_join(customers::table.on(either))
        .left_join(
            collaborators::table.on(customers::sales_contact_id.eq(collaborators::id.nullable())),
        )
        .filter(contracts::id.eq(id))
        .select((Contract::as_select(), CustomerRow::as_select()))
        .load(conn)?;
    let mut row = None;
    let mut found = None;
    for (contract, customer) in rows {
        if customer.customer.id == other {
            found = Some(customer.clone());
        }
        if customer.customer.id == contract.customer_id {
            row = Some(ContractRow::of(contract, customer));
        }
    }
    Ok(row.map(|row| (row, found)))
}
