//! Tables for people: columns as wide as the terminal allows, amounts and numbers to the right, times in the
//! configured zone, telephone numbers grouped.

use std::fmt::Write as _;

use chrono_tz::Tz;
use comfy_table::{
    Attribute, Cell, CellAlignment, Color, ColumnConstraint, ContentArrangement, Row, Table,
};
use unicode_width::UnicodeWidthStr as _;

use super::Format;
use super::escape::escape;
use super::plan::Plan;
use super::row::json_array;
use crate::domain::phone;
use crate::record::{Record, Value};

/// A list that belongs to a record and is printed with it.
pub trait Nested {
    /// The JSON key.
    fn name(&self) -> &'static str;
    /// Appends the list as a JSON array.
    fn write_json(&self, buffer: &mut Vec<u8>, terminal: bool);
    /// The list as a table; `None` when it is empty.
    fn table(&self, timezone: Tz, color: bool) -> Option<String>;
}

impl<R: Record> Nested for Vec<R> {
    fn name(&self) -> &'static str {
        R::PLURAL
    }

    fn write_json(&self, buffer: &mut Vec<u8>, terminal: bool) {
        json_array(buffer, &Plan::standard::<R>(Format::Json), self, terminal);
    }

    fn table(&self, timezone: Tz, color: bool) -> Option<String> {
        if self.is_empty() {
            return None;
        }
        let mut table = TableWriter::new(Plan::standard::<R>(Format::Table), timezone, color);
        for row in self {
            table.push(row);
        }
        Some(table.render(terminal_width()))
    }
}

/// The width of the terminal behind standard output, in columns.
pub fn terminal_width() -> Option<u16> {
    terminal_size::terminal_size().map(|(width, _)| width.0)
}

/// A table that grows until it is rendered.
pub struct TableWriter {
    plan: Plan,
    table: Table,
    timezone: Tz,
    color: bool,
    /// The columns whose values are never cut: half a date or amount is worse than none.
    rigid: Vec<bool>,
}

impl TableWriter {
    /// Starts a table with its header.
    pub fn new(plan: Plan, timezone: Tz, color: bool) -> Self {
        let mut table = Table::new();
        table.load_style(comfy_table::presets::NOTHING);
        table.set_truncation_indicator("…");
        if color {
            table.enforce_styling();
            // Whether there is colour was decided already: `--color always` goes before NO_COLOR.
            crossterm::style::force_color_output(true);
        } else {
            table.force_no_tty();
        }
        let header = plan.columns.iter().map(|&index| {
            let cell = Cell::new(plan.fields[index].label.to_uppercase());
            if color {
                cell.add_attribute(Attribute::Bold)
            } else {
                cell
            }
        });
        table.set_header(header.collect::<Vec<_>>());
        Self {
            rigid: vec![false; plan.columns.len()],
            plan,
            table,
            timezone,
            color,
        }
    }

    /// Adds a row.
    pub fn push(&mut self, record: &impl Record) {
        let values = record.values();
        let values = values.as_ref();
        let cells = self.plan.columns.iter().map(|&index| {
            let value = values[index];
            let cell = Cell::new_owned(one_line(&shown(value, self.timezone)));
            let cell = if is_number(value) {
                cell.set_alignment(CellAlignment::Right)
            } else {
                cell
            };
            match status_color(value) {
                Some(color) if self.color => cell.fg(color),
                _ => cell,
            }
        });
        let mut row = Row::from(cells.collect::<Vec<_>>());
        row.max_height(1);
        if self.table.row_count() == 0 {
            self.align_header(values);
        }
        for (position, &index) in self.plan.columns.iter().enumerate() {
            self.rigid[position] |= is_rigid(values[index]);
        }
        self.table.add_row(row);
    }

