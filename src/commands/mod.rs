//! The handlers: one folder for each noun, one file for each verb. A handler loads what its arguments name, has the
//! row authorized, checks the rules, writes once, and prints after the commit. One that needs an actor cannot be called
//! without; it holds no SQL and prints through `output` alone.

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
pub mod shared;
#[cfg(test)]
mod testing;
pub mod verb;

use self::verb::{Declaration, Deferred, Node as _, verbs};

verbs! {
    pub enum Command {
        Init(init::InitArgs),
        Signup(signup::SignupArgs),
        Login(login::LoginArgs),
        Logout(logout::LogoutArgs),
        Menu(menu::MenuArgs),
        Whoami(whoami::WhoamiArgs),
        /// Change your password
        #[command(subcommand)]
        Password(Deferred<password::PasswordCommand>),
        /// List and revoke sessions
        #[command(subcommand)]
        Session(Deferred<session::SessionCommand>),
        /// Manage long-lived tokens for scripts
        #[command(subcommand)]
        Token(Deferred<token::TokenCommand>),
        /// Manage collaborators
        #[command(subcommand)]
        Collaborator(Deferred<collaborator::CollaboratorCommand>),
        /// Manage customers
        #[command(subcommand)]
        Customer(Deferred<customer::CustomerCommand>),
        /// Manage contracts
        #[command(subcommand)]
        Contract(Deferred<contract::ContractCommand>),
        /// Manage events
        #[command(subcommand)]
        Event(Deferred<event::EventCommand>),
        Search(search::SearchArgs),
        History(history::HistoryArgs),
        /// List and verify the audit log
        #[command(subcommand)]
        Audit(Deferred<audit::AuditCommand>),
        /// Administer the database
        #[command(subcommand)]
        Db(Deferred<db::DbCommand>),
        Completions(completions::CompletionsArgs),
        Man(man::ManArgs),
    }
}

/// Returns the declaration of every verb, in the order of `--help`.
pub fn declarations() -> Vec<&'static Declaration> {
    let mut all = Vec::new();
    Command::declare(&mut all);
    all
}

/// Returns the declaration of a verb by its words (`contract sign`).
pub fn declaration(path: &str) -> Option<&'static Declaration> {
    declarations().into_iter().find(|verb| verb.path == path)
}

/// A value only if it differs from the one that is there: what did not change is not written.
fn changed<T: PartialEq>(new: Option<T>, old: &T) -> Option<T> {
    new.filter(|new| new != old)
}
