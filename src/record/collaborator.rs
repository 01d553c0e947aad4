//! Output shape of a collaborator.

use super::fields::{fields, names};
use super::{Field, Record, Value, derived};
use crate::db::collaborators::Collaborator;
use crate::domain::Words;

impl Record for Collaborator {
    const PLURAL: &'static str = "collaborators";
    const FIELDS: &'static [Field] = fields!(Collaborator, first & [], extra & [derived("name")]);
    const COLUMNS: &'static [&'static str] = names!("id login name department email phone active");
    const SPARE: &'static [&'static str] = names!("active phone email");

    fn values(&self) -> impl AsRef<[Value<'_>]> {
        [
            Value::Integer(self.id.0),
            Value::Text(&self.login),
            Value::Text(&self.first_name),
            Value::Text(&self.last_name),
            Value::Text(&self.email),
            Value::Phone(&self.phone),
            Value::Word(Words::Department, self.department.as_str()),
            Value::Bool(self.active),
            Value::Instant(self.created_at),
            Value::Instant(self.updated_at),
            Value::Integer(self.version),
            Value::Name(&self.first_name, &self.last_name),
        ]
    }

    fn is_inactive(&self) -> bool {
        !self.active
    }
}
