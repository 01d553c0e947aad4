//! Output shape of a collaborator.

use super::{Fields, Record, Value};
use crate::db::collaborators::Collaborator;
use crate::domain::{Noun, Words};

impl Record for Collaborator {
    const PLURAL: &'static str = "collaborators";
    const FIELDS: Fields = Fields::Of(Noun::Collaborator, &[], "name");
    const COLUMNS: &'static str = "id login name department email phone active";
    const SPARE: &'static str = "active phone email";

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
