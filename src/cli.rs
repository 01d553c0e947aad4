//! The command line: the root of the clap tree, the global flags, and how one run goes from arguments to an exit
//! status. Help and version return before anything else is looked at.

mod arguments;
mod usage_error;
mod verbs;

use std::ffi::OsString;
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Mutex;

use clap::{ArgAction, ArgMatches, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use rustix::process::{Resource, Rlimit};
use secrecy::SecretString;

use self::arguments::{format_of_arguments, format_of_environment, lang_of_arguments};
use self::usage_error::refuse;
use self::verbs::Verbs;
use crate::commands::audit::AuditCommand;
use crate::commands::collaborator::CollaboratorCommand;
use crate::commands::contract::ContractCommand;
use crate::commands::customer::CustomerCommand;
use crate::commands::db::DbCommand;
use crate::commands::event::EventCommand;
use crate::commands::password::PasswordCommand;
use crate::commands::session::SessionCommand;
use crate::commands::token::TokenCommand;
use crate::commands::{completions, history, init, login, logout, man, menu, search, signup};
use crate::config::{Config, Flags, Format};
use crate::context::Context;
use crate::db::Database;
use crate::error::{Error, Result};
use crate::help::{self, complete, topics};
use crate::lang::{self, Lang};
use crate::middleware;
use crate::output::{self, Color, Options, Output};
use crate::prompt::Prompter;
use crate::telemetry::Telemetry;

/// Secure CRM of Epic Events: customers, contracts and events on the command line
#[derive(Debug, Parser)]
#[command(name = "epic", version, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    global: GlobalArgs,
}

#[derive(Debug, clap::Args)]
#[command(
    next_help_heading = "Global options",
    mut_args(|arg| arg.global(true).hide_short_help(true))
)]
struct GlobalArgs {
    /// table, tsv, csv, json, jsonl or ids; default: table on a terminal, tsv elsewhere [env: EPIC_FORMAT]
    #[arg(long, value_enum, hide_possible_values = true)]
    format: Option<Format>,
    /// Same as --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Choose and order the columns, nested fields by dotted name: id,customer.company
    #[arg(long, value_delimiter = ',', value_name = "FIELD[,FIELD]")]
    fields: Option<Vec<String>>,
    /// auto, always or never [env: NO_COLOR, CLICOLOR_FORCE]
    #[arg(
        long,
        value_enum,
        value_name = "WHEN",
        default_value_t,
        hide_default_value = true,
        hide_possible_values = true
    )]
    color: Color,
    /// Print errors only
    #[arg(long, short)]
    quiet: bool,
    /// Trace operations on standard error; -vv for more [env: EPIC_LOG]
    #[arg(long, short, action = ArgAction::Count)]
    verbose: u8,
    /// Never ask for missing input [env: EPIC_NO_INPUT, CI]
    #[arg(long)]
    no_input: bool,
    /// Answer yes to confirmations
    #[arg(long, short)]
    yes: bool,
    /// Use this database: postgres://… or sqlite://… [env: DATABASE_URL]
    #[arg(long, value_name = "URL")]
    database_url: Option<SecretString>,
    /// Read the settings from this file [env: EPIC_CONFIG]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// en or fr: the language of messages; default: that of the locale [env: EPIC_LANG]
    #[arg(long, value_enum, hide_possible_values = true)]
    lang: Option<Lang>,
}

/// The nouns, and the commands that stand alone.
#[derive(Debug, Subcommand)]
pub enum Command {
    Init(init::InitArgs),
    Signup(signup::SignupArgs),
    Login(login::LoginArgs),
    Logout(logout::LogoutArgs),
    Menu(menu::MenuArgs),
    /// Show your account, how you are logged in, and until when
    Whoami,
    /// Change your password
    #[command(subcommand)]
    Password(Verbs<PasswordCommand>),
    /// List and revoke sessions
    #[command(subcommand)]
    Session(Verbs<SessionCommand>),
    /// Manage long-lived tokens for scripts
    #[command(subcommand)]
    Token(Verbs<TokenCommand>),
    /// Manage collaborators
    #[command(subcommand)]
    Collaborator(Verbs<CollaboratorCommand>),
    /// Manage customers
    #[command(subcommand)]
    Customer(Verbs<CustomerCommand>),
    /// Manage contracts
    #[command(subcommand)]
    Contract(Verbs<ContractCommand>),
    /// Manage events
    #[command(subcommand)]
    Event(Verbs<EventCommand>),
    Search(search::SearchArgs),
    History(history::HistoryArgs),
    /// List and verify the audit log
    #[command(subcommand)]
    Audit(Verbs<AuditCommand>),
    /// Administer the database
    #[command(subcommand)]
    Db(Verbs<DbCommand>),
    Completions(completions::CompletionsArgs),
    Man(man::ManArgs),
}

/// The clap tree, for completions and tests.
pub fn tree() -> clap::Command {
    Cli::command()
}

/// Runs the program: parses, prints what went wrong, and returns the exit status.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    // Help and refusals of the command line are printed before the settings are read.
    lang::speak(lang_of_arguments(&args));
    if let Some(shell) = complete::Shell::asking() {
        complete::answer(shell, args);
        return ExitCode::SUCCESS;
    }
    if let Some(text) = topics::asked(&args).and_then(topics::text) {
        return early(output::print_text(&text), &args);
    }
    // A request for help is parsed only once.
    let asks_help = args.iter().any(|arg| arg == "--help" || arg == "-h");
    let mut tree = if asks_help {
        help::dressed_along(verbs::for_line(&args, Cli::command), &args)
    } else {
        verbs::for_line(&args, Cli::command)
    };
    let parsed = parse(&mut tree, &args);
    // It has served: taking it apart would be work for nothing.
    std::mem::forget(tree);
    match parsed {
        Ok((path, cli)) => match &cli.command {
            // These need no settings, and work where there are none.
            Command::Completions(shell) => early(shell.run(), &args),
            Command::Man(pages) => early(pages.run(cli.global.quiet), &args),
            _ => execute(cli, &path, &args),
        },
        Err(error) => refuse(error, &args, asks_help),
    }
}

