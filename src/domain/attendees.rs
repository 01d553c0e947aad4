//! Expected number of people at an event.

use std::fmt;
use std::str::FromStr;

use super::Invalid;
use crate::t;

const MAX: i32 = 1_000_000;

/// Number of attendees, from 1 to 1,000,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Attendees(i32);

impl Attendees {
    pub const fn get(self) -> i32 {
        self.0
    }
}

impl fmt::Display for Attendees {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Attendees {
    type Err = Invalid;

    fn from_str(input: &str) -> Result<Self, Self::Err> {
        let digits = input.trim();
        // The standard parser accepts a leading `+`.
        Some(digits)
            .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
            .and_then(|digits| digits.parse().ok())
            .filter(|count| (1..=MAX).contains(count))
            .map(Self)
            .ok_or_else(|| Invalid::new(t!("invalid-attendees", max = MAX)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn accepts_both_bounds() {
        assert_eq!("1".parse::<Attendees>().unwrap().get(), 1);
        assert_eq!(" 1000000 ".parse::<Attendees>().unwrap().get(), 1_000_000);
    }

    #[test]
    fn refuses_everything_else() {
        let too_large = ["1000001", "2147483648", "99999999999999999999"];
        let others = [
            "", " ", "0", "-1", "+1", "1.5", "1,000", "1 000", "1e3", "ten", "١",
        ];
        for text in too_large.into_iter().chain(others) {
            assert_eq!(
                text.parse::<Attendees>().unwrap_err().to_string(),
                "must be a whole number from 1 to 1000000",
                "{text:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn every_number_in_bounds_is_read_back(count in 1..=MAX) {
            prop_assert_eq!(count.to_string().parse::<Attendees>().map(Attendees::get), Ok(count));
        }
    }
}
