//! The public shape of who is logged in, with what, and until when.

use super::{Field, Record, Value, field};
use crate::policy::Actor;

/// The answer to `epic whoami` and `epic login`.
pub struct Whoami<'a>(pub &'a Actor);

impl Record for Whoami<'_> {
    const PLURAL: &'static str = "credentials";
    const FIELDS: &'static [Field] = &[
        field("collaborator.id", "ID"),
        field("collaborator.login", "Login"),
        field("collaborator.name", "Name"),
        field("collaborator.department", "Department"),
        field("credential", "Credential"),
        field("expires_at", "Expires"),
    ];
    const COLUMNS: &'static [&'static str] = &[
        "collaborator.login",
        "collaborator.department",
        "credential",
        "expires_at",
    ];

    fn values(&self) -> impl AsRef<[Value<'_>]> {
        let actor = self.0;
        [
            Value::Integer(actor.id.0),
            Value::Text(&actor.login),
            Value::Text(&actor.name),
            Value::Text(actor.department.as_str()),
            Value::Text(actor.credential.as_str()),
            Value::Instant(actor.expires_at),
        ]
    }
}
