//! References to people: an id, a login, an e-mail address or an exact name, ignoring case and accents. One statement
//! fetches all candidates, through the index where possible; [`Named`] decides.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};

use super::connection::AnyConnection;
use super::schema::{collaborators, customers};
use super::search::like;
use crate::domain::{CollaboratorId, Department, fold};

/// Maximum length of an e-mail address, or of two names and a blank.
const LONGEST: usize = 254;

/// Bound of the rows fetched per name; more of them are ambiguous anyway.
pub(super) const NAMESAKES: i32 = 1_000;

/// Columns that identify a person to a reader.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Person {
    pub id: i64,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    /// Login of a collaborator, company of a customer.
    pub known_as: String,
    /// `None` for a customer.
    pub department: Option<Department>,
}

pub trait Named {
    fn person(&self) -> Person;
}

impl Named for Person {
    fn person(&self) -> Person {
        self.clone()
    }
}

/// References to resolve among customers or among collaborators.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    pub(super) ids: Vec<i64>,
    pub(super) logins: Vec<String>,
    pub(super) emails: Vec<String>,
    phrases: Vec<String>,
}

impl Wanted {
    /// Adds a reference to a collaborator.
    #[must_use]
    pub fn collaborator(mut self, reference: &str) -> Self {
        let reference = reference.trim();
        if is_possible(reference) {
            self.phrases.extend(phrase(reference));
            if !reference.contains('@') {
                self.logins.push(reference.to_ascii_lowercase());
                self.ids
                    .extend(reference.parse().ok().map(|CollaboratorId(id)| id));
            }
        }
        self
    }

    /// Adds a name or e-mail address of a customer.
    #[must_use]
    pub fn customer(mut self, reference: &str) -> Self {
        let reference = reference.trim();
        if is_possible(reference) {
            self.phrases.extend(phrase(reference));
        }
        self
    }

    #[must_use]
    pub fn id(mut self, id: CollaboratorId) -> Self {
        self.ids.push(id.0);
        self
    }

    #[must_use]
    pub fn login(mut self, login: &str) -> Self {
        self.logins.push(login.to_ascii_lowercase());
        self
    }

    #[must_use]
    pub fn email(mut self, email: &str) -> Self {
        self.emails.push(email.to_ascii_lowercase());
        self
    }

    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Returns the names as PostgreSQL `LIKE` patterns on the search text.
    pub(super) fn patterns(&self) -> Vec<String> {
        self.phrases.iter().map(|it| like(it)).collect()
    }

    /// Returns the names as a JSON array of queries of SQLite's index.
    pub(super) fn matching(&self) -> String {
        let quoted = self.phrases.iter();
        let quoted = quoted.map(|it| format!("\"{}\"", it.replace('"', "\"\"")));
        serde_json::Value::from_iter(quoted).to_string()
    }
}

fn is_possible(reference: &str) -> bool {
    !reference.contains('\0') && reference.chars().nth(LONGEST).is_none()
}

/// Returns adjacent words as they stand in the search text; `None` if they are too short for the index.
fn phrase(reference: &str) -> Option<String> {
    let folded = fold(reference);
    folded
        .contains(char::is_alphanumeric)
        .then(|| format!("  {} ", folded.replace(' ', "  ")))
}

/// Returns the collaborators with that login or id, or all with that e-mail address or full name. Two for digits that are
/// the login of one and the id of another.
pub fn referred_to<T: Named>(rows: Vec<T>, reference: &str) -> Vec<T> {
    let reference = reference.trim();
    if !is_possible(reference) {
        return Vec::new();
    }
    let id = match reference.parse() {
        Ok(CollaboratorId(id)) => Some(id),
        Err(_) => None,
    };
    let has_login = |row: &T| row.person().known_as.eq_ignore_ascii_case(reference);
    let (mut exactly, mut others): (Vec<T>, Vec<T>) = rows
        .into_iter()
        .partition(|row| has_login(row) || Some(row.person().id) == id);
    if exactly.is_empty() {
        others.retain(|row| row.person().is_called(reference));
        return others;
    }
    exactly.sort_by_key(|row| !has_login(row));
    exactly
}

/// Returns the customers with that e-mail address or full name.
pub fn customers_referred_to(rows: &[Person], reference: &str) -> Vec<Person> {
    let reference = reference.trim();
    let is_it = |row: &&Person| is_possible(reference) && row.is_called(reference);
    rows.iter().filter(is_it).cloned().collect()
}

impl Person {
    fn is_called(&self, reference: &str) -> bool {
        if reference.contains('@') {
            return self.email.eq_ignore_ascii_case(reference);
        }
        fold(&format!("{} {}", self.first_name, self.last_name)) == fold(reference)
    }
}

