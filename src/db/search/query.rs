//! Search input, parsed into words and an id.

use super::document::{bare, is_separator};
use crate::domain::{Noun, Phone, fold};

/// Record by id: `58`, `#58`, `contract 58`, `contract #58`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TypedId {
    /// Noun typed before the id; `None` matches any.
    pub noun: Option<Noun>,
    pub id: i64,
}

impl TypedId {
    fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let digits = |text: &str| {
            let digits = text.strip_prefix('#').unwrap_or(text);
            let canonical =
                digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
            digits.parse().ok().filter(|_| canonical)
        };
        if let Some(id) = digits(text) {
            return Some(Self { noun: None, id });
        }
        let (word, rest) = text.split_once(char::is_whitespace)?;
        Some(Self {
            noun: Some(Noun::of_word(word)?),
            id: digits(rest.trim())?,
        })
    }

    /// Returns the id if it may belong to this noun.
    pub fn of(self, noun: Noun) -> Option<i64> {
        self.noun.is_none_or(|it| it == noun).then_some(self.id)
    }
}

/// Strictness of a word's match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tier {
    Whole,
    Start,
    /// Anywhere; for one or two letters the start of a word.
    Anywhere,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// Folded words without duplicates, all of which must match.
    pub words: Vec<String>,
    pub typed: Option<TypedId>,
}

impl Query {
    /// Parses input. Blanks, hyphens and apostrophes separate words; a telephone number, or a part of one, is one word
    /// in any notation.
    pub fn new(text: &str) -> Self {
        let mut words = Vec::new();
        if let Some(phone) = whole_phone(text) {
            words.push(phone);
        } else {
            let folded = fold(text);
            let tokens: Vec<&str> = folded.split(' ').filter(|it| !it.is_empty()).collect();
            let mut rest = tokens.as_slice();
            while let Some((token, after)) = rest.split_first() {
                if let Some((number, used)) = phone_part(rest) {
                    push(&mut words, &number);
                    rest = &rest[used..];
                    continue;
                }
                for word in split(token) {
                    push(&mut words, word);
                }
                rest = after;
            }
        }
        Self {
            words,
            typed: TypedId::read(text),
        }
    }

    /// Splits a text into words, without recognising telephone numbers or ids.
    pub fn plain(text: &str) -> Self {
        let mut words = Vec::new();
        for word in fold(text).split(' ') {
            push(&mut words, word);
        }
        Self { words, typed: None }
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Returns the texts to find in a document of [`super::document()`].
    pub fn needles(&self, tier: Tier) -> Vec<String> {
        self.words.iter().map(|word| needle(word, tier)).collect()
    }
}

/// Returns the part of a document that proves a word's presence.
pub fn needle(word: &str, tier: Tier) -> String {
    let short = word.chars().nth(2).is_none();
    match tier {
        Tier::Whole => format!("  {word} "),
        Tier::Start => format!("  {word}"),
        // Signs may stand anywhere in a word.
        Tier::Anywhere if short && word.chars().all(char::is_alphanumeric) => format!("  {word}"),
        Tier::Anywhere => word.to_owned(),
    }
}

fn push(words: &mut Vec<String>, word: &str) {
    if !word.is_empty() && !words.iter().any(|known| known == word) {
        words.push(word.to_owned());
    }
}

/// Returns a complete French telephone number without its `0` or `+`, in its form in a document.
fn whole_phone(text: &str) -> Option<String> {
    let is_part = |c: char| c.is_ascii_digit() || is_separator(c);
    let text = text.trim();
    // A number with `0` or `+` is recognised without numbering plans, which are slow to load.
    if !text.starts_with(|c: char| matches!(c, '1'..='9'))
        || !text.chars().all(is_part)
        || text.chars().filter(char::is_ascii_digit).count() < 9
    {
        return None;
    }
    let phone: Phone = text.parse().ok()?;
    Some(bare(phone.as_str()))
}

/// Returns the digits of the telephone number at the start of the tokens, and the number of its tokens: digits and
/// separators that begin with `0`, `+` or a parenthesis.
fn phone_part(tokens: &[&str]) -> Option<(String, usize)> {
    let first = tokens.first()?.trim_start_matches('(');
    if !first.starts_with(['0', '+']) {
        return None;
    }
    let is_part = |token: &&&str| token.chars().all(|c| c.is_ascii_digit() || is_separator(c));
    let first_is_part = |token: &str| is_part(&&token.strip_prefix('+').unwrap_or(token));
    if !first_is_part(first) {
        return None;
    }
    let used = 1 + tokens[1..].iter().take_while(is_part).count();
    let written = tokens[..used].concat();
    let digits = bare(written.trim_start_matches('('));
    (digits.len() > usize::from(first.starts_with('+')) * 2).then_some((digits, used))
}

/// Splits a token at hyphens and apostrophes between letters; e-mail addresses, dates and numbers stay whole.
fn split(token: &str) -> impl Iterator<Item = &str> {
    let whole = token.contains('@')
        || token.contains(|c: char| c.is_ascii_digit())
        || !token.contains(char::is_alphanumeric);
    let parts = move |c: char| !whole && matches!(c, '-' | '\'');
    token.split(parts).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        Query::new(text).words
    }

