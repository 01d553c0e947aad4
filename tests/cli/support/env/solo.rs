//! The server for tests that change what all databases of a server share: passwords of roles, TLS, who may connect,
//! rights on catalogues. One test at a time, which finds the server's settings as they were when it was started.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};

/// The environment variable with the URL of that server's superuser.
const SERVER_VARIABLE: &str = "EPIC_TEST_POSTGRES_SOLO_URL";

/// How long the server may take to read its settings again.
const RELOAD_LIMIT: Duration = Duration::from_secs(20);

/// The server, with a database of this test; both are given back with this value.
#[derive(Debug)]
pub struct Solo {
    name: String,
    _turn: MutexGuard<'static, ()>,
}

/// Waits for the server to be free, takes settings and `pg_hba.conf` back to where they were, and creates an empty
/// database. Roles whose names begin with the database's go with it; others are the business of the test that makes them.
pub fn solo() -> Solo {
    static TURN: Mutex<()> = Mutex::new(());
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    static HBA: OnceLock<String> = OnceLock::new();

    let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let mut server = connect(&server_url());
    let first = HBA.get().is_none();
    let hba = HBA.get_or_init(|| {
        text(
            &mut server,
            "SELECT pg_read_file(current_setting('hba_file'))",
        )
    });
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let name = format!("epic_solo_{}_{number}", std::process::id());
    let solo = Solo { name, _turn: turn };
    if !first {
        run(&mut server, "ALTER SYSTEM RESET ALL");
        solo.write_hba(hba);
    }
    run(&mut server, &format!("CREATE DATABASE {}", solo.name));
    solo
}

impl Solo {
    /// The database's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The superuser's URL of the database.
    pub fn url(&self) -> String {
        let server = server_url();
        let (root, _) = server
            .rsplit_once('/')
            .unwrap_or_else(|| panic!("{SERVER_VARIABLE} names no database"));
        format!("{root}/{}", self.name)
    }

    /// Runs statements in the database as the superuser.
    #[track_caller]
    pub fn execute(&self, sql: &str) {
        run(&mut connect(&self.url()), sql);
    }

    /// The single value of a query, as text.
    #[track_caller]
    pub fn scalar(&self, sql: &str) -> String {
        text(
            &mut connect(&self.url()),
            &format!("SELECT CAST(({sql}) AS TEXT)"),
        )
    }

    /// Writes a file that the server's user alone may read, relative to the directory of the cluster.
    #[track_caller]
    pub fn write_file(&self, path: &str, content: &str) {
        let mut server = connect(&server_url());
        let sql = format!(
            "COPY (SELECT line FROM unnest(string_to_array($content${content}$content$, chr(10)))
                   WITH ORDINALITY AS lines (line, number) ORDER BY number)
             TO PROGRAM 'umask 077; cat > \"{path}\"'"
        );
        run(&mut server, &sql);
    }

    /// Replaces `pg_hba.conf`, which should leave the superuser a way in, and reloads.
    #[track_caller]
    pub fn write_hba(&self, content: &str) {
        let path = text(
            &mut connect(&server_url()),
            "SELECT current_setting('hba_file')",
        );
        self.write_file(&path, content);
        self.reload();
    }

    /// Makes the server read its settings again, and waits until every new connection has them.
    #[track_caller]
    pub fn reload(&self) {
        let mut server = connect(&server_url());
        let before = text(&mut server, "SELECT clock_timestamp()::text");
        run(&mut server, "SELECT pg_reload_conf()");
        let loaded = format!("SELECT pg_conf_load_time() > '{before}' AS v");
        let started = Instant::now();
        while !diesel::sql_query(&loaded)
            .get_result::<Answer>(&mut connect(&server_url()))
            .is_ok_and(|answer| answer.v)
        {
            assert!(
                started.elapsed() < RELOAD_LIMIT,
                "the server does not reload"
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Solo {
    fn drop(&mut self) {
        let name = &self.name;
        // A database cannot be dropped in a transaction, which several statements of one string are.
        let database = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        let roles = format!(
            "DO $$ DECLARE it name; BEGIN
                FOR it IN SELECT rolname FROM pg_roles WHERE starts_with(rolname, '{name}_') LOOP
                    EXECUTE format('DROP OWNED BY %1$I; DROP ROLE %1$I', it);
                END LOOP;
             END $$"
        );
        let dropped = PgConnection::establish(&server_url())
            .map_err(|error| error.to_string())
            .and_then(|mut server| {
                [database, roles]
                    .iter()
                    .try_for_each(|sql| server.batch_execute(sql))
                    .map_err(|error| error.to_string())
            });
        if let Err(error) = dropped {
            eprintln!("cannot drop {}: {error}", self.name);
        }
    }
}

#[derive(QueryableByName)]
struct Answer {
    #[diesel(sql_type = Bool)]
    v: bool,
}

fn server_url() -> String {
    std::env::var(SERVER_VARIABLE).unwrap_or_else(|_| {
        panic!(
            "{SERVER_VARIABLE} is not set: run scripts/test, which starts a throw-away PostgreSQL"
        )
    })
}

#[track_caller]
fn connect(url: &str) -> PgConnection {
    PgConnection::establish(url).unwrap_or_else(|error| panic!("{SERVER_VARIABLE}: {error}"))
}

#[track_caller]
fn run(conn: &mut PgConnection, sql: &str) {
    conn.batch_execute(sql)
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
}

#[track_caller]
fn text(conn: &mut PgConnection, sql: &str) -> String {
    diesel::dsl::sql::<Text>(sql)
        .get_result(conn)
        .unwrap_or_else(|error| panic!("{sql}: {error}"))
}
