//! A few lines below the last output, redrawn as they change, each truncated to the terminal's width, so that nothing
//! else on the screen moves.

use std::io;

use crossterm::terminal::{Clear, ClearType};
use crossterm::{cursor, queue, style, terminal};
use unicode_width::UnicodeWidthStr as _;

use crate::prompt::show;

/// The size of a terminal that does not tell.
const FALLBACK: (u16, u16) = (80, 24);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineStyle {
    Plain,
    /// The one that Enter takes.
    Chosen,
    Problem,
    Faint,
}

/// Drawn content: the line of input, and those below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) first: String,
    /// The column of the cursor in the first line.
    pub(super) cursor: usize,
    pub(super) below: Vec<(LineStyle, String)>,
}

/// The place of the frame on the screen.
#[derive(Default)]
pub(super) struct Screen {
    drawn: Option<Frame>,
    /// The terminal may have moved what was drawn.
    stale: bool,
    color: bool,
}

impl Screen {
    pub(super) fn new(color: bool) -> Self {
        Self {
            color,
            ..Self::default()
        }
    }

    /// The next frame is drawn whole, even if it is the same.
    pub(super) const fn redraw(&mut self) {
        self.stale = true;
    }

    /// Columns and rows that a frame may fill.
    pub(super) fn size() -> (usize, usize) {
        let (columns, rows) = match terminal::size() {
            Ok((columns, rows)) if columns > 0 && rows > 0 => (columns, rows),
            _ => FALLBACK,
        };
        // The last column stays free: some terminals would move a cursor after it to the next line.
        (
            usize::from(columns).saturating_sub(1).max(1),
            usize::from(rows).max(2),
        )
    }

    /// Draws a frame in the place of the one before.
    pub(super) fn draw(&mut self, frame: Frame) {
        if !self.stale && self.drawn.as_ref() == Some(&frame) {
            return;
        }
        let mut out = Vec::new();
        // Writing to a Vec does not fail.
        let _ = self.write(&mut out, &frame);
        show(&out);
        self.drawn = Some(frame);
        self.stale = false;
    }

    fn write(&self, out: &mut Vec<u8>, frame: &Frame) -> io::Result<()> {
        if let Some(typed) = self.typed_behind(frame) {
            return queue!(out, style::Print(typed));
        }
        self.erase(out)?;
        queue!(out, style::Print(&frame.first))?;
        for (look, line) in &frame.below {
            queue!(out, style::Print("\r\n"))?;
            self.line(out, *look, line)?;
        }
        let up = u16::try_from(frame.below.len()).unwrap_or(u16::MAX);
        if up > 0 {
            queue!(out, cursor::MoveUp(up), style::Print("\r"))?;
        }
        if up > 0 || frame.cursor != frame.first.width() {
            let column = u16::try_from(frame.cursor).unwrap_or(u16::MAX);
            queue!(out, style::Print("\r"))?;
            if column > 0 {
                queue!(out, cursor::MoveRight(column))?;
            }
        }
        Ok(())
    }

    /// Returns the text typed at the end of the line, if nothing else has changed.
    fn typed_behind<'a>(&self, frame: &'a Frame) -> Option<&'a str> {
        let drawn = self.drawn.as_ref().filter(|_| !self.stale)?;
        if drawn.below != frame.below
            || drawn.cursor != drawn.first.width()
            || frame.cursor != frame.first.width()
        {
            return None;
        }
        frame.first.strip_prefix(&drawn.first)
    }

    fn line(&self, out: &mut Vec<u8>, look: LineStyle, line: &str) -> io::Result<()> {
        let color = match look {
            _ if !self.color => None,
            LineStyle::Plain => None,
            LineStyle::Chosen => Some("\u{1b}[1;36m"),
            LineStyle::Problem => Some("\u{1b}[31m"),
            LineStyle::Faint => Some("\u{1b}[2m"),
        };
        match color {
            Some(color) => queue!(out, style::Print(format!("{color}{line}\u{1b}[0m"))),
            None => queue!(out, style::Print(line)),
        }
    }

    /// Goes back to where the frame begins, and clears from there on.
    fn erase(&self, out: &mut Vec<u8>) -> io::Result<()> {
        let Some(drawn) = &self.drawn else {
            return Ok(());
        };
        // A terminal that has become narrower has broken the line since.
        let (columns, _) = Self::size();
        let broken = drawn.cursor / (columns + 1);
        if broken > 0 {
            let up = u16::try_from(broken).unwrap_or(u16::MAX);
            queue!(out, cursor::MoveUp(up))?;
        }
        queue!(out, style::Print("\r"), Clear(ClearType::FromCursorDown))
    }

    pub(super) fn clear(&mut self) {
        self.replace("");
    }

    /// Leaves a line in the place of the frame, and goes on below it.
    pub(super) fn leave(&mut self, line: &str) {
        self.replace(&format!("{line}\r\n"));
    }

    fn replace(&mut self, text: &str) {
        let mut out = Vec::new();
        let _ = self.erase(&mut out);
        out.extend_from_slice(text.as_bytes());
        show(&out);
        self.drawn = None;
    }
}
