//! Dates, times and zones as people type and see them.
//!
//! A local time is read in a zone given by the caller; one that the clocks of that zone skip or show twice is refused
//! rather than guessed. How it may be written is left to `written_time`, the text that machines read to
//! [`instant`](super::instant), and whether an end follows its start to the rules.

use chrono::{
    DateTime, Datelike as _, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat,
    TimeDelta, Utc,
};

use super::instant::{in_years, out_of_years};
use super::written_time::{self, Typed};
use super::zone::Reading;
use super::{Instant, Invalid, Zone, parse_duration};
use crate::lang::Text;
use crate::t;

/// How a date and time is shown.
const SHOWN: &str = "%Y-%m-%d %H:%M";

impl Instant {
    /// Writes the date and time in a zone for people, such as `2026-05-20 18:00`.
    pub fn local(self, zone: &Zone) -> String {
        shown(self.datetime(), zone)
    }
}

/// Reads a date and time such as `2026-05-20 18:00` or `2026-05-20T18:00:30`, with or without an offset (`Z`, `+02:00`,
/// `+0200`).
///
/// Without an offset it is a local time in `zone`. A fraction of a second is dropped.
///
/// # Errors
/// Refuses what is not a date and time of the years 1970-9999, and a local time that the clocks of the zone skip or show
/// twice; the message then gives both readings in RFC 3339.
pub fn parse_instant(text: &str, zone: &Zone) -> Result<Instant, Invalid> {
    read_instant(text.trim(), zone, || t!("invalid-date-time"))
}

/// Reads an end: a date and time as [`parse_instant`] does, or a duration after `start` such as `+3h` or `+1h30m`.
///
/// A day is 24 hours. Whether the end follows the start is left to the rules.
///
/// # Errors
/// Those of [`parse_instant`] and of [`parse_duration`], and an end after the year 9999.
pub fn parse_end(text: &str, start: Instant, zone: &Zone) -> Result<Instant, Invalid> {
    let text = text.trim();
    if let Some(duration) = text.strip_prefix('+') {
        return start
            .timestamp()
            .checked_add(parse_duration(duration)?.num_seconds())
            .and_then(Instant::from_timestamp)
            .ok_or_else(out_of_years);
    }
    read_instant(text, zone, || t!("invalid-end"))
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
        None => written_time::day(text).map_err(|fault| fault.refusal(|| t!("invalid-day")))?,
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
pub fn day_start(day: NaiveDate, zone: &Zone) -> Instant {
    let first = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap_or(NaiveDate::MIN);
    let last = NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or(NaiveDate::MAX);
    let midnight = day.clamp(first, last).and_time(NaiveTime::MIN);
    let start = match zone.reading(midnight) {
        Some(Reading::Once(start) | Reading::Twice([start, _])) => start.to_utc(),
        // The day begins where the clocks have changed.
        Some(Reading::Skipped { change, .. }) => change.to_utc(),
        None => midnight.and_utc(),
    };
    Instant::from_datetime(start)
}

/// Reads the name of a time zone of the IANA database, such as `Europe/Paris`, without regard to case.
///
/// # Errors
/// Refuses a name that the database does not have.
pub fn parse_zone(text: &str) -> Result<Zone, Invalid> {
    Zone::named(text.trim()).ok_or_else(|| Invalid::new(t!("invalid-zone")))
}

/// Reads `+7d` or `-30d`; `None` when the text is something else.
fn days_from_today(text: &str) -> Result<Option<i64>, Invalid> {
    let number = text.strip_suffix('d').unwrap_or_default();
    match number.strip_prefix(['+', '-']) {
        Some(digits) if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            number.parse().map(Some).map_err(|_| out_of_years())
        }
        _ => Ok(None),
    }
}

/// Reads a date and time, given the words for a text that is none.
fn read_instant(text: &str, zone: &Zone, form: impl FnOnce() -> Text) -> Result<Instant, Invalid> {
    match written_time::typed(text).map_err(|fault| fault.refusal(form))? {
        Typed::Anywhere(moment) => in_years(moment),
        Typed::Local(moment) => at_local(moment, zone),
    }
}

fn at_local(local: NaiveDateTime, zone: &Zone) -> Result<Instant, Invalid> {
    // The zone may still move the last day of 1969 into bounds.
    if local.year() < 1969 {
        return Err(out_of_years());
    }
    let typed = local.format(SHOWN).to_string();
    match zone.reading(local).ok_or_else(out_of_years)? {
        Reading::Once(moment) => in_years(moment),
        Reading::Twice([earlier, later]) => Err(Invalid::new(t!(
            "invalid-time-twice",
            time = typed,
            zone = zone.name(),
            readings = t!(
                "invalid-either",
                one = rfc_3339(earlier),
                other = rfc_3339(later)
            ),
        ))),
        Reading::Skipped { readings, .. } => {
            let [one, other] = readings.map(|moment| {
                t!(
                    "invalid-time-reading",
                    instant = rfc_3339(moment),
                    shown = shown(moment.to_utc(), zone)
                )
            });
            Err(Invalid::new(t!(
                "invalid-time-skipped",
                time = typed,
                zone = zone.name(),
                readings = t!("invalid-either", one = one, other = other),
            )))
        }
    }
}

fn rfc_3339(moment: DateTime<FixedOffset>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Secs, false)
}

fn shown(moment: DateTime<Utc>, zone: &Zone) -> String {
    zone.at(moment).format(SHOWN).to_string()
}

#[cfg(test)]
mod tests;
