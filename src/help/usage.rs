//! Errors of clap: in English as clap renders them, in other languages through a formatter (clap's extension point) with
//! the words of the catalogue.

use std::error::Error as _;
use std::num::{IntErrorKind, ParseIntError};

use clap::builder::styling::Style;
use clap::builder::{StyledStr, Styles};
use clap::error::{ContextKind, ContextValue, ErrorFormatter, ErrorKind};

use crate::lang::{self, Text};
use crate::t;

/// Least likeness of a word to what was typed, as clap's own suggestions have it.
const LIKE: f64 = 0.7;

/// Renders a refusal in the language of this run. `known` are the words that `help` takes beside commands.
pub fn render(mut error: clap::Error, known: &[&str]) -> StyledStr {
    if error.get(ContextKind::SuggestedSubcommand).is_none()
        && let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand)
    {
        let near = nearest(word, known).into_iter().map(str::to_owned);
        let near: Vec<String> = near.collect();
        if !near.is_empty() {
            let near = ContextValue::Strings(near);
            error.insert(ContextKind::SuggestedSubcommand, near);
        }
    }
    if lang::current().is_source() {
        error.render()
    } else {
        error.apply::<Translated>().render()
    }
}

/// Returns the message of a rendered refusal alone, on one line and without colours.
pub fn line(rendered: &StyledStr) -> Text {
    let plain = rendered.to_string();
    let message = plain.split("\n\n").next().unwrap_or_default();
    let label = if lang::current().is_source() {
        "error:".to_owned()
    } else {
        t!("usage-label").into_string()
    };
    let message = message.strip_prefix(&label).unwrap_or(message);
    let words: Vec<_> = message.split_ascii_whitespace().collect();
    Text::verbatim(words.join(" "))
}

type Error = clap::error::Error<Translated>;

/// Formatter of another language than English.
struct Translated;

impl ErrorFormatter for Translated {
    fn format_error(error: &Error) -> StyledStr {
        let styles = Styles::styled();
        let (label, valid) = (styles.get_error(), styles.get_valid());
        let message = message(error, &styles);
        let mut text = format!("{label}{}{label:#} {message}", t!("usage-label"));
        let tips = tips(error, &styles);
        if !tips.is_empty() {
            text.push('\n');
        }
        for tip in tips {
            text.push_str(&format!("\n  {valid}{}{valid:#} {tip}", t!("usage-tip")));
        }
        if let Some(usage) = error.get(ContextKind::Usage) {
            let usage = match usage {
                ContextValue::StyledStr(text) => text.ansi().to_string(),
                other => other.to_string(),
            };
            let usage = usage.replacen("Usage:", t!("usage-usage").as_str(), 1);
            text.push_str(&format!("\n\n{usage}"));
        }
        let help = paint(styles.get_literal(), "--help");
        text.push_str(&format!("\n\n{}\n", t!("usage-more", help = help)));
        StyledStr::from(text)
    }
}

fn tips(error: &Error, styles: &Styles) -> Vec<Text> {
    let mut tips = Vec::new();
    for kind in [
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
    ] {
        let names = strings(error, kind);
        if !names.is_empty() {
            tips.push(similar(kind, &names, styles));
        }
    }
    if let Some(ContextValue::StyledStrs(suggestions)) = error.get(ContextKind::Suggested) {
        let suggestions = suggestions.iter().map(ToString::to_string);
        tips.extend(suggestions.map(|text| suggestion(&text, styles)));
    }
    tips
}

fn paint(style: &Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

fn message(error: &Error, styles: &Styles) -> Text {
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
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => t!("help-subcommand-none"),
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

fn conflict(error: &Error, argument: &str, wrong: &str, invalid: &Style) -> Text {
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
    let colon = &lang::conventions().colon;
    Text::verbatim(format!("{message}\n  [{title}{colon} {painted}]"))
}

/// A value with blanks in it, in quotation marks.
fn escaped(value: &str) -> String {
    if value.contains(char::is_whitespace) {
        format!("{value:?}")
    } else {
        value.to_owned()
    }
}

fn strings(error: &Error, kind: ContextKind) -> Vec<String> {
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
        .map(|name| t!("usage-quoted", name = paint(style, name.as_ref())).into_string())
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

/// Returns the words that are like what was typed, or begin with it.
pub fn nearest<'a>(typed: &str, known: &[&'a str]) -> Vec<&'a str> {
    let is_near = |word: &&&str| {
        (typed.len() > 1 && word.starts_with(typed)) || strsim::jaro(typed, word) > LIKE
    };
    known.iter().filter(is_near).copied().collect()
}
