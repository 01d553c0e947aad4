//! The database as it is, past the program: what a test reads after a command to see what was
//! really written.

use std::fmt::{Display, Write as _};

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error};
use diesel::sql_types::{Nullable, Text};
use sha2::{Digest as _, Sha256};

use super::{Invocation, TestEnv};

/// The tables whose whole content a fingerprint covers: all but the guesses of passwords, which are kept so that
/// they can be counted.
const TABLES: [&str; 12] = [
    "collaborators",
    "credentials",
    "sessions",
    "customers",
    "contracts",
    "events",
    "audit_entries",
    "audit_pending",
    "code_revision",
    "password_costs",
    "policy_columns",
    "settings",
];

/// Columns that being there is enough to change: when a session was last used.
const IGNORED_COLUMNS: &str = "('last_used_at', 'last_seen_at')";

#[derive(QueryableByName)]
struct Scalar {
    #[diesel(sql_type = Nullable<Text>)]
    v: Option<String>,
}

impl TestEnv {
    /// The single value of a query, as text: `NULL` for a missing one, or when there is no row.
    ///
    /// A boolean is `true` or `false` on PostgreSQL and `1` or `0` on SQLite.
    #[track_caller]
    pub fn scalar(&self, sql: &str) -> String {
        self.query(sql).unwrap_or_else(|| "NULL".to_owned())
    }

    /// The name of a table that PostgreSQL keeps among the secrets.
    pub fn secret_table(&self, table: &str) -> String {
        match &self.postgres {
            Some(_) => format!("epic_sec.{table}"),
            None => table.to_owned(),
        }
    }

    /// One column of the record with an id, as text.
    #[track_caller]
    pub fn column(&self, table: &str, id: impl Display, column: &str) -> String {
        self.scalar(&format!("SELECT {column} FROM {table} WHERE id = {id}"))
    }

    /// Runs a creation off a terminal, and returns one column of the new record.
    #[track_caller]
    pub fn stored(&self, creation: Invocation<'_>, table: &str, column: &str) -> String {
        let id = creation.run().success().stdout;
        self.column(table, id.trim_end(), column)
    }

