//! The program as a black box: every test runs the real binary in a home and on a database of its own, and most run
//! on both databases.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops at the first thing it did not expect"
)]

mod accounts;
mod assignment;
mod attacks;
mod audit;
mod audit_chain;
mod bench_data;
mod collaborator;
mod completion;
mod config;
mod contract;
mod customer;
mod departure;
mod env;
mod errors;
mod event;
mod examples;
mod fields;
mod files;
mod filters;
mod help;
mod history;
mod lang;
mod lockdown;
mod logs;
mod matrix;
mod menu;
mod mistakes;
mod output;
mod paging;
mod policy;
mod races;
mod records;
mod references;
mod round_trips;
mod schema;
mod search;
mod secrets;
mod sentry;
mod session;
mod session_list;
mod setup;
mod sign_in;
mod smoke;
mod streaming;
mod streams;
mod tables;
mod talk;
mod telemetry;
mod terminal;
mod tls;
mod token_create;
mod token_use;
mod tokens;
mod unlock;
mod unreachable;
