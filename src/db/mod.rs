//! Everything that talks to a database, and the only place that does: one module for each table, with its
//! rows, its filters and its queries. Nothing here knows who may do what.

pub mod audit;
pub mod collaborators;
pub mod completion;
pub mod connection;
pub mod contracts;
pub mod credentials;
pub mod customers;
pub mod events;
mod libpq;
pub mod lockdown;
pub mod migrations;
mod redact;
pub mod schema;
pub mod sessions;
pub mod sign_in;
pub mod status;
pub mod tokens;
pub mod types;
mod uri;

pub mod page;
pub mod search;

use std::cell::RefCell;
use std::time::Duration;

use diesel::connection::{AnsiTransactionManager, TransactionManager as _};
use secrecy::SecretString;

pub use audit::Author;
use connection::Manager;
pub use connection::{AnyConnection, DatabaseUrl};
pub use page::{Page, Sort};
pub use types::{CollaboratorId, ContractId, CustomerId, EventId, SessionId};

use crate::error::{Error, Result};
use crate::t;

/// A connection that goes back to the pool when it is dropped.
pub type PooledConnection = r2d2::PooledConnection<Manager>;

/// The database of this run: connected to when the first query needs it, not before.
pub struct Database {
    url: DatabaseUrl,
    session: RefCell<Option<SecretString>>,
    pool: RefCell<Option<r2d2::Pool<Manager>>>,
}

impl Database {
    /// Names the database without touching it.
    pub const fn new(url: DatabaseUrl) -> Self {
        Self {
            url,
            session: RefCell::new(None),
            pool: RefCell::new(None),
        }
    }

    /// Says for whom the connections from here on work: PostgreSQL is given the secret of the session or token when
    /// a connection is opened, and decides with it. A connection of before, if any, is closed.
    pub fn speak_as(&self, secret: SecretString) {
        self.session.replace(Some(secret));
        if matches!(self.url, DatabaseUrl::Postgres(_)) {
            self.pool.replace(None);
        }
    }

    /// Where the data lives.
    pub const fn url(&self) -> &DatabaseUrl {
        &self.url
    }

    /// A connection to a database whose schema is this program's. The embedded database is brought up to
    /// date on the way.
    ///
    /// # Errors
    ///
    /// `unavailable` (exit 9) with the cause; `config.no_database`, `config.schema_too_old` and
    /// `config.schema_too_new` (exit 10).
    pub fn connection(&self) -> Result<PooledConnection> {
        let fresh = self.pool.borrow().is_none();
        let mut conn = self.existing()?;
        if fresh {
            match &self.url {
                DatabaseUrl::Postgres(_) => migrations::require_current(&mut conn)?,
                DatabaseUrl::SqliteFile(_) | DatabaseUrl::SqliteMemory => {
                    if migrations::state(&mut conn)? != migrations::SchemaState::Current {
                        self.migrate(&mut conn)?;
                    }
                }
            }
        }
        Ok(conn)
    }

    /// A connection whatever the schema is, to a database that is there.
    ///
    /// # Errors
    ///
    /// `unavailable` (exit 9) with the cause; `config.no_database`, `config.database_url` (exit 10).
    pub fn existing(&self) -> Result<PooledConnection> {
        // A mistyped path must not become an empty database.
        if let DatabaseUrl::SqliteFile(path) = &self.url
            && self.pool.borrow().is_none()
            && !path.exists()
        {
            return Err(Error::config_hinted(
                "no_database",
                t!("config-database-missing", file = path.display().to_string()),
                "epic init",
            ));
        }
        self.any_schema()
    }

    /// A connection whatever the schema is, to a file that is created if need be: for `epic db migrate` and
    /// `epic init`.
    ///
    /// # Errors
    ///
    /// `unavailable` (exit 9) with the cause, `config.database_url` (exit 10).
    pub fn any_schema(&self) -> Result<PooledConnection> {
        let open = self.pool.borrow().clone();
        let pool = match open {
            Some(pool) => pool,
            None => {
                let manager =
                    Manager::connect_first(self.url.clone(), self.session.borrow().clone())?;
                // One command works with one connection at a time; the reaper and its thread serve long menus only.
                let pool = r2d2::Pool::builder()
                    .max_size(1)
                    .min_idle(Some(0))
                    .test_on_check_out(false)
                    .idle_timeout(None)
                    .max_lifetime(None)
                    .connection_timeout(Duration::from_secs(5))
                    .build_unchecked(manager);
                self.pool.replace(Some(pool.clone()));
                pool
            }
        };
        pool.get()
            .map_err(|error| Error::Unavailable(error.to_string()))
    }

