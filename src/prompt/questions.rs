//! The questions themselves: each is answered from the journal if it can be, and asked in the one asker or the other if not.

use secrecy::SecretString;

use super::journal::{Answer, Value};
use super::{CONFIRMATION, Prompter, Question, Source, line_of, problem_of};
use crate::crypto::password;
use crate::domain::Invalid;
use crate::error::{Error, Result};
use crate::lang::{Lang, Text};
use crate::t;

/// The flag that a password is given by.
const PASSWORD: &str = "--password-stdin";

/// Reads yes or no in any language, nothing being no; `None` for anything else.
fn means_yes(text: &str) -> Option<bool> {
    let word = text.trim().to_lowercase();
    let mut spoken = Lang::all().map(Lang::conventions);
    let is_yes = spoken.clone().any(|lang| lang.yes.contains(&word));
    let is_no = word.is_empty() || spoken.any(|lang| lang.no.contains(&word));
    is_yes.then_some(true).or(is_no.then_some(false))
}

impl Prompter {
    /// Asks for a text until it is valid; a refused one is explained, and stays to be corrected. The answer counts as
    /// the value of `flag`.
    pub fn ask<T>(
        &self,
        flag: &'static str,
        label: &Text,
        initial: &str,
        parse: impl Fn(&str) -> Result<T, Invalid>,
    ) -> Result<T> {
        let question = Question::from(label.clone());
        self.ask_unless(flag, &question, initial, |_| false, parse)
    }

