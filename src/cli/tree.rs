//! Clap tree: the root, the global flags, and the way from a line to a parsed command. It runs nothing.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use clap::{ArgAction, ArgMatches, CommandFactory as _, FromArgMatches as _, Parser, ValueHint};
use clap_complete::ArgValueCompleter;
use secrecy::SecretString;

use crate::commands::verb::{Declaration, Node as _};
use crate::commands::{self, Command};
use crate::complete;
use crate::config::Format;
use crate::lang::Lang;
use crate::output::Color;

/// Secure CRM of Epic Events: customers, contracts and events on the command line
#[derive(Debug, Parser)]
#[command(name = "epic", version, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,
    #[command(flatten)]
    pub(super) global: GlobalArgs,
}

#[derive(Debug, clap::Args)]
#[command(
    next_help_heading = "Global options",
    mut_args(|arg| arg.global(true).hide_short_help(true))
)]
pub(super) struct GlobalArgs {
    /// Output format: table, tsv, csv, json, jsonl or ids; default: table on a terminal, tsv elsewhere [env: EPIC_FORMAT]
    #[arg(
        long,
        value_enum,
        hide_possible_values = true,
        add = complete::words(&["table", "tsv", "csv", "json", "jsonl", "ids"])
    )]
    pub(super) format: Option<Format>,
    /// Same as --format json
    #[arg(long, conflicts_with = "format")]
    pub(super) json: bool,
    /// Choose and order the columns, nested fields by dotted name: id,customer.company
    #[arg(long, value_delimiter = ',', value_name = "FIELD[,FIELD]", add = fields())]
    pub(super) fields: Option<Vec<String>>,
    /// When to use colour: auto, always or never [env: NO_COLOR, CLICOLOR_FORCE]
    #[arg(
        long,
        value_enum,
        value_name = "WHEN",
        default_value_t,
        hide_default_value = true,
        hide_possible_values = true,
        add = complete::words(&["auto", "always", "never"])
    )]
    pub(super) color: Color,
    /// Print errors only
    #[arg(long, short)]
    pub(super) quiet: bool,
    /// Trace operations on standard error; -vv for more [env: EPIC_LOG]
    #[arg(long, short, action = ArgAction::Count)]
    pub(super) verbose: u8,
    /// Never ask for missing input [env: EPIC_NO_INPUT, CI]
    #[arg(long)]
    pub(super) no_input: bool,
    /// Answer yes to confirmations
    #[arg(long, short)]
    pub(super) yes: bool,
    /// Use this database: postgres://… or sqlite://… [env: DATABASE_URL]
    #[arg(long, value_name = "URL")]
    pub(super) database_url: Option<SecretString>,
    /// Read the settings from this file [env: EPIC_CONFIG]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) config: Option<PathBuf>,
    /// Language of messages: en or fr; default: that of the locale [env: EPIC_LANG]
    #[arg(long, value_enum, hide_possible_values = true, add = complete::langs())]
    pub(super) lang: Option<Lang>,
}

/// Offers the fields of the record that the command of the line prints.
fn fields() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let line = complete::line();
        let words = complete::texts(&line);
        // A word further on is a value.
        let place = |verb: &&&Declaration| {
            let mut path = verb.path.split(' ');
            let at = words
                .iter()
                .position(|it| path.clone().next() == Some(*it))?;
            let mut rest = words[at..].iter();
            path.all(|word| rest.any(|it| *it == word)).then_some(at)
        };
        let verbs = commands::declarations();
        let named = verbs.iter().filter(|verb| place(verb).is_some());
        let fields = named.min_by_key(place).map(|verb| verb.fields.list());
        complete::labelled(fields.iter().flatten().map(|it| it.name), typed)
    })
}

/// Returns the root, whose nouns have no verbs.
pub fn root() -> clap::Command {
    Cli::command()
}

/// Returns the whole tree, for help, completions and tests.
pub fn tree() -> clap::Command {
    Cli::command().mut_subcommands(Command::expand)
}

/// Returns the part of the tree that reads this line: nouns that it does not name are left without their verbs.
pub(super) fn tree_of(line: &[OsString]) -> clap::Command {
    Cli::command().mut_subcommands(|noun| {
        if line.iter().any(|word| word == noun.get_name()) {
            Command::expand(noun)
        } else {
            noun
        }
    })
}

/// Parses a line by its tree.
///
/// # Errors
///
/// The refusal of clap; help and version are refusals too.
pub(super) fn parse(tree: &mut clap::Command, args: &[OsString]) -> Result<Cli, clap::Error> {
    let mut matches: ArgMatches = tree.try_get_matches_from_mut(args)?;
    Cli::from_arg_matches_mut(&mut matches)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn leaves(command: &clap::Command, path: &str, found: &mut BTreeSet<String>) {
        for sub in command
            .get_subcommands()
            .filter(|sub| sub.get_name() != "help")
        {
            let path = format!("{path} {}", sub.get_name()).trim().to_owned();
            if sub.has_subcommands() {
                leaves(sub, &path, found);
            } else {
                found.insert(path);
            }
        }
    }

    #[test]
    fn the_tree_is_consistent() {
        tree().debug_assert();
    }

    #[test]
    fn the_version_is_that_of_clap() {
        assert_eq!(super::super::run::VERSION, tree().render_version());
    }

    #[test]
    fn a_noun_with_its_verbs_is_described_as_in_the_list_of_nouns() {
        let abouts = |tree: clap::Command| -> Vec<String> {
            let nouns = tree.get_subcommands();
            nouns
                .map(|noun| format!("{:?}", noun.get_about()))
                .collect()
        };
        assert_eq!(abouts(tree()), abouts(root()));
    }

    #[test]
    fn every_command_declares_its_own_path_once() {
        let mut commands = BTreeSet::new();
        leaves(&tree(), "", &mut commands);
        let paths: Vec<_> = commands::declarations().iter().map(|it| it.path).collect();
        assert_eq!(paths.len(), commands.len());
        assert_eq!(commands, paths.into_iter().map(str::to_owned).collect());
    }

    #[test]
    fn no_argument_takes_a_fixed_number_of_values_or_needs_an_equals_sign() {
        // `help::usage` has no words for what clap says of such an argument.
        fn walk(command: &clap::Command) {
            for arg in command.get_arguments() {
                let least = arg.get_num_args().map_or(0, |range| range.min_values());
                assert!(least <= 1 && !arg.is_require_equals_set(), "{arg}");
            }
            command.get_subcommands().for_each(walk);
        }
        let mut tree = tree();
        tree.build();
        walk(&tree);
    }

    #[test]
    fn no_flag_takes_a_secret() {
        fn walk(command: &clap::Command) {
            for arg in command.get_arguments() {
                let name = arg.get_id().as_str();
                let secret = name.contains("password") || name.contains("secret");
                assert!(!secret || !arg.get_action().takes_values(), "{name}");
            }
            command.get_subcommands().for_each(walk);
        }
        walk(&tree());
    }
}
