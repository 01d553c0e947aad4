//! The topics of `epic help`: what concerns all commands. The texts are files, one for each language; the permissions are
//! written from the table that decides them. Neither settings nor a database are needed.

use std::ffi::OsString;

use crate::commands;
use crate::domain::Department;
use crate::lang::{self, Text};
use crate::policy::{Access, Capability, Scope};
use crate::t;

/// A topic: its name, and its texts in English and French; none for the one that is written from a table.
type Topic = (&'static str, Option<[&'static str; 2]>);

macro_rules! texts {
    ($name:literal) => {
        (
            $name,
            Some([
                include_str!(concat!("en/", $name, ".txt")),
                include_str!(concat!("fr/", $name, ".txt")),
            ]),
        )
    };
}

const TOPICS: &[Topic] = &[
    texts!("dates"),
    texts!("environment"),
    texts!("exit-codes"),
    texts!("formats"),
    ("permissions", None),
];

pub fn names() -> Vec<&'static str> {
    TOPICS.iter().map(|(name, _)| *name).collect()
}

/// The text of a topic, in the language of this run.
pub fn text(name: &str) -> Option<String> {
    let (_, texts) = TOPICS.iter().find(|(known, _)| *known == name)?;
    Some(match texts {
        Some(texts) => texts[lang::current().index()].to_owned(),
        None => permissions(),
    })
}

/// Returns the topic that a command line asks for: `epic help dates`, with `--lang` in any place.
pub fn asked(args: &[OsString]) -> Option<&'static str> {
    let mut words = Vec::new();
    let mut rest = args.iter().skip(1).filter_map(|arg| arg.to_str());
    while let Some(arg) = rest.next() {
        match arg {
            "--lang" => {
                rest.next();
            }
            arg if arg.starts_with('-') => {
                if !arg.starts_with("--lang=") {
                    return None;
                }
            }
            word => words.push(word),
        }
    }
    match words.as_slice() {
        ["help", word] => names().into_iter().find(|name| name == word),
        _ => None,
    }
}

/// Writes the permissions of each command.
fn permissions() -> String {
    let mut rows = vec![[
        t!("help-right-command"),
        t!("help-right-management"),
        t!("help-right-sales"),
        t!("help-right-support"),
        t!("help-right-token"),
    ]];
    let mut public = Vec::new();
    for verb in commands::declarations() {
        let cells = match verb.access {
            Access::Public => {
                public.push(verb.path);
                continue;
            }
            Access::SignedIn => [(); 4].map(|()| t!("help-right-any")),
            Access::Requires(capability) => cells(capability),
        };
        let [management, sales, support, token] = cells;
        rows.push([Text::verbatim(verb.path), management, sales, support, token]);
    }
    let mut widths = [0; 5];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.as_str().chars().count());
        }
    }
    let mut text = format!("{}\n\n", t!("help-right-title"));
    for row in &rows {
        let mut line = String::from("  ");
        for (width, cell) in widths.iter().zip(row) {
            line.push_str(&format!("{cell:<width$}  "));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text.push_str(&format!(
        "\n{}\n\n{}\n  {}\n",
        t!("help-right-legend"),
        t!("help-right-public"),
        public.join("\n  "),
    ));
    text
}

fn cells(capability: Capability) -> [Text; 4] {
    let [management, sales, support] =
        Department::ALL.map(|department| match capability.scope(department) {
            Scope::No => Text::verbatim("-"),
            Scope::Own => t!("help-right-own"),
            Scope::Any => t!("help-right-any"),
        });
    let token = match (capability.is_usable_by_token(), capability.is_writing()) {
        (false, _) => Text::verbatim("-"),
        (true, true) => t!("help-right-writing"),
        (true, false) => t!("help-right-any"),
    };
    [management, sales, support, token]
}
