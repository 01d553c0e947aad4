//! Watching a database at work on the very statements that the program sends: the program's own functions are called, in
//! this process, on a connection that is watched.
//!
//! PostgreSQL tells each plan with the rows that were really read (`auto_explain`, whose notices a relay reads on the
//! socket). SQLite tells the plan of the statement that Diesel was heard to send, and the system how many bytes were read
//! from the file. Both are facts about the work, not durations.

use std::fs;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use diesel::connection::{Connection as _, InstrumentationEvent};
use diesel::deserialize::QueryableByName;
use diesel::{RunQueryDsl as _, sql_query, sql_types};
use epic::db::{AnyConnection, Connection, Database, DatabaseUrl};
use serde_json::Value;

use crate::env::{Backend, TestEnv};
use crate::trips::Relay;

/// Who asks.
const ASKING: &str = "AMartinez";

/// What one statement cost.
#[derive(Debug, Clone, Default)]
pub struct Work {
    /// The plan, a step a line.
    pub plan: String,
    /// Rows that were read in tables and indexes, PostgreSQL alone.
    pub rows: u64,
    /// Pages that were read: of the buffers in PostgreSQL, of the file in SQLite (0 where the system does not tell).
    pub pages: u64,
}

/// A connection that is watched.
pub struct Watched {
    database: Database,
    relay: Option<Relay>,
    heard: Arc<Mutex<Vec<String>>>,
}

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = sql_types::Text)]
    detail: String,
}

/// Makes every session of a database of PostgreSQL tell its plans.
pub fn explain_all(env: &TestEnv) {
    env.execute(
                    "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET session_preload_libraries = auto_explain',
                        current_database()); END $$",
                );
    env.execute(
                    "LOAD 'auto_explain';
                     DO $$ DECLARE s text; BEGIN FOREACH s IN ARRAY '{log_min_duration=0,log_analyze=on,log_timing=off,
                         log_buffers=on,log_format=json,log_level=notice}'::text[] LOOP
                         EXECUTE format('ALTER DATABASE %I SET auto_explain.%s', current_database(), s); END LOOP; END $$",
                );
}

/// Lets one SQLite database of this process work at a time: all share the memory for pages, and one that loses pages to
/// another reads them again.
pub fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn tell(conn: &mut AnyConnection, setting: &str) {
    if let AnyConnection::Postgres(conn) = conn {
        sql_query(setting).execute(conn).unwrap();
    }
}

impl Watched {
    /// Connects: to PostgreSQL as somebody who is signed in, under the policies.
    pub fn new(env: &TestEnv) -> Self {
        let heard = Arc::default();
        match env.backend() {
            Backend::Postgres => {
                let direct = env.database_url();
                let (before, rest) = direct.rsplit_once('@').unwrap();
                let (server, name) = rest.split_once('/').unwrap();
                let relay = Relay::start(server).unwrap();
                let url = format!("{before}@{}/{name}", relay.address);
                let database = Database::new(DatabaseUrl::parse(&url).unwrap());
                database.speak_as(env.secret(ASKING).into());
                Self {
                    database,
                    relay: Some(relay),
                    heard,
                }
            }
            Backend::Sqlite => {
                let database = Database::new(DatabaseUrl::parse(&env.database_url()).unwrap());
                Self {
                    database,
                    relay: None,
                    heard,
                }
            }
        }
    }

