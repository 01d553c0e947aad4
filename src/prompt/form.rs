//! The fields of one command.

use std::convert::Infallible;
use std::str::FromStr;

use secrecy::{ExposeSecret as _, SecretString};

use super::{Prompter, Source, problem_of, secrets_from_stdin};
use crate::domain::Invalid;
use crate::error::{Error, Result};
use crate::lang::{self, Text};
use crate::t;

/// Value of the command line that is not refused at once, so that all problems are reported together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given<T>(pub Result<T, Invalid>);

impl<T: FromStr<Err = Invalid>> FromStr for Given<T> {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.parse()))
    }
}

/// Next step for a field.
enum Next<T> {
    Settled(Option<T>),
    Ask,
}

/// A question: what is asked for, and what an answer may look like.
pub struct Question {
    pub(super) label: Text,
    pub(super) hint: Option<Text>,
}

impl Question {
    pub const fn hinted(label: Text, hint: Text) -> Self {
        let hint = Some(hint);
        Self { label, hint }
    }
}

impl From<Text> for Question {
    fn from(label: Text) -> Self {
        Self { label, hint: None }
    }
}

/// Fields of one command: asks for missing ones at a terminal, else collects all problems. After the first question all
/// later fields are asked for too, including optional ones.
///
/// # Errors
///
/// Of every field: `interrupted` (exit 130) at a prompt, and those of `look`.
pub struct Form<'a> {
    pub(super) prompter: &'a Prompter,
    pub(super) asked: bool,
    /// Flags that may be left out, and whether they were given.
    pub(super) optional: Vec<(&'static str, bool)>,
    missing: Vec<&'static str>,
    problems: Vec<Text>,
}

