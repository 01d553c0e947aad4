//! A command line that ends in help, or in nothing that could be run.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::ErrorKind;

use super::arguments::{color_of_arguments, format_of_arguments, format_of_environment};
use super::run::early;
use super::tree::tree_of;
use crate::config::Format;
use crate::error::Error;
use crate::help::{self, topics, usage};
use crate::output;
use crate::t;

/// Prints help and version on standard output, and what clap refuses as an error of ours. Both are worth a second
/// look at the command line, with a tree that knows all texts, unless it was `dressed` in them at once.
pub(super) fn refuse(error: clap::Error, args: &[OsString], dressed: bool) -> ExitCode {
    if error.kind() == ErrorKind::DisplayVersion {
        let version = output::print_styled_text(&error.render(), color_of_arguments(args));
        return early(version, args);
    }
    let error = if dressed {
        error
    } else {
        let mut tree = help::dressed_along(tree_of(args), args);
        let error = tree.try_get_matches_from_mut(args).err().unwrap_or(error);
        // Leaked on purpose: the process ends, and dropping the tree is slow.
        std::mem::forget(tree);
        error
    };
    let color = color_of_arguments(args);
    match error.kind() {
        ErrorKind::DisplayHelp => {
            let help = help::finished(error.render());
            early(output::print_styled_text(&help, color), args)
        }
        kind => {
            let is_help = args.iter().any(|arg| arg == "help");
            let known = if is_help { topics::names() } else { Vec::new() };
            let format = format_of_arguments(args).or_else(format_of_environment);
            let is_json = format.is_some_and(Format::is_json);
            if kind == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
                if is_json {
                    let none = Error::usage(t!("help-subcommand-none"));
                    output::print_early_error(&none, format, color);
                } else {
                    output::print_styled_error(&help::finished(error.render()), color);
                }
                return ExitCode::from(2);
            }
            let text = usage::render(error, &known);
            if is_json {
                let error = Error::usage(usage::line(&text));
                output::print_early_error(&error, format, color);
                return ExitCode::from(2);
            }
            if args.iter().any(|arg| output::is_hostile(arg)) {
                // The text repeats what was typed: without its colours it can be made harmless.
                output::print_plain_error(&text.to_string());
            } else {
                output::print_styled_error(&text, color);
            }
            ExitCode::from(2)
        }
    }
}
