//! The command line: `tree` declares and parses it, `run` runs it.

mod arguments;
mod run;
mod tree;
mod usage_error;

pub use run::run;
pub use tree::tree;
