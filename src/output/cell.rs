//! A value as people read it: in the words, the amounts and the dates of their language, on the clocks of their zone.

use std::borrow::Cow;

use comfy_table::{Attribute, Color};

use super::escape::escape;
use super::truncate::width;
use crate::crypto::hex;
use crate::domain::{Cents, Instant, Words, Zone, format, phone};
use crate::lang::Text;
use crate::record::words::{word_of, yes_or_no};
use crate::record::{Value, changes};

/// Meaning of a value at a glance, never shown by colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    #[default]
    Plain,
    Good,
    Open,
    Bad,
    Faint,
    Strong,
}

impl Tone {
    pub fn paint_cell(self, cell: comfy_table::Cell) -> comfy_table::Cell {
        match self {
            Self::Plain => cell,
            Self::Good => cell.fg(Color::DarkGreen),
            Self::Open => cell.fg(Color::DarkYellow),
            Self::Bad => cell.fg(Color::DarkRed),
            Self::Faint => cell.add_attribute(Attribute::Dim),
            Self::Strong => cell.add_attribute(Attribute::Bold),
        }
    }

    /// A text in this tone (ECMA-48, 8.3.117).
    pub fn paint(self, text: &str) -> String {
        let code = match self {
            Self::Plain => return text.to_owned(),
            Self::Good => 32,
            Self::Open => 33,
            Self::Bad => 31,
            Self::Faint => 2,
            Self::Strong => 1,
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }
}

/// Context for formatting values for people.
#[derive(Debug, Clone)]
pub struct CellContext {
    pub zone: Zone,
    /// The instant from which dates are near or far.
    pub now: Instant,
    pub color: bool,
    /// `true` to draw nothing: one label with its value a line.
    pub accessible: bool,
}

/// A value that is ready to be printed.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    /// The whole text; it may have several lines.
    pub text: String,
    /// A shorter one, where there is one.
    pub compact: Option<String>,
    pub tone: Tone,
    /// `true` for columns aligned to the right.
    pub right: bool,
    /// `true` for columns that are never truncated.
    pub rigid: bool,
    /// `true` for columns that tell rows apart, so that a table needs them unless all rows are equal.
    pub telling: bool,
    /// `true` for columns that a table wraps instead of truncating.
    pub prose: bool,
}

impl Cell {
    fn rigid(text: String) -> Self {
        Self {
            text,
            rigid: true,
            ..Self::default()
        }
    }

    fn number(text: String) -> Self {
        Self {
            right: true,
            ..Self::rigid(text)
        }
    }

    fn text(text: &str) -> Self {
        Self {
            text: escape(text).into_owned(),
            ..Self::default()
        }
    }

    fn toned(self, tone: Tone) -> Self {
        Self { tone, ..self }
    }

    /// The text in one line.
    pub fn line(&self, compact: bool) -> Cow<'_, str> {
        let text = self.compact.as_ref().filter(|_| compact);
        let text = text.unwrap_or(&self.text);
        if text.contains(['\n', '\t']) {
            Cow::Owned(text.replace(['\n', '\t'], " "))
        } else {
            Cow::Borrowed(text)
        }
    }

    pub fn width(&self, compact: bool) -> usize {
        width(&self.line(compact))
    }

    pub fn amount(amount: Cents) -> Self {
        Self::number(format::amount(amount))
    }

    pub fn of(value: Value<'_>, look: &CellContext) -> Self {
        match value {
            Value::Null | Value::List([]) => Self::text("-").toned(Tone::Faint),
            Value::Bool(yes) => Self {
                telling: true,
                ..Self::rigid(yes_or_no(yes))
            },
            Value::Integer(number) => Self::number(number.to_string()),
            Value::Count(number) => Self::number(format::number(number)),
            Value::Amount(amount) => Self::amount(amount),
            Value::Due(amount) if amount > Cents::ZERO => Self::amount(amount).toned(Tone::Open),
            Value::Due(amount) => Self::amount(amount).toned(Tone::Faint),
            Value::Instant(instant) => Self {
                compact: Some(aligned(format::compact_date_time(
                    instant, &look.zone, look.now,
                ))),
                ..Self::number(aligned(format::short_date_time(instant, &look.zone)))
            },
            Value::Text(text) => Self::text(text),
            Value::Prose(text) => Self {
                prose: true,
                ..Self::text(text)
            },
            Value::Name(first, last) => Self::text(&format!("{first} {last}")),
            Value::Phone(number) => Self::rigid(phone::grouped(number)),
            Value::Word(words, word) => Self {
                rigid: true,
                ..Self::text(&word_of(words, word))
            }
            .toned(tone_of(words, word)),
            Value::Hash(bytes) => Self {
                text: hex::encode(bytes),
                ..Self::default()
            },
            Value::Changes(action, json) => match changes::lines(action, json, &look.zone) {
                changes if changes.is_empty() => Self::of(Value::Null, look),
                changes => Self::text(&Text::listed(changes)),
            },
            Value::List(texts) => Self::text(&texts.join("\n")),
        }
    }
}

/// A date with room for two digits of its day, so that columns of dates are of one width.
fn aligned(date: String) -> String {
    if date.as_bytes().get(1) == Some(&b' ') {
        format!(" {date}")
    } else {
        date
    }
}

fn tone_of(words: Words, word: &str) -> Tone {
    match (words, word) {
        (Words::Status, "signed") => Tone::Good,
        (Words::Status, "pending") => Tone::Open,
        (Words::Status, "unsigned") => Tone::Bad,
        _ => Tone::Plain,
    }
}
