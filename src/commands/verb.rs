//! Declaration of a verb, from which the clap tree, dispatch, rights, help, examples and completions derive.

use std::fmt::Debug;

use clap::error::Result as Parsed;
use clap::{ArgMatches, Args, FromArgMatches, Subcommand};

use crate::context::Context;
use crate::domain::Actor;
use crate::error::{Auth, Error, Result};
use crate::policy::{Access, Capability};
use crate::record::Fields;

/// Function that runs a verb, and who may call it: one that takes an actor cannot be declared public.
pub enum Handler<A> {
    /// Open to everyone, and run without settings by `cli`, which holds the clap tree.
    Program,
    Public(fn(&Context, A) -> Result<()>),
    SignedIn(fn(&Context, &Actor, A) -> Result<()>),
    Requires(Capability, fn(&Context, &Actor, A) -> Result<()>),
    /// A list, which returns how many rows it showed.
    Lists(Capability, fn(&Context, &Actor, A) -> Result<i64>),
}

/// Verb of the command line, declared in its file for the type of its arguments.
pub trait Verb: Args {
    /// Words of the command: `contract sign`.
    const PATH: &'static str;
    const HANDLER: Handler<Self>;
    /// Two command lines for `--help` and the manual page. A test runs them.
    const EXAMPLES: [&'static str; 2];
    /// Fields of the record that the verb prints: `--fields` is checked against them before the handler runs.
    const SHOWS: Fields = Fields::NONE;

    const DECLARATION: &'static Declaration = &Declaration {
        path: Self::PATH,
        access: match Self::HANDLER {
            Handler::Program | Handler::Public(_) => Access::Public,
            Handler::SignedIn(_) => Access::SignedIn,
            Handler::Requires(capability, _) | Handler::Lists(capability, _) => {
                Access::Requires(capability)
            }
        },
        examples: Self::EXAMPLES,
        fields: Self::SHOWS,
    };
}

/// Declaration of a verb, without the type of its arguments.
#[derive(Debug)]
pub struct Declaration {
    pub path: &'static str,
    pub access: Access,
    pub examples: [&'static str; 2],
    /// Fields of the record that it prints.
    pub fields: Fields,
}

/// Parsed command: a verb, a noun with one of its verbs, or the root.
pub trait Node: Sized {
    fn declaration(&self) -> &'static Declaration;

    /// Runs the handler and returns the rows that a list showed.
    ///
    /// # Errors
    ///
    /// Those of the handler; `usage` (exit 2) for unknown `--fields`, `auth.required` (exit 4) without a needed actor.
    fn run(self, ctx: &Context, actor: Option<&Actor>) -> Result<i64>;

    /// Adds the declarations of its verbs, in the order of `--help`.
    fn declare(all: &mut Vec<&'static Declaration>);

    /// Adds the verbs to a noun that [`Deferred`] left without.
    fn expand(command: clap::Command) -> clap::Command {
        command
    }
}

impl<V: Verb> Node for V {
    fn declaration(&self) -> &'static Declaration {
        V::DECLARATION
    }

    fn run(self, ctx: &Context, actor: Option<&Actor>) -> Result<i64> {
        ctx.output.check_fields(V::SHOWS)?;
        let actor = || actor.ok_or(Auth::Required { first_run: false });
        match V::HANDLER {
            Handler::Program => Err(Error::internal("command without a handler", V::PATH)),
            Handler::Public(run) => run(ctx, self).map(|()| 0),
            Handler::SignedIn(run) | Handler::Requires(_, run) => {
                run(ctx, actor()?, self).map(|()| 0)
            }
            Handler::Lists(_, run) => run(ctx, actor()?, self),
        }
    }

    fn declare(all: &mut Vec<&'static Declaration>) {
        all.push(V::DECLARATION);
    }
}

/// Noun whose verbs stand in the clap tree only once it is expanded: a run needs one noun, and building the flags of
/// all of them takes a tenth of a short run. (clap's own `defer` leaves a tree that help cannot walk.)
#[derive(Debug)]
pub struct Deferred<T>(T);

impl<T: Node + Subcommand> Node for Deferred<T> {
    fn declaration(&self) -> &'static Declaration {
        self.0.declaration()
    }

    fn run(self, ctx: &Context, actor: Option<&Actor>) -> Result<i64> {
        self.0.run(ctx, actor)
    }

    fn declare(all: &mut Vec<&'static Declaration>) {
        T::declare(all);
    }

    fn expand(command: clap::Command) -> clap::Command {
        let mut verbs = Vec::new();
        T::declare(&mut verbs);
        let noun = verbs.first().and_then(|it| it.path.split(' ').next());
        if noun == Some(command.get_name()) {
            T::augment_subcommands(command)
        } else {
            command
        }
    }
}

impl<T: Subcommand> Subcommand for Deferred<T> {
    fn augment_subcommands(noun: clap::Command) -> clap::Command {
        noun
    }

    fn augment_subcommands_for_update(noun: clap::Command) -> clap::Command {
        T::augment_subcommands_for_update(noun)
    }

    fn has_subcommand(name: &str) -> bool {
        T::has_subcommand(name)
    }
}

impl<T: FromArgMatches> FromArgMatches for Deferred<T> {
    fn from_arg_matches(matches: &ArgMatches) -> Parsed<Self> {
        T::from_arg_matches(matches).map(Self)
    }

    fn from_arg_matches_mut(matches: &mut ArgMatches) -> Parsed<Self> {
        T::from_arg_matches_mut(matches).map(Self)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Parsed<()> {
        self.0.update_from_arg_matches(matches)
    }
}

/// Declares the verbs of a noun, or the commands of the root: the clap enum and its [`Node`].
macro_rules! verbs {
    (pub enum $name:ident {
        $($(#[$inner:meta])* $variant:ident($args:ty),)+
    }) => {
        #[derive(Debug, clap::Subcommand)]
        pub enum $name {
            $($(#[$inner])* $variant($args),)+
        }

        impl $crate::commands::verb::Node for $name {
            fn declaration(&self) -> &'static $crate::commands::verb::Declaration {
                match self {
                    $(Self::$variant(args) => args.declaration(),)+
                }
            }

            fn run(
                self,
                ctx: &$crate::context::Context,
                actor: Option<&$crate::domain::Actor>,
            ) -> $crate::error::Result<i64> {
                match self {
                    $(Self::$variant(args) => $crate::commands::verb::Node::run(args, ctx, actor),)+
                }
            }

            fn declare(all: &mut Vec<&'static $crate::commands::verb::Declaration>) {
                $(<$args as $crate::commands::verb::Node>::declare(all);)+
            }

            fn expand(command: clap::Command) -> clap::Command {
                $(let command = <$args as $crate::commands::verb::Node>::expand(command);)+
                command
            }
        }
    };
}
pub(super) use verbs;
