//! Inserts and updates of accounts.

use diesel::prelude::*;
use serde::Serialize;

use super::Collaborator;
use crate::db::connection::AnyConnection;
use crate::db::list::columns;
use crate::db::schema::collaborators;
use crate::db::search;
use crate::domain::{Department, Instant, Noun};

#[derive(Debug, Clone, Insertable, Serialize)]
#[diesel(table_name = collaborators)]
pub struct NewCollaborator<'a> {
    pub login: &'a str,
    pub first_name: &'a str,
    pub last_name: &'a str,
    pub email: &'a str,
    pub phone: &'a str,
    pub department: Department,
}

/// Columns to change; `None` keeps one.
#[derive(Debug, Clone, Default, PartialEq, Eq, AsChangeset, Serialize)]
#[diesel(table_name = collaborators)]
pub struct CollaboratorChanges {
    pub login: Option<String>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub department: Option<Department>,
    pub active: Option<bool>,
}

pub fn insert(
    conn: &mut AnyConnection,
    new: &NewCollaborator<'_>,
    now: Instant,
) -> QueryResult<Collaborator> {
    let new = diesel::insert_into(collaborators::table)
        .values((
            new,
            collaborators::created_at.eq(now),
            collaborators::updated_at.eq(now),
        ))
        .returning(columns::<Collaborator>())
        .get_result::<Collaborator>(conn)?;
    search::index(conn, Noun::Collaborator, new.id.0)?;
    Ok(new)
}

/// Updates a row that still has the version of `old` and returns it; `None` after a concurrent change.
pub fn update(
    conn: &mut AnyConnection,
    old: &Collaborator,
    changes: &CollaboratorChanges,
    now: Instant,
) -> QueryResult<Option<Collaborator>> {
    let updated = diesel::update(
        collaborators::table
            .filter(collaborators::id.eq(old.id))
            .filter(collaborators::version.eq(old.version)),
    )
    .set((
        changes,
        collaborators::updated_at.eq(now),
        collaborators::version.eq(collaborators::version + 1),
    ))
    .returning(columns::<Collaborator>())
    .get_result(conn)
    .optional()?;
    if updated.is_some() {
        search::index(conn, Noun::Collaborator, old.id.0)?;
    }
    Ok(updated)
}
