//! Inserts, updates and transfers of customers.

use diesel::prelude::*;
use serde::Serialize;

use super::Customer;
use crate::db::connection::AnyConnection;
use crate::db::list::columns;
use crate::db::reassign::reassigned;
use crate::db::schema::customers;
use crate::db::search;
use crate::domain::{CollaboratorId, CustomerId, Instant, Noun};

#[derive(Debug, Clone, Insertable, Serialize)]
#[diesel(table_name = customers)]
pub struct NewCustomer<'a> {
    pub first_name: &'a str,
    pub last_name: &'a str,
    pub email: &'a str,
    pub phone: &'a str,
    pub company: &'a str,
    pub sales_contact_id: CollaboratorId,
}

/// Columns to change; `None` keeps one.
#[derive(Debug, Clone, Default, PartialEq, Eq, AsChangeset, Serialize)]
#[diesel(table_name = customers)]
pub struct CustomerChanges {
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub company: Option<String>,
}

pub fn insert(
    conn: &mut AnyConnection,
    new: &NewCustomer<'_>,
    now: Instant,
) -> QueryResult<CustomerId> {
    let id = diesel::insert_into(customers::table)
        .values((
            new,
            customers::created_at.eq(now),
            customers::updated_at.eq(now),
        ))
        .returning(customers::id)
        .get_result::<CustomerId>(conn)?;
    search::index(conn, Noun::Customer, id.0)?;
    Ok(id)
}

/// Updates a row that still has the version of `old` and returns it; `None` after a concurrent change.
pub fn update(
    conn: &mut AnyConnection,
    old: &Customer,
    changes: &CustomerChanges,
    now: Instant,
) -> QueryResult<Option<Customer>> {
    let updated = diesel::update(
        customers::table
            .filter(customers::id.eq(old.id))
            .filter(customers::version.eq(old.version)),
    )
    .set((
        changes,
        customers::updated_at.eq(now),
        customers::version.eq(customers::version + 1),
    ))
    .returning(columns::<Customer>())
    .get_result(conn)
    .optional()?;
    if updated.is_some() {
        search::index(conn, Noun::Customer, old.id.0)?;
    }
    Ok(updated)
}

/// Transfers customers to another sales contact, and returns in any order those that still had the version of `old`.
pub fn transfer(
    conn: &mut AnyConnection,
    old: &[&Customer],
    sales_contact: CollaboratorId,
    now: Instant,
) -> QueryResult<Vec<Customer>> {
    if old.is_empty() {
        return Ok(Vec::new());
    }
    reassigned!(
        conn,
        "epic_api.transfer",
        customers,
        sales_contact_id,
        Customer,
        old,
        Some(sales_contact),
        now
    )
}
