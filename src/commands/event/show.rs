//! `epic event show`.

use super::load;
use crate::commands::prelude::*;
use crate::commands::shared::resolve::required_event;
use crate::db::events::{EventFilter, EventRow};
use crate::domain::EventId;

/// Show one event
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// The event
    id: Option<Given<EventId>>,
}

/// Fails with `not_found.event` (exit 3).
pub fn run(ctx: &Context, _actor: &Actor, args: ShowArgs) -> Result<()> {
    ctx.output.check_fields::<EventRow>()?;
    let mut form = Form::new(&ctx.prompter);
    let id = required_event(ctx, &mut form, args.id, EventFilter::default())?;
    let id = id.ok_or_else(|| form.error())?;
    let mut conn = ctx.database.connection()?;

    ctx.output.record(&load(&mut conn, id)?)
}
