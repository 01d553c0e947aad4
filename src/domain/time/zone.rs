//! An IANA time zone: its local times, and the instants of a local time.
//!
//! The database is compiled in, one block of bytes from which a zone is read when it is named: a machine without one, or
//! with an old one, computes the same local times, and a command that shows none pays nothing for it.

use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase};
use jiff::{SignedDuration, Timestamp};

use super::{Instant, civil};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(TimeZone);

impl Zone {
    pub const UTC: Self = Self(TimeZone::UTC);

    /// Looks up a zone by name, such as `Europe/Paris`, without regard to case.
    pub fn named(name: &str) -> Option<Self> {
        if name.eq_ignore_ascii_case("UTC") {
            return Some(Self::UTC);
        }
        let zone = TimeZoneDatabase::bundled().get(name).ok()?;
        // `Factory` and `Etc/Unknown` stand for a zone that has not been chosen.
        let placeholder = matches!(zone.iana_name(), Some("Factory" | "Etc/Unknown") | None);
        (!placeholder).then_some(Self(zone))
    }

    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// Returns the local time of an instant; beyond the year 9999, the last one of that year.
    pub fn at(&self, instant: Instant) -> DateTime {
        self.local(instant.timestamp())
    }

    /// Returns the local time of a number of seconds since the epoch.
    pub(super) fn local(&self, seconds: i64) -> DateTime {
        let offset = self.0.to_offset(timestamp(seconds));
        civil(seconds).saturating_add(SignedDuration::from_secs(offset.seconds().into()))
    }

    /// Returns the offset of a local time, or those before and after the change of clocks that skips or repeats it.
    pub(super) fn offsets(&self, local: DateTime) -> AmbiguousOffset {
        self.0.to_ambiguous_timestamp(local).offset()
    }

    /// Returns the first change of clocks after a number of seconds since the epoch, as one.
    pub(super) fn change_after(&self, seconds: i64) -> Option<i64> {
        let change = self.0.following(timestamp(seconds)).next()?;
        Some(change.timestamp().as_second())
    }
}

/// Returns the nearest timestamp that has an offset: the last hours of the year 9999 take that of the hours before.
fn timestamp(seconds: i64) -> Timestamp {
    let (first, last) = (Timestamp::MIN.as_second(), Timestamp::MAX.as_second());
    Timestamp::from_second(seconds.clamp(first, last)).unwrap_or_default()
}
