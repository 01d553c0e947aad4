//! The log of changes.

mod list;
mod verify;
