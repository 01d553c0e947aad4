//! The staff: rows, filters and queries of the table `collaborators`.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sqlite::Sqlite;

use super::connection::AnyConnection;
use super::needs::{Known, Needs, with_row};
use super::page::{bounded, counted, ordered, stream};
use super::schema::collaborators;
use super::search::{self, Search, holds, lower, searched};
use super::way::{Sought, Way};
use super::{Page, Sort};
use crate::domain::rules::Member;
use crate::domain::{CollaboratorId, Department, Instant};

/// A row of `collaborators`.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = collaborators)]
#[expect(missing_docs, reason = "each field is named for its column")]
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

/// What other records show of a collaborator.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = collaborators)]
#[expect(missing_docs, reason = "each field is named for its column")]
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

/// Which collaborators a list shows.
#[derive(Debug, Clone, Default)]
pub struct CollaboratorFilter {
    /// Of this department alone.
    pub department: Option<Department>,
    /// The deactivated ones too.
    pub inactive: bool,
    /// Those that a search lets through.
    pub search: Option<Search>,
}

/// What a list of collaborators can be sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each variant is named for its column")]
pub enum CollaboratorSort {
    #[default]
    Id,
    Login,
    FirstName,
    LastName,
    Email,
    Department,
    CreatedAt,
    UpdatedAt,
}

impl Sort for CollaboratorSort {
    const NAMES: &'static [(&'static str, Self)] = &[
        ("id", Self::Id),
        ("login", Self::Login),
        ("first_name", Self::FirstName),
        ("last_name", Self::LastName),
        ("email", Self::Email),
        ("department", Self::Department),
        ("created_at", Self::CreatedAt),
        ("updated_at", Self::UpdatedAt),
    ];
}

impl Collaborator {
    /// The collaborator as the business rules see them.
    pub fn member(&self) -> Member<'_> {
        Member {
            id: self.id,
            login: &self.login,
            department: self.department,
            active: self.active,
        }
    }
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

/// The columns of a row, where what is written is returned.
macro_rules! row {
    () => {
        (
            collaborators::id,
            collaborators::login,
            collaborators::first_name,
            collaborators::last_name,
            collaborators::email,
            collaborators::phone,
            collaborators::department,
            collaborators::active,
            collaborators::created_at,
            collaborators::updated_at,
            collaborators::version,
        )
    };
}

pub(super) use row;

/// The collaborator of an id.
pub fn find(conn: &mut AnyConnection, id: CollaboratorId) -> QueryResult<Option<Collaborator>> {
    collaborators::table
        .find(id)
        .select(Collaborator::as_select())
        .first(conn)
        .optional()
}

/// The collaborator of a login, whatever its case.
pub fn find_by_login(conn: &mut AnyConnection, login: &str) -> QueryResult<Option<Collaborator>> {
    collaborators::table
        .filter(lower(collaborators::login).eq(login.to_ascii_lowercase()))
        .select(Collaborator::as_select())
        .first(conn)
        .optional()
}

/// How many accounts are active.
pub fn count_active(conn: &mut AnyConnection) -> QueryResult<i64> {
    collaborators::table
        .filter(collaborators::active.eq(true))
        .count()
        .get_result(conn)
}

/// How many accounts there are, deactivated ones included.
pub fn count(conn: &mut AnyConnection) -> QueryResult<i64> {
    collaborators::table.count().get_result(conn)
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
        .returning(row!())
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
    .returning(row!())
    .get_result(conn)
    .optional()
}

/// What a list has to know before it is read, and the collaborator that it begins behind.
pub fn known(
    conn: &mut AnyConnection,
    needs: &Needs,
    after: Option<CollaboratorId>,
) -> QueryResult<(Known, Option<Collaborator>)> {
    with_row!(conn, needs, after, Collaborator, |id| collaborators::table
        .filter(collaborators::id.eq(id)))
}

macro_rules! filtered {
    ($backend:ident, $filter:expr, $select:expr, $way:expr) => {{
        let (filter, way): (&CollaboratorFilter, &Way) = ($filter, $way);
        let mut query = collaborators::table
            .select($select)
            .into_boxed::<$backend>();
        searched!(
            $backend,
            query,
            &filter.search,
            Sought {
                column: collaborators::id,
                passed: way.passes("search")
            },
            collaborators::id,
            |needle| holds!($backend, collaborators::search_text, needle)
        );
        if !filter.inactive {
            query = query.filter(
                Sought {
                    column: collaborators::active,
                    passed: way.passes("active"),
                }
                .eq(true),
            );
        }
        if let Some(department) = filter.department {
            query = query.filter(
                Sought {
                    column: collaborators::department,
                    passed: way.passes("department"),
                }
                .eq(department),
            );
        }
        query
    }};
}

macro_rules! listing {
    ($backend:ident, $filter:expr, $page:expr, $way:expr) => {{
        let page: &Page<CollaboratorSort, Collaborator> = $page;
        let mut query = filtered!($backend, $filter, Collaborator::as_select(), $way);
        bounded!(query, page);
        match page.sort {
            CollaboratorSort::Id => by!(query, page, $way),
            CollaboratorSort::Login => by!(query, page, $way, login),
            CollaboratorSort::FirstName => by!(query, page, $way, first_name),
            CollaboratorSort::LastName => by!(query, page, $way, last_name),
            CollaboratorSort::Email => by!(query, page, $way, email),
            CollaboratorSort::Department => by!(query, page, $way, department),
            CollaboratorSort::CreatedAt => by!(query, page, $way, created_at),
            CollaboratorSort::UpdatedAt => by!(query, page, $way, updated_at),
        }
    }};
}

macro_rules! by {
    ($query:ident, $page:ident, $way:expr) => {
        ordered!(
            $query,
            $page,
            $way,
            collaborators::id,
            |row: &Collaborator| row.id
        )
    };
    ($query:ident, $page:ident, $way:expr, $column:ident) => {
        ordered!(
            $query,
            $page,
            $way,
            collaborators::id,
            |row: &Collaborator| row.id,
            collaborators::$column,
            |row: &Collaborator| row.$column.clone()
        )
    };
}

/// Hands every collaborator of a page to `each`, as the database delivers them.
///
/// # Errors
///
/// Those of the database, and whatever `each` returns.
pub fn list<E: From<diesel::result::Error>>(
    conn: &mut AnyConnection,
    filter: &CollaboratorFilter,
    page: &Page<CollaboratorSort, Collaborator>,
    mut each: impl FnMut(Collaborator) -> Result<(), E>,
) -> Result<(), E> {
    stream!(conn, Collaborator, each, listing, filter, page, |conn| {
        filter.way(conn, page)?
    });
    Ok(())
}

/// How many collaborators a filter lets through, `bound` at most.
pub fn count_filtered(
    conn: &mut AnyConnection,
    filter: &CollaboratorFilter,
    bound: i64,
) -> QueryResult<i64> {
    counted!(conn, filtered, filter, collaborators::id, bound)
}
