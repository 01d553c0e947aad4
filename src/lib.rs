//! `epic`, the CRM of Epic Events, as a library under a thin binary.
//!
//! Flow of a command through the crate:
//!
//! ```text
//! argv -> cli (flags) -> middleware (authenticate, authorize the department)
//!      -> commands/<noun>/<verb> (load, authorize this row, rules, one write) -> db/<entity> -> database
//!      -> record/<entity> (its public shape) -> output (table, tsv, csv, json, jsonl, ids) -> stdout
//! errors from anywhere -> error (exit code, wording, hint) -> stderr, and Sentry when it is a bug
//! ```
//!
//! A verb is one file in [`commands`], which declares it, one variant in the enum of its noun, and its tests.

pub mod auth;
pub mod cli;
pub mod commands;
pub mod complete;
pub mod config;
pub mod context;
pub mod crypto;
pub mod db;
pub mod domain;
pub mod error;
pub mod files;
pub mod help;
pub mod lang;
pub mod middleware;
pub mod output;
pub mod policy;
pub mod prompt;
pub mod record;
pub mod telemetry;
pub mod terminal;