    /// The connection, where it is not watched.
    pub fn conn(&self) -> Connection<'_> {
        self.database.connection().unwrap()
    }

    /// What the statements of a step cost, one by one.
    pub fn watch(&self, step: impl FnOnce(&mut AnyConnection)) -> Vec<Work> {
        if let Some(relay) = &self.relay {
            let mut conn = self.conn();
            // The program wants no notices.
            tell(&mut conn, "SET client_min_messages = notice");
            relay.take();
            step(&mut conn);
            // The answer to a last question comes behind all notices.
            tell(&mut conn, "SET application_name = ''");
            return relay
                .take()
                .notices
                .iter()
                .filter_map(|notice| measured(notice))
                .collect();
        }
        let _alone = alone();
        // A new connection holds no page of the file yet, but for those of the schema.
        let database = Database::new(self.database.url().clone());
        let mut conn = database.connection().unwrap();
        let heard = Arc::clone(&self.heard);
        heard.lock().unwrap().clear();
        if let AnyConnection::Sqlite(conn) = &mut *conn {
            conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
                if let InstrumentationEvent::StartQuery { query, .. } = event {
                    heard.lock().unwrap().push(query.to_string());
                }
            });
        }
        let before = bytes_read();
        step(&mut conn);
        let pages = (bytes_read() - before) / 4096;
        let heard = std::mem::take(&mut *self.heard.lock().unwrap());
        let AnyConnection::Sqlite(conn) = &mut *conn else {
            return Vec::new();
        };
        heard
            .iter()
            .map(|sql| {
                let sql = sql
                    .rsplit_once(" -- binds: ")
                    .map_or(sql.as_str(), |(sql, _)| sql);
                let steps: Vec<Step> = sql_query(format!("EXPLAIN QUERY PLAN {sql}"))
                    .load(conn)
                    .unwrap();
                let steps: Vec<_> = steps.into_iter().map(|step| step.detail).collect();
                Work {
                    plan: format!("{sql}\n{}", steps.join("\n")),
                    rows: 0,
                    pages,
                }
            })
            .collect()
    }
}

/// The plan that PostgreSQL has for a statement of its administrator.
pub fn explained(env: &TestEnv, sql: &str) -> String {
    #[derive(QueryableByName)]
    struct Line {
        #[diesel(sql_type = sql_types::Text)]
        #[diesel(column_name = "QUERY PLAN")]
        line: String,
    }
    let mut conn = diesel::PgConnection::establish(&env.admin_url()).unwrap();
    let lines: Vec<Line> = sql_query(format!("EXPLAIN {sql}")).load(&mut conn).unwrap();
    let lines: Vec<_> = lines.into_iter().map(|it| it.line).collect();
    lines.join("\n")
}

/// What this thread has read from files so far.
fn bytes_read() -> u64 {
    let told = fs::read_to_string("/proc/thread-self/io").unwrap_or_default();
    let read = told.lines().find_map(|line| line.strip_prefix("rchar: "));
    read.and_then(|read| read.parse().ok()).unwrap_or(0)
}

/// Reads what `auto_explain` tells.
fn measured(notice: &str) -> Option<Work> {
    let plan: Value = serde_json::from_str(notice.split_once("plan:\n")?.1).ok()?;
    let mut work = Work {
        plan: plan["Query Text"].as_str().unwrap_or_default().to_owned(),
        rows: 0,
        pages: number(&plan["Plan"], "Shared Hit Blocks")
            + number(&plan["Plan"], "Shared Read Blocks"),
    };
    work.add(&plan["Plan"], 0);
    Some(work)
}

fn number(node: &Value, key: &str) -> u64 {
    node[key].as_f64().unwrap_or(0.0).round() as u64
}

impl Work {
    /// The plan without the statement.
    pub fn steps(&self) -> &str {
        self.plan.split_once('\n').map_or("", |(_, steps)| steps)
    }

    fn add(&mut self, node: &Value, depth: usize) {
        let kind = node["Node Type"].as_str().unwrap_or_default();
        let loops = number(node, "Actual Loops");
        let removed = [
            "Rows Removed by Filter",
            "Rows Removed by Index Recheck",
            "Rows Removed by Join Filter",
        ];
        let removed: u64 = removed.iter().map(|key| number(node, key)).sum();
        let rows = (node["Actual Rows"].as_f64().unwrap_or(0.0) * loops as f64).round() as u64;
        if kind.contains("Scan") {
            self.rows += rows + removed * loops;
        }
        self.plan.push('\n');
        self.plan.push_str(&"  ".repeat(depth));
        self.plan.push_str(kind);
        for key in [
            "Parent Relationship",
            "Subplan Name",
            "Relation Name",
            "Index Name",
            "Scan Direction",
            "Index Cond",
            "Recheck Cond",
            "Filter",
            "Join Filter",
            "Hash Cond",
            "Merge Cond",
            "Sort Key",
            "Presorted Key",
        ] {
            if !node[key].is_null() {
                self.plan.push_str(&format!(
                    " | {key}: {}",
                    node[key].to_string().replace('"', "")
                ));
            }
        }
        self.plan.push_str(&format!(
            " | rows={rows} removed={} loops={loops}",
            removed * loops
        ));
        for child in node["Plans"].as_array().into_iter().flatten() {
            self.add(child, depth + 1);
        }
    }
}
