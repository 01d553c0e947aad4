//! Output shape of the audit log: entries, the history of a record, and both ends of the chain.

use std::iter;

use super::changes;
use super::{Fields, Record, Value, contact};
use crate::db::audit::{AuditRow, HistoryRow, Link};
use crate::domain::{Instant, Words, Zone};

fn id(id: Option<impl Into<i64>>) -> Value<'static> {
    id.map_or(Value::Null, |id| Value::Integer(id.into()))
}

fn text(text: Option<&String>) -> Value<'_> {
    text.map_or(Value::Null, |text| Value::Text(text))
}

fn credential(credential: Option<&String>) -> Value<'_> {
    credential.map_or(Value::Null, |word| Value::Word(Words::Credential, word))
}

impl Record for AuditRow {
    const PLURAL: &'static str = "audit-entries";
    const FIELDS: Fields = Fields::Listed(
        "sequence occurred_at database_role session_id credential collaborator.id \
         collaborator.login collaborator.name action entity entity_id changes hash",
        &[("collaborator.login", "by")],
    );
    const COLUMNS: &'static str =
        "sequence occurred_at collaborator.login action entity entity_id changes";
    const TABLE: &'static str =
        "sequence occurred_at collaborator.login session_id action entity entity_id changes";
    const SPARE: &'static str = "session_id sequence";

    fn values(&self) -> impl AsRef<[Value<'_>]> {
        let entry = &self.entry;
        // The id outlives the account.
        let [_, login, name] = contact(self.collaborator.as_ref());
        [
            Value::Integer(entry.sequence),
            Value::Instant(entry.occurred_at),
            Value::Text(&entry.database_role),
            id(entry.session_id),
            credential(entry.credential.as_ref()),
            id(entry.collaborator_id),
            login,
            name,
            Value::Word(Words::Action, &entry.action),
            Value::Word(Words::Entity, &entry.entity),
            Value::Integer(entry.entity_id),
            Value::Changes(&entry.action, &entry.changes),
            Value::Hash(&entry.hash),
        ]
    }
}

impl Record for HistoryRow {
    const PLURAL: &'static str = "changes";
    const FIELDS: Fields = Fields::Listed(
        "sequence occurred_at collaborator.id collaborator.login collaborator.name session_id \
         credential action changes",
        &[("collaborator.login", "by")],
    );
    const COLUMNS: &'static str = "occurred_at collaborator.login action changes";

    fn values(&self) -> impl AsRef<[Value<'_>]> {
        let name = match (&self.first_name, &self.last_name) {
            (Some(first), Some(last)) => Value::Name(first, last),
            _ => Value::Null,
        };
        [
            Value::Integer(self.sequence),
            Value::Instant(self.occurred_at),
            id(self.collaborator_id),
            text(self.login.as_ref()),
            name,
            id(self.session_id),
            credential(self.credential.as_ref()),
            Value::Word(Words::Action, &self.action),
            Value::Changes(&self.action, &self.changes),
        ]
    }
}

/// One changed column of a change. Time, actor and action are on the first line of a change only.
pub struct HistoryLine<'a> {
    entry: Option<&'a HistoryRow>,
    change: String,
}

impl<'a> HistoryLine<'a> {
    /// Splits a change into lines.
    pub fn of(entry: &'a HistoryRow, timezone: &Zone) -> Vec<Self> {
        let mut changes = changes::lines(&entry.action, &entry.changes, timezone);
        if changes.is_empty() {
            changes.push(String::new());
        }
        let entries = iter::once(Some(entry)).chain(iter::repeat(None));
        let lines = entries.zip(changes);
        lines
            .map(|(entry, change)| Self { entry, change })
            .collect()
    }
}

impl Record for HistoryLine<'_> {
    const PLURAL: &'static str = HistoryRow::PLURAL;
    const FIELDS: Fields = Fields::Listed(
        "occurred_at collaborator.login action change",
        &[("collaborator.login", "by")],
    );

    fn values(&self) -> impl AsRef<[Value<'_>]> {
        let blank = Value::Text("");
        let [occurred_at, login, action] = match self.entry {
            Some(entry) => [
                Value::Instant(entry.occurred_at),
                text(entry.login.as_ref()),
                Value::Word(Words::Action, &entry.action),
            ],
            None => [blank, blank, blank],
        };
        [occurred_at, login, action, Value::Prose(&self.change)]
    }
}

/// Output of `epic audit verify` for an intact chain.
pub struct Verified {
    pub entries: i64,
    pub end: Link,
}

impl Record for Verified {
    const PLURAL: &'static str = "reports";
    const FIELDS: Fields =
        Fields::Listed("ok entries sequence hash", &[("sequence", "last-sequence")]);

    fn values(&self) -> impl AsRef<[Value<'_>]> {
        [
            Value::Bool(true),
            Value::Count(self.entries),
            Value::Integer(self.end.sequence),
            Value::Hash(&self.end.hash),
        ]
    }
}

/// Output of `epic audit anchor`.
pub struct Anchor {
    pub end: Link,
    pub anchored_at: Instant,
}

impl Record for Anchor {
    const PLURAL: &'static str = "anchors";
    const FIELDS: Fields = Fields::Listed(
        "sequence hash anchored_at",
        &[("sequence", "last-sequence")],
    );

    fn values(&self) -> impl AsRef<[Value<'_>]> {
        [
            Value::Integer(self.end.sequence),
            Value::Hash(&self.end.hash),
            Value::Instant(self.anchored_at),
        ]
    }
}
