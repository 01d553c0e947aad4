//! Moments: a whole second in UTC, and the way between it and the text that machines read.
//!
//! An [`Instant`] lies between the years 1970 and 9999, so that every one of them has the same width as text and the
//! same order as text, as number and in time. How a date and time may be written is left to `written_time`, local times
//! to [`local_time`](super::local_time), and which instants an event may have to the rules.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike as _, NaiveDate, TimeDelta, TimeZone, Timelike as _, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;

use super::{Invalid, written_time};
use crate::t;

/// 1970-01-01T00:00:00Z.
const MIN_TIMESTAMP: i64 = 0;

/// 9999-12-31T23:59:59Z.
const MAX_TIMESTAMP: i64 = 253_402_300_799;

/// A whole second in UTC, from 1970-01-01T00:00:00Z to 9999-12-31T23:59:59Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = crate::db::types::UtcInstant)]
pub struct Instant(DateTime<Utc>);

impl Instant {
    /// Truncates to the second, and to the nearest bound when the year is out of 1970-9999.
    pub fn from_datetime(datetime: DateTime<Utc>) -> Instant {
        let timestamp = datetime.timestamp().clamp(MIN_TIMESTAMP, MAX_TIMESTAMP);
        Instant(DateTime::from_timestamp(timestamp, 0).unwrap_or(DateTime::UNIX_EPOCH))
    }

    /// Returns the date and time in UTC.
    pub fn datetime(self) -> DateTime<Utc> {
        self.0
    }

    /// Reads the system clock.
    pub fn now() -> Instant {
        Instant::from_datetime(Utc::now())
    }

    /// Builds an instant from seconds since 1970-01-01T00:00:00Z, or `None` out of the years 1970-9999.
    pub fn from_timestamp(seconds: i64) -> Option<Instant> {
        if (MIN_TIMESTAMP..=MAX_TIMESTAMP).contains(&seconds) {
            DateTime::from_timestamp(seconds, 0).map(Instant)
        } else {
            None
        }
    }

    /// Returns the seconds since 1970-01-01T00:00:00Z.
    pub fn timestamp(self) -> i64 {
        self.0.timestamp()
    }

    /// Moves by a length of time, and stops at the bounds of the years 1970-9999.
    pub fn plus(self, delta: TimeDelta) -> Instant {
        let end = if delta < TimeDelta::zero() {
            DateTime::<Utc>::MIN_UTC
        } else {
            DateTime::<Utc>::MAX_UTC
        };
        Instant::from_datetime(self.0.checked_add_signed(delta).unwrap_or(end))
    }

    /// Appends the bytes of the `Display` form, fast: exports write millions of them.
    pub fn write_to(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.bytes());
    }

    fn bytes(self) -> [u8; 20] {
        let moment = self.0.naive_utc();
        // The constructors keep the year between 1970 and 9999.
        let year = moment.year().unsigned_abs();
        let (century, year) = (two_digits(year / 100), two_digits(year % 100));
        let (month, day) = (two_digits(moment.month()), two_digits(moment.day()));
        let hour = two_digits(moment.hour());
        let (minute, second) = (two_digits(moment.minute()), two_digits(moment.second()));
        [
            century[0], century[1], year[0], year[1], b'-', month[0], month[1], b'-', day[0],
            day[1], b'T', hour[0], hour[1], b':', minute[0], minute[1], b':', second[0], second[1],
            b'Z',
        ]
    }
}

/// Writes RFC 3339 in UTC, such as `2026-05-20T16:00:00Z`.
impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = self.bytes();
        f.pad(str::from_utf8(&bytes).map_err(|_| fmt::Error)?)
    }
}

/// Reads RFC 3339 and nothing else, in any offset; a fraction of a second is dropped.
impl FromStr for Instant {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(instant) = displayed(text.as_bytes()) {
            return Ok(instant);
        }
        let moment = written_time::rfc_3339(text)
            .map_err(|fault| fault.refusal(|| t!("invalid-instant")))?;
        in_years(moment)
    }
}

