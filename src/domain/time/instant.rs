//! A UTC timestamp with second precision: its RFC 3339 text form and its SQL type.
//!
//! An [`Instant`] lies between the years 1970 and 9999, so that all have text of one width, and text, number and time
//! sort alike.

use std::fmt;
use std::str::FromStr;

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::Pg;
use diesel::pg::data_types::PgTimestamp;
use diesel::query_builder::QueryId;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{SqlType, Timestamptz};
use diesel::sqlite::Sqlite;
use jiff::{SignedDuration, Timestamp};

use super::{civil, written};
use crate::domain::Invalid;
use crate::t;

/// 1970-01-01T00:00:00Z.
const MIN_TIMESTAMP: i64 = 0;

/// 9999-12-31T23:59:59Z.
const MAX_TIMESTAMP: i64 = 253_402_300_799;

/// 2000-01-01T00:00:00Z, from which PostgreSQL counts microseconds.
const POSTGRES_EPOCH: i64 = 946_684_800;

const MICROS: i64 = 1_000_000;

/// A whole second in UTC, from 1970-01-01T00:00:00Z to 9999-12-31T23:59:59Z.
#[derive(AsExpression, FromSqlRow, serde::Serialize)]
#[diesel(sql_type = UtcInstant)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

impl Instant {
    /// Builds an instant from seconds since the epoch, or the nearest one of the years 1970-9999.
    pub(super) fn clamped(seconds: i64) -> Self {
        Self(seconds.clamp(MIN_TIMESTAMP, MAX_TIMESTAMP))
    }

    pub fn now() -> Self {
        Self::clamped(Timestamp::now().as_second())
    }

    /// Builds an instant from seconds since the epoch, or `None` out of the years 1970-9999.
    pub fn from_timestamp(seconds: i64) -> Option<Self> {
        (MIN_TIMESTAMP..=MAX_TIMESTAMP)
            .contains(&seconds)
            .then_some(Self(seconds))
    }

    pub const fn timestamp(self) -> i64 {
        self.0
    }

    /// Adds a duration, stopping at the bounds of the years 1970-9999.
    pub fn plus(self, duration: SignedDuration) -> Self {
        Self::clamped(self.0.saturating_add(duration.as_secs()))
    }

    /// Appends the bytes of the `Display` form, fast: exports write millions of them.
    pub fn write_to(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.bytes());
    }

    fn bytes(self) -> [u8; 20] {
        let utc = civil(self.0);
        // The constructors keep the year between 1970 and 9999.
        let year = utc.year().unsigned_abs();
        let two = |number: i8| two_digits(number.unsigned_abs());
        let [a, b] = two_digits((year / 100) as u8);
        let [c, d] = two_digits((year % 100) as u8);
        let ([e, f], [g, h]) = (two(utc.month()), two(utc.day()));
        let ([i, j], [k, l], [m, n]) = (two(utc.hour()), two(utc.minute()), two(utc.second()));
        [
            a, b, c, d, b'-', e, f, b'-', g, h, b'T', i, j, b':', k, l, b':', m, n, b'Z',
        ]
    }

    /// Reads PostgreSQL's form, which knows years out of 1970-9999, and infinity.
    fn from_postgres(micros: i64) -> Option<Self> {
        let finite = micros != i64::MIN && micros != i64::MAX;
        finite.then(|| Self::clamped(micros.div_euclid(MICROS) + POSTGRES_EPOCH))
    }
}

fn two_digits(number: u8) -> [u8; 2] {
    [b'0' + number / 10, b'0' + number % 10]
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
        let seconds =
            written::rfc_3339(text).map_err(|fault| fault.refusal(|| t!("invalid-instant")))?;
        in_years(seconds)
    }
}

/// Refuses seconds since the epoch out of the years that an [`Instant`] can have.
pub(super) fn in_years(seconds: i64) -> Result<Instant, Invalid> {
    Instant::from_timestamp(seconds).ok_or_else(out_of_years)
}

/// Refusal of what is out of those years.
pub(super) fn out_of_years() -> Invalid {
    Invalid::new(t!("invalid-years"))
}

/// SQL type of an [`Instant`]: `timestamptz` in PostgreSQL, RFC 3339 text in SQLite. The OIDs are those of PostgreSQL's
/// catalogue (`pg_type.dat`), so that none is looked up at run time.
#[derive(Debug, Clone, Copy, Default, QueryId, SqlType)]
#[diesel(postgres_type(oid = 1184, array_oid = 1185))]
#[diesel(sqlite_type(name = "Text"))]
pub struct UtcInstant;

impl FromSql<UtcInstant, Pg> for Instant {
    fn from_sql(bytes: <Pg as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        let PgTimestamp(micros) = FromSql::<Timestamptz, Pg>::from_sql(bytes)?;
        Self::from_postgres(micros).ok_or_else(|| "an infinite timestamp".into())
    }
}

impl FromSql<UtcInstant, Sqlite> for Instant {
    fn from_sql(mut bytes: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(bytes.read_text().parse()?)
    }
}