/// Fetches the first rows of each phrase.
macro_rules! holding {
    (Pg, $table:literal, $wanted:expr) => {
        diesel::dsl::sql::<diesel::sql_types::Bool>(concat!($table, ".id = ANY(ARRAY(SELECT found FROM unnest("))
            .bind::<diesel::sql_types::Array<diesel::sql_types::Text>, _>($wanted.patterns())
            .sql(concat!(
                ") AS phrase, epic_api.search('",
                $table,
                "', ARRAY[phrase], "
            ))
            .bind::<diesel::sql_types::Integer, _>($crate::db::references::NAMESAKES)
            .sql(") AS found))")
    };
    (Sqlite, $table:literal, $wanted:expr) => {
        diesel::dsl::sql::<diesel::sql_types::Bool>(concat!(
            $table,
            ".id IN (SELECT id FROM (SELECT found.rowid AS id, ",
            "row_number() OVER (PARTITION BY phrase.key ORDER BY found.rowid) AS place FROM json_each("
        ))
        .bind::<diesel::sql_types::Text, _>($wanted.matching())
        .sql(concat!(
            ") AS phrase JOIN ",
            $table,
            "_search AS found ON found.search_text MATCH phrase.value) WHERE place <= "
        ))
        .bind::<diesel::sql_types::Integer, _>($crate::db::references::NAMESAKES)
        .sql(")")
    };
}

/// Condition for collaborators that references may match.
macro_rules! may_be {
    ($backend:ident, $wanted:expr) => {
        collaborators::id
            .eq_any(&$wanted.ids)
            .or($crate::db::search::lower(collaborators::login).eq_any(&$wanted.logins))
            .or($crate::db::search::lower(collaborators::email).eq_any(&$wanted.emails))
            .or($crate::db::references::holding!(
                $backend,
                "collaborators",
                $wanted
            ))
    };
}

pub(super) use {holding, may_be};

pub fn collaborators(conn: &mut AnyConnection, wanted: &Wanted) -> QueryResult<Vec<Person>> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    macro_rules! rows {
        ($backend:ident) => {
            collaborators::table
                .filter(may_be!($backend, wanted))
                .order_by(collaborators::id)
                .select((
                    collaborators::id,
                    collaborators::first_name,
                    collaborators::last_name,
                    collaborators::email,
                    collaborators::login,
                    collaborators::department.nullable(),
                ))
        };
    }
    match conn {
        AnyConnection::Postgres(conn) => rows!(Pg).load(conn),
        AnyConnection::Sqlite(conn) => rows!(Sqlite).load(conn),
    }
}

pub fn customers(conn: &mut AnyConnection, wanted: &Wanted) -> QueryResult<Vec<Person>> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    macro_rules! rows {
        ($backend:ident) => {
            customers::table
                .filter(holding!($backend, "customers", wanted))
                .order_by(customers::id)
                .select((
                    customers::id,
                    customers::first_name,
                    customers::last_name,
                    customers::email,
                    customers::company,
                    sql::<Nullable<Text>>("NULL"),
                ))
        };
    }
    match conn {
        AnyConnection::Postgres(conn) => rows!(Pg).load(conn),
        AnyConnection::Sqlite(conn) => rows!(Sqlite).load(conn),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(id: i64, login: &str, first: &str, last: &str) -> Person {
        Person {
            id,
            first_name: first.to_owned(),
            last_name: last.to_owned(),
            email: format!("{login}@epic.example"),
            known_as: login.to_owned(),
            department: None,
        }
    }

    fn ids(reference: &str) -> Vec<i64> {
        let rows = vec![
            person(1, "7", "Éléa", "Garçon"),
            person(3, "elea", "Elea", "Garcon"),
            person(7, "x", "Elea", "Elea"),
        ];
        let found = referred_to(rows, reference);
        found.into_iter().map(|row| row.id).collect()
    }

    #[test]
    fn a_login_and_an_id_come_before_a_name() {
        assert_eq!(ids("ELEA"), [3]);
        assert_eq!(ids("elea elea"), [7]);
        assert_eq!(ids("elea  GARÇON"), [1, 3]);
        assert_eq!(ids("X@epic.example"), [7]);
        assert_eq!(ids("3"), [3]);
        assert_eq!(ids("elea garçon x"), [] as [i64; 0]);
    }

    #[test]
    fn digits_that_are_a_login_and_an_id_mean_both() {
        assert_eq!(ids("7"), [1, 7]);
    }
}
