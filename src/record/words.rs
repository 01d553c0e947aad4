//! Translation of machine words and booleans.

use crate::domain::{Words, format};
use crate::t;

pub fn yes_or_no(yes: bool) -> String {
    let word = if yes {
        t!("output-yes")
    } else {
        t!("output-no")
    };
    word.into_string()
}

/// Translates a machine word; an unknown one stays as it is.
pub fn word_of(words: Words, word: &str) -> String {
    let text = match words {
        Words::Status => word.parse().ok().map(format::status),
        Words::Department => word.parse().ok().map(format::department),
        Words::Action => Some(t!("output-action", action = word)),
        Words::Entity => Some(t!("output-entity", entity = word)),
        Words::Credential => Some(t!("output-credential", credential = word)),
    };
    text.map_or_else(|| word.to_owned(), |text| text.into_string())
}
