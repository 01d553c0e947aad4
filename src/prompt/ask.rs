//! Ways to ask a person, as a trait: drawn, in plain lines, or scripted by a test.

use secrecy::SecretString;

use super::secret::Hidden;
use super::signals::Held;
use super::{Choice, MAX_PAGE, Source, drawn, line_of, plain, say, secret};
use crate::error::Result;
use crate::lang::Text;

/// Returns the problem with an answer, if any.
pub type Judge<'a> = &'a mut dyn FnMut(&str) -> Option<String>;

/// Asks a person.
///
/// # Errors
///
/// Of every question: [`Error::Back`](crate::error::Error::Back) for a step back, `interrupted` (exit 130) for Ctrl-C and at
/// the end of input.
pub trait Ask {
    /// Asks for a line until `judge` finds nothing wrong. `typed` is its text, before and afterwards.
    fn text(&self, label: &Text, typed: &mut String, judge: Judge<'_>) -> Result<()>;

    /// Asks for one of some choices; `first` is the value of the one that Enter alone takes.
    fn choose(
        &self,
        label: &Text,
        source: &mut Source<'_>,
        typed: &mut String,
        first: Option<&str>,
    ) -> Result<Choice>;

    /// Asks for a text that is not shown.
    fn secret(&self, label: &Text) -> Result<SecretString>;

    /// Shows a text on lines of its own.
    fn say(&self, text: &str) {
        say(text);
    }

    /// Returns the label of a choice that begins with a value.
    fn keeps(&self, label: &Text, _value: &str) -> Text {
        label.clone()
    }

    /// Returns how many rows of a list fit the screen.
    fn page_rows(&self) -> usize {
        MAX_PAGE
    }

    /// Hides what is typed between two secrets, until the value is dropped.
    fn hide(&self) -> Hiding {
        let held = Some(Held::start());
        Hiding(Hidden::start().ok(), held)
    }
}

/// State of a terminal that shows nothing that is typed. Fields are dropped in order: the terminal is restored before
/// a signal that was held ends the program.
#[derive(Default)]
pub struct Hiding(
    #[expect(dead_code)] Option<Hidden>,
    #[expect(dead_code)] Option<Held>,
);

pub(super) struct Drawn {
    pub(super) color: bool,
}

impl Ask for Drawn {
    fn text(&self, label: &Text, typed: &mut String, judge: Judge<'_>) -> Result<()> {
        drawn::text(self.color, &line_of(label), typed, judge)
    }

    fn choose(
        &self,
        label: &Text,
        source: &mut Source<'_>,
        typed: &mut String,
        first: Option<&str>,
    ) -> Result<Choice> {
        drawn::choose(self.color, &line_of(label), source, typed, first)
    }

    fn secret(&self, label: &Text) -> Result<SecretString> {
        drawn::secret(self.color, &line_of(label))
    }

    fn page_rows(&self) -> usize {
        drawn::page_rows()
    }
}

pub(super) struct Plain;

impl Ask for Plain {
    fn text(&self, label: &Text, typed: &mut String, judge: Judge<'_>) -> Result<()> {
        plain::text(label, typed, judge)
    }

    fn choose(
        &self,
        label: &Text,
        source: &mut Source<'_>,
        _typed: &mut String,
        first: Option<&str>,
    ) -> Result<Choice> {
        plain::choose(label, source, first)
    }

    fn secret(&self, label: &Text) -> Result<SecretString> {
        secret::read_hidden(&line_of(label))
    }

    fn keeps(&self, label: &Text, value: &str) -> Text {
        plain::keeps(label, value)
    }
}
