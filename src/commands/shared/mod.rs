//! Parts that handlers of several nouns share: resolving references, pickers, the scaffolding of lists.

pub mod listing;
pub mod meant;
pub mod person;
pub mod pickers;
pub mod resolve;
