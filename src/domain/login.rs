//! Logins: length and alphabet. The database enforces uniqueness, ignoring case.

use std::str::FromStr;

use super::Invalid;
use super::text::{text_newtype, trimmed};
use crate::t;

const MAX_LENGTH: usize = 20;

text_newtype!(
    /// Login: 1 to 20 ASCII letters, digits, dots, underscores and hyphens, kept as typed.
    Login
);

impl FromStr for Login {
    type Err = Invalid;

    fn from_str(input: &str) -> Result<Self, Self::Err> {
        let login = trimmed(input)?;
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        if !login.chars().all(allowed) {
            return Err(Invalid::new(t!("invalid-login")));
        }
        if login.len() > MAX_LENGTH {
            let count = login.len();
            let message = t!("invalid-length", min = 1, max = MAX_LENGTH, count = count);
            return Err(Invalid::new(message));
        }
        Ok(Self(login.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn refusal(text: &str) -> String {
        text.parse::<Login>().unwrap_err().to_string()
    }

    #[test]
    fn keeps_the_login_as_typed() {
        for text in ["AMartinez", "a", "0", "jean-noel.du_pre", "-", "a.b.c"] {
            assert_eq!(text.parse::<Login>().unwrap().as_str(), text);
        }
    }

    #[test]
    fn trims() {
        let login = " AMartinez\n".parse::<Login>().unwrap();
        assert_eq!(login.into_string(), "AMartinez");
    }

    #[test]
    fn accepts_twenty_characters_and_refuses_twenty_one() {
        assert!("a".repeat(20).parse::<Login>().is_ok());
        let refused = refusal(&"a".repeat(21));
        assert_eq!(refused, "must have 1 to 20 characters (this has 21)");
    }

    #[test]
    fn refuses_blank() {
        for text in ["", "  ", "\t"] {
            assert_eq!(refusal(text), "must not be blank");
        }
    }

    #[test]
    fn refuses_other_characters() {
        let refused = "jean noel|noël|a@b|a/b|a\u{0}b|a\nb|Аdmin|a\u{200b}|١|a'b|a,b|🎉|a\u{202e}b";
        for text in refused.split('|') {
            assert!(refusal(text).starts_with("must contain only"), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn every_login_of_the_alphabet_is_read_back(text in "[A-Za-z0-9._-]{1,20}") {
            prop_assert_eq!(text.parse::<Login>().map(|login| login.to_string()), Ok(text));
        }
    }
}
