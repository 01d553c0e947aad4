//! Database access: one module per table, with its rows, filters and queries. Authorization is elsewhere.

pub mod audit;
pub mod children;
pub mod collaborators;
pub mod completion;
pub mod connection;
pub mod contracts;
pub mod credentials;
pub mod customers;
pub mod events;
pub mod list;
pub mod lockdown;
pub mod migrations;
mod owned;
pub mod postgres_url;
pub mod reassign;
pub mod references;
pub mod schema;
pub mod scram_keys;
pub mod sessions;
pub mod sign_in;
pub mod sql;
pub mod status;
pub mod types;

pub mod people;
pub mod pick;
pub mod search;

use std::cell::{Cell, RefCell, RefMut};
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::time::Duration;

use diesel::connection::{AnsiTransactionManager, SimpleConnection as _, TransactionManager as _};
use r2d2::ManageConnection as _;
use secrecy::SecretString;

use connection::Manager;
pub use connection::{AnyConnection, DatabaseUrl};
pub use list::{Page, Sort};
pub use scram_keys::ScramKeys;

use crate::domain::{Author, Instant};
use crate::error::{Error, Result, cause};
use crate::t;

/// Database of this run; connects on the first query.
///
/// A command uses one connection, kept here between its steps. A second one at the same time comes from a pool, built
/// on demand: its three threads cost more than the query of a short command.
pub struct Database {
    manager: RefCell<Manager>,
    url: DatabaseUrl,
    one: RefCell<Option<AnyConnection>>,
    pool: RefCell<Option<r2d2::Pool<Manager>>>,
    checked: Cell<bool>,
}

impl Database {
    pub fn new(url: DatabaseUrl) -> Self {
        Self::with_keys(url, None)
    }

    /// A database whose role proves itself by stored keys.
    pub fn with_keys(url: DatabaseUrl, keys: Option<ScramKeys>) -> Self {
        let manager = Manager {
            url: url.clone(),
            session: None,
            keys: keys.map(Arc::new),
        };
        Self {
            url,
            manager: RefCell::new(manager),
            one: RefCell::new(None),
            pool: RefCell::new(None),
            checked: Cell::new(false),
        }
    }

    /// Sets the secret of new connections: PostgreSQL authenticates the session or token by it. An existing connection
    /// is closed.
    pub fn speak_as(&self, secret: SecretString) {
        self.manager.borrow_mut().session = Some(secret);
        if matches!(self.url, DatabaseUrl::Postgres(_)) {
            self.one.replace(None);
            self.pool.replace(None);
            self.checked.set(false);
        }
    }

    pub const fn url(&self) -> &DatabaseUrl {
        &self.url
    }

    /// Returns a connection to a database with the current schema; SQLite is migrated if necessary.
    ///
    /// # Errors
    ///
    /// `unavailable` (exit 9) with the cause; `config.no_database`, `config.schema_too_old` and
    /// `config.schema_too_new` (exit 10).
    pub fn connection(&self) -> Result<Connection<'_>> {
        let mut conn = self.existing()?;
        if !self.checked.get() {
            match &self.url {
                DatabaseUrl::Postgres(_) => migrations::require_current(&mut conn)?,
                DatabaseUrl::SqliteFile(_) | DatabaseUrl::SqliteMemory => {
                    if migrations::state(&mut conn)? != migrations::SchemaState::Current {
                        self.migrate(&mut conn)?;
                    }
                }
            }
            self.checked.set(true);
        }
        Ok(conn)
    }

    /// Authenticates a secret for new connections, and checks the schema as [`Database::connection`] does, on
    /// PostgreSQL in one statement.
    pub fn authenticate(
        &self,
        secret: &SecretString,
        now: Instant,
    ) -> Result<Option<sessions::SessionRow>> {
        self.speak_as(secret.clone());
        if !matches!(self.url, DatabaseUrl::Postgres(_)) {
            let mut conn = self.connection()?;
            return Ok(sessions::authenticate(&mut conn, secret, now)?);
        }
        let mut conn = self.existing()?;
        match sessions::authenticate_with_version(&mut conn) {
            Ok((version, found)) if migrations::is_current(&version) => {
                self.checked.set(true);
                Ok(found)
            }
            // An outdated schema explains any failure and is reported instead.
            answer => {
                migrations::require_current(&mut conn)?;
                Ok(answer?.1)
            }
        }
    }

    /// Returns a connection to an existing database with any schema.
    ///
    /// # Errors
    ///
    /// `unavailable` (exit 9) with the cause; `config.no_database`, `config.database_url` (exit 10).
    pub fn existing(&self) -> Result<Connection<'_>> {
        // A mistyped path must not become an empty database.
        if let DatabaseUrl::SqliteFile(path) = &self.url
            && self.one.try_borrow().is_ok_and(|one| one.is_none())
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

    /// Returns a connection with any schema, creating a missing SQLite file: for `epic db migrate` and `epic init`.
    ///
    /// # Errors
    ///
    /// `unavailable` (exit 9) with the cause, `config.database_url` (exit 10).
    pub fn any_schema(&self) -> Result<Connection<'_>> {
        let manager = &*self.manager.borrow();
        let Ok(mut one) = self.one.try_borrow_mut() else {
            return self.another(manager).map(Connection::Another);
        };
        if one.as_mut().is_none_or(|conn| manager.has_broken(conn)) {
            *one = Some(manager.connect()?);
        }
        RefMut::filter_map(one, Option::as_mut)
            .map(Connection::One)
            .map_err(|_| Error::Unavailable(t!("error-cause-closed").into_string()))
    }

    fn another(&self, manager: &Manager) -> Result<r2d2::PooledConnection<Manager>> {
        let mut pool = self.pool.borrow_mut();
        let pool = pool.get_or_insert_with(|| {
            r2d2::Pool::builder()
                .max_size(4)
                .min_idle(Some(0))
                .test_on_check_out(false)
                .idle_timeout(None)
                .max_lifetime(None)
                .connection_timeout(Duration::from_secs(5))
                .build_unchecked(manager.clone())
        });
        pool.get().map_err(|error| {
            Error::Unavailable(cause::of_database(&error.to_string()).into_string())
        })
    }

    /// Applies pending migrations and returns their number.
    pub fn migrate(&self, conn: &mut AnyConnection) -> Result<usize> {
        match &self.url {
            // Readers of the code that it replaces may lock the other way round.
            DatabaseUrl::Postgres(_) => persist(|| migrations::run(conn)),
            DatabaseUrl::SqliteFile(path) => migrations::migrate_embedded(conn, Some(path)),
            DatabaseUrl::SqliteMemory => migrations::migrate_embedded(conn, None),
        }
    }
}

