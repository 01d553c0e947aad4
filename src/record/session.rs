//! Output shape of a session.

use super::{Field, Record, Value, field};
use crate::db::sessions::SessionInfo;

/// Session as printed by `epic session list`.
pub struct Session(pub SessionInfo);

impl Record for Session {
    const PLURAL: &'static str = "sessions";
    const FIELDS: &'static [Field] = &[
        field("id"),
        field("collaborator.id"),
        field("collaborator.login"),
        field("collaborator.name"),
        field("database_role"),
        field("current"),
        field("created_at"),
        field("last_used_at"),
        field("expires_at"),
    ];
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "collaborator.login",
        "current",
        "created_at",
        "last_used_at",
        "expires_at",
    ];
    const SPARE: &'static [&'static str] = &["created_at", "last_used_at"];

    fn values(&self) -> impl AsRef<[Value<'_>]> {
        let session = &self.0;
        [
            Value::Integer(session.id.0),
            Value::Integer(session.collaborator_id.0),
            Value::Text(&session.login),
            Value::Name(&session.first_name, &session.last_name),
            match session.database_role.as_str() {
                "" => Value::Null,
                role => Value::Text(role),
            },
            Value::Bool(session.current),
            Value::Instant(session.created_at),
            session.last_used_at.map_or(Value::Null, Value::Instant),
            Value::Instant(session.expires_at),
        ]
    }
}