    #[test]
    fn a_phone_number_is_one_word_however_it_is_written() {
        for text in [
            "0033 6.01.02.03.04",
            "+33601020304",
            "6 01 02 03 04",
            "33 6 01 02 03 04",
            "+33 (0)6 01 02 03 04",
        ] {
            assert_eq!(words(text), ["0033601020304"], "{text}");
        }
        for text in ["06 01 02 03 04", "06.01.02-03 04", "(06) 01020304"] {
            assert_eq!(words(text), ["0601020304"], "{text}");
        }
        assert_eq!(words("06 01 02"), ["060102"]);
        assert_eq!(words("0601"), ["0601"]);
        assert_eq!(words("+33 6 01"), ["0033601"]);
        assert_eq!(words("(06) 01"), ["0601"]);
        assert_eq!(words("Éléa 06 01 elea"), ["elea", "0601"]);
        assert_eq!(words("06"), ["06"]);
        assert_eq!(words("+"), ["+"]);
        assert_eq!(words("0"), ["0"]);
    }

    #[test]
    fn other_numbers_stay_as_they_are() {
        assert_eq!(words("salle 12 34"), ["salle", "12", "34"]);
        assert_eq!(words("2026-05-20"), ["2026-05-20"]);
    }

    #[test]
    fn words_part_at_hyphens_and_apostrophes() {
        assert_eq!(words("Jean-Luc O’Neil"), ["jean", "luc", "o", "neil"]);
        assert_eq!(words("j.l-d@a-b.example"), ["j.l-d@a-b.example"]);
        assert_eq!(words("- '"), ["-", "'"]);
        assert_eq!(words("--"), ["--"]);
        assert_eq!(words(" \u{a0} "), Vec::<String>::new());
    }

    #[test]
    fn ids_are_typed_alone_or_behind_the_kind_of_record() {
        let typed = |text| Query::new(text).typed.map(|it| (it.noun, it.id));
        assert_eq!(typed("58"), Some((None, 58)));
        assert_eq!(typed(" #58 "), Some((None, 58)));
        assert_eq!(typed("Contract 58"), Some((Some(Noun::Contract), 58)));
        assert_eq!(typed("événement #7"), Some((Some(Noun::Event), 7)));
        for text in [
            "058",
            "0",
            "-1",
            "58a",
            "contract",
            "invoice 58",
            "99999999999999999999",
            "#",
            "+58",
        ] {
            assert_eq!(typed(text), None, "{text}");
        }
    }

    #[test]
    fn short_words_are_looked_for_at_the_start_of_a_word() {
        assert_eq!(Query::new("du").needles(Tier::Anywhere), ["  du"]);
        assert_eq!(Query::new("d").needles(Tier::Whole), ["  d "]);
        assert_eq!(Query::new("dur").needles(Tier::Anywhere), ["dur"]);
        assert_eq!(Query::new("%").needles(Tier::Anywhere), ["%"]);
    }
}
