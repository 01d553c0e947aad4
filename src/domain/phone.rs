//! Telephone numbers: parses user input, with France as the default country, into ITU-T E.164. Numbers are not checked
//! against their plan, except French special tariffs: plans change faster than programs.

use std::fmt::Write as _;
use std::str::FromStr;

use phonenumber::{Mode, country};

use super::Invalid;
use super::text::{text_newtype, trimmed};
use crate::t;

const MIN_DIGITS: usize = 5;
const MAX_DIGITS: usize = 15;

text_newtype!(
    /// Telephone number in ITU-T E.164 form, such as `+33601020304`.
    Phone
);

impl FromStr for Phone {
    type Err = Invalid;

    fn from_str(input: &str) -> Result<Self, Self::Err> {
        let text = trimmed(input)?;
        let (text, has_plus) = match text.strip_prefix('+') {
            Some(rest) => (rest, true),
            None => (text, false),
        };
        if !text.chars().all(|c| c.is_ascii_digit() || is_separator(c)) {
            return Err(Invalid::new(t!("invalid-phone-characters")));
        }
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        if has_plus {
            international(&without_trunk_prefix(text, 0))
        } else if digits.starts_with("00") {
            international(&without_trunk_prefix(text, 2)[2..])
        } else {
            national(&digits)
        }
    }
}

/// Groups the digits of an E.164 number for people, such as `+33 6 01 02 03 04`.
///
/// A number of an unknown plan is grouped in threes. Any other text is returned unchanged.
pub fn grouped(e164: &str) -> String {
    let Some(digits) = e164.strip_prefix('+') else {
        return e164.to_owned();
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return e164.to_owned();
    }
    french(digits.strip_prefix("33"))
        .map(grouped_in_pairs)
        .or_else(|| grouped_by_plan(e164))
        .unwrap_or_else(|| grouped_in_threes(digits))
}

/// Returns the national digits of an ordinary French number; `None` for special tariffs (8). Avoids the library, which
/// parses the plans of all countries on first use: fifty times the cost of a whole list.
fn french(national: Option<&str>) -> Option<&str> {
    let digits = national?;
    let ordinary = matches!(digits.as_bytes().first()?, b'1'..=b'7' | b'9');
    (ordinary && digits.len() == 9).then_some(digits)
}

fn grouped_in_pairs(national: &str) -> String {
    let (first, pairs) = national.split_at(1);
    let mut text = format!("+33 {first}");
    for (position, digit) in pairs.chars().enumerate() {
        if position % 2 == 0 {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '.' | '-' | '(' | ')' | '/' | '\u{a0}' | '\u{202f}')
}

/// Keeps the digits except a `(0)` after a country code; `skip` is the length of the dialling prefix.
fn without_trunk_prefix(text: &str, skip: usize) -> String {
    // A country code has one to three digits (ITU-T E.164, 6.2.1).
    let country_code = skip + 1..=skip + 3;
    let mut digits = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("(0)")
            && country_code.contains(&digits.len())
        {
            rest = after;
            continue;
        }
        if c.is_ascii_digit() {
            digits.push(c);
        }
        rest = &rest[c.len_utf8()..];
    }
    digits
}

fn international(digits: &str) -> Result<Phone, Invalid> {
    if !(MIN_DIGITS..=MAX_DIGITS).contains(&digits.len()) {
        return Err(Invalid::new(t!(
            "invalid-phone-digits",
            min = MIN_DIGITS,
            max = MAX_DIGITS,
            count = digits.len()
        )));
    }
    if digits.starts_with('0') {
        return Err(Invalid::new(t!("invalid-phone-code")));
    }
    Ok(Phone(format!("+{digits}")))
}

fn national(digits: &str) -> Result<Phone, Invalid> {
    if let Some(digits) = french(digits.strip_prefix('0')) {
        return international(&format!("33{digits}"));
    }
    phonenumber::parse(Some(country::FR), digits)
        .ok()
        .filter(|number| number.country().code() == 33 && phonenumber::is_valid(number))
        .and_then(|number| written(&number, Mode::E164))
        .map(Phone)
        .ok_or_else(|| Invalid::new(t!("invalid-phone-french")))
}

