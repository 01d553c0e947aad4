//! `epic event unassign`: removes the support contact of events.

use super::{one_of, updated};
use crate::commands::prelude::*;
use crate::commands::shared::ids::{distinct, required_ids};
use crate::commands::shared::pickers;
use crate::db::events::{self, Event, EventFilter, EventRow};
use crate::domain::EventId;

/// Remove the support contact from events (all or none)
#[derive(Debug, Args)]
pub struct UnassignArgs {
    /// Ids of the events
    #[arg(value_name = "ID", add = complete::events())]
    ids: Vec<String>,
}

impl Verb for UnassignArgs {
    const PATH: &str = "event unassign";
    const HANDLER: Handler<Self> = Handler::Requires(Capability::UnassignEvent, run);
    const EXAMPLES: [&str; 2] = ["epic event unassign 5", "epic event unassign 5 7"];
    const SHOWS: Fields = EventRow::FIELDS;
}

/// # Errors
///
/// `not_found.event` (exit 3), `denied.department` (exit 5).
fn run(ctx: &Context, actor: &Actor, args: UnassignArgs) -> Result<()> {
    let mut form = Form::new(&ctx.prompter);
    let look = &mut pickers::events(ctx, vec![EventFilter::default()]);
    let ids = required_ids::<EventId>(&mut form, "ID", t!("prompt-event"), &args.ids, look)?;
    let ids = ids.ok_or_else(|| form.error())?;
    form.review()?;
    let ids = distinct(&ids);

    let mut conn = ctx.database.connection()?;
    let freed = ctx.write(actor, &mut conn, |conn| {
        let found = events::find_all(conn, &ids)?;
        let mut taken: Vec<&Event> = Vec::new();
        for &id in &ids {
            let old = one_of(&found, id, |row| row.event.id)?;

            policy::authorize(actor, Capability::UnassignEvent, old)?;

            if old.event.support_contact_id.is_some() {
                taken.push(&old.event);
            }
        }

        let now = events::assign(conn, &taken, None, Instant::now())?;
        if now.len() != taken.len() {
            return Err(Error::Race);
        }
        Ok(updated(found, now, &ids, None))
    })?;
    freed.report(|freed| ctx.output.records(&freed))
}
