//! The public shape of what `epic init` and `epic db …` did and found.

use super::{Field, Record, Value, field};

/// The answer to `epic init`.
pub struct InitReport {
    /// The configuration file.
    pub config: String,
    /// The secrets file.
    pub secrets: String,
    /// Where the data lives, without a password.
    pub database: String,
    /// How many migrations ran.
    pub migrations: usize,
    /// Whether the demonstration company was loaded just now.
    pub demo: bool,
}

impl Record for InitReport {
    const PLURAL: &'static str = "reports";
    const FIELDS: &'static [Field] = &[
        field("config"),
        field("secrets"),
        field("database"),
        field("migrations"),
        field("demo"),
    ];
    const COLUMNS: &'static [&'static str] =
        &["config", "secrets", "database", "migrations", "demo"];

    fn values(&self) -> impl AsRef<[Value<'_>]> {
        [
            Value::Text(&self.config),
            Value::Text(&self.secrets),
            Value::Text(&self.database),
            Value::Count(i64::try_from(self.migrations).unwrap_or(i64::MAX)),
            Value::Bool(self.demo),
        ]
    }
}

/// The answer to `epic db migrate`.
pub struct MigrateReport {
    /// Where the data lives, without a password.
    pub database: String,
    /// The database system.
    pub backend: &'static str,
    /// The version of the schema as it is now.
    pub schema_version: &'static str,
    /// How many migrations ran.
    pub migrations: usize,
}

impl Record for MigrateReport {
    const PLURAL: &'static str = "reports";
    const FIELDS: &'static [Field] = &[
        field("database"),
        field("backend"),
        field("schema_version"),
        field("migrations"),
    ];
    const COLUMNS: &'static [&'static str] =
        &["database", "backend", "schema_version", "migrations"];

    fn values(&self) -> impl AsRef<[Value<'_>]> {
        [
            Value::Text(&self.database),
            Value::Text(self.backend),
            Value::Text(self.schema_version),
            Value::Count(i64::try_from(self.migrations).unwrap_or(i64::MAX)),
        ]
    }
}

/// The answer to `epic db lockdown`.
pub struct LockdownReport {
    /// Whether everything holds now.
    pub locked_down: bool,
    /// The URL that everybody may share; its password only when it was made just now.
    pub shared_url: String,
    /// What did not hold before.
    pub repaired: Vec<String>,
}

impl Record for LockdownReport {
    const PLURAL: &'static str = "reports";
    const FIELDS: &'static [Field] =
        &[field("locked_down"), field("shared_url"), field("repaired")];
    const COLUMNS: &'static [&'static str] = &["locked_down", "shared_url", "repaired"];

    fn values(&self) -> impl AsRef<[Value<'_>]> {
        [
            Value::Bool(self.locked_down),
            Value::Text(&self.shared_url),
            Value::List(&self.repaired),
        ]
    }
}

/// The answer to `epic db enroll`.
pub struct EnrollReport {
    /// Whose role it is.
    pub login: String,
    /// The role.
    pub role: String,
    /// The URL for this person alone; its password only when it was made just now.
    pub database_url: String,
}

impl Record for EnrollReport {
    const PLURAL: &'static str = "reports";
    const FIELDS: &'static [Field] = &[field("login"), field("role"), field("database_url")];
    const COLUMNS: &'static [&'static str] = &["login", "role", "database_url"];

    fn values(&self) -> impl AsRef<[Value<'_>]> {
        [
            Value::Text(&self.login),
            Value::Text(&self.role),
            Value::Text(&self.database_url),
        ]
    }
}

/// The answer to `epic db status`. A number that may not be seen is missing.
pub struct StatusReport {
    /// Where the data lives, without a password.
    pub database: String,
    /// The database system.
    pub backend: &'static str,
    /// Its version.
    pub server_version: String,
    /// The version of the schema; none for an empty database.
    pub schema_version: Option<String>,
    /// First digits of the hash of its code; none for an empty database.
    pub code_revision: Option<String>,
    /// How many migrations the schema lacks.
    pub pending_migrations: usize,
    /// The size of the database in bytes.
    pub size_bytes: i64,
    /// How many there are, deactivated ones included.
    pub collaborators: Option<i64>,
    /// How many there are.
    pub customers: Option<i64>,
    /// How many there are.
    pub contracts: Option<i64>,
    /// How many there are.
    pub events: Option<i64>,
    /// Whether the database decides who may do what, whatever the program does.
    pub locked_down: bool,
    /// Why it does not.
    pub problems: Vec<String>,
}

impl Record for StatusReport {
    const PLURAL: &'static str = "reports";
    const FIELDS: &'static [Field] = &[
        field("database"),
        field("backend"),
        field("server_version"),
        field("schema_version"),
        field("code_revision"),
        field("pending_migrations"),
        field("size_bytes"),
        field("collaborators"),
        field("customers"),
        field("contracts"),
        field("events"),
        field("locked_down"),
        field("problems"),
    ];
    const COLUMNS: &'static [&'static str] = &[
        "backend",
        "server_version",
        "schema_version",
        "pending_migrations",
        "locked_down",
        "problems",
    ];

    fn values(&self) -> impl AsRef<[Value<'_>]> {
        let number = |value: Option<i64>| value.map_or(Value::Null, Value::Count);
        [
            Value::Text(&self.database),
            Value::Text(self.backend),
            Value::Text(&self.server_version),
            self.schema_version
                .as_deref()
                .map_or(Value::Null, Value::Text),
            self.code_revision
                .as_deref()
                .map_or(Value::Null, Value::Text),
            Value::Count(i64::try_from(self.pending_migrations).unwrap_or(i64::MAX)),
            Value::Count(self.size_bytes),
            number(self.collaborators),
            number(self.customers),
            number(self.contracts),
            number(self.events),
            Value::Bool(self.locked_down),
            Value::List(&self.problems),
        ]
    }
}
