//! Everything that is printed: results on standard output in the format that was asked for, messages and errors
//! on standard error. The only code that touches the two streams.

pub mod changes;
mod escape;
mod plan;
mod row;
mod table;

use std::ffi::OsStr;
use std::io::{self, BufWriter, IsTerminal as _, StdoutLock, Write as _};
use std::str::FromStr;

use chrono_tz::Tz;
use serde::Serialize;

pub use escape::escape;
use plan::Plan;
use row::RowWriter;
pub use table::Nested;
use table::TableWriter;

use crate::domain::Invalid;
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::record::Record;

/// How results are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Aligned columns for people.
    Table,
    /// Values separated by tabs, no header.
    Tsv,
    /// Comma-separated values with a header.
    Csv,
    /// One JSON document.
    Json,
    /// One JSON object a line.
    Jsonl,
    /// One id a line.
    Ids,
}

impl Format {
    /// Whether errors are JSON too.
    pub const fn is_json(self) -> bool {
        matches!(self, Self::Json | Self::Jsonl)
    }
}

impl FromStr for Format {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        <Self as clap::ValueEnum>::from_str(text, true)
            .map_err(|_| Invalid::new("must be one of table, tsv, csv, json, jsonl, ids"))
    }
}

/// When colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Color {
    /// At a terminal, unless `NO_COLOR` is set; `CLICOLOR_FORCE` decides elsewhere.
    #[default]
    Auto,
    /// Everywhere.
    Always,
    /// Nowhere.
    Never,
}

impl Color {
    /// Whether a stream is coloured (no-color.org, bixense.com/clicolors).
    fn applies(self, terminal: bool) -> bool {
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto if set("NO_COLOR") => false,
            Self::Auto if set("CLICOLOR_FORCE") => {
                std::env::var_os("CLICOLOR_FORCE").is_some_and(|value| value != "0")
            }
            Self::Auto => terminal && std::env::var_os("TERM").is_none_or(|term| term != "dumb"),
        }
    }
}

/// How this run prints.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The format that was asked for.
    pub format: Option<Format>,
    /// The fields that were asked for.
    pub fields: Option<Vec<String>>,
    /// When colours are used.
    pub color: Color,
    /// No messages but errors.
    pub quiet: bool,
}

/// How many rows a table on a terminal shows when nobody said.
pub const TABLE_ROWS: i64 = 50;

/// The two streams of this run.
pub struct Output {
    options: Options,
    timezone: Tz,
    stdout_terminal: bool,
    stdout_color: bool,
    stderr_terminal: bool,
    stderr_color: bool,
}

