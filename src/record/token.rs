//! Output shapes of a token, and of a new one, whose secret is shown once.

use secrecy::{ExposeSecret as _, SecretString};

use super::{Fields, Record, Value};
use crate::db::sessions::SessionInfo;
use crate::domain::{Instant, SessionId};

/// Token as printed by `epic token list`.
pub struct Token(pub SessionInfo);

impl Record for Token {
    const PLURAL: &'static str = "tokens";
    const FIELDS: Fields = Fields::Listed(
        "id name collaborator.id collaborator.login collaborator.name read_only created_at \
         last_used_at expires_at",
        &[("name", "token")],
    );
    const COLUMNS: &'static str =
        "id name collaborator.login read_only created_at last_used_at expires_at";
    const SPARE: &'static str = "created_at last_used_at read_only";

    fn values(&self) -> impl AsRef<[Value<'_>]> {
        let token = &self.0;
        [
            Value::Integer(token.id.0),
            token.name.as_deref().map_or(Value::Null, Value::Text),
            Value::Integer(token.collaborator_id.0),
            Value::Text(&token.login),
            Value::Name(&token.first_name, &token.last_name),
            Value::Bool(token.read_only),
            Value::Instant(token.created_at),
            token.last_used_at.map_or(Value::Null, Value::Instant),
            Value::Instant(token.expires_at),
        ]
    }
}

pub struct TokenCreated {
    pub id: SessionId,
    pub name: String,
    pub token: SecretString,
    pub read_only: bool,
    pub expires_at: Instant,
}

impl Record for TokenCreated {
    const PLURAL: &'static str = "tokens";
    const FIELDS: Fields = Fields::Listed("id name token read_only expires_at", &[]);

    fn values(&self) -> impl AsRef<[Value<'_>]> {
        [
            Value::Integer(self.id.0),
            Value::Text(&self.name),
            Value::Text(self.token.expose_secret()),
            Value::Bool(self.read_only),
            Value::Instant(self.expires_at),
        ]
    }
}
