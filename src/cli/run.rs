//! One run, from arguments to an exit status. Help and version return before anything else is looked at.

use std::ffi::OsString;
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;
use std::sync::Mutex;

use rustix::process::{Resource, Rlimit};

use super::arguments::{
    color_of_arguments, format_of_arguments, format_of_environment, lang_of_arguments,
};
use super::tree::{Cli, parse, root, tree, tree_of};
use super::usage_error::refuse;
use crate::commands::Command;
use crate::config::{Config, Flags, Format};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::help::{self, complete, man, topics};
use crate::lang;
use crate::middleware;
use crate::output::{self, Options, Output};
use crate::prompt::{self, Prompter};
use crate::telemetry::Telemetry;

/// Output of `--version`, as clap renders it.
pub(super) const VERSION: &str =
    concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"), "\n");

/// Runs the program: parses, prints what went wrong, and returns the exit status.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    // Help and refusals of the command line are printed before the settings are read.
    lang::speak(lang_of_arguments(&args));
    if let Some(shell) = complete::asking() {
        complete::answer(shell, tree());
        return ExitCode::SUCCESS;
    }
    if matches!(&args[..], [_, only] if only == "--version" || only == "-V") {
        // The tree of commands would be most of the work.
        return early(output::print_text(VERSION), &args);
    }
    let is_help = args.iter().any(|arg| arg == "help");
    let topic = is_help.then(|| topics::asked(&args, &root())).flatten();
    if let Some(text) = topic.and_then(topics::text) {
        return early(
            output::print_styled_text(&text, color_of_arguments(&args)),
            &args,
        );
    }
    // A request for help is parsed only once.
    let asks_help = args.iter().any(|arg| arg == "--help" || arg == "-h");
    let mut for_line = if asks_help {
        help::dressed_along(tree_of(&args), &args)
    } else {
        tree_of(&args)
    };
    let parsed = parse(&mut for_line, &args);
    // Leaked on purpose: the process ends soon, and dropping the tree is slow.
    std::mem::forget(for_line);
    match parsed {
        Ok(cli) => match cli.command {
            // These need no settings, and work where there are none.
            Command::Completions(wanted) => {
                let script = complete::script(wanted.shell);
                early(output::print_text(&script), &args)
            }
            Command::Man(wanted) => early(man::print(tree(), &wanted.out, cli.global.quiet), &args),
            _ => execute(cli, &args),
        },
        Err(error) => refuse(error, &args, asks_help),
    }
}

/// Runs a line that the menu wrote.
///
/// # Errors
///
/// Those of [`middleware::run`]; `internal` for a line that clap refuses.
fn run_line(ctx: &Context, line: &[OsString]) -> Result<i64> {
    middleware::run(ctx, reread(line)?)
}

/// Parses a line that was parsed before, or that the program wrote.
fn reread(line: &[OsString]) -> Result<Command> {
    match parse(&mut tree_of(line), line) {
        Ok(cli) => Ok(cli.command),
        Err(error) => Err(Error::internal("command line", error.kind())),
    }
}

fn execute(cli: Cli, args: &[OsString]) -> ExitCode {
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
            let format = format.or_else(format_of_environment);
            output::print_early_error(&error, format, color_of_arguments(args));
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
                None => reread(args)?,
            };
            middleware::run(&ctx, command)
        })
    });
    let status = match &result {
        Ok(_) => 0,
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
        database: config.database(),
        prompter: Prompter::new(&prompt::Options {
            no_input: global.no_input,
            assume_yes: global.yes,
            menu,
            color: output.colors_messages(),
        }),
        config,
        output,
        telemetry,
        runner: run_line,
    };
    Ok((context, cli.command))
}

/// The exit status of what is done before the settings are read.
pub(super) fn early(result: Result<()>, args: &[OsString]) -> ExitCode {
    match result {
        Ok(()) | Err(Error::ClosedPipe) => ExitCode::SUCCESS,
        Err(error) => {
            let format = format_of_arguments(args).or_else(format_of_environment);
            output::print_early_error(&error, format, color_of_arguments(args));
            error.exit_code().into()
        }
    }
}
