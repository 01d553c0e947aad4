//! Inserts, updates and assignments of events.

use diesel::prelude::*;
use serde::Serialize;

use super::Event;
use crate::db::connection::AnyConnection;
use crate::db::list::columns;
use crate::db::reassign::reassigned;
use crate::db::schema::events;
use crate::db::search;
use crate::domain::{CollaboratorId, ContractId, EventId, Instant, Noun};

/// New event; always without a support contact.
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

/// Columns to change; `None` keeps one.
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

pub fn insert(conn: &mut AnyConnection, new: &NewEvent<'_>, now: Instant) -> QueryResult<EventId> {
    let id = diesel::insert_into(events::table)
        .values((new, events::created_at.eq(now), events::updated_at.eq(now)))
        .returning(events::id)
        .get_result::<EventId>(conn)?;
    search::index(conn, Noun::Event, id.0)?;
    Ok(id)
}

/// Updates a row that still has the version of `old` and returns it; `None` after a concurrent change.
pub fn update(
    conn: &mut AnyConnection,
    old: &Event,
    changes: &EventChanges,
    now: Instant,
) -> QueryResult<Option<Event>> {
    let updated = diesel::update(
        events::table
            .filter(events::id.eq(old.id))
            .filter(events::version.eq(old.version)),
    )
    .set((
        changes,
        events::updated_at.eq(now),
        events::version.eq(events::version + 1),
    ))
    .returning(columns::<Event>())
    .get_result(conn)
    .optional()?;
    if updated.is_some() {
        search::index(conn, Noun::Event, old.id.0)?;
    }
    Ok(updated)
}

/// Assigns events to a support contact or none, and returns in any order those that still had the version of `old`.
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
