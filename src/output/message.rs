//! Failures, hints and warnings on standard error, and texts on standard output before the settings of this run are known:
//! there a closed pipe is an error, which ends the run with exit 0.

use std::ffi::OsStr;
use std::io::{self, IsTerminal as _, Write as _};

use serde::Serialize;

use super::Color;
use super::escape::{self, escape_for};
use crate::config::Format;
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::t;

/// Tests for an argument that could act on a terminal.
pub fn is_hostile(argument: &OsStr) -> bool {
    argument.to_string_lossy().chars().any(escape::is_hostile)
}

/// Prints a foreign text on standard error, with control characters escaped.
pub fn print_plain_error(text: &str) {
    write_stderr(text.trim_end(), true);
}

/// Prints what is wrong with a command line, with its colours where they apply.
pub fn print_styled_error(text: &clap::builder::StyledStr, color: Color) {
    let mut stderr = io::stderr().lock();
    // A closed standard error has no reader.
    let _ = if color.applies(stderr.is_terminal()) {
        write!(stderr, "{}", text.ansi())
    } else {
        write!(stderr, "{text}")
    };
}

/// Tells a person something, on standard error, before the settings of this run are known.
pub fn print_note(text: &Text) {
    write_stderr(text.as_str(), io::stderr().is_terminal());
}

/// Prints a text as it is on standard output.
pub fn print_text(text: &str) -> Result<()> {
    let mut stdout = io::stdout().lock();
    stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
        .map_err(super::stdout_failed)
}

/// Prints help on standard output, with its colours where they apply.
pub fn print_styled_text(text: &clap::builder::StyledStr, color: Color) -> Result<()> {
    if color.applies(io::stdout().is_terminal()) {
        print_text(&text.ansi().to_string())
    } else {
        print_text(&text.to_string())
    }
}

pub fn print_early_error(error: &Error, format: Option<Format>, color: Color) {
    let terminal = io::stderr().is_terminal();
    let text = error_text(error, format, color.applies(terminal), terminal);
    // A closed standard error has no reader.
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// An error in JSON; the order of the fields is public.
#[derive(Serialize)]
struct ErrorBody {
    code: String,
    exit: u8,
    message: String,
    hint: Option<String>,
}

/// Renders a failure: as one line of JSON when results are JSON, else as text.
pub(super) fn error_text(
    error: &Error,
    format: Option<Format>,
    color: bool,
    terminal: bool,
) -> String {
    if format.is_some_and(Format::is_json) {
        let error = ErrorBody {
            code: error.code(),
            exit: error.exit_code(),
            message: error.to_string(),
            hint: error.hint(),
        };
        // Text and numbers always have a form in JSON.
        let body = serde_json::to_string(&error).unwrap_or_default();
        return format!("{{\"error\":{}}}\n", escape::json(&body));
    }
    let problems = match error {
        Error::Usage(problems) => problems.clone(),
        other => vec![Text::verbatim(other.to_string())],
    };
    let label = error_label(color);
    let mut text = String::new();
    let mut tell = |label: &str, told: &str| {
        let told = escape_for(told, terminal);
        text.push_str(&format!("{label} {told}\n"));
    };
    for problem in problems {
        tell(&label, problem.as_str());
    }
    if let Some(hint) = error.hint() {
        tell(t!("output-hint-label").as_str(), &hint);
    }
    text
}

/// Returns the label of an error; red and bold where there is colour.
fn error_label(color: bool) -> String {
    let label = t!("output-error-label");
    if color {
        format!("\u{1b}[1;31m{label}\u{1b}[0m")
    } else {
        label.into_string()
    }
}

/// Renders a line, made harmless.
pub(super) fn line(text: &str, terminal: bool) -> String {
    format!("{}\n", escape_for(text, terminal))
}

fn write_stderr(text: &str, terminal: bool) {
    // A closed standard error has no reader.
    let _ = io::stderr()
        .lock()
        .write_all(line(text, terminal).as_bytes());
}
