//! The plain way to ask: a line for each question, numbered choices, nothing drawn and nothing redrawn. For screen readers,
//! for terminals that can do no more, and for scripts.
//!
//! Every question fails with [`Error::Back`] for `<`, and `interrupted` (exit 130) at the end of the input.

use std::io::{self, BufRead, IsTerminal as _, Read as _};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;

use super::signals::{Held, TICK, exits_on_interrupt};
use super::{Choice, Lookup, MAX_LINE_BYTES, Source, line_of, say, show, unreadable};
use crate::domain::fold;
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::output::escape;
use crate::t;

const MAX_LINE: usize = MAX_LINE_BYTES as usize;

/// Input that goes back to the previous question.
const BACK: &str = "<";

/// Asks for a line. Enter alone takes `typed`, which is shown; `judge` says what is wrong with an answer.
pub(super) fn text(
    label: &Text,
    typed: &mut String,
    judge: &mut dyn FnMut(&str) -> Option<String>,
) -> Result<()> {
    loop {
        let label = if typed.is_empty() {
            label.clone()
        } else {
            keeps(label, typed)
        };
        let line = read_line(&line_of(&label))?;
        if line.trim() == BACK {
            return Err(Error::Back);
        }
        // A sign for nothing: an empty line keeps what is there.
        let answer = match line.trim() {
            "" => typed.clone(),
            "-" if !typed.is_empty() => String::new(),
            _ => line,
        };
        match judge(&answer) {
            None => {
                *typed = answer;
                return Ok(());
            }
            Some(problem) => say(&problem),
        }
    }
}

/// A question that Enter alone answers with what is there.
pub(super) fn keeps(label: &Text, value: &str) -> Text {
    t!("prompt-keep", label = label, value = value)
}

/// Asks for one of some choices.
pub(super) fn choose(label: &Text, source: &mut Source<'_>, first: Option<&str>) -> Result<Choice> {
    match source {
        Source::Fixed(choices) => of_few(label, choices, first),
        Source::Asked(ask) => {
            let chosen = of_many(label, *ask, first)?;
            // A number in the list is easily taken for the id of a record.
            say(&format!("{}{}", line_of(label), chosen.label));
            Ok(chosen)
        }
    }
}

fn of_few(label: &Text, choices: &[Choice], first: Option<&str>) -> Result<Choice> {
    let first = first.and_then(|first| choices.iter().find(|choice| choice.value == first));
    let question = match first {
        Some(first) => keeps(&t!("prompt-number"), &first.label),
        None => t!("prompt-number"),
    };
    say(&line_of(label));
    number(choices);
    loop {
        let line = read_line(&line_of(&question))?;
        let chosen = match line.trim() {
            BACK => return Err(Error::Back),
            "" => first,
            answer => named(choices, answer),
        };
        if let Some(chosen) = chosen {
            return Ok(chosen.clone());
        }
        say(t!("prompt-not-a-number", count = choices.len()).as_str());
    }
}

fn of_many(label: &Text, ask: Lookup<'_>, first: Option<&str>) -> Result<Choice> {
    let mut shown: Vec<Choice> = Vec::new();
    loop {
        let question = if shown.is_empty() {
            t!("prompt-look-for", label = label)
        } else {
            t!("prompt-number-or-text", label = label)
        };
        let line = read_line(&line_of(&question))?;
        let answer = line.trim();
        if answer == BACK {
            return Err(Error::Back);
        }
        let number = answer.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
        if let Some(choice) = number.and_then(|at| shown.get(at)) {
            return Ok(choice.clone());
        }
        let found = ask(answer)?;
        let is_first = |choice: &&Choice| Some(choice.value.as_str()) == first;
        if answer.is_empty()
            && let Some(kept) = found.iter().find(is_first)
        {
            return Ok(kept.clone());
        }
        shown = found;
        if shown.is_empty() {
            say(t!("prompt-no-match").as_str());
        }
        self::number(&shown);
    }
}

fn number(choices: &[Choice]) {
    for (at, choice) in choices.iter().enumerate() {
        let label = choice.label.replace(['\n', '\t'], " ");
        say(&format!("{}. {label}", at + 1));
    }
}

