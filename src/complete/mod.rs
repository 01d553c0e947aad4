//! Completers of arguments: what can stand for their values when a shell asks. Words come from lists and the catalogue, records
//! from the database, which has a fraction of a second.

mod records;

use std::ffi::{OsStr, OsString};

use clap_complete::{ArgValueCompleter, CompletionCandidate};

use self::records::Source;
use crate::db::completion::Offer;
use crate::db::list::Sort;
use crate::domain::{ContractStatus, Department, Noun};
use crate::lang::{self, Lang};
use crate::output::escape;

const MAX_LABEL: usize = 80;

/// Offers these words, with labels of the catalogue.
pub fn words(words: &'static [&'static str]) -> ArgValueCompleter {
    ArgValueCompleter::new(move |typed: &OsStr| labelled(words.iter().copied(), typed))
}

pub fn langs() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| labelled(Lang::all().map(Lang::tag), typed))
}

pub fn departments() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| labelled(Department::ALL.map(Department::as_str), typed))
}

pub fn contract_statuses() -> ArgValueCompleter {
    let words = ContractStatus::ALL.map(ContractStatus::as_str);
    ArgValueCompleter::new(move |typed: &OsStr| labelled(words, typed))
}

/// Offers the nouns that can be searched.
pub fn nouns() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| labelled(Noun::SEARCHABLE.map(Noun::as_str), typed))
}

/// Offers days beside today.
pub fn days() -> ArgValueCompleter {
    words(&["today", "tomorrow", "+7d", "-7d", "-30d"])
}

/// Offers the fields of a list in both directions.
pub fn sorts<S: Sort>() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let fields = S::COLUMNS.iter().map(|it| it.name.to_owned());
        let reversed = S::COLUMNS.iter().map(|it| format!("-{}", it.name));
        let words: Vec<String> = fields.chain(reversed).collect();
        labelled(words.iter().map(String::as_str), typed)
    })
}

pub fn customers() -> ArgValueCompleter {
    records(Offer::Customers)
}

pub fn contracts() -> ArgValueCompleter {
    records(Offer::Contracts)
}

pub fn events() -> ArgValueCompleter {
    records(Offer::Events)
}

pub fn collaborators() -> ArgValueCompleter {
    records(Offer::Logins(None))
}

pub fn members(department: Department) -> ArgValueCompleter {
    records(Offer::Logins(Some(department)))
}

fn records(offer: Offer) -> ArgValueCompleter {
    ArgValueCompleter::new(move |typed: &OsStr| Source::of_line(&line()).find(offer, typed))
}

/// Offers records of the noun that is the word before: `history customer`.
pub fn of_noun() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let line = line();
        let offer = offer_of(&line);
        offer.map_or_else(Vec::new, |offer| Source::of_line(&line).find(offer, typed))
    })
}

fn offer_of(line: &[OsString]) -> Option<Offer> {
    let words = texts(line);
    let after = words.iter().skip_while(|word| **word != "history").skip(1);
    after
        .copied()
        .find_map(|word| Offer::of(word.parse().ok()?))
}

/// Returns the line that is being typed: the words that a shell passes after `--`.
pub fn line() -> Vec<OsString> {
    let args = std::env::args_os();
    args.skip_while(|arg| arg != "--").skip(1).collect()
}

/// Returns words as text, without those that are none.
pub fn texts(words: &[OsString]) -> Vec<&str> {
    words.iter().filter_map(|word| word.to_str()).collect()
}

/// Returns the words that begin with what was typed, labelled by the catalogue.
pub fn labelled<'a>(
    words: impl IntoIterator<Item = &'a str>,
    typed: &OsStr,
) -> Vec<CompletionCandidate> {
    let Some(typed) = typed.to_str() else {
        return Vec::new();
    };
    // A reversed order is offered only after its dash.
    let fits = |word: &&str| word.starts_with(typed) && (!typed.is_empty() || !is_reversed(word));
    let candidate = |word: &str| {
        let key = format!("help-label-{}", word.replace('_', "-"));
        let label = lang::has(&key).then(|| lang::format(&key, &[]).into());
        CompletionCandidate::new(word).help(label)
    };
    words.into_iter().filter(fits).map(candidate).collect()
}

fn is_reversed(word: &str) -> bool {
    word.strip_prefix('-')
        .is_some_and(|rest| rest.starts_with(char::is_alphabetic))
}

/// Puts a label on one line: blanks in the place of tabs and line ends, other control and bidirectional characters escaped.
pub fn clean(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}'));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let text = escape(&words.join(" ")).into_owned();
    if text.chars().count() > MAX_LABEL {
        let start: String = text.chars().take(MAX_LABEL - 1).collect();
        return format!("{start}…");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_stays_on_its_line() {
        let label = clean("Évil\n\tInc\u{1b}[31m\u{202e}");
        assert!(!label.chars().any(char::is_control), "{label:?}");
        assert!(!label.contains('\u{202e}'), "{label:?}");
        assert_eq!(clean(&"x".repeat(200)).chars().count(), MAX_LABEL);
    }
}
