//! Dates and times: a zone on the first line, a start on the second, a text on the rest.

use epic::domain::{
    Instant, Zone, day_start, parse_day, parse_duration, parse_end, parse_instant, parse_zone,
};
use jiff::civil::{self, Date, DateTime};
use jiff::{SignedDuration, Span};

use super::{lines, text_of};

const SHOWN: &str = "%Y-%m-%dT%H:%M:%S";

/// From the last day of the year 9999 on, a local time may be that of its end.
const LAST_DAY: i64 = 253_402_300_799 - 86_400;

pub fn check(data: &[u8]) {
    let input = text_of(data);
    let [zone, start, text] = lines(&input);
    let zone = match parse_zone(zone) {
        Ok(zone) => {
            a_zone_is_read_back(&zone);
            zone
        }
        Err(_) => Zone::UTC,
    };
    a_duration_is_read_back(text);
    let start = parse_instant(start, &zone).unwrap_or(Instant::from_timestamp(0).expect("1970"));
    an_instant_is_read_back(start, &zone);
    if let Ok(instant) = text.parse::<Instant>() {
        assert_eq!(parse_instant(text, &zone), Ok(instant));
    }
    if let Ok(instant) = parse_instant(text, &zone) {
        an_instant_is_read_back(instant, &zone);
    }
    if let Ok(local) = text.parse::<DateTime>() {
        a_local_time_is_read_as_the_zone_has_it(local, &zone);
    }
    an_end_is_an_instant_or_follows_the_start(text, start, &zone);
    a_day_is_read_back(text, zone.at(start).date(), &zone);
}

fn a_zone_is_read_back(zone: &Zone) {
    for name in [
        zone.name().to_owned(),
        zone.name().to_uppercase(),
        format!(" {} ", zone.name()),
    ] {
        assert_eq!(parse_zone(&name).as_ref(), Ok(zone), "{name}");
    }
}

fn an_instant_is_read_back(instant: Instant, zone: &Zone) {
    let text = instant.to_string();
    assert_eq!(text.len(), 20);
    assert_eq!(text.parse(), Ok(instant));
    assert_eq!(parse_instant(&text, zone), Ok(instant));
    let mut written = Vec::new();
    instant.write_to(&mut written);
    assert_eq!(written, text.into_bytes());
    assert_eq!(Instant::from_timestamp(instant.timestamp()), Some(instant));
    if instant.timestamp() > LAST_DAY {
        return;
    }
    // Refused where the clocks show it twice, and then with both readings.
    let local = zone.at(instant);
    match parse_instant(&local.strftime(SHOWN).to_string(), zone) {
        Ok(read) => assert_eq!(read, instant),
        Err(refused) => assert!(
            readings(&refused.to_string()).contains(&instant),
            "{refused}"
        ),
    }
    // Shown without its seconds, the first minute may be before 1970.
    if instant.timestamp() < 60 {
        return;
    }
    let shown = instant.local(zone);
    let minute = instant.plus(SignedDuration::from_secs(-i64::from(local.second())));
    match parse_instant(&shown, zone) {
        Ok(read) => assert_eq!(read, minute, "{shown}"),
        Err(refused) => assert!(!readings(&refused.to_string()).is_empty(), "{refused}"),
    }
}

/// Instants that a refusal offers.
fn readings(refusal: &str) -> Vec<Instant> {
    let words = refusal.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | ';'));
    words.filter_map(|word| word.parse().ok()).collect()
}

fn a_local_time_is_read_as_the_zone_has_it(local: DateTime, zone: &Zone) {
    let local = local
        .date()
        .at(local.hour(), local.minute(), local.second(), 0);
    if local.year() < 1970 || local.year() > 9998 {
        let _ = parse_instant(&local.strftime(SHOWN).to_string(), zone);
        return;
    }
    let database = jiff::tz::TimeZoneDatabase::bundled();
    let known = database.get(zone.name()).expect("a zone of the database");
    let ambiguous = known.to_ambiguous_timestamp(local);
    let expected = ambiguous.unambiguous().ok().map(|it| it.as_second());
    let expected = expected.and_then(Instant::from_timestamp);
    let read = parse_instant(&local.strftime(SHOWN).to_string(), zone);
    assert_eq!(read.as_ref().ok(), expected.as_ref());
    if let Ok(read) = read {
        assert_eq!(zone.at(read), local);
    }
}

fn a_duration_is_read_back(text: &str) {
    let Ok(duration) = parse_duration(text) else {
        return;
    };
    assert!(duration > SignedDuration::ZERO && duration.subsec_nanos() == 0);
    let seconds = duration.as_secs();
    assert!(seconds.checked_mul(1_000).is_some());
    assert_eq!(parse_duration(&format!("{seconds}s")), Ok(duration));
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let parts = format!("{days}d{}h{}m{}s", rest / 3_600, rest / 60 % 60, rest % 60);
    assert_eq!(parse_duration(&parts), Ok(duration));
}

fn an_end_is_an_instant_or_follows_the_start(text: &str, start: Instant, zone: &Zone) {
    let end = parse_end(text, start, zone);
    match text.trim().strip_prefix('+') {
        Some(duration) => {
            let seconds = parse_duration(duration).ok().map(|it| it.as_secs());
            let end_of = |it| {
                start
                    .timestamp()
                    .checked_add(it)
                    .and_then(Instant::from_timestamp)
            };
            assert_eq!(end.ok(), seconds.and_then(end_of));
        }
        None => assert_eq!(end.ok(), parse_instant(text, zone).ok()),
    }
}

fn a_day_is_read_back(text: &str, today: Date, zone: &Zone) {
    let Ok(day) = parse_day(text, today) else {
        return;
    };
    assert!((1970..=9999).contains(&day.year()));
    assert_eq!(parse_day(&day.to_string(), today), Ok(day));
    let apart = today.until(day).map(|span| span.get_days());
    let apart = apart.expect("days between two days");
    assert_eq!(today.checked_add(Span::new().days(apart)).ok(), Some(day));
    assert_eq!(parse_day(&format!("{apart:+}d"), today), Ok(day));

    let start = day_start(day, zone);
    if day == civil::date(9999, 12, 31) {
        return;
    }
    assert!(zone.at(start).date() >= day);
    let before = Instant::from_timestamp(start.timestamp() - 1);
    assert!(before.is_none_or(|it| zone.at(it).date() < day));
    let next = day.tomorrow().expect("a day that is not the last");
    assert!(day_start(next, zone) >= start);
}