    /// Runs statements, separated by semicolons.
    #[track_caller]
    pub fn execute(&self, sql: &str) {
        let result = match &self.postgres {
            Some(_) => self.connect_postgres().batch_execute(sql),
            None => self.connect_sqlite().batch_execute(sql),
        };
        result.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    /// Changes what the program reads, which is the view of a table on PostgreSQL.
    #[track_caller]
    pub fn alter(&self, table: &str, change: &str) {
        let what = match &self.postgres {
            Some(_) => "VIEW epic_api.",
            None => "TABLE ",
        };
        self.execute(&format!("ALTER {what}{table} {change}"));
    }

    /// Runs statements past the rules that the database keeps by itself: for states that no command leads to.
    #[track_caller]
    pub fn force(&self, sql: &str) {
        if self.postgres.is_some() {
            return self.execute(&format!("SET session_replication_role = replica; {sql}"));
        }
        let triggers = "FROM sqlite_schema WHERE type = 'trigger'";
        let list = |column: &str, end: &str| {
            self.query(&format!(
                "SELECT group_concat({column}, '{end}') {triggers}"
            ))
            .expect("the schema has triggers")
        };
        let (drop, create) = (list("'DROP TRIGGER ' || name", "; "), list("sql", ";\n"));
        let index = self.query(
            "SELECT group_concat('INSERT INTO ' || name || ' (' || name || ') VALUES (''rebuild'');', ' ')
               FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL TABLE%'",
        );
        let index = index.unwrap_or_default();
        self.execute(&format!("BEGIN; {drop}; {sql}; {index} {create}; COMMIT;"));
    }

    /// Runs statements past the checks of values: for what an administrator may leave behind.
    pub fn unchecked(&self, sql: &str) {
        let Some(_) = &self.postgres else {
            return self.execute(&format!("PRAGMA ignore_check_constraints = ON; {sql}"));
        };
        let drop = self.query(
            "SELECT string_agg(format('ALTER %s %s DROP CONSTRAINT %I', CASE WHEN contypid = 0 THEN 'TABLE' ELSE 'DOMAIN' END,
                        CASE WHEN contypid = 0 THEN conrelid::regclass::text ELSE contypid::regtype::text END, conname), '; ')
               FROM pg_constraint WHERE contype = 'c' AND connamespace = 'public'::regnamespace",
        );
        self.execute(&format!("{}; {sql}", drop.unwrap_or_default()));
    }

    /// Runs statements that the database has to refuse, and returns what it says.
    #[track_caller]
    pub fn refusal(&self, sql: &str) -> String {
        let result = match &self.postgres {
            Some(_) => self.connect_postgres().batch_execute(sql),
            None => self.connect_sqlite().batch_execute(sql),
        };
        match result {
            Err(error) => error.to_string(),
            Ok(()) => panic!("the database let it pass: {sql}"),
        }
    }

    /// What of the database itself refuses a statement: a constraint of the kind `check`, `unique`,
    /// `foreign key` or `not null`, or a `rule` that a trigger keeps.
    #[track_caller]
    pub fn violation(&self, sql: &str) -> &'static str {
        let query = diesel::sql_query(sql);
        let result = match &self.postgres {
            Some(_) => query.execute(&mut self.connect_postgres()),
            None => query.execute(&mut self.connect_sqlite()),
        };
        match result {
            Err(Error::DatabaseError(_, info))
                if info
                    .constraint_name()
                    .unwrap_or(info.message())
                    .starts_with("epic_rule_") =>
            {
                "rule"
            }
            Err(Error::DatabaseError(DatabaseErrorKind::CheckViolation, _)) => "check",
            Err(Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => "unique",
            Err(Error::DatabaseError(DatabaseErrorKind::ForeignKeyViolation, _)) => "foreign key",
            Err(Error::DatabaseError(DatabaseErrorKind::NotNullViolation, _)) => "not null",
            Err(error) => panic!("{sql}: {error}"),
            Ok(rows) => panic!("the database let it pass ({rows} rows): {sql}"),
        }
    }

    /// Tests whether the database takes each statement, which is then undone.
    pub fn takes(&self, statements: &[String]) -> Vec<bool> {
        fn attempts<C>(conn: &mut C, statements: &[String]) -> Vec<bool>
        where
            C: diesel::connection::LoadConnection,
            for<'a> diesel::query_builder::SqlQuery: RunQueryDsl<C>,
            diesel::query_builder::SqlQuery: diesel::query_dsl::methods::ExecuteDsl<C>,
        {
            let attempt = |sql: &String| {
                let mut taken = false;
                let undone = conn.transaction(|conn| {
                    taken = diesel::sql_query(sql).execute(conn)? > 0;
                    Err::<(), _>(Error::RollbackTransaction)
                });
                undone.expect_err("an undone statement");
                taken
            };
            statements.iter().map(attempt).collect()
        }
        match &self.postgres {
            Some(_) => attempts(&mut self.connect_postgres(), statements),
            None => attempts(&mut self.connect_sqlite(), statements),
        }
    }

    /// The number of rows and a digest of the whole content of each business table, one a line, so
    /// that two fingerprints that differ name the table that was changed. A refusal that the audit log keeps is no change.
    #[track_caller]
    pub fn fingerprint(&self) -> String {
        if self.postgres.is_none() && !self.sqlite_file().exists() {
            return "no database\n".to_owned();
        }
        let mut text = String::new();
        let mut direct = self.direct();
        for table in TABLES {
            let Some(mut rows) = direct.all_rows(table) else {
                writeln!(text, "{table}: no table").expect("a string can be written to");
                continue;
            };
            if table == "audit_entries" {
                let is_refusal = |row: &str| {
                    row.contains(r#""action": "denied""#) || row.contains(r#""'denied'""#)
                };
                let others = rows.lines().filter(|row| !is_refusal(row));
                rows = others.collect::<Vec<_>>().join("\n");
            }
            write!(text, "{table}: {} rows, ", rows.lines().count())
                .expect("a string can be written to");
            for byte in Sha256::digest(&rows).iter().take(8) {
                write!(text, "{byte:02x}").expect("a string can be written to");
            }
            text.push('\n');
        }
        let head = match &self.postgres {
            Some(_) => "epic_sec.audit_head",
            None => "audit_head",
        };
        let strays = direct.query(&format!(
            "SELECT count(*) FROM audit_entries e JOIN {head} h
                 ON e.sequence > h.sequence OR e.sequence = h.sequence AND e.hash <> h.hash"
        ));
        writeln!(text, "audit_head: {strays:?} entries past it")
            .expect("a string can be written to");
        text
    }

    #[track_caller]
    fn query(&self, sql: &str) -> Option<String> {
        self.direct().query(sql)
    }

    #[track_caller]
    fn direct(&self) -> Direct {
        match &self.postgres {
            Some(_) => Direct::Postgres(self.connect_postgres()),
            None => Direct::Sqlite(self.connect_sqlite()),
        }
    }

    #[track_caller]
    fn connect_postgres(&self) -> PgConnection {
        let mut conn = PgConnection::establish(&self.admin_url())
            .unwrap_or_else(|error| panic!("cannot connect: {error}"));
        conn.batch_execute("SET search_path = public, epic_sec")
            .unwrap_or_else(|error| panic!("cannot set up the connection: {error}"));
        conn
    }

    /// Connects to the file, which has to exist already.
    #[track_caller]
    fn connect_sqlite(&self) -> SqliteConnection {
        let path = self.sqlite_file();
        let mut conn = SqliteConnection::establish(&format!("file:{}?mode=rw", path.display()))
            .unwrap_or_else(|error| panic!("cannot open {}: {error}", path.display()));
        conn.batch_execute("PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON")
            .unwrap_or_else(|error| panic!("cannot set up {}: {error}", path.display()));
        conn
    }
}

