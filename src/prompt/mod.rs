//! Asking a person: fields, choices, secrets, confirmations. Prompts go to standard error and appear only when a person
//! can see and answer them; otherwise a form collects everything that is missing or wrong for one usage error.
//!
//! There are two ways to ask: the drawn one, and a plain one of lines and numbers (`EPIC_ACCESSIBLE=1` or `TERM=dumb`).
//! Every answer is kept in a journal, so that [`Prompter::walk`] can run a command again with the answers so far: that is
//! how one goes back a step. Nothing is written before the last question, so that running again is safe.

mod drawn;
mod form;
mod journal;
mod plain;
mod secret;
mod signals;

use std::cell::{Cell, RefCell};
use std::io::{self, IsTerminal as _, Write as _};

use secrecy::SecretString;

use self::journal::{Answer, Journal, Value};
use crate::auth::password;
use crate::domain::Invalid;
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::output::escape;
use crate::t;

pub use form::{Form, Given, invalid_value};
pub use secret::secrets_from_stdin;

/// A longer line is not an answer.
const MAX_LINE_BYTES: u64 = 16 * 1024;
/// The rows of a list that are shown at once.
const MIN_PAGE: usize = 5;
const MAX_PAGE: usize = 50;

/// One of several things to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What the flag would be given.
    pub value: String,
    /// What is shown.
    pub label: String,
}

impl Choice {
    /// Names a choice.
    pub fn new(value: impl ToString, label: impl Into<Text>) -> Self {
        Self {
            value: value.to_string(),
            label: label.into().into_string(),
        }
    }
}

/// Asks for the choices that fit what was typed; some twenty at most.
pub type Look<'a> = &'a mut dyn FnMut(&str) -> Result<Vec<Choice>>;

/// Where choices come from.
enum Source<'a> {
    /// All of them are known.
    Fixed(&'a [Choice]),
    /// Some are asked for as one types.
    Asked(Look<'a>),
}

/// How somebody is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Nobody is there.
    None,
    /// With widgets that are drawn.
    Drawn,
    /// Line by line.
    Plain,
}

/// Asks the person at the terminal, if there is one.
pub struct Prompter {
    way: Way,
    assume_yes: bool,
    color: bool,
    guided: Cell<bool>,
    shown: Cell<i64>,
    hint: RefCell<Option<Text>>,
    journal: RefCell<Journal>,
}

/// Whether a variable is set to something that does not mean no.
fn is_on(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| {
        let value = value.to_string_lossy().trim().to_lowercase();
        !matches!(value.as_str(), "" | "0" | "false" | "no" | "off")
    })
}

impl Prompter {
    /// Looks at the terminal: prompts appear only when standard input and standard error are terminals and neither
    /// `--no-input` nor `EPIC_NO_INPUT` nor `CI` is set. The menu is all prompts: `EPIC_ACCESSIBLE` is the permission to
    /// read its answers from standard input, whatever that is.
    pub fn new(no_input: bool, assume_yes: bool, menu: bool) -> Self {
        let accessible = is_on("EPIC_ACCESSIBLE");
        let terminals = io::stdin().is_terminal() && io::stderr().is_terminal();
        let plain = accessible || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let allowed = !no_input && !is_on("EPIC_NO_INPUT") && !is_on("CI");
        let way = match (terminals || (menu && accessible), plain) {
            _ if !allowed => Way::None,
            (false, _) => Way::None,
            (true, true) => Way::Plain,
            (true, false) => Way::Drawn,
        };
        Self {
            way,
            assume_yes,
            color: std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
            guided: Cell::new(false),
            shown: Cell::new(0),
            hint: RefCell::new(None),
            journal: RefCell::new(Journal::default()),
        }
    }

    /// Whether somebody is there to answer.
    pub const fn is_interactive(&self) -> bool {
        !matches!(self.way, Way::None)
    }

    /// Whether questions are lines and numbers.
    pub const fn is_plain(&self) -> bool {
        matches!(self.way, Way::Plain)
    }

    /// Whether a command was chosen in the menu: then optional fields are asked for too, and what is to be saved is
    /// shown before.
    pub const fn is_guided(&self) -> bool {
        self.guided.get()
    }

    /// Begins or ends the guidance of the menu.
    pub fn guide(&self, guided: bool) {
        self.guided.set(guided);
    }

