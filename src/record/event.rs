//! The public shape of an event.

use super::{Field, Record, Value, contact, field};
use crate::db::events::EventRow;

impl Record for EventRow {
    const PLURAL: &'static str = "events";
    const FIELDS: &'static [Field] = &[
        field("id", "ID"),
        field("title", "Title"),
        field("contract.id", "Contract"),
        field("contract.status", "Contract status"),
        field("customer.id", "Customer ID"),
        field("customer.name", "Customer"),
        field("customer.company", "Company"),
        field("customer.email", "Customer e-mail"),
        field("customer.phone", "Customer phone"),
        field("support_contact.id", "Support contact ID"),
        field("support_contact.login", "Support contact"),
        field("support_contact.name", "Support contact name"),
        field("start_at", "Start"),
        field("end_at", "End"),
        field("location", "Location"),
        field("attendees", "Attendees"),
        field("notes", "Notes"),
        field("created_at", "Created"),
        field("updated_at", "Updated"),
        field("version", "Version"),
    ];
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "title",
        "customer.company",
        "start_at",
        "end_at",
        "location",
        "attendees",
        "support_contact.login",
    ];

    fn values(&self) -> impl AsRef<[Value<'_>]> {
        let event = &self.event;
        let (contact_id, contact_login, contact_name) = contact(self.support_contact.as_ref());
        [
            Value::Integer(event.id.0),
            Value::Text(&event.title),
            Value::Integer(self.contract.id.0),
            Value::Status(self.contract.status.as_str()),
            Value::Integer(self.customer.id.0),
            Value::Name(&self.customer.first_name, &self.customer.last_name),
            Value::Text(&self.customer.company),
            Value::Text(&self.customer.email),
            Value::Phone(&self.customer.phone),
            contact_id,
            contact_login,
            contact_name,
            Value::Instant(event.start_at),
            Value::Instant(event.end_at),
            Value::Text(&event.location),
            Value::Integer(event.attendees.into()),
            Value::Text(&event.notes),
            Value::Instant(event.created_at),
            Value::Instant(event.updated_at),
            Value::Integer(event.version),
        ]
    }
}
