//! The terminal as a source of keys: raw from the first question to its answer, and as it was before afterwards,
//! whatever happens in between.

use std::io;
use std::time::Duration;

use crossterm::event::{
    self, DisableBracketedPaste, EnableBracketedPaste, Event, KeyCode, KeyEvent, KeyEventKind,
    KeyModifiers,
};
use crossterm::{cursor, execute, terminal};
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use crate::error::Result;
use crate::prompt::signals::{Held, TICK};
use crate::prompt::unreadable;

const NOW: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 0,
};

/// Action of a person at a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Key {
    Char(char),
    Paste(String),
    Enter,
    Backspace,
    Delete,
    Left,
    Right,
    Home,
    End,
    Up,
    Down,
    PageUp,
    PageDown,
    /// Ctrl-U: everything before the cursor goes.
    EraseLine,
    /// Ctrl-K: deletes everything after the cursor.
    EraseRest,
    EraseWord,
    Escape,
    /// Ctrl-C, or the end of the input.
    Cancel,
    Resize,
}

/// A raw terminal. Dropping it restores the terminal.
pub(super) struct Keys {
    // Dropped after the terminal is restored: only then may a signal end the program.
    held: Held,
}

impl Keys {
    pub(super) fn start() -> Result<Self> {
        let held = Held::start();
        let started =
            terminal::enable_raw_mode().and_then(|()| execute!(io::stderr(), EnableBracketedPaste));
        if let Err(error) = started {
            let _ = terminal::disable_raw_mode();
            return Err(unreadable(&error));
        }
        Ok(Self { held })
    }

    /// Waits for a key that means something.
    pub(super) fn read(&self) -> Result<Key> {
        loop {
            if self.held.cancels() || is_hung_up(&NOW) {
                return Ok(Key::Cancel);
            }
            // The library may have keys that it has read already.
            if event::poll(Duration::ZERO).map_err(|error| unreadable(&error))? {
                if let Some(key) = meaning(event::read().map_err(|error| unreadable(&error))?) {
                    return Ok(key);
                }
            } else if is_hung_up(&TICK) {
                return Ok(Key::Cancel);
            }
        }
    }

    /// Tests for another key in the input, so that drawing can wait.
    pub(super) fn is_more(&self) -> bool {
        event::poll(Duration::ZERO).unwrap_or(false)
    }
}

/// Waits for a key; whether the terminal has gone away instead, at whose end the library would read for ever.
fn is_hung_up(wait: &Timespec) -> bool {
    let stdin = io::stdin();
    let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
    // A signal, such as that of a new size, cuts the wait short.
    poll(&mut fds, Some(wait)).is_ok()
        && fds[0]
            .revents()
            .intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL)
}

impl Drop for Keys {
    fn drop(&mut self) {
        // A terminal that is gone needs no restoring.
        let _ = execute!(io::stderr(), DisableBracketedPaste, cursor::Show);
        let _ = terminal::disable_raw_mode();
    }
}

fn meaning(event: Event) -> Option<Key> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => of_key(key),
        Event::Paste(text) => Some(Key::Paste(text)),
        Event::Resize(..) => Some(Key::Resize),
        _ => None,
    }
}

fn of_key(key: KeyEvent) -> Option<Key> {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    Some(match key.code {
        // A terminal that was not raw yet when Enter was pressed sends a line feed.
        KeyCode::Char('j' | 'm') if control => Key::Enter,
        KeyCode::Char('c' | 'd') if control => Key::Cancel,
        KeyCode::Char('u') if control => Key::EraseLine,
        KeyCode::Char('k') if control => Key::EraseRest,
        KeyCode::Char('w') if control => Key::EraseWord,
        KeyCode::Char('a') if control => Key::Home,
        KeyCode::Char('e') if control => Key::End,
        KeyCode::Char('b') if control => Key::Left,
        KeyCode::Char('f') if control => Key::Right,
        KeyCode::Char('p') if control => Key::Up,
        KeyCode::Char('n') if control => Key::Down,
        KeyCode::Char('h') if control => Key::Backspace,
        KeyCode::Char(_) if control || key.modifiers.contains(KeyModifiers::ALT) => return None,
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::Enter => Key::Enter,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::Up | KeyCode::BackTab => Key::Up,
        KeyCode::Down | KeyCode::Tab => Key::Down,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::Esc => Key::Escape,
        _ => return None,
    })
}