/// Reads what `Display` writes, fast: lists read millions of them from SQLite.
fn displayed(text: &[u8]) -> Option<Instant> {
    let [
        a,
        b,
        c,
        d,
        b'-',
        e,
        f,
        b'-',
        g,
        h,
        b'T',
        i,
        j,
        b':',
        k,
        l,
        b':',
        m,
        n,
        b'Z',
    ] = *text
    else {
        return None;
    };
    let two = |tens: u8, ones: u8| {
        (tens.is_ascii_digit() && ones.is_ascii_digit())
            .then(|| u32::from(tens - b'0') * 10 + u32::from(ones - b'0'))
    };
    let year = i32::try_from(two(a, b)? * 100 + two(c, d)?).ok()?;
    let day = NaiveDate::from_ymd_opt(year, two(e, f)?, two(g, h)?)?;
    let moment = day.and_hms_opt(two(i, j)?, two(k, l)?, two(m, n)?)?;
    Instant::from_timestamp(moment.and_utc().timestamp())
}

/// Drops the fraction of a second, and refuses what is not in the years that an [`Instant`] can have.
pub(super) fn in_years<Z: TimeZone>(moment: DateTime<Z>) -> Result<Instant, Invalid> {
    Instant::from_timestamp(moment.timestamp()).ok_or_else(out_of_years)
}

/// Says that something is not in those years.
pub(super) fn out_of_years() -> Invalid {
    Invalid::new(t!("invalid-years"))
}

fn two_digits(number: u32) -> [u8; 2] {
    [b'0' + (number / 10 % 10) as u8, b'0' + (number % 10) as u8]
}

#[cfg(test)]
mod tests {
    use chrono::{FixedOffset, SecondsFormat};
    use proptest::prelude::*;

    use super::*;

