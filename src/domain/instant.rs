//! Moments, days and time zones: what people type, what machines read, and the way between the two.
//!
//! An [`Instant`] is a whole second in UTC between the years 1970 and 9999, so that every one of them has the same
//! width as text and the same order as text, as number and in time. Local times are read in a zone given by the caller;
//! one that the clocks of that zone skip or show twice is refused rather than guessed. Which instants an event may have
//! is left to the rules.

use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use std::fmt;
use std::str::FromStr;

use chrono::{
    DateTime, Datelike as _, NaiveDate, NaiveDateTime, NaiveTime, Offset as _, SecondsFormat,
    TimeDelta, TimeZone as _, Timelike as _, Utc,
};
use chrono_tz::Tz;

use super::{Invalid, parse_duration};

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

    /// Writes the date and time in a zone for people, such as `2026-05-20 18:00`.
    pub fn local(self, tz: Tz) -> String {
        shown(&self.0.with_timezone(&tz))
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
        let refuse = || Invalid::new("must be an instant of RFC 3339 such as 2026-05-20T16:00:00Z");
        let typed = scan(text).ok_or_else(refuse)?;
        match typed.offset {
            Some(offset) if typed.has_t && typed.has_seconds && offset.has_rfc_form => {
                at_offset(typed.moment()?, offset.seconds)
            }
            _ => Err(refuse()),
        }
    }
}

/// Reads a date and time such as `2026-05-20 18:00` or `2026-05-20T18:00:30`, with or without an offset (`Z`, `+02:00`,
/// `+0200`).
///
/// Without an offset it is a local time in `tz`. A fraction of a second is dropped.
///
/// # Errors
/// Refuses what is not a date and time of the years 1970-9999, and a local time that the clocks of the zone skip or show
/// twice; the message then gives both readings in RFC 3339.
pub fn parse_instant(text: &str, tz: Tz) -> Result<Instant, Invalid> {
    let typed = scan(text.trim()).ok_or_else(|| {
        Invalid::new("must be a date and time such as `2026-05-20 18:00` or 2026-05-20T18:00+02:00")
    })?;
    let moment = typed.moment()?;
    match typed.offset {
        Some(offset) => at_offset(moment, offset.seconds),
        None => at_local(moment, tz),
    }
}

/// Reads an end: a date and time as [`parse_instant`] does, or a duration after `start` such as `+3h` or `+1h30m`.
///
/// A day is 24 hours. Whether the end follows the start is left to the rules.
///
/// # Errors
/// Those of [`parse_instant`] and of [`parse_duration`], and an end after the year 9999.
pub fn parse_end(text: &str, start: Instant, tz: Tz) -> Result<Instant, Invalid> {
    let text = text.trim();
    if let Some(duration) = text.strip_prefix('+') {
        return start
            .timestamp()
            .checked_add(parse_duration(duration)?.num_seconds())
            .and_then(Instant::from_timestamp)
            .ok_or_else(out_of_years);
    }
    let looks_like_a_date = scan(text).is_some();
    parse_instant(text, tz).map_err(|invalid| {
        if looks_like_a_date {
            invalid
        } else {
            Invalid::new("must be a date and time such as `2026-05-20 18:00`, or a duration after the start such as +3h")
        }
    })
}

/// Reads a day: `2026-05-20`, `today`, `tomorrow`, `yesterday`, or a number of days from today such as `+7d` or `-30d`.
///
/// # Errors
/// Refuses what is not a day of the years 1970-9999.
pub fn parse_day(text: &str, today: NaiveDate) -> Result<NaiveDate, Invalid> {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let days = match lower.as_str() {
        "today" => Some(0),
        "tomorrow" => Some(1),
        "yesterday" => Some(-1),
        _ => days_from_today(&lower)?,
    };
    let day = match days {
        Some(days) => TimeDelta::try_days(days)
            .and_then(|delta| today.checked_add_signed(delta))
            .ok_or_else(out_of_years)?,
        None => {
            let mut scanner = Scanner(text.as_bytes());
            let (year, month, day) = scanner.date().filter(|_| scanner.0.is_empty()).ok_or_else(
                || {
                    Invalid::new(
                        "must be a day such as 2026-05-20, today, tomorrow, yesterday, +7d or -30d",
                    )
                },
            )?;
            calendar_day(year, month, day)?
        }
    };
    if (1970..=9999).contains(&day.year()) {
        Ok(day)
    } else {
        Err(out_of_years())
    }
}

