//! The schema: every migration up, down and up again, the same tables on both databases, the bounds that the
//! databases keep themselves, and an index for every filter of every list.

use diesel::connection::{Connection as _, SimpleConnection as _};
use diesel::migration::{Migration, MigrationSource as _};
use diesel::pg::{Pg, PgConnection};
use diesel::sqlite::{Sqlite, SqliteConnection};
use diesel::{QueryableByName, RunQueryDsl as _, sql_query, sql_types};
use diesel_migrations::MigrationHarness as _;
use epic::db::migrations::{POSTGRES, SQLITE};

use crate::env::{Backend, TestEnv, on_both_databases};

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = sql_types::Text)]
    line: String,
}

/// A connection to the database of a test.
enum Connection {
    Postgres(PgConnection),
    Sqlite(SqliteConnection),
}

impl Connection {
    fn to(env: &TestEnv) -> Self {
        match env.backend() {
            Backend::Postgres => Self::Postgres(PgConnection::establish(&env.admin_url()).unwrap()),
            Backend::Sqlite => {
                std::fs::create_dir_all(env.sqlite_file().parent().unwrap()).unwrap();
                let path = env.sqlite_file().display().to_string();
                Self::Sqlite(SqliteConnection::establish(&path).unwrap())
            }
        }
    }

    #[track_caller]
    fn lines(&mut self, sql: &str) -> Vec<String> {
        let lines: Result<Vec<Line>, _> = match self {
            Self::Postgres(conn) => sql_query(sql).load(conn),
            Self::Sqlite(conn) => sql_query(sql).load(conn),
        };
        let lines = lines.unwrap_or_else(|error| panic!("{sql}: {error}"));
        lines.into_iter().map(|line| line.line).collect()
    }

    /// Every table with its columns and whether each may be missing, every index and every trigger.
    fn schema(&mut self) -> Vec<String> {
        self.lines(match self {
            Self::Postgres(_) => {
                "SELECT table_name || '.' || column_name || ' ' || is_nullable AS line
                 FROM information_schema.columns
                 WHERE table_schema IN ('public', 'epic_sec') AND table_name NOT LIKE '\\_\\_diesel%'
                 UNION ALL SELECT 'index ' || indexname FROM pg_indexes
                 WHERE schemaname IN ('public', 'epic_sec') AND indexname NOT LIKE '\\_\\_diesel%' ORDER BY 1"
            }
            Self::Sqlite(_) => {
                "SELECT m.name || '.' || c.name || CASE WHEN c.\"notnull\" OR c.pk THEN ' NO' ELSE ' YES' END AS line
                 FROM sqlite_schema m, pragma_table_info(m.name) c
                 WHERE m.type = 'table' AND m.name NOT LIKE '\\_\\_diesel%' ESCAPE '\\'
                   AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE '%\\_search%' ESCAPE '\\'
                 UNION ALL SELECT type || ' ' || name FROM sqlite_schema
                 WHERE type IN ('index', 'trigger') AND name NOT LIKE 'sqlite%' ORDER BY 1"
            }
        })
    }

    fn up(&mut self) {
        match self {
            Self::Postgres(conn) => drop(conn.run_pending_migrations(POSTGRES).unwrap()),
            Self::Sqlite(conn) => drop(conn.run_pending_migrations(SQLITE).unwrap()),
        }
    }

    fn next_up(&mut self) {
        match self {
            Self::Postgres(conn) => drop(conn.run_next_migration(POSTGRES).unwrap()),
            Self::Sqlite(conn) => drop(conn.run_next_migration(SQLITE).unwrap()),
        }
    }

    fn last_down(&mut self) {
        match self {
            Self::Postgres(conn) => drop(conn.revert_last_migration(POSTGRES).unwrap()),
            Self::Sqlite(conn) => drop(conn.revert_last_migration(SQLITE).unwrap()),
        }
    }
}

