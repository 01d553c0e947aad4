//! Asking a person: fields, choices, secrets, confirmations. Prompts go to standard error and appear only when a person
//! can see and answer them; otherwise a form collects everything that is missing or wrong for one usage error.
//!
//! There are two ways to ask: the drawn one, and a plain one of lines and numbers (`EPIC_ACCESSIBLE=1` or `TERM=dumb`).
//! Every answer is kept in a journal, so that [`Prompter::walk`] can run a command again with the answers so far: that is
//! how one goes back a step. Nothing is written before the last question, so that running again is safe.

mod ask;
mod drawn;
mod edit;
mod form;
mod journal;
mod plain;
mod questions;
#[cfg(test)]
mod scripted;
mod secret;
mod signals;

use std::cell::RefCell;
use std::io::{self, IsTerminal as _, Write as _};

use self::ask::{Drawn, Plain};
use self::journal::{Answer, Journal, Value};
use crate::domain::{CollaboratorId, Invalid};
use crate::error::{Auth, Error, Result, cause};
use crate::lang::Text;
use crate::output::escape;
use crate::t;
use crate::terminal::{self, is_on};

pub use ask::{Ask, Judge};
pub use form::{Form, Given, Question, invalid_value};
#[cfg(test)]
pub use scripted::Scripted;
pub use secret::secrets_from_stdin;

/// A longer line is not an answer.
const MAX_LINE_BYTES: u64 = 16 * 1024;
/// The rows of a list that are shown at once.
const MIN_PAGE: usize = 5;
const MAX_PAGE: usize = 50;

/// One of several things to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Value as for the flag.
    pub value: String,
    pub label: String,
}

impl Choice {
    pub fn new(value: impl ToString, label: Text) -> Self {
        Self {
            value: value.to_string(),
            label: label.into_string(),
        }
    }
}

/// Asks for the choices that fit what was typed; some twenty at most.
pub type Lookup<'a> = &'a mut dyn FnMut(&str) -> Result<Vec<Choice>>;

