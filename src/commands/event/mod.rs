//! `epic event …`: what the contracts are for.

mod assign;
mod create;
mod list;
mod show;
mod unassign;
mod update;

use std::collections::HashMap;

use crate::commands::prelude::*;
use crate::commands::verb::verbs;
use crate::db::AnyConnection;
use crate::db::collaborators::CollaboratorName;
use crate::db::events::{self, Event, EventRow};
use crate::domain::{EventId, Noun};

verbs! {
    pub enum EventCommand {
        Create(create::CreateArgs),
        List(list::EventListArgs),
        Show(show::ShowArgs),
        Update(update::UpdateArgs),
        Assign(assign::AssignArgs),
        Unassign(unassign::UnassignArgs),
    }
}

/// The one of some events that has an id.
///
/// # Errors
///
/// `not_found.event` (exit 3).
fn one_of<T>(found: &[T], id: EventId, id_of: impl Fn(&T) -> EventId) -> Result<&T> {
    let one = found.iter().find(|row| id_of(row) == id);
    one.ok_or_else(|| Error::not_found(Noun::Event, id))
}

/// Some events as they are now, in the order of their ids as they were given: those that have changed, with their new
/// support contact, and the others.
fn updated(
    rows: impl IntoIterator<Item = EventRow>,
    changed: Vec<Event>,
    ids: &[EventId],
    support_contact: Option<&CollaboratorName>,
) -> Vec<EventRow> {
    let mut changed: HashMap<EventId, Event> =
        changed.into_iter().map(|event| (event.id, event)).collect();
    let mut rows: Vec<EventRow> = rows.into_iter().collect();
    for row in &mut rows {
        if let Some(event) = changed.remove(&row.event.id) {
            row.event = event;
            row.support_contact = support_contact.cloned();
        }
    }
    let places: HashMap<EventId, usize> = ids.iter().copied().zip(0..).collect();
    rows.sort_by_key(|row| places.get(&row.event.id).copied());
    rows
}

/// # Errors
///
/// `not_found.event` (exit 3).
pub fn load(conn: &mut AnyConnection, id: EventId) -> Result<EventRow> {
    events::find(conn, id)?.ok_or_else(|| Error::not_found(Noun::Event, id))
}
