//! Scripted person of a unit test: gives answers in their order, and keeps what was asked and said.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use secrecy::SecretString;

use super::ask::Hiding;
use super::{Ask, Choice, Judge, Source};
use crate::error::{Error, Result};
use crate::lang::Text;

/// Goes back a step.
const BACK: &str = "<";

#[derive(Clone, Default)]
pub struct Scripted {
    answers: Rc<RefCell<VecDeque<String>>>,
    transcript: Rc<RefCell<String>>,
}

impl Scripted {
    pub fn new(answers: &[&str]) -> Self {
        let answers = answers.iter().map(ToString::to_string).collect();
        Self {
            answers: Rc::new(RefCell::new(answers)),
            transcript: Rc::default(),
        }
    }

    /// Returns each question with its answers, and what was said, a line each.
    pub fn transcript(&self) -> String {
        self.transcript.borrow().clone()
    }

    /// Returns the number of answers that no question took.
    pub fn left(&self) -> usize {
        self.answers.borrow().len()
    }

    fn next(&self, label: &Text) -> Result<String> {
        let answer = self.answers.borrow_mut().pop_front();
        let answer = answer.ok_or(Error::Interrupted)?;
        self.say(&format!("{label}: {answer}"));
        if answer == BACK {
            return Err(Error::Back);
        }
        Ok(answer)
    }
}

impl Ask for Scripted {
    fn text(&self, label: &Text, typed: &mut String, judge: Judge<'_>) -> Result<()> {
        loop {
            let answer = self.next(label)?;
            // Enter alone takes what is there.
            let answer = if answer.is_empty() {
                typed.clone()
            } else {
                answer
            };
            match judge(&answer) {
                None => {
                    *typed = answer;
                    return Ok(());
                }
                Some(problem) => self.say(&problem),
            }
        }
    }

    fn choose(
        &self,
        label: &Text,
        source: &mut Source<'_>,
        _typed: &mut String,
        first: Option<&str>,
    ) -> Result<Choice> {
        loop {
            let answer = self.next(label)?;
            let choices = match source {
                Source::Fixed(choices) => choices.to_vec(),
                Source::Asked(look) => look(&answer)?,
            };
            let wanted = match first {
                Some(first) if answer.is_empty() => first,
                _ => &answer,
            };
            let fits = |it: &Choice| it.value == wanted || it.label.contains(wanted);
            match choices.into_iter().find(fits) {
                Some(choice) => return Ok(choice),
                None => self.say("no choice"),
            }
        }
    }

    fn secret(&self, label: &Text) -> Result<SecretString> {
        self.next(label).map(SecretString::from)
    }

    fn say(&self, text: &str) {
        let mut transcript = self.transcript.borrow_mut();
        transcript.push_str(text.trim());
        transcript.push('\n');
    }

    fn hide(&self) -> Hiding {
        Hiding::default()
    }
}
