//! Output shapes of `epic init` and `epic db …`.

use super::{Fields, Record, Value};
use crate::db::status::Status;

pub struct InitReport {
    pub config: String,
    pub secrets: String,
    /// Database URL without a password.
    pub database: String,
    pub migrations: usize,
    /// The demonstration company was loaded by this run.
    pub demo: bool,
}

impl Record for InitReport {
    const PLURAL: &'static str = "reports";
    const FIELDS: Fields = Fields::Listed("config secrets database migrations demo", &[]);
    const IS_REPORT: bool = true;

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

pub struct MigrateReport {
    /// Database URL without a password.
    pub database: String,
    pub backend: &'static str,
    pub schema_version: &'static str,
    pub migrations: usize,
}

impl Record for MigrateReport {
    const PLURAL: &'static str = "reports";
    const FIELDS: Fields = Fields::Listed("database backend schema_version migrations", &[]);

    fn values(&self) -> impl AsRef<[Value<'_>]> {
        [
            Value::Text(&self.database),
            Value::Text(self.backend),
            Value::Text(self.schema_version),
            Value::Count(i64::try_from(self.migrations).unwrap_or(i64::MAX)),
        ]
    }
}

pub struct LockdownReport {
    pub locked_down: bool,
    /// URL to share; with a password only if it was just set.
    pub shared_url: String,
    pub repaired: Vec<String>,
}

impl Record for LockdownReport {
    const PLURAL: &'static str = "reports";
    const FIELDS: Fields = Fields::Listed("locked_down shared_url repaired", &[]);

    fn values(&self) -> impl AsRef<[Value<'_>]> {
        [
            Value::Bool(self.locked_down),
            Value::Text(&self.shared_url),
            Value::List(&self.repaired),
        ]
    }
}

pub struct EnrollReport {
    pub login: String,
    pub role: String,
    /// URL of this collaborator; with a password only if it was just set.
    pub database_url: String,
}

impl Record for EnrollReport {
    const PLURAL: &'static str = "reports";
    const FIELDS: Fields = Fields::Listed("login role database_url", &[]);

    fn values(&self) -> impl AsRef<[Value<'_>]> {
        [
            Value::Text(&self.login),
            Value::Text(&self.role),
            Value::Text(&self.database_url),
        ]
    }
}

/// Output of `epic db status`. Counts that the caller may not see are missing.
pub struct StatusReport {
    /// Database URL without a password.
    pub database: String,
    pub backend: &'static str,
    pub status: Status,
    /// Violated measures in the language of the reader.
    pub problems: Vec<String>,
}

impl Record for StatusReport {
    const PLURAL: &'static str = "reports";
    const FIELDS: Fields = Fields::Listed(
        "database backend server_version schema_version code_revision pending_migrations \
         size_bytes collaborators customers contracts events locked_down problems",
        &[],
    );
    const COLUMNS: &'static str =
        "backend server_version schema_version pending_migrations locked_down problems";

    fn values(&self) -> impl AsRef<[Value<'_>]> {
        let number = |value: Option<i64>| value.map_or(Value::Null, Value::Count);
        let text = |value| Option::map_or(value, Value::Null, Value::Text);
        [
            Value::Text(&self.database),
            Value::Text(self.backend),
            Value::Text(&self.status.server_version),
            text(self.status.schema_version.as_deref()),
            text(self.status.code_revision.as_deref()),
            Value::Count(i64::try_from(self.status.pending).unwrap_or(i64::MAX)),
            Value::Count(self.status.size_bytes),
            number(self.status.collaborators),
            number(self.status.customers),
            number(self.status.contracts),
            number(self.status.events),
            Value::Bool(self.problems.is_empty()),
            Value::List(&self.problems),
        ]
    }
}
