//! Everything that is printed: results on standard output in the format that was asked for, messages and errors
//! on standard error. The only code that touches the two streams.

mod cell;
mod columns;
mod escape;
mod layout;
mod list;
mod message;
mod options;
mod record_view;
mod row;
mod streams;
mod table;
mod truncate;

use std::io::{self, BufWriter, IsTerminal as _, Write};

use cell::CellContext;
use columns::Selection;
pub use escape::escape;
pub use list::List;
use list::Rows;
pub use message::{
    is_hostile, print_early_error, print_note, print_plain_error, print_styled_error,
    print_styled_text, print_text,
};
pub use options::{Color, Options};
pub use record_view::Nested;
use row::RowWriter;
use streams::Process;
pub use streams::Streams;
use table::TableWriter;
pub use truncate::{truncate, wrap};

use crate::config::Format;
use crate::domain::{Instant, Zone};
use crate::error::{Error, Result, cause};
use crate::lang::Text;
use crate::record::{Fields, Record};
use crate::t;
use crate::terminal;

/// Default row limit of a table on a terminal.
pub const TABLE_ROWS: i64 = 50;

/// Writes results to standard output and messages to standard error.
///
/// # Errors
///
/// Of every result: `usage` (exit 2) for unknown `--fields`, with the known ones; a closed pipe, which ends the run with
/// exit 0.
pub struct Output {
    streams: Box<dyn Streams>,
    options: Options,
    look: CellContext,
    stdout_terminal: bool,
    stderr_terminal: bool,
    stderr_color: bool,
}

impl Output {
    /// Looks at the streams of the process; prints nothing.
    pub fn new(options: Options, timezone: Zone) -> Self {
        let terminals = [io::stdout().is_terminal(), io::stderr().is_terminal()];
        Self::to(Box::new(Process), terminals, options, timezone)
    }

    /// Prints to these streams, of which standard output and standard error are `terminals` or not.
    pub fn to(
        streams: Box<dyn Streams>,
        terminals: [bool; 2],
        options: Options,
        timezone: Zone,
    ) -> Self {
        let [stdout_terminal, stderr_terminal] = terminals;
        Self {
            streams,
            look: CellContext {
                zone: timezone,
                now: Instant::now(),
                color: options.color.applies(stdout_terminal),
                accessible: terminal::asked_to_be_accessible()
                    || (stdout_terminal && terminal::accessible()),
            },
            stderr_color: options.color.applies(stderr_terminal),
            options,
            stdout_terminal,
            stderr_terminal,
        }
    }

    /// The format of this run: what was asked for, else a table for people and tsv for programs.
    pub fn format(&self) -> Format {
        self.options.format.unwrap_or(if self.stdout_terminal {
            Format::Table
        } else {
            Format::Tsv
        })
    }

    /// Tests for a list limited to [`TABLE_ROWS`]: a table on a terminal, where a person reads.
    pub fn shows_pages(&self) -> bool {
        self.stdout_terminal && self.format() == Format::Table
    }

    /// Tests for a record printed with the lists that belong to it: as an object or for a person, and whole.
    pub fn shows_nested(&self) -> bool {
        self.options.fields.is_none()
            && matches!(self.format(), Format::Table | Format::Json | Format::Jsonl)
    }

    fn stdout(&self) -> BufWriter<Box<dyn Write>> {
        BufWriter::with_capacity(64 * 1024, self.streams.stdout())
    }

    /// Starts a list. Unknown `--fields` are refused here, before anything is asked of the database.
    pub fn list<R: Record>(&self) -> Result<List> {
        let format = self.format();
        let selection = Selection::new::<R>(format, self.options.fields.as_deref())?;
        let rows = if format == Format::Table {
            let asked = self.options.fields.is_some();
            let table = TableWriter::new::<R>(selection, self.look.clone(), asked);
            Rows::Table(Box::new(table))
        } else {
            Rows::Streamed(RowWriter::new(format, selection, self.stdout_terminal))
        };
        Ok(List {
            out: self.stdout(),
            rows,
            count: 0,
            terminal: self.stdout_terminal,
            stderr: (self.stdout_terminal && !self.options.quiet).then(|| self.streams.stderr()),
        })
    }

    /// Prints one record: a column of labels in a table, one row or object in every other format.
    pub fn record<R: Record>(&self, record: &R) -> Result<()> {
        self.record_with(record, &[])
    }

