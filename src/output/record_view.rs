//! One record for a person: a column of labels and values, with the lists that belong to it below; or one label with
//! its value a line, where nothing is to be drawn.

use std::fmt::Write as _;

use super::cell::{Cell, CellContext, Tone};
use super::columns::Selection;
use super::layout::GAP;
use super::row::json_array;
use super::table::TableWriter;
use super::truncate::{width, wrap};
use crate::config::Format;
use crate::domain::format;
use crate::record::{Record, Value};
use crate::t;

/// A list that belongs to a record and is printed with it.
pub trait Nested {
    /// The JSON key.
    fn name(&self) -> &'static str;
    fn write_json(&self, buffer: &mut Vec<u8>);
    /// The list as a table; `None` when it is empty.
    fn table(&self, look: &CellContext, room: Option<usize>) -> Option<String>;
}

impl<R: Record> Nested for Vec<R> {
    fn name(&self) -> &'static str {
        R::PLURAL
    }

    fn write_json(&self, buffer: &mut Vec<u8>) {
        let selection = Selection::standard::<R>(Format::Json);
        json_array(buffer, &selection, self);
    }

    fn table(&self, look: &CellContext, room: Option<usize>) -> Option<String> {
        if self.is_empty() {
            return None;
        }
        let mut table = TableWriter::new::<R>(Selection::within::<R>(), look.clone(), false);
        for row in self {
            table.push(row);
        }
        Some(table.render(room, None).text)
    }
}

/// The least room for values beside their labels.
const LEAST: usize = 24;

/// One record as a column of labels and values, with the lists that belong to it below.
pub fn vertical(
    record: &impl Record,
    selection: &Selection,
    look: &CellContext,
    room: Option<usize>,
    nested: &[&dyn Nested],
) -> String {
    let values = record.values();
    let values = values.as_ref();
    let field = |&index: &usize| {
        let label = selection.fields[index].label().into_string();
        (label, whole(values[index], look))
    };
    let fields: Vec<_> = selection.columns.iter().map(field).collect();
    let labels = fields.iter().map(|(label, _)| width(label));
    let labels = labels.max().unwrap_or(0) + GAP;
    let mut text = String::new();
    for (label, shown) in &fields {
        let narrow = room.is_some_and(|room| room < labels + LEAST);
        if look.accessible || narrow {
            let room = room.filter(|_| !look.accessible);
            labelled(&mut text, label, &shown.text, shown.tone, room, look);
            continue;
        }
        let padding = " ".repeat(labels - width(label));
        // The lines of a note stand below one another.
        let room = room.map_or(usize::MAX, |room| room - labels);
        let paint = |line: String| painted(&line, shown.tone, look);
        let lines: Vec<_> = wrap(&shown.text, room).into_iter().map(paint).collect();
        let value = lines.join(&format!("\n{}", " ".repeat(labels)));
        let label = painted(label, Tone::Strong, look);
        line(&mut text, &format!("{label}{padding}{value}"));
    }
    for list in nested {
        if let Some(table) = list.table(look, room) {
            let heading = t!("output-heading", records = list.name());
            let heading = painted(heading.as_str(), Tone::Strong, look);
            let _ = write!(text, "\n{heading}\n{table}");
        }
    }
    text
}

/// A value that has the line for itself: nothing needs to be short.
fn whole(value: Value<'_>, look: &CellContext) -> Cell {
    match value {
        Value::Instant(instant) => Cell {
            text: format::date_time(instant, &look.zone),
            ..Cell::of(value, look)
        },
        _ => Cell::of(value, look),
    }
}

/// Appends a label with its value, the further lines of the value below it.
pub fn labelled(
    text: &mut String,
    label: &str,
    value: &str,
    tone: Tone,
    room: Option<usize>,
    look: &CellContext,
) {
    const INDENT: &str = "  ";

    let label = t!("output-label", label = label).into_string();
    let room = room.unwrap_or(usize::MAX);
    let is_short = value.lines().count() <= 1 && width(&label) + 1 + width(value) <= room;
    let label = painted(&label, Tone::Strong, look);
    if is_short {
        let value = painted(value, tone, look);
        return line(text, &format!("{label} {value}"));
    }
    line(text, &label);
    for part in wrap(value, room.saturating_sub(INDENT.len())) {
        line(text, &format!("{INDENT}{}", painted(&part, tone, look)));
    }
}

fn painted(text: &str, tone: Tone, look: &CellContext) -> String {
    if look.color && !text.is_empty() {
        tone.paint(text)
    } else {
        text.to_owned()
    }
}

fn line(text: &mut String, line: &str) {
    for line in line.lines() {
        text.push_str(line.trim_end());
        text.push('\n');
    }
}
