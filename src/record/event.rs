//! Output shape of an event.

use super::{Fields, Record, Value, contact};
use crate::db::events::EventRow;
use crate::domain::{Noun, Words};

impl Record for EventRow {
    const PLURAL: &'static str = "events";
    const FIELDS: Fields = Fields::Of(
        Noun::Event,
        &["title", "contract_id", "support_contact_id"],
        "",
    );
    const COLUMNS: &'static str =
        "id title customer.company start_at end_at location attendees support_contact.login";
    const SPARE: &'static str = "end_at attendees location support_contact.login customer.company";
    const WITHIN: &'static str =
        "id title contract.id start_at end_at location support_contact.login";

    fn values(&self) -> impl AsRef<[Value<'_>]> {
        let event = &self.event;
        let [contact_id, contact_login, contact_name] = contact(self.support_contact.as_ref());
        [
            Value::Integer(event.id.0),
            Value::Text(&event.title),
            Value::Integer(self.contract.id.0),
            Value::Word(Words::Status, self.contract.status.as_str()),
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
            Value::Count(event.attendees.into()),
            Value::Text(&event.notes),
            Value::Instant(event.created_at),
            Value::Instant(event.updated_at),
            Value::Integer(event.version),
        ]
    }
}
