//! What changed, for people: `total: 1500.00 -> 1200.00`, with the columns in the order of the table they belong to.

use std::fmt;

use chrono_tz::Tz;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;

use crate::domain::{Cents, Instant};

/// One column with what it was and what it became; `-` for nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The name of the column, without its unit.
    pub field: String,
    /// What it was.
    pub from: String,
    /// What it became.
    pub to: String,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} -> {}", self.field, self.from, self.to)
    }
}

/// Reads a JSON object of `"column":[from,to]`. Whatever else it is, which only somebody who writes past the program can
/// bring about, is shown as it stands.
pub fn read(json: &str, timezone: Tz) -> Vec<Change> {
    match serde_json::from_str::<Pairs>(json) {
        Ok(Pairs(pairs)) => pairs
            .into_iter()
            .map(|(column, [from, to])| Change {
                from: shown(&column, &from, timezone),
                to: shown(&column, &to, timezone),
                field: column.strip_suffix("_cents").unwrap_or(&column).to_owned(),
            })
            .collect(),
        Err(_) => vec![Change {
            field: "changes".to_owned(),
            from: "-".to_owned(),
            to: json.to_owned(),
        }],
    }
}

fn shown(column: &str, value: &Value, timezone: Tz) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Number(number) => match number.as_i64() {
            Some(cents) if column.ends_with("_cents") => Cents::from_cents(cents).to_string(),
            _ => number.to_string(),
        },
        Value::String(text) if column.ends_with("_at") => text
            .parse::<Instant>()
            .map_or_else(|_| text.clone(), |instant| instant.local(timezone)),
        Value::String(text) => text.clone(),
        Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

/// The members of an object in the order they are written in.
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
            Tz::Europe__Paris,
        );
        let lines: Vec<_> = changes.iter().map(ToString::to_string).collect();
        assert_eq!(
            lines,
            [
                "total: 1500.00 -> 1200.50",
                "start_at: - -> 2026-05-20 18:00",
                "active: yes -> no"
            ]
        );
    }

    #[test]
    fn what_is_no_such_object_is_shown_as_it_stands() {
        assert_eq!(read("[1]", Tz::UTC)[0].to, "[1]");
    }
}
