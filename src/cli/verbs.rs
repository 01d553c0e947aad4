//! The commands of a noun, in the clap tree only where the command line names that noun.
//!
//! Sixty commands with their flags cost a tenth of what a short run costs altogether, and a run needs one of them. What is left
//! out cannot be reached by that line: clap finds a subcommand by its whole name, which is one of the words. (clap's own
//! `defer` leaves a tree that cannot be walked, and help is laid over by walking it.)

use std::cell::RefCell;
use std::ffi::OsString;
use std::fmt::Debug;

use clap::error::Result;
use clap::{ArgMatches, Command, FromArgMatches, Subcommand};

thread_local! {
    /// The words of the line that a tree is made for; `None` for a tree with everything.
    static LINE: RefCell<Option<Vec<OsString>>> = const { RefCell::new(None) };
}

/// Makes a tree that reads this line, and need not read any other.
pub(super) fn for_line(line: &[OsString], make: impl FnOnce() -> Command) -> Command {
    LINE.set(Some(line.to_vec()));
    let tree = make();
    LINE.set(None);
    tree
}

/// The commands of a noun.
#[derive(Debug)]
pub struct Verbs<T>(pub T);

impl<T: Subcommand> Subcommand for Verbs<T> {
    fn augment_subcommands(noun: Command) -> Command {
        let needed = LINE.with_borrow(|line| {
            line.as_ref()
                .is_none_or(|line| line.iter().any(|word| word == noun.get_name()))
        });
        if needed {
            T::augment_subcommands(noun)
        } else {
            noun
        }
    }

    fn augment_subcommands_for_update(noun: Command) -> Command {
        T::augment_subcommands_for_update(noun)
    }

    fn has_subcommand(name: &str) -> bool {
        T::has_subcommand(name)
    }
}

impl<T: FromArgMatches> FromArgMatches for Verbs<T> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self> {
        T::from_arg_matches(matches).map(Self)
    }

    fn from_arg_matches_mut(matches: &mut ArgMatches) -> Result<Self> {
        T::from_arg_matches_mut(matches).map(Self)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<()> {
        self.0.update_from_arg_matches(matches)
    }
}