impl Output {
    /// Looks at the streams; prints nothing.
    pub fn new(options: Options, timezone: Tz) -> Self {
        let stdout_terminal = io::stdout().is_terminal();
        let stderr_terminal = io::stderr().is_terminal();
        Self {
            stdout_color: options.color.applies(stdout_terminal),
            stderr_color: options.color.applies(stderr_terminal),
            options,
            timezone,
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

    /// Whether a list is cut to [`TABLE_ROWS`]: a table on a terminal, where a person reads.
    pub fn shows_pages(&self) -> bool {
        self.stdout_terminal && self.format() == Format::Table
    }

    /// Whether a record is printed with the lists that belong to it: as an object or for a person, and whole.
    pub fn shows_nested(&self) -> bool {
        self.options.fields.is_none()
            && matches!(self.format(), Format::Table | Format::Json | Format::Jsonl)
    }

    fn stdout(&self) -> BufWriter<StdoutLock<'static>> {
        BufWriter::with_capacity(64 * 1024, io::stdout().lock())
    }

    /// Starts a list. Unknown `--fields` are refused here, before anything is asked of the database.
    ///
    /// # Errors
    ///
    /// `usage` (exit 2) with the known fields.
    pub fn list<R: Record>(&self) -> Result<List> {
        let format = self.format();
        let plan = Plan::new::<R>(format, self.options.fields.as_deref())?;
        let out = self.stdout();
        let rows = if format == Format::Table {
            Rows::Table(Box::new(TableWriter::new(
                plan,
                self.timezone,
                self.stdout_color,
            )))
        } else {
            Rows::Streamed(RowWriter::new(format, plan, self.stdout_terminal))
        };
        Ok(List {
            out,
            rows,
            count: 0,
            terminal: self.stdout_terminal,
        })
    }

    /// Prints one record: a column of labels in a table, one row or object in every other format.
    ///
    /// # Errors
    ///
    /// `usage` for unknown fields; a closed pipe.
    pub fn record<R: Record>(&self, record: &R) -> Result<()> {
        self.record_with(record, &[])
    }

    /// Prints one record with lists that belong to it: in JSON as arrays, in a table below it.
    ///
    /// # Errors
    ///
    /// As [`Output::record`].
    pub fn record_with<R: Record>(&self, record: &R, nested: &[&dyn Nested]) -> Result<()> {
        let format = self.format();
        let whole = self.options.fields.is_none();
        let plan = if format == Format::Table && whole {
            Plan::whole::<R>(format)
        } else {
            Plan::new::<R>(format, self.options.fields.as_deref())?
        };
        let nested = if whole { nested } else { &[] };
        let mut out = self.stdout();
        let written = if format == Format::Table {
            let text = table::vertical(record, &plan, self.timezone, self.stdout_color, nested);
            out.write_all(text.as_bytes())
        } else {
            RowWriter::new(format, plan, self.stdout_terminal).single(&mut out, record, nested)
        };
        written.and_then(|()| out.flush()).map_err(stdout_failed)
    }

    /// Prints a record that was just created. Off a terminal, in tsv, that is the id alone, so that
    /// `id=$(epic customer create …)` works.
    ///
    /// # Errors
    ///
    /// As [`Output::record`].
    pub fn created<R: Record>(&self, record: &R) -> Result<()> {
        self.created_as(record, || Ok(Plan::standard::<R>(Format::Ids)))
    }

    /// As [`Output::created`], for what has a secret that is shown once: off a terminal, in tsv, the field of that
    /// name stands alone, so that `TOKEN=$(epic token create …)` works.
    ///
    /// # Errors
    ///
    /// As [`Output::record`].
    pub fn created_secret<R: Record>(&self, record: &R, field: &str) -> Result<()> {
        let field = [field.to_owned()];
        self.created_as(record, || Plan::new::<R>(Format::Tsv, Some(&field)))
    }

    fn created_as<R: Record>(
        &self,
        record: &R,
        alone: impl FnOnce() -> Result<Plan>,
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
    ///
    /// # Errors
    ///
    /// As [`Output::record`].
    pub fn records<R: Record>(&self, records: &[R]) -> Result<()> {
        match records {
            [record] => self.record(record),
            records => {
                let mut list = self.list::<R>()?;
                for record in records {
                    list.push(record)?;
                }
                list.finish()
            }
        }
    }

    /// Refuses `--fields` that the record does not have, before anything is done.
    ///
    /// # Errors
    ///
    /// `usage` (exit 2) with the known fields.
    pub fn check_fields<R: Record>(&self) -> Result<()> {
        Plan::new::<R>(self.format(), self.options.fields.as_deref()).map(drop)
    }

    /// Tells a person something, on standard error, unless `--quiet`.
    pub fn message(&self, text: impl Into<Text>) {
        if !self.options.quiet {
            self.stderr_line(text.into().as_str());
        }
    }

    /// Warns a person, on standard error, unless `--quiet`.
    pub fn warning(&self, text: impl Into<Text>) {
        self.message(format!("warning: {}", text.into()));
    }

    /// Tells of a failure, on standard error: as one line of JSON when results are JSON, else as text.
    pub fn error(&self, error: &Error) {
        print_error(
            error,
            self.options.format,
            self.stderr_color,
            self.stderr_terminal,
        );
    }

    fn stderr_line(&self, text: &str) {
        write_stderr(text, self.stderr_terminal);
    }
}

/// Whether an argument holds what could act on a terminal.
pub fn is_hostile(argument: &OsStr) -> bool {
    argument.to_string_lossy().chars().any(escape::is_hostile)
}

/// Prints a text of somebody else's making on standard error, made harmless.
pub fn print_plain_error(text: &str) {
    write_stderr(text.trim_end(), true);
}

/// Prints what is wrong with a command line, with its colours where they apply.
pub fn print_styled_error(text: &clap::builder::StyledStr) {
    let mut stderr = io::stderr().lock();
    // Nobody is left to be told.
    let _ = if Color::Auto.applies(stderr.is_terminal()) {
        write!(stderr, "{}", text.ansi())
    } else {
        write!(stderr, "{text}")
    };
}

/// Prints help on standard output, with its colours where they apply.
///
/// # Errors
///
/// A closed pipe, which ends the run with exit 0.
pub fn print_styled_text(text: &clap::builder::StyledStr) -> Result<()> {
    if Color::Auto.applies(io::stdout().is_terminal()) {
        print_text(&text.ansi().to_string())
    } else {
        print_text(&text.to_string())
    }
}

/// Tells a person something, on standard error, before the settings of this run are known.
pub fn print_note(text: &Text) {
    write_stderr(text.as_str(), io::stderr().is_terminal());
}

/// Prints a text as it is on standard output, before the settings of this run are known.
///
/// # Errors
///
/// A closed pipe, which ends the run with exit 0.
pub fn print_text(text: &str) -> Result<()> {
    let mut stdout = io::stdout().lock();
    stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
        .map_err(stdout_failed)
}

/// Tells of a failure before the settings of this run are known.
pub fn print_early_error(error: &Error, format: Option<Format>) {
    let terminal = io::stderr().is_terminal();
    print_error(error, format, Color::Auto.applies(terminal), terminal);
}

/// An error in JSON; the order of the fields is public.
#[derive(Serialize)]
struct ErrorBody {
    code: String,
    exit: u8,
    message: String,
    hint: Option<String>,
}

fn print_error(error: &Error, format: Option<Format>, color: bool, terminal: bool) {
    if format.is_some_and(Format::is_json) {
        let error = ErrorBody {
            code: error.code(),
            exit: error.exit_code(),
            message: error.to_string(),
            hint: error.hint(),
        };
        // Text and numbers always have a form in JSON.
        let body = serde_json::to_string(&error).unwrap_or_default();
        let body = if terminal {
            escape::json(&body)
        } else {
            body.into()
        };
        write_stderr(&format!("{{\"error\":{body}}}"), false);
        return;
    }
    let label = if color {
        "\u{1b}[1;31merror:\u{1b}[0m"
    } else {
        "error:"
    };
    let problems = match error {
        Error::Usage(problems) => problems.clone(),
        other => vec![other.to_string().into()],
    };
    let mut text = String::new();
    for problem in problems {
        text.push_str(label);
        text.push(' ');
        text.push_str(&if terminal {
            escape(problem.as_str()).into_owned()
        } else {
            problem.into_string()
        });
        text.push('\n');
    }
    if let Some(hint) = error.hint() {
        text.push_str("hint: ");
        text.push_str(&if terminal {
            escape(&hint).into_owned()
        } else {
            hint
        });
        text.push('\n');
    }
    // A standard error that is closed leaves nobody to tell.
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

fn write_stderr(text: &str, terminal: bool) {
    let text = if terminal { escape(text) } else { text.into() };
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// A list on its way out.
pub struct List {
    out: BufWriter<StdoutLock<'static>>,
    rows: Rows,
    count: i64,
    terminal: bool,
}

enum Rows {
    Table(Box<TableWriter>),
    Streamed(RowWriter),
}

impl List {
    /// Prints one more record; a table keeps it until the end, to align its columns.
    ///
    /// # Errors
    ///
    /// A closed pipe, which ends the run with exit 0.
    pub fn push<R: Record>(&mut self, record: &R) -> Result<()> {
        self.count += 1;
        match &mut self.rows {
            Rows::Table(table) => {
                table.push(record);
                Ok(())
            }
            Rows::Streamed(writer) => writer.row(&mut self.out, record).map_err(stdout_failed),
        }
    }

    /// How many records were printed so far.
    pub const fn count(&self) -> i64 {
        self.count
    }

    /// Prints what is left.
    ///
    /// # Errors
    ///
    /// A closed pipe.
    pub fn finish(mut self) -> Result<()> {
        let written = match self.rows {
            Rows::Table(_) if self.count == 0 => Ok(()),
            Rows::Table(table) => {
                let width = self.terminal.then(table::terminal_width).flatten();
                self.out.write_all(table.render(width).as_bytes())
            }
            Rows::Streamed(mut writer) => writer.end(&mut self.out),
        };
        written
            .and_then(|()| self.out.flush())
            .map_err(stdout_failed)
    }
}

/// A reader that went away is no failure; anything else is.
fn stdout_failed(error: io::Error) -> Error {
    if error.kind() == io::ErrorKind::BrokenPipe {
        Error::ClosedPipe
    } else {
        Error::Stdout(error.to_string())
    }
}
