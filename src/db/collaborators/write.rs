//! Creating and changing accounts.

use diesel::prelude::*;

use super::Collaborator;
use crate::db::connection::AnyConnection;
use crate::db::list::columns;
use crate::db::schema::collaborators;
use crate::db::search;
use crate::domain::{Department, Instant};

/// A collaborator to be.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each field is named for its column")]
pub struct NewCollaborator<'a> {
    pub login: &'a str,
    pub first_name: &'a str,
    pub last_name: &'a str,
    pub email: &'a str,
    pub phone: &'a str,
    pub department: Department,
}

/// The columns that change; `None` leaves one as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, AsChangeset)]
#[diesel(table_name = collaborators)]
#[expect(missing_docs, reason = "each field is named for its column")]
pub struct CollaboratorChanges {
    pub login: Option<String>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub department: Option<Department>,
    pub active: Option<bool>,
}

impl Collaborator {
    fn search_text(&self) -> String {
        search::document(&[
            &self.first_name,
            &self.last_name,
            &self.login,
            &self.email,
            &self.phone,
        ])
    }

    /// The record as it will be.
    fn with(&self, changes: &CollaboratorChanges) -> Self {
        let changes = changes.clone();
        let old = self.clone();
        Self {
            login: changes.login.unwrap_or(old.login),
            first_name: changes.first_name.unwrap_or(old.first_name),
            last_name: changes.last_name.unwrap_or(old.last_name),
            email: changes.email.unwrap_or(old.email),
            phone: changes.phone.unwrap_or(old.phone),
            department: changes.department.unwrap_or(old.department),
            active: changes.active.unwrap_or(old.active),
            ..old
        }
    }
}

/// Creates an account.
pub fn insert(
    conn: &mut AnyConnection,
    new: &NewCollaborator<'_>,
    now: Instant,
) -> QueryResult<Collaborator> {
    diesel::insert_into(collaborators::table)
        .values((
            collaborators::login.eq(new.login),
            collaborators::first_name.eq(new.first_name),
            collaborators::last_name.eq(new.last_name),
            collaborators::email.eq(new.email),
            collaborators::phone.eq(new.phone),
            collaborators::department.eq(new.department),
            collaborators::search_text.eq(search::document(&[
                new.first_name,
                new.last_name,
                new.login,
                new.email,
                new.phone,
            ])),
            collaborators::created_at.eq(now),
            collaborators::updated_at.eq(now),
        ))
        .returning(columns::<Collaborator>())
        .get_result(conn)
}

/// Changes a row that still has the version of `old`, and returns it as it is then; `None` when it is another by now.
pub fn update(
    conn: &mut AnyConnection,
    old: &Collaborator,
    changes: &CollaboratorChanges,
    now: Instant,
) -> QueryResult<Option<Collaborator>> {
    let search_text = old.with(changes).search_text();
    let folded = (search_text != old.search_text()).then_some(search_text);
    diesel::update(
        collaborators::table
            .filter(collaborators::id.eq(old.id))
            .filter(collaborators::version.eq(old.version)),
    )
    .set((
        changes,
        folded.map(|text| collaborators::search_text.eq(text)),
        collaborators::updated_at.eq(now),
        collaborators::version.eq(collaborators::version + 1),
    ))
    .returning(columns::<Collaborator>())
    .get_result(conn)
    .optional()
}