    /// As [`Prompter::ask`], for an answer that may be empty: it is left out of the command line then.
    pub(super) fn ask_unless<T>(
        &self,
        flag: &'static str,
        question: &Question,
        initial: &str,
        is_nothing: impl Fn(&str) -> bool,
        parse: impl Fn(&str) -> Result<T, Invalid>,
    ) -> Result<T> {
        let label = &question.label;
        if let Some(answer) = self.replay(flag) {
            // What was left as it was is left as it is now, not put back to what it was then.
            let again = match answer.value {
                Value::Nothing => initial,
                _ => answer.shown.as_str(),
            };
            match parse(again.trim()) {
                Ok(value) => return Ok(value),
                Err(_) => self.journal.borrow_mut().reject(answer.shown),
            }
        }
        let asked_for = question.hint.as_ref().map_or_else(
            || label.clone(),
            |hint| t!("prompt-hinted", label = label, hint = hint),
        );
        let mut typed = self.initial(flag, initial);
        let mut judge = |text: &str| {
            let problem = parse(text.trim()).err()?;
            Some(problem_of(label, &problem))
        };
        let asker = self.asker();
        let asked = asker.and_then(|asker| asker.text(&asked_for, &mut typed, &mut judge));
        let typed = typed.trim().to_owned();
        let touched = Some(typed.as_str()).filter(|typed| *typed != initial.trim());
        self.finish(flag, asked, touched)?;
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

    /// Asks for one of several choices; returns its value.
    ///
    /// # Errors
    ///
    /// Those of the lookup.
    pub fn choose(&self, flag: &'static str, label: &Text, source: Source<'_>) -> Result<String> {
        self.chosen(flag, label, source, None)
    }

    /// As [`Prompter::choose`]; `None` for the current value.
    pub(super) fn choose_unless(
        &self,
        flag: &'static str,
        label: &Text,
        source: Source<'_>,
        current: &str,
    ) -> Result<Option<String>> {
        let value = self.chosen(flag, label, source, Some(current))?;
        Ok(Some(value).filter(|value| value != current))
    }

    fn chosen(
        &self,
        flag: &'static str,
        label: &Text,
        mut source: Source<'_>,
        initial: Option<&str>,
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
        let asker = self.asker();
        let asked = asker.and_then(|asker| asker.choose(label, &mut source, &mut typed, first));
        let typed = Some(typed.trim()).filter(|typed| !typed.is_empty());
        let chosen = self.finish(flag, asked, typed)?;
        let (value, shown) = (chosen.value, chosen.label);
        let noted = if initial == Some(&value) {
            Value::Nothing
        } else {
            Value::Text(value.clone())
        };
        self.note(flag, label, noted, shown);
        Ok(value)
    }

    /// Asks for a secret without showing what is typed.
    pub fn secret(&self, label: &Text) -> Result<SecretString> {
        if let Some(secret) = self.replayed_secret() {
            return Ok(secret);
        }
        let secret = self.hidden(label)?;
        self.note_secret(label, &secret);
        Ok(secret)
    }

    /// Asks for a secret that `check` judges, in as many tries as it takes.
    pub(super) fn new_secret(
        &self,
        check: impl Fn(&SecretString) -> Result<(), Invalid>,
    ) -> Result<SecretString> {
        if let Some(secret) = self.replayed_secret() {
            if check(&secret).is_ok() {
                return Ok(secret);
            }
            self.journal.borrow_mut().reject(String::new());
        }
        let label = t!("prompt-new-password");
        // Between the questions too, or the terminal would show keys typed ahead. Signals are held for longer than
        // that: the terminal is restored before one of them ends the program.
        let _hidden = self.asker()?.hide();
        loop {
            let secret = self.hidden(&label)?;
            if let Err(problem) = check(&secret) {
                let told = t!("prompt-password-refused", problem = problem.to_string());
                self.say(told.as_str());
                continue;
            }
            let again = match self.hidden(&t!("prompt-new-password-again")) {
                // Back to the first of the two.
                Err(Error::Back) => continue,
                again => again?,
            };
            if password::is_same(&secret, &again) {
                self.note_secret(&label, &secret);
                return Ok(secret);
            }
            self.say(t!("prompt-not-the-same").as_str());
        }
    }

    fn replayed_secret(&self) -> Option<SecretString> {
        match self.replay(PASSWORD)?.value {
            Value::Secret(secret) => Some(secret),
            _ => None,
        }
    }

    fn note_secret(&self, label: &Text, secret: &SecretString) {
        let value = Value::Secret(secret.clone());
        self.note(PASSWORD, label, value, String::new());
    }

    fn hidden(&self, label: &Text) -> Result<SecretString> {
        self.asker()?.secret(label)
    }

    /// Asks for confirmation of something that cannot be undone.
    ///
    /// # Errors
    ///
    /// `usage` (exit 2) without a terminal, unless `--yes` is given; `interrupted` for any answer but yes, and
    /// [`Error::Back`] in the menu.
    pub fn confirm(&self, question: Text) -> Result<()> {
        if self.assume_yes {
            return Ok(());
        }
        if !self.is_interactive() {
            return Err(Error::usage(t!("prompt-needs-yes")));
        }
        self.agree(CONFIRMATION, question)
    }

    /// Asks for a yes that a flag without a value would have given too.
    ///
    /// # Errors
    ///
    /// `interrupted` (exit 130) for any answer but yes, and [`Error::Back`] in the menu.
    pub fn agree(&self, flag: &'static str, question: Text) -> Result<()> {
        let question = t!("prompt-confirm", question = question);
        if self.is_confirmed(flag, &question) {
            return Ok(());
        }
        self.require_yes(flag, &question, &question)
    }

    /// Tests for an earlier confirmation of the same text: a yes counts for the text it was given to, and for nothing
    /// else.
    fn is_confirmed(&self, flag: &'static str, told: &Text) -> bool {
        match self.replay(flag) {
            Some(answer) if answer.label == *told => true,
            Some(_) => {
                self.journal.borrow_mut().reject(String::new());
                false
            }
            None => false,
        }
    }

    /// Asks for a yes to a text.
    fn require_yes(&self, flag: &'static str, question: &Text, told: &Text) -> Result<()> {
        if !self.yes(question)? {
            return Err(self.leaving());
        }
        self.note(flag, told, Value::Confirmed, String::new());
        Ok(())
    }

    /// Asks something that is answered by yes or no; `question` ends with the two.
    pub fn yes(&self, question: &Text) -> Result<bool> {
        let mut typed = String::new();
        let mut judge = |text: &str| match means_yes(text) {
            Some(_) => None,
            None => Some(t!("prompt-yes-or-no").into_string()),
        };
        self.asker()?.text(question, &mut typed, &mut judge)?;
        Ok(means_yes(&typed) == Some(true))
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
        let journal = self.journal.borrow();
        let answers = journal.answers();
        // Without a change there is nothing to save.
        let is_kept = |answer: &Answer| matches!(answer.value, Value::Nothing);
        let is_text = |answer: &&Answer| matches!(answer.value, Value::Text(_));
        let texts = answers.iter().filter(is_text);
        let is_new = |answer: &Answer| answer.flag.starts_with("--");
        if answers.iter().any(is_kept) && !texts.clone().any(is_new) {
            return Ok(());
        }
        let told = texts.filter(|answer| !answer.flag.is_empty());
        let lines = told.map(|answer| format!("  {}{}", line_of(&answer.label), answer.shown));
        // A second look at the same summary, after another login, needs no second yes.
        let summary = Text::verbatim(lines.collect::<Vec<_>>().join("\n"));
        drop(journal);
        if self.is_confirmed(CONFIRMATION, &summary) {
            return Ok(());
        }
        self.say(summary.as_str());
        let question = t!("prompt-confirm", question = t!("prompt-save"));
        self.require_yes(CONFIRMATION, &question, &summary)
    }
}
