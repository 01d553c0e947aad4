//! Asking a person: fields, secrets, confirmations. Prompts go to standard error and appear only when a person
//! can see and answer them; otherwise a form collects everything that is missing or wrong for one usage error.

use std::convert::Infallible;
use std::fs::File;
use std::io::{self, BufRead as _, IsTerminal as _, Read as _, Write as _};
use std::str::FromStr;
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::termios::{self, LocalModes, OptionalActions, Termios};
use secrecy::{ExposeSecret as _, SecretString};
use zeroize::Zeroizing;

use crate::domain::Invalid;
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::output::escape;

/// The exit status of a prompt that was interrupted, as the shell has it: 128 + SIGINT.
const INTERRUPTED: i32 = 130;
/// A longer line is not an answer.
const MAX_LINE_BYTES: u64 = 16 * 1024;

/// A value from the command line that is not refused at once, so that all problems are told together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given<T>(pub Result<T, Invalid>);

impl<T: FromStr<Err = Invalid>> FromStr for Given<T> {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.parse()))
    }
}

/// Asks the person at the terminal, if there is one.
pub struct Prompter {
    interactive: bool,
    assume_yes: bool,
}

impl Prompter {
    /// Looks at the terminal: prompts appear only when standard input and standard error are terminals and neither
    /// `--no-input` nor `EPIC_NO_INPUT` nor `CI` is set.
    pub fn new(no_input: bool, assume_yes: bool) -> Self {
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        Self {
            interactive: !no_input
                && !set("EPIC_NO_INPUT")
                && !set("CI")
                && io::stdin().is_terminal()
                && io::stderr().is_terminal(),
            assume_yes,
        }
    }

    /// Whether somebody is there to answer.
    pub const fn is_interactive(&self) -> bool {
        self.interactive
    }

    /// Asks until the answer is valid; what was refused is explained.
    ///
    /// # Errors
    ///
    /// `interrupted` (exit 130) at the end of input.
    pub fn ask<T>(&self, label: &str, parse: impl Fn(&str) -> Result<T, Invalid>) -> Result<T> {
        catch_interrupts();
        loop {
            let answer = read_line(label)?;
            match parse(answer.trim()) {
                Ok(value) => return Ok(value),
                Err(problem) => say(&format!("  {label}: {problem}")),
            }
        }
    }

    /// Asks for a secret without showing what is typed.
    ///
    /// # Errors
    ///
    /// `interrupted` (exit 130) for Ctrl-C and at the end of input.
    pub fn secret(&self, label: &str) -> Result<SecretString> {
        let exits = catch_interrupts();
        // The library restores the terminal only when it returns: no exit in the middle of it.
        exits.store(false, Ordering::SeqCst);
        let answer = Hidden::start().and_then(|_hidden| {
            prompt(label);
            rpassword::read_password()
        });
        exits.store(true, Ordering::SeqCst);
        answer
            .map(SecretString::from)
            .map_err(|error| match error.kind() {
                io::ErrorKind::Interrupted | io::ErrorKind::UnexpectedEof => Error::Interrupted,
                _ => Error::usage(format!("cannot ask for a password here: {error}")),
            })
    }

    /// Asks whether to go on with something that cannot be taken back.
    ///
    /// # Errors
    ///
    /// `usage` (exit 2) when nobody can answer and `--yes` was not given; `interrupted` for any answer but yes.
    pub fn confirm(&self, question: &str) -> Result<()> {
        if self.assume_yes {
            return Ok(());
        }
        if !self.interactive {
            return Err(Error::usage("this needs a confirmation: give --yes"));
        }
        let yes = self.ask(&format!("{question} [y/N]"), |answer| {
            Ok(matches!(
                answer.to_lowercase().as_str(),
                "y" | "yes" | "o" | "oui"
            ))
        })?;
        if yes { Ok(()) } else { Err(Error::Interrupted) }
    }
}

/// A terminal that shows nothing of what is typed, from before the prompt is there to be answered: the library alone
/// would show, and lose a Ctrl-C among, the first keys of somebody quick. Dropping it restores the terminal.
struct Hidden {
    tty: File,
    modes: Termios,
}

