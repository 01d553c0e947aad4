//! The public shape of a collaborator.

use super::{Field, Record, Value, derived, field};
use crate::db::collaborators::Collaborator;

impl Record for Collaborator {
    const PLURAL: &'static str = "collaborators";
    const FIELDS: &'static [Field] = &[
        field("id", "ID"),
        field("login", "Login"),
        field("first_name", "First name"),
        field("last_name", "Last name"),
        field("email", "E-mail"),
        field("phone", "Phone"),
        field("department", "Department"),
        field("active", "Active"),
        field("created_at", "Created"),
        field("updated_at", "Updated"),
        field("version", "Version"),
        derived("name", "Name"),
    ];
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "login",
        "name",
        "department",
        "email",
        "phone",
        "active",
    ];

    fn values(&self) -> impl AsRef<[Value<'_>]> {
        [
            Value::Integer(self.id.0),
            Value::Text(&self.login),
            Value::Text(&self.first_name),
            Value::Text(&self.last_name),
            Value::Text(&self.email),
            Value::Phone(&self.phone),
            Value::Text(self.department.as_str()),
            Value::Bool(self.active),
            Value::Instant(self.created_at),
            Value::Instant(self.updated_at),
            Value::Integer(self.version),
            Value::Name(&self.first_name, &self.last_name),
        ]
    }
}
