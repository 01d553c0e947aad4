//! Texts of records: names, titles, notes, addresses, logins and ids.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use epic::domain::{
    Attendees, CollaboratorId, CompanyName, Email, EventTitle, Invalid, Location, Login, Notes,
    PersonName, TokenName, fold,
};
use epic::output::escape;

use super::text_of;

pub fn check(data: &[u8]) {
    let text = text_of(data);
    let lines = ["\n", "\t"];
    is_kept::<PersonName>(&text, 50, &[]);
    is_kept::<CompanyName>(&text, 100, &[]);
    is_kept::<EventTitle>(&text, 100, &[]);
    is_kept::<Location>(&text, 200, &[]);
    is_kept::<Notes>(&text, 2_000, &lines);
    is_kept::<TokenName>(&text, 50, &[]);
    is_kept::<Login>(&text, 20, &[]);
    is_kept::<Attendees>(&text, 7, &[]);
    is_kept::<CollaboratorId>(&text, 19, &[]);
    is_kept::<Email>(&text, 254, &[]);
    if let Ok(email) = text.parse::<Email>() {
        let (name, domain) = email.as_str().rsplit_once('@').expect("an @");
        assert!(
            (1..=64).contains(&name.len()) && domain.contains('.') && email.as_str().len() <= 254
        );
        assert_eq!(email.as_str(), text.trim());
    }
    if let Ok(name) = text.parse::<TokenName>() {
        assert!(
            name.as_str().parse::<CollaboratorId>().is_err(),
            "{name} is an id"
        );
    }
    let folded = fold(&text);
    assert_eq!(fold(&folded), folded);
    nothing_hostile_is_shown(&text);
}

/// An accepted text is accepted again, and has its bounds and nothing that acts on a terminal but `lines`.
fn is_kept<T: FromStr<Err = Invalid> + Display + Debug + PartialEq>(
    text: &str,
    most: usize,
    lines: &[&str],
) {
    match text.parse::<T>() {
        Ok(value) => {
            let shown = value.to_string();
            assert_eq!(shown.parse().as_ref(), Ok(&value));
            assert_eq!(shown.trim(), shown);
            assert!(shown.chars().count() <= most);
            let rest = lines
                .iter()
                .fold(shown, |rest, line| rest.replace(line, ""));
            let acts =
                |c: char| c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{feff}');
            assert!(!rest.contains(acts), "{rest:?}");
        }
        Err(refused) => assert!(!refused.to_string().chars().any(char::is_control)),
    }
}

fn nothing_hostile_is_shown(text: &str) {
    let escaped = escape(text);
    let acts = |c: char| {
        c.is_control() && !matches!(c, '\n' | '\t')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    assert!(!escaped.contains(acts), "{escaped}");
    assert_eq!(escape(&escaped), escaped);
}
