//! Finding people by what they are referred to with: an e-mail address or an exact name, without regard to case and accents.
//! The index finds candidates, the records decide.

use diesel::QueryResult;

use super::index::{Table, first};
use super::{Matches, Search};
use crate::db::Page;
use crate::db::collaborators::{self, Collaborator, CollaboratorFilter};
use crate::db::connection::AnyConnection;
use crate::db::customers::{self, CustomerFilter, CustomerRow};
use crate::domain::fold;

/// How many candidates are looked at.
const CANDIDATES: i64 = 1_000;

/// The customers with this e-mail address, whatever its case.
///
/// # Errors
///
/// Those of the database.
pub fn customers_of_email(conn: &mut AnyConnection, email: &str) -> QueryResult<Vec<CustomerRow>> {
    let rows = customer_rows(conn, &fold(email))?;
    let is_it = |row: &CustomerRow| same_email(&row.customer.email, email);
    Ok(rows.into_iter().filter(is_it).collect())
}

/// The customers with this first and last name, whatever its case and accents.
///
/// # Errors
///
/// Those of the database.
pub fn customers_of_name(conn: &mut AnyConnection, name: &str) -> QueryResult<Vec<CustomerRow>> {
    let rows = customer_rows(conn, &fold(name))?;
    let is_it =
        |row: &CustomerRow| same_name(&row.customer.first_name, &row.customer.last_name, name);
    Ok(rows.into_iter().filter(is_it).collect())
}

/// The collaborators with this e-mail address, whatever its case.
///
/// # Errors
///
/// Those of the database.
pub fn collaborators_of_email(
    conn: &mut AnyConnection,
    email: &str,
) -> QueryResult<Vec<Collaborator>> {
    let rows = collaborator_rows(conn, &fold(email))?;
    let is_it = |row: &Collaborator| same_email(&row.email, email);
    Ok(rows.into_iter().filter(is_it).collect())
}

/// The collaborators with this first and last name, whatever its case and accents.
///
/// # Errors
///
/// Those of the database.
pub fn collaborators_of_name(
    conn: &mut AnyConnection,
    name: &str,
) -> QueryResult<Vec<Collaborator>> {
    let rows = collaborator_rows(conn, &fold(name))?;
    let is_it = |row: &Collaborator| same_name(&row.first_name, &row.last_name, name);
    Ok(rows.into_iter().filter(is_it).collect())
}

fn same_email(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other.trim())
}

fn same_name(first: &str, last: &str, name: &str) -> bool {
    fold(&format!("{first} {last}")) == fold(name)
}

/// What stands in the text of a record for some words that follow each other.
fn phrase(folded: &str) -> String {
    format!("  {} ", folded.replace(' ', "  "))
}

fn candidates(conn: &mut AnyConnection, table: Table, folded: &str) -> QueryResult<Search> {
    let ids = if folded.contains(char::is_alphanumeric) {
        first(conn, table, &[phrase(folded)], CANDIDATES)?
    } else {
        None
    };
    Ok(Search {
        typed: None,
        matches: Matches::Ids(ids.unwrap_or_default()),
    })
}

fn customer_rows(conn: &mut AnyConnection, folded: &str) -> QueryResult<Vec<CustomerRow>> {
    let filter = CustomerFilter {
        search: Some(candidates(conn, Table::Customers, folded)?),
        ..CustomerFilter::default()
    };
    let mut rows = Vec::new();
    customers::list::<diesel::result::Error>(conn, &filter, &Page::everything(), |row| {
        rows.push(row);
        Ok(())
    })?;
    Ok(rows)
}

fn collaborator_rows(conn: &mut AnyConnection, folded: &str) -> QueryResult<Vec<Collaborator>> {
    let filter = CollaboratorFilter {
        inactive: true,
        search: Some(candidates(conn, Table::Collaborators, folded)?),
        ..CollaboratorFilter::default()
    };
    let mut rows = Vec::new();
    collaborators::list::<diesel::result::Error>(conn, &filter, &Page::everything(), |row| {
        rows.push(row);
        Ok(())
    })?;
    Ok(rows)
}