fn number_of_migrations() -> usize {
    let migrations: Vec<Box<dyn Migration<Pg>>> = POSTGRES.migrations().unwrap();
    let others: Vec<Box<dyn Migration<Sqlite>>> = SQLITE.migrations().unwrap();
    assert_eq!(migrations.len(), others.len());
    migrations.len()
}

/// The columns of the tables that the program reads and writes, as `table.column`.
fn columns(schema: &[String]) -> Vec<&str> {
    let columns = schema
        .iter()
        .filter_map(|line| line.split_once(' '))
        .filter(|(name, _)| name.contains('.'));
    columns.map(|(name, _)| name).collect()
}

/// The same, as `src/db/schema.rs` has them.
fn columns_of_the_program() -> Vec<String> {
    let source = include_str!("../../../src/db/schema.rs");
    let mut columns = Vec::new();
    let mut table = "";
    for line in source.lines().map(str::trim) {
        if let Some((name, "{")) = line
            .split_once(" (")
            .map(|(name, rest)| (name, &rest[rest.len() - 1..]))
        {
            table = name;
        } else if let Some((column, _)) = line
            .split_once(" -> ")
            .filter(|(column, _)| !column.contains('!'))
        {
            columns.push(format!("{table}.{column}"));
        }
    }
    // Diesel's own, those of indexes, and those of a view.
    columns.retain(|column| {
        let others = ["__diesel", "audit_changes."];
        !others.iter().any(|it| column.starts_with(it)) && !column.contains("_search.")
    });
    columns.sort();
    columns
}

#[track_caller]
fn every_migration_can_be_taken_back(backend: Backend) {
    let env = TestEnv::empty(backend);
    let mut conn = Connection::to(&env);
    let mut states = vec![conn.schema()];
    for _ in 0..number_of_migrations() {
        conn.next_up();
        states.push(conn.schema());
        // Down to the state before, and up to the same again.
        conn.last_down();
        assert_eq!(conn.schema(), states[states.len() - 2]);
        conn.next_up();
        assert_eq!(conn.schema(), states[states.len() - 1]);
    }
    for state in states.iter().rev().skip(1) {
        conn.last_down();
        assert_eq!(conn.schema(), *state);
    }
    assert_eq!(conn.schema(), Vec::<String>::new());
    conn.up();
    assert_eq!(Some(&conn.schema()), states.last());
}

#[test]
fn every_migration_can_be_taken_back_on_sqlite() {
    every_migration_can_be_taken_back(Backend::Sqlite);
}

#[test]
fn every_migration_can_be_taken_back_on_postgres() {
    every_migration_can_be_taken_back(Backend::Postgres);
}

#[test]
fn both_databases_have_the_tables_of_the_program() {
    let schemas = [Backend::Sqlite, Backend::Postgres].map(|backend| {
        let env = TestEnv::initialised(backend);
        Connection::to(&env).schema()
    });
    let tables = schemas.each_ref().map(|schema| {
        // PostgreSQL alone has transaction ids and decides by a table of columns; SQLite alone keeps changes for the
        // program to chain.
        let one_sided = [
            "audit_pending.",
            "login_attempts.database_role",
            "login_attempts.transaction_id",
            "policy_",
            "writers.",
        ];
        let lines = schema.iter().filter(|line| {
            line.contains('.') && !one_sided.iter().any(|name| line.starts_with(name))
        });
        lines.cloned().collect::<Vec<_>>()
    });
    assert_eq!(tables[0], tables[1]);
    assert_eq!(columns(&schemas[0]), columns_of_the_program());
}

#[test]
fn both_databases_have_the_same_indexes() {
    let [mut sqlite, mut postgres] = [Backend::Sqlite, Backend::Postgres].map(|backend| {
        let env = TestEnv::initialised(backend);
        let mut names = Connection::to(&env).schema();
        // Primary keys and inline UNIQUE have names in PostgreSQL only; trigrams are in a table of their own in SQLite.
        names.retain(|line| {
            line.starts_with("index ")
                && !line.ends_with("_pkey")
                && line != "index sessions_jti_hash_key"
                && line != "index credentials_verifier_key"
                && !line.ends_with("_search_index")
        });
        names
    });
    // SQLite alone bounds the end of events by the longest of them.
    let length = sqlite.len();
    sqlite.retain(|line| line != "index events_duration_index");
    assert_eq!(length - sqlite.len(), 1);
    // PostgreSQL alone counts attempts by role.
    postgres.retain(|line| line != "index login_attempts_role_index");
    assert_eq!(sqlite, postgres);
}