pub enum Connection<'a> {
    One(RefMut<'a, AnyConnection>),
    /// Further connection from the pool.
    Another(r2d2::PooledConnection<Manager>),
}

impl Deref for Connection<'_> {
    type Target = AnyConnection;

    fn deref(&self) -> &AnyConnection {
        match self {
            Self::One(conn) => conn,
            Self::Another(conn) => conn,
        }
    }
}

impl DerefMut for Connection<'_> {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        match self {
            Self::One(conn) => conn,
            Self::Another(conn) => conn,
        }
    }
}

/// Retries of a transaction that lost a race: with twenty writers at one record, one of them wins each round. All the
/// waits together take about two seconds.
const RETRIES: u32 = 20;

/// Runs a writing transaction, recorded under its author: READ COMMITTED on PostgreSQL, `BEGIN IMMEDIATE` on SQLite.
///
/// Not SERIALIZABLE: every writer moves the head of the audit chain, so that of two concurrent writers one would always
/// fail. Triggers lock the rows that a write relies on; otherwise it compares the `version` of a row: one that changed
/// since it was read is [`Error::Race`], retried from the start.
///
/// # Errors
///
/// Those of `work`, after rolling back; `unknown.commit` (exit 11) if the connection breaks while committing.
pub fn write<T>(
    conn: &mut AnyConnection,
    author: Author,
    mut work: impl FnMut(&mut AnyConnection) -> Result<T>,
) -> Result<T> {
    persist(|| {
        begin(conn)?;
        let done = settle_previous(conn)
            .and_then(|()| work(conn))
            .and_then(|value| settle(conn, author).map(|()| value));
        let value = match done {
            Ok(value) => value,
            Err(error) => {
                rollback(conn);
                return Err(error);
            }
        };
        match (commit(conn), &conn) {
            (Ok(()), _) => Ok(value),
            (Err(Error::Unavailable(_)), AnyConnection::Postgres(_)) => Err(Error::CommitUnknown),
            (Err(error), _) => Err(error),
        }
    })
}

/// Runs as [`write()`], for work that is a single auto-committed statement on PostgreSQL: one round trip.
pub fn write_at_once<T>(
    conn: &mut AnyConnection,
    author: Author,
    mut work: impl FnMut(&mut AnyConnection) -> Result<T>,
) -> Result<T> {
    if matches!(conn, AnyConnection::Sqlite(_)) {
        return write(conn, author, work);
    }
    persist(|| match work(conn) {
        // A server that still answers has refused the statement.
        Err(Error::Unavailable(_)) if conn.batch_execute("SELECT 1").is_err() => {
            Err(Error::CommitUnknown)
        }
        done => done,
    })
}

fn persist<T>(mut work: impl FnMut() -> Result<T>) -> Result<T> {
    let mut attempt = 0;
    loop {
        match work() {
            Err(Error::Race) if attempt < RETRIES => {
                attempt += 1;
                std::thread::sleep(jitter(attempt));
            }
            done => return done,
        }
    }
}

/// Chains changes made without the program, in transactions of bounded size with gaps for other writers. The last of
/// these transactions stays open.
fn settle_previous(conn: &mut AnyConnection) -> Result<()> {
    /// A quarter of a transaction: a writer that polls for the lock finds a gap.
    const GAP: Duration = Duration::from_millis(10);

    while let AnyConnection::Sqlite(sqlite) = conn
        && audit::settle_some(sqlite, &Author::Administrator)?
    {
        commit(conn)?;
        std::thread::sleep(GAP);
        begin(conn)?;
    }
    Ok(())
}

fn settle(conn: &mut AnyConnection, author: Author) -> Result<()> {
    if let AnyConnection::Sqlite(conn) = conn {
        audit::settle(conn, &author)?;
    }
    Ok(())
}

type Transactions = <AnyConnection as diesel::Connection>::TransactionManager;

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
    Ok(Transactions::commit_transaction(conn)?)
}

/// Rolls back. A failure adds nothing to the first error, and closing the connection rolls back too.
fn rollback(conn: &mut AnyConnection) {
    if Transactions::rollback_transaction(conn).is_err() {
        tracing::debug!("the rollback failed; closing the connection takes the transaction back");
    }
}

/// Returns a random delay, so that two losers of a race retry apart: 5 to 20 ms, doubled on each of the first attempts.
fn jitter(attempt: u32) -> Duration {
    let mut byte = [0_u8; 1];
    // Without randomness the minimum delay will do.
    let _ = getrandom::fill(&mut byte);
    Duration::from_millis((5 + u64::from(byte[0]) * 15 / 255) << attempt.min(3))
}
