//! Creating, changing and assigning events.

use diesel::prelude::*;
use serde::Serialize;

use super::Event;
use crate::db::connection::AnyConnection;
use crate::db::list::columns;
use crate::db::reassign::reassigned;
use crate::db::schema::events;
use crate::db::search;
use crate::domain::{CollaboratorId, ContractId, EventId, Instant, Noun};

/// An event to be; it is born without a support contact.
#[derive(Debug, Clone, Insertable, Serialize)]
#[diesel(table_name = events)]
pub struct NewEvent<'a> {
    pub contract_id: ContractId,
    pub title: &'a str,
    pub start_at: Instant,
    pub end_at: Instant,
    pub location: &'a str,
    pub attendees: i32,
    pub notes: &'a str,
}

/// The columns that change; `None` leaves one as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, AsChangeset, Serialize)]
#[diesel(table_name = events)]
pub struct EventChanges {
    pub title: Option<String>,
    pub start_at: Option<Instant>,
    pub end_at: Option<Instant>,
    pub location: Option<String>,
    pub attendees: Option<i32>,
    pub notes: Option<String>,
}

/// Creates an event.
pub fn insert(conn: &mut AnyConnection, new: &NewEvent<'_>, now: Instant) -> QueryResult<EventId> {
    diesel::insert_into(events::table)
        .values((
            new,
            events::search_text.eq(search::document_of(Noun::Event, new)),
            events::created_at.eq(now),
            events::updated_at.eq(now),
        ))
        .returning(events::id)
        .get_result(conn)
}

/// Changes a row that still has the version of `old`, and returns it as it is then; `None` when it is another by now.
pub fn update(
    conn: &mut AnyConnection,
    old: &Event,
    changes: &EventChanges,
    now: Instant,
) -> QueryResult<Option<Event>> {
    let folded = search::changed_document(Noun::Event, old, changes);
    diesel::update(
        events::table
            .filter(events::id.eq(old.id))
            .filter(events::version.eq(old.version)),
    )
    .set((
        changes,
        folded.map(|text| events::search_text.eq(text)),
        events::updated_at.eq(now),
        events::version.eq(events::version + 1),
    ))
    .returning(columns::<Event>())
    .get_result(conn)
    .optional()
}

/// Gives some events to a support contact, or takes them from theirs, and returns those that still had the versions of
/// `old`, in any order.
pub fn assign(
    conn: &mut AnyConnection,
    old: &[&Event],
    support_contact: Option<CollaboratorId>,
    now: Instant,
) -> QueryResult<Vec<Event>> {
    if old.is_empty() {
        return Ok(Vec::new());
    }
    reassigned!(
        conn,
        "epic_api.assign",
        events,
        support_contact_id,
        Event,
        old,
        support_contact,
        now
    )
}
