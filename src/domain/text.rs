//! Free text: names, titles, places, notes. Trimmed, in Unicode normalisation form C, bounded, and without characters
//! that disturb a terminal or the reading order. The databases check the same in their own words (`migrations/`); a test
//! compares all three.

use std::str::FromStr;

use unicode_normalization::UnicodeNormalization as _;

use super::Invalid;
use crate::t;

/// Strips blank and invisible characters at both ends of a text and normalises it, then checks it.
///
/// `multiline` keeps tabs and newlines, with every line end as a line feed. `min` and `max` count Unicode scalar values
/// of the result.
///
/// # Errors
///
/// Refuses a blank text if `min` is above zero, control characters (category Cc), line and paragraph separators,
/// bidirectional controls (Unicode Standard Annex 9), the byte order mark, and a length out of bounds.
pub fn normalise(input: &str, multiline: bool, min: usize, max: usize) -> Result<String, Invalid> {
    let trimmed = input.trim_matches(is_invisible);
    let text: String = if multiline && trimmed.contains('\r') {
        let unified = trimmed.replace("\r\n", "\n").replace('\r', "\n");
        unified.nfc().collect()
    } else {
        trimmed.nfc().collect()
    };
    if min > 0 && text.is_empty() {
        return Err(Invalid::new(t!("invalid-blank")));
    }
    let refused = text
        .chars()
        .find(|&c| is_disturbing(c) && !(multiline && matches!(c, '\t' | '\n')));
    if let Some(c) = refused {
        return Err(refuse_disturbing(c));
    }
    let count = text.chars().count();
    if count < min || count > max {
        return Err(Invalid::new(if min == 0 {
            t!("invalid-length-at-most", max = max, count = count)
        } else {
            t!("invalid-length", min = min, max = max, count = count)
        }));
    }
    Ok(text)
}

/// Trims a text and refuses a blank one.
pub(super) fn trimmed(input: &str) -> Result<&str, Invalid> {
    match input.trim() {
        "" => Err(Invalid::new(t!("invalid-blank"))),
        text => Ok(text),
    }
}

/// Tests for a character that can disturb a terminal or reorder a line.
pub fn is_disturbing(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Words the refusal of a disturbing character, by name: it is never printed.
pub(super) fn refuse_disturbing(c: char) -> Invalid {
    let code = format!("U+{:04X}", u32::from(c));
    Invalid::new(if matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}') {
        t!("invalid-line-break", code = code)
    } else if c.is_control() {
        t!("invalid-control", code = code)
    } else {
        t!("invalid-bidirectional", code = code)
    })
}

/// Tests for invisible characters: white space and common zero-width characters.
pub(super) fn is_invisible(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}')
}

/// Defines a text that parsing alone builds.
macro_rules! text_newtype {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name(String);

        impl $name {
            /// Returns the text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Returns the owned text.
            pub fn into_string(self) -> String {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }
    };
}

pub(super) use text_newtype;

