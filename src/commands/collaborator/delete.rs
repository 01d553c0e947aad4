//! `epic collaborator delete`: deactivates an account (rule 5). Nothing is erased, since other records and the
//! history refer to it.

use std::iter;

use clap::Args;

use super::{Ending, ending, named, notice};
use crate::commands::shared::resolve::one_referred_to;
use crate::commands::shared::{pickers, resolve};
use crate::context::Context;
use crate::db::collaborators::{self, Collaborator, CollaboratorChanges};
use crate::db::people::{self, AccountStanding};
use crate::db::references::Wanted;
use crate::db::{AnyConnection, reassign};
use crate::domain::{Actor, CollaboratorId, Department, Noun, Rule, rules};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::policy::{self, Capability};
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

/// # Errors
///
/// `rule.self_delete`, `rule.last_manager`, `rule.still_in_use`, `rule.not_sales`, `rule.not_support` (exit 6).
pub fn run(ctx: &Context, actor: &Actor, args: &DeleteArgs) -> Result<()> {
    ctx.output.check_fields::<Collaborator>()?;
    let mut form = Form::new(&ctx.prompter);
    let given = args.collaborator.as_deref();
    let reference = named(ctx, &mut form, given, false, Some(actor.id))?;
    let reference = reference.ok_or_else(|| form.error())?;
    let reassign_to = resolve::optional_collaborator(ctx, args.reassign_to.as_deref())?;
    // Everything that can be refused is refused before a person is asked; whoever has said all of it is asked nothing.
    let told = reassign_to.is_some() || !ctx.prompter.is_interactive();
    let agreed = if told && ctx.prompter.assumes_yes() {
        None
    } else {
        let (old, successor) = look(ctx, actor, &reference, reassign_to.as_deref())?;
        if old.collaborator.active {
            let ending = ending(ctx, actor, old.collaborator.id)?;
            ctx.prompter
                .confirm(question(&old, ending, successor.as_ref()))?;
        }
        Some((old, successor))
    };
    // The answer has this name, if there was a question.
    let asked = ctx.prompter.was_confirmed();

    let mut conn = ctx.database.connection()?;
    let (deleted, done) = ctx.write(actor, &mut conn, |conn| {
        let (standing, successor) = match &agreed {
            None => find(ctx, conn, &reference, reassign_to.as_deref())?,
            // By id from here on: a login may have gone to somebody else while the person was thinking.
            Some((old, successor)) => again(ctx, conn, old, successor.as_ref())?,
        };
        check(actor, &standing, successor.as_ref())?;
        let AccountStanding {
            collaborator: old,
            workload,
            ..
        } = standing;
        // What a person agreed to is what is done.
        if let Some((seen, _)) = &agreed
            && asked
            && seen.workload != workload
        {
            return Err(Error::stale(Noun::Collaborator, old.id));
        }
        if !old.active {
            return Ok((old, false));
        }

        let now = ctx.now();
        if let Some(successor) = &successor {
            reassign::reassign(conn, old.id, successor.id, workload, now)?;
        }
        let changes = CollaboratorChanges {
            active: Some(false),
            ..CollaboratorChanges::default()
        };
        let deleted = collaborators::update(conn, &old, &changes, now)?.ok_or(Error::LostRace)?;
        Ok((deleted, true))
    })?;

    if !done {
        ctx.output
            .message(t!("command-deactivated-already", login = deleted.login));
        return ctx.output.record(&deleted);
    }
    notice(ctx, Notice::CollaboratorChanged, actor.id, deleted.id);
    ctx.output
        .message(t!("command-deactivated", login = deleted.login));
    ctx.output.record(&deleted)
}

/// The account with what it leaves behind, and who takes over.
fn find(
    ctx: &Context,
    conn: &mut AnyConnection,
    reference: &str,
    successor: Option<&str>,
) -> Result<(AccountStanding, Option<Collaborator>)> {
    let wanted = iter::once(reference)
        .chain(successor)
        .fold(Wanted::default(), Wanted::collaborator);
    let found = people::standing(conn, &wanted, ctx.now())?;
    let old = one_referred_to(found.clone(), reference)?;
    let successor = successor.map(|successor| one_referred_to(found, successor));
    let successor = successor.transpose()?.map(|it| it.collaborator);
    Ok((old, successor))
}

/// The same once more.
fn again(
    ctx: &Context,
    conn: &mut AnyConnection,
    old: &AccountStanding,
    successor: Option<&Collaborator>,
) -> Result<(AccountStanding, Option<Collaborator>)> {
    let ids = iter::once(old.collaborator.id).chain(successor.map(|it| it.id));
    let found = people::standing(conn, &ids.fold(Wanted::default(), Wanted::id), ctx.now())?;
    let of = |id: CollaboratorId| {
        let one = found.iter().find(|it| it.collaborator.id == id);
        one.cloned()
            .ok_or_else(|| Error::not_found(Noun::Collaborator, id))
    };
    let now = of(old.collaborator.id)?;
    if now.collaborator.version != old.collaborator.version {
        return Err(Error::stale(Noun::Collaborator, old.collaborator.id));
    }
    let successor = successor.map(|it| of(it.id)).transpose()?;
    Ok((now, successor.map(|it| it.collaborator)))
}

/// What is to be agreed to, with who takes over, who is chosen at a terminal when nobody was named.
fn look(
    ctx: &Context,
    actor: &Actor,
    reference: &str,
    successor: Option<&str>,
) -> Result<(AccountStanding, Option<Collaborator>)> {
    let mut conn = ctx.database.connection()?;
    let (old, named) = find(ctx, &mut conn, reference, successor)?;
    match check(actor, &old, named.as_ref()) {
        Ok(()) => Ok((old, named)),
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
                &mut pickers::members(ctx, heirs, Some(old.collaborator.id)),
            )?;
            look(ctx, actor, reference, Some(&chosen))
        }
        Err(error) => Err(error),
    }
}

/// Refuses a departure that the policy or rule 5 forbids.
fn check(
    actor: &Actor,
    standing: &AccountStanding,
    successor: Option<&Collaborator>,
) -> Result<()> {
    let old = &standing.collaborator;
    policy::authorize(actor, Capability::DeleteCollaborator, old)?;

    let successor = successor.map(Collaborator::member);
    rules::depart(
        actor.id,
        &old.member(),
        standing.managers,
        standing.workload,
        successor.as_ref(),
    )?;
    Ok(())
}

fn question(standing: &AccountStanding, ending: Ending, successor: Option<&Collaborator>) -> Text {
    let (old, workload) = (&standing.collaborator, standing.workload);
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