/// Returns the first instant of a local day, which is not midnight where the clocks skip it.
///
/// A day that a zone skipped altogether begins when the next one does.
pub fn day_start(day: NaiveDate, tz: Tz) -> Instant {
    let first = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap_or(NaiveDate::MIN);
    let last = NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or(NaiveDate::MAX);
    let midnight = day.clamp(first, last).and_time(NaiveTime::MIN);
    let timestamp = match readings(midnight, tz) {
        Readings::One(timestamp) => timestamp,
        Readings::Twice(earlier, _) => earlier,
        // The clocks change somewhere between the two readings: the day begins at that second.
        Readings::Skipped(after, before) => {
            let old_offset = offset_at(after, tz);
            let (mut low, mut high) = (after, before);
            while high - low > 1 {
                let middle = low + (high - low) / 2;
                if offset_at(middle, tz) == old_offset {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            high
        }
    };
    Instant::from_datetime(DateTime::from_timestamp(timestamp, 0).unwrap_or(DateTime::UNIX_EPOCH))
}

/// Reads the name of a time zone of the IANA database, such as `Europe/Paris`, without regard to case.
///
/// # Errors
/// Refuses a name that the database does not have.
pub fn parse_zone(text: &str) -> Result<Tz, Invalid> {
    let name = text.trim();
    name.parse()
        .ok()
        .or_else(|| {
            chrono_tz::TZ_VARIANTS
                .into_iter()
                .find(|zone| zone.name().eq_ignore_ascii_case(name))
        })
        .ok_or_else(|| {
            Invalid::new("must be a time zone of the IANA database such as Europe/Paris or UTC")
        })
}

fn out_of_years() -> Invalid {
    Invalid::new("must be in the years 1970 to 9999")
}

fn two_digits(number: u32) -> [u8; 2] {
    [b'0' + (number / 10 % 10) as u8, b'0' + (number % 10) as u8]
}

fn shown(moment: &DateTime<Tz>) -> String {
    moment.format("%Y-%m-%d %H:%M").to_string()
}

fn calendar_day(year: i32, month: u32, day: u32) -> Result<NaiveDate, Invalid> {
    NaiveDate::from_ymd_opt(year, month, day)
        .ok_or_else(|| Invalid::new("must be a day that exists in the calendar"))
}

/// Reads `+7d` or `-30d`; `None` when the text is something else.
fn days_from_today(text: &str) -> Result<Option<i64>, Invalid> {
    let (sign, rest) = match text.as_bytes() {
        [b'+', rest @ ..] => (1, rest),
        [b'-', rest @ ..] => (-1, rest),
        _ => return Ok(None),
    };
    let [digits @ .., b'd'] = rest else {
        return Ok(None);
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return Ok(None);
    }
    digits
        .iter()
        .try_fold(0i64, |value, digit| {
            value.checked_mul(10)?.checked_add(i64::from(digit - b'0'))
        })
        .map(|days| Some(sign * days))
        .ok_or_else(out_of_years)
}

/// The instants, in seconds since 1970 in UTC, that a local time can mean.
enum Readings {
    One(i64),
    /// The earlier and the later instant at which the clocks show it.
    Twice(i64, i64),
    /// The instants that it would be with the offset after the change, which is the earlier, and with the one before.
    Skipped(i64, i64),
}

fn readings(local: NaiveDateTime, tz: Tz) -> Readings {
    use chrono::offset::LocalResult::{Ambiguous, None, Single};

    match tz.from_local_datetime(&local) {
        Single(moment) => Readings::One(moment.timestamp()),
        Ambiguous(one, other) => {
            let (one, other) = (one.timestamp(), other.timestamp());
            Readings::Twice(one.min(other), one.max(other))
        }
        None => {
            // No zone is a day away from UTC, so that a day on either side is certainly on that side of the change.
            let seconds = local.and_utc().timestamp();
            let before = seconds - i64::from(offset_at(seconds - 86_400, tz));
            let after = seconds - i64::from(offset_at(seconds + 86_400, tz));
            Readings::Skipped(before.min(after), before.max(after))
        }
    }
}

/// Returns the seconds that a zone is ahead of UTC at an instant.
fn offset_at(timestamp: i64, tz: Tz) -> i32 {
    let moment = DateTime::from_timestamp(timestamp, 0).unwrap_or(DateTime::UNIX_EPOCH);
    tz.offset_from_utc_datetime(&moment.naive_utc())
        .fix()
        .local_minus_utc()
}

fn at_offset(moment: NaiveDateTime, offset_seconds: i32) -> Result<Instant, Invalid> {
    Instant::from_timestamp(moment.and_utc().timestamp() - i64::from(offset_seconds))
        .ok_or_else(out_of_years)
}

fn at_local(local: NaiveDateTime, tz: Tz) -> Result<Instant, Invalid> {
    let typed = local.format("%Y-%m-%d %H:%M");
    match readings(local, tz) {
        Readings::One(timestamp) => Instant::from_timestamp(timestamp).ok_or_else(out_of_years),
        Readings::Twice(earlier, later) => Err(Invalid::new(format!(
            "{typed} happens twice in {tz}, where the clocks go back: write {} or {}",
            reading(local, earlier),
            reading(local, later),
        ))),
        Readings::Skipped(earlier, later) => Err(Invalid::new(format!(
            "{typed} does not exist in {tz}, where the clocks go forward: write {} ({} there) or {} ({} there)",
            reading(local, earlier),
            shown_at(earlier, tz),
            reading(local, later),
            shown_at(later, tz),
        ))),
    }
}

/// Writes a local time in RFC 3339 with the offset that makes it a given instant.
fn reading(local: NaiveDateTime, timestamp: i64) -> String {
    let ahead = local.and_utc().timestamp() - timestamp;
    i32::try_from(ahead)
        .ok()
        .and_then(chrono::FixedOffset::east_opt)
        .and_then(|offset| offset.from_local_datetime(&local).single())
        .map(|moment| moment.to_rfc3339_opts(SecondsFormat::Secs, false))
        .unwrap_or_default()
}

fn shown_at(timestamp: i64, tz: Tz) -> String {
    DateTime::from_timestamp(timestamp, 0)
        .map(|moment| shown(&moment.with_timezone(&tz)))
        .unwrap_or_default()
}

/// A date and time as it was typed; its numbers have the right width but may be out of the calendar.
struct Typed {
    date: (i32, u32, u32),
    time: (u32, u32, u32),
    has_t: bool,
    has_seconds: bool,
    offset: Option<TypedOffset>,
}

#[derive(Clone, Copy)]
struct TypedOffset {
    seconds: i32,
    /// `Z` or `+02:00`, and not `+0200`.
    has_rfc_form: bool,
}

impl Typed {
    fn moment(&self) -> Result<NaiveDateTime, Invalid> {
        let (year, month, day) = self.date;
        let (hour, minute, second) = self.time;
        let moment = calendar_day(year, month, day)?
            .and_hms_opt(hour, minute, second)
            .ok_or_else(|| Invalid::new("must have a time between 00:00:00 and 23:59:59"))?;
        // The offset may still move the first and last day out of bounds, which is checked on the instant.
        if (1969..=9999).contains(&year) {
            Ok(moment)
        } else {
            Err(out_of_years())
        }
    }
}

fn scan(text: &str) -> Option<Typed> {
    let mut scanner = Scanner(text.as_bytes());
    let date = scanner.date()?;
    let has_t = scanner.takes(b'T') || scanner.takes(b't');
    if !has_t && !scanner.takes(b' ') {
        return None;
    }
    let hour = scanner.number(2)?;
    let minute = scanner.separated_number(b':')?;
    let has_seconds = scanner.0.first() == Some(&b':');
    let second = if has_seconds {
        scanner.separated_number(b':')?
    } else {
        0
    };
    if has_seconds && scanner.takes(b'.') {
        scanner.fraction()?;
    }
    let offset = if scanner.0.is_empty() {
        None
    } else {
        Some(scanner.offset()?)
    };
    scanner.0.is_empty().then_some(Typed {
        date,
        time: (hour, minute, second),
        has_t,
        has_seconds,
        offset,
    })
}

/// What is left to read.
struct Scanner<'a>(&'a [u8]);

impl Scanner<'_> {
    fn takes(&mut self, byte: u8) -> bool {
        match self.0 {
            [first, rest @ ..] if *first == byte => {
                self.0 = rest;
                true
            }
            _ => false,
        }
    }

    fn number(&mut self, width: usize) -> Option<u32> {
        let (digits, rest) = self.0.split_at_checked(width)?;
        if !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        self.0 = rest;
        Some(
            digits
                .iter()
                .fold(0, |value, digit| value * 10 + u32::from(digit - b'0')),
        )
    }

    fn separated_number(&mut self, separator: u8) -> Option<u32> {
        self.takes(separator).then(|| self.number(2)).flatten()
    }

    fn date(&mut self) -> Option<(i32, u32, u32)> {
        let year = i32::try_from(self.number(4)?).ok()?;
        Some((
            year,
            self.separated_number(b'-')?,
            self.separated_number(b'-')?,
        ))
    }

    fn fraction(&mut self) -> Option<()> {
        let digits = self
            .0
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        self.0 = &self.0[digits..];
        (digits > 0).then_some(())
    }

    fn offset(&mut self) -> Option<TypedOffset> {
        if self.takes(b'Z') || self.takes(b'z') {
            return Some(TypedOffset {
                seconds: 0,
                has_rfc_form: true,
            });
        }
        let sign = if self.takes(b'+') {
            1
        } else if self.takes(b'-') {
            -1
        } else {
            return None;
        };
        let hours = self.number(2).filter(|hours| *hours < 24)?;
        let has_rfc_form = self.takes(b':');
        let minutes = self.number(2).filter(|minutes| *minutes < 60)?;
        let seconds = i32::try_from(hours * 3_600 + minutes * 60).ok()?;
        Some(TypedOffset {
            seconds: sign * seconds,
            has_rfc_form,
        })
    }
}

