//! `epic collaborator delete`: deactivates an account (rule 5). Nothing is erased, since other records and the
//! history refer to it.

use clap::Args;

use super::{load, reference};
use crate::context::Context;
use crate::db::collaborators::{self, Collaborator, CollaboratorChanges, Workload};
use crate::db::{AnyConnection, CollaboratorId};
use crate::domain::Department;
use crate::error::{Error, Noun, Result, Rule};
use crate::policy::{self, Action, Actor};
use crate::telemetry::Notice;

/// Deactivate a collaborator: no login, all sessions ended
#[derive(Debug, Args)]
pub struct DeleteArgs {
    /// The collaborator
    #[arg(value_name = "LOGIN|ID")]
    collaborator: Option<String>,
    /// Give their customers and upcoming events to this collaborator
    #[arg(long, value_name = "LOGIN")]
    reassign_to: Option<String>,
}

/// Deactivates an account.
///
/// # Errors
///
/// `rule.self_delete`, `rule.last_manager`, `rule.still_in_use`, `rule.not_sales`, `rule.not_support` (exit 6).
pub fn run(ctx: &Context, actor: &Actor, args: &DeleteArgs) -> Result<()> {
    ctx.output.check_fields::<Collaborator>()?;
    let reference = reference(ctx, args.collaborator.as_deref())?;
    let mut conn = ctx.database.connection()?;
    // Everything that can be refused is refused before a person is asked.
    let old = load(&mut conn, &reference)?;
    let named = match &args.reassign_to {
        Some(successor) => Some(load(&mut conn, successor)?),
        None => None,
    };
    let successor = named.as_ref().map(|successor| successor.id);
    let workload = check(ctx, actor, &old, named.as_ref(), &mut conn)?;
    if !old.active {
        let message = format!("The account {} is deactivated already.", old.login);
        ctx.output.message(message);
        return ctx.output.record(&old);
    }
    ctx.prompter
        .confirm(question(&old, workload, named.as_ref()))?;

    let deleted = ctx.write(actor, &mut conn, |conn| {
        // By id from here on: a login may have gone to somebody else while the person was thinking.
        let now_old = find(conn, old.id)?;
        if now_old.version != old.version {
            return Err(Error::stale(Noun::Collaborator, old.id));
        }
        let successor = successor.map(|id| find(conn, id)).transpose()?;
        let workload = check(ctx, actor, &now_old, successor.as_ref(), conn)?;

        let now = ctx.now();
        if let Some(successor) = &successor {
            collaborators::reassign(conn, old.id, successor.id, workload, now)?;
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
    ctx.output.message(format!(
        "The account {} is deactivated, and its sessions are ended.",
        deleted.login
    ));
    ctx.output.record(&deleted)
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

fn question(old: &Collaborator, workload: Workload, successor: Option<&Collaborator>) -> String {
    match successor {
        Some(successor) if !workload.is_empty() => format!(
            "Deactivate {}, end their sessions, and give {} customers and {} upcoming events to {}?",
            old.login, workload.customers, workload.events, successor.login
        ),
        _ => format!("Deactivate {} and end their sessions?", old.login),
    }
}
