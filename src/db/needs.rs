//! What a command has to know before it reads or writes: whom its references may mean, which rows hold what is searched for,
//! and the row behind which a page begins. PostgreSQL is asked for all of it at once.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Record, Text};

use super::connection::AnyConnection;
use super::people::{self, Person, Wanted};
use super::search::{self, Needles, Query, Search, Tier};
use crate::domain::Noun;

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Needs {
    /// Customers who may be meant.
    pub customers: Wanted,
    /// Collaborators who may be meant.
    pub collaborators: Wanted,
    /// The records of a noun that hold some words.
    pub search: Option<(Noun, Query)>,
    /// The customers whose company holds a text.
    pub company: Option<String>,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// Customers who may be meant, by id.
    pub customers: Vec<Person>,
    /// Collaborators who may be meant, by id.
    pub collaborators: Vec<Person>,
    /// What the search lets through, if there was one.
    pub search: Option<Search>,
    /// The customers among whom those of the company are, where the index could tell.
    pub of_company: Option<Vec<i64>>,
}

impl Needs {
    /// What holds the words that somebody typed is asked for; nothing is without a word.
    #[must_use]
    pub fn search(mut self, noun: Noun, text: Option<&str>) -> Self {
        let query = Query::new(text.unwrap_or_default());
        self.search = (!query.is_empty()).then_some((noun, query));
        self
    }

    /// Whether nothing is asked for.
    pub(super) fn is_empty(&self) -> bool {
        self.customers.is_empty()
            && self.collaborators.is_empty()
            && self.search.is_none()
            && self.company.is_none()
    }

    fn needles(&self) -> Option<Needles> {
        let (noun, query) = self.search.as_ref()?;
        Some(Needles::new(query, *noun, Tier::Anywhere))
    }

    /// What PostgreSQL is asked for: a noun, patterns, and how many of them its index can find.
    pub(super) fn patterns(&self) -> (&'static str, Vec<String>, i32) {
        let noun = self.search.as_ref().map_or("", |(noun, _)| noun.as_str());
        let (patterns, indexed) = self.needles().map(|it| it.patterns()).unwrap_or_default();
        (noun, patterns, indexed)
    }

    /// The same of the company.
    pub(super) fn company_patterns(&self) -> (Vec<String>, i32) {
        let company = self.company.as_deref().map(search::company_needles);
        company.map(|it| it.patterns()).unwrap_or_default()
    }

    /// What PostgreSQL has answered.
    pub(super) fn known(&self, (people, named, of_company): Answers) -> Known {
        let (collaborators, customers): (Vec<_>, Vec<_>) = people
            .into_iter()
            .partition(|(is_collaborator, ..)| *is_collaborator);
        let people = |rows: Vec<PersonRow>| rows.into_iter().map(person).collect();
        let search = self.search.as_ref().zip(self.needles());
        Known {
            customers: people(customers),
            collaborators: people(collaborators),
            search: search.map(|((noun, query), needles)| needles.search(query, *noun, named)),
            of_company,
        }
    }
}

/// Whether it is a collaborator, id, first and last name, e-mail address, login or company, department.
type PersonRow = (bool, i64, String, String, String, String, Option<String>);

/// The SQL type of that.
pub(super) type PersonType = Record<(Bool, BigInt, Text, Text, Text, Text, Nullable<Text>)>;

/// Who may be meant, and the ids that a search and a company were named with; none if there are too many, or if the index
/// cannot tell.
type Answers = (Vec<PersonRow>, Option<Vec<i64>>, Option<Vec<i64>>);

fn person((_, id, first_name, last_name, email, known_as, department): PersonRow) -> Person {
    Person {
        id,
        first_name,
        last_name,
        email,
        known_as,
        department: department.and_then(|it| it.parse().ok()),
    }
}

