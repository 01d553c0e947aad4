//! Output shape of the current user and their credential.

use super::{Fields, Record, Value};
use crate::domain::{Actor, Words};

/// Output of `epic whoami` and `epic login`.
pub struct Whoami<'a>(pub &'a Actor);

impl Record for Whoami<'_> {
    const PLURAL: &'static str = "credentials";
    const FIELDS: Fields = Fields::Listed(
        "collaborator.id collaborator.login collaborator.name collaborator.department credential \
         expires_at",
        &[("collaborator.id", "id")],
    );
    const COLUMNS: &'static str =
        "collaborator.login collaborator.department credential expires_at";

    fn values(&self) -> impl AsRef<[Value<'_>]> {
        let actor = self.0;
        [
            Value::Integer(actor.id.0),
            Value::Text(&actor.login),
            Value::Text(&actor.name),
            Value::Word(Words::Department, actor.department.as_str()),
            Value::Word(Words::Credential, actor.credential.as_str()),
            Value::Instant(actor.expires_at),
        ]
    }
}
