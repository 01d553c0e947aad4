//! The databases that the tests run on. For PostgreSQL: one connection of this process to the
//! server that `scripts/test` started, through which databases are created, copied and dropped.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Nullable, Text};

/// The environment variable with the URL of a PostgreSQL server's superuser.
const SERVER_VARIABLE: &str = "EPIC_TEST_POSTGRES_URL";

/// Every database of the tests is called `epic_test_<process>_<number>`.
const PREFIX: &str = "epic_test_";

/// The first half of the advisory locks by which running test processes are told from dead ones.
const LOCK_CLASS: i32 = 0x6570_6963;

/// The password of the shared login on the tests' server, whatever a lockdown made it.
const CLIENT_PASSWORD: &str = "epic-test-client";

/// A kind of database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// The embedded database, a file at its default place.
    Sqlite,
    /// The database that a team shares, named by `DATABASE_URL`.
    Postgres,
}

/// A PostgreSQL database of one test, dropped with this value.
#[derive(Debug)]
pub struct PostgresDatabase {
    name: String,
    /// What `epic db lockdown` set for the database itself, as statements with `DATABASE` for its name: a copy of a
    /// database has neither its rights nor its settings. Nothing before a lockdown.
    lockdown: Option<String>,
}

impl PostgresDatabase {
    /// Creates an empty database.
    pub fn empty() -> Self {
        Self::create("template1")
    }

    /// Creates a copy of this database, to which nobody may be connected.
    pub fn copy(&self) -> Self {
        let mut copy = Self::create(&self.name);
        copy.lockdown.clone_from(&self.lockdown);
        if let Some(lockdown) = &self.lockdown {
            run(&lockdown.replace("DATABASE", &format!("DATABASE {}", copy.name)));
        }
        copy
    }

    /// Takes note of a lockdown that was run on this database, and gives the shared login, which all databases of the
    /// server have in common, the password that the tests know.
    pub fn locked_down(&mut self) {
        run(&format!(
            "ALTER ROLE epic_cli PASSWORD '{CLIENT_PASSWORD}' CONNECTION LIMIT 1000"
        ));
        let settings = diesel::sql_query(
            "SELECT string_agg(format('ALTER DATABASE SET %s = %s', n, CASE n WHEN 'search_path' THEN v ELSE quote_literal(v) END), '; ') AS v
               FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase AND s.setrole = 0, unnest(s.setconfig) c,
                    LATERAL (SELECT split_part(c, '=', 1) AS n, substr(c, strpos(c, '=') + 1) AS v) e
              WHERE d.datname = $1",
        )
        .bind::<Text, _>(&self.name)
        .get_result::<Settings>(&mut *server())
        .unwrap_or_else(|error| panic!("cannot read the settings of {}: {error}", self.name));
        self.lockdown = Some(format!(
            "REVOKE ALL ON DATABASE FROM PUBLIC; GRANT CONNECT ON DATABASE TO epic_app, epic_backup;
             ALTER DATABASE OWNER TO epic_owner; {}",
            settings.v
        ));
    }

    fn create(template: &str) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);

        let mut server = server();
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("{PREFIX}{}_{number}", std::process::id());
        // Not together: a database is not created in a transaction. One that admits everybody is a flaw of the others.
        for sql in [
            format!("CREATE DATABASE {name} TEMPLATE {template} ALLOW_CONNECTIONS false"),
            format!("REVOKE CONNECT ON DATABASE {name} FROM PUBLIC"),
            format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true"),
        ] {
            server
                .batch_execute(&sql)
                .unwrap_or_else(|error| panic!("{sql}: {error}"));
        }
        Self {
            name,
            lockdown: None,
        }
    }

    /// The database's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The URL that the program is given: the superuser's, until the database is locked down.
    pub fn url(&self) -> String {
        let url = self.admin_url();
        match (&self.lockdown, url.split_once("://"), url.rsplit_once('@')) {
            (Some(_), Some((scheme, _)), Some((_, place))) => {
                format!("{scheme}://epic_cli:{CLIENT_PASSWORD}@{place}")
            }
            _ => url,
        }
    }

    /// The superuser's URL.
    pub fn admin_url(&self) -> String {
        let server = server_url();
        let (address, query) = server.split_at(server.find('?').unwrap_or(server.len()));
        let (root, _) = address
            .rsplit_once('/')
            .unwrap_or_else(|| panic!("{SERVER_VARIABLE} names no database"));
        format!("{root}/{}{query}", self.name)
    }
}

impl Drop for PostgresDatabase {
    fn drop(&mut self) {
        let sql = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        if let Err(error) = server().batch_execute(&sql) {
            eprintln!("cannot drop {}: {error}", self.name);
        }
    }
}

/// The parts of the server's URL that differ from run to run, each with a word that does not.
pub fn unstable_parts() -> Vec<(String, String)> {
    let url = server_url();
    let address = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
    let authority = address.split(['/', '?']).next().unwrap_or_default();
    let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    let mut parts = vec![(CLIENT_PASSWORD.to_owned(), "PASSWORD".to_owned())];
    if let Some((_, password)) = user.split_once(':').filter(|(_, it)| !it.is_empty()) {
        parts.push((password.to_owned(), "PASSWORD".to_owned()));
    }
    if let Some((_, port)) = host.rsplit_once(':') {
        parts.push((format!(":{port}/"), ":PORT/".to_owned()));
        parts.push((format!("port {port}"), "port PORT".to_owned()));
    }
    parts
}

/// Runs statements on the server.
fn run(sql: &str) {
    server()
        .batch_execute(sql)
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
}

#[derive(QueryableByName)]
struct Settings {
    #[diesel(sql_type = Text)]
    v: String,
}

fn server_url() -> String {
    std::env::var(SERVER_VARIABLE).unwrap_or_else(|_| {
        panic!(
            "{SERVER_VARIABLE} is not set: run scripts/test, which starts a throw-away PostgreSQL"
        )
    })
}

/// The connection that creates and drops databases, one at a time.
fn server() -> MutexGuard<'static, PgConnection> {
    static SERVER: OnceLock<Mutex<PgConnection>> = OnceLock::new();

    SERVER
        .get_or_init(|| {
            let mut conn = PgConnection::establish(&server_url())
                .unwrap_or_else(|error| panic!("{SERVER_VARIABLE}: {error}"));
            drop_leftovers(&mut conn);
            let id = std::process::id();
            conn.batch_execute(&format!("SELECT pg_advisory_lock({LOCK_CLASS}, {id})"))
                .unwrap_or_else(|error| panic!("cannot mark this process as running: {error}"));
            Mutex::new(conn)
        })
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
}

#[derive(QueryableByName)]
struct Leftover {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Nullable<Bool>)]
    dead: Option<bool>,
}

/// Drops, where a server outlives the tests, the databases of processes that have ended: the
/// templates, which a process cannot drop as it ends, and what a killed one left.
fn drop_leftovers(conn: &mut PgConnection) {
    let sql = format!(
        "SELECT datname::text AS name,
                pg_try_advisory_xact_lock({LOCK_CLASS}, split_part(datname::text, '_', 3)::int) AS dead
         FROM pg_database WHERE datname ~ '^{PREFIX}[0-9]{{1,9}}_[0-9]+$'"
    );
    let leftovers: Vec<Leftover> = diesel::sql_query(sql)
        .load(conn)
        .unwrap_or_else(|error| panic!("cannot list the databases of earlier tests: {error}"));
    for leftover in leftovers {
        if leftover.dead == Some(true) {
            let _ = conn.batch_execute(&format!("DROP DATABASE IF EXISTS {}", leftover.name));
        }
    }
}
