//! Error of a value that does not parse: the end of a sentence. The command line names the flag and collects all
//! errors.

use crate::lang::Text;

/// Reason for refusing a value; completes "invalid value for --x: …".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Invalid(Text);

impl Invalid {
    /// Wraps the end of a sentence, without capital letter or full stop.
    pub fn new(message: Text) -> Self {
        Self(message)
    }

    pub fn text(&self) -> Text {
        self.0.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::t;

    #[test]
    fn displays_its_message_and_nothing_else() {
        let blank = Invalid::new(t!("invalid-blank"));
        assert_eq!(blank.to_string(), "must not be blank");
    }

    #[test]
    fn refusals_are_french_where_french_is_spoken() {
        use crate::domain::{Attendees, Cents, Email, Login, Phone, parse_duration};
        use crate::lang::{Lang, meanwhile};
        fn refusal<T>(result: Result<T, Invalid>) -> String {
            result.err().unwrap().to_string()
        }
        meanwhile(Lang::FR, || {
            for (said, words) in [
                (
                    refusal("0".parse::<Attendees>()),
                    "doit être un nombre entier de 1 à 1000000",
                ),
                (refusal("-1".parse::<Cents>()), "ne doit pas être négatif"),
                (
                    refusal("1.234".parse::<Cents>()),
                    "doit avoir au plus deux décimales",
                ),
                (
                    refusal("@b.fr".parse::<Email>()),
                    "doit avoir un nom avant le @",
                ),
                (
                    refusal("a".repeat(21).parse::<Login>()),
                    "doit avoir de 1 à 20 caractères (ici 21)",
                ),
                (
                    refusal("12".parse::<Phone>()),
                    "doit être un numéro français tel que 06 01 02 03 04, ou commencer par un indicatif de pays tel que +33",
                ),
                (
                    refusal(parse_duration("0s")),
                    "doit être plus longue que zéro",
                ),
            ] {
                assert_eq!(said, words);
            }
        });
    }
}
