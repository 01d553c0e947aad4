//! The drawn way to ask: a line that can be edited, and lists to choose from. They are drawn on standard error, and
//! leave one line: the question with its answer.
//!
//! Every question fails with [`Error::Back`] for Esc, and `interrupted` (exit 130) for Ctrl-C and Ctrl-D.

mod keys;
mod line;
mod list;
mod screen;

use secrecy::SecretString;
use unicode_width::UnicodeWidthStr as _;
use zeroize::Zeroizing;

use self::keys::{Key, Keys};
use self::line::Line;
use self::screen::{Frame, LineStyle, Screen};
use super::{Choice, Source};
use crate::error::{Error, Result};
use crate::output::{escape, truncate, wrap};

/// The columns that an answer needs at least.
const ROOM: usize = 16;

/// Asks for a line. `typed` is its text, before and afterwards; `judge` says what is wrong with it.
pub(super) fn text(
    color: bool,
    prompt: &str,
    typed: &mut String,
    judge: &mut dyn FnMut(&str) -> Option<String>,
) -> Result<()> {
    let (line, ended) = read(color, prompt, Line::new(typed), false, judge)?;
    line.text().clone_into(typed);
    ended
}

/// Asks for a secret, of which nothing is shown.
pub(super) fn secret(color: bool, prompt: &str) -> Result<SecretString> {
    let (line, ended) = read(color, prompt, Line::new(""), true, &mut |_| None)?;
    ended.map(|()| SecretString::from(line.text()))
}

/// Asks for one of some choices.
pub(super) fn choose(
    color: bool,
    prompt: &str,
    source: &mut Source<'_>,
    typed: &mut String,
    first: Option<&str>,
) -> Result<Choice> {
    let mut screen = Screen::new(color);
    let prompt = in_one_line(prompt);
    list::choose(&mut screen, &prompt, source, typed, first).inspect_err(|_| screen.clear())
}

/// A label made harmless, in one line: in a raw terminal a line break does not go back to the first column.
fn in_one_line(label: &str) -> String {
    escape(label).replace(['\n', '\t'], " ")
}

/// Returns the number of rows of a table that fit the screen, with its heading and the next question.
pub(super) fn page_rows() -> usize {
    const REST: usize = 5;
    Screen::size().1.saturating_sub(REST)
}

fn read(
    color: bool,
    prompt: &str,
    mut line: Line,
    hidden: bool,
    judge: &mut dyn FnMut(&str) -> Option<String>,
) -> Result<(Line, Result<()>)> {
    let mut screen = Screen::new(color);
    let keys = Keys::start()?;
    let mut prompt = in_one_line(prompt);
    if prompt.width() + ROOM > Screen::size().0 {
        // A question that fills the line stands above its answer, broken by the terminal like any other text.
        screen.leave(&prompt);
        "> ".clone_into(&mut prompt);
    }
    let mut problem: Option<String> = None;
    loop {
        draw(&mut screen, &prompt, &line, hidden, problem.as_deref());
        loop {
            match keys.read()? {
                Key::Enter => {
                    problem = judge(line.text());
                    if problem.is_none() {
                        leave(&mut screen, &prompt, &line, hidden);
                        return Ok((line, Ok(())));
                    }
                    break;
                }
                Key::Escape => {
                    screen.clear();
                    return Ok((line, Err(Error::Back)));
                }
                Key::Cancel => {
                    leave(&mut screen, &prompt, &line, hidden);
                    return Ok((line, Err(Error::Interrupted)));
                }
                Key::Resize => screen.redraw(),
                key => {
                    if line.press(&key) {
                        problem = None;
                    }
                }
            }
            if !keys.is_more() {
                break;
            }
        }
    }
}

fn leave(screen: &mut Screen, prompt: &str, line: &Line, hidden: bool) {
    let shown = Zeroizing::new(if hidden {
        String::new()
    } else {
        line.visible()
    });
    screen.leave(&format!("{prompt}{}", *shown));
}

fn draw(screen: &mut Screen, prompt: &str, line: &Line, hidden: bool, problem: Option<&str>) {
    let (columns, _) = Screen::size();
    let prompt = truncate(prompt, columns).into_owned();
    let (text, cursor) = if hidden {
        (String::new(), 0)
    } else {
        line.window(columns.saturating_sub(prompt.width()))
    };
    let problem = problem.map_or_else(Vec::new, |problem| wrap(&in_one_line(problem), columns));
    let problem = problem
        .iter()
        .map(|line| truncate(line, columns).into_owned());
    let below = problem.map(|line| (LineStyle::Problem, line));
    screen.draw(Frame {
        cursor: prompt.width() + cursor,
        first: prompt + &text,
        below: below.collect(),
    });
}
