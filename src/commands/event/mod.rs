//! `epic event …`: what the contracts are for.

mod assign;
mod create;
mod list;
mod show;
mod unassign;
mod update;

use clap::Subcommand;

use crate::context::Context;
use crate::db::events::{self, EventRow};
use crate::db::{AnyConnection, EventId};
use crate::error::{Error, Noun, Result};
use crate::policy::Actor;

/// The verbs of events.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "the help of each command is in its arguments")]
pub enum EventCommand {
    Create(create::CreateArgs),
    List(list::EventListArgs),
    Show(show::ShowArgs),
    Update(update::UpdateArgs),
    Assign(assign::AssignArgs),
    Unassign(unassign::UnassignArgs),
}

impl EventCommand {
    pub(super) fn run(self, ctx: &Context, actor: &Actor) -> Result<()> {
        match self {
            Self::Create(args) => create::run(ctx, actor, args),
            Self::List(args) => list::run(ctx, actor, args),
            Self::Show(args) => show::run(ctx, actor, args),
            Self::Update(args) => update::run(ctx, actor, args),
            Self::Assign(args) => assign::run(ctx, actor, args),
            Self::Unassign(args) => unassign::run(ctx, actor, args),
        }
    }
}

/// The event of an id.
///
/// # Errors
///
/// `not_found.event` (exit 3).
pub fn load(conn: &mut AnyConnection, id: EventId) -> Result<EventRow> {
    events::find(conn, id)?.ok_or_else(|| Error::not_found(Noun::Event, id))
}
