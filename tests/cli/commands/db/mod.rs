//! The schema of the database.

automod::dir!("tests/cli/commands/db");

use crate::env::{Backend, TestEnv};

/// The versions of the schema, in order.
pub fn versions(env: &TestEnv) -> String {
    let list = match env.backend() {
        Backend::Sqlite => "group_concat(version, ' ' ORDER BY version)",
        Backend::Postgres => "string_agg(version, ' ' ORDER BY version)",
    };
    env.scalar(&format!("SELECT {list} FROM __diesel_schema_migrations"))
}

/// All versions of the schema.
pub const VERSIONS: &str = "20261128080000 20261128080100 20261128080200 20261128080300";
