//! Sessions.

mod file;
mod list;
