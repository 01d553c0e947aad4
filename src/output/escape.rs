//! Making hostile text harmless on a terminal: control characters, which can move the cursor and rewrite what
//! was printed, and bidirectional ones, which can reorder it, are shown as their code points.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Tests for a character that could act on a terminal instead of being shown.
pub fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}'
            | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The text with every hostile character as `\u{1b}`; line breaks and tabs stay.
pub fn escape(text: &str) -> Cow<'_, str> {
    replaced(
        text,
        |c| is_hostile(c) && c != '\n' && c != '\t',
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
    if !text.chars().any(&harmful) {
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
    fn json_stays_json() {
        assert_eq!(json("\"a\u{202e}b\u{9b}\""), "\"a\\u202eb\\u009b\"");
    }

    #[test]
    fn accents_emoji_tabs_and_line_breaks_stay() {
        assert!(matches!(escape("Éléa\t🎉\nœuvre"), Cow::Borrowed(_)));
    }
}
