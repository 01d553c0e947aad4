//! One run of the program: arguments, environment, standard input; through pipes, or on a terminal.

use std::ffi::OsStr;
use std::io::{Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{LazyLock, mpsc};
use std::thread;
use std::time::Duration;

use expectrl::Eof;
use expectrl::process::unix::WaitStatus;
use expectrl::session::OsSession;

use super::{Output, TestEnv};

/// How long a run may take before it counts as hanging.
const RUN_LIMIT: Duration = Duration::from_secs(120);

/// How long a terminal session waits for the text that a test expects.
const EXPECT_LIMIT: Duration = Duration::from_secs(10);

/// The program under test: the one that cargo built, or that of `EPIC_TEST_BINARY`, such as a release hands out.
pub fn binary() -> &'static Path {
    static BINARY: LazyLock<PathBuf> = LazyLock::new(|| {
        std::env::var_os("EPIC_TEST_BINARY")
            .map_or_else(|| env!("CARGO_BIN_EXE_epic").into(), PathBuf::from)
    });
    &BINARY
}

/// A run that is being prepared.
#[derive(Debug)]
pub struct Invocation<'env> {
    env: &'env TestEnv,
    command: Command,
    stdin: Option<String>,
}

impl<'env> Invocation<'env> {
    pub(super) fn new<I>(env: &'env TestEnv, args: I) -> Self
    where
        I: IntoIterator,
        I::Item: AsRef<OsStr>,
    {
        let home = env.home();
        let mut command = Command::new(binary());
        command
            .args(args)
            .current_dir(home)
            .env_clear()
            .env("HOME", home)
            .env("XDG_CONFIG_HOME", home.join(".config"))
            .env("XDG_DATA_HOME", home.join(".local/share"))
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("LANG", "C.UTF-8")
            .env("TZ", "UTC");
        if env.postgres.is_some() {
            command.env("DATABASE_URL", env.database_url());
        }
        Self {
            env,
            command,
            stdin: None,
        }
    }

    /// Sets an environment variable.
    pub fn env(mut self, key: impl AsRef<OsStr>, value: impl AsRef<OsStr>) -> Self {
        self.command.env(key, value);
        self
    }

    /// Removes an environment variable.
    pub fn env_remove(mut self, key: impl AsRef<OsStr>) -> Self {
        self.command.env_remove(key);
        self
    }

    /// Gives the program this text as its standard input; otherwise there is none.
    pub fn stdin(mut self, text: impl Into<String>) -> Self {
        self.stdin = Some(text.into());
        self
    }

    /// Runs as a collaborator of the demonstration company, through `EPIC_TOKEN`.
    #[track_caller]
    pub fn as_(self, login: &str) -> Self {
        let token = self.env.session(login).token.clone();
        self.env("EPIC_TOKEN", token)
    }

    /// Runs the program to its end.
    ///
    /// Panics when it has not ended after two minutes: a gate that hangs says nothing.
    #[track_caller]
    pub fn run(mut self) -> Output {
        self.command
            .stdin(match self.stdin {
                Some(_) => Stdio::piped(),
                None => Stdio::null(),
            })
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = self.command.spawn().expect("the program can be started");

        if let (Some(mut pipe), Some(text)) = (child.stdin.take(), self.stdin.take()) {
            // A program that does not read what it is given closes the pipe: that is its right.
            thread::spawn(move || pipe.write_all(text.as_bytes()));
        }
        let stdout = read_to_end(child.stdout.take().expect("stdout is a pipe"));
        let stderr = read_to_end(child.stderr.take().expect("stderr is a pipe"));
        let (Ok(stdout), Ok(stderr)) = (
            stdout.recv_timeout(RUN_LIMIT),
            stderr.recv_timeout(RUN_LIMIT),
        ) else {
            let _ = child.kill();
            let _ = child.wait();
            panic!("the program did not end: {:?}", self.command);
        };
        let status = child.wait().expect("the program can be waited for");
        Output::new(self.env, stdout, stderr, status.code().unwrap_or(-1))
    }

    /// Starts the program on a terminal of 80 columns and 24 lines, without echo. What is expected
    /// there has to come within 10 seconds; [`finish`] waits for the end.
    #[track_caller]
    pub fn spawn_pty(mut self) -> OsSession {
        assert!(
            self.stdin.is_none(),
            "a terminal session has no other input"
        );
        self.command.env("TERM", "xterm-256color");
        let mut session = OsSession::spawn(self.command).expect("the program can be started");
        session.set_expect_timeout(Some(EXPECT_LIMIT));
        session
    }

    /// The command itself, for what no other method does; it has no standard input.
    pub fn raw(mut self) -> Command {
        assert!(
            self.stdin.is_none(),
            "a raw command is given its input by the test"
        );
        self.command.stdin(Stdio::null());
        self.command
    }
}

/// Reads to the end of a terminal session: what was still printed, and the exit status (-1 for a
/// signal).
#[track_caller]
pub fn finish(mut session: OsSession) -> (String, i32) {
    use expectrl::Expect as _;

    let rest = session.expect(Eof).expect("the program ends");
    let text = String::from_utf8_lossy(rest.as_bytes()).into_owned();
    match session.get_process().wait() {
        Ok(WaitStatus::Exited(_, status)) => (text, status),
        Ok(_) => (text, -1),
        Err(error) => panic!("the program can be waited for: {error}"),
    }
}

/// Reads a pipe in a thread of its own, so that a full one never stops the program.
fn read_to_end(mut pipe: impl Read + Send + 'static) -> mpsc::Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        pipe.read_to_end(&mut bytes).expect("a pipe can be read");
        let text = String::from_utf8(bytes).expect("the program prints UTF-8");
        let _ = sender.send(text);
    });
    receiver
}
