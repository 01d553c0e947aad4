//! Accounts by reference: fetched, locked, and with the facts that the departure rules need.

use diesel::QueryResult;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::references::{Named, Person, Wanted, may_be};
use crate::db::collaborators::Collaborator;
use crate::db::connection::AnyConnection;
use crate::db::customers::CustomerRow;
use crate::db::list::columns;
use crate::db::schema::collaborators;
use crate::db::types::UtcInstant;
use crate::domain::Instant;
use crate::domain::rules::Workload;

impl From<CustomerRow> for Person {
    fn from(row: CustomerRow) -> Self {
        let customer = row.customer;
        Self {
            id: customer.id.0,
            first_name: customer.first_name,
            last_name: customer.last_name,
            email: customer.email,
            known_as: customer.company,
            department: None,
        }
    }
}

impl From<Collaborator> for Person {
    fn from(row: Collaborator) -> Self {
        Self {
            id: row.id.0,
            first_name: row.first_name,
            last_name: row.last_name,
            email: row.email,
            known_as: row.login,
            department: Some(row.department),
        }
    }
}

impl Named for Collaborator {
    fn person(&self) -> Person {
        self.clone().into()
    }
}

/// Collaborator with its number of owned records and the number of managers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountStanding {
    pub collaborator: Collaborator,
    pub workload: Workload,
    pub managers: i64,
}

impl Named for AccountStanding {
    fn person(&self) -> Person {
        self.collaborator.person()
    }
}

macro_rules! among {
    ($backend:ident, $wanted:expr) => {
        collaborators::table
            .filter(may_be!($backend, $wanted))
            .order_by(collaborators::id)
    };
}

/// Fetches the collaborators that a reference may match, by id.
pub fn collaborators(conn: &mut AnyConnection, wanted: &Wanted) -> QueryResult<Vec<Collaborator>> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    match conn {
        AnyConnection::Postgres(conn) => among!(Pg, wanted)
            .select(columns::<Collaborator>())
            .load(conn),
        AnyConnection::Sqlite(conn) => among!(Sqlite, wanted)
            .select(columns::<Collaborator>())
            .load(conn),
    }
}

/// Fetches as [`collaborators()`] and locks the rows until the transaction ends; SQLite has one writer at a time.
pub fn lock_collaborators(
    conn: &mut AnyConnection,
    wanted: &Wanted,
) -> QueryResult<Vec<Collaborator>> {
    match conn {
        AnyConnection::Postgres(conn) if !wanted.is_empty() => among!(Pg, wanted)
            .select(columns::<Collaborator>())
            .for_no_key_update()
            .load(conn),
        conn => collaborators(conn, wanted),
    }
}

pub fn standing(
    conn: &mut AnyConnection,
    wanted: &Wanted,
    now: Instant,
) -> QueryResult<Vec<AccountStanding>> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let select = (
        columns::<Collaborator>(),
        sql::<BigInt>(
            "(SELECT count(*) FROM customers own WHERE own.sales_contact_id = collaborators.id)",
        ),
        sql::<BigInt>(
            "(SELECT count(*) FROM events own WHERE own.support_contact_id = collaborators.id AND own.end_at > ",
        )
        .bind::<UtcInstant, _>(now)
        .sql(")"),
        sql::<BigInt>(
            "(SELECT count(*) FROM collaborators m WHERE m.active AND m.department = 'management')",
        ),
    );
    let rows: Vec<(Collaborator, i64, i64, i64)> = match conn {
        AnyConnection::Postgres(conn) => among!(Pg, wanted).select(select).load(conn)?,
        AnyConnection::Sqlite(conn) => among!(Sqlite, wanted).select(select).load(conn)?,
    };
    let standing = |(collaborator, customers, events, managers)| AccountStanding {
        collaborator,
        workload: Workload { customers, events },
        managers,
    };
    Ok(rows.into_iter().map(standing).collect())
}
