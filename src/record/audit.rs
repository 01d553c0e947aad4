//! Output shape of the audit log: entries, the history of a record, and both ends of the chain.

use super::changes::Change;
use super::{Field, Record, Value, contact, field, named};
use crate::db::audit::{AuditRow, HistoryRow, Link};
use crate::domain::Instant;
use crate::domain::Words;

fn text(text: Option<&String>) -> Value<'_> {
    text.map_or(Value::Null, |text| Value::Text(text))
}

fn credential(credential: Option<&String>) -> Value<'_> {
    credential.map_or(Value::Null, |word| Value::Word(Words::Credential, word))
}

impl Record for AuditRow {
    const PLURAL: &'static str = "audit-entries";
    const FIELDS: &'static [Field] = &[
        field("sequence"),
        field("occurred_at"),
        field("database_role"),
        field("session_id"),
        field("credential"),
        field("collaborator.id"),
        named("collaborator.login", "by"),
        field("collaborator.name"),
        field("action"),
        field("entity"),
        field("entity_id"),
        field("changes"),
        field("hash"),
    ];
    const COLUMNS: &'static [&'static str] = &[
        "sequence",
        "occurred_at",
        "collaborator.login",
        "action",
        "entity",
        "entity_id",
        "changes",
    ];
    const TABLE: &'static [&'static str] = &[
        "sequence",
        "occurred_at",
        "collaborator.login",
        "session_id",
        "action",
        "entity",
        "entity_id",
        "changes",
    ];
    const SPARE: &'static [&'static str] = &["session_id", "sequence"];

    fn values(&self) -> impl AsRef<[Value<'_>]> {
        let entry = &self.entry;
        // The id outlives the account.
        let (_, login, name) = contact(self.collaborator.as_ref());
        [
            Value::Integer(entry.sequence),
            Value::Instant(entry.occurred_at),
            Value::Text(&entry.database_role),
            entry
                .session_id
                .map_or(Value::Null, |id| Value::Integer(id.0)),
            credential(entry.credential.as_ref()),
            entry
                .collaborator_id
                .map_or(Value::Null, |id| Value::Integer(id.0)),
            login,
            name,
            Value::Word(Words::Action, &entry.action),
            Value::Word(Words::Entity, &entry.entity),
            Value::Integer(entry.entity_id),
            Value::Changes(&entry.changes),
            Value::Hash(&entry.hash),
        ]
    }
}

impl Record for HistoryRow {
    const PLURAL: &'static str = "changes";
    const FIELDS: &'static [Field] = &[
        field("sequence"),
        field("occurred_at"),
        field("collaborator.id"),
        named("collaborator.login", "by"),
        field("collaborator.name"),
        field("session_id"),
        field("credential"),
        field("action"),
        field("changes"),
    ];
    const COLUMNS: &'static [&'static str] =
        &["occurred_at", "collaborator.login", "action", "changes"];

    fn values(&self) -> impl AsRef<[Value<'_>]> {
        let name = match (&self.first_name, &self.last_name) {
            (Some(first), Some(last)) => Value::Name(first, last),
            _ => Value::Null,
        };
        [
            Value::Integer(self.sequence),
            Value::Instant(self.occurred_at),
            self.collaborator_id
                .map_or(Value::Null, |id| Value::Integer(id.0)),
            text(self.login.as_ref()),
            name,
            self.session_id
                .map_or(Value::Null, |id| Value::Integer(id.0)),
            credential(self.credential.as_ref()),
            Value::Word(Words::Action, &self.action),
            Value::Changes(&self.changes),
        ]
    }
}

/// One changed column of a change. Time, actor and action are on the first line of a change only.
pub struct HistoryLine<'a> {
    entry: Option<&'a HistoryRow>,
    change: String,
}

impl<'a> HistoryLine<'a> {
    /// Splits a change into lines; a creation or removal has one side only.
    pub fn of(entry: &'a HistoryRow, changes: &[Change]) -> Vec<Self> {
        let written = |change: &Change| match entry.action.as_str() {
            "create" => change.only_to(),
            "delete" => change.only_from(),
            _ => change.to_string(),
        };
        let mut lines: Vec<_> = changes
            .iter()
            .enumerate()
            .map(|(index, change)| Self {
                entry: (index == 0).then_some(entry),
                change: written(change),
            })
            .collect();
        if lines.is_empty() {
            lines.push(Self {
                entry: Some(entry),
                change: String::new(),
            });
        }
        lines
    }
}

impl Record for HistoryLine<'_> {
    const PLURAL: &'static str = HistoryRow::PLURAL;
    const FIELDS: &'static [Field] = &[
        field("occurred_at"),
        named("collaborator.login", "by"),
        field("action"),
        field("change"),
    ];
    const COLUMNS: &'static [&'static str] =
        &["occurred_at", "collaborator.login", "action", "change"];

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
    const FIELDS: &'static [Field] = &[
        field("ok"),
        field("entries"),
        named("sequence", "last-sequence"),
        field("hash"),
    ];
    const COLUMNS: &'static [&'static str] = &["ok", "entries", "sequence", "hash"];

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
    const FIELDS: &'static [Field] = &[
        named("sequence", "last-sequence"),
        field("hash"),
        field("anchored_at"),
    ];
    const COLUMNS: &'static [&'static str] = &["sequence", "hash", "anchored_at"];

    fn values(&self) -> impl AsRef<[Value<'_>]> {
        [
            Value::Integer(self.end.sequence),
            Value::Hash(&self.end.hash),
            Value::Instant(self.anchored_at),
        ]
    }
}
