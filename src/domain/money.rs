//! Amounts in whole cents: parses user input (`1 500,50`) and prints the plain machine form (`1500.50`).

use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::BigInt;
use std::fmt;
use std::str::FromStr;

use super::Invalid;
use super::text::trimmed;
use crate::t;

/// Amount in cents; from 0 to [`Cents::MAX`] in user input.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, AsExpression, FromSqlRow,
)]
#[diesel(sql_type = BigInt)]
pub struct Cents(pub(crate) i64);

impl Cents {
    /// Largest amount: 9,999,999,999.99.
    pub const MAX: Cents = Cents(999_999_999_999);

    pub const ZERO: Cents = Cents(0);

    /// Wraps a number of cents that is known to be valid, such as a database column.
    pub const fn from_cents(cents: i64) -> Cents {
        Cents(cents)
    }

    pub const fn cents(self) -> i64 {
        self.0
    }

    /// Subtracts; `None` for a negative difference.
    pub fn checked_sub(self, other: Cents) -> Option<Cents> {
        self.0
            .checked_sub(other.0)
            .map(Cents)
            .filter(|rest| *rest >= Cents::ZERO)
    }

    /// Subtracts, saturating at zero.
    pub fn saturating_sub(self, other: Cents) -> Cents {
        self.checked_sub(other).unwrap_or(Cents::ZERO)
    }

    /// Appends the `Display` form without an intermediate allocation.
    pub fn write_to(&self, out: &mut Vec<u8>) {
        // An i64 has at most 19 digits, plus sign and point.
        let mut buffer = [0u8; 24];
        let mut start = buffer.len();
        let mut rest = self.0.unsigned_abs();
        let mut written = 0;
        while written < 3 || rest > 0 {
            if written == 2 {
                start -= 1;
                buffer[start] = b'.';
            }
            start -= 1;
            buffer[start] = b'0' + (rest % 10) as u8;
            rest /= 10;
            written += 1;
        }
        if self.0 < 0 {
            start -= 1;
            buffer[start] = b'-';
        }
        out.extend_from_slice(&buffer[start..]);
    }
}

impl fmt::Display for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let magnitude = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", magnitude / 100, magnitude % 100)
    }
}

impl FromStr for Cents {
    type Err = Invalid;

    fn from_str(input: &str) -> Result<Self, Self::Err> {
        let text = trimmed(input)?;
        if text.starts_with(['-', '\u{2212}']) {
            return Err(Invalid::new(t!("invalid-negative")));
        }
        let (whole, cents) = match text.split_once(['.', ',']) {
            Some((whole, decimals)) => (whole, parse_decimals(decimals)?),
            None => (text, 0),
        };
        parse_whole(whole)?
            .checked_mul(100)
            .and_then(|amount| amount.checked_add(cents))
            .map(Cents)
            .filter(|amount| *amount <= Cents::MAX)
            .ok_or_else(too_large)
    }
}

fn not_an_amount() -> Invalid {
    Invalid::new(t!("invalid-amount"))
}

fn too_large() -> Invalid {
    Invalid::new(t!("invalid-amount-large", max = Cents::MAX.to_string()))
}

fn parse_decimals(decimals: &str) -> Result<i64, Invalid> {
    if decimals.contains(['.', ',']) {
        return Err(Invalid::new(t!("invalid-amount-separators")));
    }
    if decimals.is_empty() || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(not_an_amount());
    }
    match *decimals.as_bytes() {
        [tens] => Ok(i64::from(tens - b'0') * 10),
        [tens, units] => Ok(i64::from(tens - b'0') * 10 + i64::from(units - b'0')),
        _ => Err(Invalid::new(t!("invalid-amount-decimals"))),
    }
}

