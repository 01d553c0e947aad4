//! The program as a black box: every test runs the real binary in a home and on a database of its own, and most run
//! on both databases.
//!
//! `commands` mirrors `src/commands`, a file for each verb; what holds for all commands is in `output`, `prompts`,
//! `security`, `setup` and `performance`; what tests share is in `support`. A folder is run alone by its path:
//! `scripts/test --test cli -- commands::contract::`.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops at the first thing it did not expect"
)]

mod commands;
mod output;
mod performance;
mod prompts;
mod security;
mod setup;
mod support;

use support::{bench, env, files, sentry, staff, talk};
