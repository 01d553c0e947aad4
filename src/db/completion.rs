//! Shell completion: records by the beginning of their id, and logins by prefix; the caller's own records, and no more
//! than fit on a screen.

use std::time::Duration;

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::Database;
use super::connection::AnyConnection;
use super::migrations::{self, SchemaState};
use crate::domain::{CollaboratorId, Department, Noun, Ownership};
use crate::error::Result;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    Customers,
    Contracts,
    Events,
    /// `None` for logins of all departments.
    Logins(Option<Department>),
}

impl Offer {
    /// Returns the offer of a noun's records; `None` for those that are not completed.
    pub const fn of(noun: Noun) -> Option<Self> {
        match noun {
            Noun::Collaborator => Some(Self::Logins(None)),
            Noun::Customer => Some(Self::Customers),
            Noun::Contract => Some(Self::Contracts),
            Noun::Event => Some(Self::Events),
            Noun::AuditEntry | Noun::Credential | Noun::Session | Noun::Token => None,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Found {
    #[diesel(sql_type = Text)]
    pub value: String,
    #[diesel(sql_type = Text)]
    pub label: String,
}

/// Renders the query of an offer: the ids of the caller's records (`$1`), within the ranges of the typed digits, or logins.
fn query(offer: Offer, ownership: Option<Ownership>) -> String {
    let (id, label, from, run) = match offer {
        Offer::Logins(_) => return LOGINS.to_owned(),
        Offer::Contracts => (
            "k.id",
            "c.company || ', ' || k.status",
            "contracts k JOIN customers c ON c.id = k.customer_id",
            "EXISTS (SELECT 1 FROM events e WHERE e.contract_id = k.id AND e.support_contact_id = $1)",
        ),
        Offer::Events => (
            "e.id",
            "e.title || ', ' || c.company",
            "events e JOIN contracts k ON k.id = e.contract_id JOIN customers c ON c.id = k.customer_id",
            "e.support_contact_id = $1",
        ),
        Offer::Customers => (
            "c.id",
            "c.first_name || ' ' || c.last_name || ', ' || c.company",
            "customers c",
            "EXISTS (SELECT 1 FROM contracts k JOIN events e ON e.contract_id = k.id
                      WHERE k.customer_id = c.id AND e.support_contact_id = $1)",
        ),
    };
    let own = match ownership {
        None => "$1 IS NOT NULL",
        Some(Ownership::SalesContact) => "c.sales_contact_id = $1",
        Some(Ownership::SupportContact) => run,
    };
    format!(
        "SELECT CAST({id} AS TEXT) AS value, {label} AS label FROM {from} WHERE {own}
            AND ({id} BETWEEN $2 AND $3 OR {id} BETWEEN $4 AND $5 OR {id} BETWEEN $6 AND $7 OR {id} BETWEEN $8 AND $9)
          ORDER BY {id} LIMIT 50"
    )
}

const LOGINS: &str = "
    SELECT login AS value, first_name || ' ' || last_name AS label
    FROM collaborators
    WHERE active AND ($1 = '' OR department = $1) AND substr(lower(login), 1, length($2)) = lower($2)
    ORDER BY login LIMIT 50";

/// Connects to an existing database within a time limit, without creating or migrating anything. `None` for another
/// version of the schema.
///
/// # Errors
///
/// `unavailable` (exit 9), `config.no_database` (exit 10).
pub fn connection(database: &Database, limit: Duration) -> Result<Option<super::Connection<'_>>> {
    let milliseconds = limit.as_millis();
    let mut conn = database.existing()?;
    match &mut *conn {
        AnyConnection::Sqlite(conn) => {
            conn.batch_execute(&format!(
                "PRAGMA busy_timeout = {milliseconds}; PRAGMA query_only = ON"
            ))?;
        }
        AnyConnection::Postgres(conn) => {
            conn.batch_execute(&format!("SET statement_timeout = {milliseconds}"))?;
        }
    }
    let current = migrations::state(&mut conn)? == SchemaState::Current;
    Ok(current.then_some(conn))
}

pub fn find(
    conn: &mut AnyConnection,
    offer: Offer,
    me: (CollaboratorId, Department),
    typed: &str,
) -> QueryResult<Vec<Found>> {
    let query = diesel::sql_query(query(offer, me.1.ownership()));
    if let Offer::Logins(department) = offer {
        let query = query.bind::<Text, _>(department.map_or("", Department::as_str));
        return query.bind::<Text, _>(typed).load(conn);
    }
    let Some([first, second, third, fourth]) = ranges(typed) else {
        return Ok(Vec::new());
    };
    query
        .bind::<BigInt, _>(me.0)
        .bind::<BigInt, _>(first.0)
        .bind::<BigInt, _>(first.1)
        .bind::<BigInt, _>(second.0)
        .bind::<BigInt, _>(second.1)
        .bind::<BigInt, _>(third.0)
        .bind::<BigInt, _>(third.1)
        .bind::<BigInt, _>(fourth.0)
        .bind::<BigInt, _>(fourth.1)
        .load(conn)
}

/// Returns the ids that begin with some digits, with up to three more: 12 is 12, 120 to 129, 1200 to 1299, 12000 to
/// 12999.
fn ranges(typed: &str) -> Option<[(i64, i64); 4]> {
    if typed.is_empty() {
        return Some([(1, i64::MAX); 4]);
    }
    if !typed.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let start: i64 = typed.parse().ok()?;
    Some([1, 10, 100, 1000].map(|size: i64| {
        let from = start.checked_mul(size);
        let to = from.and_then(|it| it.checked_add(size - 1));
        // Empty range: too large for an id.
        from.zip(to).unwrap_or((0, 0))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_the_beginning_of_an_id() {
        assert_eq!(
            ranges("12"),
            Some([(12, 12), (120, 129), (1200, 1299), (12000, 12999)])
        );
        assert_eq!(ranges("9223372036854775807").map(|it| it[1]), Some((0, 0)));
        assert_eq!(ranges("1x"), None);
        assert_eq!(ranges("99999999999999999999"), None);
    }
}
