//! Making hostile text harmless: control characters, which can move the cursor and rewrite what was printed, and
//! bidirectional ones, which can reorder it, are shown as their code points. No stored value has any; off a terminal the
//! marks that a value may have are left as they are.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::domain::is_disturbing;

/// Tests for a character that could act on a terminal instead of being shown.
pub fn is_hostile(c: char) -> bool {
    is_disturbing(c) || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}')
}

/// The text with every hostile character as `\u{1b}`; line breaks and tabs stay.
pub fn escape(text: &str) -> Cow<'_, str> {
    escape_for(text, true)
}

/// The text with every character escaped that no value may have; for a `terminal`, with every hostile one.
pub fn escape_for(text: &str, terminal: bool) -> Cow<'_, str> {
    let is_harmful = if terminal { is_hostile } else { is_disturbing };
    replaced(
        text,
        |c| c != '\n' && c != '\t' && is_harmful(c),
        |escaped, code| {
            // Writing to a String does not fail.
            let _ = write!(escaped, "\\u{{{code:x}}}");
        },
    )
}

/// JSON with every hostile character as `\u202e`; all of them have four digits.
pub fn json(text: &str) -> Cow<'_, str> {
    replaced(text, is_hostile, |escaped, code| {
        let _ = write!(escaped, "\\u{code:04x}");
    })
}

fn replaced(
    text: &str,
    harmful: impl Fn(char) -> bool,
    replace: impl Fn(&mut String, u32),
) -> Cow<'_, str> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) || !text.chars().any(&harmful) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if harmful(c) {
            replace(&mut escaped, c.into());
        } else {
            escaped.push(c);
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moves_a_cursor_or_reorders_text_is_shown_as_its_code_point() {
        assert_eq!(
            escape("a\u{1b}[2Jb\u{202e}c\u{9b}d\u{7f}"),
            "a\\u{1b}[2Jb\\u{202e}c\\u{9b}d\\u{7f}"
        );
    }

    #[test]
    fn off_a_terminal_marks_that_a_name_may_have_stay() {
        let text = "a\u{200f}b\u{9b}c\u{2028}d";
        assert_eq!(escape_for(text, false), "a\u{200f}b\\u{9b}c\\u{2028}d");
    }

    #[test]
    fn json_stays_json() {
        assert_eq!(json("\"a\u{202e}b\u{9b}\""), "\"a\\u202eb\\u009b\"");
    }

    #[test]
    fn accents_emoji_tabs_and_line_breaks_stay() {
        assert!(matches!(escape("Éléa\t🎉\nœuvre"), Cow::Borrowed(_)));
    }
}