    /// Prints one record with lists that belong to it: in JSON as arrays, in a table below it.
    pub fn record_with<R: Record>(&self, record: &R, nested: &[&dyn Nested]) -> Result<()> {
        let whole = self.options.fields.is_none();
        let format = if R::IS_REPORT && whole && self.options.format.is_none() {
            Format::Table
        } else {
            self.format()
        };
        let selection = if format == Format::Table && whole {
            Selection::whole::<R>(format)
        } else {
            Selection::new::<R>(format, self.options.fields.as_deref())?
        };
        let nested = if whole { nested } else { &[] };
        let mut out = self.stdout();
        let written = if format == Format::Table {
            let room = self.stdout_terminal.then(table::terminal_width).flatten();
            let text = record_view::vertical(record, &selection, &self.look, room, nested);
            out.write_all(text.as_bytes())
        } else {
            RowWriter::new(format, selection, self.stdout_terminal).single(&mut out, record, nested)
        };
        written.and_then(|()| out.flush()).map_err(stdout_failed)
    }

    /// Prints a record that was just created. Off a terminal, in tsv, that is the id alone, so that
    /// `id=$(epic customer create …)` works.
    pub fn created<R: Record>(&self, record: &R) -> Result<()> {
        self.created_as(record, || Ok(Selection::standard::<R>(Format::Ids)))
    }

    /// As [`Output::created`], for what has a secret that is shown once: off a terminal, in tsv, the field of that
    /// name stands alone, so that `TOKEN=$(epic token create …)` works.
    pub fn created_secret<R: Record>(&self, record: &R, field: &str) -> Result<()> {
        let field = [field.to_owned()];
        self.created_as(record, || Selection::new::<R>(Format::Tsv, Some(&field)))
    }

    fn created_as<R: Record>(
        &self,
        record: &R,
        alone: impl FnOnce() -> Result<Selection>,
    ) -> Result<()> {
        if self.format() == Format::Tsv && !self.stdout_terminal && self.options.fields.is_none() {
            let mut out = self.stdout();
            return RowWriter::new(Format::Tsv, alone()?, false)
                .single(&mut out, record, &[])
                .and_then(|()| out.flush())
                .map_err(stdout_failed);
        }
        self.record(record)
    }

    /// Prints the records that one command changed: an object for one, a list for several.
    pub fn records<R: Record>(&self, records: &[R]) -> Result<()> {
        if let [record] = records {
            return self.record(record);
        }
        let mut list = self.list::<R>()?;
        for record in records {
            list.push(record)?;
        }
        list.finish()
    }

    /// Refuses `--fields` that the record does not have, before anything is done.
    pub fn check_fields(&self, fields: Fields) -> Result<()> {
        match (&self.options.fields, &*fields.list()) {
            (None, _) | (_, []) => Ok(()),
            (Some(names), fields) => columns::chosen(fields, names).map(drop),
        }
    }

    pub const fn colors_messages(&self) -> bool {
        self.stderr_color
    }

    /// Tells a person something, on standard error, unless `--quiet`.
    pub fn message(&self, text: Text) {
        if !self.options.quiet {
            self.stderr_line(text.as_str());
        }
    }

    /// Tells a person that a list is empty.
    pub fn nothing_to_show<R: Record>(&self) {
        self.message(t!("output-none", records = R::PLURAL));
    }

    /// Warns a person, on standard error, unless `--quiet`.
    pub fn warning(&self, text: Text) {
        self.labelled(&t!("output-warning-label"), &text);
    }

    /// Names a command that helps, on standard error, unless `--quiet`.
    pub fn hint(&self, command: &str) {
        self.labelled(&t!("output-hint-label"), &Text::verbatim(command));
    }

    fn labelled(&self, label: &Text, text: &Text) {
        if !self.options.quiet {
            self.stderr_line(&format!("{label} {text}"));
        }
    }

    /// Tells of a failure, on standard error: as one line of JSON when results are JSON, else as text.
    pub fn error(&self, error: &Error) {
        let (color, terminal) = (self.stderr_color, self.stderr_terminal);
        let text = message::error_text(error, self.options.format, color, terminal);
        self.write_stderr(&text);
    }

    fn stderr_line(&self, text: &str) {
        self.write_stderr(&message::line(text, self.stderr_terminal));
    }

    fn write_stderr(&self, text: &str) {
        // A closed standard error has no reader.
        let _ = self.streams.stderr().write_all(text.as_bytes());
    }
}

/// A reader that went away is no failure; anything else is.
fn stdout_failed(error: io::Error) -> Error {
    if error.kind() == io::ErrorKind::BrokenPipe {
        Error::ClosedPipe
    } else {
        Error::Stdout(cause::of_io(&error).into_string())
    }
}
