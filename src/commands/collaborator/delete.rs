//! `epic collaborator delete`: deactivates an account (rule 5). Nothing is erased, since other records and the
//! history refer to it.

use clap::Args;

use super::{Ending, ending, load, named};
use crate::commands::{choices, reference};
use crate::context::Context;
use crate::db::collaborators::{self, Collaborator, CollaboratorChanges, Workload};
use crate::db::{AnyConnection, CollaboratorId};
use crate::domain::Department;
use crate::error::{Error, Noun, Result, Rule};
use crate::lang::Text;
use crate::policy::{self, Action, Actor};
use crate::prompt::Form;
use crate::t;
use crate::telemetry::Notice;

/// Deactivate a collaborator: no login, all sessions ended
#[derive(Debug, Args)]
pub struct DeleteArgs {
    /// The collaborator
    #[arg(value_name = "LOGIN|ID|EMAIL|NAME")]
    collaborator: Option<String>,
    /// Give their customers and upcoming events to this collaborator
    #[arg(long, value_name = "LOGIN|ID|EMAIL|NAME")]
    reassign_to: Option<String>,
}

/// Deactivates an account.
///
/// # Errors
///
/// `rule.self_delete`, `rule.last_manager`, `rule.still_in_use`, `rule.not_sales`, `rule.not_support` (exit 6).
pub fn run(ctx: &Context, actor: &Actor, args: &DeleteArgs) -> Result<()> {
    ctx.output.check_fields::<Collaborator>()?;
    let mut form = Form::new(&ctx.prompter);
    let given = args.collaborator.as_deref();
    let reference = named(ctx, &mut form, given, false, Some(actor.id))?;
    let reference = reference.ok_or_else(|| form.error())?;
    // Everything that can be refused is refused before a person is asked.
    let reassign_to = reference::optional_collaborator(ctx, args.reassign_to.as_deref())?;
    let (old, workload, named) = look(ctx, actor, &reference, reassign_to.as_deref())?;
    if !old.active {
        ctx.output
            .message(t!("command-deactivated-already", login = old.login));
        return ctx.output.record(&old);
    }
    let successor = named.as_ref().map(|successor| successor.id);
    let ending = ending(ctx, actor, old.id)?;
    ctx.prompter
        .confirm(question(&old, workload, ending, named.as_ref()))?;
    // The answer has this name, if there was a question.
    let asked = ctx.prompter.was_confirmed();

    let mut conn = ctx.database.connection()?;
    let deleted = ctx.write(actor, &mut conn, |conn| {
        // By id from here on: a login may have gone to somebody else while the person was thinking.
        let now_old = find(conn, old.id)?;
        if now_old.version != old.version {
            return Err(Error::stale(Noun::Collaborator, old.id));
        }
        let successor = successor.map(|id| find(conn, id)).transpose()?;
        let left = check(ctx, actor, &now_old, successor.as_ref(), conn)?;
        // What a person agreed to is what is done.
        if asked && left != workload {
            return Err(Error::stale(Noun::Collaborator, old.id));
        }

        let now = ctx.now();
        if let Some(successor) = &successor {
            collaborators::reassign(conn, old.id, successor.id, left, now)?;
        }
        let changes = CollaboratorChanges {
            active: Some(false),
            ..CollaboratorChanges::default()
        };
        if collaborators::update(conn, &now_old, &changes, now)? == 0 {
            return Err(Error::LostRace);
        }
        find(conn, old.id)
    })?;

    ctx.telemetry.notice(
        Notice::CollaboratorChanged,
        Some(actor.id),
        ("collaborator", deleted.id.0),
    );
    ctx.output
        .message(t!("command-deactivated", login = deleted.login));
    ctx.output.record(&deleted)
}

/// The account with what it leaves behind and who takes over, who is chosen at a terminal when nobody was named.
fn look(
    ctx: &Context,
    actor: &Actor,
    reference: &str,
    successor: Option<&str>,
) -> Result<(Collaborator, Workload, Option<Collaborator>)> {
    let mut conn = ctx.database.connection()?;
    let old = load(&mut conn, reference)?;
    let named = successor
        .map(|successor| load(&mut conn, successor))
        .transpose()?;
    match check(ctx, actor, &old, named.as_ref(), &mut conn) {
        Ok(workload) => Ok((old, workload, named)),
        Err(Error::Rule(Rule::StillInUse { customers, .. }))
            if named.is_none() && ctx.prompter.is_interactive() =>
        {
            drop(conn);
            let heirs = if customers > 0 {
                Department::Sales
            } else {
                Department::Support
            };
            let chosen = ctx.prompter.pick_for(
                "--reassign-to",
                &t!("prompt-reassign-to"),
                &mut choices::members(ctx, heirs, Some(old.id)),
            )?;
            look(ctx, actor, reference, Some(&chosen))
        }
        Err(error) => Err(error),
    }
}

fn find(conn: &mut AnyConnection, id: CollaboratorId) -> Result<Collaborator> {
    collaborators::find(conn, id)?.ok_or_else(|| Error::not_found(Noun::Collaborator, id))
}

/// Whether the account may go, with what it leaves behind.
fn check(
    ctx: &Context,
    actor: &Actor,
    old: &Collaborator,
    successor: Option<&Collaborator>,
    conn: &mut AnyConnection,
) -> Result<Workload> {
    policy::authorize(actor, Action::DeleteCollaborator(old))?;

    let workload = collaborators::workload(conn, old.id, ctx.now())?;
    if !old.active {
        return Ok(workload);
    }
    if old.id == actor.id {
        return Err(Rule::SelfDelete.into());
    }
    if old.department == Department::Management
        && collaborators::count_active(conn, Some(Department::Management))? <= 1
    {
        return Err(Rule::LastManager.into());
    }
    match successor.filter(|successor| successor.id != old.id) {
        Some(successor) => {
            let fits = |department| successor.active && successor.department == department;
            let login = || successor.login.clone();
            if workload.customers > 0 && !fits(Department::Sales) {
                return Err(Rule::NotSales { login: login() }.into());
            }
            if workload.events > 0 && !fits(Department::Support) {
                return Err(Rule::NotSupport { login: login() }.into());
            }
            Ok(workload)
        }
        None if workload.is_empty() => Ok(workload),
        None => Err(Rule::StillInUse {
            login: old.login.clone(),
            customers: workload.customers,
            events: workload.events,
        }
        .into()),
    }
}

fn question(
    old: &Collaborator,
    workload: Workload,
    ending: Ending,
    successor: Option<&Collaborator>,
) -> Text {
    match successor {
        Some(successor) if !workload.is_empty() => t!(
            "command-deactivate-giving",
            login = old.login,
            sessions = t!("count-sessions", count = ending.sessions),
            tokens = t!("count-tokens", count = ending.tokens),
            customers = t!("count-customers", count = workload.customers),
            events = t!("count-upcoming-events", count = workload.events),
            successor = successor.login,
        ),
        _ => t!(
            "command-deactivate",
            login = old.login,
            sessions = t!("count-sessions", count = ending.sessions),
            tokens = t!("count-tokens", count = ending.tokens),
        ),
    }
}