#[cfg(test)]
mod tests {
    use chrono_tz::{Africa, America, Asia, Europe, Pacific};
    use proptest::prelude::*;

    use super::*;

    const PARIS: Tz = Europe::Paris;

    fn utc(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn paris(text: &str) -> Result<String, String> {
        parse_instant(text, PARIS)
            .map(|instant| instant.to_string())
            .map_err(|invalid| invalid.to_string())
    }

    fn written(instant: Instant) -> String {
        let mut out = Vec::new();
        instant.write_to(&mut out);
        String::from_utf8(out).unwrap()
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
    fn shows_the_local_time() {
        assert_eq!(utc("2026-05-20T16:00:00Z").local(PARIS), "2026-05-20 18:00");
        assert_eq!(utc("2026-01-20T23:30:59Z").local(PARIS), "2026-01-21 00:30");
        assert_eq!(
            utc("2026-05-20T16:00:00Z").local(Tz::UTC),
            "2026-05-20 16:00"
        );
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

    #[test]
    fn reads_what_people_type_in_their_zone() {
        for text in [
            "2026-05-20 18:00",
            "2026-05-20T18:00",
            "2026-05-20 18:00:00",
            "2026-05-20T18:00:00",
            " 2026-05-20 18:00\n",
            "2026-05-20T18:00+02:00",
            "2026-05-20 18:00+0200",
            "2026-05-20 16:00Z",
            "2026-05-20T16:00:00Z",
            "2026-05-20 12:00:00-04:00",
        ] {
            assert_eq!(paris(text), Ok("2026-05-20T16:00:00Z".into()), "{text:?}");
        }
        assert_eq!(
            paris("2026-01-20 18:00:07"),
            Ok("2026-01-20T17:00:07Z".into())
        );
    }

    #[test]
    fn refuses_what_is_not_a_date_and_time() {
        for text in [
            "",
            " ",
            "2026-05-20",
            "18:00",
            "2026-05-20 18",
            "2026-05-20 18h00",
            "20/05/2026 18:00",
            "2026-05-20  18:00",
            "2026-05-20 18:00 +02:00",
            "2026-05-20 18:00+2",
            "2026-05-20 18:00:",
            "tomorrow",
            "+3h",
            "2026-05-20 18:00.5",
            "2026-05-20_18:00",
            "2026-05-20\t18:00",
            "2026-05-20 18:00é",
            "🎉",
        ] {
            assert!(
                paris(text)
                    .unwrap_err()
                    .starts_with("must be a date and time"),
                "{text:?}"
            );
        }
    }

    #[test]
    fn refuses_days_and_times_that_do_not_exist() {
        for text in [
            "2026-02-29 18:00",
            "2026-04-31 18:00",
            "2026-13-01 18:00",
            "2026-00-10 18:00",
            "2026-01-00 18:00",
        ] {
            assert_eq!(
                paris(text),
                Err("must be a day that exists in the calendar".into()),
                "{text:?}"
            );
        }
        for text in [
            "2026-05-20 24:00",
            "2026-05-20 18:60",
            "2026-05-20 18:00:60",
        ] {
            assert_eq!(
                paris(text),
                Err("must have a time between 00:00:00 and 23:59:59".into()),
                "{text:?}"
            );
        }
    }

    #[test]
    fn refuses_years_out_of_bounds() {
        for text in [
            "0000-01-01 00:00",
            "1969-12-31 12:00",
            "1970-01-01 00:30",
            "1969-12-31T23:59:59Z",
        ] {
            assert_eq!(
                paris(text),
                Err("must be in the years 1970 to 9999".into()),
                "{text:?}"
            );
        }
        assert_eq!(
            paris("9999-12-31T23:59:59-10:00"),
            Err("must be in the years 1970 to 9999".into())
        );
    }

    #[test]
    fn refuses_a_local_time_that_happens_twice_with_both_readings() {
        assert_eq!(
            paris("2026-10-25 02:30"),
            Err(
                "2026-10-25 02:30 happens twice in Europe/Paris, where the clocks go back: write \
                 2026-10-25T02:30:00+02:00 or 2026-10-25T02:30:00+01:00"
                    .into()
            )
        );
    }

    #[test]
    fn refuses_a_local_time_that_does_not_exist_with_both_readings() {
        assert_eq!(
            paris("2026-03-29 02:30"),
            Err("2026-03-29 02:30 does not exist in Europe/Paris, where the clocks go forward: write \
                 2026-03-29T02:30:00+02:00 (2026-03-29 01:30 there) or \
                 2026-03-29T02:30:00+01:00 (2026-03-29 03:30 there)"
                .into())
        );
    }

    #[test]
    fn the_readings_of_a_refusal_are_accepted() {
        for text in ["2026-10-25 02:30", "2026-03-29 02:30"] {
            let message = paris(text).unwrap_err();
            let accepted = message
                .split(' ')
                .filter(|word| word.parse::<Instant>().is_ok())
                .count();
            assert_eq!(accepted, 2, "{message}");
        }
    }

    #[test]
    fn accepts_the_edges_of_a_change_of_clocks() {
        assert_eq!(
            paris("2026-03-29 01:59:59"),
            Ok("2026-03-29T00:59:59Z".into())
        );
        assert!(paris("2026-03-29 02:00").is_err());
        assert!(paris("2026-03-29 02:59:59").is_err());
        assert_eq!(paris("2026-03-29 03:00"), Ok("2026-03-29T01:00:00Z".into()));
        assert_eq!(
            paris("2026-10-25 01:59:59"),
            Ok("2026-10-24T23:59:59Z".into())
        );
        assert!(paris("2026-10-25 02:00").is_err());
        assert!(paris("2026-10-25 02:59:59").is_err());
        assert_eq!(paris("2026-10-25 03:00"), Ok("2026-10-25T02:00:00Z".into()));
    }

    #[test]
    fn an_offset_settles_a_local_time_that_happens_twice() {
        assert_eq!(
            paris("2026-10-25 02:30+02:00"),
            Ok("2026-10-25T00:30:00Z".into())
        );
        assert_eq!(
            paris("2026-10-25 02:30+01:00"),
            Ok("2026-10-25T01:30:00Z".into())
        );
    }

    #[test]
    fn end_is_a_date_or_a_duration_after_the_start() {
        let start = utc("2026-05-20T16:00:00Z");
        for (text, end) in [
            ("+3h", "2026-05-20T19:00:00Z"),
            ("+90m", "2026-05-20T17:30:00Z"),
            ("+1d", "2026-05-21T16:00:00Z"),
            ("+1h30m", "2026-05-20T17:30:00Z"),
            (" +45s ", "2026-05-20T16:00:45Z"),
            ("2026-05-20 23:00", "2026-05-20T21:00:00Z"),
            ("2026-05-20T23:00:00Z", "2026-05-20T23:00:00Z"),
        ] {
            assert_eq!(parse_end(text, start, PARIS), Ok(utc(end)), "{text:?}");
        }
    }

    #[test]
    fn refuses_ends_that_are_neither() {
        let start = utc("2026-05-20T16:00:00Z");
        for text in [
            "",
            "+",
            "++3h",
            "+3",
            "+0h",
            "3h",
            "-3h",
            "+3h-1m",
            "tomorrow",
            "2026-05-21",
            "+99999999999999999999d",
            "+9223372036854775s",
            "+3000000d",
            "2026-03-29 02:30",
        ] {
            assert!(parse_end(text, start, PARIS).is_err(), "{text:?}");
        }
    }

    #[test]
    fn reads_days() {
        let today = day("2026-05-20");
        for (text, expected) in [
            ("2026-02-28", "2026-02-28"),
            ("2028-02-29", "2028-02-29"),
            ("today", "2026-05-20"),
            ("Today", "2026-05-20"),
            ("tomorrow", "2026-05-21"),
            ("yesterday", "2026-05-19"),
            ("+7d", "2026-05-27"),
            ("-30d", "2026-04-20"),
            ("+0d", "2026-05-20"),
            (" +7d ", "2026-05-27"),
            ("1970-01-01", "1970-01-01"),
            ("9999-12-31", "9999-12-31"),
        ] {
            assert_eq!(parse_day(text, today), Ok(day(expected)), "{text:?}");
        }
    }

    #[test]
    fn refuses_what_is_not_a_day() {
        for text in [
            "",
            "now",
            "7d",
            "+7",
            "+d",
            "+-7d",
            "+7w",
            "+7 d",
            "+1.5d",
            "2026-5-20",
            "20/05/2026",
            "2026-05",
            "2026-05-20 18:00",
            "2026-02-29",
            "2026-13-01",
            "1969-12-31",
            "0000-00-00",
            "-2026-05-20",
            "+٧d",
        ] {
            assert!(parse_day(text, day("2026-05-20")).is_err(), "{text:?}");
        }
    }

    #[test]
    fn refuses_days_out_of_the_calendar_without_panicking() {
        for text in [
            "+99999999999d",
            "-99999999999d",
            "+9223372036854775807d",
            "-9223372036854775807d",
            "+99999999999999999999999999d",
            "+3000000d",
            "-30000d",
        ] {
            assert_eq!(
                parse_day(text, day("2026-05-20")).unwrap_err().to_string(),
                "must be in the years 1970 to 9999",
                "{text:?}"
            );
        }
        assert!(parse_day("tomorrow", NaiveDate::MAX).is_err());
        assert!(parse_day("yesterday", NaiveDate::MIN).is_err());
        assert!(parse_day("tomorrow", day("9999-12-31")).is_err());
    }

    #[test]
    fn a_day_starts_at_midnight() {
        assert_eq!(
            day_start(day("2026-05-20"), PARIS),
            utc("2026-05-19T22:00:00Z")
        );
        assert_eq!(
            day_start(day("2026-03-29"), PARIS),
            utc("2026-03-28T23:00:00Z")
        );
        assert_eq!(
            day_start(day("2026-05-20"), Tz::UTC),
            utc("2026-05-20T00:00:00Z")
        );
    }

    #[test]
    fn a_day_without_midnight_starts_when_the_clocks_have_changed() {
        // Midnight to one o'clock was skipped.
        assert_eq!(
            day_start(day("2018-11-04"), America::Sao_Paulo),
            utc("2018-11-04T03:00:00Z")
        );
        assert_eq!(
            day_start(day("2023-04-28"), Africa::Cairo),
            utc("2023-04-27T22:00:00Z")
        );
        assert_eq!(
            day_start(day("2022-03-27"), Asia::Beirut),
            utc("2022-03-26T22:00:00Z")
        );
    }

    #[test]
    fn a_day_with_two_midnights_starts_at_the_first() {
        assert_eq!(
            day_start(day("2025-11-02"), America::Havana),
            utc("2025-11-02T04:00:00Z")
        );
    }

    #[test]
    fn a_skipped_day_starts_with_the_next() {
        assert_eq!(
            day_start(day("2011-12-30"), Pacific::Apia),
            utc("2011-12-30T10:00:00Z")
        );
        assert_eq!(
            day_start(day("2011-12-30"), Pacific::Apia),
            day_start(day("2011-12-31"), Pacific::Apia)
        );
    }

    #[test]
    fn a_day_far_away_starts_at_a_bound() {
        assert_eq!(
            day_start(NaiveDate::MIN, PARIS),
            utc("1970-01-01T00:00:00Z")
        );
        assert_eq!(
            day_start(NaiveDate::MAX, PARIS),
            utc("9999-12-30T23:00:00Z")
        );
    }

    #[test]
    fn reads_zones_without_regard_to_case() {
        assert_eq!(parse_zone("Europe/Paris"), Ok(PARIS));
        assert_eq!(parse_zone(" europe/paris "), Ok(PARIS));
        assert_eq!(parse_zone("utc"), Ok(Tz::UTC));
    }

    #[test]
    fn refuses_unknown_zones() {
        for text in [
            "",
            "Paris",
            "CEST",
            "+02:00",
            "Europe/Pariss",
            "Europe\\Paris",
            "../../etc/passwd",
            "é",
        ] {
            assert!(parse_zone(text).is_err(), "{text:?}");
        }
    }

    fn zones() -> impl Strategy<Value = Tz> {
        proptest::sample::select(chrono_tz::TZ_VARIANTS.to_vec())
    }

    fn instants() -> impl Strategy<Value = Instant> {
        (MIN_TIMESTAMP..=MAX_TIMESTAMP)
            .prop_map(|seconds| Instant::from_timestamp(seconds).unwrap())
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
            let offset = chrono::FixedOffset::east_opt(minutes * 60).unwrap();
            let text = instant.datetime().with_timezone(&offset).to_rfc3339_opts(SecondsFormat::Secs, false);
            // A zone ahead of UTC is already in the year 10000 at the very end.
            prop_assume!(text.len() == 25);
            prop_assert_eq!(text.parse::<Instant>(), Ok(instant));
        }

        #[test]
        fn local_time_is_read_back_unless_refused_with_readings(minutes in 40_000..40_000_000i64, tz in zones()) {
            let instant = Instant::from_timestamp(minutes * 60).unwrap();
            match parse_instant(&instant.local(tz), tz) {
                // Liberia was not a whole number of minutes away from UTC until 1972.
                Ok(read) => prop_assert!((read.timestamp() - instant.timestamp()).abs() < 60),
                Err(invalid) => prop_assert!(invalid.to_string().contains("happens twice")),
            }
        }

        #[test]
        fn a_day_start_is_in_its_day_and_the_second_before_is_not(days in 2..40_000i64, tz in zones()) {
            let day = day("1970-01-01") + TimeDelta::days(days);
            let start = day_start(day, tz);
            let local = |instant: Instant| instant.datetime().with_timezone(&tz).date_naive();
            prop_assert!(local(start) >= day);
            prop_assert!(local(start.plus(TimeDelta::seconds(-1))) < day);
        }

        #[test]
        fn any_text_is_accepted_or_refused(
            text in proptest::collection::vec(any::<char>(), 0..40),
            start in instants(),
            tz in zones(),
        ) {
            let text: String = text.into_iter().collect();
            let _ = text.parse::<Instant>();
            let _ = parse_instant(&text, tz);
            let _ = parse_end(&text, start, tz);
            let _ = parse_day(&text, start.datetime().date_naive());
            let _ = parse_zone(&text);
        }

        #[test]
        fn any_numbers_are_accepted_or_refused(
            text in "[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?([+-][0-9]{2}:?[0-9]{2}|Z)?",
            tz in zones(),
        ) {
            let _ = text.parse::<Instant>();
            let _ = parse_instant(&text, tz);
            let _ = parse_day(&text[..10], day("2026-05-20"));
        }

        #[test]
        fn any_shift_is_accepted_or_refused(text in "[+-][0-9]{1,25}[dhms]", start in instants(), tz in zones()) {
            let _ = parse_end(&text, start, tz);
            let _ = parse_day(&text, start.datetime().date_naive());
        }
    }
}