/// A connection past the program.
enum Direct {
    Postgres(PgConnection),
    Sqlite(SqliteConnection),
}

impl Direct {
    /// Every row of a table, one a line, in the order of that text; `None` without such a table.
    fn all_rows(&mut self, table: &str) -> Option<String> {
        let sql = if matches!(self, Self::Postgres(_)) {
            let name = self.query(&format!(
                "SELECT min(format('%I.%I', nspname, relname))
                 FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
                 WHERE relname = '{table}' AND relkind IN ('r', 'p')"
            ))?;
            format!(
                "SELECT coalesce(string_agg(r, chr(10) ORDER BY r COLLATE \"C\"), '')
                 FROM (SELECT (SELECT jsonb_object_agg(key, value)
                               FROM jsonb_each(to_jsonb(t))
                               WHERE key NOT IN {IGNORED_COLUMNS})::text AS r FROM {name} t) AS listing"
            )
        } else {
            let columns = self.query(&format!(
                "SELECT group_concat('quote(\"' || name || '\")', ', ')
                 FROM pragma_table_info('{table}') WHERE name NOT IN {IGNORED_COLUMNS}"
            ))?;
            format!(
                "SELECT coalesce(group_concat(r, char(10)), '')
                 FROM (SELECT json_array({columns}) AS r FROM \"{table}\" ORDER BY r)"
            )
        };
        self.query(&sql)
    }

    #[track_caller]
    fn query(&mut self, sql: &str) -> Option<String> {
        let query = diesel::sql_query(format!("SELECT CAST(({sql}) AS TEXT) AS v"));
        let result = match self {
            Self::Postgres(conn) => query.get_result::<Scalar>(conn),
            Self::Sqlite(conn) => query.get_result::<Scalar>(conn),
        };
        result.unwrap_or_else(|error| panic!("{sql}: {error}")).v
    }
}