pub enum Source<'a> {
    /// All of them are known.
    Fixed(&'a [Choice]),
    /// Some are asked for as one types.
    Asked(Lookup<'a>),
}

/// Options of the command line for all questions.
pub struct Options {
    pub no_input: bool,
    pub assume_yes: bool,
    pub menu: bool,
    pub color: bool,
}

/// Asks the person at the terminal, if there is one.
///
/// # Errors
///
/// Of every question: `interrupted` (exit 130) for Ctrl-C and at the end of input, and [`Error::Back`] for a step back.
#[derive(Default)]
pub struct Prompter {
    /// `None` without a terminal.
    asker: Option<Box<dyn Ask>>,
    assume_yes: bool,
    guided: bool,
    journal: RefCell<Journal>,
}

impl Prompter {
    /// Looks at the terminal: prompts appear only when standard input and standard error are terminals and neither
    /// `--no-input` nor `EPIC_NO_INPUT` nor `CI` is set. The menu is all prompts: `EPIC_ACCESSIBLE` is the permission to
    /// read its answers from standard input, whatever that is.
    pub fn new(options: &Options) -> Self {
        let &Options {
            no_input,
            assume_yes,
            menu,
            color,
        } = options;
        let terminals = io::stdin().is_terminal() && io::stderr().is_terminal();
        let allowed = !no_input && !is_on("EPIC_NO_INPUT") && !is_on("CI");
        let asker: Option<Box<dyn Ask>> =
            if !allowed || !(terminals || (menu && terminal::asked_to_be_accessible())) {
                None
            } else if terminal::accessible() {
                Some(Box::new(Plain))
            } else {
                Some(Box::new(Drawn { color }))
            };
        Self {
            guided: menu,
            asker,
            assume_yes,
            ..Self::default()
        }
    }

    /// Asks a scripted person, if there is one.
    #[cfg(test)]
    pub fn scripted(asker: Option<Box<dyn Ask>>) -> Self {
        Self {
            asker,
            ..Self::default()
        }
    }

    fn asker(&self) -> Result<&dyn Ask> {
        let nobody = || Error::internal("prompt", "nobody is there to answer");
        self.asker.as_deref().ok_or_else(nobody)
    }

    /// Shows a text to the person, if one is there.
    fn say(&self, text: &str) {
        if let Some(asker) = &self.asker {
            asker.say(text);
        }
    }

    pub const fn is_interactive(&self) -> bool {
        self.asker.is_some()
    }

    /// Tests for a command chosen in the menu: then optional fields are asked for too, and the answers are shown before
    /// they are saved.
    pub const fn is_guided(&self) -> bool {
        self.guided
    }

    pub fn page_rows(&self) -> i64 {
        let rows = self.asker.as_deref().map_or(MAX_PAGE, Ask::page_rows);
        i64::try_from(rows.clamp(MIN_PAGE, MAX_PAGE)).unwrap_or_default()
    }

    /// The text that was answered for a flag, if there is one.
    pub fn answer(&self, flag: &str) -> Option<String> {
        let journal = self.journal.borrow();
        let found = journal.answers().iter().find(|answer| answer.flag == flag);
        found.map(|answer| answer.shown.clone())
    }

    /// Tests for `--yes`: no confirmation is asked for.
    pub const fn assumes_yes(&self) -> bool {
        self.assume_yes
    }

    /// Tests for a confirmation given by a person; `--yes` alone is no answer.
    pub fn was_confirmed(&self) -> bool {
        self.answer(CONFIRMATION).is_some()
    }

    /// Reserves the answers for one person: a command that is run again does not go on as another who logged in meanwhile.
    ///
    /// # Errors
    ///
    /// `auth.*` (exit 4) for answers of another person.
    pub fn answers_of(&self, person: CollaboratorId) -> Result<()> {
        match self.journal.borrow_mut().own(person) {
            true => Ok(()),
            false => Err(Auth::OtherAccount.into()),
        }
    }

    /// Runs a closure with prompts, again with the answers so far whenever the person goes back a step.
    ///
    /// # Errors
    ///
    /// Those of `run`; when there is no step to go back to, `interrupted` (exit 130), and [`Error::Back`] in the menu.
    pub fn walk<T>(&self, mut run: impl FnMut() -> Result<T>) -> Result<T> {
        loop {
            self.journal.borrow_mut().rewind();
            let result = run();
            if !matches!(result, Err(Error::Back)) {
                return result;
            }
            if !self.journal.borrow_mut().step_back() {
                return Err(self.leaving());
            }
        }
    }

    /// The error that leaves the questions: for the menu, or else the program.
    const fn leaving(&self) -> Error {
        if self.is_guided() {
            Error::Back
        } else {
            Error::Interrupted
        }
    }

    /// Runs something with a journal of its own.
    pub fn apart<T>(&self, run: impl FnOnce() -> T) -> T {
        let outer = self.journal.take();
        let result = run();
        self.journal.replace(outer);
        result
    }

    /// Something was done that going back does not undo: the questions before it are answered for good.
    pub fn no_way_back(&self) {
        self.journal.borrow_mut().no_way_back();
    }

    /// The answers as a command line would have given them, without secrets: first what has no flag.
    pub fn command_line(&self) -> Vec<String> {
        let journal = self.journal.borrow();
        let mut words = Vec::new();
        let mut flags = Vec::new();
        for answer in journal.answers() {
            match &answer.value {
                Value::Text(text) if answer.flag.starts_with("--") => {
                    // A value that begins with a dash would be taken for a flag.
                    if text.starts_with('-') {
                        flags.push(format!("{}={text}", answer.flag));
                    } else {
                        flags.push(answer.flag.to_owned());
                        flags.push(text.clone());
                    }
                }
                Value::Text(text) if !answer.flag.is_empty() => words.push(text.clone()),
                // A confirmation is written as the flag that it permits.
                Value::Confirmed if answer.flag != CONFIRMATION => {
                    flags.push(answer.flag.to_owned());
                }
                _ => {}
            }
        }
        words.append(&mut flags);
        words
    }

    fn replay(&self, flag: &str) -> Option<Answer> {
        self.journal.borrow_mut().replay(flag)
    }

    fn note(&self, flag: &'static str, label: &Text, value: Value, shown: String) {
        let label = label.clone();
        self.journal.borrow_mut().note(Answer {
            flag,
            label,
            value,
            shown,
        });
    }

    /// Returns the initial text of a question: the previous draft, else the given one.
    fn initial(&self, flag: &str, initial: &str) -> String {
        let draft = self.journal.borrow().draft(flag);
        draft.unwrap_or_else(|| initial.to_owned())
    }

    /// Keeps the draft of a question that was left.
    fn finish<T>(&self, flag: &'static str, asked: Result<T>, typed: Option<&str>) -> Result<T> {
        if let Some(typed) = typed
            && matches!(asked, Err(Error::Back))
            && !flag.is_empty()
        {
            self.journal.borrow_mut().keep_draft(flag, typed.to_owned());
        }
        asked
    }
}

/// Name of a confirmation in the journal.
const CONFIRMATION: &str = "--yes";

/// A question as it stands before its answer.
fn line_of(label: &Text) -> String {
    format!("{} ", t!("prompt-line", label = label))
}

fn problem_of(label: &Text, problem: &Invalid) -> String {
    let problem = problem.to_string();
    let text = t!("prompt-problem", label = label, problem = problem);
    format!("  {text}")
}

fn unreadable(error: &io::Error) -> Error {
    Error::usage(t!("prompt-unreadable-answer", cause = cause::of_io(error)))
}

fn say(text: &str) {
    // A closed standard error has no reader.
    let _ = writeln!(io::stderr().lock(), "{}", escape(text));
}

/// Writes a text as it is, without a line break. A closed standard error has no reader.
fn show(text: &[u8]) {
    let mut stderr = io::stderr().lock();
    let _ = stderr.write_all(text);
    let _ = stderr.flush();
}
