//! Completions: a shell runs the program with `EPIC_COMPLETE` set and the words of the line, and gets the candidates at
//! the cursor. Commands and flags come from the clap tree, values from the completers of its arguments. Nothing is
//! asked, and nothing is printed on standard error.

mod protocol;

use std::ffi::OsString;
use std::panic::{self, AssertUnwindSafe};

use clap::ValueEnum as _;
use clap_complete::CompletionCandidate;
use clap_complete::engine::complete;
use clap_complete::env::Shells;

use crate::commands::completions::Shell;
use crate::complete::line;
use crate::help::{self, Purpose, topics};
use crate::output;

/// The variable that a shell asks with.
pub const VARIABLE: &str = "EPIC_COMPLETE";

/// The shell that is asking, if one is.
pub fn asking() -> Option<Shell> {
    let name = std::env::var(VARIABLE).ok()?;
    Shell::from_str(&name, false).ok()
}

/// The script that makes a shell ask.
pub fn script(shell: Shell) -> String {
    let mut text = Vec::new();
    let program = std::env::args_os().next();
    let shells = Shells::builtins();
    let name = shell.to_possible_value();
    let completer = name.and_then(|name| shells.completer(name.get_name()));
    let written = completer.map(|completer| {
        completer.write_registration(VARIABLE, "epic", "epic", &path(program), &mut text)
    });
    match written {
        Some(Ok(())) => String::from_utf8_lossy(&text).into_owned(),
        _ => String::new(),
    }
}

/// Returns the command by which the shell finds the program: its name, if it was found by name.
fn path(program: Option<OsString>) -> String {
    let program = std::path::PathBuf::from(program.unwrap_or_else(|| "epic".into()));
    let program = if program.components().count() > 1 {
        std::path::absolute(&program).unwrap_or(program)
    } else {
        program
    };
    program.to_string_lossy().into_owned()
}

/// Answers a shell with the candidates at the cursor of the words after `--`, or with nothing.
pub fn answer(shell: Shell, tree: clap::Command) {
    panic::set_hook(Box::new(|_| {}));
    let answer = panic::catch_unwind(AssertUnwindSafe(|| {
        let request = protocol::Request::read(shell, line())?;
        let mut tree = dressed(tree);
        let directory = std::env::current_dir().ok();
        let (words, index) = (request.words.clone(), request.index);
        let found = complete(&mut tree, words, index, directory.as_deref());
        let mut found = found.ok()?;
        // Flags are offered after a dash, or where nothing else can be typed.
        let is_flag = |it: &CompletionCandidate| it.get_value().to_string_lossy().starts_with('-');
        if request.words[request.index].is_empty() && !found.iter().all(is_flag) {
            found.retain(|it| !is_flag(it));
        }
        Some(protocol::write(shell, &found))
    }));
    if let Ok(Some(answer)) = answer {
        // The shell may have gone away.
        let _ = output::print_text(&answer);
    }
}

/// The tree with the topics of `help`.
fn dressed(tree: clap::Command) -> clap::Command {
    let mut tree = help::dressed(tree, Purpose::Other);
    for topic in topics::names() {
        let topic = clap::Command::new(topic).about(topics::summary(topic).unwrap_or_default());
        tree = tree.mut_subcommand("help", |help| help.subcommand(topic));
    }
    tree.build();
    tree
}
