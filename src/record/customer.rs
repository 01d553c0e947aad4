//! Output shape of a customer.

use super::{Fields, Record, Value, contact};
use crate::db::customers::CustomerRow;
use crate::domain::Noun;

impl Record for CustomerRow {
    const PLURAL: &'static str = "customers";
    const FIELDS: Fields = Fields::Of(Noun::Customer, &[], "name");
    const COLUMNS: &'static str = "id name company email phone sales_contact.login";
    const SPARE: &'static str = "phone sales_contact.login email";

    fn values(&self) -> impl AsRef<[Value<'_>]> {
        let customer = &self.customer;
        let [contact_id, contact_login, contact_name] = contact(self.sales_contact.as_ref());
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
