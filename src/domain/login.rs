//! Logins: length and alphabet. The database enforces uniqueness, ignoring case.

use std::fmt;
use std::str::FromStr;

use super::Invalid;
use crate::t;

const MAX_LENGTH: usize = 20;

/// Login: 1 to 20 ASCII letters, digits, dots, underscores and hyphens, kept as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login(String);

impl Login {
    /// Returns the login as typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the owned login.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl FromStr for Login {
    type Err = Invalid;

    fn from_str(input: &str) -> Result<Self, Self::Err> {
        let login = input.trim();
        if login.is_empty() {
            return Err(Invalid::new(t!("invalid-blank")));
        }
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        if !login.chars().all(allowed) {
            return Err(Invalid::new(t!("invalid-login")));
        }
        if login.len() > MAX_LENGTH {
            return Err(Invalid::new(t!(
                "invalid-length",
                min = 1,
                max = MAX_LENGTH,
                count = login.len()
            )));
        }
        Ok(Self(login.to_owned()))
    }
}

impl fmt::Display for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
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
        assert_eq!(
            " AMartinez\n".parse::<Login>().unwrap().into_string(),
            "AMartinez"
        );
    }

    #[test]
    fn accepts_twenty_characters_and_refuses_twenty_one() {
        assert!("a".repeat(20).parse::<Login>().is_ok());
        assert_eq!(
            refusal(&"a".repeat(21)),
            "must have 1 to 20 characters, this has 21"
        );
    }

    #[test]
    fn refuses_blank() {
        for text in ["", "  ", "\t"] {
            assert_eq!(refusal(text), "must not be blank");
        }
    }

    #[test]
    fn refuses_other_characters() {
        for text in [
            "jean noel",
            "noël",
            "a@b",
            "a/b",
            "a\u{0}b",
            "a\nb",
            "Аdmin",
            "a\u{200b}",
            "١",
            "a'b",
            "a,b",
            "🎉",
            "a\u{202e}b",
        ] {
            assert!(refusal(text).starts_with("must contain only"), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn every_login_of_the_alphabet_is_read_back(text in "[A-Za-z0-9._-]{1,20}") {
            prop_assert_eq!(text.parse::<Login>().map(|login| login.to_string()), Ok(text));
        }

        #[test]
        fn any_text_is_accepted_or_refused(text in proptest::collection::vec(any::<char>(), 0..40)) {
            let _ = text.into_iter().collect::<String>().parse::<Login>();
        }
    }
}