impl Hidden {
    fn start() -> io::Result<Self> {
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

/// Has Ctrl-C end the program with status 130 at a prompt, as everywhere. Returns the switch that turns it off.
fn catch_interrupts() -> &'static Arc<AtomicBool> {
    static EXITS: OnceLock<Arc<AtomicBool>> = OnceLock::new();
    EXITS.get_or_init(|| {
        let exits = Arc::new(AtomicBool::new(true));
        let registered = signal_hook::flag::register_conditional_shutdown(
            signal_hook::consts::SIGINT,
            INTERRUPTED,
            Arc::clone(&exits),
        );
        if registered.is_err() {
            tracing::debug!("SIGINT keeps its default action");
        }
        exits
    })
}

fn say(text: &str) {
    // A standard error that is closed leaves nobody to tell.
    let _ = writeln!(io::stderr().lock(), "{}", escape(text));
}

fn prompt(label: &str) {
    let mut stderr = io::stderr().lock();
    let _ = write!(stderr, "{label}: ");
    let _ = stderr.flush();
}

fn read_line(label: &str) -> Result<String> {
    prompt(label);
    let mut line = Vec::new();
    let read = io::stdin()
        .lock()
        .take(MAX_LINE_BYTES)
        .read_until(b'\n', &mut line);
    match read {
        Ok(0) => {
            let _ = writeln!(io::stderr());
            Err(Error::Interrupted)
        }
        // What is not UTF-8 becomes U+FFFD, which the fields judge like any other character.
        Ok(_) => Ok(String::from_utf8_lossy(&line).into_owned()),
        Err(error) => Err(Error::usage(format!("cannot read the answer: {error}"))),
    }
}

/// Reads secrets from standard input, one a line.
///
/// # Errors
///
/// `usage` (exit 2) when there are fewer lines, or when they are not text.
pub fn secrets_from_stdin<const N: usize>() -> Result<[SecretString; N]> {
    let mut stdin = io::stdin().lock().take(MAX_LINE_BYTES);
    let mut lines = Vec::with_capacity(N);
    while lines.len() < N {
        let mut line = Zeroizing::new(Vec::new());
        let read = stdin
            .read_until(b'\n', &mut line)
            .map_err(|error| Error::usage(format!("cannot read standard input: {error}")))?;
        if read == 0 {
            break;
        }
        let text =
            std::str::from_utf8(&line).map_err(|_| Error::usage("standard input is not UTF-8"))?;
        lines.push(SecretString::from(text.trim_end_matches(['\n', '\r'])));
    }
    lines.try_into().map_err(|_| {
        Error::usage(match N {
            1 => "--password-stdin expects the password on standard input".to_owned(),
            n => format!("--password-stdin expects {n} passwords on standard input, one a line"),
        })
    })
}

/// The fields of one command: asks for what is missing at a terminal, else collects all problems.
pub struct Form<'a> {
    prompter: &'a Prompter,
    missing: Vec<&'static str>,
    problems: Vec<Text>,
}