macro_rules! bounded_text {
    ($(#[$doc:meta])* $name:ident, multiline: $multiline:literal, $min:literal..=$max:literal) => {
        text_newtype!($(#[$doc])* $name);

        impl FromStr for $name {
            type Err = Invalid;

            fn from_str(input: &str) -> Result<Self, Self::Err> {
                normalise(input, $multiline, $min, $max).map(Self)
            }
        }
    };
}

bounded_text!(
    /// First or last name: 1 to 50 characters on one line.
    PersonName, multiline: false, 1..=50
);
bounded_text!(
    /// Company name: 1 to 100 characters on one line.
    CompanyName, multiline: false, 1..=100
);
bounded_text!(
    /// Title of an event: 1 to 100 characters on one line.
    EventTitle, multiline: false, 1..=100
);
bounded_text!(
    /// Place of an event: 1 to 200 characters on one line.
    Location, multiline: false, 1..=200
);
bounded_text!(
    /// Notes: 0 to 2000 characters, tabs and newlines allowed.
    Notes, multiline: true, 0..=2000
);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn refusal_of_length<T: FromStr<Err = Invalid>>(length: usize) -> String {
        let refused = "a".repeat(length).parse::<T>();
        refused.err().unwrap().to_string()
    }

    fn one_line(text: &str) -> Result<String, String> {
        normalise(text, false, 1, 50).map_err(|invalid| invalid.to_string())
    }

    fn many_lines(text: &str) -> Result<String, String> {
        normalise(text, true, 0, 50).map_err(|invalid| invalid.to_string())
    }

    #[test]
    fn trims_unicode_white_space() {
        assert_eq!(one_line("\u{3000} \u{a0}Zoé\t\n"), Ok("Zoé".into()));
    }

    #[test]
    fn composes_accents() {
        assert_eq!(one_line("Zoe\u{301}"), Ok("Zo\u{e9}".into()));
    }

    #[test]
    fn keeps_apostrophes_hyphens_and_inner_blanks() {
        for text in "O'Neil|Jean-Noël  Du Pré|L’Haÿ|李小龍|محمد|🎉".split('|') {
            assert_eq!(one_line(text), Ok(text.into()));
        }
    }

    #[test]
    fn counts_scalar_values_and_not_bytes() {
        let name = "é".repeat(50);
        assert_eq!(name.parse::<PersonName>().unwrap().as_str(), name);
    }

    #[test]
    fn counts_after_composition() {
        assert!("e\u{301}".repeat(50).parse::<PersonName>().is_ok());
    }

    #[test]
    fn refuses_one_character_too_many() {
        let refused = refusal_of_length::<PersonName>(51);
        assert_eq!(refused, "must have 1 to 50 characters (this has 51)");
        let refused = refusal_of_length::<CompanyName>(101);
        assert_eq!(refused, "must have 1 to 100 characters (this has 101)");
        let refused = refusal_of_length::<EventTitle>(101);
        assert_eq!(refused, "must have 1 to 100 characters (this has 101)");
        let refused = refusal_of_length::<Location>(201);
        assert_eq!(refused, "must have 1 to 200 characters (this has 201)");
        let refused = refusal_of_length::<Notes>(2001);
        assert_eq!(refused, "must have at most 2000 characters (this has 2001)");
    }

    #[test]
    fn accepts_the_longest_text_of_each_kind() {
        assert!("a".repeat(50).parse::<PersonName>().is_ok());
        assert!("a".repeat(100).parse::<CompanyName>().is_ok());
        assert!("a".repeat(100).parse::<EventTitle>().is_ok());
        assert!("a".repeat(200).parse::<Location>().is_ok());
        assert!("a".repeat(2000).parse::<Notes>().is_ok());
    }

    #[test]
    fn refuses_blank_text() {
        for text in ["", " ", "\t\n", "\u{a0}\u{3000}", "\u{200b}", "\u{2060} "] {
            assert_eq!(one_line(text), Err("must not be blank".into()), "{text:?}");
        }
    }

    #[test]
    fn accepts_empty_notes() {
        assert_eq!("  ".parse::<Notes>().unwrap().as_str(), "");
    }

    #[test]
    fn refuses_control_characters() {
        for c in [
            '\0', '\u{7}', '\u{8}', '\u{1b}', '\u{7f}', '\u{80}', '\u{9b}', '\u{9f}',
        ] {
            let code = u32::from(c);
            let expected = Err(format!(
                "must not contain control characters (U+{code:04X})"
            ));
            assert_eq!(one_line(&format!("a{c}b")), expected, "{code:x}");
            assert_eq!(many_lines(&format!("a{c}b")), expected, "{code:x}");
        }
    }

    #[test]
    fn refuses_tabs_and_line_breaks_on_one_line() {
        assert_eq!(
            one_line("a\tb"),
            Err("must not contain control characters (U+0009)".into())
        );
        for c in ['\n', '\r', '\u{2028}', '\u{2029}'] {
            let refused = one_line(&format!("a{c}b")).unwrap_err();
            assert!(
                refused.starts_with("must not contain line breaks"),
                "{refused}"
            );
        }
    }

    #[test]
    fn refuses_unicode_line_separators_in_notes() {
        for c in ['\u{2028}', '\u{2029}'] {
            assert!(many_lines(&format!("a{c}b")).is_err());
        }
    }

    #[test]
    fn refuses_bidirectional_controls_and_byte_order_marks() {
        let controls = ('\u{202a}'..='\u{202e}')
            .chain('\u{2066}'..='\u{2069}')
            .chain(['\u{feff}']);
        for c in controls {
            assert!(one_line(&format!("a{c}b")).is_err(), "{c:?}");
            assert!(many_lines(&format!("{c}b")).is_err(), "{c:?}");
        }
    }

    #[test]
    fn notes_keep_tabs_and_unify_line_ends() {
        assert_eq!(
            many_lines("a\tb\r\nc\rd\ne\r\r\nf"),
            Ok("a\tb\nc\nd\ne\n\nf".into())
        );
    }

    #[test]
    fn counts_a_windows_line_end_once() {
        assert!(normalise("a\r\nb", true, 0, 3).is_ok());
    }

    #[test]
    fn displays_and_gives_the_text_back() {
        let name = " Zoé ".parse::<PersonName>().unwrap();
        assert_eq!(name.to_string(), "Zoé");
        assert_eq!(format!("{name:>5}"), "  Zoé");
        assert_eq!(name.into_string(), "Zoé");
    }

    proptest! {
        #[test]
        fn accepted_text_is_accepted_again_unchanged(
            text in proptest::collection::vec(any::<char>(), 0..60),
            multiline in any::<bool>(),
        ) {
            let text: String = text.into_iter().collect();
            if let Ok(once) = normalise(&text, multiline, 0, 100) {
                prop_assert_eq!(normalise(&once, multiline, 0, 100), Ok(once));
            }
        }

        #[test]
        fn ordinary_text_is_kept(text in "[a-zà-öø-ÿ]([a-zà-öø-ÿ' -]{0,30}[a-z])?") {
            prop_assert_eq!(text.parse::<Location>().map(Location::into_string), Ok(text));
        }
    }
}
