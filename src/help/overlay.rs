//! Another language than English, laid over the clap tree: a text for each command (`help-contract-pay`), each argument
//! (`help-contract-pay--amount`, or `help-arg-amount` for all commands), each heading and each name of a value. A missing
//! text stays English, which a test rules out.

use clap::builder::StyledStr;
use clap::{Arg, Command};

use super::Purpose;
use crate::lang::{self, Argument as _};

/// The colon of a heading is clap's own, and the space before it is not.
fn space() -> &'static str {
    lang::conventions().colon.trim_end_matches(':')
}

/// A command with the texts of this language; not those below it.
pub(super) fn lay_over(command: Command, path: &[String], purpose: Purpose) -> Command {
    let spaced = |word: String| match purpose {
        Purpose::Terminal => format!("{word}{}", space()),
        Purpose::Other => word,
    };
    let command = name(command, path)
        .help_template(template())
        .subcommand_help_heading(spaced(say("help-heading-commands")))
        .subcommand_value_name(say("help-value-command"));
    command.mut_args(|arg| argument(arg, path, &spaced))
}

/// A command with its line in the list of its parent in this language, and nothing else.
pub(super) fn name(command: Command, path: &[String]) -> Command {
    match found(&about_key(path)) {
        Some(about) => command.about(about),
        None => command,
    }
}

/// The help of a command, with clap's own parts below the usage.
fn template() -> StyledStr {
    let styles = clap::builder::Styles::styled();
    let usage = styles.get_usage();
    let heading = say("help-heading-usage");
    let colon = &lang::conventions().colon;
    StyledStr::from(format!(
        "{{before-help}}{{about-with-newline}}\n{usage}{heading}{colon}{usage:#} {{usage}}\n\n{{all-args}}{{after-help}}"
    ))
}

fn argument(mut arg: Arg, path: &[String], spaced: &impl Fn(String) -> String) -> Arg {
    // A flag has no value to name.
    if arg.get_action().takes_values()
        && let Some(names) = arg.get_value_names()
    {
        let names: Vec<_> = names.iter().map(|name| lang::argument_name(name)).collect();
        arg = arg.value_names(names);
    }
    let heading = arg.get_help_heading().map(heading_key);
    if let Some(heading) = heading.and_then(|key| found(&key)) {
        arg = arg.help_heading(spaced(heading));
    }
    match arg.get_id().as_str() {
        "help" if arg.get_help().is_some() => arg
            .help(say("help-help-short"))
            .long_help(say("help-help-long")),
        _ if arg.get_help().is_none() => arg,
        _ => match key_of(path, &arg) {
            Some(key) => with_default(arg, say(&key)),
            None => arg,
        },
    }
}

/// Returns a help text with its default appended, which clap would add in English.
fn with_default(arg: Arg, help: String) -> Arg {
    let values = arg.get_default_values().iter();
    let values: Vec<_> = values.map(|value| value.to_string_lossy()).collect();
    if values.is_empty() || arg.is_hide_default_value_set() || !arg.get_action().takes_values() {
        return arg.help(help);
    }
    let value = values.join(" ");
    let parts = [("help", help.argument()), ("value", value.argument())];
    let help = lang::format("help-default", &parts);
    arg.help(help).hide_default_value(true)
}

/// Translates the two headings that clap does not let be configured.
pub(super) fn with_headings(help: &StyledStr) -> StyledStr {
    let mut text = help.ansi().to_string();
    for (english, key) in [
        ("Options:", "help-heading-options"),
        ("Arguments:", "help-heading-arguments"),
    ] {
        text = text.replacen(
            english,
            &format!("{}{}", say(key), lang::conventions().colon),
            1,
        );
    }
    StyledStr::from(text)
}

/// The key of what a command is for; the built-in `help` has one of its own and, below it, copies of the others.
pub(super) fn about_key(path: &[String]) -> String {
    match path {
        [] => "help-epic".to_owned(),
        [.., last] if last == "help" => "help-command-help".to_owned(),
        path => {
            let words = path.iter().map(String::as_str);
            let words: Vec<&str> = words.filter(|word| *word != "help").collect();
            format!("help-{}", words.join("-"))
        }
    }
}

/// The key of an argument's help: its own, or the one it has in common with its like.
pub(super) fn key_of(path: &[String], arg: &Arg) -> Option<String> {
    let id = arg.get_id().as_str().replace('_', "-");
    if id == "version" && arg.get_short() == Some('V') {
        return Some("help-version".to_owned());
    }
    let own = format!("help-{}--{id}", path.join("-"));
    let common = format!("help-arg-{id}");
    [own, common].into_iter().find(|key| lang::has(key))
}

/// The key of a heading: `Global options` is `help-heading-global-options`.
pub(super) fn heading_key(heading: &str) -> String {
    format!("help-heading-{}", heading.to_lowercase().replace(' ', "-"))
}

fn found(key: &str) -> Option<String> {
    lang::has(key).then(|| say(key))
}

fn say(key: &str) -> String {
    lang::format(key, &[])
}
