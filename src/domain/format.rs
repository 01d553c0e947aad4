//! Formatting of amounts, numbers, dates, statuses and departments for people, in the current language.

use jiff::civil::DateTime;

use super::time::days;
use super::{Cents, ContractStatus, Department, Instant, Zone};
use crate::lang::{Lang, Text, current};
use crate::t;

/// Seconds around now within which dates omit the year.
const NEAR: u64 = days(182).unsigned_abs().as_secs();

/// Formats an amount with its currency: `€1,500.00`, `1 500,00 €`.
pub fn amount(cents: Cents) -> String {
    amount_in(current(), cents)
}

fn amount_in(lang: Lang, cents: Cents) -> String {
    let magnitude = cents.cents().unsigned_abs();
    let sign = if cents.cents() < 0 { "-" } else { "" };
    let whole = grouped(lang, magnitude / 100);
    let rest = magnitude % 100;
    let [before, between, after] = &lang.conventions().amount;
    format!("{sign}{before}{whole}{between}{rest:02}{after}")
}

/// Formats an integer with thousands separators: `1,500`, `1 500`.
pub fn number(number: i64) -> String {
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{}", grouped(current(), number.unsigned_abs()))
}

fn grouped(lang: Lang, number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() * 2);
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push_str(&lang.conventions().thousands);
        }
        grouped.push(digit);
    }
    grouped
}

/// Formats an instant in a zone: `20 May 2026 18:00`, `20 mai 2026 18:00`.
pub fn date_time(instant: Instant, zone: &Zone) -> String {
    let local = zone.at(instant);
    format!("{} {}", full_date(&local), time(&local))
}

/// Formats the day of an instant in a zone: `20 May 2026`, `20 mai 2026`.
pub fn date(instant: Instant, zone: &Zone) -> String {
    full_date(&zone.at(instant)).into_string()
}

/// Formats as [`date_time`] with an abbreviated month: `20 Sep 2026 18:00`, `20 sept. 2026 18:00`.
pub fn short_date_time(instant: Instant, zone: &Zone) -> String {
    let local = zone.at(instant);
    format!("{} {}", short_date(&local), time(&local))
}

/// Shortens [`short_date_time`] by the year if near, else by the time: `20 Sep 18:00`, `20 Sep 2031`.
pub fn compact_date_time(instant: Instant, zone: &Zone, now: Instant) -> String {
    let local = zone.at(instant);
    if instant.timestamp().abs_diff(now.timestamp()) >= NEAR {
        return short_date(&local).into_string();
    }
    let (day, month) = (local.day(), short_month(&local));
    let day = t!("output-day-short", day = day, month = month);
    format!("{day} {}", time(&local))
}

fn time(local: &DateTime) -> String {
    format!("{:02}:{:02}", local.hour(), local.minute())
}

fn full_date(local: &DateTime) -> Text {
    date_with(local, t!("output-month", month = local.month()))
}

fn short_date(local: &DateTime) -> Text {
    date_with(local, short_month(local))
}

fn date_with(local: &DateTime, month: Text) -> Text {
    let (day, year) = (local.day(), local.year());
    t!("output-date", day = day, month = month, year = year)
}

fn short_month(local: &DateTime) -> Text {
    t!("output-month-short", month = local.month())
}

/// Translates a status: `unsigned`, `non signé`.
pub fn status(status: ContractStatus) -> Text {
    t!("output-status", status = status.as_str())
}

