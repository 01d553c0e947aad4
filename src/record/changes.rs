//! Changes for people: `Total: €1,500.00 → €1,200.00`, columns in the order of their table.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;

use super::key_of;
use super::words::{word_of, yes_or_no};
use crate::domain::columns::{self, ColumnKind};
use crate::domain::{Cents, Instant, Zone, format, phone};
use crate::lang;
use crate::t;

const NOTHING: &str = "-";

/// Changed column with its previous and new value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub field: String,
    pub from: String,
    pub to: String,
}

impl Change {
    /// Formats the new value only, for a new record.
    pub fn only_to(&self) -> String {
        one_sided(&self.field, &self.to)
    }

    /// Formats the previous value only, for a removed record.
    pub fn only_from(&self) -> String {
        one_sided(&self.field, &self.from)
    }
}

fn one_sided(field: &str, value: &str) -> String {
    t!("output-change-one-sided", field = field, value = value).into_string()
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (field, from, to) = (&self.field, &self.from, &self.to);
        t!("output-change", field = field, from = from, to = to).fmt(f)
    }
}

/// Parses a JSON object of `"column":[from,to]`. Anything else, which only writes past the program can cause, is shown
/// verbatim.
pub fn read(json: &str, timezone: &Zone) -> Vec<Change> {
    match serde_json::from_str::<Pairs>(json) {
        Ok(Pairs(pairs)) => pairs
            .into_iter()
            .map(|(column, [from, to])| Change {
                from: shown(&column, &from, timezone),
                to: shown(&column, &to, timezone),
                field: label(&column),
            })
            .collect(),
        Err(_) => vec![Change {
            field: label("changes"),
            from: NOTHING.to_owned(),
            to: json.to_owned(),
        }],
    }
}

/// Summarises changes on one line. Creations and removals have one side only.
pub fn summary(json: &str, timezone: &Zone) -> String {
    let changes = read(json, timezone);
    let all = |side: fn(&Change) -> &str| {
        changes.len() > 1 && changes.iter().all(|change| side(change) == NOTHING)
    };
    let told: Vec<_> = if all(|change| &change.from) {
        let told = changes.iter().filter(|change| !change.to.is_empty());
        told.map(Change::only_to).collect()
    } else if all(|change| &change.to) {
        let told = changes.iter().filter(|change| !change.from.is_empty());
        told.map(Change::only_from).collect()
    } else {
        changes.iter().map(ToString::to_string).collect()
    };
    told.join("; ")
}

/// Returns the heading of a column; an unknown one keeps its name.
fn label(name: &str) -> String {
    let shown = columns::named(name).and_then(|column| column.fields.first());
    let key = key_of(shown.unwrap_or(&name));
    if lang::has(&key) {
        lang::format(&key, &[])
    } else {
        name.to_owned()
    }
}

/// Formats a value by the kind of its column; a value of another kind is shown verbatim.
fn shown(name: &str, value: &Value, timezone: &Zone) -> String {
    let kind = columns::named(name).map_or(ColumnKind::Text, |column| column.kind);
    match (value, kind) {
        (Value::Null, _) => NOTHING.to_owned(),
        (Value::Bool(yes), _) => yes_or_no(*yes),
        (Value::Number(number), kind) => match (number.as_i64(), kind) {
            (Some(cents), ColumnKind::Cents) => format::amount(Cents::from_cents(cents)),
            (Some(count), ColumnKind::Count) => format::number(count),
            _ => number.to_string(),
        },
        (Value::String(text), ColumnKind::Word(words)) => word_of(words, text),
        (Value::String(text), ColumnKind::Phone) => phone::grouped(text),
        (Value::String(text), ColumnKind::Instant) => match text.parse::<Instant>() {
            Ok(instant) => format::short_date_time(instant, timezone),
            Err(_) => text.clone(),
        },
        (Value::String(text), _) => text.clone(),
        (Value::Array(_) | Value::Object(_), _) => value.to_string(),
    }
}

/// Members of an object in their original order.
struct Pairs(Vec<(String, [Value; 2])>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;

        impl<'de> Visitor<'de> for InOrder {
            type Value = Pairs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of pairs")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Pairs, M::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }

        deserializer.deserialize_map(InOrder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_and_instants_are_shown_as_elsewhere_and_columns_keep_their_order() {
        let changes = read(
            r#"{"total_cents":[150000,120050],"start_at":[null,"2026-05-20T16:00:00Z"],"active":[true,false]}"#,
            &Zone::named("Europe/Paris").unwrap(),
        );
        let lines: Vec<_> = changes.iter().map(ToString::to_string).collect();
        let expected =
            "Total: €1,500.00 → €1,200.50; Start: - → 20 May 2026 18:00; Active: yes → no";
        assert_eq!(lines.join("; "), expected);
    }

    #[test]
    fn what_is_new_has_one_side() {
        let summary = |json| summary(json, &Zone::UTC);
        let new = r#"{"title":[null,"Gala"],"attendees":[null,1500],"notes":[null,""]}"#;
        assert_eq!(summary(new), "Title: Gala; Attendees: 1,500");
        let gone = r#"{"title":["Gala",null],"attendees":[1500,null]}"#;
        assert_eq!(summary(gone), "Title: Gala; Attendees: 1,500");
        let changed = r#"{"support_contact_id":[null,4]}"#;
        assert_eq!(summary(changed), "Support contact ID: - → 4");
        assert_eq!(summary("{}"), "");
    }

    #[test]
    fn what_is_no_such_object_is_shown_as_it_stands() {
        assert_eq!(read("[1]", &Zone::UTC)[0].to, "[1]");
    }
}
