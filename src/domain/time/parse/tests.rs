//! Tests of what people type and see, in the zones whose clocks change in unusual ways.
//!
//! The strictness of the written forms themselves is left to the tests of `written` and `instant`.

use jiff::SignedDuration;
use jiff::tz::TimeZoneDatabase;
use proptest::prelude::*;

use super::*;

fn named(name: &str) -> Zone {
    Zone::named(name).unwrap()
}

fn in_paris() -> Zone {
    named("Europe/Paris")
}

fn utc(text: &str) -> Instant {
    text.parse().unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn paris(text: &str) -> Result<String, String> {
    parse_instant(text, &in_paris())
        .map(|instant| instant.to_string())
        .map_err(|invalid| invalid.to_string())
}

#[test]
fn shows_the_local_time() {
    for (instant, zone, local) in [
        ("2026-05-20T16:00:00Z", in_paris(), "2026-05-20 18:00"),
        ("2026-01-20T23:30:59Z", in_paris(), "2026-01-21 00:30"),
        ("2026-05-20T16:00:00Z", Zone::UTC, "2026-05-20 16:00"),
    ] {
        assert_eq!(utc(instant).local(&zone), local);
    }
}

#[test]
fn reads_what_people_type_in_their_zone() {
    let written = "2026-05-20 18:00|2026-05-20T18:00| 2026-05-20 18:00\n|2026-05-20 18:00:00|\
        2026-05-20T18:00:00|2026-05-20T18:00+02:00|2026-05-20 18:00+0200|2026-05-20 16:00Z|\
        2026-05-20T16:00:00Z|2026-05-20 12:00:00-04:00";
    for text in written.split('|') {
        assert_eq!(paris(text), Ok("2026-05-20T16:00:00Z".into()), "{text:?}");
    }
    let winter = paris("2026-01-20 18:00:07");
    assert_eq!(winter, Ok("2026-01-20T17:00:07Z".into()));
}

#[test]
fn refuses_what_is_not_a_date_and_time() {
    let refused = "| |2026-05-20|18:00|2026-05-20 18|2026-05-20 18h00|20/05/2026 18:00|\
        2026-05-20  18:00|2026-05-20 18:00 +02:00|2026-05-20 18:00+2|2026-05-20 18:00:|tomorrow|\
        +3h|2026-05-20 18:00.5|2026-05-20_18:00|2026-05-20\t18:00|2026-05-20 18:00é|🎉";
    for text in refused.split('|') {
        let refused = paris(text).unwrap_err();
        assert!(refused.starts_with("must be a date and time"), "{text:?}");
    }
}

#[test]
fn refuses_days_and_times_that_do_not_exist() {
    for (texts, refusal) in [
        (
            "2026-02-29 18:00|2026-04-31 18:00|2026-13-01 18:00|2026-00-10 18:00|2026-01-00 18:00",
            "must be a day that exists",
        ),
        (
            "2026-05-20 24:00|2026-05-20 18:60|2026-05-20 18:00:60",
            "must have a time between 00:00:00 and 23:59:59",
        ),
    ] {
        for text in texts.split('|') {
            assert_eq!(paris(text), Err(refusal.into()), "{text:?}");
        }
    }
}

#[test]
fn refuses_years_out_of_bounds() {
    let refused = "0000-01-01 00:00|1969-12-31 12:00|1970-01-01 00:30|1969-12-31T23:59:59Z|\
        9999-12-31T23:59:59-10:00";
    for text in refused.split('|') {
        let expected = Err("must be between the years 1970 and 9999".into());
        assert_eq!(paris(text), expected, "{text:?}");
    }
}

#[test]
fn refuses_a_local_time_that_happens_twice_with_both_readings() {
    let refusal = "2026-10-25 02:30 occurs twice in Europe/Paris, where clocks go back: \
        write 2026-10-25T02:30:00+02:00 or 2026-10-25T02:30:00+01:00";
    assert_eq!(paris("2026-10-25 02:30"), Err(refusal.into()));
}

#[test]
fn refuses_a_local_time_that_does_not_exist_with_both_readings() {
    let refusal = "2026-03-29 02:30 does not exist in Europe/Paris, where clocks go \
        forward: write 2026-03-29T02:30:00+02:00 (2026-03-29 01:30 there) or \
        2026-03-29T02:30:00+01:00 (2026-03-29 03:30 there)";
    assert_eq!(paris("2026-03-29 02:30"), Err(refusal.into()));
}

#[test]
fn the_readings_of_a_refusal_are_accepted() {
    for text in ["2026-10-25 02:30", "2026-03-29 02:30"] {
        let message = paris(text).unwrap_err();
        let words = message.split(' ');
        let accepted = words.filter(|word| word.parse::<Instant>().is_ok());
        assert_eq!(accepted.count(), 2, "{message}");
    }
}

#[test]
fn accepts_the_edges_of_a_change_of_clocks() {
    for (local, instant) in [
        ("2026-03-29 01:59:59", "2026-03-29T00:59:59Z"),
        ("2026-03-29 03:00", "2026-03-29T01:00:00Z"),
        ("2026-10-25 01:59:59", "2026-10-24T23:59:59Z"),
        ("2026-10-25 03:00", "2026-10-25T02:00:00Z"),
    ] {
        assert_eq!(paris(local), Ok(instant.into()));
    }
    let changing = "2026-03-29 02:00|2026-03-29 02:59:59|2026-10-25 02:00|2026-10-25 02:59:59";
    for local in changing.split('|') {
        assert!(paris(local).is_err(), "{local}");
    }
}

#[test]
fn an_offset_settles_a_local_time_that_happens_twice() {
    let summer = paris("2026-10-25 02:30+02:00");
    assert_eq!(summer, Ok("2026-10-25T00:30:00Z".into()));
    let winter = paris("2026-10-25 02:30+01:00");
    assert_eq!(winter, Ok("2026-10-25T01:30:00Z".into()));
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
        let parsed = parse_end(text, start, &in_paris());
        assert_eq!(parsed, Ok(utc(end)), "{text:?}");
    }
}

