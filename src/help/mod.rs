//! Help: the parts of `--help` beyond those of clap. The English texts are in the definitions of the commands; those
//! of other languages are laid over that tree (`overlay`), with the examples (`examples`), and only for a request for
//! help: a normal run pays for none of it.

pub mod complete;
pub mod examples;
pub mod man;
mod matrix;
mod overlay;
pub mod topics;
pub mod usage;

#[cfg(test)]
mod tests;

use std::ffi::OsString;

use clap::Arg;
use clap::builder::StyledStr;

use crate::commands::shared::listing::SortFields;
use crate::lang;
use crate::t;

/// Purpose of a dressed tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The text of `--help`.
    Terminal,
    /// Manual pages, whose sections have other marks, and completions.
    Other,
}

/// The whole tree, in the language of this run, with the examples and the fields that lists are sorted by.
pub fn dressed(mut tree: clap::Command, purpose: Purpose) -> clap::Command {
    tree.build();
    let overlaid = !lang::current().is_source();
    dress(tree, &mut Vec::new(), overlaid, purpose, None)
}

/// As [`dressed`] for a terminal, but only where the words of a command line lead: help is asked for one command, and the
/// other hundred would take most of the time.
pub fn dressed_along(mut tree: clap::Command, words: &[OsString]) -> clap::Command {
    let overlaid = !lang::current().is_source();
    if overlaid {
        tree.build();
    }
    let purpose = Purpose::Terminal;
    dress(tree, &mut Vec::new(), overlaid, purpose, Some(words))
}

fn dress(
    mut command: clap::Command,
    path: &mut Vec<String>,
    overlaid: bool,
    purpose: Purpose,
    along: Option<&[OsString]>,
) -> clap::Command {
    if overlaid {
        command = overlay::lay_over(command, path, purpose);
    }
    command = command.mut_args(|arg| {
        let Some(SortFields(fields)) = arg.get::<SortFields>() else {
            return arg;
        };
        let fields = fields.join(", ");
        let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
        arg.help(t!("help-sort-fields", help = help, fields = fields).into_string())
    });
    match purpose {
        // A page shows what `-h` leaves out only where there is a long text.
        Purpose::Other => {
            let whole = |arg: Arg| match (arg.get_long_help(), arg.get_help().cloned()) {
                (None, Some(help)) => arg.long_help(help),
                _ => arg,
            };
            command = command.mut_args(whole);
        }
        Purpose::Terminal if path.is_empty() => {
            command = command.after_help(topics::list());
        }
        Purpose::Terminal => {
            if let Some(found) = examples::of(&path.join(" ")) {
                command = command.after_long_help(examples_of(&found));
            }
        }
    }
    let led_to = |sub: &clap::Command| {
        along.is_none_or(|words| {
            let is = |name: &str| words.iter().any(|word| word == name);
            is(sub.get_name()) || sub.get_all_aliases().any(is)
        })
    };
    // What is only named in the list of its parent needs its line in that list.
    let names: Vec<(String, bool)> = command
        .get_subcommands()
        .map(|sub| (sub.get_name().to_owned(), led_to(sub)))
        .filter(|(_, led_to)| *led_to || overlaid)
        .collect();
    for (name, led_to) in names {
        path.push(name.clone());
        command = command.mut_subcommand(&name, |sub| {
            if led_to {
                dress(sub, path, overlaid, purpose, along)
            } else {
                overlay::name(sub, path)
            }
        });
        path.pop();
    }
    command
}

/// Help as clap rendered it from a tree that is [`dressed`], with what the tree cannot hold.
pub fn finished(help: StyledStr) -> StyledStr {
    if lang::current().is_source() {
        help
    } else {
        overlay::with_headings(&help)
    }
}

fn examples_of(examples: &[examples::Example; 2]) -> StyledStr {
    let style = clap::builder::Styles::styled();
    let header = style.get_header();
    let colon = &lang::conventions().colon;
    let mut text = format!("{header}{}{colon}{header:#}", t!("help-examples"));
    for (number, example) in examples.iter().enumerate() {
        let caption = examples::caption(example, number);
        text.push_str(&format!("\n  # {caption}\n  {}", example.line));
    }
    StyledStr::from(text)
}
