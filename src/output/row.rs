//! The formats for programs, written row by row into one reused buffer: memory does not grow with the number
//! of rows, and no value is ever localised.

use std::io::{self, Write};

use super::Nested;
use super::columns::{Leaf, Node, Selection};
use super::escape::{self, escape_for, is_hostile};
use crate::config::Format;
use crate::crypto::hex;
use crate::record::{Record, Value};

pub struct RowWriter {
    format: Format,
    selection: Selection,
    terminal: bool,
    first: bool,
    buffer: Vec<u8>,
}

impl RowWriter {
    /// Prepares for a list or a record; for a `terminal`, text formats escape marks of the reading order too.
    pub const fn new(format: Format, selection: Selection, terminal: bool) -> Self {
        Self {
            format,
            selection,
            terminal,
            first: true,
            buffer: Vec::new(),
        }
    }

    /// Writes the header of a list: not before there is a row or the list is known to be empty, so that a failing query
    /// prints nothing.
    fn start(&mut self, out: &mut impl Write) -> io::Result<()> {
        match self.format {
            Format::Csv => self.header(out),
            Format::Json => out.write_all(b"["),
            _ => Ok(()),
        }
    }

    pub fn row(&mut self, out: &mut impl Write, record: &impl Record) -> io::Result<()> {
        if self.first {
            self.start(out)?;
        }
        self.buffer.clear();
        if self.format == Format::Json {
            let separator: &[u8] = if self.first { b"\n" } else { b",\n" };
            self.buffer.extend_from_slice(separator);
        }
        self.first = false;
        self.one(record, &[]);
        if self.format != Format::Json {
            self.buffer.push(b'\n');
        }
        out.write_all(&self.buffer)
    }

    /// Writes what follows the rows of a list.
    pub fn end(&mut self, out: &mut impl Write) -> io::Result<()> {
        if self.first {
            self.start(out)?;
        }
        match self.format {
            Format::Json if self.first => out.write_all(b"]\n"),
            Format::Json => out.write_all(b"\n]\n"),
            _ => Ok(()),
        }
    }

    /// Writes one record that is not part of a list.
    pub fn single(
        &mut self,
        out: &mut impl Write,
        record: &impl Record,
        nested: &[&dyn Nested],
    ) -> io::Result<()> {
        if self.format == Format::Csv {
            self.header(out)?;
        }
        self.buffer.clear();
        self.one(record, nested);
        self.buffer.push(b'\n');
        out.write_all(&self.buffer)
    }

    fn header(&mut self, out: &mut impl Write) -> io::Result<()> {
        let columns = self.selection.columns.iter();
        let names = columns.map(|&index| self.selection.fields[index].name);
        writeln!(out, "{}", names.collect::<Vec<_>>().join(","))
    }

    fn one(&mut self, record: &impl Record, nested: &[&dyn Nested]) {
        let values = record.values();
        let values = values.as_ref();
        let (buffer, terminal) = (&mut self.buffer, self.terminal);
        let columns = self.selection.columns.iter().map(|&index| values[index]);
        match self.format {
            Format::Json | Format::Jsonl => {
                json_object(buffer, &self.selection.nodes, values);
                if !nested.is_empty() {
                    buffer.pop();
                    for list in nested {
                        buffer.extend_from_slice(format!(",\"{}\":", list.name()).as_bytes());
                        list.write_json(buffer);
                    }
                    buffer.push(b'}');
                }
            }
            Format::Csv => separated(buffer, b',', columns, |buffer, value| {
                csv_value(buffer, value, terminal);
            }),
            Format::Tsv | Format::Ids | Format::Table => {
                separated(buffer, b'\t', columns, |buffer, value| {
                    tsv_value(buffer, value, terminal);
                });
            }
        }
    }
}

/// Writes items with a separator between them.
fn separated<T>(
    buffer: &mut Vec<u8>,
    separator: u8,
    items: impl IntoIterator<Item = T>,
    write: impl Fn(&mut Vec<u8>, T),
) {
    for (position, item) in items.into_iter().enumerate() {
        if position > 0 {
            buffer.push(separator);
        }
        write(buffer, item);
    }
}

/// Writes a list of records as a JSON array, for one that is nested in another record.
pub fn json_array<R: Record>(buffer: &mut Vec<u8>, selection: &Selection, rows: &[R]) {
    buffer.push(b'[');
    separated(buffer, b',', rows, |buffer, row| {
        json_object(buffer, &selection.nodes, row.values().as_ref());
    });
    buffer.push(b']');
}

