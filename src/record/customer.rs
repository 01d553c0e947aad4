//! The public shape of a customer.

use super::{Field, Record, Value, contact, derived, field};
use crate::db::customers::CustomerRow;

impl Record for CustomerRow {
    const PLURAL: &'static str = "customers";
    const FIELDS: &'static [Field] = &[
        field("id", "ID"),
        field("first_name", "First name"),
        field("last_name", "Last name"),
        field("email", "E-mail"),
        field("phone", "Phone"),
        field("company", "Company"),
        field("sales_contact.id", "Sales contact ID"),
        field("sales_contact.login", "Sales contact"),
        field("sales_contact.name", "Sales contact name"),
        field("created_at", "Created"),
        field("updated_at", "Updated"),
        field("version", "Version"),
        derived("name", "Name"),
    ];
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "name",
        "company",
        "email",
        "phone",
        "sales_contact.login",
    ];

    fn values(&self) -> impl AsRef<[Value<'_>]> {
        let customer = &self.customer;
        let (contact_id, contact_login, contact_name) = contact(self.sales_contact.as_ref());
        [
            Value::Integer(customer.id.0),
            Value::Text(&customer.first_name),
            Value::Text(&customer.last_name),
            Value::Text(&customer.email),
            Value::Phone(&customer.phone),
            Value::Text(&customer.company),
            contact_id,
            contact_login,
            contact_name,
            Value::Instant(customer.created_at),
            Value::Instant(customer.updated_at),
            Value::Integer(customer.version),
            Value::Name(&customer.first_name, &customer.last_name),
        ]
    }
}
