//! `epic menu`: the guided way. It signs in, offers what the department may do, and runs the very commands that the flags
//! run: an entry is a command line without its arguments, at which everything is asked for.

mod access;
mod entries;
mod shell;

use std::ffi::OsString;

use self::entries::Entry;
use crate::commands::prelude::*;
use crate::commands::shared::pickers;
use crate::domain::format;
use crate::prompt::Choice;

/// Open the guided menu
#[derive(Debug, Args)]
pub struct MenuArgs {}

/// Next step of the menu.
enum Next {
    Again,
    Leave,
}

impl Verb for MenuArgs {
    const PATH: &str = "menu";
    const HANDLER: Handler<Self> = Handler::Public(run);
    const EXAMPLES: [&str; 2] = ["epic menu", "EPIC_ACCESSIBLE=1 epic menu"];
}

/// Runs the menu until the user quits or logs out.
///
/// # Errors
///
/// `usage` (exit 2) without a terminal; `interrupted` (exit 130) for Ctrl-C and at the end of input; those of signing in.
fn run(ctx: &Context, _args: MenuArgs) -> Result<()> {
    if !ctx.prompter.is_interactive() {
        return Err(Error::usage(t!("menu-needs-a-terminal")));
    }
    let mut login = None;
    loop {
        let Some(actor) = access::enter(ctx, &mut login)? else {
            return Ok(());
        };
        match choose(ctx, &actor) {
            Ok(Some(entry)) => {
                if let Next::Leave = perform(ctx, &actor, entry)? {
                    return Ok(());
                }
            }
            Ok(None) => return Ok(()),
            Err(Error::Back) => {
                if wants_to_quit(ctx)? {
                    return Ok(());
                }
            }
            Err(error) => return Err(error),
        }
    }
}

/// Asks whether to leave the menu; another Esc stays.
fn wants_to_quit(ctx: &Context) -> Result<bool> {
    match ctx
        .prompter
        .yes(&t!("prompt-confirm", question = t!("menu-quit-question")))
    {
        Err(Error::Back) => Ok(false),
        answer => answer,
    }
}

/// Has an entry chosen; `None` to quit.
fn choose(ctx: &Context, actor: &Actor) -> Result<Option<Entry>> {
    let entries = entries::of(actor.department);
    let mut choices: Vec<_> = entries
        .iter()
        .enumerate()
        .map(|(at, entry)| Choice::new(at, entry.label()))
        .collect();
    choices.push(Choice::new("quit", t!("menu-quit")));
    ctx.output.message(t!(
        "menu-header",
        name = actor.name,
        login = actor.login,
        department = format::department(actor.department),
    ));
    let label = t!("menu-choose");
    let chosen = ctx
        .prompter
        .apart(|| ctx.prompter.choose("", &label, Source::Fixed(&choices)))?;
    let at = chosen.parse::<usize>().ok();
    Ok(at.and_then(|at| entries.get(at)).copied())
}

/// Runs the chosen entry. A failure is printed, and the menu goes on.
fn perform(ctx: &Context, actor: &Actor, entry: Entry) -> Result<Next> {
    let done = ctx.prompter.apart(|| {
        // The command belongs to the current user of the menu.
        ctx.prompter.answers_of(actor.id)?;
        access::insist(ctx, actor, || ctx.prompter.walk(|| execute(ctx, entry)))?;
        // An update without anything to change has done nothing.
        let answers = ctx.prompter.command_line();
        if !entry.is_update() || answers.iter().any(|word| word.starts_with("--")) {
            tell_command(ctx, &entry.words());
        }
        Ok(())
    });
    match done {
        Ok(()) if entry.is_logout() => Ok(Next::Leave),
        Ok(()) | Err(Error::Back) => Ok(Next::Again),
        Err(error) => survive(ctx, error).map(|()| Next::Again),
    }
}

/// Tells of a failure, unless it ends everything.
fn survive(ctx: &Context, error: Error) -> Result<()> {
    match error {
        Error::Interrupted
        | Error::ClosedPipe
        | Error::Stdout(_)
        | Error::StdoutAfterCommit(_)
        | Error::Panic(_) => Err(error),
        error => {
            ctx.output.error(&error);
            ctx.telemetry.report(&error);
            Ok(())
        }
    }
}

fn execute(ctx: &Context, entry: Entry) -> Result<()> {
    let mut words = entry.words();
    let status;
    if entry.asks_status() {
        let label = t!("prompt-status");
        status = ctx
            .prompter
            .choose("--status", &label, Source::Fixed(&pickers::statuses()))?;
        words.extend(["--status", &status]);
    }
    if entry.is_list() {
        pages(ctx, &words)
    } else {
        run_words(ctx, &words).map(drop)
    }
}

/// Shows a list page by page, as long as the user wants more.
fn pages(ctx: &Context, words: &[&str]) -> Result<()> {
    let rows = ctx.prompter.page_rows();
    let limit = rows.to_string();
    let mut offset = 0;
    loop {
        let from = offset.to_string();
        let mut page = words.to_vec();
        page.extend(["--limit", &limit, "--offset", &from]);
        let shown = run_words(ctx, &page)?;
        offset += rows;
        let more = t!("prompt-confirm", question = t!("menu-more"));
        if shown < rows || !ctx.prompter.yes(&more)? {
            return Ok(());
        }
    }
}

/// Runs a command as if it had been typed.
fn run_words(ctx: &Context, words: &[&str]) -> Result<i64> {
    let line: Vec<OsString> = ["epic"].iter().chain(words).map(OsString::from).collect();
    (ctx.runner)(ctx, &line)
}

/// Says how a shell would have done the same.
fn tell_command(ctx: &Context, words: &[&str]) {
    let words = words.iter().map(|word| (*word).to_owned());
    let line: Vec<_> = words
        .chain(ctx.prompter.command_line())
        .map(|word| shell::quote(&word))
        .collect();
    let command = format!("epic {}", line.join(" "));
    ctx.output.message(t!("menu-command", command = command));
}