/// The choice of a number, or of a text that only one has.
fn named<'a>(choices: &'a [Choice], answer: &str) -> Option<&'a Choice> {
    if let Ok(number) = answer.parse::<usize>() {
        return choices.get(number.checked_sub(1)?);
    }
    let answer = fold(answer);
    let is_exact =
        |choice: &&Choice| fold(&choice.value) == answer || fold(&choice.label) == answer;
    let is_like = |choice: &&Choice| fold(&choice.label).contains(&answer);
    choices.iter().find(is_exact).or_else(|| {
        let mut found = choices.iter().filter(is_like);
        found.next().filter(|_| found.next().is_none())
    })
}

/// Asks until a line of standard input is no longer than an answer may be.
fn read_line(prompt: &str) -> Result<String> {
    loop {
        if let Some(line) = ask(prompt)? {
            return Ok(line);
        }
        say(too_long().as_str());
    }
}

pub(super) fn too_long() -> Text {
    t!("prompt-line-too-long", count = MAX_LINE)
}

/// Tests for a line that was not read to its end.
pub(super) fn is_truncated(line: &[u8]) -> bool {
    line.len() >= MAX_LINE && !line.ends_with(b"\n")
}

/// Reads a whole line, and keeps as much of it as an answer may have: the rest must not answer another question.
pub(super) fn read_whole(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<usize> {
    let read = input
        .by_ref()
        .take(MAX_LINE_BYTES)
        .read_until(b'\n', line)?;
    if is_truncated(line) {
        input.skip_until(b'\n')?;
    }
    Ok(read)
}

/// Reads a line of standard input. `None` when it is too long.
fn ask(prompt: &str) -> Result<Option<String>> {
    let terminal = io::stdin().is_terminal();
    // Nothing but a terminal is waited for below: elsewhere a signal ends the program at once.
    let held = terminal.then(Held::start);
    if !terminal {
        exits_on_interrupt();
    }
    show(escape(prompt).as_bytes());
    if held.as_ref().is_some_and(|held| !wait(held)) {
        show(b"\n");
        return Err(Error::Interrupted);
    }
    let mut line = Vec::new();
    let read = read_whole(&mut io::stdin().lock(), &mut line);
    if !terminal && read.as_ref().is_ok_and(|&read| read > 0) {
        // No Enter has ended the line of the question.
        show(b"\n");
    }
    match read {
        Ok(0) => {
            show(b"\n");
            Err(Error::Interrupted)
        }
        // A signal in the middle of a line, after a Ctrl-D.
        Ok(_) if held.as_ref().is_some_and(Held::cancels) => Err(Error::Interrupted),
        Ok(_) if is_truncated(&line) => Ok(None),
        // What is not UTF-8 becomes U+FFFD, which the fields judge like any other character.
        Ok(_) => {
            let text = String::from_utf8_lossy(&line);
            Ok(Some(text.trim_end_matches(['\n', '\r']).to_owned()))
        }
        Err(error) => Err(unreadable(&error)),
    }
}

/// Waits until there is a line. False when a signal came instead.
pub(super) fn wait(held: &Held) -> bool {
    let stdin = io::stdin();
    loop {
        if held.cancels() {
            return false;
        }
        let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
        match poll(&mut fds, Some(&TICK)) {
            Ok(0) | Err(Errno::INTR) => {}
            // A failure of the input is reported when it is read.
            Ok(_) | Err(_) => return true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_of_a_line_that_is_too_long_is_no_answer() {
        for more in [0, 1, MAX_LINE] {
            let long = "x".repeat(MAX_LINE + more);
            let input = format!("{long}\nshort\nlast");
            let mut input = input.as_bytes();
            let mut line = Vec::new();
            assert_eq!(read_whole(&mut input, &mut line).unwrap(), MAX_LINE);
            assert!(is_truncated(&line));
            for rest in ["short\n", "last", ""] {
                line.clear();
                assert_eq!(read_whole(&mut input, &mut line).unwrap(), rest.len());
                assert_eq!(line, rest.as_bytes());
                assert!(!is_truncated(&line));
            }
        }
    }

    #[test]
    fn the_longest_line_is_read() {
        let longest = format!("{}\n", "x".repeat(MAX_LINE - 1));
        let mut line = Vec::new();
        let read = read_whole(&mut longest.as_bytes(), &mut line);
        assert_eq!(read.unwrap(), MAX_LINE);
        assert!(!is_truncated(&line));
    }
}
