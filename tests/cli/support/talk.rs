//! Conversations with the program at a pseudo-terminal. What is drawn there goes through a terminal emulator, so that a test
//! sees what a person would see.

use std::num::NonZero;
use std::process::Command;
use std::time::Duration;

use expectrl::Expect as _;
use expectrl::session::OsSession;

use crate::env::{Invocation, finish, without_times};

/// The key that a terminal turns into SIGINT, and the one that ends the input.
pub const CTRL_C: &str = "\u{3}";
pub const CTRL_D: &str = "\u{4}";

/// Erases the line that is being typed.
pub const CTRL_U: &str = "\u{15}";
pub const ESC: &str = "\u{1b}";

const COLUMNS: NonZero<u16> = NonZero::new(80).unwrap();
/// So many that nothing leaves the screen.
const ROWS: NonZero<u16> = NonZero::new(2000).unwrap();

/// What a terminal of 80 columns has shown so far, from the first line on.
pub fn screen(bytes: &[u8]) -> String {
    let mut terminal = vt100::Parser::new(ROWS, COLUMNS, 0);
    terminal.process(bytes);
    let lines: Vec<_> = terminal
        .screen()
        .contents()
        .lines()
        .map(|line| line.trim_end().to_owned())
        .collect();
    lines.join("\n").trim_end().to_owned()
}

/// A conversation with the program, with everything that it showed.
pub struct Talk {
    session: OsSession,
    shown: Vec<u8>,
}

impl Talk {
    /// At a terminal where the widgets are drawn.
    pub fn with(run: Invocation<'_>) -> Self {
        Self {
            session: run.env("NO_COLOR", "1").spawn_pty(),
            shown: Vec::new(),
        }
    }

    /// Under a shell, which echoes what is typed like the one of a person, and tells at the end what the program
    /// left behind: its exit status and whether the terminal still echoes.
    pub fn in_shell(run: Invocation<'_>) -> Self {
        const SCRIPT: &str = "stty echo; trap : INT; \"$0\" \"$@\"; echo \"[exit $?]\"; \
                              stty -a | tr ' ;' '\\n\\n' | grep -x -e echo -e -echo -e isig -e -isig -e icanon -e -icanon";
        let inner = run.env("NO_COLOR", "1").env("TERM", "xterm").raw();
        let mut shell = Command::new("sh");
        shell
            .args(["-c", SCRIPT])
            .arg(inner.get_program())
            .args(inner.get_args())
            .env_clear()
            .envs(
                inner
                    .get_envs()
                    .filter_map(|(key, value)| Some((key, value?))),
            );
        if let Some(directory) = inner.get_current_dir() {
            shell.current_dir(directory);
        }
        let mut session = OsSession::spawn(shell).expect("a shell can be started");
        session.set_expect_timeout(Some(Duration::from_secs(10)));
        Self {
            session,
            shown: Vec::new(),
        }
    }

    /// Waits for a prompt, then types an answer and Enter.
    #[track_caller]
    pub fn answer(&mut self, prompt: &str, answer: &str) -> &mut Self {
        self.press(prompt, &format!("{answer}\r"))
    }

    /// Waits for a prompt, then presses keys.
    #[track_caller]
    pub fn press(&mut self, prompt: &str, keys: &str) -> &mut Self {
        if !prompt.is_empty() {
            self.sees(prompt);
        }
        self.session.send(keys).unwrap();
        self
    }

    /// Waits for a text.
    #[track_caller]
    pub fn sees(&mut self, text: &str) -> &mut Self {
        let found = self.session.expect(text).unwrap_or_else(|error| {
            panic!("no {text:?} came ({error}) after:\n{}", screen(&self.shown));
        });
        self.shown.extend_from_slice(found.before());
        self.shown.extend_from_slice(text.as_bytes());
        self
    }

    /// Types an answer in the place of the one that was refused.
    pub fn again(&mut self, answer: &str) -> &mut Self {
        self.press("", &format!("{CTRL_U}{answer}\r"))
    }

    /// Makes the terminal another size, as somebody does who pulls at its window.
    pub fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.session
            .get_process_mut()
            .set_window_size(columns, rows)
            .unwrap();
        self
    }

    /// Ends the program under the shell with SIGTERM.
    pub fn terminate(&mut self) -> &mut Self {
        let shell = self.session.get_process().pid();
        let children = std::fs::read_to_string(format!("/proc/{shell}/task/{shell}/children"));
        let kill = format!("kill -TERM {}", children.unwrap());
        let status = Command::new("sh").args(["-c", &kill]).status();
        assert!(status.unwrap().success(), "{kill}");
        self
    }

    /// What the screen shows now.
    pub fn screen(&self) -> String {
        screen(&self.shown)
    }

    /// Everything that was shown, and the exit status.
    #[track_caller]
    pub fn end(mut self) -> String {
        let (rest, status) = finish(self.session);
        self.shown.extend_from_slice(rest.as_bytes());
        let shown = screen(&self.shown);
        let last = if shown.is_empty() { "" } else { "\n" };
        without_times(&format!("{shown}{last}[exit {status}]\n"))
    }

    /// The same, where the shell told the exit status of the program.
    #[track_caller]
    pub fn end_of_shell(self) -> String {
        let shown = self.end();
        let told = shown.strip_suffix("[exit 0]\n");
        told.unwrap_or_else(|| panic!("the shell failed:\n{shown}"))
            .to_owned()
    }
}
