//! Output shape of a session.

use super::{Fields, Record, Value};
use crate::db::sessions::SessionInfo;

/// Session as printed by `epic session list`.
pub struct Session(pub SessionInfo);

impl Record for Session {
    const PLURAL: &'static str = "sessions";
    const FIELDS: Fields = Fields::Listed(
        "id collaborator.id collaborator.login collaborator.name database_role current \
         created_at last_used_at expires_at",
        &[],
    );
    const COLUMNS: &'static str =
        "id collaborator.login current created_at last_used_at expires_at";
    const SPARE: &'static str = "created_at last_used_at";

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
