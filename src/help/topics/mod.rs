//! Topics of `epic help`: Markdown files, one per language, rendered as plain text of 80 columns. They need neither
//! settings nor a database. The topic `permissions` is written when asked for; its English file is for the web.

mod render;

use std::borrow::Cow;
use std::ffi::OsString;

use clap::builder::StyledStr;

use super::matrix;
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

/// The topic that follows from the policy table.
const PERMISSIONS: &str = "permissions";

/// Previous names of topics.
const ALIASES: &[(&str, &str)] = &[("environment", "configuration")];

/// Returns the files in the language of this run.
fn files() -> &'static [Topic] {
    TOPICS
        .get(lang::current().index())
        .copied()
        .unwrap_or(TOPICS[0])
}

pub fn names() -> Vec<&'static str> {
    let mut names: Vec<_> = files().iter().map(|topic| topic.name).collect();
    names.push(PERMISSIONS);
    names.sort_unstable();
    names
}

/// Returns the summary of a topic: its title, without the word for it before a colon.
pub fn summary(name: &str) -> Option<String> {
    let title = match find(name)? {
        PERMISSIONS => t!("topics-permissions").to_string(),
        name => {
            let markdown = markdown(name);
            let line = markdown.lines().next().unwrap_or_default();
            render::inline(line.trim_start_matches("# "))
        }
    };
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
    find(name).map(|name| render::render(&markdown(name)))
}

/// Returns the Markdown of a topic in the language of this run.
pub fn markdown(name: &str) -> Cow<'static, str> {
    if name == PERMISSIONS {
        return matrix::permissions().into();
    }
    let file = files().iter().find(|topic| topic.name == name);
    file.map_or("", |file| file.markdown).into()
}

/// Returns the present name of a topic.
fn find(name: &str) -> Option<&'static str> {
    let alias = ALIASES.iter().find(|(old, _)| *old == name);
    let name = alias.map_or(name, |(_, new)| new);
    let file = files().iter().find(|topic| topic.name == name);
    file.map(|file| file.name)
        .or((name == PERMISSIONS).then_some(PERMISSIONS))
}

/// Returns the topic that a command line asks for: `epic help dates`, with global flags of `root` in any place.
pub fn asked(args: &[OsString], root: &clap::Command) -> Option<&'static str> {
    let mut words = Vec::new();
    let mut rest = args.iter().skip(1).filter_map(|arg| arg.to_str());
    while let Some(arg) = rest.next() {
        let Some(flag) = arg.strip_prefix('-') else {
            words.push(arg);
            continue;
        };
        let name = flag.strip_prefix('-');
        let long = name.and_then(|name| name.split('=').next());
        let is_flag = |it: &&clap::Arg| match long {
            Some(long) => it.get_long() == Some(long),
            None => it.get_short().is_some_and(|short| flag.starts_with(short)),
        };
        let known = root.get_arguments().find(is_flag)?;
        if known.get_action().takes_values() && !arg.contains('=') {
            rest.next();
        }
    }
    match words.as_slice() {
        ["help", word] => find(word),
        _ => None,
    }
}
