//! Parts that handlers of several nouns share: resolving references, pickers, the scaffolding of lists.

pub mod collaborator_ref;
pub mod ids;
pub mod listing;
pub mod person;
pub mod pickers;
pub mod resolve;
pub mod search_text;

use crate::commands::prelude::*;
use crate::lang;

/// Refuses the value of a flag.
pub fn refused_value(flag: &str, problem: &str) -> Error {
    let flag = lang::argument_name(flag);
    Error::usage(t!("prompt-invalid-value", flag = flag, problem = problem))
}
