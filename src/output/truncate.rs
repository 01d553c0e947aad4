//! Text within a width: truncated with `…` or broken into lines, and never in the middle of what a person sees as one
//! character (a grapheme cluster of Unicode Standard Annex 29).

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// Returns the width of a line of text in columns of a terminal.
pub fn width(text: &str) -> usize {
    text.width()
}

/// Returns the text, or as much of it as fits before a `…`.
pub fn truncate(text: &str, room: usize) -> Cow<'_, str> {
    if width(text) <= room {
        return Cow::Borrowed(text);
    }
    let Some(room) = room.checked_sub(1) else {
        return Cow::Borrowed("");
    };
    let kept = start(text, room).trim_end();
    Cow::Owned(format!("{kept}…"))
}

/// As much of the start of a text as fits.
fn start(text: &str, room: usize) -> &str {
    let (mut end, mut taken) = (0, 0);
    for (at, grapheme) in text.grapheme_indices(true) {
        taken += width(grapheme);
        if taken > room {
            break;
        }
        end = at + grapheme.len();
    }
    // Some characters take more room beside one another than alone.
    while width(&text[..end]) > room {
        end = text[..end]
            .grapheme_indices(true)
            .next_back()
            .map_or(0, |(at, _)| at);
    }
    &text[..end]
}

/// The text in lines of at most `room` columns, broken between words. A word that is too long is broken too, unless it
/// is one that is copied as a whole: an address, a token, a hash.
pub fn wrap(text: &str, room: usize) -> Vec<String> {
    let room = room.max(1);
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for (at, word) in paragraph.split(' ').enumerate() {
            let gap = usize::from(at > 0);
            if width(&line) + gap + width(word) <= room {
                line.push_str(if gap > 0 { " " } else { "" });
                line.push_str(word);
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            line = broken(word, room, &mut lines);
        }
        lines.push(line);
    }
    lines
}

/// Puts the lines that a long word fills into `lines`, and returns its rest.
fn broken(word: &str, room: usize, lines: &mut Vec<String>) -> String {
    let mut rest = word;
    while width(rest) > room && !rest.is_ascii() {
        let head = start(rest, room);
        // A character that is wider than the room has it all the same.
        let head = if head.is_empty() {
            rest.graphemes(true).next().unwrap_or(rest)
        } else {
            head
        };
        lines.push(head.to_owned());
        rest = &rest[head.len()..];
    }
    rest.to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A family of four in one grapheme, a flag, a letter with two marks, wide characters, and plain ones.
    const PIECES: [&str; 9] = [
        "👨‍👩‍👧‍👦",
        "🇫🇷",
        "e\u{301}\u{323}",
        "漢",
        "é",
        "a",
        " ",
        "👍🏽",
        "☕️",
    ];

    fn mixed() -> impl Strategy<Value = String> {
        proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..40)
            .prop_map(|pieces| pieces.concat())
    }

    #[test]
    fn what_fits_stays_and_what_does_not_ends_with_an_ellipsis() {
        assert_eq!(truncate("Petit", 5), "Petit");
        assert_eq!(truncate("Petits", 5), "Peti…");
        assert_eq!(truncate("Le soir même", 8), "Le soir…");
        assert_eq!(truncate("Petit", 1), "…");
        assert_eq!(truncate("Petit", 0), "");
    }

    #[test]
    fn a_character_is_whole_or_not_there() {
        assert_eq!(truncate("a👨‍👩‍👧‍👦b", 3), "a…");
        assert_eq!(truncate("a👨‍👩‍👧‍👦bc", 4), "a👨‍👩‍👧‍👦…");
        assert_eq!(truncate("漢字漢字", 5), "漢字…");
        assert_eq!(truncate("漢字漢字", 6), "漢字…");
        assert_eq!(truncate("e\u{301}e\u{301}e\u{301}", 2), "e\u{301}…");
    }

    #[test]
    fn lines_are_broken_between_words_and_keep_their_paragraphs() {
        assert_eq!(
            wrap("the hall is closed\n\non Mondays", 8),
            ["the hall", "is", "closed", "", "on", "Mondays"]
        );
        assert_eq!(
            wrap("  E-mail: must be an address", 16),
            ["  E-mail: must", "be an address"]
        );
    }

    #[test]
    fn what_is_copied_as_a_whole_is_not_broken() {
        assert_eq!(
            wrap("see https://epic.example/a/b now", 8),
            ["see", "https://epic.example/a/b", "now"]
        );
        assert_eq!(wrap("漢字漢字漢", 4), ["漢字", "漢字", "漢"]);
    }

    proptest! {
        #[test]
        fn nothing_is_wider_than_its_room(text in mixed(), room in 0_usize..30) {
            prop_assert!(width(&truncate(&text, room)) <= room);
        }

        #[test]
        fn no_grapheme_is_split(text in mixed(), room in 0_usize..30) {
            let truncated = truncate(&text, room);
            let kept = truncated.strip_suffix('…').unwrap_or(&truncated);
            prop_assert!(text.starts_with(kept));
            let ends = text.grapheme_indices(true).map(|(at, grapheme)| at + grapheme.len());
            prop_assert!(kept.is_empty() || ends.into_iter().any(|end| end == kept.len()));
        }

        #[test]
        fn any_text_is_cut_to_its_room(text in any::<String>(), room in 0_usize..60) {
            prop_assert!(width(&truncate(&text, room)) <= room);
        }

        #[test]
        fn broken_lines_hold_the_whole_text(text in mixed(), room in 4_usize..30) {
            let lines = wrap(&text, room);
            prop_assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
            for line in &lines {
                prop_assert!(width(line) <= room || line.is_ascii(), "{line:?}");
            }
        }
    }
}