/// Translates a department: `management`, `gestion`.
pub fn department(department: Department) -> Text {
    t!("output-department", department = department.as_str())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::lang::{Argument as _, format_in, meanwhile};

    fn instant(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn an_amount_has_its_currency_where_the_language_puts_it() {
        // In French, `_` stands for the thousands separator.
        for (cents, english, french) in [
            (0, "€0.00", "0,00\u{202f}€"),
            (7, "€0.07", "0,07\u{202f}€"),
            (150_000, "€1,500.00", "1_500,00\u{202f}€"),
            (99_999, "€999.99", "999,99\u{202f}€"),
            (
                999_999_999_999,
                "€9,999,999,999.99",
                "9_999_999_999,99\u{202f}€",
            ),
            (-123_456, "-€1,234.56", "-1_234,56\u{202f}€"),
        ] {
            let amount = Cents::from_cents(cents);
            assert_eq!(amount_in(Lang::EN, amount), english);
            let french = french.replace('_', "\u{202f}");
            assert_eq!(amount_in(Lang::FR, amount), french);
        }
    }

    #[test]
    fn a_number_has_its_digits_in_threes() {
        assert_eq!(number(0), "0");
        assert_eq!(number(999), "999");
        assert_eq!(number(1_000), "1,000");
        assert_eq!(number(-1_234_567), "-1,234,567");
        assert_eq!(grouped(Lang::FR, 1_000_000), "1\u{202f}000\u{202f}000");
        assert_eq!(number(i64::MIN), "-9,223,372,036,854,775,808");
    }

    #[test]
    fn a_point_in_time_is_told_on_the_clocks_of_its_zone() {
        let summer = instant("2026-05-20T16:00:00Z");
        let paris = Zone::named("Europe/Paris").unwrap();
        assert_eq!(date_time(summer, &paris), "20 May 2026 18:00");
        let auckland = Zone::named("Pacific/Auckland").unwrap();
        assert_eq!(date(summer, &auckland), "21 May 2026");
        let autumn = instant("2031-09-01T07:05:00Z");
        assert_eq!(date_time(autumn, &Zone::UTC), "1 September 2031 07:05");
        assert_eq!(short_date_time(autumn, &Zone::UTC), "1 Sep 2031 07:05");
    }

    #[test]
    fn what_is_near_needs_no_year_and_what_is_far_no_time() {
        let start = instant("2026-12-31T19:30:00Z");
        let compact = |now| compact_date_time(start, &Zone::UTC, instant(now));
        assert_eq!(compact("2026-11-22T08:00:00Z"), "31 Dec 19:30");
        assert_eq!(compact("2027-03-01T08:00:00Z"), "31 Dec 19:30");
        assert_eq!(compact("2026-01-01T08:00:00Z"), "31 Dec 2026");
        assert_eq!(compact("2028-01-01T08:00:00Z"), "31 Dec 2026");
    }

    #[test]
    fn french_has_its_own_months_and_its_own_first_day() {
        let say = |key, day: u32, month: u32| {
            let month = format_in(Lang::FR, key, &[("month", month.argument())]);
            let arguments = [
                ("day", day.argument()),
                ("month", month.argument()),
                ("year", 2026_i32.argument()),
            ];
            format_in(Lang::FR, "output-date", &arguments)
        };
        assert_eq!(say("output-month", 20, 5), "20 mai 2026");
        assert_eq!(say("output-month", 1, 2), "1er février 2026");
        assert_eq!(say("output-month", 31, 12), "31 décembre 2026");
        assert_eq!(say("output-month-short", 21, 9), "21 sept. 2026");
        assert_eq!(say("output-month-short", 11, 8), "11 août 2026");
    }

    #[test]
    fn every_month_has_a_word_of_its_own() {
        for lang in [Lang::EN, Lang::FR] {
            for key in ["output-month", "output-month-short"] {
                let words: std::collections::BTreeSet<_> = (1..=12_u32)
                    .map(|month| format_in(lang, key, &[("month", month.argument())]))
                    .collect();
                assert_eq!(words.len(), 12, "{key} in {lang:?}");
            }
        }
    }

    #[test]
    fn statuses_and_departments_are_words() {
        assert_eq!(status(ContractStatus::Unsigned).as_str(), "unsigned");
        assert_eq!(department(Department::Management).as_str(), "management");
        let statuses = || ContractStatus::ALL.map(|it| status(it).into_string());
        let french = meanwhile(Lang::FR, statuses);
        assert_eq!(french, ["non signé", "en attente", "signé"]);
        let departments = || Department::ALL.map(|it| department(it).into_string());
        let french = meanwhile(Lang::FR, departments);
        assert_eq!(french, ["gestion", "commercial", "support"]);
    }

    proptest! {
        #[test]
        fn an_amount_that_is_shown_is_read_back_without_its_currency(cents in 0..=Cents::MAX.cents()) {
            let amount = Cents::from_cents(cents);
            let french = amount_in(Lang::FR, amount);
            prop_assert_eq!(french.trim_end_matches("\u{202f}€").parse::<Cents>(), Ok(amount));
            let english = amount_in(Lang::EN, amount).replace(['€', ','], "");
            prop_assert_eq!(english.parse::<Cents>(), Ok(amount));
        }
    }
}
