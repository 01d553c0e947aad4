//! The fields of one command.

use std::convert::Infallible;
use std::str::FromStr;

use secrecy::{ExposeSecret as _, SecretString};

use super::{Choice, Look, Prompter, problem_of, say, secrets_from_stdin};
use crate::domain::Invalid;
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::t;

/// A value from the command line that is not refused at once, so that all problems are told together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given<T>(pub Result<T, Invalid>);

impl<T: FromStr<Err = Invalid>> FromStr for Given<T> {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.parse()))
    }
}

/// What is to be done about a field.
enum Next<T> {
    Settled(Option<T>),
    Ask,
}

/// The fields of one command: asks for what is missing at a terminal, else collects all problems. Whoever is asked for
/// one field is asked for all that follow, those that may be left out included.
pub struct Form<'a> {
    prompter: &'a Prompter,
    asked: bool,
    missing: Vec<&'static str>,
    problems: Vec<Text>,
}

impl<'a> Form<'a> {
    /// Starts a form.
    pub const fn new(prompter: &'a Prompter) -> Self {
        Self {
            prompter,
            asked: false,
            missing: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// Whether somebody is there who was asked for something, or who was told nothing yet of what to change.
    pub const fn is_asked(&self) -> bool {
        self.asked
    }

    /// A field that the command needs. `None` means that a problem was noted.
    ///
    /// # Errors
    ///
    /// `interrupted` (exit 130) at a prompt.
    pub fn required<T: FromStr<Err = Invalid>>(
        &mut self,
        flag: &'static str,
        label: impl Into<Text>,
        given: Option<Given<T>>,
    ) -> Result<Option<T>> {
        self.settle(flag, &label.into(), given.map(|given| given.0), T::from_str)
    }

    /// As [`Form::required`], for a text that is read in its own way.
    ///
    /// # Errors
    ///
    /// `interrupted` (exit 130) at a prompt.
    pub fn required_with<T>(
        &mut self,
        flag: &'static str,
        label: impl Into<Text>,
        given: Option<&str>,
        parse: impl Fn(&str) -> Result<T, Invalid>,
    ) -> Result<Option<T>> {
        self.settle(flag, &label.into(), given.map(&parse), &parse)
    }

    /// As [`Form::required`], for one of a few values.
    ///
    /// # Errors
    ///
    /// `interrupted` (exit 130) at a prompt.
    pub fn choice<T: FromStr<Err = Invalid>>(
        &mut self,
        flag: &'static str,
        label: impl Into<Text>,
        given: Option<Given<T>>,
        choices: &[Choice],
    ) -> Result<Option<T>> {
        let label = label.into();
        match self.next(flag, &label, given.map(|given| given.0)) {
            Next::Settled(value) => Ok(value),
            Next::Ask => {
                let value = self.prompter.select(flag, &label, choices, None)?;
                Ok(Some(chosen(flag, &value, T::from_str)?))
            }
        }
    }

    /// As [`Form::required_with`], for a record that is looked for among many.
    ///
    /// # Errors
    ///
    /// `interrupted` (exit 130) at a prompt, and those of `look`.
    pub fn pick<T>(
        &mut self,
        flag: &'static str,
        label: impl Into<Text>,
        given: Option<Result<T, Invalid>>,
        parse: impl Fn(&str) -> Result<T, Invalid>,
        look: Look<'_>,
    ) -> Result<Option<T>> {
        let label = label.into();
        match self.next(flag, &label, given) {
            Next::Settled(value) => Ok(value),
            Next::Ask => {
                let value = self.prompter.pick_for(flag, &label, look)?;
                Ok(Some(chosen(flag, &value, parse)?))
            }
        }
    }

    /// Says what the answer to the next question may look like, if it is asked.
    pub fn hint(&self, hint: Text) {
        self.prompter.hint(Some(hint));
    }

    /// What a field that the command needs was given, or that it has to be asked for.
    fn next<T>(
        &mut self,
        flag: &'static str,
        label: &Text,
        given: Option<Result<T, Invalid>>,
    ) -> Next<T> {
        match given {
            Some(Ok(value)) => {
                self.prompter.hint(None);
                return Next::Settled(Some(value));
            }
            Some(Err(problem)) if self.prompter.is_interactive() => {
                say(&problem_of(label, &problem));
            }
            Some(Err(problem)) => {
                self.invalid(flag, &problem);
                return Next::Settled(None);
            }
            None if self.prompter.is_interactive() => {}
            None => {
                self.missing.push(flag);
                return Next::Settled(None);
            }
        }
        self.asked = true;
        Next::Ask
    }

    fn settle<T>(
        &mut self,
        flag: &'static str,
        label: &Text,
        given: Option<Result<T, Invalid>>,
        parse: impl Fn(&str) -> Result<T, Invalid>,
    ) -> Result<Option<T>> {
        match self.next(flag, label, given) {
            Next::Settled(value) => Ok(value),
            Next::Ask => self.prompter.ask(flag, label, "", parse).map(Some),
        }
    }

    /// A field that may be left out; it is never asked for.
    pub fn optional<T>(&mut self, flag: &'static str, given: Option<Given<T>>) -> Option<T> {
        match given?.0 {
            Ok(value) => Some(value),
            Err(problem) => {
                self.invalid(flag, &problem);
                None
            }
        }
    }

    /// As [`Form::optional`], for a text that is read in its own way.
    pub fn optional_with<T>(
        &mut self,
        flag: &'static str,
        given: Option<&str>,
        parse: impl Fn(&str) -> Result<T, Invalid>,
    ) -> Option<T> {
        self.optional(flag, given.map(|text| Given(parse(text))))
    }

    /// A field that may be left out: whoever was asked for another one is asked for it too, and may pass over it with
    /// Enter.
    ///
    /// # Errors
    ///
    /// `interrupted` (exit 130) at a prompt.
    pub fn skippable<T: FromStr<Err = Invalid>>(
        &mut self,
        flag: &'static str,
        label: impl Into<Text>,
        given: Option<Given<T>>,
    ) -> Result<Option<T>> {
        self.skippable_with(flag, label, given, T::from_str)
    }

    /// As [`Form::skippable`], for a text that is read in its own way where it is typed.
    ///
    /// # Errors
    ///
    /// `interrupted` (exit 130) at a prompt.
    pub fn skippable_with<T>(
        &mut self,
        flag: &'static str,
        label: impl Into<Text>,
        given: Option<Given<T>>,
        parse: impl Fn(&str) -> Result<T, Invalid>,
    ) -> Result<Option<T>> {
        if given.is_some() || !self.asked {
            return Ok(self.optional(flag, given));
        }
        let label = t!("prompt-optional", label = label.into());
        self.prompter
            .ask_unless(flag, &label, "", str::is_empty, |text| match text {
                "" => Ok(None),
                text => parse(text).map(Some),
            })
    }

    /// Whether the fields of an existing record are to be asked for: nothing of them was `given`, and somebody is
    /// there. Otherwise notes the problem when nothing was given.
    pub fn edits(&mut self, given: &[(&'static str, bool)]) -> bool {
        if self.prompter.is_interactive() && given.iter().all(|(_, given)| !given) {
            self.asked = true;
            return true;
        }
        self.require_any(given);
        false
    }

    /// A field of an existing record, with its value to begin with. `None` when it stays as it is.
    ///
    /// # Errors
    ///
    /// `interrupted` (exit 130) at a prompt.
    pub fn edit<T: FromStr<Err = Invalid>>(
        &self,
        flag: &'static str,
        label: impl Into<Text>,
        current: &str,
    ) -> Result<Option<T>> {
        self.edit_with(flag, label, current, T::from_str)
    }

    /// As [`Form::edit`], for a text that is read in its own way.
    ///
    /// # Errors
    ///
    /// `interrupted` (exit 130) at a prompt.
    pub fn edit_with<T>(
        &self,
        flag: &'static str,
        label: impl Into<Text>,
        current: &str,
        parse: impl Fn(&str) -> Result<T, Invalid>,
    ) -> Result<Option<T>> {
        let is_kept = |text: &str| text == current.trim();
        self.prompter
            .ask_unless(flag, &label.into(), current, is_kept, |text| {
                if is_kept(text) {
                    Ok(None)
                } else {
                    parse(text).map(Some)
                }
            })
    }

    /// As [`Form::edit`], for one of a few values.
    ///
    /// # Errors
    ///
    /// `interrupted` (exit 130) at a prompt.
    pub fn edit_choice<T: FromStr<Err = Invalid>>(
        &self,
        flag: &'static str,
        label: impl Into<Text>,
        current: &str,
        choices: &[Choice],
    ) -> Result<Option<T>> {
        let value = self
            .prompter
            .select_unless(flag, &label.into(), choices, current)?;
        value
            .map(|value| chosen(flag, &value, T::from_str))
            .transpose()
    }

    /// As [`Form::edit`], for a record that is looked for among many; `current` is the first of them.
    ///
    /// # Errors
    ///
    /// `interrupted` (exit 130) at a prompt, and those of `look`.
    pub fn edit_pick<T>(
        &self,
        flag: &'static str,
        label: impl Into<Text>,
        current: &Choice,
        parse: impl Fn(&str) -> Result<T, Invalid>,
        look: Look<'_>,
    ) -> Result<Option<T>> {
        let mut with_current = |typed: &str| {
            let mut found = look(typed)?;
            if typed.trim().is_empty() {
                found.retain(|choice| choice.value != current.value);
                found.insert(0, current.clone());
            }
            Ok(found)
        };
        let value =
            self.prompter
                .pick_unless(flag, &label.into(), current, &mut with_current)?;
        value.map(|value| chosen(flag, &value, parse)).transpose()
    }

    /// Shows what was answered, and asks whether to save it: in the menu, where somebody was asked for something.
    ///
    /// # Errors
    ///
    /// [`Error::Back`] when it is not to be saved; `interrupted` (exit 130).
    pub fn review(&self) -> Result<()> {
        if self.asked {
            self.prompter.review()?;
        }
        Ok(())
    }

    /// A password that exists: from standard input, or asked for once.
    ///
    /// # Errors
    ///
    /// `interrupted` (exit 130) at the prompt, `usage` (exit 2) for standard input.
    pub fn password(&mut self, from_stdin: bool) -> Result<Option<SecretString>> {
        if from_stdin {
            let [password] = secrets_from_stdin()?;
            Ok(Some(password))
        } else if self.prompter.is_interactive() {
            self.prompter.secret(&t!("prompt-password")).map(Some)
        } else {
            self.missing.push("--password-stdin");
            Ok(None)
        }
    }

    /// A password to be: from standard input, or asked for twice; judged by `check`.
    ///
    /// # Errors
    ///
    /// As [`Form::password`].
    pub fn new_password(
        &mut self,
        from_stdin: bool,
        check: impl Fn(&str) -> Result<(), Invalid>,
    ) -> Result<Option<SecretString>> {
        if from_stdin {
            let [password] = secrets_from_stdin()?;
            return Ok(self.checked_password(password, check));
        }
        if !self.prompter.is_interactive() {
            self.missing.push("--password-stdin");
            return Ok(None);
        }
        self.asked = true;
        let password = self
            .prompter
            .new_secret(|secret| check(secret.expose_secret()))?;
        Ok(Some(password))
    }

    /// Judges a password that was read elsewhere.
    pub fn checked_password(
        &mut self,
        password: SecretString,
        check: impl Fn(&str) -> Result<(), Invalid>,
    ) -> Option<SecretString> {
        match check(password.expose_secret()) {
            Ok(()) => Some(password),
            Err(problem) => {
                let problem = problem.to_string();
                self.refuse(t!("prompt-invalid-password", problem = problem));
                None
            }
        }
    }

    /// Notes a value that was refused.
    pub fn invalid(&mut self, flag: &str, problem: &Invalid) {
        self.refuse(invalid_value(flag, problem));
    }

    /// Notes that nothing was given of what the command could change.
    pub fn require_any(&mut self, given: &[(&'static str, bool)]) {
        if given.iter().all(|(_, given)| !given) {
            let flags: Vec<_> = given.iter().map(|(flag, _)| *flag).collect();
            self.refuse(t!("prompt-nothing-to-change", flags = flags.join(", ")));
        }
    }

    /// Notes any other problem with what was typed.
    pub fn refuse(&mut self, problem: impl Into<Text>) {
        self.problems.push(problem.into());
    }

    /// Lets the command go on when nothing is missing or wrong.
    ///
    /// # Errors
    ///
    /// `usage` (exit 2) with everything at once.
    pub fn check(&mut self) -> Result<()> {
        if self.missing.is_empty() && self.problems.is_empty() {
            Ok(())
        } else {
            Err(self.error())
        }
    }

    /// Everything that is missing or wrong.
    pub fn error(&mut self) -> Error {
        let mut problems = Vec::new();
        if !self.missing.is_empty() {
            problems.push(t!("prompt-missing", flags = self.missing.join(", ")));
        }
        problems.append(&mut self.problems);
        Error::Usage(problems)
    }
}

/// Says that a flag's value is refused.
pub fn invalid_value(flag: &str, problem: &Invalid) -> Text {
    t!(
        "prompt-invalid-value",
        flag = flag,
        problem = problem.to_string()
    )
}

/// Reads what was chosen from a list of the program's own.
fn chosen<T>(
    flag: &'static str,
    value: &str,
    parse: impl Fn(&str) -> Result<T, Invalid>,
) -> Result<T> {
    parse(value).map_err(|problem| Error::usage(invalid_value(flag, &problem)))
}
