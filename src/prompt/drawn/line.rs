//! A line of text that is being typed.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;
use zeroize::Zeroizing;

use super::keys::Key;
use crate::output::escape;

/// The text, and the place of the cursor in it as a number of bytes.
pub(super) struct Line {
    text: Zeroizing<String>,
    at: usize,
}

impl Line {
    pub(super) fn new(text: &str) -> Self {
        Self {
            text: Zeroizing::new(text.to_owned()),
            at: text.len(),
        }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The text as it is drawn: harmless, and in one line.
    pub(super) fn visible(&self) -> String {
        visible(&self.text)
    }

    fn before(&self) -> usize {
        let shorter = self.text[..self.at].grapheme_indices(true).next_back();
        shorter.map_or(0, |(at, _)| at)
    }

    fn after(&self) -> usize {
        let next = self.text[self.at..].graphemes(true).next();
        self.at + next.map_or(0, str::len)
    }

    fn erase(&mut self, from: usize, to: usize) {
        self.text.replace_range(from..to, "");
        self.at = from;
    }

    fn insert(&mut self, text: &str) {
        self.text.insert_str(self.at, text);
        self.at += text.len();
    }

    /// Does what a key means. False when it means nothing to a line.
    pub(super) fn press(&mut self, key: &Key) -> bool {
        match key {
            Key::Char(c) => self.insert(c.encode_utf8(&mut [0; 4])),
            Key::Paste(text) => {
                let text = text.trim_end_matches(['\n', '\r']);
                self.insert(&text.replace("\r\n", " ").replace(['\n', '\r'], " "));
            }
            Key::Backspace => self.erase(self.before(), self.at),
            Key::Delete => self.erase(self.at, self.after()),
            Key::EraseLine => self.erase(0, self.at),
            Key::EraseRest => self.erase(self.at, self.text.len()),
            Key::EraseWord => {
                let typed = self.text[..self.at].trim_end();
                let from = typed.rfind(char::is_whitespace).map_or(0, |space| {
                    space + typed[space..].chars().next().map_or(0, char::len_utf8)
                });
                self.erase(from, self.at);
            }
            Key::Left => self.at = self.before(),
            Key::Right => self.at = self.after(),
            Key::Home => self.at = 0,
            Key::End => self.at = self.text.len(),
            _ => return false,
        }
        true
    }

    /// The part around the cursor that fits into some columns, and the column of the cursor in it.
    pub(super) fn window(&self, columns: usize) -> (String, usize) {
        let before = visible(&self.text[..self.at]);
        let behind = visible(&self.text[self.at..]);
        let mut left: Vec<&str> = before.graphemes(true).collect();
        // Not that of the whole, which is less where two letters are drawn as one.
        let mut width: usize = left.iter().map(|grapheme| grapheme.width()).sum();
        let mut cut = 0;
        // One column for the cursor at the end, and one for the sign that something stands further left.
        while width + 1 + usize::from(cut > 0) > columns && cut < left.len() {
            width = width.saturating_sub(left[cut].width());
            cut += 1;
        }
        left.drain(..cut);
        let mut shown = left.concat();
        if cut > 0 {
            shown.insert(0, '…');
            width += 1;
        }
        let cursor = width;
        for grapheme in behind.graphemes(true) {
            width += grapheme.width();
            if width + 1 > columns {
                break;
            }
            shown.push_str(grapheme);
        }
        (shown, cursor)
    }
}

/// A text made harmless, with a sign for each line break.
fn visible(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    escape(&text).replace('\n', "⏎").replace('\t', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &[Key]) -> String {
        let mut line = Line::new("Éléa Garçon");
        for key in keys {
            line.press(key);
        }
        line.text().to_owned()
    }

    #[test]
    fn keys_change_the_text_at_the_cursor() {
        use Key::{Backspace, Char, Delete, EraseLine, EraseRest, EraseWord, Home, Left, Right};
        for (keys, text) in [
            (&[Char('!')][..], "Éléa Garçon!"),
            (&[Backspace, Backspace], "Éléa Garç"),
            (&[Home, Delete], "léa Garçon"),
            (&[Home, Backspace], "Éléa Garçon"),
            (&[Delete], "Éléa Garçon"),
            (&[Left, Left, EraseRest], "Éléa Garç"),
            (&[Left, EraseLine], "n"),
            (&[EraseWord], "Éléa "),
            (&[EraseWord, EraseWord, EraseWord], ""),
            (&[Home, Right, Right, Char('-')], "Él-éa Garçon"),
            (&[Key::Paste("a\nb\n".to_owned())], "Éléa Garçona b"),
        ] {
            assert_eq!(typed(keys), text, "{keys:?}");
        }
    }

    #[test]
    fn a_grapheme_is_erased_as_a_whole() {
        let mut line = Line::new("e\u{301}👨‍👩‍👧");
        line.press(&Key::Backspace);
        assert_eq!(line.text(), "e\u{301}");
        line.press(&Key::Backspace);
        assert_eq!(line.text(), "");
    }

    #[test]
    fn the_part_around_the_cursor_is_shown() {
        let mut line = Line::new("abcdefghij");
        assert_eq!(line.window(20), ("abcdefghij".to_owned(), 10));
        assert_eq!(line.window(6), ("…ghij".to_owned(), 5));
        line.press(&Key::Home);
        assert_eq!(line.window(6), ("abcde".to_owned(), 0));
    }

    #[test]
    fn what_could_act_on_the_terminal_is_shown_as_its_code_point() {
        let line = Line::new("a\u{202e}b");
        assert_eq!(line.window(40).0, "a\\u{202e}b");
    }

    #[test]
    fn lines_are_shown_in_one_and_kept() {
        let mut line = Line::new("a\tb\nc\r\nd");
        assert_eq!(line.window(40), ("a b⏎c⏎d".to_owned(), 7));
        line.press(&Key::Left);
        line.press(&Key::Left);
        assert_eq!(line.window(40), ("a b⏎c⏎d".to_owned(), 5));
        assert_eq!(line.visible(), "a b⏎c⏎d");
        assert_eq!(line.text(), "a\tb\nc\r\nd");
    }

    #[test]
    fn no_width_is_too_small() {
        // The second has two letters that are drawn as one.
        for text in ["会社 Éléa", "\u{644}\u{627}\u{644}\u{627}"] {
            let line = Line::new(text);
            for columns in 0..12 {
                let _ = line.window(columns);
            }
        }
    }
}
