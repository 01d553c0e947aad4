//! Ranking of search matches, computed by the program for both databases.

use super::document::document;
use super::query::{Query, Tier, needle};
use crate::domain::{Noun, Searched};

/// Sort key of a match, ascending: rank, position of the noun, id.
pub type Place = (u8, usize, i64);

/// Best rank of a match by words; a typed id ranks higher.
pub const BEST: u8 = 1;

pub trait Findable {
    /// Returns the texts of a search weight: names (person, company, title, login), or the others.
    fn texts(&self, searched: Searched) -> Vec<String>;
}

/// Ranks a record that holds all words of the query.
pub fn place<R: Findable>(noun: Noun, id: i64, record: &R, query: &Query) -> Place {
    let typed = query.typed.and_then(|typed| typed.of(noun)) == Some(id);
    let rank = if typed {
        0
    } else {
        let texts = Texts::of(id, record);
        let worst = query.words.iter().map(|word| texts.class(word)).max();
        BEST + worst.unwrap_or_default().min(LAST)
    };
    let position = Noun::SEARCHABLE.iter().position(|it| *it == noun);
    (rank, position.unwrap_or_default(), id)
}

/// Tests for a record that holds all words; its id counts as a word.
pub fn holds_with_id<R: Findable>(id: i64, record: &R, query: &Query) -> bool {
    let texts = Texts::of(id, record);
    query.words.iter().all(|word| texts.class(word) <= LAST)
}

/// Rank of a match inside a word, in a text other than the names.
const LAST: u8 = 5;

fn folded(texts: &[String]) -> String {
    document(&texts.iter().map(String::as_str).collect::<Vec<_>>())
}

struct Texts {
    id: String,
    names: String,
    others: String,
}

impl Texts {
    fn of<R: Findable>(id: i64, record: &R) -> Self {
        Self {
            id: id.to_string(),
            names: folded(&record.texts(Searched::Name)),
            others: folded(&record.texts(Searched::Other)),
        }
    }

    /// Ranks a word: whole, start of a word, anywhere; in names before other texts.
    fn class(&self, word: &str) -> u8 {
        if word == self.id {
            return 0;
        }
        let mut class = 0;
        for tier in [Tier::Whole, Tier::Start, Tier::Anywhere] {
            let needle = needle(word, tier);
            for text in [&self.names, &self.others] {
                if text.contains(&needle) {
                    return class;
                }
                class += 1;
            }
        }
        class
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_come_before_starts_and_those_before_parts_names_before_the_rest() {
        let texts = Texts {
            id: "58".to_owned(),
            names: document(&["Jean", "Durandal", "Le Grand"]),
            others: document(&["j.durand@legrand.example", "+33601020304"]),
        };
        for (word, class) in [
            ("58", 0),
            ("jean", 0),
            ("durand", 1),
            ("duran", 2),
            ("exam", 3),
            ("060102", 3),
            ("uranda", 4),
            ("xample", 5),
            ("zzz", 6),
        ] {
            assert_eq!(texts.class(word), class, "{word}");
        }
    }
}
