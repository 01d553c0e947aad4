//! The formats for programs, written row by row into one reused buffer: memory does not grow with the number
//! of rows, and no value is ever localised.

use std::io::{self, Write};

use super::Nested;
use super::columns::{Node, Selection};
use super::escape::is_hostile;
use crate::config::Format;
use crate::record::{Record, Value};

/// Writes records in one of the formats for programs.
pub struct RowWriter {
    format: Format,
    plan: Selection,
    terminal: bool,
    first: bool,
    buffer: Vec<u8>,
}

impl RowWriter {
    /// Prepares for a list or a record; `terminal` has control characters escaped in every format.
    pub const fn new(format: Format, plan: Selection, terminal: bool) -> Self {
        Self {
            format,
            plan,
            terminal,
            first: true,
            buffer: Vec::new(),
        }
    }

    /// Writes what precedes the rows of a list: not before there is a row or the list is known to be empty, so that
    /// a query that fails leaves nothing behind.
    fn start(&mut self, out: &mut impl Write) -> io::Result<()> {
        match self.format {
            Format::Csv => self.header(out),
            Format::Json => out.write_all(b"["),
            _ => Ok(()),
        }
    }

    /// Writes one row of a list.
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
        let names: Vec<_> = self
            .plan
            .columns
            .iter()
            .map(|&index| self.plan.fields[index].name)
            .collect();
        writeln!(out, "{}", names.join(","))
    }

    fn one(&mut self, record: &impl Record, nested: &[&dyn Nested]) {
        let values = record.values();
        let values = values.as_ref();
        match self.format {
            Format::Json | Format::Jsonl => {
                json_object(&mut self.buffer, &self.plan.nodes, values, self.terminal);
                if !nested.is_empty() {
                    self.buffer.pop();
                    for list in nested {
                        self.buffer
                            .extend_from_slice(format!(",\"{}\":", list.name()).as_bytes());
                        list.write_json(&mut self.buffer, self.terminal);
                    }
                    self.buffer.push(b'}');
                }
            }
            Format::Csv => {
                for (position, &index) in self.plan.columns.iter().enumerate() {
                    if position > 0 {
                        self.buffer.push(b',');
                    }
                    csv_value(&mut self.buffer, values[index], self.terminal);
                }
            }
            Format::Tsv | Format::Ids | Format::Table => {
                for (position, &index) in self.plan.columns.iter().enumerate() {
                    if position > 0 {
                        self.buffer.push(b'\t');
                    }
                    tsv_value(&mut self.buffer, values[index], self.terminal);
                }
            }
        }
    }
}

/// Writes a list of records as a JSON array, for one that is nested in another record.
pub fn json_array<R: Record>(buffer: &mut Vec<u8>, plan: &Selection, rows: &[R], terminal: bool) {
    buffer.push(b'[');
    for (position, row) in rows.iter().enumerate() {
        if position > 0 {
            buffer.push(b',');
        }
        json_object(buffer, &plan.nodes, row.values().as_ref(), terminal);
    }
    buffer.push(b']');
}