fn grouped_by_plan(e164: &str) -> Option<String> {
    let number = phonenumber::parse(None, e164).ok()?;
    let text = written(&number, Mode::International)?;
    // The library may parse a number differently; formatting must never change a digit.
    let same_digits = text
        .bytes()
        .filter(u8::is_ascii_digit)
        .eq(e164.bytes().filter(u8::is_ascii_digit));
    let is_split = text
        .split_once(' ')
        .is_some_and(|(_, national)| national.len() <= 4 || national.contains([' ', '-']));
    (same_digits && is_split).then_some(text)
}

fn grouped_in_threes(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() * 4 / 3 + 1);
    for (position, digit) in digits.chars().enumerate() {
        if position == 0 {
            text.push('+');
        } else if position % 3 == 0 {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

/// Formats a number with the library; `None` for an unknown country code.
fn written(number: &phonenumber::PhoneNumber, mode: Mode) -> Option<String> {
    let mut text = String::new();
    // `to_string` panics if the library returns an error.
    write!(text, "{}", number.format().mode(mode)).ok()?;
    Some(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn e164(text: &str) -> String {
        match text.parse::<Phone>() {
            Ok(phone) => phone.into_string(),
            Err(invalid) => panic!("{text:?} was refused: {invalid}"),
        }
    }

    fn refusal(text: &str) -> String {
        text.parse::<Phone>().unwrap_err().to_string()
    }

    #[test]
    fn reads_french_numbers_without_a_prefix() {
        let written = "06 01 02 03 04|0601020304|06.01.02.03.04|06-01-02-03-04|06/01/02/03/04|\
            (06) 01 02 03 04|06\u{a0}01\u{202f}02 03 04|  0601020304\n";
        for text in written.split('|') {
            assert_eq!(e164(text), "+33601020304", "{text:?}");
        }
        assert_eq!(e164("01 42 68 53 00"), "+33142685300");
        assert_eq!(e164("0 800 12 34 56"), "+33800123456");
    }

    #[test]
    fn forgives_a_missing_trunk_zero_or_plus_sign() {
        assert_eq!(e164("6 01 02 03 04"), "+33601020304");
        assert_eq!(e164("33 6 01 02 03 04"), "+33601020304");
    }

    #[test]
    fn reads_french_numbers_with_a_prefix() {
        let written = "+33601020304|+33 6 01 02 03 04|+ 33 6 01 02 03 04|+33 (0)6 01 02 03 04|\
            +33(0)601020304|0033601020304|00 33 6 01 02 03 04|0033 (0) 6 01 02 03 04";
        for text in written.split('|') {
            assert_eq!(e164(text), "+33601020304", "{text:?}");
        }
    }

    #[test]
    fn reads_foreign_numbers_whatever_their_plan_says() {
        for (text, expected) in [
            ("+678 123 456 78", "+67812345678"),
            ("+ 666 12345", "+66612345"),
            ("+1 234 567 8901", "+12345678901"),
            ("+1-234-567-8901", "+12345678901"),
            ("+1 (234) 567.8901", "+12345678901"),
            ("+44 (0)20 7946 0958", "+442079460958"),
            ("+999 99", "+99999"),
            ("+123456789012345", "+123456789012345"),
            ("00 1 234 567 8901", "+12345678901"),
        ] {
            assert_eq!(e164(text), expected, "{text:?}");
        }
    }

    #[test]
    fn keeps_a_zero_in_parentheses_elsewhere_than_after_the_country_code() {
        assert_eq!(e164("+33 601 (0) 20304"), "+33601020304");
    }

    #[test]
    fn refuses_numbers_that_france_does_not_know() {
        let refused = "0|12|112|3615|06 01 02 03|06 01 02 03 04 05|00|1234567890|0000000000|\
            99999999999999999999999999999999999";
        for text in refused.split('|') {
            refusal(text);
        }
    }

    #[test]
    fn refuses_too_few_or_too_many_digits_after_a_prefix() {
        for (text, count) in [("+1234", 4), ("+1234567890123456", 16), ("00 1234", 4)] {
            let expected = "must have 5 to 15 digits with the country code (this has";
            assert_eq!(refusal(text), format!("{expected} {count})"));
        }
        for text in ["+", "+ - ()", "+33 12", "+33(0)60"] {
            refusal(text);
        }
    }

    #[test]
    fn refuses_a_country_code_that_begins_with_zero() {
        for text in "+0601020304|+(0)601020304|+0033601020304|000601020304".split('|') {
            assert!(refusal(text).contains("none starts with 0"), "{text:?}");
        }
    }

    #[test]
    fn refuses_other_characters() {
        let refused = "++33601020304|33+601020304|06 01 02 03 04 ext 5|06 01 02 03 04#5|\
            tel:+33601020304|+33601020304;ext=5|1-800-FLOWERS|＋33601020304|٠٦٠١٠٢٠٣٠٤|\
            06\t01020304|06\n01020304|06\u{202e}01020304|06,01,02,03,04|*31#0601020304";
        for text in refused.split('|') {
            assert!(refusal(text).starts_with("must contain only"), "{text:?}");
        }
    }

    #[test]
    fn refuses_blank() {
        for text in ["", "  ", "\u{a0}"] {
            assert_eq!(refusal(text), "must not be blank");
        }
    }

    #[test]
    fn groups_by_the_plan_of_the_country() {
        assert_eq!(grouped("+33601020304"), "+33 6 01 02 03 04");
        assert_eq!(grouped("+33142685300"), "+33 1 42 68 53 00");
        assert_eq!(grouped("+442079460958"), "+44 20 7946 0958");
        assert_eq!(grouped("+12345678901"), "+1 234-567-8901");
    }

    #[test]
    fn groups_in_threes_what_no_plan_knows() {
        assert_eq!(grouped("+67812345678"), "+678 123 456 78");
        assert_eq!(grouped("+99999"), "+999 99");
        assert_eq!(grouped("+999123456"), "+999 123 456");
    }

    #[test]
    fn returns_unchanged_what_is_not_a_number() {
        for text in ["", "+", "abc", "0601020304", "+33 6", "+é", "-"] {
            assert_eq!(grouped(text), text);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn five_to_fifteen_digits_after_a_plus_are_kept(digits in "[1-9][0-9]{4,14}") {
            let text = format!("+{digits}");
            prop_assert_eq!(text.parse::<Phone>().map(Phone::into_string), Ok(text));
        }

        #[test]
        fn a_french_number_is_shown_as_the_library_shows_it(digits in "[1-79][0-9]{8}") {
            let number = format!("+33{digits}");
            prop_assert_eq!(grouped_by_plan(&number), Some(grouped(&number)));
        }

        #[test]
        fn a_french_number_that_the_library_knows_is_read_as_it_reads_it(digits in "0[1-79][0-9]{8}") {
            let read = e164(&digits);
            if let Ok(number) = phonenumber::parse(Some(country::FR), &digits) {
                prop_assert_eq!(Some(read), written(&number, Mode::E164));
            }
        }

        #[test]
        fn grouping_keeps_every_digit_and_is_read_back(digits in "[1-9][0-9]{4,14}") {
            let number = format!("+{digits}");
            let text = grouped(&number);
            prop_assert!(text.contains([' ', '-']), "{}", text);
            prop_assert_eq!(text.parse::<Phone>().map(Phone::into_string), Ok(number));
        }

        #[test]
        fn what_is_accepted_is_e164(text in "[+0-9 .()/-]{0,24}") {
            if let Ok(phone) = text.parse::<Phone>() {
                let digits = phone.as_str().strip_prefix('+').unwrap();
                prop_assert!((5..=15).contains(&digits.len()) && !digits.starts_with('0'));
                prop_assert_eq!(phone.as_str().parse::<Phone>(), Ok(phone.clone()));
            }
        }

        #[test]
        fn any_digits_are_accepted_or_refused(digits in "[0-9]{0,30}") {
            let _ = digits.parse::<Phone>();
            let _ = grouped(&format!("+{digits}"));
        }
    }
}