    fn utc(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn written(instant: Instant) -> String {
        let mut out = Vec::new();
        instant.write_to(&mut out);
        String::from_utf8(out).unwrap()
    }

    fn instants() -> impl Strategy<Value = Instant> {
        (MIN_TIMESTAMP..=MAX_TIMESTAMP)
            .prop_map(|seconds| Instant::from_timestamp(seconds).unwrap())
    }

    #[test]
    fn writes_rfc_3339_in_utc() {
        for (timestamp, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (1_779_292_800, "2026-05-20T16:00:00Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (253_402_300_799, "9999-12-31T23:59:59Z"),
        ] {
            let instant = Instant::from_timestamp(timestamp).unwrap();
            assert_eq!(instant.to_string(), text);
            assert_eq!(written(instant), text);
            assert_eq!(instant.timestamp(), timestamp);
        }
    }

    #[test]
    fn keeps_whole_seconds_only() {
        let precise = DateTime::from_timestamp(5, 999_999_999).unwrap();
        assert_eq!(
            Instant::from_datetime(precise),
            Instant::from_timestamp(5).unwrap()
        );
        assert_eq!(Instant::now().datetime().nanosecond(), 0);
    }

    #[test]
    fn constructors_keep_the_years_in_bounds() {
        assert_eq!(Instant::from_timestamp(-1), None);
        assert_eq!(Instant::from_timestamp(253_402_300_800), None);
        assert_eq!(Instant::from_timestamp(i64::MIN), None);
        assert_eq!(Instant::from_timestamp(i64::MAX), None);
        assert_eq!(
            Instant::from_datetime(DateTime::<Utc>::MIN_UTC).to_string(),
            "1970-01-01T00:00:00Z"
        );
        assert_eq!(
            Instant::from_datetime(DateTime::<Utc>::MAX_UTC).to_string(),
            "9999-12-31T23:59:59Z"
        );
    }

    #[test]
    fn plus_stops_at_the_bounds() {
        let noon = utc("2026-05-20T12:00:00Z");
        assert_eq!(noon.plus(TimeDelta::hours(3)), utc("2026-05-20T15:00:00Z"));
        assert_eq!(noon.plus(TimeDelta::days(-20)), utc("2026-04-30T12:00:00Z"));
        assert_eq!(noon.plus(TimeDelta::MAX), utc("9999-12-31T23:59:59Z"));
        assert_eq!(noon.plus(TimeDelta::MIN), utc("1970-01-01T00:00:00Z"));
    }

    #[test]
    fn reads_rfc_3339_in_any_offset() {
        for text in [
            "2026-05-20T16:00:00Z",
            "2026-05-20t16:00:00z",
            "2026-05-20T18:00:00+02:00",
            "2026-05-20T10:30:00-05:30",
            "2026-05-21T00:00:00+08:00",
            "2026-05-20T16:00:00.999999999Z",
            "2026-05-20T16:00:00-00:00",
            "2026-05-21T15:59:00+23:59",
        ] {
            assert_eq!(utc(text).to_string(), "2026-05-20T16:00:00Z", "{text}");
        }
    }

    #[test]
    fn refuses_as_instant_what_is_not_rfc_3339() {
        for text in [
            "",
            " 2026-05-20T16:00:00Z",
            "2026-05-20T16:00:00Z ",
            "2026-05-20",
            "2026-05-20T16:00:00",
            "2026-05-20T16:00Z",
            "2026-05-20 16:00:00Z",
            "2026-05-20T16:00:00+0200",
            "2026-05-20T16:00:00+02",
            "2026-05-20T16:00:00 Z",
            "2026-05-20T16:00:00.Z",
            "2026-05-20T16:00:00,5Z",
            "2026-05-20T16:00:00+24:00",
            "2026-05-20T16:00:00+02:60",
            "2026-05-20T16:00:00\u{2212}02:00",
            "26-05-20T16:00:00Z",
            "+2026-05-20T16:00:00Z",
            "02026-05-20T16:00:00Z",
            "20260520T160000Z",
            "2026-5-20T16:00:00Z",
            "2026-13-20T16:00:00Z",
            "2026-00-20T16:00:00Z",
            "2026-02-29T16:00:00Z",
            "2026-05-20T24:00:00Z",
            "2026-05-20T16:60:00Z",
            "2026-06-30T23:59:60Z",
            "1969-12-31T23:59:59Z",
            "0000-01-01T00:00:00Z",
            "1970-01-01T00:00:00+00:01",
            "9999-12-31T23:59:59-00:01",
            "1779292800",
            "now",
            "２026-05-20T16:00:00Z",
        ] {
            assert!(text.parse::<Instant>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn accepts_the_first_and_last_second_in_any_offset() {
        assert_eq!(utc("1969-12-31T23:00:00-01:00").timestamp(), 0);
        assert_eq!(utc("1970-01-01T01:00:00+01:00").timestamp(), 0);
        assert_eq!(utc("9999-12-31T23:59:59Z").timestamp(), 253_402_300_799);
    }

    proptest! {
        #[test]
        fn what_is_displayed_is_read_back(instant in instants()) {
            prop_assert_eq!(instant.to_string().parse::<Instant>(), Ok(instant));
            prop_assert_eq!(written(instant), instant.to_string());
        }

        #[test]
        fn displays_as_the_calendar_library_does(instant in instants()) {
            prop_assert_eq!(
                instant.to_string(),
                instant.datetime().to_rfc3339_opts(SecondsFormat::Secs, true)
            );
        }

        #[test]
        fn order_is_the_same_as_text(one in instants(), other in instants()) {
            prop_assert_eq!(one.cmp(&other), one.to_string().cmp(&other.to_string()));
        }

        #[test]
        fn any_offset_is_read_back(instant in instants(), minutes in -1439..=1439i32) {
            let offset = FixedOffset::east_opt(minutes * 60).unwrap();
            let text = instant.datetime().with_timezone(&offset).to_rfc3339_opts(SecondsFormat::Secs, false);
            // A zone ahead of UTC is already in the year 10000 at the very end.
            prop_assume!(text.len() == 25);
            prop_assert_eq!(text.parse::<Instant>(), Ok(instant));
        }

        #[test]
        fn any_text_is_accepted_or_refused(text in proptest::collection::vec(any::<char>(), 0..40)) {
            let _ = String::from_iter(text).parse::<Instant>();
        }

        #[test]
        fn any_numbers_are_accepted_or_refused(
            text in "[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?([+-][0-9]{2}:?[0-9]{2}|Z)?",
        ) {
            let _ = text.parse::<Instant>();
        }
    }
}