    /// Puts the headings of numbers above their last digits.
    fn align_header(&mut self, values: &[Value<'_>]) {
        let Some(header) = self.table.header() else {
            return;
        };
        let cells = header
            .cell_iter()
            .zip(&self.plan.columns)
            .map(|(cell, &index)| {
                if is_number(values[index]) {
                    cell.clone().set_alignment(CellAlignment::Right)
                } else {
                    cell.clone()
                }
            });
        let cells: Vec<Cell> = cells.collect();
        self.table.set_header(cells);
    }

    /// Draws the table; `width` is that of the terminal, and a table without one is as wide as it needs.
    pub fn render(mut self, width: Option<u16>) -> String {
        let last = self.table.column_count().saturating_sub(1);
        for (index, column) in self.table.column_iter_mut().enumerate() {
            column.set_padding((0, if index == last { 0 } else { 2 }));
            if self.rigid.get(index).is_some_and(|rigid| *rigid) {
                column.set_constraint(ColumnConstraint::ContentWidth);
            }
        }
        if let Some(width) = width {
            self.table
                .set_content_arrangement(ContentArrangement::Dynamic)
                .set_width(width);
        }
        let mut text = String::new();
        for line in self.table.lines() {
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }
}

/// One record as a column of labels and values, with the lists that belong to it below.
pub fn vertical(
    record: &impl Record,
    plan: &Plan,
    timezone: Tz,
    color: bool,
    nested: &[&dyn Nested],
) -> String {
    let values = record.values();
    let values = values.as_ref();
    let width = plan
        .columns
        .iter()
        .map(|&index| plan.fields[index].label.width())
        .max()
        .unwrap_or(0);
    let mut text = String::new();
    for &index in &plan.columns {
        let label = plan.fields[index].label;
        let padding = " ".repeat(width - label.width() + 2);
        let value = shown(values[index], timezone);
        // Lines of a note stand below one another.
        let value = value.replace('\n', &format!("\n{}", " ".repeat(width + 2)));
        let line = if color {
            format!("\u{1b}[1m{label}\u{1b}[0m{padding}{value}")
        } else {
            format!("{label}{padding}{value}")
        };
        // Writing to a String does not fail.
        let _ = writeln!(text, "{}", line.trim_end());
    }
    for list in nested {
        if let Some(table) = list.table(timezone, color) {
            let _ = write!(text, "\n{}\n{table}", capitalised(list.name()));
        }
    }
    text
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

/// A value as people read it.
fn shown(value: Value<'_>, timezone: Tz) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::Bool(yes) => if yes { "yes" } else { "no" }.to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Amount(amount) => amount.to_string(),
        Value::Instant(instant) => instant.local(timezone),
        Value::Text(text) | Value::Status(text) => escape(text).into_owned(),
        Value::Name(first, last) => escape(&format!("{first} {last}")).into_owned(),
        Value::Phone(number) => phone::grouped(number),
        Value::Hash(bytes) => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        Value::Changes(json) => {
            let changes = super::changes::read(json, timezone);
            let changes: Vec<_> = changes.iter().map(ToString::to_string).collect();
            escape(&changes.join("; ")).into_owned()
        }
        Value::List([]) => "-".to_owned(),
        Value::List(texts) => escape(&texts.join("\n")).into_owned(),
    }
}

fn one_line(text: &str) -> String {
    text.replace(['\n', '\t'], " ")
}

const fn is_number(value: Value<'_>) -> bool {
    matches!(value, Value::Integer(_) | Value::Amount(_))
}

const fn is_rigid(value: Value<'_>) -> bool {
    match value {
        Value::Integer(_)
        | Value::Amount(_)
        | Value::Instant(_)
        | Value::Phone(_)
        | Value::Status(_)
        | Value::Bool(_) => true,
        Value::Null
        | Value::Text(_)
        | Value::Name(..)
        | Value::Changes(_)
        | Value::Hash(_)
        | Value::List(_) => false,
    }
}

fn status_color(value: Value<'_>) -> Option<Color> {
    match value {
        Value::Status("signed") => Some(Color::Green),
        Value::Status("pending") => Some(Color::Yellow),
        Value::Status("unsigned") => Some(Color::Red),
        _ => None,
    }
}
