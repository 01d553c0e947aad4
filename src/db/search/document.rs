//! Search documents: the folded text of a record, as both databases store and index it. PostgreSQL computes its own
//! (`src/db/sql/postgres/derived.sql`).
//!
//! Two blanks precede every word and one follows it, so that the start of a word, even of one letter, is a trigram.
//! Words are separated by blanks; letters and digits between signs (`lyon` in `startup-lyon.example`) are added as
//! words, as are telephone numbers in the forms in which they are dialled.

use std::collections::HashSet;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::domain::fold::SIGNS;
use crate::domain::{Noun, Searched, fold};

/// Maximum digits of a telephone number (ITU-T E.164 with a dialling prefix), with a margin.
const MAX_DIGITS: usize = 18;
/// Minimum digits of a number with an alternative form.
const MIN_DIGITS: usize = 8;

fn is_sign(c: char) -> bool {
    SIGNS
        .iter()
        .any(|&(first, last)| (first..=last).contains(&c))
}

pub fn document(parts: &[&str]) -> String {
    let mut words = Words::default();
    for part in parts {
        words.add_text(&fold(part));
    }
    words.text.push(' ');
    words.text
}

/// Returns the searched texts of a record, by the descriptions of its columns: names, or other texts.
pub fn texts(noun: Noun, record: &impl Serialize, searched: Searched) -> Vec<String> {
    let mut fields = fields(record);
    let texts = noun.searched(searched).filter_map(|it| fields.remove(it));
    texts
        .filter_map(|it| it.as_str().map(ToOwned::to_owned))
        .collect()
}

/// Builds the document of a record, its names before its other texts.
pub fn document_of(noun: Noun, record: &impl Serialize) -> String {
    let texts = [Searched::Name, Searched::Other].map(|it| texts(noun, record, it));
    document(
        &texts
            .iter()
            .flatten()
            .map(String::as_str)
            .collect::<Vec<_>>(),
    )
}

fn fields(record: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(record) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

#[derive(Default)]
struct Words {
    text: String,
    seen: HashSet<String>,
}

impl Words {
    /// Adds the words of a folded text, then those found inside them.
    fn add_text(&mut self, folded: &str) {
        for token in folded.split(' ').filter(|token| !token.is_empty()) {
            self.text.push_str("  ");
            self.text.push_str(token);
            self.seen.insert(token.to_owned());
        }
        for token in folded.split(' ') {
            if token.contains(is_sign) {
                for word in token.split(is_sign) {
                    self.add_word(word);
                }
            }
        }
        for number in numbers(folded) {
            for form in dialled(&number) {
                self.add_word(&form);
            }
        }
    }

    fn add_word(&mut self, word: &str) {
        if !word.is_empty() && self.seen.insert(word.to_owned()) {
            self.text.push_str("  ");
            self.text.push_str(word);
        }
    }
}

/// Tests for a separator of digits in a telephone number.
pub fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '.' | '-' | '/' | '(' | ')')
}

/// Extracts possible telephone numbers, runs of digits and separators, from a folded text: digits only, `00` for `+`.
fn numbers(folded: &str) -> Vec<String> {
    let mut numbers = Vec::new();
    let is_part = |c: char| c.is_ascii_digit() || c == '+' || is_separator(c);
    for run in folded.split(|c| !is_part(c)) {
        // A second `+` starts another number.
        let mut start = 0;
        for (at, _) in run.match_indices('+').chain([(run.len(), "")]) {
            numbers.extend(digits(&run[start..at]));
            start = at;
        }
    }
    numbers
}

/// Returns the digits of a number; `None` for too few or too many.
fn digits(written: &str) -> Option<String> {
    let written = written.trim_matches(is_separator);
    let digits = bare(written);
    let said = digits.len() - if written.starts_with('+') { 2 } else { 0 };
    let groups = written.split(is_separator).filter(|it| !it.is_empty());
    let is_number = written.starts_with('+') || digits.len() >= MIN_DIGITS || groups.count() > 1;
    (is_number && said > 0 && digits.len() <= MAX_DIGITS).then_some(digits)
}

