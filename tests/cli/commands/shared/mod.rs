//! What the commands of several nouns have in common.

mod filters;
mod mistakes;
mod paging;
mod resolve;
