//! Durations as people write them: `45s`, `30m`, `8h`, `1d`, `1h30m`. Limits are left to the callers.

use jiff::SignedDuration;

use crate::domain::Invalid;
use crate::domain::text::trimmed;
use crate::t;

/// Units in the order in which they may follow each other, with their length in seconds.
const UNITS: [(u8, i64); 4] = [(b'd', 86_400), (b'h', 3_600), (b'm', 60), (b's', 1)];

/// Seconds of the longest duration, which fits in 64 bits in milliseconds too.
const LONGEST: i64 = i64::MAX / 1_000;

/// Returns a duration in days of 24 hours.
pub const fn days(days: i64) -> SignedDuration {
    SignedDuration::from_secs(days.saturating_mul(86_400))
}

/// Reads a duration in days of 24 hours, hours, minutes and seconds, each unit at most once and the largest first.
///
/// # Errors
/// Refuses an empty text, a number without a unit, a duration of zero, and one that does not fit.
pub fn parse_duration(text: &str) -> Result<SignedDuration, Invalid> {
    let text = trimmed(text)?;
    let mut seconds = 0i64;
    let mut units = UNITS.as_slice();
    let mut rest = text.as_bytes();
    while !rest.is_empty() {
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (number, tail) = rest.split_at(digits);
        let [unit, tail @ ..] = tail else {
            return Err(not_a_duration());
        };
        let position = units.iter().position(|(letter, _)| letter == unit);
        let (Some(position), false) = (position, number.is_empty()) else {
            return Err(not_a_duration());
        };
        let value = number.iter().try_fold(0i64, |value, digit| {
            value.checked_mul(10)?.checked_add(i64::from(digit - b'0'))
        });
        seconds = value
            .and_then(|value| value.checked_mul(units[position].1))
            .and_then(|length| seconds.checked_add(length))
            .ok_or_else(too_long)?;
        units = &units[position + 1..];
        rest = tail;
    }
    if seconds == 0 {
        return Err(Invalid::new(t!("invalid-duration-zero")));
    }
    if seconds > LONGEST {
        return Err(too_long());
    }
    Ok(SignedDuration::from_secs(seconds))
}

fn not_a_duration() -> Invalid {
    Invalid::new(t!("invalid-duration"))
}

fn too_long() -> Invalid {
    Invalid::new(t!("invalid-duration-long"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn refusal(text: &str) -> String {
        parse_duration(text).unwrap_err().to_string()
    }

    #[test]
    fn accepts_every_unit_alone_and_together() {
        for (text, seconds) in [
            ("45s", 45),
            ("30m", 1_800),
            ("8h", 28_800),
            ("1d", 86_400),
            ("1h30m", 5_400),
            ("1d2h3m4s", 93_784),
            ("2d30m", 174_600),
            ("90m", 5_400),
            ("007h", 25_200),
            (" 1h0m ", 3_600),
        ] {
            let duration = SignedDuration::from_secs(seconds);
            assert_eq!(parse_duration(text), Ok(duration), "{text:?}");
        }
    }

    #[test]
    fn accepts_the_longest() {
        let longest = SignedDuration::from_secs(LONGEST);
        assert_eq!(parse_duration(&format!("{LONGEST}s")), Ok(longest));
        assert!(parse_duration(&format!("{}s", LONGEST + 1)).is_err());
    }

    #[test]
    fn refuses_what_is_not_a_duration() {
        for text in [
            "8", "h", "8hours", "1h30", "30m1h", "1h1h", "-1h", "+1h", "1.5h", "1,5h", "1 h",
            "1h 30m", "1H", "1w", "1y", "PT1H", "1:30", "é", "１h", "1hé", "8h\0",
        ] {
            assert_eq!(refusal(text), not_a_duration().to_string(), "{text:?}");
        }
    }

    #[test]
    fn refuses_blank() {
        assert_eq!(refusal(""), "must not be blank");
        assert_eq!(refusal("  "), "must not be blank");
    }

    #[test]
    fn refuses_zero() {
        for text in ["0s", "0h", "0d0h0m0s", "000m"] {
            assert_eq!(refusal(text), "must be longer than zero", "{text:?}");
        }
    }

    #[test]
    fn refuses_overflow() {
        for text in [
            "9223372036854775807s",
            "9223372036854775808s",
            "106751991167301d",
            "99999999999999999999999999d",
            "9223372036854775s9223372036854775807d",
            "1d9223372036854775807s",
        ] {
            assert!(parse_duration(text).is_err(), "{text:?}");
        }
        let refused = refusal("99999999999999999999999999d");
        assert_eq!(refused, "must be a shorter duration");
    }

    proptest! {
        #[test]
        fn every_length_is_read_back(seconds in 1..10_000_000_000i64) {
            let (days, hours) = (seconds / 86_400, seconds / 3_600 % 24);
            let text = format!("{days}d{hours}h{}m{}s", seconds / 60 % 60, seconds % 60);
            prop_assert_eq!(parse_duration(&text), Ok(SignedDuration::from_secs(seconds)));
        }

        #[test]
        fn any_text_that_resembles_a_duration_is_accepted_or_refused(text in "[0-9dhms]{0,40}") {
            let _ = parse_duration(&text);
        }
    }
}
