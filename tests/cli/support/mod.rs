//! Code shared by tests: the world of a test, its records, and the ways to talk to the program.

pub mod bench;
pub mod env;
pub mod files;
pub mod sentry;
pub mod staff;
pub mod talk;
