//! Telephone numbers.

use epic::domain::Phone;
use epic::domain::phone::grouped;

use super::text_of;

pub fn check(data: &[u8]) {
    let text = text_of(data);
    grouping_changes_no_digit(&text);
    grouping_changes_no_digit(&format!("+{}", digits(&text)));
    let Ok(phone) = text.parse::<Phone>() else {
        return;
    };
    let number = phone.as_str();
    let digits_of_number = number.strip_prefix('+').expect("a plus sign");
    assert!(digits_of_number.bytes().all(|byte| byte.is_ascii_digit()));
    assert!((5..=15).contains(&digits_of_number.len()) && !digits_of_number.starts_with('0'));
    assert_eq!(number.parse().as_ref(), Ok(&phone));
    assert_eq!(grouped(number).parse().as_ref(), Ok(&phone));
    // A prefix that is written keeps the country.
    let typed = digits(&text);
    if text.trim().starts_with('+') && !text.contains("(0)") {
        assert_eq!(typed, digits_of_number);
    }
    if !text.trim().starts_with('+') && !typed.starts_with("00") {
        assert!(digits_of_number.starts_with("33"));
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn grouping_changes_no_digit(text: &str) {
    let shown = grouped(text);
    assert_eq!(digits(&shown), digits(text));
    let number = text.strip_prefix('+').unwrap_or_default();
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number {
        assert_eq!(shown, text);
    }
    assert_eq!(shown.replace([' ', '-'], ""), text.replace([' ', '-'], ""));
}
