//! Parts that handlers of several nouns share: resolving references, pickers, the scaffolding of lists.

pub mod listing;
pub mod meant;
pub mod person;
pub mod pickers;
pub mod resolve;

use crate::commands::prelude::*;

/// Refuses the value of a flag.
pub fn refused_value(flag: &str, problem: &str) -> Error {
    Error::usage(t!("error-invalid-value", flag = flag, problem = problem))
}