fn parse(tree: &mut clap::Command, args: &[OsString]) -> Result<(String, Cli), clap::Error> {
    let matches = tree.try_get_matches_from_mut(args)?;
    Ok((path_of(&matches), Cli::from_arg_matches(&matches)?))
}

/// Parses a command line again, or one that the program wrote itself.
///
/// # Errors
///
/// What clap refuses, which no such line should be.
pub fn reread(args: &[OsString]) -> Result<(String, Command)> {
    match parse(&mut verbs::for_line(args, Cli::command), args) {
        Ok((path, cli)) => Ok((path, cli.command)),
        Err(error) => Err(Error::internal("command line", error.kind())),
    }
}

/// The words of the command: `contract sign`.
fn path_of(matches: &ArgMatches) -> String {
    let mut words = Vec::new();
    let mut level = matches;
    while let Some((name, below)) = level.subcommand() {
        words.push(name);
        level = below;
    }
    words.join(" ")
}

fn execute(cli: Cli, path: &str, args: &[OsString]) -> ExitCode {
    let format = cli
        .global
        .json
        .then_some(Format::Json)
        .or(cli.global.format);
    note_panics();
    keep_memory_from_disk();
    let (ctx, command) = match guarded(|| prepare(cli, format)) {
        Ok(prepared) => prepared,
        Err(error) => {
            output::print_early_error(&error, format.or_else(format_of_environment));
            return error.exit_code().into();
        }
    };
    let result = guarded(|| {
        #[cfg(debug_assertions)]
        if std::env::var_os("EPIC_TEST_PANIC").is_some() {
            // Debug builds only: lets a test see what a panic looks like from outside.
            panic::panic_any("EPIC_TEST_PANIC for someone@example.com");
        }
        let mut first = Some(command);
        ctx.prompter.walk(|| {
            let command = match first.take() {
                Some(command) => command,
                None => reread(args)?.1,
            };
            middleware::run(&ctx, path, command)
        })
    });
    let result = match result {
        Err(Error::Stdout(cause)) if ctx.committed.get() => Err(Error::StdoutAfterCommit(cause)),
        result => result,
    };
    let status = match &result {
        Ok(()) => 0,
        Err(error) => {
            if !matches!(error, Error::ClosedPipe) {
                ctx.output.error(error);
            }
            ctx.telemetry.report(error);
            error.exit_code()
        }
    };
    if matches!(result, Err(Error::Panic(_))) {
        ctx.telemetry.finish_panicked();
    } else {
        ctx.telemetry.finish();
    }
    status.into()
}

/// Where a panic happened.
static PANIC_PLACE: Mutex<String> = Mutex::new(String::new());

/// Has a panic note its place instead of printing its words, which could repeat data. Sentry's own hook, when there
/// is one, comes before this.
fn note_panics() {
    panic::set_hook(Box::new(|info| {
        if let (Some(place), Ok(mut noted)) = (info.location(), PANIC_PLACE.lock()) {
            *noted = place.to_string();
        }
    }));
}

/// Turns core dumps off, which would hold passwords and secrets.
fn keep_memory_from_disk() {
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    // Lowering a limit is always allowed; where it is not, the dump of a crash is what it would have been.
    let _ = rustix::process::setrlimit(Resource::Core, none);
}

/// Turns a panic into the failure that it is, exit 1.
fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        let place = PANIC_PLACE.lock().map(|place| place.clone());
        Err(Error::Panic(place.unwrap_or_default()))
    })
}

fn prepare(cli: Cli, format: Option<Format>) -> Result<(Context, Command)> {
    let global = cli.global;
    let menu = matches!(cli.command, Command::Menu(_));
    let config = Config::load(&Flags {
        database_url: global.database_url,
        config: global.config,
        format,
        lang: global.lang,
    })?;
    lang::speak(config.lang);
    let output = Output::new(
        Options {
            format: config.format,
            fields: global.fields,
            color: global.color,
            quiet: global.quiet,
        },
        config.timezone.clone(),
    );
    // `init` creates the pepper, and reports no user.
    let pepper_needed = !matches!(cli.command, Command::Init(_));
    let telemetry = Telemetry::start(&config, global.verbose, pepper_needed)?;
    let context = Context {
        database: Database::new(config.database_url.clone()),
        prompter: Prompter::new(global.no_input, global.yes, menu, output.colors_messages()),
        config,
        output,
        telemetry,
        actor: std::cell::Cell::new(None),
        committed: std::cell::Cell::new(false),
    };
    Ok((context, cli.command))
}

/// The exit status of what is done before the settings are read.
fn early(result: Result<()>, args: &[OsString]) -> ExitCode {
    match result {
        Ok(()) | Err(Error::ClosedPipe) => ExitCode::SUCCESS,
        Err(error) => {
            let format = format_of_arguments(args).or_else(format_of_environment);
            output::print_early_error(&error, format);
            error.exit_code().into()
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::policy;

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
    fn every_command_stands_in_the_policy_and_no_other() {
        let mut commands = BTreeSet::new();
        leaves(&tree(), "", &mut commands);
        let policed: BTreeSet<String> = policy::COMMANDS
            .iter()
            .map(|(name, _)| (*name).to_owned())
            .collect();
        assert_eq!(commands, policed);
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
