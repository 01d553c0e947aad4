//! How well a record answers a search: the same on both databases, since it is worked out here.

use super::document::document;
use super::query::{Kind, Query, Tier, needle};
use crate::db::collaborators::Collaborator;
use crate::db::contracts::ContractRow;
use crate::db::customers::CustomerRow;
use crate::db::events::EventRow;

/// The place of a record among the answers: how well it answers, its kind, its id; the lowest first.
pub type Place = (u8, Kind, i64);

/// The best that an answer by words can be; an id that was typed is better.
pub const BEST: u8 = 1;

/// A record that can be found.
pub trait Findable {
    /// Its kind.
    fn kind(&self) -> Kind;

    /// Its id.
    fn id(&self) -> i64;

    /// The texts that it goes by: names, company, title, login.
    fn names(&self) -> Vec<&str>;

    /// The other texts that it is found by.
    fn others(&self) -> Vec<&str>;
}

/// The place of a record among the answers to a query, all of whose words it holds.
pub fn place<R: Findable>(record: &R, query: &Query) -> Place {
    let id = record.id();
    let typed = query.typed.and_then(|typed| typed.of(record.kind())) == Some(id);
    let rank = if typed {
        0
    } else {
        let texts = Texts::of(record);
        let worst = query.words.iter().map(|word| texts.class(word)).max();
        BEST + worst.unwrap_or_default().min(LAST)
    };
    (rank, record.kind(), id)
}

/// Whether a record holds all words of a query, where a number is its id.
pub fn holds_with_id<R: Findable>(record: &R, query: &Query) -> bool {
    let texts = Texts::of(record);
    query.words.iter().all(|word| texts.class(word) <= LAST)
}

/// Found in the middle of a word, in another text than the names.
const LAST: u8 = 5;

struct Texts {
    id: String,
    names: String,
    others: String,
}

impl Texts {
    fn of<R: Findable>(record: &R) -> Self {
        Self {
            id: record.id().to_string(),
            names: document(&record.names()),
            others: document(&record.others()),
        }
    }

    /// How well a word is found: as a whole, at the start of a word, anywhere; in the names before the other texts.
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

impl Findable for CustomerRow {
    fn kind(&self) -> Kind {
        Kind::Customer
    }

    fn id(&self) -> i64 {
        self.customer.id.0
    }

    fn names(&self) -> Vec<&str> {
        let customer = &self.customer;
        vec![&customer.first_name, &customer.last_name, &customer.company]
    }

    fn others(&self) -> Vec<&str> {
        vec![&self.customer.email, &self.customer.phone]
    }
}

impl Findable for ContractRow {
    fn kind(&self) -> Kind {
        Kind::Contract
    }

    fn id(&self) -> i64 {
        self.contract.id.0
    }

    fn names(&self) -> Vec<&str> {
        let customer = &self.customer;
        vec![&customer.first_name, &customer.last_name, &customer.company]
    }

    // A contract does not show the e-mail and the phone of its customer: what is found there counts as found last.
    fn others(&self) -> Vec<&str> {
        Vec::new()
    }
}

impl Findable for EventRow {
    fn kind(&self) -> Kind {
        Kind::Event
    }

    fn id(&self) -> i64 {
        self.event.id.0
    }

    fn names(&self) -> Vec<&str> {
        let customer = &self.customer;
        vec![
            &self.event.title,
            &customer.first_name,
            &customer.last_name,
            &customer.company,
        ]
    }

    fn others(&self) -> Vec<&str> {
        let event = &self.event;
        let customer = &self.customer;
        vec![
            &event.location,
            &event.notes,
            &customer.email,
            &customer.phone,
        ]
    }
}

impl Findable for Collaborator {
    fn kind(&self) -> Kind {
        Kind::Collaborator
    }

    fn id(&self) -> i64 {
        self.id.0
    }

    fn names(&self) -> Vec<&str> {
        vec![&self.first_name, &self.last_name, &self.login]
    }

    fn others(&self) -> Vec<&str> {
        vec![&self.email, &self.phone]
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
