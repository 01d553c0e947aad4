//! The command line: `tree` declares and parses it, `run` runs it.

mod arguments;
mod run;
mod tree;
mod usage_error;

pub use run::run;
#[cfg(test)]
pub use tree::root;
pub use tree::tree;
