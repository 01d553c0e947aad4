//! The guided menu: whole days of each department, ways back and out, and what happens when a session ends half-way.

mod accessible;
mod drawn;
mod ways_out;

use crate::env::{Backend, TestEnv};

/// The table with the sessions, which PostgreSQL keeps among the secrets.
fn sessions(env: &TestEnv) -> &'static str {
    match env.backend() {
        Backend::Sqlite => "sessions",
        Backend::Postgres => "epic_sec.sessions",
    }
}
