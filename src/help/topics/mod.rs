//! Topics of `epic help`: Markdown files, one per language, rendered as plain text of 80 columns. They need neither
//! settings nor a database.

mod render;

use std::ffi::OsString;

use clap::builder::StyledStr;

use crate::lang;
use crate::t;

struct Topic {
    name: &'static str,
    markdown: &'static str,
}

/// Topics of a language, from its folder.
macro_rules! topics {
    ($tag:literal) => {
        topics! { $tag:
            "accessibility"
            "auditing"
            "changelog"
            "configuration"
            "dates"
            "exit-codes"
            "formats"
            "permissions"
            "postgresql"
            "rules"
            "scripting"
            "searching"
            "security"
            "threat-model"
        }
    };
    ($tag:literal: $($name:literal)+) => {
        &[$(Topic {
            name: $name,
            markdown: include_str!(concat!($tag, "/", $name, ".md")),
        }),+]
    };
}

macro_rules! folders {
    ($($tag:literal),+) => {
        &[$(topics!($tag)),+]
    };
}

const TOPICS: &[&[Topic]] = crate::languages!(folders);

/// Previous names of topics.
const ALIASES: &[(&str, &str)] = &[("environment", "configuration")];

/// Returns the topics in the language of this run.
fn topics() -> &'static [Topic] {
    TOPICS
        .get(lang::current().index())
        .copied()
        .unwrap_or(TOPICS[0])
}

pub fn names() -> Vec<&'static str> {
    topics().iter().map(|topic| topic.name).collect()
}

/// Returns the summary of a topic: its title, without the word for it before a colon.
pub fn summary(name: &str) -> Option<String> {
    let topic = find(name)?;
    let line = topic.markdown.lines().next().unwrap_or_default();
    let title = render::inline(line.trim_start_matches("# "));
    let summary = title
        .split_once(": ")
        .map(|(_, summary)| summary.to_owned());
    Some(summary.unwrap_or(title))
}

/// Lists the topics with their summaries, for the help of the program.
pub fn list() -> StyledStr {
    let header = *clap::builder::Styles::styled().get_header();
    let names = names();
    let width = names.iter().map(|name| name.len()).max().unwrap_or(0);
    let mut text = format!("{header}{}{header:#}", t!("topics-known"));
    for name in names {
        let summary = summary(name).unwrap_or_default();
        text.push_str(&format!("\n  {name:<width$}  {summary}"));
    }
    text.into()
}

/// Renders a topic in the language of this run.
pub fn text(name: &str) -> Option<StyledStr> {
    find(name).map(|topic| render::render(topic.markdown))
}

/// Returns the Markdown of a topic in the language of this run.
#[cfg(test)]
pub fn markdown(name: &str) -> &'static str {
    find(name).map_or("", |topic| topic.markdown)
}

fn find(name: &str) -> Option<&'static Topic> {
    let alias = ALIASES.iter().find(|(old, _)| *old == name);
    let name = alias.map_or(name, |(_, new)| new);
    topics().iter().find(|topic| topic.name == name)
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
        ["help", word] => find(word).map(|topic| topic.name),
        _ => None,
    }
}