fn json_object(buffer: &mut Vec<u8>, nodes: &[Node], values: &[Value<'_>], terminal: bool) {
    buffer.push(b'{');
    for (position, node) in nodes.iter().enumerate() {
        if position > 0 {
            buffer.push(b',');
        }
        match node {
            Node::Leaf(key, index) => {
                buffer.extend_from_slice(key.as_bytes());
                json_value(buffer, values[*index], terminal);
            }
            Node::Object(key, leaves) => {
                buffer.extend_from_slice(key.as_bytes());
                if leaves
                    .iter()
                    .all(|(_, index)| values[*index] == Value::Null)
                {
                    buffer.extend_from_slice(b"null");
                    continue;
                }
                buffer.push(b'{');
                for (position, (key, index)) in leaves.iter().enumerate() {
                    if position > 0 {
                        buffer.push(b',');
                    }
                    buffer.extend_from_slice(key.as_bytes());
                    json_value(buffer, values[*index], terminal);
                }
                buffer.push(b'}');
            }
        }
    }
    buffer.push(b'}');
}

/// Writes the characters of a value that needs no escaping in any format; false when it is text.
fn plain_value(buffer: &mut Vec<u8>, value: Value<'_>) -> bool {
    match value {
        Value::Bool(yes) => buffer.extend_from_slice(if yes { b"true" } else { b"false" }),
        Value::Integer(number) | Value::Count(number) => {
            // Writing to a Vec does not fail.
            let _ = write!(buffer, "{number}");
        }
        Value::Amount(amount) | Value::Due(amount) => amount.write_to(buffer),
        _ => return false,
    }
    true
}

fn json_value(buffer: &mut Vec<u8>, value: Value<'_>, terminal: bool) {
    if plain_value(buffer, value) {
        return;
    }
    if value == Value::Null {
        buffer.extend_from_slice(b"null");
        return;
    }
    if let Value::Changes(json) = value {
        let json = if terminal {
            super::escape::json(json)
        } else {
            json.into()
        };
        buffer.extend_from_slice(json.as_bytes());
        return;
    }
    if let Value::List(texts) = value {
        buffer.push(b'[');
        for (position, text) in texts.iter().enumerate() {
            if position > 0 {
                buffer.push(b',');
            }
            json_value(buffer, Value::Text(text), terminal);
        }
        buffer.push(b']');
        return;
    }
    buffer.push(b'"');
    each_text(
        value,
        |buffer, text| json_text(buffer, text, terminal),
        buffer,
    );
    buffer.push(b'"');
}

/// Writes the text of a value piece by piece.
fn each_text(value: Value<'_>, mut write: impl FnMut(&mut Vec<u8>, &str), buffer: &mut Vec<u8>) {
    match value {
        Value::Text(text)
        | Value::Prose(text)
        | Value::Word(_, text)
        | Value::Phone(text)
        | Value::Changes(text) => {
            write(buffer, text);
        }
        Value::Name(first, last) => {
            write(buffer, first);
            buffer.push(b' ');
            write(buffer, last);
        }
        Value::Instant(instant) => instant.write_to(buffer),
        Value::Hash(bytes) => {
            for byte in bytes {
                let _ = write!(buffer, "{byte:02x}");
            }
        }
        Value::List(texts) => {
            for (position, text) in texts.iter().enumerate() {
                if position > 0 {
                    write(buffer, "; ");
                }
                write(buffer, text);
            }
        }
        Value::Null
        | Value::Bool(_)
        | Value::Integer(_)
        | Value::Count(_)
        | Value::Amount(_)
        | Value::Due(_) => {}
    }
}

/// RFC 8259, section 7.
fn json_text(buffer: &mut Vec<u8>, text: &str, terminal: bool) {
    let mut rest = 0;
    for (at, c) in text.char_indices() {
        let short: Option<&[u8]> = match c {
            '"' => Some(b"\\\""),
            '\\' => Some(b"\\\\"),
            '\n' => Some(b"\\n"),
            '\r' => Some(b"\\r"),
            '\t' => Some(b"\\t"),
            c if c < ' ' || (terminal && is_hostile(c)) => None,
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
    if !plain_value(buffer, value) {
        each_text(
            value,
            |buffer, text| tsv_text(buffer, text, terminal),
            buffer,
        );
    }
}

fn tsv_text(buffer: &mut Vec<u8>, text: &str, terminal: bool) {
    if !terminal {
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
        return;
    }
    for c in text.chars() {
        match c {
            '\\' => buffer.extend_from_slice(b"\\\\"),
            '\n' => buffer.extend_from_slice(b"\\n"),
            '\r' => buffer.extend_from_slice(b"\\r"),
            '\t' => buffer.extend_from_slice(b"\\t"),
            c if terminal && is_hostile(c) => {
                let _ = write!(buffer, "\\u{{{:x}}}", u32::from(c));
            }
            c => buffer.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
}

/// RFC 4180.
fn csv_value(buffer: &mut Vec<u8>, value: Value<'_>, terminal: bool) {
    if plain_value(buffer, value) {
        return;
    }
    let start = buffer.len();
    each_text(
        value,
        |buffer, text| {
            let text = if terminal {
                super::escape(text)
            } else {
                text.into()
            };
            buffer.extend_from_slice(text.as_bytes());
        },
        buffer,
    );
    if buffer[start..]
        .iter()
        .any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r'))
    {
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