impl<'a> Form<'a> {
    pub const fn new(prompter: &'a Prompter) -> Self {
        Self {
            prompter,
            asked: false,
            optional: Vec::new(),
            missing: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// Tests for a form that has asked for something, or that edits a record and has shown nothing yet.
    pub const fn is_asked(&self) -> bool {
        self.asked
    }

    /// A field that the command needs. `None` means that a problem was noted.
    pub fn required<T: FromStr<Err = Invalid>>(
        &mut self,
        flag: &'static str,
        label: Text,
        given: Option<Given<T>>,
    ) -> Result<Option<T>> {
        self.settle(flag, label.into(), given.map(|given| given.0), T::from_str)
    }

    /// As [`Form::required`], for a value that is looked into where it is typed; a command line is judged later.
    pub fn required_checked<T: FromStr<Err = Invalid>>(
        &mut self,
        flag: &'static str,
        label: Text,
        given: Option<Given<T>>,
        check: impl Fn(&T) -> Result<(), Invalid>,
    ) -> Result<Option<T>> {
        self.settle(flag, label.into(), given.map(|given| given.0), |text| {
            let value = text.parse()?;
            check(&value)?;
            Ok(value)
        })
    }

    /// As [`Form::required`], for a text that is read in its own way.
    pub fn required_with<T>(
        &mut self,
        flag: &'static str,
        question: impl Into<Question>,
        given: Option<&str>,
        parse: impl Fn(&str) -> Result<T, Invalid>,
    ) -> Result<Option<T>> {
        self.settle(flag, question.into(), given.map(&parse), &parse)
    }

    /// As [`Form::required_with`], for one of several choices.
    pub fn choose<T>(
        &mut self,
        flag: &'static str,
        label: Text,
        given: Option<Result<T, Invalid>>,
        parse: impl Fn(&str) -> Result<T, Invalid>,
        source: Source<'_>,
    ) -> Result<Option<T>> {
        if let Next::Settled(value) = self.next(flag, &label, given) {
            return Ok(value);
        }
        let value = self.prompter.choose(flag, &label, source)?;
        chosen(flag, &value, parse).map(Some)
    }

    /// Returns the given value of a required field, or that it has to be asked for.
    fn next<T>(
        &mut self,
        flag: &'static str,
        label: &Text,
        given: Option<Result<T, Invalid>>,
    ) -> Next<T> {
        match given {
            Some(Ok(value)) => return Next::Settled(Some(value)),
            Some(Err(problem)) if self.prompter.is_interactive() => {
                self.prompter.say(&problem_of(label, &problem));
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
        question: Question,
        given: Option<Result<T, Invalid>>,
        parse: impl Fn(&str) -> Result<T, Invalid>,
    ) -> Result<Option<T>> {
        match self.next(flag, &question.label, given) {
            Next::Settled(value) => Ok(value),
            Next::Ask => {
                let answer = self
                    .prompter
                    .ask_unless(flag, &question, "", |_| false, parse);
                answer.map(Some)
            }
        }
    }

    /// A field that may be left out; it is never asked for.
    pub fn optional<T>(&mut self, flag: &'static str, given: Option<Given<T>>) -> Option<T> {
        self.flag(flag, given.is_some());
        given?
            .0
            .map_err(|problem| self.invalid(flag, &problem))
            .ok()
    }

    /// As [`Form::optional`], for a flag without a value.
    pub fn flag(&mut self, flag: &'static str, given: bool) -> bool {
        self.optional.push((flag, given));
        given
    }

    /// Returns the flags that were given of those that may be left out.
    pub fn given(&self) -> Vec<&'static str> {
        let given = self.optional.iter().filter(|(_, given)| *given);
        let mut flags: Vec<_> = given.map(|(flag, _)| *flag).collect();
        flags.dedup();
        flags
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

    /// Reads an optional field: once a field was asked for, this one is too, and Enter skips it.
    pub fn skippable<T: FromStr<Err = Invalid>>(
        &mut self,
        flag: &'static str,
        label: Text,
        given: Option<Given<T>>,
    ) -> Result<Option<T>> {
        self.skippable_with(flag, label, given, T::from_str)
    }

    /// As [`Form::skippable`], for a text that is read in its own way where it is typed.
    pub fn skippable_with<T>(
        &mut self,
        flag: &'static str,
        label: Text,
        given: Option<Given<T>>,
        parse: impl Fn(&str) -> Result<T, Invalid>,
    ) -> Result<Option<T>> {
        if given.is_some() || !self.asked {
            return Ok(self.optional(flag, given));
        }
        let label = t!("prompt-optional", label = label);
        self.prompter
            .ask_unless(flag, &label.into(), "", str::is_empty, |text| match text {
                "" => Ok(None),
                text => parse(text).map(Some),
            })
    }

    /// Shows the answers, and asks for confirmation to save them: in the menu, after at least one question.
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
    /// `usage` (exit 2) for standard input.
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

    pub fn invalid(&mut self, flag: &str, problem: &Invalid) {
        self.refuse(invalid_value(flag, problem));
    }

    /// Notes any other problem with what was typed.
    pub fn refuse(&mut self, problem: Text) {
        self.problems.push(problem);
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

    pub fn error(&mut self) -> Error {
        let mut problems = Vec::new();
        if !self.missing.is_empty() {
            let missing: Vec<_> = self
                .missing
                .iter()
                .map(|it| lang::argument_name(it))
                .collect();
            problems.push(t!("prompt-missing", flags = missing.join(", ")));
        }
        problems.append(&mut self.problems);
        Error::Usage(problems)
    }
}

/// Says that a flag's value is refused.
pub fn invalid_value(flag: &str, problem: &Invalid) -> Text {
    let (flag, problem) = (lang::argument_name(flag), problem.to_string());
    t!("prompt-invalid-value", flag = flag, problem = problem)
}

/// Reads what was chosen from a list of the program's own.
pub(super) fn chosen<T>(
    flag: &'static str,
    value: &str,
    parse: impl Fn(&str) -> Result<T, Invalid>,
) -> Result<T> {
    parse(value).map_err(|problem| Error::usage(invalid_value(flag, &problem)))
}
