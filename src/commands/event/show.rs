//! `epic event show`.

use super::load;
use crate::commands::prelude::*;
use crate::commands::shared::resolve::required_event;
use crate::db::events::{EventFilter, EventRow};
use crate::domain::EventId;

/// Show one event
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// Id of the event
    #[arg(add = complete::events())]
    id: Option<Given<EventId>>,
}

impl Verb for ShowArgs {
    const PATH: &str = "event show";
    const HANDLER: Handler<Self> = Handler::Requires(Capability::Read, run);
    const EXAMPLES: [&str; 2] = [
        "epic event show 4",
        "epic event show 4 --json --fields start_at,location",
    ];
    const SHOWS: Fields = EventRow::FIELDS;
}

/// # Errors
///
/// `not_found.event` (exit 3).
fn run(ctx: &Context, _actor: &Actor, args: ShowArgs) -> Result<()> {
    let mut form = Form::new(&ctx.prompter);
    let id = required_event(ctx, &mut form, args.id, EventFilter::default())?;
    let id = id.ok_or_else(|| form.error())?;
    let mut conn = ctx.database.connection()?;

    ctx.output.record(&load(&mut conn, id)?)
}
