//! What clap refuses, in the language of this run: the words are the catalogue's, what they are about is clap's. The English
//! is the same to the letter as clap's own, which a test holds it to.

use std::error::Error as _;
use std::fmt;
use std::num::{IntErrorKind, ParseIntError};

use clap::builder::Styles;
use clap::builder::styling::Style;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::lang::Text;
use crate::t;

/// An error of the command line, in parts; the parts hold colours.
#[derive(Debug, Clone)]
pub struct Explained {
    /// What is wrong.
    pub message: String,
    /// What may have been meant.
    pub tips: Vec<String>,
    /// How the command is used.
    pub usage: Option<String>,
    /// Where more is to be found.
    pub more: Option<String>,
}

impl Explained {
    /// The first part, on one line.
    pub fn line(&self) -> Text {
        let plain = clap::builder::StyledStr::from(self.message.clone()).to_string();
        let words: Vec<_> = plain.split_whitespace().collect();
        Text::verbatim(words.join(" "))
    }
}

/// All of it, as it is printed.
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

/// A text between the marks of a style.
fn paint(style: &Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// Tells what clap refused. `known` are the words that `help` takes beside commands.
pub fn explain(error: &clap::Error, known: &[&str]) -> Explained {
    let styles = Styles::styled();
    let mut tips = Vec::new();
    for (kind, about) in [
        (ContextKind::SuggestedSubcommand, About::Subcommand),
        (ContextKind::SuggestedArg, About::Argument),
        (ContextKind::SuggestedValue, About::Value),
    ] {
        if let Some(names) = error
            .get(kind)
            .map(strings)
            .filter(|names| !names.is_empty())
        {
            tips.push(similar(about, &names, &styles));
        }
    }
    if let Some(ContextValue::StyledStrs(suggestions)) = error.get(ContextKind::Suggested) {
        tips.extend(
            suggestions
                .iter()
                .map(|text| suggestion(&text.to_string(), &styles)),
        );
    }
    if tips.is_empty()
        && let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand)
    {
        let near = nearest(word, known);
        if !near.is_empty() {
            let names = quoted(&near, styles.get_valid());
            tips.push(t!("usage-topic-similar", names = names).into_string());
        }
    }
    let usage = error.get(ContextKind::Usage).map(|usage| {
        let text = match usage {
            ContextValue::StyledStr(text) => text.ansi().to_string(),
            other => other.to_string(),
        };
        let style = styles.get_usage();
        text.replacen("Usage:", t!("usage-usage").as_str(), 1)
            .replacen(
                &paint(style, "Usage:"),
                &paint(style, t!("usage-usage").as_str()),
                1,
            )
    });
    let rendered = error.render().to_string();
    let help = ["--help", "help"]
        .into_iter()
        .find(|help| rendered.contains(&format!("try '{help}'.")));
    Explained {
        message: message(error, &styles),
        tips,
        usage,
        more: help
            .map(|help| t!("usage-more", help = paint(styles.get_literal(), help)).into_string()),
    }
}

fn message(error: &clap::Error, styles: &Styles) -> String {
    let (invalid, valid) = (styles.get_invalid(), styles.get_valid());
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        _ => None,
    };
    let number = |kind| match error.get(kind) {
        Some(ContextValue::Number(number)) => i64::try_from(*number).unwrap_or_default(),
        _ => 0,
    };
    let argument = text(ContextKind::InvalidArg).unwrap_or_default();
    let wrong = paint(invalid, &argument);
    let literal = paint(styles.get_literal(), &argument);
    let value = text(ContextKind::InvalidValue).unwrap_or_default();
    let painted = paint(invalid, &value);
    match error.kind() {
        ErrorKind::ArgumentConflict => conflict(error, &argument, &wrong, invalid),
        ErrorKind::NoEquals => t!("usage-no-equals", argument = wrong).into_string(),
        ErrorKind::InvalidValue => {
            let text = if value.is_empty() {
                t!("usage-value-missing", argument = wrong)
            } else {
                t!("usage-value-invalid", value = painted, argument = literal)
            };
            let list = error.get(ContextKind::ValidValue).map(strings);
            with_list(text, t!("usage-possible-values"), list, valid)
        }
        ErrorKind::ValueValidation => match error.source() {
            Some(cause) => t!(
                "usage-value-because",
                value = painted,
                argument = literal,
                reason = reason(cause),
            )
            .into_string(),
            None => t!("usage-value-invalid", value = painted, argument = literal).into_string(),
        },
        ErrorKind::InvalidSubcommand => {
            let name = text(ContextKind::InvalidSubcommand).unwrap_or_default();
            t!("usage-subcommand-unknown", name = paint(invalid, &name)).into_string()
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            t!("usage-subcommand-none").into_string()
        }
        ErrorKind::MissingSubcommand => {
            let name = text(ContextKind::InvalidSubcommand).unwrap_or_default();
            let text = t!("usage-subcommand-missing", name = paint(invalid, &name));
            let list = error.get(ContextKind::ValidSubcommand).map(strings);
            with_list(text, t!("usage-subcommands"), list, valid)
        }
        ErrorKind::MissingRequiredArgument => {
            let mut text = t!("usage-required").into_string();
            for name in error
                .get(ContextKind::InvalidArg)
                .map(strings)
                .unwrap_or_default()
            {
                text.push_str(&format!("\n  {}", paint(valid, &name)));
            }
            text
        }
        ErrorKind::TooManyValues => {
            t!("usage-too-many", value = painted, argument = literal).into_string()
        }
        ErrorKind::TooFewValues => t!(
            "usage-too-few",
            least = number(ContextKind::MinValues),
            argument = literal,
            given = number(ContextKind::ActualNumValues),
        )
        .into_string(),
        ErrorKind::WrongNumberOfValues => t!(
            "usage-wrong-number",
            wanted = number(ContextKind::ExpectedNumValues),
            argument = literal,
            given = number(ContextKind::ActualNumValues),
        )
        .into_string(),
        ErrorKind::UnknownArgument => t!("usage-argument-unknown", argument = wrong).into_string(),
        ErrorKind::InvalidUtf8 => t!("usage-utf8").into_string(),
        _ => t!("usage-other").into_string(),
    }
}

