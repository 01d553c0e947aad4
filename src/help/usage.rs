//! Errors of clap in the language of this run: the words are the catalogue's, their subjects are clap's. The English is
//! clap's own to the letter, which a test ensures.

use std::error::Error as _;
use std::fmt;
use std::num::{IntErrorKind, ParseIntError};

use clap::builder::styling::Style;
use clap::builder::{StyledStr, Styles};
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::space_before_colon;
use crate::lang::Text;
use crate::t;

/// An error of the command line, in parts; the parts hold colours.
#[derive(Debug)]
pub struct Explained {
    message: Text,
    tips: Vec<Text>,
    usage: Option<String>,
    more: Option<Text>,
}

impl Explained {
    /// The message alone, on one line and without colours.
    pub fn line(&self) -> Text {
        let plain = StyledStr::from(self.message.to_string()).to_string();
        let words: Vec<_> = plain.split_whitespace().collect();
        Text::verbatim(words.join(" "))
    }
}

impl fmt::Display for Explained {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let styles = Styles::styled();
        let (error, valid) = (styles.get_error(), styles.get_valid());
        write!(f, "{error}{}{error:#} {}", t!("usage-label"), self.message)?;
        if !self.tips.is_empty() {
            writeln!(f)?;
        }
        for tip in &self.tips {
            write!(f, "\n  {valid}{}{valid:#} {tip}", t!("usage-tip"))?;
        }
        if let Some(usage) = &self.usage {
            write!(f, "\n\n{usage}")?;
        }
        if let Some(more) = &self.more {
            write!(f, "\n\n{more}")?;
        }
        writeln!(f)
    }
}

fn paint(style: &Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// Tells what clap refused. `known` are the words that `help` takes beside commands.
pub fn explain(error: &clap::Error, known: &[&str]) -> Explained {
    let styles = Styles::styled();
    let mut tips = Vec::new();
    for kind in [
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
    ] {
        let names = strings(error, kind);
        if !names.is_empty() {
            tips.push(similar(kind, &names, &styles));
        }
    }
    if let Some(ContextValue::StyledStrs(suggestions)) = error.get(ContextKind::Suggested) {
        let suggestions = suggestions.iter().map(ToString::to_string);
        tips.extend(suggestions.map(|text| suggestion(&text, &styles)));
    }
    if tips.is_empty()
        && let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand)
    {
        let near = nearest(word, known);
        if !near.is_empty() {
            let names = quoted(&near, styles.get_valid());
            tips.push(t!("usage-topic-similar", names = names));
        }
    }
    let usage = error.get(ContextKind::Usage).map(|usage| {
        let text = match usage {
            ContextValue::StyledStr(text) => text.ansi().to_string(),
            other => other.to_string(),
        };
        text.replacen("Usage:", t!("usage-usage").as_str(), 1)
    });
    let rendered = error.render().to_string();
    let is_named = |help: &&str| rendered.contains(&format!("try '{help}'."));
    let help = ["--help", "help"].into_iter().find(is_named);
    Explained {
        message: message(error, &styles),
        tips,
        usage,
        more: help.map(|help| t!("usage-more", help = paint(styles.get_literal(), help))),
    }
}

fn message(error: &clap::Error, styles: &Styles) -> Text {
    let (invalid, valid) = (styles.get_invalid(), styles.get_valid());
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.as_str(),
        _ => "",
    };
    let argument = text(ContextKind::InvalidArg);
    let wrong = paint(invalid, argument);
    let literal = paint(styles.get_literal(), argument);
    let value = paint(invalid, text(ContextKind::InvalidValue));
    let name = paint(invalid, text(ContextKind::InvalidSubcommand));
    match error.kind() {
        ErrorKind::ArgumentConflict => conflict(error, argument, &wrong, invalid),
        ErrorKind::InvalidValue => {
            let message = if text(ContextKind::InvalidValue).is_empty() {
                t!("usage-value-missing", argument = wrong)
            } else {
                t!("usage-value-invalid", value = value, argument = literal)
            };
            let list = strings(error, ContextKind::ValidValue);
            with_list(message, t!("usage-possible-values"), &list, valid)
        }
        ErrorKind::ValueValidation => match error.source().map(reason) {
            Some(reason) => t!(
                "usage-value-because",
                value = value,
                argument = literal,
                reason = reason,
            ),
            None => t!("usage-value-invalid", value = value, argument = literal),
        },
        ErrorKind::InvalidSubcommand => t!("usage-subcommand-unknown", name = name),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => t!("usage-subcommand-none"),
        ErrorKind::MissingSubcommand => {
            let list = strings(error, ContextKind::ValidSubcommand);
            let message = t!("usage-subcommand-missing", name = name);
            with_list(message, t!("usage-subcommands"), &list, valid)
        }
        ErrorKind::MissingRequiredArgument => {
            let names = strings(error, ContextKind::InvalidArg);
            with_lines(&t!("usage-required"), &names, valid)
        }
        ErrorKind::TooManyValues => t!("usage-too-many", value = value, argument = literal),
        ErrorKind::UnknownArgument => t!("usage-argument-unknown", argument = wrong),
        ErrorKind::InvalidUtf8 => t!("usage-utf8"),
        _ => t!("usage-other"),
    }
}

