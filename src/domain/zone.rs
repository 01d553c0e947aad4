//! The time zone that people's clocks run in: a name of the IANA database, and what its clocks show when.
//!
//! The database is part of the program, one block of bytes of which a zone is read when it is named: a machine without
//! one, or with an old one, tells the same time, and a command that shows no local time pays nothing for it.

use chrono::{
    DateTime, Datelike as _, FixedOffset, NaiveDateTime, Offset as _, Timelike as _, Utc,
};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone, TimeZoneDatabase};
use jiff::{Timestamp, civil};

/// A time zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(TimeZone);

/// When the clocks of a zone show a date and time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Once.
    Once(DateTime<FixedOffset>),
    /// Twice, since the clocks go back: the earlier and the later.
    Twice([DateTime<FixedOffset>; 2]),
    /// Never, since the clocks go forward.
    Skipped {
        /// What it would be with the offset after the change, which is the earlier, and with the one before it.
        readings: [DateTime<FixedOffset>; 2],
        /// When the clocks change.
        change: DateTime<FixedOffset>,
    },
}

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Self = Self(TimeZone::UTC);

    /// The zone of a name, such as `Europe/Paris`, without regard to case; `None` when the database has no such zone.
    pub fn named(name: &str) -> Option<Self> {
        if name.eq_ignore_ascii_case("UTC") {
            return Some(Self::UTC);
        }
        let zone = TimeZoneDatabase::bundled().get(name).ok()?;
        // What stands for a zone that nobody has chosen yet is none.
        let placeholder = matches!(zone.iana_name(), Some("Factory" | "Etc/Unknown") | None);
        (!placeholder).then_some(Self(zone))
    }

    /// The name of the zone.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// What the clocks show at a point in time.
    pub fn at(&self, moment: DateTime<Utc>) -> DateTime<FixedOffset> {
        moment.with_timezone(&fixed(self.0.to_offset(timestamp(moment))))
    }

    /// When the clocks show a date and time; `None` for one that is out of the calendar.
    pub fn reading(&self, local: NaiveDateTime) -> Option<Reading> {
        let with = |offset| local.and_local_timezone(fixed(offset)).single();
        let offset = self.0.to_ambiguous_timestamp(civil_time(local)?).offset();
        Some(match offset {
            AmbiguousOffset::Unambiguous { offset } => Reading::Once(with(offset)?),
            AmbiguousOffset::Fold { before, after } => {
                Reading::Twice([with(before)?, with(after)?])
            }
            AmbiguousOffset::Gap { before, after } => {
                let readings = [with(after)?, with(before)?];
                let change = self.0.following(timestamp(readings[0].to_utc())).next()?;
                let change = DateTime::from_timestamp(change.timestamp().as_second(), 0)?;
                Reading::Skipped {
                    readings,
                    change: self.at(change),
                }
            }
        })
    }
}

fn fixed(offset: Offset) -> FixedOffset {
    // Both count seconds, and neither goes beyond a day.
    FixedOffset::east_opt(offset.seconds()).unwrap_or_else(|| Utc.fix())
}

/// The nearest point in time whose offset can be looked up: the last hours of the year 9999 have that of the hours before.
fn timestamp(moment: DateTime<Utc>) -> Timestamp {
    let bounds = Timestamp::MIN.as_second()..=Timestamp::MAX.as_second();
    let second = moment.timestamp().clamp(*bounds.start(), *bounds.end());
    Timestamp::from_second(second).unwrap_or_default()
}

fn civil_time(local: NaiveDateTime) -> Option<civil::DateTime> {
    let small = |number: u32| i8::try_from(number).ok();
    civil::DateTime::new(
        local.year().try_into().ok()?,
        small(local.month())?,
        small(local.day())?,
        small(local.hour())?,
        small(local.minute())?,
        small(local.second())?,
        0,
    )
    .ok()
}