impl ToSql<UtcInstant, Pg> for Instant {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        let micros = PgTimestamp((self.0 - POSTGRES_EPOCH) * MICROS);
        ToSql::<Timestamptz, Pg>::to_sql(&micros, &mut out.reborrow())
    }
}

impl ToSql<UtcInstant, Sqlite> for Instant {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.to_string());
        Ok(IsNull::No)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::days;
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
    fn reads_whole_seconds_from_postgresql() {
        let last = (MAX_TIMESTAMP - POSTGRES_EPOCH) * MICROS;
        for (micros, seconds) in [
            (0, POSTGRES_EPOCH),
            (5_999_999, POSTGRES_EPOCH + 5),
            (-1, POSTGRES_EPOCH - 1),
            (-POSTGRES_EPOCH * MICROS, 0),
            (-POSTGRES_EPOCH * MICROS - 1, 0),
            (i64::MIN + 1, 0),
            (last + 999_999, MAX_TIMESTAMP),
            (i64::MAX - 1, MAX_TIMESTAMP),
        ] {
            let expected = Instant::from_timestamp(seconds);
            assert_eq!(Instant::from_postgres(micros), expected, "{micros}");
        }
        for infinite in [i64::MIN, i64::MAX] {
            assert_eq!(Instant::from_postgres(infinite), None);
        }
    }

    #[test]
    fn constructors_keep_the_years_in_bounds() {
        for seconds in [-1, 253_402_300_800, i64::MIN, i64::MAX] {
            assert_eq!(Instant::from_timestamp(seconds), None);
        }
        let clamped = |seconds| Instant::clamped(seconds).to_string();
        assert_eq!(clamped(i64::MIN), "1970-01-01T00:00:00Z");
        assert_eq!(clamped(i64::MAX), "9999-12-31T23:59:59Z");
    }

    #[test]
    fn plus_stops_at_the_bounds() {
        let noon = utc("2026-05-20T12:00:00Z");
        for (duration, expected) in [
            (SignedDuration::from_hours(3), "2026-05-20T15:00:00Z"),
            (days(-20), "2026-04-30T12:00:00Z"),
            (SignedDuration::MAX, "9999-12-31T23:59:59Z"),
            (SignedDuration::MIN, "1970-01-01T00:00:00Z"),
        ] {
            assert_eq!(noon.plus(duration), utc(expected));
        }
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
        let refused = "| 2026-05-20T16:00:00Z|2026-05-20T16:00:00Z |2026-05-20|2026-05-20T16:00:00|\
            2026-05-20T16:00Z|2026-05-20 16:00:00Z|2026-05-20T16:00:00+0200|\
            2026-05-20T16:00:00+02|2026-05-20T16:00:00 Z|2026-05-20T16:00:00.Z|\
            2026-05-20T16:00:00,5Z|2026-05-20T16:00:00+24:00|2026-05-20T16:00:00+02:60|\
            2026-05-20T16:00:00\u{2212}02:00|26-05-20T16:00:00Z|+2026-05-20T16:00:00Z|\
            02026-05-20T16:00:00Z|20260520T160000Z|2026-5-20T16:00:00Z|2026-13-20T16:00:00Z|\
            2026-00-20T16:00:00Z|2026-02-29T16:00:00Z|2026-05-20T24:00:00Z|\
            2026-05-20T16:60:00Z|2026-06-30T23:59:60Z|1969-12-31T23:59:59Z|\
            0000-01-01T00:00:00Z|1970-01-01T00:00:00+00:01|9999-12-31T23:59:59-00:01|\
            1779292800|now|２026-05-20T16:00:00Z";
        for text in refused.split('|') {
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
            let text = instant.to_string();
            prop_assert_eq!(&text, &format!("{}Z", civil(instant.timestamp())));
            // The library's timestamps end 26 hours before the year 9999 does.
            if let Ok(timestamp) = Timestamp::from_second(instant.timestamp()) {
                prop_assert_eq!(text, timestamp.to_string());
            }
        }

        #[test]
        fn order_is_the_same_as_text(one in instants(), other in instants()) {
            prop_assert_eq!(one.cmp(&other), one.to_string().cmp(&other.to_string()));
        }

        #[test]
        fn any_offset_is_read_back(instant in instants(), minutes in -1439..=1439i32) {
            let local = instant.timestamp() + i64::from(minutes) * 60;
            // A zone ahead of UTC is already in the year 10000 at the very end.
            prop_assume!(local <= MAX_TIMESTAMP);
            let (sign, offset) = (if minutes < 0 { '-' } else { '+' }, minutes.abs());
            let text = format!("{}{sign}{:02}:{:02}", civil(local), offset / 60, offset % 60);
            prop_assert_eq!(text.parse::<Instant>(), Ok(instant));
        }

        #[test]
        fn any_numbers_are_accepted_or_refused(
            text in "[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?([+-][0-9]{2}:?[0-9]{2}|Z)?",
        ) {
            let _ = text.parse::<Instant>();
        }
    }
}