fn conflict(error: &clap::Error, argument: &str, wrong: &str, invalid: &Style) -> Text {
    match error.get(ContextKind::PriorArg) {
        Some(ContextValue::String(other)) if other == argument => {
            t!("usage-multiple", argument = wrong)
        }
        Some(ContextValue::String(other)) => {
            let other = paint(invalid, other);
            t!("usage-conflict", argument = wrong, other = other)
        }
        Some(ContextValue::Strings(others)) => {
            let message = t!("usage-conflict-several", argument = wrong);
            with_lines(&message, others, invalid)
        }
        _ => t!("usage-conflict-others", argument = wrong),
    }
}

/// A message with names below it, one a line.
fn with_lines(message: &Text, names: &[String], style: &Style) -> Text {
    let line = |name: &String| format!("\n  {}", paint(style, name));
    let lines: String = names.iter().map(line).collect();
    Text::verbatim(format!("{message}{lines}"))
}

/// `[possible values: a, b]` below a message.
fn with_list(message: Text, title: Text, list: &[String], style: &Style) -> Text {
    if list.is_empty() {
        return message;
    }
    let painted = list.iter().map(|value| paint(style, &escaped(value)));
    let painted = painted.collect::<Vec<_>>().join(", ");
    let space = space_before_colon();
    Text::verbatim(format!("{message}\n  [{title}{space}: {painted}]"))
}

/// A value with blanks in it, in quotation marks.
fn escaped(value: &str) -> String {
    if value.contains(char::is_whitespace) {
        format!("{value:?}")
    } else {
        value.to_owned()
    }
}

fn strings(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    }
}

/// Returns the suggestion of similar names.
fn similar(kind: ContextKind, names: &[String], styles: &Styles) -> Text {
    let count = names.len();
    let names = quoted(names, styles.get_valid());
    match kind {
        ContextKind::SuggestedSubcommand => {
            t!("usage-similar-subcommands", count = count, names = names)
        }
        ContextKind::SuggestedArg => t!("usage-similar-arguments", count = count, names = names),
        _ => t!("usage-similar-values", count = count, names = names),
    }
}

fn quoted<T: AsRef<str>>(names: &[T], style: &Style) -> String {
    let names: Vec<_> = names
        .iter()
        .map(|name| format!("'{}'", paint(style, name.as_ref())))
        .collect();
    names.join(", ")
}

/// The two sentences that clap writes out itself.
fn suggestion(text: &str, styles: &Styles) -> Text {
    let (invalid, valid) = (styles.get_invalid(), styles.get_valid());
    let read = || {
        let (value, written) = text
            .strip_prefix("to pass '")?
            .split_once("' as a value, use '")?;
        Some((value, written.strip_suffix('\'')?))
    };
    if let Some((value, written)) = read() {
        let (value, written) = (paint(invalid, value), paint(valid, written));
        return t!("usage-as-value", value = value, written = written);
    }
    let flag = text.strip_prefix('\'');
    match flag.and_then(|flag| flag.strip_suffix("' exists")) {
        Some(flag) => t!("usage-exists", flag = paint(valid, flag)),
        None => Text::verbatim(text),
    }
}

/// Why a value is refused: ours are in the language of this run already, those about numbers are not.
fn reason(cause: &(dyn std::error::Error + 'static)) -> Text {
    let text = cause.to_string();
    if let Some(error) = cause.downcast_ref::<ParseIntError>() {
        return match error.kind() {
            IntErrorKind::Empty => t!("usage-reason-empty"),
            IntErrorKind::InvalidDigit => t!("usage-reason-digit"),
            IntErrorKind::PosOverflow => t!("usage-reason-large"),
            IntErrorKind::NegOverflow => t!("usage-reason-small"),
            _ => Text::verbatim(text),
        };
    }
    match text.split_once(" is not in ") {
        Some((value, range)) => t!("usage-reason-range", value = value, range = range),
        None => Text::verbatim(text),
    }
}

/// The words that differ from what was typed by little: two letters, or an end that is missing.
pub fn nearest<'a>(typed: &str, known: &[&'a str]) -> Vec<&'a str> {
    let is_near =
        |word: &&&str| (typed.len() > 1 && word.starts_with(typed)) || distance(typed, word) <= 2;
    known.iter().filter(is_near).copied().collect()
}

/// Returns the edit distance: letters to change, add or leave out.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, right) in b.iter().enumerate() {
            let above = row[j + 1];
            let change = corner + usize::from(left != *right);
            row[j + 1] = change.min(above + 1).min(row[j] + 1);
            corner = above;
        }
    }
    row[b.len()]
}
