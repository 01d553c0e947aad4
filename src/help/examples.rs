//! Two examples for each command, at the end of its `--help` and on its manual page. A test runs every one of them.

use crate::commands;
use crate::lang::{self, Text};

/// Examples of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    pub path: &'static str,
    /// Command line; several lines are one command.
    pub line: &'static str,
}

/// Every command with its examples.
pub fn all() -> impl Iterator<Item = [Example; 2]> {
    let verbs = commands::declarations().into_iter();
    verbs.map(|verb| {
        let path = verb.path;
        verb.examples.map(|line| Example { path, line })
    })
}

pub fn of(path: &str) -> Option<[Example; 2]> {
    all().find(|[first, _]| first.path == path)
}

/// Returns the caption of the first or the second example of a command.
pub fn caption(example: &Example, number: usize) -> Text {
    let path = example.path.replace(' ', "-");
    let key = format!("help-example-{path}-{}", number + 1);
    Text::of_catalogue(lang::format(&key, &[]))
}
