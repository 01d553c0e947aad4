//! `epic event assign`: gives events to a support contact (rule 4).

use clap::Args;

use super::load;
use crate::commands::listing::{distinct, load_meant, meant, required_ids};
use crate::commands::{choices, collaborator, reference};
use crate::context::Context;
use crate::db::events::{self, EventChanges, EventFilter, EventRow};
use crate::db::{CollaboratorId, EventId, collaborators};
use crate::domain::Department;
use crate::error::{Conflict, Error, Result, Rule};
use crate::policy::{self, Action, Actor};
use crate::prompt::Form;
use crate::t;

/// Give events to a support contact, all of them or none
#[derive(Debug, Args)]
pub struct AssignArgs {
    /// The events
    #[arg(value_name = "ID")]
    ids: Vec<String>,
    /// The support contact
    #[arg(long, value_name = "LOGIN|ID|EMAIL|NAME")]
    support: Option<String>,
    /// Even if they run another event at that time
    #[arg(long)]
    allow_overlap: bool,
}

/// Assigns events.
///
/// # Errors
///
/// `rule.not_support` (exit 6), `conflict.overlap` (exit 7), `not_found` (exit 3).
pub fn run(ctx: &Context, actor: &Actor, args: AssignArgs) -> Result<()> {
    ctx.output.check_fields::<EventRow>()?;
    let mut form = Form::new(&ctx.prompter);
    let unassigned = EventFilter {
        unassigned: true,
        ..EventFilter::default()
    };
    let ids = required_ids::<EventId>(
        &mut form,
        t!("prompt-event"),
        &args.ids,
        &mut choices::events(ctx, vec![unassigned, EventFilter::default()]),
    )?;
    let given = reference::optional_collaborator(ctx, args.support.as_deref())?;
    let support = form.pick(
        "--support",
        t!("prompt-support-contact"),
        given.as_deref().map(collaborator::parse_reference),
        collaborator::parse_reference,
        &mut choices::members(ctx, Department::Support, None),
    )?;
    let (Some(ids), Some(support)) = (ids, support) else {
        return Err(form.error());
    };
    let known = meant(ctx, &support)?;
    let allow_overlap =
        args.allow_overlap || (form.is_asked() && agreed_to_overlap(ctx, &ids, known)?);
    form.review()?;

    let mut conn = ctx.database.connection()?;
    let assigned = ctx.write(actor, &mut conn, |conn| {
        let contact = load_meant(conn, known, &support)?;
        // One after the other, or two assignments at once would not see each other's events.
        collaborators::lock(conn, contact.id)?;
        let mut assigned = Vec::new();
        for id in distinct(&ids) {
            let old = load(conn, id)?;

            policy::authorize(actor, Action::AssignEvent(&old))?;

            if !contact.active || contact.department != Department::Support {
                return Err(Rule::NotSupport {
                    login: contact.login,
                }
                .into());
            }
            if old.event.support_contact_id == Some(contact.id) {
                assigned.push(old);
                continue;
            }
            if !allow_overlap
                && let Some(other) = events::find_overlapping(conn, &old.event, contact.id)?
            {
                return Err(Conflict::Overlap {
                    event: id.0,
                    other: other.0,
                    login: contact.login,
                }
                .into());
            }

            let changes = EventChanges {
                support_contact_id: Some(Some(contact.id)),
                ..EventChanges::default()
            };
            let event =
                events::update(conn, &old.event, &changes, ctx.now())?.ok_or(Error::LostRace)?;
            assigned.push(EventRow {
                event,
                support_contact: Some((&contact).into()),
                ..old
            });
        }
        Ok(assigned)
    })?;

    ctx.output.records(&assigned)
}

/// Whether the contact runs another event at that time, which a person has then agreed to.
fn agreed_to_overlap(
    ctx: &Context,
    ids: &[EventId],
    contact: Option<CollaboratorId>,
) -> Result<bool> {
    let mut conn = ctx.database.connection()?;
    let Some(contact) = contact
        .map(|id| collaborators::find(&mut conn, id))
        .transpose()?
        .flatten()
    else {
        return Ok(false);
    };
    for id in distinct(ids) {
        let event = load(&mut conn, id)?.event;
        if event.support_contact_id != Some(contact.id)
            && let Some(other) = events::find_overlapping(&mut conn, &event, contact.id)?
        {
            ctx.prompter.agree(
                "--allow-overlap",
                t!(
                    "command-overlap",
                    login = contact.login,
                    other = other.0,
                    event = id.0,
                ),
            )?;
            return Ok(true);
        }
    }
    Ok(false)
}