    /// How many rows of a list are shown at once: a screenful.
    pub fn page_rows(&self) -> i64 {
        let rows = match self.way {
            Way::Drawn => drawn::page_rows(),
            Way::Plain | Way::None => MAX_PAGE,
        };
        i64::try_from(rows.clamp(MIN_PAGE, MAX_PAGE)).unwrap_or_default()
    }

    /// The text that was answered for a flag, if there is one.
    pub fn answer(&self, flag: &str) -> Option<String> {
        let journal = self.journal.borrow();
        let found = journal.answers().iter().find(|answer| answer.flag == flag);
        found.map(|answer| answer.shown.clone())
    }

    /// Notes how many rows a list has shown, for the menu to go on with the next ones.
    pub fn note_shown(&self, rows: i64) {
        self.shown.set(rows);
    }

    /// How many rows the last list has shown.
    pub const fn shown(&self) -> i64 {
        self.shown.get()
    }

    /// Runs something that asks, again with the answers so far whenever somebody goes back a step.
    ///
    /// # Errors
    ///
    /// Those of `run`; when there is no step to go back to, `interrupted` (exit 130), and [`Error::Back`] in the menu.
    pub fn walk<T>(&self, mut run: impl FnMut() -> Result<T>) -> Result<T> {
        loop {
            self.journal.borrow_mut().rewind();
            match run() {
                Err(Error::Back) => {
                    if !self.journal.borrow_mut().step_back() {
                        return Err(if self.is_guided() {
                            Error::Back
                        } else {
                            Error::Interrupted
                        });
                    }
                }
                result => return result,
            }
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

    /// Says what the next answer may look like.
    fn hint(&self, hint: Option<Text>) {
        self.hint.replace(hint);
    }

    /// Asks for a text until it is valid; what was refused is explained, and stays to be mended. The answer counts as
    /// what `flag` would have been given.
    ///
    /// # Errors
    ///
    /// `interrupted` (exit 130) at the end of input.
    pub fn ask<T>(
        &self,
        flag: &'static str,
        label: &Text,
        initial: &str,
        parse: impl Fn(&str) -> Result<T, Invalid>,
    ) -> Result<T> {
        self.ask_unless(flag, label, initial, |_| false, parse)
    }

    /// As [`Prompter::ask`], for an answer that may say nothing: it is no part of the command line then.
    fn ask_unless<T>(
        &self,
        flag: &'static str,
        label: &Text,
        initial: &str,
        is_nothing: impl Fn(&str) -> bool,
        parse: impl Fn(&str) -> Result<T, Invalid>,
    ) -> Result<T> {
        let hint = self.hint.take();
        if let Some(answer) = self.replay(flag) {
            match parse(answer.shown.trim()) {
                Ok(value) => return Ok(value),
                Err(_) => self.journal.borrow_mut().reject(answer.shown),
            }
        }
        let asked_for = hint.map_or_else(
            || label.clone(),
            |hint| t!("prompt-hinted", label = label, hint = hint),
        );
        let mut typed = self.initial(flag, initial);
        let mut judge = |text: &str| {
            let problem = parse(text.trim()).err()?;
            Some(problem_of(label, &problem))
        };
        let asked = match self.way {
            Way::Drawn => drawn::text(self.color, &line_of(&asked_for), &mut typed, &mut judge),
            Way::Plain => plain::text(&asked_for, &mut typed, &mut judge),
            Way::None => Err(nobody()),
        };
        let typed = typed.trim().to_owned();
        self.finish(flag, asked, &typed)?;
        let value = parse(&typed)
            .map_err(|problem| Error::usage(Text::verbatim(problem_of(label, &problem))))?;
        let noted = if is_nothing(&typed) {
            Value::Nothing
        } else {
            Value::Text(typed.clone())
        };
        self.note(flag, label, noted, typed);
        Ok(value)
    }

    /// Has one of a few choices chosen; returns its value.
    ///
    /// # Errors
    ///
    /// `interrupted` (exit 130) at the end of input.
    pub fn select(
        &self,
        flag: &'static str,
        label: &Text,
        choices: &[Choice],
        initial: Option<&str>,
    ) -> Result<String> {
        self.choose(flag, label, &mut Source::Fixed(choices), initial, |_| false)
    }

    /// As [`Prompter::select`]; `None` when what is `current` is chosen.
    fn select_unless(
        &self,
        flag: &'static str,
        label: &Text,
        choices: &[Choice],
        current: &str,
    ) -> Result<Option<String>> {
        let is_kept = |value: &str| value == current;
        let source = &mut Source::Fixed(choices);
        let value = self.choose(flag, label, source, Some(current), is_kept)?;
        Ok(Some(value).filter(|value| !is_kept(value)))
    }

    /// Has one of many choices looked for and chosen; returns its value. `look` is asked for those that fit what was typed.
    ///
    /// # Errors
    ///
    /// `interrupted` (exit 130) at the end of input, and those of `look`.
    pub fn pick(&self, label: &Text, look: Look<'_>) -> Result<String> {
        self.pick_for("", label, look)
    }

    /// As [`Prompter::pick`]; the answer counts as what `flag` would have been given.
    ///
    /// # Errors
    ///
    /// As [`Prompter::pick`].
    pub fn pick_for(&self, flag: &'static str, label: &Text, look: Look<'_>) -> Result<String> {
        self.choose(flag, label, &mut Source::Asked(look), None, |_| false)
    }

    /// As [`Prompter::pick_for`]; `None` when what is `current` is chosen.
    fn pick_unless(
        &self,
        flag: &'static str,
        label: &Text,
        current: &Choice,
        look: Look<'_>,
    ) -> Result<Option<String>> {
        let label = if self.is_plain() {
            t!("prompt-keep", label = label, value = current.label.as_str())
        } else {
            label.clone()
        };
        let is_kept = |value: &str| value == current.value;
        let source = &mut Source::Asked(look);
        let value = self.choose(flag, &label, source, Some(&current.value), is_kept)?;
        Ok(Some(value).filter(|value| !is_kept(value)))
    }

    fn choose(
        &self,
        flag: &'static str,
        label: &Text,
        source: &mut Source<'_>,
        initial: Option<&str>,
        is_nothing: impl Fn(&str) -> bool,
    ) -> Result<String> {
        match self.replay(flag).map(|answer| answer.value) {
            Some(Value::Text(value)) => return Ok(value),
            Some(Value::Nothing) => return Ok(initial.unwrap_or_default().to_owned()),
            _ => {}
        }
        let draft = self.journal.borrow().draft(flag);
        let mut typed = String::new();
        let first = match (draft, &source) {
            (Some(draft), Source::Fixed(_)) => Some(draft),
            (draft, Source::Asked(_)) => {
                typed = draft.unwrap_or_default();
                initial.map(str::to_owned)
            }
            (None, Source::Fixed(_)) => initial.map(str::to_owned),
        };
        let first = first.as_deref();
        let asked = match self.way {
            Way::Drawn => drawn::choose(self.color, &line_of(label), source, &mut typed, first),
            Way::Plain => plain::choose(label, source, first),
            Way::None => Err(nobody()),
        };
        let Choice {
            value,
            label: shown,
        } = self.finish(flag, asked, &typed)?;
        let noted = if is_nothing(&value) {
            Value::Nothing
        } else {
            Value::Text(value.clone())
        };
        self.note(flag, label, noted, shown);
        Ok(value)
    }

    /// Asks for a secret without showing what is typed.
    ///
    /// # Errors
    ///
    /// `interrupted` (exit 130) for Ctrl-C and at the end of input.
    pub fn secret(&self, label: &Text) -> Result<SecretString> {
        const FLAG: &str = "--password-stdin";
        if let Some(Answer {
            value: Value::Secret(secret),
            ..
        }) = self.replay(FLAG)
        {
            return Ok(secret);
        }
        let secret = self.hidden(label)?;
        self.note(FLAG, label, Value::Secret(secret.clone()), String::new());
        Ok(secret)
    }

    /// Asks for a secret that `check` judges, in as many tries as it takes.
    ///
    /// # Errors
    ///
    /// As [`Prompter::secret`].
    fn new_secret(
        &self,
        check: impl Fn(&SecretString) -> Result<(), Invalid>,
    ) -> Result<SecretString> {
        const FLAG: &str = "--password-stdin";
        if let Some(Answer {
            value: Value::Secret(secret),
            ..
        }) = self.replay(FLAG)
            && check(&secret).is_ok()
        {
            return Ok(secret);
        }
        let label = t!("prompt-new-password");
        loop {
            let secret = self.hidden(&label)?;
            if let Err(problem) = check(&secret) {
                say(t!("prompt-password-refused", problem = problem.to_string()).as_str());
                continue;
            }
            let again = match self.hidden(&t!("prompt-new-password-again")) {
                // Back to the first of the two.
                Err(Error::Back) => continue,
                again => again?,
            };
            if password::is_same(&secret, &again) {
                self.note(FLAG, &label, Value::Secret(secret.clone()), String::new());
                return Ok(secret);
            }
            say(t!("prompt-not-the-same").as_str());
        }
    }

    fn hidden(&self, label: &Text) -> Result<SecretString> {
        match self.way {
            Way::Drawn => drawn::secret(self.color, &line_of(label)),
            Way::Plain => secret::read_hidden(&line_of(label)),
            Way::None => Err(nobody()),
        }
    }

    /// Asks whether to go on with something that cannot be taken back.
    ///
    /// # Errors
    ///
    /// `usage` (exit 2) when nobody can answer and `--yes` was not given; `interrupted` for any answer but yes, and
    /// [`Error::Back`] in the menu.
    pub fn confirm(&self, question: impl Into<Text>) -> Result<()> {
        if self.assume_yes {
            return Ok(());
        }
        if !self.is_interactive() {
            return Err(Error::usage(t!("prompt-needs-yes")));
        }
        let question = t!("prompt-confirm", question = question.into());
        if self.replay(question_flag()).is_some() {
            return Ok(());
        }
        if self.yes(&question)? {
            self.note(question_flag(), &question, Value::Confirmed, String::new());
            Ok(())
        } else if self.is_guided() {
            Err(Error::Back)
        } else {
            Err(Error::Interrupted)
        }
    }

    /// Asks something that is answered by yes or no; `question` ends with the two.
    ///
    /// # Errors
    ///
    /// `interrupted` (exit 130) at the end of input.
    pub fn yes(&self, question: &Text) -> Result<bool> {
        let mut typed = String::new();
        match self.way {
            Way::Drawn => {
                drawn::text(self.color, &line_of(question), &mut typed, &mut |_| None)?;
            }
            Way::Plain => plain::text(question, &mut typed, &mut |_| None)?,
            Way::None => return Err(nobody()),
        }
        Ok(matches!(
            typed.trim().to_lowercase().as_str(),
            "y" | "yes" | "o" | "oui"
        ))
    }

    /// Shows what was answered, and asks whether to save it. In the menu alone: elsewhere the last answer is enough.
    ///
    /// # Errors
    ///
    /// As [`Prompter::confirm`].
    pub fn review(&self) -> Result<()> {
        if !self.is_guided() || self.assume_yes {
            return Ok(());
        }
        let lines: Vec<_> = {
            let journal = self.journal.borrow();
            let told = journal.answers().iter();
            told.filter(|answer| matches!(answer.value, Value::Text(_)) && !answer.flag.is_empty())
                .map(|answer| format!("  {}{}", line_of(&answer.label), answer.shown))
                .collect()
        };
        // Somebody who changed nothing has nothing to save.
        let is_kept = |answer: &Answer| matches!(answer.value, Value::Nothing);
        let is_new = |answer: &Answer| {
            matches!(answer.value, Value::Text(_)) && answer.flag.starts_with("--")
        };
        {
            let journal = self.journal.borrow();
            let answers = journal.answers();
            if answers.iter().any(is_kept) && !answers.iter().any(is_new) {
                return Ok(());
            }
        }
        // A second look at the same summary, after another login, needs no second yes.
        if self.replay(question_flag()).is_some() {
            return Ok(());
        }
        say(&lines.join("\n"));
        self.confirm(t!("prompt-save"))
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

    /// What a question begins with: what was typed the last time, else what it is given.
    fn initial(&self, flag: &str, initial: &str) -> String {
        let draft = self.journal.borrow().draft(flag);
        draft.unwrap_or_else(|| initial.to_owned())
    }

    /// Keeps what was typed when somebody left the question.
    fn finish<T>(&self, flag: &'static str, asked: Result<T>, typed: &str) -> Result<T> {
        if matches!(asked, Err(Error::Back)) && !flag.is_empty() {
            self.journal.borrow_mut().keep_draft(flag, typed.to_owned());
        }
        asked
    }
}

/// What a confirmation is called in the journal.
const fn question_flag() -> &'static str {
    "--yes"
}

fn nobody() -> Error {
    Error::internal("prompt", "nobody is there to answer")
}

/// A question as it stands before its answer.
fn line_of(label: &Text) -> String {
    format!("{} ", t!("prompt-line", label = label))
}

fn problem_of(label: &Text, problem: &Invalid) -> String {
    let problem = problem.to_string();
    format!(
        "  {}",
        t!("prompt-problem", label = label, problem = problem)
    )
}

fn say(text: &str) {
    // A standard error that is closed leaves nobody to tell.
    let _ = writeln!(io::stderr().lock(), "{}", escape(text));
}
