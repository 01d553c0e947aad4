//! Dates, times and zones as people type and see them.
//!
//! A local time is read in a zone given by the caller; one that the clocks of that zone skip or repeat is refused rather
//! than guessed. Its written form is left to `written`, and whether an end follows its start to the rules.

use jiff::Span;
use jiff::civil::{self, Date, DateTime};
use jiff::tz::{AmbiguousOffset, Offset};

use super::instant::{in_years, out_of_years};
use super::written::{self, Typed};
use super::{Instant, Zone, parse_duration, seconds};
use crate::domain::Invalid;
use crate::lang::Text;
use crate::t;

const SHOWN: &str = "%Y-%m-%d %H:%M";

impl Instant {
    /// Writes the date and time in a zone for people, such as `2026-05-20 18:00`.
    pub fn local(self, zone: &Zone) -> String {
        zone.at(self).strftime(SHOWN).to_string()
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
            .checked_add(parse_duration(duration)?.as_secs())
            .and_then(Instant::from_timestamp)
            .ok_or_else(out_of_years);
    }
    read_instant(text, zone, || t!("invalid-end"))
}

/// Reads a day: `2026-05-20`, `today`, `tomorrow`, `yesterday`, or a number of days from today such as `+7d` or `-30d`.
///
/// # Errors
/// Refuses what is not a day of the years 1970-9999.
pub fn parse_day(text: &str, today: Date) -> Result<Date, Invalid> {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let days = match lower.as_str() {
        "today" => Some(0),
        "tomorrow" => Some(1),
        "yesterday" => Some(-1),
        _ => days_from_today(&lower)?,
    };
    let day = match days {
        Some(days) => Span::new()
            .try_days(days)
            .and_then(|days| today.checked_add(days))
            .map_err(|_| out_of_years())?,
        None => written::day(text).map_err(|fault| fault.refusal(|| t!("invalid-day")))?,
    };
    if !(1970..=9999).contains(&day.year()) {
        return Err(out_of_years());
    }
    Ok(day)
}

/// Returns the first instant of a local day, which is not midnight where the clocks skip it.
///
/// A day that a zone skipped altogether begins when the next one does.
pub fn day_start(day: Date, zone: &Zone) -> Instant {
    let midnight = day.clamp(civil::date(1970, 1, 1), Date::MAX).at(0, 0, 0, 0);
    Instant::clamped(match zone.offsets(midnight) {
        AmbiguousOffset::Unambiguous { offset } | AmbiguousOffset::Fold { before: offset, .. } => {
            with_offset(midnight, offset)
        }
        AmbiguousOffset::Gap { after, .. } => {
            let before_change = with_offset(midnight, after);
            zone.change_after(before_change).unwrap_or(before_change)
        }
    })
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
    match written::typed(text).map_err(|fault| fault.refusal(form))? {
        Typed::Absolute(seconds) => in_years(seconds),
        Typed::Local(local) => at_local(local, zone),
    }
}

fn at_local(local: DateTime, zone: &Zone) -> Result<Instant, Invalid> {
    // The offset may still move the last day of 1969 into bounds.
    if local.year() < 1969 {
        return Err(out_of_years());
    }
    let time = local.strftime(SHOWN).to_string();
    match zone.offsets(local) {
        AmbiguousOffset::Unambiguous { offset } => in_years(with_offset(local, offset)),
        AmbiguousOffset::Fold { before, after } => {
            let (one, other) = (rfc_3339(local, before)?, rfc_3339(local, after)?);
            let readings = t!("invalid-either", one = one, other = other);
            Err(Invalid::new(t!(
                "invalid-time-twice",
                time = time,
                zone = zone.name(),
                readings = readings,
            )))
        }
        AmbiguousOffset::Gap { before, after } => {
            let reading = |offset| {
                let instant = rfc_3339(local, offset)?;
                let there = zone.local(with_offset(local, offset));
                let shown = there.strftime(SHOWN).to_string();
                Ok(t!("invalid-time-reading", instant = instant, shown = shown))
            };
            let (one, other) = (reading(after)?, reading(before)?);
            let readings = t!("invalid-either", one = one, other = other);
            Err(Invalid::new(t!(
                "invalid-time-skipped",
                time = time,
                zone = zone.name(),
                readings = readings,
            )))
        }
    }
}

/// Returns the seconds since the epoch of a local time with an offset.
fn with_offset(local: DateTime, offset: Offset) -> i64 {
    seconds(local) - i64::from(offset.seconds())
}

fn rfc_3339(local: DateTime, offset: Offset) -> Result<String, Invalid> {
    let timestamp = offset.to_timestamp(local).map_err(|_| out_of_years())?;
    Ok(timestamp.display_with_offset(offset).to_string())
}

#[cfg(test)]
mod tests;
