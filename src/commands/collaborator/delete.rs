//! `epic collaborator delete`: deactivates an account (rule 5). Nothing is erased, since other records and the
//! history refer to it.

use clap::Args;

use super::{load, reference};
use crate::context::Context;
use crate::db::collaborators::{self, Collaborator, CollaboratorChanges, Workload};
use crate::db::{AnyConnection, sessions};
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
    let (old, workload) = ctx.write(actor, &mut conn, |conn| {
        check(ctx, actor, args, &reference, conn)
    })?;
    if !old.active {
        ctx.output
            .message(format!("The account {} is deactivated already.", old.login));
        return ctx.output.record(&old);
    }
    ctx.prompter
        .confirm(&question(&old, workload, args.reassign_to.as_deref()))?;

    let deleted = ctx.write(actor, &mut conn, |conn| {
        let (old, workload) = check(ctx, actor, args, &reference, conn)?;

        let now = ctx.now();
        if let Some(successor) = &args.reassign_to {
            let successor = load(conn, successor)?;
            collaborators::reassign(conn, old.id, successor.id, workload, now)?;
        }
        let changes = CollaboratorChanges {
            active: Some(false),
            ..CollaboratorChanges::default()
        };
        if collaborators::update(conn, &old, &changes, now)? == 0 {
            return Err(Error::stale(Noun::Collaborator, old.id));
        }
        sessions::revoke_all(conn, old.id, now)?;
        collaborators::find(conn, old.id)?
            .ok_or_else(|| Error::not_found(Noun::Collaborator, old.id))
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

/// Whether the account may go, with what it leaves behind.
fn check(
    ctx: &Context,
    actor: &Actor,
    args: &DeleteArgs,
    reference: &str,
    conn: &mut AnyConnection,
) -> Result<(Collaborator, Workload)> {
    let old = load(conn, reference)?;

    policy::authorize(actor, Action::DeleteCollaborator(&old))?;

    let workload = collaborators::workload(conn, old.id, ctx.now())?;
    if !old.active {
        return Ok((old, workload));
    }
    if old.id == actor.id {
        return Err(Rule::SelfDelete.into());
    }
    if old.department == Department::Management
        && collaborators::count_active(conn, Some(Department::Management))? <= 1
    {
        return Err(Rule::LastManager.into());
    }
    match &args.reassign_to {
        Some(successor) => {
            let successor = load(conn, successor)?;
            if successor.id == old.id {
                return Err(Error::usage(
                    "--reassign-to names the very account that leaves",
                ));
            }
            let fits = |department| successor.active && successor.department == department;
            if workload.customers > 0 && !fits(Department::Sales) {
                return Err(Rule::NotSales {
                    login: successor.login,
                }
                .into());
            }
            if workload.events > 0 && !fits(Department::Support) {
                return Err(Rule::NotSupport {
                    login: successor.login,
                }
                .into());
            }
        }
        None if workload.customers > 0 || workload.events > 0 => {
            return Err(Rule::StillInUse {
                login: old.login,
                customers: workload.customers,
                events: workload.events,
            }
            .into());
        }
        None => {}
    }
    Ok((old, workload))
}

fn question(old: &Collaborator, workload: Workload, successor: Option<&str>) -> String {
    match successor {
        Some(successor) if workload.customers > 0 || workload.events > 0 => format!(
            "Deactivate {}, end their sessions, and give {} customers and {} upcoming events to {successor}?",
            old.login, workload.customers, workload.events
        ),
        _ => format!("Deactivate {} and end their sessions?", old.login),
    }
}