fn conflict(error: &clap::Error, argument: &str, wrong: &str, invalid: &Style) -> String {
    match error.get(ContextKind::PriorArg) {
        Some(ContextValue::String(other)) if other == argument => {
            t!("usage-multiple", argument = wrong).into_string()
        }
        Some(ContextValue::String(other)) => t!(
            "usage-conflict",
            argument = wrong,
            other = paint(invalid, other)
        )
        .into_string(),
        Some(ContextValue::Strings(others)) => {
            let mut text = t!("usage-conflict-several", argument = wrong).into_string();
            for other in others {
                text.push_str(&format!("\n  {}", paint(invalid, other)));
            }
            text
        }
        _ => t!("usage-conflict-others", argument = wrong).into_string(),
    }
}

/// `[possible values: a, b]` below a message.
fn with_list(text: Text, title: Text, list: Option<Vec<String>>, style: &Style) -> String {
    let Some(list) = list.filter(|list| !list.is_empty()) else {
        return text.into_string();
    };
    let painted: Vec<_> = list
        .iter()
        .map(|value| paint(style, &escaped(value)))
        .collect();
    let colon = if crate::lang::current() == crate::lang::Lang::Fr {
        "\u{a0}:"
    } else {
        ":"
    };
    format!("{text}\n  [{title}{colon} {}]", painted.join(", "))
}

/// A value with blanks in it, in quotation marks.
fn escaped(value: &str) -> String {
    if value.contains(char::is_whitespace) {
        format!("{value:?}")
    } else {
        value.to_owned()
    }
}

fn strings(value: &ContextValue) -> Vec<String> {
    match value {
        ContextValue::String(text) => vec![text.clone()],
        ContextValue::Strings(texts) => texts.clone(),
        _ => Vec::new(),
    }
}

/// What clap finds similar to what was typed.
#[derive(Debug, Clone, Copy)]
enum About {
    Subcommand,
    Argument,
    Value,
}

fn similar(about: About, names: &[String], styles: &Styles) -> String {
    let count = names.len();
    let names = quoted(names, styles.get_valid());
    match about {
        About::Subcommand => t!("usage-similar-subcommands", count = count, names = names),
        About::Argument => t!("usage-similar-arguments", count = count, names = names),
        About::Value => t!("usage-similar-values", count = count, names = names),
    }
    .into_string()
}

fn quoted<T: AsRef<str>>(names: &[T], style: &Style) -> String {
    let names: Vec<_> = names
        .iter()
        .map(|name| format!("'{}'", paint(style, name.as_ref())))
        .collect();
    names.join(", ")
}

/// The two sentences that clap writes out itself.
fn suggestion(text: &str, styles: &Styles) -> String {
    let (invalid, valid) = (styles.get_invalid(), styles.get_valid());
    let read = || {
        let (value, written) = text
            .strip_prefix("to pass '")?
            .split_once("' as a value, use '")?;
        Some((value, written.strip_suffix('\'')?))
    };
    if let Some((value, written)) = read() {
        let value = paint(invalid, value);
        return t!(
            "usage-as-value",
            value = value,
            written = paint(valid, written)
        )
        .into_string();
    }
    match text
        .strip_prefix('\'')
        .and_then(|text| text.strip_suffix("' exists"))
    {
        Some(flag) => t!("usage-exists", flag = paint(valid, flag)).into_string(),
        None => text.to_owned(),
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

/// How many letters have to be changed, added or left out.
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
