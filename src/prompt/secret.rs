//! Secrets that are typed without being shown, or read from standard input. They are kept in memory that is erased.

use std::fs::File;
use std::io::{self, IsTerminal as _};

use rustix::termios::{self, LocalModes, OptionalActions, Termios};
use secrecy::SecretString;
use zeroize::Zeroizing;

use super::signals::Held;
use super::{plain, say, show, unreadable};
use crate::error::{Error, Result, cause};
use crate::output::escape;
use crate::t;

/// Terminal with echo off from before the prompt appears: the library alone would echo the first keys of a fast typist,
/// and lose a Ctrl-C among them. Dropping it restores the terminal.
pub(super) struct Hidden {
    tty: File,
    modes: Termios,
}

impl Hidden {
    pub(super) fn start() -> io::Result<Self> {
        let tty = File::options().read(true).write(true).open("/dev/tty")?;
        let modes = termios::tcgetattr(&tty)?;
        let mut hidden = modes.clone();
        hidden
            .local_modes
            .remove(LocalModes::ECHO | LocalModes::ECHONL | LocalModes::ICANON | LocalModes::ISIG);
        termios::tcsetattr(&tty, OptionalActions::Now, &hidden)?;
        Ok(Self { tty, modes })
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        // A terminal that is gone needs no restoring.
        let _ = termios::tcsetattr(&self.tty, OptionalActions::Now, &self.modes);
    }
}

/// Asks for a secret on its own line: hidden on a terminal, read as is from any other standard input.
///
/// # Errors
///
/// `interrupted` (exit 130) for Ctrl-C and at the end of input; `usage` (exit 2) for a terminal that cannot hide.
pub(super) fn read_hidden(prompt: &str) -> Result<SecretString> {
    let prompt = escape(prompt);
    if !io::stdin().is_terminal() {
        loop {
            show(prompt.as_bytes());
            let line = read_line()?;
            show(b"\n");
            if let Some(line) = line {
                return Ok(line);
            }
            say(plain::too_long().as_str());
        }
    }
    // The terminal is restored before a signal ends the program.
    let held = Held::start();
    let answer = Hidden::start().and_then(|_hidden| {
        show(prompt.as_bytes());
        if plain::wait(&held) {
            rpassword::read_password()
        } else {
            show(b"\n");
            Err(io::ErrorKind::Interrupted.into())
        }
    });
    answer
        .map(SecretString::from)
        .map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted | io::ErrorKind::UnexpectedEof => Error::Interrupted,
            _ => Error::usage(t!("prompt-no-password-here", cause = cause::of_io(&error))),
        })
}

/// Reads a line of standard input. `None` when it is too long.
fn read_line() -> Result<Option<SecretString>> {
    let mut line = Zeroizing::new(Vec::new());
    match plain::read_whole(&mut io::stdin().lock(), &mut line) {
        Ok(0) => Err(Error::Interrupted),
        Ok(_) if plain::is_truncated(&line) => Ok(None),
        Ok(_) => secret_of(&line).map(Some),
        Err(error) => Err(unreadable(&error)),
    }
}

/// A line without its end.
fn secret_of(line: &[u8]) -> Result<SecretString> {
    let text = std::str::from_utf8(line).map_err(|_| Error::usage(t!("prompt-stdin-not-text")))?;
    Ok(text.trim_end_matches(['\n', '\r']).into())
}

/// Reads secrets from standard input, one a line.
///
/// # Errors
///
/// `usage` (exit 2) when there are fewer lines, or when they are too long or not text.
pub fn secrets_from_stdin<const N: usize>() -> Result<[SecretString; N]> {
    let unreadable = |error: io::Error| {
        Error::usage(t!("prompt-unreadable-stdin", cause = cause::of_io(&error)))
    };
    let mut stdin = io::stdin().lock();
    let mut lines = Vec::with_capacity(N);
    while lines.len() < N {
        let mut line = Zeroizing::new(Vec::new());
        if plain::read_whole(&mut stdin, &mut line).map_err(unreadable)? == 0 {
            break;
        }
        if plain::is_truncated(&line) {
            return Err(Error::usage(plain::too_long()));
        }
        lines.push(secret_of(&line)?);
    }
    lines
        .try_into()
        .map_err(|_| Error::usage(t!("prompt-passwords-on-stdin", count = N)))
}
