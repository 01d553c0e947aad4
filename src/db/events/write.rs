//! Creating, changing and assigning events.

use diesel::prelude::*;

use super::Event;
use crate::db::connection::AnyConnection;
use crate::db::list::columns;
use crate::db::reassign::reassigned;
use crate::db::schema::events;
use crate::db::search;
use crate::domain::{CollaboratorId, ContractId, EventId, Instant};

/// An event to be; it is born without a support contact.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each field is named for its column")]
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
#[derive(Debug, Clone, Default, PartialEq, Eq, AsChangeset)]
#[diesel(table_name = events)]
#[expect(missing_docs, reason = "each field is named for its column")]
pub struct EventChanges {
    pub title: Option<String>,
    pub start_at: Option<Instant>,
    pub end_at: Option<Instant>,
    pub location: Option<String>,
    pub attendees: Option<i32>,
    pub notes: Option<String>,
}

impl Event {
    fn search_text(&self) -> String {
        search::document(&[&self.title, &self.location, &self.notes])
    }

    /// What a search looks into, as it will be.
    fn with(&self, changes: &EventChanges) -> Self {
        let old = self.clone();
        Self {
            title: changes.title.clone().unwrap_or(old.title),
            location: changes.location.clone().unwrap_or(old.location),
            notes: changes.notes.clone().unwrap_or(old.notes),
            ..old
        }
    }
}

/// Creates an event.
pub fn insert(conn: &mut AnyConnection, new: &NewEvent<'_>, now: Instant) -> QueryResult<EventId> {
    diesel::insert_into(events::table)
        .values((
            events::contract_id.eq(new.contract_id),
            events::title.eq(new.title),
            events::start_at.eq(new.start_at),
            events::end_at.eq(new.end_at),
            events::location.eq(new.location),
            events::attendees.eq(new.attendees),
            events::notes.eq(new.notes),
            events::search_text.eq(search::document(&[new.title, new.location, new.notes])),
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
    let search_text = old.with(changes).search_text();
    let folded = (search_text != old.search_text()).then_some(search_text);
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
