//! Rows of collaborators and their single-row queries.

use diesel::prelude::*;
use serde::Serialize;

use super::CollaboratorFilter;
use crate::db::connection::AnyConnection;
use crate::db::list::{Find as _, List as _};
use crate::db::schema::collaborators;
use crate::db::search::lower;
use crate::domain::rules::Member;
use crate::domain::{CollaboratorId, Department, Instant};

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable, Serialize)]
#[diesel(table_name = collaborators)]
pub struct Collaborator {
    pub id: CollaboratorId,
    pub login: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub phone: String,
    pub department: Department,
    pub active: bool,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub version: i64,
}

/// Columns that other records show of a collaborator.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = collaborators)]
pub struct CollaboratorName {
    pub id: CollaboratorId,
    pub login: String,
    pub first_name: String,
    pub last_name: String,
}

impl From<&Collaborator> for CollaboratorName {
    fn from(collaborator: &Collaborator) -> Self {
        Self {
            id: collaborator.id,
            login: collaborator.login.clone(),
            first_name: collaborator.first_name.clone(),
            last_name: collaborator.last_name.clone(),
        }
    }
}

impl Collaborator {
    /// Columns that the business rules need.
    pub fn member(&self) -> Member<'_> {
        Member {
            id: self.id,
            login: &self.login,
            department: self.department,
            active: self.active,
        }
    }
}

pub fn find(conn: &mut AnyConnection, id: CollaboratorId) -> QueryResult<Option<Collaborator>> {
    CollaboratorFilter::find(id.0).row(conn)
}

/// Finds by login, case-insensitive.
pub fn find_by_login(conn: &mut AnyConnection, login: &str) -> QueryResult<Option<Collaborator>> {
    collaborators::table
        .filter(lower(collaborators::login).eq(login.to_ascii_lowercase()))
        .select(Collaborator::as_select())
        .first(conn)
        .optional()
}

pub fn count_active(conn: &mut AnyConnection) -> QueryResult<i64> {
    collaborators::table
        .filter(collaborators::active.eq(true))
        .count()
        .get_result(conn)
}

/// Counts accounts, including deactivated ones.
pub fn count(conn: &mut AnyConnection) -> QueryResult<i64> {
    collaborators::table.count().get_result(conn)
}
