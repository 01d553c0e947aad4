//! Everything that talks to a database, and the only place that does: one module for each table, with its
//! rows, its filters and its queries. Nothing here knows who may do what.

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
use std::time::Duration;

use diesel::connection::{AnsiTransactionManager, SimpleConnection as _, TransactionManager as _};
use r2d2::ManageConnection as _;
use secrecy::SecretString;

use connection::Manager;
pub use connection::{AnyConnection, DatabaseUrl};
pub use list::{Page, Sort};

use crate::domain::{Author, Instant};
use crate::error::{Error, Result};
use crate::t;

/// The database of this run: connected to when the first query needs it, not before.
///
/// A command works with one connection, which is kept here between its steps. Whoever asks for another while that one is
/// out gets it from a pool, which is built then: its three helper threads cost a short command more than its query does.
pub struct Database {
    url: DatabaseUrl,
    manager: RefCell<Option<Manager>>,
    one: RefCell<Option<AnyConnection>>,
    pool: RefCell<Option<r2d2::Pool<Manager>>>,
    checked: Cell<bool>,
}

impl Database {
    /// Names the database without touching it.
    pub const fn new(url: DatabaseUrl) -> Self {
        Self {
            url,
            manager: RefCell::new(None),
            one: RefCell::new(None),
            pool: RefCell::new(None),
            checked: Cell::new(false),
        }
    }

    /// Says for whom the connections from here on work: PostgreSQL is given the secret of the session or token when
    /// a connection is opened, and decides with it. A connection of before, if any, is closed.
    pub fn speak_as(&self, secret: SecretString) {
        self.manager
            .replace(Some(Manager::new(self.url.clone(), Some(secret))));
        if matches!(self.url, DatabaseUrl::Postgres(_)) {
            self.one.replace(None);
            self.pool.replace(None);
            self.checked.set(false);
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

    /// Speaks as the owner of a secret from here on, and says who that is; the schema is checked as [`Database::connection`] does, in PostgreSQL
    /// by the very statement that looks at the secret.
    ///
    /// # Errors
    ///
    /// As [`Database::connection`].
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
            // On another schema anything may have gone wrong: that it is another one is what matters.
            answer => {
                migrations::require_current(&mut conn)?;
                Ok(answer?.1)
            }
        }
    }

    /// A connection whatever the schema is, to a database that is there.
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

    /// A connection whatever the schema is, to a file that is created if need be: for `epic db migrate` and
    /// `epic init`.
    ///
    /// # Errors
    ///
    /// `unavailable` (exit 9) with the cause, `config.database_url` (exit 10).
    pub fn any_schema(&self) -> Result<Connection<'_>> {
        let mut manager = self.manager.borrow_mut();
        let manager = manager.get_or_insert_with(|| Manager::new(self.url.clone(), None));
        let Ok(mut one) = self.one.try_borrow_mut() else {
            return self.another(manager).map(Connection::Another);
        };
        if one.as_mut().is_none_or(|conn| manager.has_broken(conn)) {
            *one = Some(manager.connect()?);
        }
        RefMut::filter_map(one, Option::as_mut)
            .map(Connection::One)
            .map_err(|_| Error::Unavailable("there is no connection".into()))
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

/// A connection that goes back when it is dropped.
pub enum Connection<'a> {
    /// The one that a command works with.
    One(RefMut<'a, AnyConnection>),
    /// Another one at the same time.
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

/// The same for work that is one statement on PostgreSQL, which commits it by itself: in one round trip.
///
/// # Errors
///
/// As [`write()`].
pub fn write_at_once<T>(
    conn: &mut AnyConnection,
    author: Author,
    mut work: impl FnMut(&mut AnyConnection) -> Result<T>,
) -> Result<T> {
    if matches!(conn, AnyConnection::Sqlite(_)) {
        return write(conn, author, work);
    }
    persist(|| match work(conn) {
        // Whoever still answers has refused it.
        Err(Error::Unavailable(_)) if conn.batch_execute("SELECT 1").is_err() => {
            Err(Error::CommitUnknown)
        }
        done => done,
    })
}

/// Tries again what has lost a race.
fn persist<T>(mut work: impl FnMut() -> Result<T>) -> Result<T> {
    let mut attempt = 0;
    loop {
        match work() {
            Err(Error::LostRace) if attempt < RETRIES => {
                attempt += 1;
                std::thread::sleep(jitter(attempt));
            }
            done => return done,
        }
    }
}

/// Chains what was written past the program, in transactions of bounded size, between which other writers get their turn:
/// nothing depends on it. The last of these transactions stays open.
fn settle_previous(conn: &mut AnyConnection) -> Result<()> {
    /// A quarter of a transaction, so that a writer that looks for a gap now and then finds one.
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

/// Chains what the triggers of an embedded database have noted since the transaction began.
fn settle(conn: &mut AnyConnection, author: Author) -> Result<()> {
    if let AnyConnection::Sqlite(conn) = conn {
        audit::settle(conn, &author)?;
    }
    Ok(())
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