/// Returns the digits of a number, with `00` for a leading `+` and without a `(0)` after the country code.
pub fn bare(written: &str) -> String {
    let international = written.starts_with('+') || written.starts_with("00");
    let written = match written.strip_prefix('+') {
        Some(rest) => format!("00{rest}"),
        None => written.to_owned(),
    };
    let written = if international {
        written.replacen("(0)", "", 1)
    } else {
        written
    };
    written.chars().filter(char::is_ascii_digit).collect()
}

/// Returns a number with its alternative form: national, with the `0` that most countries dial, for an international
/// one; international for a French one.
fn dialled(digits: &str) -> Vec<String> {
    let mut forms = vec![digits.to_owned()];
    if digits.len() >= MIN_DIGITS {
        if let Some(rest) = digits.strip_prefix("00") {
            forms.push(format!("0{}", &rest[country_code(rest)..]));
        } else if digits.len() == 10
            && let Some(rest) = digits.strip_prefix('0')
        {
            forms.push(format!("0033{rest}"));
        }
    }
    forms
}

/// Returns the length of the country code of a number (ITU-T E.164, list of country codes).
fn country_code(number: &str) -> usize {
    let code = number.get(..2).unwrap_or_default();
    match code.as_bytes() {
        [b'1' | b'7', _] => 1,
        b"20" | b"27" | b"30" | b"31" | b"32" | b"33" | b"34" | b"36" | b"39" | b"40" | b"41"
        | b"43" | b"44" | b"45" | b"46" | b"47" | b"48" | b"49" | b"51" | b"52" | b"53" | b"54"
        | b"55" | b"56" | b"57" | b"58" | b"60" | b"61" | b"62" | b"63" | b"64" | b"65" | b"66"
        | b"81" | b"82" | b"84" | b"86" | b"90" | b"91" | b"92" | b"93" | b"94" | b"95" | b"98" => {
            2
        }
        _ => number.len().min(3),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_stand_between_blanks_and_the_parts_of_words_follow() {
        assert_eq!(
            document(&["Éléa", "Garçon", "e.garcon@oeuvre-lyon.example"]),
            "  elea  garcon  e.garcon@oeuvre-lyon.example  e  oeuvre  lyon  example "
        );
        assert_eq!(document(&["", " "]), " ");
        assert_eq!(document(&["L’Œuvre"]), "  l'oeuvre  l  oeuvre ");
        assert_eq!(document(&["李明"]), "  李明 ");
    }

    #[test]
    fn telephone_numbers_are_there_as_people_dial_them() {
        for (text, forms) in [
            ("+33601020304", &["0033601020304", "0601020304"][..]),
            ("+442079460958", &["00442079460958", "02079460958"]),
            ("+12345678901", &["0012345678901", "02345678901"]),
            ("+67812345678", &["0067812345678", "012345678"]),
            ("06 01 02 03 04", &["0601020304", "0033601020304"]),
            ("06.01.02.03.04", &["0601020304", "0033601020304"]),
            ("+33 (0)6 01 02 03 04", &["0033601020304", "0601020304"]),
            ("01 02", &["0102"]),
            ("+33 6 01 02 03 04 / +33 7", &["0033601020304", "00337"]),
        ] {
            let document = document(&[text]);
            for form in forms {
                assert!(
                    document.contains(&format!("  {form} ")),
                    "{text}: {document}"
                );
            }
        }
        assert_eq!(document(&["salle 12"]), "  salle  12 ");
        assert_eq!(document(&["2 - a"]), "  2  -  a ");
    }

    proptest! {
        #[test]
        fn any_text_has_a_document_with_all_of_its_words(text in "\\PC{0,40}") {
            let document = document(&[&text]);
            for word in fold(&text).split(' ').filter(|word| !word.is_empty()) {
                prop_assert!(document.contains(&format!("  {word} ")), "{:?}", document);
            }
        }

        #[test]
        fn any_number_is_found_by_any_part_of_it(digits in "[1-9][0-9]{7,14}", from in 0_usize..8, to in 0_usize..8) {
            let document = document(&[&format!("+{digits}")]);
            let (from, to) = (from.min(to), from.max(to));
            prop_assert!(document.contains(&digits[from..to]));
        }
    }
}
