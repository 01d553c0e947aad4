//! Instants, zones and durations, and the texts in which people and machines write them.

mod duration;
mod instant;
mod parse;
mod written;
mod zone;

use jiff::civil::{self, DateTime};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

pub use duration::{days, parse_duration};
pub use instant::{Instant, UtcInstant};
pub use parse::{day_start, parse_day, parse_end, parse_instant, parse_zone};
pub use zone::Zone;

const EPOCH: DateTime = civil::datetime(1970, 1, 1, 0, 0, 0, 0);

/// Returns the date and time in UTC of a number of seconds since the epoch; those of the years 1970-9999 all have one.
fn civil(seconds: i64) -> DateTime {
    // A timestamp ends 26 hours before the calendar, so that every offset can be added to it.
    Timestamp::from_second(seconds - i64::from(Offset::MAX.seconds())).map_or_else(
        |_| EPOCH.saturating_add(SignedDuration::from_secs(seconds)),
        |timestamp| Offset::MAX.to_datetime(timestamp),
    )
}

/// Returns the seconds from the epoch to a date and time in UTC.
fn seconds(civil: DateTime) -> i64 {
    civil.duration_since(EPOCH).as_secs()
}
