//! Names of tokens.

use std::str::FromStr;

use super::text::text_newtype;
use super::{Invalid, normalise};
use crate::t;

const MAX_LENGTH: usize = 50;

text_newtype!(
    /// Name of a token: 1 to 50 characters on one line, not only digits, which are ids.
    TokenName
);

impl FromStr for TokenName {
    type Err = Invalid;

    fn from_str(input: &str) -> Result<Self, Invalid> {
        let name = normalise(input, false, 1, MAX_LENGTH)?;
        if name.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Invalid::new(t!("invalid-token-name")));
        }
        Ok(Self(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_short_line_and_no_number() {
        for name in ["cron", "x", "7 days", "Export de nuit é", &"x".repeat(50)] {
            assert_eq!(name.parse::<TokenName>().unwrap().as_str(), name);
        }
        for name in ["", " ", "12", " 7 ", "a\nb", "a\u{1b}b", &"x".repeat(51)] {
            assert!(name.parse::<TokenName>().is_err(), "{name:?}");
        }
    }
}
