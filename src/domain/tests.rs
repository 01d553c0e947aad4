//! Totality of parsing: any text is accepted or refused, never a panic.

use proptest::prelude::*;

use super::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn any_text_is_accepted_or_refused(text in proptest::collection::vec(any::<char>(), 0..60)) {
        let text = String::from_iter(text);
        let _ = text.parse::<Attendees>();
        let _ = text.parse::<Cents>();
        let _ = text.parse::<CompanyName>();
        let _ = text.parse::<ContractStatus>();
        let _ = text.parse::<Department>();
        let _ = text.parse::<Email>();
        let _ = text.parse::<EventTitle>();
        let _ = text.parse::<Instant>();
        let _ = text.parse::<Location>();
        let _ = text.parse::<Login>();
        let _ = text.parse::<Notes>();
        let _ = text.parse::<PersonName>();
        let _ = text.parse::<Phone>();
        let _ = parse_duration(&text);
        let _ = phone::grouped(&text);
        let _ = phone::grouped(&format!("+{text}"));
    }
}
