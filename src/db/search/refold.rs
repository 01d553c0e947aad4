//! Writing the search columns anew after an update of what they hold: SQL cannot fold a text, so that the program does it
//! behind the migration, in its transaction.

use diesel::connection::SimpleConnection as _;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Text};
use diesel::sqlite::SqliteConnection;

use super::document;
use crate::db::schema::{collaborators, customers, events};

/// How many rows are written at a time.
const BATCH: i64 = 2_000;

type Five = (String, String, String, String, String);
type Three = (String, String, String);

/// A row with its derived texts.
struct Folded {
    id: i64,
    search_text: String,
    company: Option<String>,
}

/// Reads the rows of a table that follow an id, with what their derived columns should hold.
macro_rules! rows {
    ($conn:expr, $table:ident, $after:expr, $texts:ty, ($($column:ident),+), |$row:ident| $company:expr) => {{
        let rows = $table::table
            .filter($table::id.gt($after))
            .order($table::id)
            .limit(BATCH)
            .select(($table::id, ($($table::$column),+)))
            .load::<(i64, $texts)>($conn)?;
        rows.into_iter()
            .map(|(id, $row)| {
                let ($($column),+) = &$row;
                Folded {
                    id,
                    search_text: document(&[$($column),+]),
                    company: $company,
                }
            })
            .collect::<Vec<Folded>>()
    }};
}

macro_rules! rows_of {
    ($conn:expr, $table:expr, $after:expr) => {
        match $table {
            "collaborators" => rows!(
                $conn,
                collaborators,
                $after,
                Five,
                (first_name, last_name, login, email, phone),
                |row| None
            ),
            "customers" => rows!(
                $conn,
                customers,
                $after,
                Five,
                (first_name, last_name, company, email, phone),
                |row| Some(super::company(&row.2))
            ),
            _ => rows!(
                $conn,
                events,
                $after,
                Three,
                (title, location, notes),
                |row| None
            ),
        }
    };
}

/// The tables with a search column.
const TABLES: [&str; 3] = ["collaborators", "customers", "events"];

/// Writes the search columns of all rows of a shared database anew, as the owner of the tables.
///
/// # Errors
///
/// Any failure of the database.
pub fn refold_postgres(conn: &mut PgConnection) -> QueryResult<()> {
    for table in TABLES {
        // Past row-level security and triggers: nothing is changed that anybody gave.
        conn.batch_execute(&format!(
            "ALTER TABLE public.{table} NO FORCE ROW LEVEL SECURITY, DISABLE TRIGGER USER"
        ))?;
        let rest = |conn: &mut PgConnection, after| Ok(rows_of!(conn, table, after));
        each_batch(conn, rest, |conn, rows| write_postgres(conn, table, rows))?;
        conn.batch_execute(&format!(
            "ALTER TABLE public.{table} FORCE ROW LEVEL SECURITY, ENABLE TRIGGER USER"
        ))?;
    }
    Ok(())
}

/// The same for an embedded database.
///
/// # Errors
///
/// Any failure of the database.
pub fn refold_sqlite(conn: &mut SqliteConnection) -> QueryResult<()> {
    for table in TABLES {
        let rest = |conn: &mut SqliteConnection, after| Ok(rows_of!(conn, table, after));
        each_batch(conn, rest, |conn, rows| write_sqlite(conn, table, rows))?;
    }
    Ok(())
}

fn each_batch<C>(
    conn: &mut C,
    rest: impl Fn(&mut C, i64) -> QueryResult<Vec<Folded>>,
    write: impl Fn(&mut C, Vec<Folded>) -> QueryResult<()>,
) -> QueryResult<()> {
    let mut after = 0;
    loop {
        let rows = rest(conn, after)?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        after = last.id;
        write(conn, rows)?;
    }
}

fn write_postgres(conn: &mut PgConnection, table: &str, rows: Vec<Folded>) -> QueryResult<()> {
    let company = if table == "customers" {
        ", company_folded = n.company"
    } else {
        ""
    };
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let companies: Vec<String> = rows
        .iter()
        .map(|row| row.company.clone().unwrap_or_default())
        .collect();
    let texts: Vec<String> = rows.into_iter().map(|row| row.search_text).collect();
    diesel::sql_query(format!(
        "UPDATE public.{table} t SET search_text = n.search_text{company}
           FROM unnest($1, $2, $3) n (id, search_text, company) WHERE t.id = n.id"
    ))
    .bind::<Array<BigInt>, _>(ids)
    .bind::<Array<Text>, _>(texts)
    .bind::<Array<Text>, _>(companies)
    .execute(conn)
    .map(drop)
}

fn write_sqlite(conn: &mut SqliteConnection, table: &str, rows: Vec<Folded>) -> QueryResult<()> {
    for row in rows {
        diesel::sql_query(format!("UPDATE {table} SET search_text = ? WHERE id = ?"))
            .bind::<Text, _>(row.search_text)
            .bind::<BigInt, _>(row.id)
            .execute(conn)?;
        if let Some(company) = row.company {
            diesel::sql_query("UPDATE customers SET company_folded = ? WHERE id = ?")
                .bind::<Text, _>(company)
                .bind::<BigInt, _>(row.id)
                .execute(conn)?;
        }
    }
    Ok(())
}