fn json_object(buffer: &mut Vec<u8>, nodes: &[Node], values: &[Value<'_>]) {
    let is_null = |(_, index): &Leaf| values[*index] == Value::Null;
    let write_leaf = |buffer: &mut Vec<u8>, (key, index): &Leaf| {
        buffer.extend_from_slice(key.as_bytes());
        json_value(buffer, values[*index]);
    };
    buffer.push(b'{');
    separated(buffer, b',', nodes, |buffer, node| match node {
        Node::Leaf(leaf) => write_leaf(buffer, leaf),
        Node::Object(key, leaves) => {
            buffer.extend_from_slice(key.as_bytes());
            if leaves.iter().all(is_null) {
                buffer.extend_from_slice(b"null");
            } else {
                buffer.push(b'{');
                separated(buffer, b',', leaves, write_leaf);
                buffer.push(b'}');
            }
        }
    });
    buffer.push(b'}');
}

fn json_value(buffer: &mut Vec<u8>, value: Value<'_>) {
    match value {
        Value::Null => buffer.extend_from_slice(b"null"),
        Value::Bool(_) | Value::Integer(_) | Value::Count(_) | Value::Amount(_) | Value::Due(_) => {
            raw_value(buffer, value, |_, _| {});
        }
        Value::Changes(_, json) => buffer.extend_from_slice(escape::json(json).as_bytes()),
        Value::List(texts) => {
            buffer.push(b'[');
            separated(buffer, b',', texts, |buffer, text| {
                json_value(buffer, Value::Text(text));
            });
            buffer.push(b']');
        }
        _ => {
            buffer.push(b'"');
            raw_value(buffer, value, json_text);
            buffer.push(b'"');
        }
    }
}

/// Writes the characters of a value; those that may need escaping go through `write_text`.
fn raw_value(buffer: &mut Vec<u8>, value: Value<'_>, write_text: impl Fn(&mut Vec<u8>, &str)) {
    // Writing to a Vec does not fail.
    match value {
        Value::Null => {}
        Value::Bool(yes) => buffer.extend_from_slice(if yes { b"true" } else { b"false" }),
        Value::Integer(number) | Value::Count(number) => {
            let _ = write!(buffer, "{number}");
        }
        Value::Amount(amount) | Value::Due(amount) => amount.write_to(buffer),
        Value::Instant(instant) => instant.write_to(buffer),
        Value::Text(text) | Value::Prose(text) | Value::Word(_, text) | Value::Phone(text) => {
            write_text(buffer, text);
        }
        Value::Changes(_, json) => write_text(buffer, &escape::json(json)),
        Value::Name(first, last) => {
            write_text(buffer, first);
            buffer.push(b' ');
            write_text(buffer, last);
        }
        Value::List(texts) => write_text(buffer, &texts.join("; ")),
        Value::Hash(bytes) => buffer.extend_from_slice(hex::encode(bytes).as_bytes()),
    }
}

/// RFC 8259, section 7, with every hostile character escaped: readers get it back.
fn json_text(buffer: &mut Vec<u8>, text: &str) {
    let mut rest = 0;
    for (at, c) in text.char_indices() {
        let short: Option<&[u8]> = match c {
            '"' => Some(b"\\\""),
            '\\' => Some(b"\\\\"),
            '\n' => Some(b"\\n"),
            '\r' => Some(b"\\r"),
            '\t' => Some(b"\\t"),
            c if is_hostile(c) => None,
            _ => continue,
        };
        buffer.extend_from_slice(&text.as_bytes()[rest..at]);
        match short {
            Some(short) => buffer.extend_from_slice(short),
            None => {
                let _ = write!(buffer, "\\u{:04x}", u32::from(c));
            }
        }
        rest = at + c.len_utf8();
    }
    buffer.extend_from_slice(&text.as_bytes()[rest..]);
}

/// A tab, line break or backslash inside a value is written as `\t`, `\n`, `\r`, `\\`, so that a row stays a line
/// and a column a column.
fn tsv_value(buffer: &mut Vec<u8>, value: Value<'_>, terminal: bool) {
    let start = buffer.len();
    raw_value(buffer, value, tsv_text);
    make_harmless(buffer, start, terminal);
}

fn tsv_text(buffer: &mut Vec<u8>, text: &str) {
    // Every character that is written otherwise is one byte, which is part of no other.
    let mut rest = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escaped: &[u8] = match byte {
            b'\\' => b"\\\\",
            b'\n' => b"\\n",
            b'\r' => b"\\r",
            b'\t' => b"\\t",
            _ => continue,
        };
        buffer.extend_from_slice(&text.as_bytes()[rest..at]);
        buffer.extend_from_slice(escaped);
        rest = at + 1;
    }
    buffer.extend_from_slice(&text.as_bytes()[rest..]);
}

/// Escapes hostile characters in the value that begins at `start`; see [`escape_for`].
fn make_harmless(buffer: &mut Vec<u8>, start: usize, terminal: bool) {
    if buffer[start..]
        .iter()
        .all(|byte| matches!(byte, b' '..=b'~'))
    {
        return;
    }
    let value = buffer.split_off(start);
    let value = String::from_utf8_lossy(&value);
    buffer.extend_from_slice(escape_for(&value, terminal).as_bytes());
}

/// RFC 4180.
fn csv_value(buffer: &mut Vec<u8>, value: Value<'_>, terminal: bool) {
    let start = buffer.len();
    raw_value(buffer, value, |buffer, text| {
        buffer.extend_from_slice(text.as_bytes());
    });
    make_harmless(buffer, start, terminal);
    let is_special = |byte: &u8| matches!(byte, b',' | b'"' | b'\n' | b'\r');
    if buffer[start..].iter().any(is_special) {
        let text = buffer.split_off(start);
        buffer.push(b'"');
        for byte in text {
            if byte == b'"' {
                buffer.push(b'"');
            }
            buffer.push(byte);
        }
        buffer.push(b'"');
    }
}
