//! Writing the company by the fast path of each database: `COPY` in PostgreSQL, one prepared insert in one transaction
//! in SQLite.
//!
//! Triggers, indexes and foreign keys are taken away and put back as they were, as the catalogue of the database tells
//! them; foreign keys are checked at the end. What the triggers ask for holds by construction.

use diesel::connection::{DefaultLoadingMode, LoadConnection, SimpleConnection as _};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::query_dsl::methods::LoadQuery;
use diesel::sql_types::{BigInt, Text};
use diesel::sqlite::SqliteConnection;
use epic::db::schema::{collaborators, contracts, customers, events};

use super::company::{Company, Found};

/// What went wrong.
pub type Problem = Box<dyn std::error::Error + Send + Sync>;

/// How many rows go into one `COPY`.
const CHUNK: usize = 20_000;

/// How many customers the demonstration company has: more than these, and the database is not a fresh one.
const DEMONSTRATION: i64 = 8;

/// The tables, in the order in which they refer to each other.
const TABLES: [&str; 4] = ["collaborators", "customers", "contracts", "events"];

/// Loads a company of `size` customers into a database that holds the demonstration company at most.
///
/// # Errors
///
/// A database that cannot be opened, that is somebody's, or that has no schema; nothing is changed then.
pub fn load(url: &str, size: u64, step: &dyn Fn(&str)) -> Result<(), Problem> {
    if size == 0 {
        return Err("N must be at least 1".into());
    }
    match url.strip_prefix("sqlite://") {
        Some(path) => sqlite(&mut SqliteConnection::establish(path)?, size, step),
        None => postgres(&mut PgConnection::establish(url)?, size, step),
    }
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// An event that somebody runs: who, and from when to when in seconds.
#[derive(QueryableByName)]
struct Busy {
    #[diesel(sql_type = BigInt)]
    who: i64,
    #[diesel(sql_type = BigInt)]
    start: i64,
    #[diesel(sql_type = BigInt)]
    end: i64,
}

/// A statement, and the one that takes it back.
#[derive(QueryableByName)]
struct Change {
    #[diesel(sql_type = Text)]
    away: String,
    #[diesel(sql_type = Text)]
    back: String,
}

fn numbers<C>(conn: &mut C, query: &str) -> QueryResult<Vec<i64>>
where
    C: LoadConnection<DefaultLoadingMode>,
    diesel::query_builder::SqlQuery: for<'q> LoadQuery<'q, C, Number>,
{
    let rows: Vec<Number> = diesel::sql_query(query).load(conn)?;
    Ok(rows.into_iter().map(|row| row.number).collect())
}

/// Looks at what is there, and refuses what is more than a demonstration.
fn found<C>(conn: &mut C, seconds: &str) -> Result<Found, Problem>
where
    C: LoadConnection<DefaultLoadingMode>,
    diesel::query_builder::SqlQuery:
        for<'q> LoadQuery<'q, C, Number> + for<'q> LoadQuery<'q, C, Busy>,
{
    let [there] = numbers(conn, "SELECT count(*) AS number FROM customers")?[..] else {
        return Err("the customers cannot be counted".into());
    };
    if there > DEMONSTRATION {
        return Err(
            format!("the database holds {there} customers already: a fresh one is needed").into(),
        );
    }
    let mut next = [1; 4];
    for (next, table) in next.iter_mut().zip(TABLES) {
        let query = format!("SELECT coalesce(max(id), 0) + 1 AS number FROM {table}");
        *next = numbers(conn, &query)?.into_iter().sum();
    }
    let mut of = |department: &str| {
        let query = format!(
            "SELECT id AS number FROM collaborators WHERE active AND department = '{department}' ORDER BY id"
        );
        numbers(conn, &query)
    };
    let (sales, support) = (of("sales")?, of("support")?);
    let seconds = |column: &str| seconds.replace("{}", column);
    let busy: Vec<Busy> = diesel::sql_query(format!(
        "SELECT support_contact_id AS who, {} AS start, {} AS \"end\" FROM events WHERE support_contact_id IS NOT NULL",
        seconds("start_at"),
        seconds("end_at"),
    ))
    .load(conn)?;
    Ok(Found {
        next,
        sales,
        support,
        busy: busy
            .into_iter()
            .map(|it| (it.who, it.start, it.end))
            .collect(),
    })
}

// --- PostgreSQL -----------------------------------------------------------------------------------------------------

/// What stands in the way of a fast load, with the way back; the last one away is the first one back.
const IN_THE_WAY: &str = "
    WITH t AS (SELECT c.oid, c.oid::regclass AS name, c.relforcerowsecurity AS forced FROM pg_class c
                WHERE c.relnamespace = 'public'::regnamespace
                  AND c.relname IN ('collaborators', 'customers', 'contracts', 'events'))
    SELECT away, back FROM (
        SELECT 1 AS step, format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY', name) AS away,
               format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', name) AS back
          FROM t WHERE forced
        UNION ALL
        SELECT 2, format('ALTER TABLE %s DISABLE TRIGGER %I', name, g.tgname),
               format('ALTER TABLE %s ENABLE %s TRIGGER %I', name,
                      CASE g.tgenabled WHEN 'A' THEN 'ALWAYS' WHEN 'R' THEN 'REPLICA' ELSE '' END, g.tgname)
          FROM t JOIN pg_trigger g ON g.tgrelid = t.oid WHERE NOT g.tgisinternal AND g.tgenabled <> 'D'
        UNION ALL
        SELECT 3, format('ALTER TABLE %s DROP CONSTRAINT %I', name, k.conname),
               format('ALTER TABLE %s ADD CONSTRAINT %I %s', name, k.conname, pg_get_constraintdef(k.oid))
          FROM t JOIN pg_constraint k ON k.conrelid = t.oid WHERE k.contype = 'f'
        UNION ALL
        SELECT 4, format('DROP INDEX %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
          FROM t JOIN pg_index i ON i.indrelid = t.oid
         WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)
    ) AS changes ORDER BY step, away";

fn postgres(conn: &mut PgConnection, size: u64, step: &dyn Fn(&str)) -> Result<(), Problem> {
    let company = Company::new(size, found(conn, "CAST(extract(epoch FROM {}) AS bigint)")?);
    // All of it or nothing: whoever stops this finds the indexes and triggers where they were.
    conn.transaction::<_, diesel::result::Error, _>(|conn| {
        conn.batch_execute("SET LOCAL maintenance_work_mem = '512MB'; SET LOCAL synchronous_commit = off")?;
        let changes: Vec<Change> = diesel::sql_query(IN_THE_WAY).load(conn)?;
        for change in &changes {
            conn.batch_execute(&change.away)?;
        }
        copy(conn, &company, step)?;
        for change in changes.iter().rev() {
            conn.batch_execute(&change.back)?;
        }
        for table in TABLES {
            conn.batch_execute(&format!(
                "SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
            ))?;
        }
        Ok(())
    })?;
    step("indexes, keys and triggers are back");
    for table in TABLES {
        conn.batch_execute(&format!("VACUUM (ANALYZE) {table}"))?;
    }
    step("vacuumed and analysed");
    Ok(())
}

fn copy(conn: &mut PgConnection, company: &Company, step: &dyn Fn(&str)) -> QueryResult<()> {
    macro_rules! table {
        ($table:ident, $rows:expr) => {{
            let mut rows = $rows;
            loop {
                let chunk: Vec<_> = rows.by_ref().take(CHUNK).collect();
                if chunk.is_empty() {
                    break;
                }
                diesel::copy_from($table::table)
                    .from_insertable(&chunk)
                    .execute(conn)?;
            }
            step(stringify!($table));
        }};
    }
    let [staff, customers, contracts, _] = company.rows();
    table!(
        collaborators,
        (0..staff).map(|number| company.collaborator(number))
    );
    table!(
        customers,
        (0..customers).map(|number| company.customer(number))
    );
    table!(
        contracts,
        (0..contracts).map(|number| company.contract(number))
    );
    table!(events, company.events());
    Ok(())
}

// --- SQLite ---------------------------------------------------------------------------------------------------------

fn sqlite(conn: &mut SqliteConnection, size: u64, step: &dyn Fn(&str)) -> Result<(), Problem> {
    let company = Company::new(size, found(conn, "CAST(strftime('%s', {}) AS INTEGER)")?);
    // The rollback journal holds what was there before, which is next to nothing; a write-ahead log would hold every row.
    conn.batch_execute(
        "PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = OFF; PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF;
         PRAGMA cache_size = -262144; PRAGMA temp_store = MEMORY; PRAGMA threads = 2;",
    )?;
    conn.exclusive_transaction::<_, diesel::result::Error, _>(|conn| {
        let changes: Vec<Change> = diesel::sql_query(
            "SELECT format('DROP %s \"%w\"', type, name) AS away, sql AS back FROM sqlite_schema
              WHERE type IN ('trigger', 'index') AND sql IS NOT NULL
                AND tbl_name IN ('collaborators', 'customers', 'contracts', 'events')
              ORDER BY type, tbl_name, rowid",
        )
        .load(conn)?;
        for change in &changes {
            conn.batch_execute(&change.away)?;
        }
        insert(conn, &company, step)?;
        let indexes: Vec<Change> = diesel::sql_query(
            "SELECT '' AS away, format('INSERT INTO \"%w\" (\"%w\") VALUES (''rebuild'')', name, name) AS back
               FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL TABLE%USING fts5%'",
        )
        .load(conn)?;
        // In the order in which they were made, which is the order in which triggers run.
        for change in changes.iter().chain(&indexes) {
            conn.batch_execute(&change.back)?;
        }
        let broken = numbers(conn, "SELECT count(*) AS number FROM pragma_foreign_key_check")?;
        if broken != [0] {
            return Err(diesel::result::Error::RollbackTransaction);
        }
        Ok(())
    })?;
    step("indexes and triggers are back");
    conn.batch_execute("ANALYZE; PRAGMA journal_mode = WAL;")?;
    step("analysed");
    Ok(())
}

fn insert(conn: &mut SqliteConnection, company: &Company, step: &dyn Fn(&str)) -> QueryResult<()> {
    macro_rules! table {
        ($table:ident, $rows:expr) => {{
            for row in $rows {
                diesel::insert_into($table::table)
                    .values(&row)
                    .execute(conn)?;
            }
            step(stringify!($table));
        }};
    }
    let [staff, customers, contracts, _] = company.rows();
    table!(
        collaborators,
        (0..staff).map(|number| company.collaborator(number))
    );
    table!(
        customers,
        (0..customers).map(|number| company.customer(number))
    );
    table!(
        contracts,
        (0..contracts).map(|number| company.contract(number))
    );
    table!(events, company.events());
    Ok(())
}
