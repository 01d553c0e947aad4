//! What the commands of several nouns have in common.

mod filters;
mod paging;
mod resolve;
mod update;
