//! Behaviour common to the commands of several nouns.

mod filters;
mod paging;
mod resolve;
mod update;
