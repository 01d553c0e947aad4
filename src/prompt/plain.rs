//! The plain way to ask: a line for each question, numbered choices, nothing drawn and nothing redrawn. For screen readers,
//! for terminals that can do no more, and for scripts.

use std::io::{self, BufRead as _, IsTerminal as _, Read as _, Write as _};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::signals::Held;
use super::{Choice, Look, MAX_LINE_BYTES, Source, line_of, say};
use crate::domain::fold;
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::output::escape;
use crate::t;

/// How long a signal may wait to be noticed.
const TICK: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 200_000_000,
};

/// What goes back to the question before.
const BACK: &str = "<";

/// Asks for a line. Enter alone takes `typed`, which is shown; `judge` says what is wrong with an answer.
///
/// # Errors
///
/// [`Error::Back`] for `<`, `interrupted` (exit 130) at the end of the input.
pub(super) fn text(
    label: &Text,
    typed: &mut String,
    judge: &mut dyn FnMut(&str) -> Option<String>,
) -> Result<()> {
    loop {
        let label = if typed.is_empty() {
            label.clone()
        } else {
            t!("prompt-keep", label = label, value = typed.as_str())
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

/// Asks for one of some choices.
///
/// # Errors
///
/// As [`text`], and those of the source.
pub(super) fn choose(label: &Text, source: &mut Source<'_>, first: Option<&str>) -> Result<Choice> {
    match source {
        Source::Fixed(choices) => of_few(label, choices, first),
        Source::Asked(ask) => of_many(label, *ask, first),
    }
}

fn of_few(label: &Text, choices: &[Choice], first: Option<&str>) -> Result<Choice> {
    let first = first.and_then(|first| choices.iter().find(|choice| choice.value == first));
    let question = match first {
        Some(first) => t!(
            "prompt-keep",
            label = t!("prompt-number"),
            value = first.label.as_str()
        ),
        None => t!("prompt-number"),
    };
    say(&line_of(label));
    number(choices);
    loop {
        let line = read_line(&line_of(&question))?;
        match line.trim() {
            BACK => return Err(Error::Back),
            "" => {
                if let Some(first) = first {
                    return Ok(first.clone());
                }
            }
            answer => {
                if let Some(choice) = named(choices, answer) {
                    return Ok(choice.clone());
                }
            }
        }
        say(t!("prompt-not-a-number", count = choices.len()).as_str());
    }
}

fn of_many(label: &Text, ask: Look<'_>, first: Option<&str>) -> Result<Choice> {
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
        if answer.is_empty()
            && let Some(kept) = found
                .iter()
                .find(|choice| Some(choice.value.as_str()) == first)
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
    let exact = choices
        .iter()
        .find(|choice| fold(&choice.value) == answer || fold(&choice.label) == answer);
    exact.or_else(|| {
        let mut found = choices
            .iter()
            .filter(|choice| fold(&choice.label).contains(&answer));
        found.next().filter(|_| found.next().is_none())
    })
}

/// Reads a line of standard input.
///
/// # Errors
///
/// `interrupted` (exit 130) at the end of the input.
pub(super) fn read_line(prompt: &str) -> Result<String> {
    let held = Held::start();
    {
        let mut stderr = io::stderr().lock();
        let _ = stderr.write_all(escape(prompt).as_bytes());
        let _ = stderr.flush();
    }
    if io::stdin().is_terminal() && !wait(&held) {
        let _ = writeln!(io::stderr());
        return Err(Error::Interrupted);
    }
    let mut line = Vec::new();
    let read = io::stdin()
        .lock()
        .take(MAX_LINE_BYTES)
        .read_until(b'\n', &mut line);
    if !io::stdin().is_terminal() && read.as_ref().is_ok_and(|&read| read > 0) {
        // Nobody's Enter has ended the line of the question.
        let _ = writeln!(io::stderr());
    }
    match read {
        Ok(0) => {
            let _ = writeln!(io::stderr());
            Err(Error::Interrupted)
        }
        // What is not UTF-8 becomes U+FFFD, which the fields judge like any other character.
        Ok(_) => Ok(String::from_utf8_lossy(&line)
            .trim_end_matches(['\n', '\r'])
            .to_owned()),
        Err(error) => Err(Error::usage(t!(
            "prompt-unreadable-answer",
            cause = error.to_string()
        ))),
    }
}

/// Waits until there is a line. False when a signal came instead.
fn wait(held: &Held) -> bool {
    let stdin = io::stdin();
    loop {
        if held.cancels() {
            return false;
        }
        let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
        match poll(&mut fds, Some(&TICK)) {
            Ok(0) | Err(Errno::INTR) => {}
            // What is wrong with the input is told when it is read.
            Ok(_) | Err(_) => return true,
        }
    }
}
