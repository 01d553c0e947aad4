//! The handlers: one folder for each noun, one file for each verb. A handler loads what its arguments name, has the
//! row authorised, checks the rules, writes once, and prints after the commit. It is given an actor or cannot be
//! called; it holds no SQL and prints through `output` alone.

pub mod audit;
pub mod collaborator;
pub mod completions;
pub mod contract;
pub mod customer;
pub mod db;
pub mod event;
pub mod history;
pub mod init;
pub mod login;
pub mod logout;
pub mod man;
pub mod menu;
pub mod password;
pub mod search;
pub mod session;
pub mod signup;
pub mod token;
pub mod whoami;

mod demo;
mod prelude;
mod shared;

use crate::cli::Command;
use crate::context::Context;
use crate::domain::Actor;
use crate::error::{Auth, Result};

/// Runs the handler of a command. Fails as it does, and with `auth.required` when it needs an actor and there is none.
pub fn dispatch(ctx: &Context, command: Command, actor: Option<&Actor>) -> Result<()> {
    // A handler that needs an actor cannot be reached without one, even if the table of commands should call it public.
    let actor = || actor.ok_or(Auth::Required { first_run: false });
    match command {
        Command::Init(args) => init::run(ctx, &args),
        Command::Signup(args) => signup::run(ctx, args),
        Command::Login(args) => login::run(ctx, args),
        Command::Logout(args) => logout::run(ctx, &args),
        Command::Menu(args) => menu::run(ctx, &args),
        Command::Db(command) => command.0.run(ctx),
        Command::Whoami => whoami::run(ctx, actor()?),
        Command::Password(command) => command.0.run(ctx, actor()?),
        Command::Session(command) => command.0.run(ctx, actor()?),
        Command::Token(command) => command.0.run(ctx, actor()?),
        Command::Collaborator(command) => command.0.run(ctx, actor()?),
        Command::Customer(command) => command.0.run(ctx, actor()?),
        Command::Contract(command) => command.0.run(ctx, actor()?),
        Command::Event(command) => command.0.run(ctx, actor()?),
        Command::Search(args) => search::run(ctx, actor()?, args),
        Command::History(args) => history::run(ctx, actor()?, args),
        Command::Completions(args) => args.run(),
        Command::Man(args) => args.run(false),
        Command::Audit(command) => command.0.run(ctx, actor()?),
    }
}

/// A value only if it differs from the one that is there: what did not change is not written.
fn changed<T: PartialEq>(new: Option<T>, old: &T) -> Option<T> {
    new.filter(|new| new != old)
}
