//! Rows of customers and their single-row queries.

use diesel::prelude::*;
use serde::Serialize;

use super::CustomerFilter;
use crate::db::collaborators::{Collaborator, CollaboratorName};
use crate::db::connection::AnyConnection;
use crate::db::list::{Find as _, List as _, columns};
use crate::db::reassign::in_parts;
use crate::db::schema::{collaborators, customers};
use crate::domain::{CollaboratorId, CustomerId, Instant};

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable, Serialize)]
#[diesel(table_name = customers)]
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

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = customers)]
pub struct CustomerRow {
    #[diesel(embed)]
    pub customer: Customer,
    #[diesel(embed)]
    pub sales_contact: Option<CollaboratorName>,
}

diesel::alias! {
    const HEIRS: Alias<Heirs> = collaborators as heirs;
}

pub fn find(conn: &mut AnyConnection, id: CustomerId) -> QueryResult<Option<CustomerRow>> {
    CustomerFilter::find(id.0).row(conn)
}

/// Finds customers in any order, each with a collaborator that can take it over.
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
