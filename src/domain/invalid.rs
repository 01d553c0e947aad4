//! The one refusal of this folder: why a typed value cannot be accepted.
//!
//! It carries the end of a sentence only. Naming the flag, choosing the exit code and gathering several refusals into
//! one report are left to the command line.

use crate::lang::Text;

/// Says why a value is refused, in words that complete "invalid value for --x: …".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Invalid(Text);

impl Invalid {
    /// Builds a refusal from the end of its sentence, without a capital letter or a full stop.
    pub fn new(message: impl Into<Text>) -> Self {
        Self(message.into())
    }

    /// The words.
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
        assert_eq!(
            Invalid::new(t!("invalid-blank")).to_string(),
            "must not be blank"
        );
    }
}