impl<'a> Form<'a> {
    /// Starts a form.
    pub const fn new(prompter: &'a Prompter) -> Self {
        Self {
            prompter,
            missing: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// A field that the command needs. `None` means that a problem was noted.
    ///
    /// # Errors
    ///
    /// `interrupted` (exit 130) at a prompt.
    pub fn required<T: FromStr<Err = Invalid>>(
        &mut self,
        flag: &'static str,
        label: &str,
        given: Option<Given<T>>,
    ) -> Result<Option<T>> {
        self.settle(flag, label, given.map(|given| given.0), T::from_str)
    }

    /// As [`Form::required`], for a text that is read in its own way.
    ///
    /// # Errors
    ///
    /// `interrupted` (exit 130) at a prompt.
    pub fn required_with<T>(
        &mut self,
        flag: &'static str,
        label: &str,
        given: Option<&str>,
        parse: impl Fn(&str) -> Result<T, Invalid>,
    ) -> Result<Option<T>> {
        self.settle(flag, label, given.map(&parse), &parse)
    }

    fn settle<T>(
        &mut self,
        flag: &'static str,
        label: &str,
        given: Option<Result<T, Invalid>>,
        parse: impl Fn(&str) -> Result<T, Invalid>,
    ) -> Result<Option<T>> {
        match given {
            Some(Ok(value)) => return Ok(Some(value)),
            Some(Err(problem)) if self.prompter.is_interactive() => {
                say(&format!("  {label}: {problem}"));
            }
            Some(Err(problem)) => {
                self.invalid(flag, &problem);
                return Ok(None);
            }
            None if self.prompter.is_interactive() => {}
            None => {
                self.missing.push(flag);
                return Ok(None);
            }
        }
        self.prompter.ask(label, parse).map(Some)
    }

    /// A field that may be left out; it is never asked for.
    pub fn optional<T>(&mut self, flag: &'static str, given: Option<Given<T>>) -> Option<T> {
        match given?.0 {
            Ok(value) => Some(value),
            Err(problem) => {
                self.invalid(flag, &problem);
                None
            }
        }
    }

    /// As [`Form::optional`], for a text that is read in its own way.
    pub fn optional_with<T>(
        &mut self,
        flag: &'static str,
        given: Option<&str>,
        parse: impl Fn(&str) -> Result<T, Invalid>,
    ) -> Option<T> {
        self.optional(flag, given.map(|text| Given(parse(text))))
    }

    /// A password that exists: from standard input, or asked for once.
    ///
    /// # Errors
    ///
    /// `interrupted` (exit 130) at the prompt, `usage` (exit 2) for standard input.
    pub fn password(&mut self, from_stdin: bool) -> Result<Option<SecretString>> {
        if from_stdin {
            let [password] = secrets_from_stdin()?;
            Ok(Some(password))
        } else if self.prompter.is_interactive() {
            self.prompter.secret("Password").map(Some)
        } else {
            self.missing.push("--password-stdin");
            Ok(None)
        }
    }

    /// A password to be: from standard input, or asked for twice; judged by `check`.
    ///
    /// # Errors
    ///
    /// As [`Form::password`].
    pub fn new_password(
        &mut self,
        from_stdin: bool,
        check: impl Fn(&str) -> Result<(), Invalid>,
    ) -> Result<Option<SecretString>> {
        if from_stdin {
            let [password] = secrets_from_stdin()?;
            return Ok(self.checked_password(password, check));
        }
        if !self.prompter.is_interactive() {
            self.missing.push("--password-stdin");
            return Ok(None);
        }
        loop {
            let password = self.prompter.secret("New password")?;
            if let Err(problem) = check(password.expose_secret()) {
                say(&format!("  the password {problem}"));
                continue;
            }
            let again = self.prompter.secret("New password again")?;
            if password.expose_secret() == again.expose_secret() {
                return Ok(Some(password));
            }
            say("  the two are not the same");
        }
    }

    /// Judges a password that was read elsewhere.
    pub fn checked_password(
        &mut self,
        password: SecretString,
        check: impl Fn(&str) -> Result<(), Invalid>,
    ) -> Option<SecretString> {
        match check(password.expose_secret()) {
            Ok(()) => Some(password),
            Err(problem) => {
                self.problems
                    .push(format!("invalid password: {problem}").into());
                None
            }
        }
    }

    /// Notes a value that was refused.
    pub fn invalid(&mut self, flag: &str, problem: &Invalid) {
        self.problems
            .push(format!("invalid value for {flag}: {problem}").into());
    }

    /// Notes that nothing was given of what the command could change.
    pub fn require_any(&mut self, given: &[(&'static str, bool)]) {
        if given.iter().all(|(_, given)| !given) {
            let flags: Vec<_> = given.iter().map(|(flag, _)| *flag).collect();
            self.refuse(format!(
                "nothing to change: give at least one of {}",
                flags.join(", ")
            ));
        }
    }

    /// Notes any other problem with what was typed.
    pub fn refuse(&mut self, problem: impl Into<Text>) {
        self.problems.push(problem.into());
    }

    /// Lets the command go on when nothing is missing or wrong.
    ///
    /// # Errors
    ///
    /// `usage` (exit 2) with everything at once.
    pub fn check(&mut self) -> Result<()> {
        if self.missing.is_empty() && self.problems.is_empty() {
            Ok(())
        } else {
            Err(self.error())
        }
    }

    /// Everything that is missing or wrong.
    pub fn error(&mut self) -> Error {
        let mut problems = Vec::new();
        if !self.missing.is_empty() {
            problems.push(format!("missing {}", self.missing.join(", ")).into());
        }
        problems.append(&mut self.problems);
        Error::Usage(problems)
    }
}
