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

/// Changed column with its previous and new value; `None` for NULL.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Change {
    field: String,
    from: Option<String>,
    to: Option<String>,
}

impl Change {
    /// Formats a change; that of a new or removed record has one side, and none for an empty value.
    fn line(&self, action: &str) -> Option<String> {
        let Self { field, from, to } = self;
        let value = match action {
            "create" | "denied" => to,
            "delete" => from,
            _ => {
                let [from, to] = [from, to].map(|side| side.as_deref().unwrap_or("-"));
                let change = t!("output-change", field = field, from = from, to = to);
                return Some(change.into_string());
            }
        };
        let value = value.as_ref().filter(|value| !value.is_empty())?;
        let change = t!("output-change-one-sided", field = field, value = value);
        Some(change.into_string())
    }
}

/// Parses a JSON object of `"column":[from,to]`. Anything else, which only writes past the program can cause, is shown
/// verbatim.
fn read(json: &str, timezone: &Zone) -> Vec<Change> {
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
            from: Some(json.to_owned()),
            to: Some(json.to_owned()),
        }],
    }
}

/// Formats the changes of an action, one on a line.
pub fn lines(action: &str, json: &str, timezone: &Zone) -> Vec<String> {
    let changes = read(json, timezone);
    changes.iter().filter_map(|it| it.line(action)).collect()
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
fn shown(name: &str, value: &Value, timezone: &Zone) -> Option<String> {
    let kind = columns::named(name).map_or(ColumnKind::Text, |column| column.kind);
    Some(match (value, kind) {
        (Value::Null, _) => return None,
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
    })
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

    fn summary(action: &str, json: &str) -> String {
        lines(action, json, &Zone::UTC).join("; ")
    }

    #[test]
    fn amounts_and_instants_are_shown_as_elsewhere_and_columns_keep_their_order() {
        let changes = lines(
            "update",
            r#"{"total_cents":[150000,120050],"start_at":[null,"2026-05-20T16:00:00Z"],"active":[true,false]}"#,
            &Zone::named("Europe/Paris").unwrap(),
        );
        let expected =
            "Total: €1,500.00 → €1,200.50; Start: - → 20 May 2026 18:00; Active: yes → no";
        assert_eq!(changes.join("; "), expected);
    }

    #[test]
    fn a_new_or_removed_record_has_one_side() {
        let new = r#"{"title":[null,"Gala"],"attendees":[null,1500],"notes":[null,""]}"#;
        assert_eq!(summary("create", new), "Title: Gala; Attendees: 1,500");
        let gone = r#"{"title":["Gala",null],"attendees":[1500,null]}"#;
        assert_eq!(summary("delete", gone), "Title: Gala; Attendees: 1,500");
        let one = r#"{"title":[null,"Gala"]}"#;
        assert_eq!(summary("create", one), "Title: Gala");
        assert_eq!(summary("create", "{}"), "");
    }

    #[test]
    fn an_update_has_two_sides() {
        let filled = r#"{"support_contact_id":[null,4],"notes":[null,"Piano"]}"#;
        let expected = "Support contact ID: - → 4; Notes: - → Piano";
        assert_eq!(summary("update", filled), expected);
    }

    #[test]
    fn a_dash_is_a_text() {
        let dash = r#"{"title":["Gala","-"],"notes":["-","-"]}"#;
        assert_eq!(summary("create", dash), "Title: -; Notes: -");
        assert_eq!(summary("update", dash), "Title: Gala → -; Notes: - → -");
    }

    #[test]
    fn what_is_no_such_object_is_shown_as_it_stands() {
        for action in ["create", "delete"] {
            assert_eq!(summary(action, "[1]"), "Changes: [1]");
        }
    }
}
