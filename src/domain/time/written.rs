//! Parses a typed date and time: RFC 3339, and shorter forms.
//!
//! Callers word a [`Fault`] of form, bound the years and resolve local times. jiff's own parsers accept more than these
//! forms: `16Z`, `+02`, a leap second.

use jiff::civil::{Date, DateTime, Time};

use super::seconds;
use crate::domain::Invalid;
use crate::lang::Text;
use crate::t;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    Form,
    /// Not in the calendar.
    Day,
    /// Not on the clock.
    Time,
}

impl Fault {
    /// Words the fault; `form` describes the expected form.
    pub(super) fn refusal(self, form: impl FnOnce() -> Text) -> Invalid {
        Invalid::new(match self {
            Fault::Form => form(),
            Fault::Day => t!("invalid-calendar-day"),
            Fault::Time => t!("invalid-clock-time"),
        })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Typed {
    /// Seconds since the epoch, from a time with an offset.
    Absolute(i64),
    Local(DateTime),
}

/// Parses strict RFC 3339 into seconds since the epoch.
pub(super) fn rfc_3339(text: &str) -> Result<i64, Fault> {
    let (local, offset) = read(text, false)?;
    Ok(seconds(local) - offset.unwrap_or_default())
}

/// Parses RFC 3339 with these liberties: a space for `T`, no seconds, no offset, or an offset without its colon.
pub(super) fn typed(text: &str) -> Result<Typed, Fault> {
    let (local, offset) = read(text, true)?;
    Ok(offset.map_or(Typed::Local(local), |offset| {
        Typed::Absolute(seconds(local) - offset)
    }))
}

/// Parses a day such as `2026-05-20`.
pub(super) fn day(text: &str) -> Result<Date, Fault> {
    match date(text.as_bytes()) {
        Some((fields, [])) => calendar(fields),
        _ => Err(Fault::Form),
    }
}

/// Year, month and day, unchecked.
type DateFields = (i16, i8, i8);

/// Hour, minute and second, unchecked.
type TimeFields = (i8, i8, i8);

/// Returns the date and time, and its offset in seconds, if any.
fn read(text: &str, typed: bool) -> Result<(DateTime, Option<i64>), Fault> {
    let (date, (hour, minute, second), offset) = scan(text.as_bytes(), typed).ok_or(Fault::Form)?;
    let date = calendar(date)?;
    let time = Time::new(hour, minute, second, 0).map_err(|_| Fault::Time)?;
    Ok((date.to_datetime(time), offset))
}

fn calendar((year, month, day): DateFields) -> Result<Date, Fault> {
    Date::new(year, month, day).map_err(|_| Fault::Day)
}

fn scan(text: &[u8], typed: bool) -> Option<(DateFields, TimeFields, Option<i64>)> {
    let (date, text) = date(text)?;
    let (separator, text) = text.split_first()?;
    if !(matches!(separator, b'T' | b't') || typed && *separator == b' ') {
        return None;
    }
    let (hour, text) = two_digits(text)?;
    let (minute, text) = two_digits(after(text, b':')?)?;
    let (second, text) = match after(text, b':') {
        Some(text) => {
            let (second, text) = two_digits(text)?;
            (second, after_fraction(text)?)
        }
        None if typed => (0, text),
        None => return None,
    };
    let offset = match text {
        [] if typed => None,
        [b'Z' | b'z'] => Some(0),
        [b'+', text @ ..] => Some(offset(text, typed)?),
        [b'-', text @ ..] => Some(-offset(text, typed)?),
        _ => return None,
    };
    Some((date, (hour, minute, second), offset))
}

fn date(text: &[u8]) -> Option<(DateFields, &[u8])> {
    let (century, text) = two_digits(text)?;
    let (year, text) = two_digits(text)?;
    let (month, text) = two_digits(after(text, b'-')?)?;
    let (day, text) = two_digits(after(text, b'-')?)?;
    let year = i16::from(century) * 100 + i16::from(year);
    Some(((year, month, day), text))
}

/// Parses an unsigned offset into seconds.
fn offset(text: &[u8], typed: bool) -> Option<i64> {
    let (hours, text) = two_digits(text)?;
    let text = match after(text, b':') {
        None if typed => text,
        text => text?,
    };
    let (minutes, rest) = two_digits(text)?;
    (rest.is_empty() && hours < 24 && minutes < 60)
        .then(|| i64::from(hours) * 3_600 + i64::from(minutes) * 60)
}

fn two_digits(text: &[u8]) -> Option<(i8, &[u8])> {
    let ([tens, ones], rest) = text.split_first_chunk()?;
    let digit = |byte: u8| byte.is_ascii_digit().then(|| (byte - b'0').cast_signed());
    Some((digit(*tens)? * 10 + digit(*ones)?, rest))
}

fn after(text: &[u8], byte: u8) -> Option<&[u8]> {
    text.split_first()
        .filter(|(first, _)| **first == byte)
        .map(|(_, rest)| rest)
}

/// Skips a fraction of a second.
fn after_fraction(text: &[u8]) -> Option<&[u8]> {
    let Some(fraction) = after(text, b'.') else {
        return Some(text);
    };
    let digits = fraction.iter().take_while(|it| it.is_ascii_digit()).count();
    (digits > 0).then(|| &fraction[digits..])
}

#[cfg(test)]
mod tests {
    use jiff::civil;
    use proptest::prelude::*;

    use super::*;

    fn moment(text: &str) -> i64 {
        text.parse::<jiff::Timestamp>().unwrap().as_second()
    }

    #[test]
    fn reads_what_is_typed_with_and_without_an_offset() {
        for text in [
            "2026-05-20 18:00",
            "2026-05-20t18:00:00",
            "2026-05-20T18:00:00.0",
        ] {
            let local = civil::date(2026, 5, 20).at(18, 0, 0, 0);
            assert_eq!(typed(text), Ok(Typed::Local(local)), "{text}");
        }
        for text in ["2026-05-20 18:00+0200", "2026-05-20T18:00:00.0+02:00"] {
            let absolute = moment("2026-05-20T18:00:00+02:00");
            assert_eq!(typed(text), Ok(Typed::Absolute(absolute)), "{text}");
        }
    }

    #[test]
    fn refuses_what_parsers_take_beyond_the_form() {
        for text in [
            "2026-05-20 16:00:00Z",
            "2026-05-20T16Z",
            "2026-05-20T16:00:00,5Z",
            "2026-05-20T16:00:00+02",
            "2026-05-20T16:00:00+0200",
            "2026-05-20T16:00:00+02:00:00",
            "2026-05-20T16:00:00Z[Europe/Paris]",
            "+002026-05-20T16:00:00Z",
            "20260520T160000Z",
        ] {
            assert!(text.parse::<jiff::Timestamp>().is_ok(), "{text}");
            assert_eq!(rfc_3339(text), Err(Fault::Form), "{text}");
        }
        let leap_second = "2026-06-30T23:59:60Z";
        assert!(leap_second.parse::<jiff::Timestamp>().is_ok());
        assert_eq!(rfc_3339(leap_second), Err(Fault::Time));
        let minus = "2026-05-20T16:00:00\u{2212}02:00";
        assert_eq!(rfc_3339(minus), Err(Fault::Form));
    }

    #[test]
    fn tells_what_is_wrong() {
        for (text, fault) in [
            ("2026-02-29T16:00:00Z", Fault::Day),
            ("2026-02-29T24:00:00Z", Fault::Day),
            ("2026-05-20T24:00:00Z", Fault::Time),
            ("2026-05-20T16:60:00Z", Fault::Time),
            ("2026-05-20T16:00:61Z", Fault::Time),
            ("2026-05-20T16:00:00+24:00", Fault::Form),
            ("2026-05-20T16:00:00+02:60", Fault::Form),
            ("2026-02-29T16:00:00+24:00", Fault::Form),
            ("2026-02-29T16h00m00Z", Fault::Form),
            ("2026-05-20T16:00:00", Fault::Form),
            ("2026-05-20T16:00:00+é0", Fault::Form),
        ] {
            assert_eq!(rfc_3339(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn reads_a_day_and_nothing_after_it() {
        assert_eq!(day("2026-05-20"), Ok(civil::date(2026, 5, 20)));
        assert_eq!(day("2026-02-29"), Err(Fault::Day));
        for text in [
            "",
            "2026-5-20",
            "2026-05-20T18:00:00Z",
            "2026-05-20T18:00:00.5",
            "+2026-05-20",
        ] {
            assert_eq!(day(text), Err(Fault::Form), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "[0-9]{4}-[0-9]{2}-[0-9]{2}\\PC{0,20}|[0-9:TZ.+ é\u{2212}-]{0,40}") {
            let _ = rfc_3339(&text);
            let _ = typed(&text);
            let _ = day(&text);
        }
    }
}
