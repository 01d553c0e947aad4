//! `epic event assign`: gives events to a support contact (rule 4).

use super::{one_of, updated};
use crate::commands::prelude::*;
use crate::commands::shared::collaborator_ref::CollaboratorRef;
use crate::commands::shared::ids::{distinct, required_ids};
use crate::commands::shared::resolve::required_member;
use crate::commands::shared::{pickers, resolve};
use crate::db::collaborators;
use crate::db::events::{self, Event, EventFilter, EventRow};
use crate::domain::{CollaboratorId, Department, EventId, rules};
use crate::error::Conflict;

/// Assign events to a support contact (all or none)
#[derive(Debug, Args)]
pub struct AssignArgs {
    /// Ids of the events
    #[arg(value_name = "ID", add = complete::events())]
    ids: Vec<String>,
    /// The support contact
    #[arg(long, value_name = "LOGIN|ID|EMAIL|NAME", add = complete::members(Department::Support))]
    support: Option<String>,
    /// Assign even if the contact has an overlapping event
    #[arg(long)]
    allow_overlap: bool,
}

impl Verb for AssignArgs {
    const PATH: &str = "event assign";
    const HANDLER: Handler<Self> = Handler::Requires(Capability::AssignEvent, run);
    const EXAMPLES: [&str; 2] = [
        "epic event assign 2 6 --support KDurand",
        "epic event assign 10 --support ALefebvre --allow-overlap",
    ];
    const SHOWS: Fields = EventRow::FIELDS;
}

/// # Errors
///
/// `rule.not_support` (exit 6), `conflict.overlap` (exit 7), `not_found` (exit 3).
fn run(ctx: &Context, actor: &Actor, args: AssignArgs) -> Result<()> {
    let mut form = Form::new(&ctx.prompter);
    let unassigned = EventFilter {
        unassigned: true,
        ..EventFilter::default()
    };
    let look = &mut pickers::events(ctx, vec![unassigned, EventFilter::default()]);
    let ids = required_ids::<EventId>(&mut form, "ID", t!("prompt-event"), &args.ids, look)?;
    let given = resolve::optional_collaborator(ctx, args.support.as_deref())?;
    let support = required_member(
        ctx,
        &mut form,
        "--support",
        t!("prompt-support-contact"),
        given.as_deref(),
        Department::Support,
    )?;
    let (Some(ids), Some(support)) = (ids, support) else {
        return Err(form.error());
    };
    let support = CollaboratorRef::resolve(ctx, &support)?;
    let allow_overlap =
        args.allow_overlap || (form.is_asked() && agreed_to_overlap(ctx, &ids, support.id)?);
    form.review()?;
    let ids = distinct(&ids);

    let mut conn = ctx.database.connection()?;
    let assigned = ctx.write(actor, &mut conn, |conn| {
        // One after the other, or two assignments at once would not see each other's events.
        let contact = support.lock(conn)?;
        let found = events::find_all_with_overlaps(conn, &ids, contact.id)?;
        let mut given: Vec<&EventRow> = Vec::new();
        for &id in &ids {
            let (old, overlap) = one_of(&found, id, |(row, _)| row.event.id)?;

            policy::authorize(actor, Capability::AssignEvent, old)?;

            rules::support_contact(&contact.member())?;
            if old.event.support_contact_id == Some(contact.id) {
                continue;
            }
            let now_given = given.iter().map(|other| &other.event);
            if !allow_overlap && let Some(other) = first_overlap(&old.event, *overlap, now_given) {
                return Err(Conflict::Overlap {
                    event: id.0,
                    other: other.0,
                    login: contact.login,
                }
                .into());
            }
            given.push(old);
        }

        let given: Vec<&Event> = given.into_iter().map(|row| &row.event).collect();
        let now = events::assign(conn, &given, Some(contact.id), Instant::now())?;
        if now.len() != given.len() {
            return Err(Error::Race);
        }
        let rows = found.into_iter().map(|(row, _)| row);
        Ok(updated(rows, now, &ids, Some(&(&contact).into())))
    })?;
    assigned.report(|assigned| ctx.output.records(&assigned))
}

/// Another event at the time of this one, the first by id: one that the contact runs already, or one that they have just
/// been given.
fn first_overlap<'a>(
    event: &Event,
    known: Option<EventId>,
    given: impl Iterator<Item = &'a Event>,
) -> Option<EventId> {
    given
        .filter(|other| other.start_at < event.end_at && other.end_at > event.start_at)
        .map(|other| other.id)
        .chain(known)
        .min()
}

/// Returns `true` if the contact runs another event at that time, to which a person has then agreed.
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
    let found = events::find_all_with_overlaps(&mut conn, ids, contact.id)?;
    for &id in ids {
        let (row, overlap) = one_of(&found, id, |(row, _)| row.event.id)?;
        if row.event.support_contact_id != Some(contact.id)
            && let Some(other) = overlap
        {
            let question = t!(
                "command-overlap",
                login = contact.login,
                other = other.0,
                event = id.0,
            );
            ctx.prompter.agree("--allow-overlap", question)?;
            return Ok(true);
        }
    }
    Ok(false)
}
