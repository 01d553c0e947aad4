//! Amounts: as a text, and the first eight bytes as a number of cents.

use epic::domain::{Cents, format};
use epic::lang::{Lang, meanwhile};

use super::text_of;

pub fn check(data: &[u8]) {
    if let Ok(amount) = text_of(data).parse::<Cents>() {
        assert_eq!(Some(amount.cents()), cents_of(&text_of(data)));
        an_amount_is_read_back(amount);
    }
    if let Some((bytes, rest)) = data.split_first_chunk() {
        let amount = Cents::from_cents(i64::from_le_bytes(*bytes));
        any_number_is_written(amount);
        an_amount_is_read_back(Cents::from_cents(
            amount.cents().rem_euclid(Cents::MAX.cents() + 1),
        ));
        if let Some((bytes, _)) = rest.split_first_chunk() {
            differences_are_not_negative(amount, Cents::from_cents(i64::from_le_bytes(*bytes)));
        }
    }
}

/// Reads an accepted text: digits, blanks between groups, one separator and at most two decimals.
fn cents_of(text: &str) -> Option<i64> {
    let text = text.trim().replace([' ', '\u{a0}', '\u{202f}'], "");
    let text = text.replace(',', ".");
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, "00"));
    let cents = match decimals.len() {
        1 => format!("{whole}{decimals}0"),
        2 => format!("{whole}{decimals}"),
        _ => return None,
    };
    let is_number = !whole.is_empty() && cents.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| cents.parse().ok()).flatten()
}

fn an_amount_is_read_back(amount: Cents) {
    assert!((Cents::ZERO..=Cents::MAX).contains(&amount));
    assert_eq!(amount.to_string().parse(), Ok(amount));
    let english = meanwhile(Lang::EN, || format::amount(amount));
    assert_eq!(english.replace(['€', ','], "").parse(), Ok(amount));
    let french = meanwhile(Lang::of_tag("fr").expect("French"), || {
        format::amount(amount)
    });
    assert_eq!(french.trim_end_matches("\u{202f}€").parse(), Ok(amount));
}

fn any_number_is_written(amount: Cents) {
    let mut written = Vec::new();
    amount.write_to(&mut written);
    assert_eq!(written, amount.to_string().into_bytes());
    let digits = amount.to_string().replace('.', "");
    assert_eq!(digits.parse(), Ok(amount.cents()));
    let shown = meanwhile(Lang::EN, || format::amount(amount));
    let digits: String = shown
        .chars()
        .filter(|it| *it == '-' || it.is_ascii_digit())
        .collect();
    assert_eq!(digits.parse(), Ok(amount.cents()));
}

fn differences_are_not_negative(one: Cents, other: Cents) {
    let difference = i128::from(one.cents()) - i128::from(other.cents());
    let expected = i64::try_from(difference).ok().filter(|it| *it >= 0);
    assert_eq!(one.checked_sub(other).map(Cents::cents), expected);
    assert_eq!(one.saturating_sub(other).cents(), expected.unwrap_or(0));
}