fn parse_whole(whole: &str) -> Result<i64, Invalid> {
    let groups: Vec<&str> = whole.split([' ', '\u{a0}', '\u{202f}']).collect();
    let well_grouped = match groups.as_slice() {
        [first, others @ ..] if !others.is_empty() => {
            (1..=3).contains(&first.len()) && others.iter().all(|group| group.len() == 3)
        }
        _ => true,
    };
    let digits = groups.concat();
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(not_an_amount());
    }
    if !well_grouped {
        return Err(Invalid::new(t!("invalid-amount-groups")));
    }
    // Digits alone fail to parse by overflow only.
    digits.parse().map_err(|_| too_large())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse(text: &str) -> Result<i64, String> {
        text.parse::<Cents>()
            .map(Cents::cents)
            .map_err(|invalid| invalid.to_string())
    }

    fn written(amount: Cents) -> String {
        let mut out = Vec::new();
        amount.write_to(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn accepts_the_documented_forms() {
        for (text, cents) in [
            ("1500", 150_000),
            ("1500.5", 150_050),
            ("1500.50", 150_050),
            ("1500,5", 150_050),
            ("1 500,50", 150_050),
            ("1 500.50", 150_050),
            ("1\u{a0}500,50", 150_050),
            ("1\u{202f}500,50", 150_050),
            ("1 234\u{a0}567\u{202f}890", 123_456_789_000),
            ("  12.34\n", 1_234),
            ("0", 0),
            ("0.00", 0),
            ("0,01", 1),
            ("007", 700),
            ("9999999999.99", 999_999_999_999),
            ("9 999 999 999,99", 999_999_999_999),
        ] {
            assert_eq!(parse(text), Ok(cents), "{text:?}");
        }
    }

    #[test]
    fn refuses_what_is_not_an_amount() {
        let refused = "abc|+5|1500.|.50|,50|.|1e3|0x10|NaN|inf|1500€|1500 €|€1500|1500 EUR|\
            1'500|1_500|١٥٠٠|\u{ff11}\u{ff15}00|1\u{2009}500|1\t500|1500.5 0|1500. 50|1500.+5|12-";
        for text in refused.split('|') {
            assert_eq!(parse(text), Err(not_an_amount().to_string()), "{text:?}");
        }
    }

    #[test]
    fn refuses_blank() {
        for text in ["", "   ", "\u{a0}", "\n"] {
            assert_eq!(parse(text), Err("must not be blank".into()), "{text:?}");
        }
    }

    #[test]
    fn refuses_negative_amounts() {
        for text in ["-1", "-0", "-0.01", "\u{2212}5", " -5"] {
            assert_eq!(parse(text), Err("must not be negative".into()), "{text:?}");
        }
    }

    #[test]
    fn refuses_more_than_two_decimals() {
        for text in ["1.234", "1,500", "1500.001", "1500.000", "0.0000000000001"] {
            let expected = Err("must have at most two decimals".into());
            assert_eq!(parse(text), expected, "{text:?}");
        }
    }

    #[test]
    fn refuses_two_kinds_of_separators_as_ambiguous() {
        for text in ["1,500.00", "1.500,00", "1.500.000", "1,2,3", "1..5"] {
            let expected = "one decimal separator and only spaces between thousands";
            assert!(parse(text).unwrap_err().contains(expected), "{text:?}");
        }
    }

    #[test]
    fn refuses_blanks_that_do_not_group_by_threes() {
        let badly_grouped = "15 00|1 50|1500 000|1  500|1 500 00,00|1 5000|1 500 ,00";
        for text in badly_grouped.split('|') {
            let expected = Err("must group its digits in threes, as in 1 500 000".into());
            assert_eq!(parse(text), expected, "{text:?}");
        }
    }

    #[test]
    fn refuses_amounts_above_the_maximum_without_overflow() {
        for text in [
            "10000000000",
            "10000000000.00",
            "92233720368547758.07",
            "9223372036854775807",
            "9223372036854775808",
            "99999999999999999999999999999999999999999",
        ] {
            let expected = Err("must not exceed 9999999999.99".into());
            assert_eq!(parse(text), expected, "{text:?}");
        }
    }

    #[test]
    fn displays_two_decimals_always() {
        for (cents, text) in [
            (0, "0.00"),
            (1, "0.01"),
            (10, "0.10"),
            (100, "1.00"),
            (150_000, "1500.00"),
            (999_999_999_999, "9999999999.99"),
            (-5, "-0.05"),
            (i64::MIN, "-92233720368547758.08"),
            (i64::MAX, "92233720368547758.07"),
        ] {
            assert_eq!(Cents::from_cents(cents).to_string(), text);
            assert_eq!(written(Cents::from_cents(cents)), text);
        }
    }

    #[test]
    fn appends_to_what_is_already_written() {
        let mut out = b"total=".to_vec();
        Cents::from_cents(1_234).write_to(&mut out);
        assert_eq!(out, b"total=12.34");
    }

    #[test]
    fn subtraction_never_goes_below_zero() {
        let (one, two) = (Cents::from_cents(1), Cents::from_cents(2));
        assert_eq!(two.checked_sub(one), Some(one));
        assert_eq!(two.checked_sub(two), Some(Cents::ZERO));
        assert_eq!(one.checked_sub(two), None);
        assert_eq!(one.saturating_sub(two), Cents::ZERO);
        assert_eq!(two.saturating_sub(one), one);
        assert_eq!(Cents::from_cents(i64::MIN).checked_sub(one), None);
    }

    #[test]
    fn default_is_zero() {
        assert_eq!(Cents::default(), Cents::ZERO);
    }

    proptest! {
        #[test]
        fn what_is_displayed_is_read_back(cents in 0..=Cents::MAX.cents()) {
            let amount = Cents::from_cents(cents);
            prop_assert_eq!(amount.to_string().parse::<Cents>(), Ok(amount));
        }

        #[test]
        fn grouped_amounts_with_a_comma_are_read_back(cents in 0..=Cents::MAX.cents()) {
            let mut whole = (cents / 100).to_string();
            let mut at = whole.len();
            while at > 3 {
                at -= 3;
                whole.insert(at, ' ');
            }
            let text = format!("{whole},{:02}", cents % 100);
            prop_assert_eq!(parse(&text), Ok(cents));
        }

        #[test]
        fn both_ways_of_writing_agree(cents in any::<i64>()) {
            let amount = Cents::from_cents(cents);
            prop_assert_eq!(written(amount), amount.to_string());
        }

        #[test]
        fn nothing_out_of_bounds_is_accepted(text in "[-+0-9., \u{a0}]{0,24}") {
            if let Ok(amount) = text.parse::<Cents>() {
                prop_assert!((Cents::ZERO..=Cents::MAX).contains(&amount));
            }
        }
    }
}
