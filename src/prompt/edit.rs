//! The fields of a record that exists: each begins with the value that it has, and only what differs goes on.

use std::str::FromStr;

use super::form::chosen;
use super::{Choice, Form, Lookup, Question, Source};
use crate::domain::{Invalid, Noun};
use crate::error::Result;
use crate::lang::Text;
use crate::t;

impl Form<'_> {
    /// Returns `true` if the fields of an existing record are to be asked for: none of the optional ones so far was given,
    /// and there is a terminal. Without one, notes that nothing was given of what the command could change.
    pub fn edits(&mut self) -> bool {
        if self.optional.iter().any(|(_, given)| *given) {
            return false;
        }
        let asks = self.prompter.is_interactive();
        self.asked |= asks;
        if !asks {
            let flags: Vec<_> = self.optional.iter().map(|(flag, _)| *flag).collect();
            self.refuse(t!("prompt-nothing-to-change", flags = flags.join(", ")));
        }
        asks
    }

    /// The version in which a record was shown when its first field was asked for: a change goes to that one, however
    /// often the questions are asked again.
    pub fn first_seen(&self, noun: Noun, id: impl Into<i64>, version: i64) -> i64 {
        let mut journal = self.prompter.journal.borrow_mut();
        journal.first_seen(noun.as_str(), id.into(), version)
    }

    /// A field of an existing record, with its value to begin with. `None` when it stays as it is.
    pub fn edit<T: FromStr<Err = Invalid>>(
        &self,
        flag: &'static str,
        label: Text,
        current: &str,
    ) -> Result<Option<T>> {
        self.edit_with(flag, label, current, T::from_str)
    }

    /// As [`Form::edit`], for a text that is read in its own way.
    pub fn edit_with<T>(
        &self,
        flag: &'static str,
        question: impl Into<Question>,
        current: &str,
        parse: impl Fn(&str) -> Result<T, Invalid>,
    ) -> Result<Option<T>> {
        let is_kept = |text: &str| text == current.trim();
        self.prompter
            .ask_unless(flag, &question.into(), current, is_kept, |text| {
                if is_kept(text) {
                    Ok(None)
                } else {
                    parse(text).map(Some)
                }
            })
    }

    /// As [`Form::edit`], for one of a few values.
    pub fn edit_choice<T: FromStr<Err = Invalid>>(
        &self,
        flag: &'static str,
        label: Text,
        current: &str,
        choices: &[Choice],
    ) -> Result<Option<T>> {
        let prompter = self.prompter;
        let value = prompter.choose_unless(flag, &label, Source::Fixed(choices), current)?;
        value
            .map(|value| chosen(flag, &value, T::from_str))
            .transpose()
    }

    /// As [`Form::edit`], for a record that is looked for among many; `current` is the first of them.
    pub fn edit_pick<T>(
        &self,
        flag: &'static str,
        label: Text,
        current: &Choice,
        parse: impl Fn(&str) -> Result<T, Invalid>,
        look: Lookup<'_>,
    ) -> Result<Option<T>> {
        let mut with_current = |typed: &str| {
            let mut found = look(typed)?;
            if typed.trim().is_empty() {
                found.retain(|choice| choice.value != current.value);
                found.insert(0, current.clone());
            }
            Ok(found)
        };
        let prompter = self.prompter;
        let label = prompter.asker()?.keeps(&label, &current.label);
        let source = Source::Asked(&mut with_current);
        let value = prompter.choose_unless(flag, &label, source, &current.value)?;
        value.map(|value| chosen(flag, &value, parse)).transpose()
    }
}
