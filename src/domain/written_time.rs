//! The written forms of a date and time: RFC 3339, and the shorter ones that people type.
//!
//! Reads with chrono, and refuses what chrono takes beyond the form: a leap second, the minus sign U+2212, and in
//! RFC 3339 a space for `T`. Says what is wrong in a [`Fault`]; the words for a wrong form, the years that are allowed
//! and what a local time means in its zone are left to the callers.

use chrono::format::ParseErrorKind;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, Timelike as _};

use super::Invalid;
use crate::lang::Text;
use crate::t;

/// The width of `2026-05-20`.
const DATE: usize = 10;

/// The width of `2026-05-20 18:00`.
const TO_THE_MINUTE: usize = 16;

/// The width of `2026-05-20 18:00:00`.
const TO_THE_SECOND: usize = 19;

/// The first nanosecond of a leap second in chrono.
const LEAP: u32 = 1_000_000_000;

/// What is wrong with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is something else than what was asked for.
    Form,
    /// Its day is not in the calendar.
    Day,
    /// Its time is not on the clock.
    Time,
}

impl Fault {
    /// Puts the fault in words, given those for a wrong form.
    pub(super) fn refusal(self, form: impl FnOnce() -> Text) -> Invalid {
        Invalid::new(match self {
            Fault::Form => form(),
            Fault::Day => t!("invalid-calendar-day"),
            Fault::Time => t!("invalid-clock-time"),
        })
    }
}

/// A date and time as it was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Typed {
    /// With an offset.
    Anywhere(DateTime<FixedOffset>),
    /// Without one.
    Local(NaiveDateTime),
}

/// Reads RFC 3339 and nothing else.
pub(super) fn rfc_3339(text: &str) -> Result<DateTime<FixedOffset>, Fault> {
    match text.as_bytes().get(DATE) {
        Some(b'T' | b't') => read(text),
        _ => Err(Fault::Form),
    }
}

/// Reads RFC 3339 where a space may stand for `T`, the seconds and the offset may be missing, and the offset may be
/// without its colon.
pub(super) fn typed(text: &str) -> Result<Typed, Fault> {
    let (_, time) = text.split_at_checked(DATE).ok_or(Fault::Form)?;
    let width = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
    let (moment, offset) = text.split_at(DATE + width);
    let seconds = if moment.len() == TO_THE_MINUTE {
        ":00"
    } else {
        ""
    };
    if offset.is_empty() {
        let moment = read(&format!("{moment}{seconds}Z"))?;
        return Ok(Typed::Local(moment.naive_utc()));
    }
    let (hours, minutes) = offset.split_at_checked("+02".len()).unwrap_or((offset, ""));
    let colon = if minutes.len() == 2 { ":" } else { "" };
    read(&format!("{moment}{seconds}{hours}{colon}{minutes}")).map(Typed::Anywhere)
}

/// Reads a day such as `2026-05-20`.
pub(super) fn day(text: &str) -> Result<NaiveDate, Fault> {
    read(&format!("{text}T00:00:00Z")).map(|moment| moment.date_naive())
}

/// Reads RFC 3339 where a space may stand for `T`.
fn read(text: &str) -> Result<DateTime<FixedOffset>, Fault> {
    if !text.is_ascii() {
        return Err(Fault::Form);
    }
    match DateTime::parse_from_rfc3339(text) {
        Ok(moment) if moment.nanosecond() < LEAP => Ok(moment),
        Ok(_) => Err(Fault::Time),
        Err(error) if error.kind() == ParseErrorKind::OutOfRange => Err(out_of_range(text)),
        Err(_) => Err(Fault::Form),
    }
}

/// Tells what chrono does not: which number of a text is out of range.
fn out_of_range(text: &str) -> Fault {
    let (moment, offset) = text.split_at_checked(TO_THE_SECOND).unwrap_or((text, ""));
    // With 1 for every digit the date and the time exist, so that only the form can still be wrong.
    let existing = moment.replace(|c: char| c.is_ascii_digit(), "1") + offset;
    if DateTime::parse_from_rfc3339(&existing).is_err() {
        return Fault::Form;
    }
    match moment.get(..DATE).map(str::parse::<NaiveDate>) {
        Some(Ok(_)) => Fault::Time,
        _ => Fault::Day,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn moment(text: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(text).unwrap()
    }

    #[test]
    fn reads_what_is_typed_with_and_without_an_offset() {
        for text in [
            "2026-05-20 18:00",
            "2026-05-20t18:00:00",
            "2026-05-20T18:00:00.0",
        ] {
            let local = moment("2026-05-20T18:00:00Z").naive_utc();
            assert_eq!(typed(text), Ok(Typed::Local(local)), "{text}");
        }
        for text in ["2026-05-20 18:00+0200", "2026-05-20T18:00:00.0+02:00"] {
            let anywhere = moment("2026-05-20T18:00:00+02:00");
            assert_eq!(typed(text), Ok(Typed::Anywhere(anywhere)), "{text}");
        }
    }

    #[test]
    fn refuses_what_only_chrono_takes() {
        for (text, fault) in [
            ("2026-06-30T23:59:60Z", Fault::Time),
            ("2026-05-20T16:00:00\u{2212}02:00", Fault::Form),
            ("2026-05-20 16:00:00Z", Fault::Form),
        ] {
            assert!(DateTime::parse_from_rfc3339(text).is_ok(), "{text}");
            assert_eq!(rfc_3339(text), Err(fault), "{text}");
        }
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
        assert_eq!(
            day("2026-05-20"),
            Ok(moment("2026-05-20T00:00:00Z").date_naive())
        );
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
