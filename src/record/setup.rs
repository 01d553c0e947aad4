//! The public shape of what `epic init` and `epic db migrate` did.

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
        field("config", "Configuration"),
        field("secrets", "Secrets"),
        field("database", "Database"),
        field("migrations", "Migrations run"),
        field("demo", "Demonstration loaded"),
    ];
    const COLUMNS: &'static [&'static str] =
        &["config", "secrets", "database", "migrations", "demo"];

    fn values(&self) -> impl AsRef<[Value<'_>]> {
        [
            Value::Text(&self.config),
            Value::Text(&self.secrets),
            Value::Text(&self.database),
            Value::Integer(i64::try_from(self.migrations).unwrap_or(i64::MAX)),
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
        field("database", "Database"),
        field("backend", "Back end"),
        field("schema_version", "Schema version"),
        field("migrations", "Migrations run"),
    ];
    const COLUMNS: &'static [&'static str] =
        &["database", "backend", "schema_version", "migrations"];

    fn values(&self) -> impl AsRef<[Value<'_>]> {
        [
            Value::Text(&self.database),
            Value::Text(self.backend),
            Value::Text(self.schema_version),
            Value::Integer(i64::try_from(self.migrations).unwrap_or(i64::MAX)),
        ]
    }
}
