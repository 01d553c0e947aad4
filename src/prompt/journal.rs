//! Answers so far. A command that is run again gets the same answers, up to the one to be given again: so a person can
//! go back, or log in again, without typing everything twice.

use std::collections::BTreeMap;

use secrecy::SecretString;

use crate::domain::CollaboratorId;
use crate::lang::Text;

#[derive(Clone)]
pub(super) enum Value {
    /// A text, as the flag would be given it.
    Text(String),
    /// The field stays as it is, or stays away.
    Nothing,
    Secret(SecretString),
    Confirmed,
}

#[derive(Clone)]
pub(super) struct Answer {
    /// The flag that would have been given: `--due`, or `ID` for an argument without a name; empty for what is no
    /// part of a command line.
    pub(super) flag: &'static str,
    /// Label of the question.
    pub(super) label: Text,
    pub(super) value: Value,
    /// The answer in words.
    pub(super) shown: String,
}

#[derive(Default)]
pub(super) struct Journal {
    answers: Vec<Answer>,
    /// Number of answers already replayed in this run.
    next: usize,
    /// There is no way back beyond this one.
    floor: usize,
    /// Drafts of questions that are to be asked again.
    drafts: BTreeMap<&'static str, String>,
    /// The versions in which records were first shown, by their nouns and ids.
    seen: BTreeMap<(&'static str, i64), i64>,
    /// The person whose answers these are, once they were recognised.
    owner: Option<CollaboratorId>,
}

impl Journal {
    pub(super) const fn rewind(&mut self) {
        self.next = 0;
    }

    /// Tests for answers of this person; the first call reserves them.
    pub(super) fn own(&mut self, person: CollaboratorId) -> bool {
        *self.owner.get_or_insert(person) == person
    }

    /// The answer that was given to this question before, if there is one.
    pub(super) fn replay(&mut self, flag: &str) -> Option<Answer> {
        let answer = self.answers.get(self.next)?;
        if answer.flag != flag {
            // Something else is asked this time: what follows was about another form.
            self.answers.truncate(self.next);
            return None;
        }
        self.next += 1;
        Some(answer.clone())
    }

    /// Takes back the answer that was just replayed: it does not fit any more.
    pub(super) fn reject(&mut self, typed: String) {
        self.next = self.next.saturating_sub(1);
        if let Some(answer) = self.answers.get(self.next) {
            self.drafts.insert(answer.flag, typed);
        }
        self.answers.truncate(self.next);
    }

    pub(super) fn note(&mut self, answer: Answer) {
        self.drafts.remove(answer.flag);
        self.answers.truncate(self.next);
        self.answers.push(answer);
        self.next = self.answers.len();
    }

    pub(super) fn keep_draft(&mut self, flag: &'static str, typed: String) {
        self.drafts.insert(flag, typed);
    }

    /// Returns the draft of a question.
    pub(super) fn draft(&self, flag: &str) -> Option<String> {
        self.drafts.get(flag).cloned()
    }

    /// The version in which a record was first shown: what was answered since is about that one.
    pub(super) fn first_seen(&mut self, noun: &'static str, id: i64, version: i64) -> i64 {
        *self.seen.entry((noun, id)).or_insert(version)
    }

    /// Something was done that cannot be undone by going back.
    pub(super) const fn no_way_back(&mut self) {
        self.floor = self.next;
    }

    /// Drops the last answer. False when there is none.
    pub(super) fn step_back(&mut self) -> bool {
        if self.answers.len() <= self.floor {
            return false;
        }
        let Some(last) = self.answers.pop() else {
            return false;
        };
        if let Value::Text(text) = last.value {
            self.drafts.insert(last.flag, text);
        }
        true
    }

    pub(super) fn answers(&self) -> &[Answer] {
        self.answers.get(..self.next).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(flag: &'static str, text: &str) -> Answer {
        Answer {
            flag,
            label: Text::verbatim(flag),
            value: Value::Text(text.to_owned()),
            shown: text.to_owned(),
        }
    }

    fn journal(answers: &[(&'static str, &str)]) -> Journal {
        let mut journal = Journal::default();
        for (flag, text) in answers {
            journal.note(answer(flag, text));
        }
        journal
    }

    fn text(answer: Option<Answer>) -> Option<String> {
        match answer?.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    #[test]
    fn what_was_answered_is_answered_again() {
        let mut journal = journal(&[("--a", "1"), ("--b", "2")]);
        journal.rewind();
        assert_eq!(text(journal.replay("--a")).as_deref(), Some("1"));
        assert_eq!(text(journal.replay("--b")).as_deref(), Some("2"));
        assert!(journal.replay("--c").is_none());
    }

    #[test]
    fn a_step_back_keeps_what_was_typed() {
        let mut journal = journal(&[("--a", "1"), ("--b", "2")]);
        assert!(journal.step_back());
        journal.rewind();
        assert_eq!(text(journal.replay("--a")).as_deref(), Some("1"));
        assert!(journal.replay("--b").is_none());
        assert_eq!(journal.draft("--b").as_deref(), Some("2"));
        assert!(journal.step_back());
        assert!(!journal.step_back());
    }

    #[test]
    fn another_question_forgets_the_answers_behind_it() {
        let mut journal = journal(&[("--a", "1"), ("--b", "2")]);
        journal.rewind();
        assert!(journal.replay("--other").is_none());
        journal.note(answer("--other", "3"));
        assert!(journal.replay("--b").is_none());
        assert_eq!(journal.answers().len(), 1);
    }

    #[test]
    fn a_record_keeps_the_version_in_which_it_was_first_shown() {
        let mut journal = Journal::default();
        assert_eq!(journal.first_seen("customer", 1, 4), 4);
        journal.rewind();
        assert_eq!(journal.first_seen("customer", 1, 5), 4);
        assert_eq!(journal.first_seen("contract", 1, 5), 5);
    }

    #[test]
    fn there_is_no_way_back_beyond_what_was_done() {
        let mut journal = Journal::default();
        journal.note(answer("--a", "1"));
        journal.no_way_back();
        assert!(!journal.step_back());
        journal.note(answer("--b", "2"));
        assert!(journal.step_back());
        assert!(!journal.step_back());
    }
}