    /// Runs what is pending and returns how many migrations ran.
    ///
    /// # Errors
    ///
    /// As [`migrations::run`].
    pub fn migrate(&self, conn: &mut AnyConnection) -> Result<usize> {
        match &self.url {
            DatabaseUrl::Postgres(_) => migrations::run(conn),
            DatabaseUrl::SqliteFile(path) => migrations::migrate_embedded(conn, Some(path)),
            DatabaseUrl::SqliteMemory => migrations::migrate_embedded(conn, None),
        }
    }
}

/// How often a transaction that lost a race is tried again: with twenty writers at one record, one of them wins each
/// round. All the waits together take some two seconds.
const RETRIES: u32 = 20;

/// Runs one writing transaction: everything that `work` writes happens or nothing does, and every change is recorded as
/// its author's. READ COMMITTED in PostgreSQL, `BEGIN IMMEDIATE` in SQLite.
///
/// Not SERIALIZABLE: every writer moves the one head of the audit chain, so that of any two writers at a time one would
/// fail. What a write relies on is locked by the triggers of the database, or is the `version` of the row: a row that
/// changed since it was read is [`Error::LostRace`], which is tried again from the start.
///
/// # Errors
///
/// What `work` returns, after rolling back; `unknown.commit` (exit 11) when the connection breaks while
/// committing.
pub fn write<T>(
    conn: &mut AnyConnection,
    author: Author,
    mut work: impl FnMut(&mut AnyConnection) -> Result<T>,
) -> Result<T> {
    let mut attempt = 0;
    loop {
        begin(conn)?;
        let done = settle(conn, Author::Administrator)
            .and_then(|()| work(conn))
            .and_then(|value| settle(conn, author).map(|()| value));
        let (error, committing) = match done {
            Ok(value) => match commit(conn) {
                Ok(()) => return Ok(value),
                Err(error) => (error, true),
            },
            Err(error) => {
                rollback(conn);
                (error, false)
            }
        };
        match error {
            Error::LostRace if attempt < RETRIES => {
                attempt += 1;
                std::thread::sleep(jitter(attempt));
            }
            Error::Unavailable(_) if committing && matches!(conn, AnyConnection::Postgres(_)) => {
                return Err(Error::CommitUnknown);
            }
            error => return Err(error),
        }
    }
}

/// Chains what the triggers of an embedded database have noted since the last time.
fn settle(conn: &mut AnyConnection, author: Author) -> Result<()> {
    if let AnyConnection::Sqlite(conn) = conn {
        audit::settle(conn, &author)?;
    }
    Ok(())
}

/// Reads at one point in time, whatever others write meanwhile.
///
/// # Errors
///
/// What `work` returns, and those of the database.
pub fn snapshot<T>(
    conn: &mut AnyConnection,
    work: impl FnOnce(&mut AnyConnection) -> Result<T>,
) -> Result<T> {
    match conn {
        AnyConnection::Postgres(conn) => AnsiTransactionManager::begin_transaction_sql(
            conn,
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        )?,
        AnyConnection::Sqlite(conn) => {
            AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN")?;
        }
    }
    let result = work(conn);
    rollback(conn);
    result
}

fn begin(conn: &mut AnyConnection) -> Result<()> {
    match conn {
        AnyConnection::Postgres(conn) => AnsiTransactionManager::begin_transaction_sql(
            conn,
            "BEGIN ISOLATION LEVEL READ COMMITTED",
        )?,
        AnyConnection::Sqlite(conn) => {
            AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE")?;
        }
    }
    Ok(())
}

fn commit(conn: &mut AnyConnection) -> Result<()> {
    match conn {
        AnyConnection::Postgres(conn) => AnsiTransactionManager::commit_transaction(conn)?,
        AnyConnection::Sqlite(conn) => AnsiTransactionManager::commit_transaction(conn)?,
    }
    Ok(())
}

/// Takes the transaction back. A failure here adds nothing: the first cause is what the person is told, and a
/// connection that cannot even roll back is closed, which rolls back.
fn rollback(conn: &mut AnyConnection) {
    let result = match conn {
        AnyConnection::Postgres(conn) => AnsiTransactionManager::rollback_transaction(conn),
        AnyConnection::Sqlite(conn) => AnsiTransactionManager::rollback_transaction(conn),
    };
    if result.is_err() {
        tracing::debug!("the rollback failed; closing the connection takes the transaction back");
    }
}

/// A wait that two losers of one race are unlikely to share: 5 to 20 ms, doubled at each of the first attempts.
fn jitter(attempt: u32) -> Duration {
    let mut byte = [0_u8; 1];
    // Without randomness the shortest wait is as good as any.
    let _ = getrandom::fill(&mut byte);
    Duration::from_millis((5 + u64::from(byte[0]) * 15 / 255) << attempt.min(3))
}