#[test]
fn refuses_ends_that_are_neither() {
    let start = utc("2026-05-20T16:00:00Z");
    let refused = "|+|++3h|+3|+0h|3h|-3h|+3h-1m|tomorrow|2026-05-21|+99999999999999999999d|\
        +9223372036854775s|+3000000d|2026-03-29 02:30";
    for text in refused.split('|') {
        assert!(parse_end(text, start, &in_paris()).is_err(), "{text:?}");
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
    let refused = "|now|7d|+7|+d|+-7d|+7w|+7 d|+1.5d|2026-5-20|20/05/2026|2026-05|\
        2026-05-20 18:00|2026-02-29|2026-13-01|1969-12-31|0000-00-00|-2026-05-20|+٧d";
    for text in refused.split('|') {
        assert!(parse_day(text, day("2026-05-20")).is_err(), "{text:?}");
    }
}

#[test]
fn refuses_days_out_of_the_calendar_without_panicking() {
    let distant = "+99999999999d -99999999999d +9223372036854775807d -9223372036854775807d \
        +99999999999999999999999999d +3000000d -30000d";
    for text in distant.split(' ') {
        let refused = parse_day(text, day("2026-05-20")).unwrap_err();
        let refused = refused.to_string();
        assert_eq!(
            refused, "must be between the years 1970 and 9999",
            "{text:?}"
        );
    }
    assert!(parse_day("tomorrow", Date::MAX).is_err());
    assert!(parse_day("yesterday", Date::MIN).is_err());
    assert!(parse_day("tomorrow", day("9999-12-31")).is_err());
}

#[test]
fn a_day_starts_at_midnight_or_when_the_clocks_have_changed() {
    for (zone, date, start) in [
        ("Europe/Paris", "2026-05-20", "2026-05-19T22:00:00Z"),
        ("Europe/Paris", "2026-03-29", "2026-03-28T23:00:00Z"),
        ("UTC", "2026-05-20", "2026-05-20T00:00:00Z"),
        // Midnight to one o'clock was skipped.
        ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z"),
        ("Africa/Cairo", "2023-04-28", "2023-04-27T22:00:00Z"),
        ("Asia/Beirut", "2022-03-27", "2022-03-26T22:00:00Z"),
        // Of two midnights the first.
        ("America/Havana", "2025-11-02", "2025-11-02T04:00:00Z"),
        // A skipped day starts with the next.
        ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z"),
        ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z"),
    ] {
        assert_eq!(day_start(day(date), &named(zone)), utc(start), "{zone}");
    }
}

#[test]
fn a_day_far_away_starts_at_a_bound() {
    let start = |day| day_start(day, &in_paris()).to_string();
    assert_eq!(start(Date::MIN), "1970-01-01T00:00:00Z");
    assert_eq!(start(Date::MAX), "9999-12-30T23:00:00Z");
}

#[test]
fn reads_zones_without_regard_to_case() {
    assert_eq!(parse_zone("Europe/Paris"), Ok(in_paris()));
    assert_eq!(parse_zone(" europe/paris "), Ok(in_paris()));
    assert_eq!(parse_zone("utc"), Ok(Zone::UTC));
}

#[test]
fn refuses_unknown_zones() {
    let refused = "|Paris|CEST|+02:00|Europe/Pariss|Factory|Etc/Unknown|Europe\\Paris|\
        ../../etc/passwd|é";
    for text in refused.split('|') {
        assert!(parse_zone(text).is_err(), "{text:?}");
    }
}

fn zones() -> impl Strategy<Value = Zone> {
    let database = TimeZoneDatabase::bundled();
    let names = database.available();
    let zones: Vec<_> = names
        .filter_map(|name| Zone::named(name.as_str()))
        .collect();
    proptest::sample::select(zones)
}

fn instants() -> impl Strategy<Value = Instant> {
    (0..=253_402_300_799i64).prop_map(|seconds| Instant::from_timestamp(seconds).unwrap())
}

proptest! {
    #[test]
    fn local_time_is_read_back_unless_refused_with_readings(minutes in 40_000..40_000_000i64, zone in zones()) {
        let instant = Instant::from_timestamp(minutes * 60).unwrap();
        match parse_instant(&instant.local(&zone), &zone) {
            // Liberia was not a whole number of minutes away from UTC until 1972.
            Ok(read) => prop_assert!((read.timestamp() - instant.timestamp()).abs() < 60),
            Err(invalid) => prop_assert!(invalid.to_string().contains("occurs twice")),
        }
    }

    #[test]
    fn a_day_start_is_in_its_day_and_the_second_before_is_not(days in 2..40_000i64, zone in zones()) {
        let day = day("1970-01-01") + Span::new().days(days);
        let start = day_start(day, &zone);
        let local = |instant: Instant| zone.at(instant).date();
        prop_assert!(local(start) >= day);
        prop_assert!(local(start.plus(SignedDuration::from_secs(-1))) < day);
    }

    #[test]
    fn any_text_is_accepted_or_refused(
        text in proptest::collection::vec(any::<char>(), 0..40),
        start in instants(),
        zone in zones(),
    ) {
        let text: String = text.into_iter().collect();
        let _ = parse_instant(&text, &zone);
        let _ = parse_end(&text, start, &zone);
        let _ = parse_day(&text, Zone::UTC.at(start).date());
        let _ = parse_zone(&text);
    }

    #[test]
    fn any_numbers_are_accepted_or_refused(
        text in "[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?([+-][0-9]{2}:?[0-9]{2}|Z)?",
        zone in zones(),
    ) {
        let _ = parse_instant(&text, &zone);
        let _ = parse_day(&text[..10], day("2026-05-20"));
    }

    #[test]
    fn any_shift_is_accepted_or_refused(text in "[+-][0-9]{1,25}[dhms]", start in instants(), zone in zones()) {
        let _ = parse_end(&text, start, &zone);
        let _ = parse_day(&text, Zone::UTC.at(start).date());
    }
}

#[test]
fn the_last_evening_of_1969_may_be_within_bounds() {
    let new_york = named("America/New_York");
    let read = parse_instant("1969-12-31 19:30", &new_york);
    assert_eq!(read, Ok(utc("1970-01-01T00:30:00Z")));
    assert!(parse_instant("1969-12-31 18:30", &new_york).is_err());
}

#[test]
fn days_from_today_have_a_number() {
    let today = day("2027-05-20");
    assert_eq!(parse_day("+7d", today), Ok(day("2027-05-27")));
    for text in ["+d", "-d", "+7", "+7xd", "d"] {
        assert!(parse_day(text, today).is_err(), "{text}");
    }
}
