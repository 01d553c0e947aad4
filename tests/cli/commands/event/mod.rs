//! Events.

mod assign;
mod update;