#[test]
fn every_table_of_sqlite_is_strict() {
    let env = TestEnv::initialised(Backend::Sqlite);
    let loose = Connection::to(&env).lines(
        "SELECT name AS line FROM pragma_table_list
         WHERE schema = 'main' AND type = 'table' AND NOT strict AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_\\_diesel%' ESCAPE '\\'",
    );
    assert_eq!(loose, Vec::<String>::new());
}

on_both_databases! {
    fn the_databases_keep_the_bounds_themselves(env: &TestEnv) {
        for sql in [
            "UPDATE collaborators SET login = 'with blank' WHERE id = 1",
            "UPDATE collaborators SET login = 'abcdefghijklmnopqrstu' WHERE id = 1",
            "UPDATE collaborators SET login = 'cbrunel' WHERE id = 1",
            "UPDATE collaborators SET email = 'CBRUNEL@epic-events.example' WHERE id = 1",
            "UPDATE collaborators SET department = 'marketing' WHERE id = 1",
            "UPDATE collaborators SET phone = '0601020304' WHERE id = 1",
            "UPDATE collaborators SET first_name = '' WHERE id = 1",
            "UPDATE collaborators SET last_name = 'a\u{1b}b' WHERE id = 1",
            "UPDATE collaborators SET version = 0 WHERE id = 1",
            "UPDATE collaborators SET email = NULL WHERE id = 1",
            "UPDATE password_costs SET memory_kib = 19455",
            "UPDATE password_costs SET iterations = 1",
            "UPDATE password_costs SET memory_kib = 1048577",
            "UPDATE password_costs SET iterations = 65",
            "DELETE FROM password_costs",
            "UPDATE credentials SET cost = 2",
            "UPDATE sessions SET expires_at = created_at",
            "DELETE FROM collaborators WHERE id = 2",
            "UPDATE customers SET company = '' WHERE id = 1",
            "UPDATE customers SET company = 'a\tb' WHERE id = 1",
            "UPDATE customers SET sales_contact_id = 99 WHERE id = 1",
            "UPDATE customers SET phone = '+12' WHERE id = 1",
            "DELETE FROM customers WHERE id = 1",
            "UPDATE contracts SET due_cents = -1 WHERE id = 1",
            "UPDATE contracts SET due_cents = total_cents + 1 WHERE id = 1",
            "UPDATE contracts SET total_cents = 1000000000000, due_cents = 0 WHERE id = 1",
            "UPDATE contracts SET currency = 'USD' WHERE id = 1",
            "UPDATE contracts SET status = 'paid' WHERE id = 1",
            "UPDATE contracts SET status = 'unsigned' WHERE id = 1",
            "UPDATE contracts SET status = 'signed' WHERE id = 9",
            "UPDATE contracts SET customer_id = 99 WHERE id = 1",
            "DELETE FROM contracts WHERE id = 1",
            "UPDATE events SET end_at = start_at WHERE id = 1",
            "UPDATE events SET attendees = 0 WHERE id = 1",
            "UPDATE events SET attendees = 1000001 WHERE id = 1",
            "UPDATE events SET title = '' WHERE id = 1",
            "UPDATE events SET support_contact_id = 99 WHERE id = 1",
            "UPDATE events SET start_at = 'yesterday-ish' WHERE id = 1",
        ] {
            let mut conn = Connection::to(env);
            let result = env.unchanged(|| match &mut conn {
                Connection::Postgres(conn) => conn.batch_execute(sql),
                Connection::Sqlite(conn) => conn.batch_execute(&format!("PRAGMA foreign_keys = ON; {sql}")),
            });
            assert!(result.is_err(), "{sql}");
        }
    }
}