/// What is asked for as columns of a query of PostgreSQL, in the order of what [`Needs::known`] takes.
macro_rules! columns {
    ($needs:expr) => {{
        use diesel::dsl::sql;
        use diesel::sql_types::{Array, BigInt, Integer, Nullable, Text};
        let needs: &$crate::db::needs::Needs = $needs;
        let (noun, patterns, indexed) = needs.patterns();
        let (of_company, company_indexed) = needs.company_patterns();
        (
            sql::<Array<$crate::db::needs::PersonType>>(
                "ARRAY(SELECT ROW(is_collaborator, id, first_name, last_name, email, known_as, department) FROM (
                    SELECT false AS is_collaborator, c.id, c.first_name, c.last_name, c.email, c.company AS known_as,
                           NULL AS department
                      FROM customers c WHERE c.id = ANY(ARRAY(SELECT found FROM unnest(",
            )
            .bind::<Array<Text>, _>(needs.customers.patterns())
            .sql(
                ") AS phrase, epic_api.search('customers', ARRAY[phrase], ",
            )
            .bind::<Integer, _>($crate::db::people::NAMESAKES)
            .sql(
                ") AS found))
                    UNION ALL
                    SELECT true, c.id, c.first_name, c.last_name, c.email, c.login, c.department
                      FROM collaborators c WHERE c.id = ANY(",
            )
            .bind::<Array<BigInt>, _>(&needs.collaborators.ids)
            .sql(") OR lower(c.login) = ANY(")
            .bind::<Array<Text>, _>(&needs.collaborators.logins)
            .sql(") OR c.id = ANY(ARRAY(SELECT found FROM unnest(")
            .bind::<Array<Text>, _>(needs.collaborators.patterns())
            .sql(
                ") AS phrase, epic_api.search('collaborators', ARRAY[phrase], ",
            )
            .bind::<Integer, _>($crate::db::people::NAMESAKES)
            .sql(
                ") AS found))
                 ) AS people ORDER BY is_collaborator, id)",
            ),
            sql::<Nullable<Array<BigInt>>>("epic_api.matches(")
                .bind::<Text, _>(noun)
                .sql(", ")
                .bind::<Array<Text>, _>(patterns)
                .sql(", ")
                .bind::<Integer, _>(indexed)
                .sql(", ")
                .bind::<Integer, _>($crate::db::search::SHARED)
                .sql(", ")
                .bind::<Integer, _>($crate::db::search::FEW)
                .sql(")"),
            sql::<Nullable<Array<BigInt>>>("epic_api.matches('customer', ")
                .bind::<Array<Text>, _>(of_company)
                .sql(", ")
                .bind::<Integer, _>(company_indexed)
                .sql(", ")
                .bind::<Integer, _>($crate::db::search::SHARED)
                .sql(", ")
                .bind::<Integer, _>($crate::db::search::FEW)
                .sql(")"),
        )
    }};
}

/// What is asked for, with the row of an id, if one is named: `|id| query` finds it, and `find` by itself.
macro_rules! with_row {
    ($conn:ident, $needs:ident, $after:ident, $row:ty, |$id:ident| $query:expr) => {
        match ($conn, $after) {
            (AnyConnection::Postgres(conn), Some($id)) if !$needs.is_empty() => {
                let found = $query
                    .select((<$row>::as_select(), $crate::db::needs::columns!($needs)))
                    .first(conn)
                    .optional()?;
                match found {
                    Some((row, answers)) => Ok(($needs.known(answers), Some(row))),
                    None => Ok(($crate::db::needs::postgres(conn, $needs)?, None)),
                }
            }
            (conn, after) => {
                let known = $crate::db::needs::known(conn, $needs)?;
                let row = after.map(|id| find(conn, id)).transpose()?;
                Ok((known, row.flatten()))
            }
        }
    };
}

pub(super) use {columns, with_row};

/// What a command has to know, in one round trip to PostgreSQL.
///
/// # Errors
///
/// Those of the database.
pub fn known(conn: &mut AnyConnection, needs: &Needs) -> QueryResult<Known> {
    match conn {
        _ if needs.is_empty() => Ok(Known::default()),
        AnyConnection::Postgres(conn) => postgres(conn, needs),
        AnyConnection::Sqlite(_) => sqlite(conn, needs),
    }
}

pub(super) fn postgres(conn: &mut PgConnection, needs: &Needs) -> QueryResult<Known> {
    let answers = diesel::select(columns!(needs)).get_result(conn)?;
    Ok(needs.known(answers))
}

fn sqlite(conn: &mut AnyConnection, needs: &Needs) -> QueryResult<Known> {
    let mut known = Known {
        customers: people::customers(conn, &needs.customers)?,
        ..Known::default()
    };
    let collaborators = people::collaborators(conn, &needs.collaborators)?;
    known
        .collaborators
        .extend(collaborators.into_iter().map(Person::from));
    if let Some((noun, query)) = &needs.search {
        known.search = Some(search::search(conn, *noun, query, Tier::Anywhere)?);
    }
    if let (Some(company), AnyConnection::Sqlite(conn)) = (&needs.company, conn) {
        known.of_company = search::of_company(conn, company)?;
    }
    Ok(known)
}
