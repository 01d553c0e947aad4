//! Creating, changing and transferring customers.

use diesel::prelude::*;

use super::Customer;
use crate::db::connection::AnyConnection;
use crate::db::list::columns;
use crate::db::reassign::reassigned;
use crate::db::schema::customers;
use crate::db::search;
use crate::domain::{CollaboratorId, CustomerId, Instant};

/// A customer to be.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each field is named for its column")]
pub struct NewCustomer<'a> {
    pub first_name: &'a str,
    pub last_name: &'a str,
    pub email: &'a str,
    pub phone: &'a str,
    pub company: &'a str,
    pub sales_contact_id: CollaboratorId,
}

/// The columns that change; `None` leaves one as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, AsChangeset)]
#[diesel(table_name = customers)]
#[expect(missing_docs, reason = "each field is named for its column")]
pub struct CustomerChanges {
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub company: Option<String>,
}

impl Customer {
    fn search_text(&self) -> String {
        search::document(&[
            &self.first_name,
            &self.last_name,
            &self.company,
            &self.email,
            &self.phone,
        ])
    }

    /// The record as it will be.
    fn with(&self, changes: &CustomerChanges) -> Self {
        let changes = changes.clone();
        let old = self.clone();
        Self {
            first_name: changes.first_name.unwrap_or(old.first_name),
            last_name: changes.last_name.unwrap_or(old.last_name),
            email: changes.email.unwrap_or(old.email),
            phone: changes.phone.unwrap_or(old.phone),
            company: changes.company.unwrap_or(old.company),
            ..old
        }
    }
}

/// Creates a customer.
pub fn insert(
    conn: &mut AnyConnection,
    new: &NewCustomer<'_>,
    now: Instant,
) -> QueryResult<CustomerId> {
    diesel::insert_into(customers::table)
        .values((
            customers::first_name.eq(new.first_name),
            customers::last_name.eq(new.last_name),
            customers::email.eq(new.email),
            customers::phone.eq(new.phone),
            customers::company.eq(new.company),
            customers::company_folded.eq(search::company(new.company)),
            customers::sales_contact_id.eq(new.sales_contact_id),
            customers::search_text.eq(search::document(&[
                new.first_name,
                new.last_name,
                new.company,
                new.email,
                new.phone,
            ])),
            customers::created_at.eq(now),
            customers::updated_at.eq(now),
        ))
        .returning(customers::id)
        .get_result(conn)
}

/// Changes a row that still has the version of `old`, and returns it as it is then; `None` when it is another by now.
pub fn update(
    conn: &mut AnyConnection,
    old: &Customer,
    changes: &CustomerChanges,
    now: Instant,
) -> QueryResult<Option<Customer>> {
    let search_text = old.with(changes).search_text();
    let folded = (search_text != old.search_text()).then_some(search_text);
    let company_folded = changes.company.as_deref().map(search::company);
    diesel::update(
        customers::table
            .filter(customers::id.eq(old.id))
            .filter(customers::version.eq(old.version)),
    )
    .set((
        changes,
        folded.map(|text| customers::search_text.eq(text)),
        company_folded.map(|text| customers::company_folded.eq(text)),
        customers::updated_at.eq(now),
        customers::version.eq(customers::version + 1),
    ))
    .returning(columns::<Customer>())
    .get_result(conn)
    .optional()
}

/// Gives some customers to another sales contact, and returns those that still had the versions of `old`, in any order.
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
