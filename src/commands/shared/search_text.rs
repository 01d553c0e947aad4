//! Text to search for, as a filter or a search takes it.

use crate::commands::prelude::*;
use crate::domain::Invalid;

/// The longest text to search for, in Unicode scalar values.
const MAX_SEARCH: usize = 200;

/// A text to search for.
///
/// # Errors
///
/// One that is longer than any record, or holds U+0000.
pub fn parse_search(text: &str) -> Result<String, Invalid> {
    if text.chars().nth(MAX_SEARCH).is_some() {
        return Err(Invalid::new(t!("output-invalid-search", max = MAX_SEARCH)));
    }
    if text.contains('\0') {
        return Err(Invalid::new(t!("invalid-nul")));
    }
    Ok(text.to_owned())
}

/// Returns the typed text without what [`parse_search`] refuses: a list that is searched at every key refuses nothing.
pub fn searchable(text: &str) -> String {
    let readable = text.chars().filter(|c| *c != '\0');
    readable.take(MAX_SEARCH).collect()
}
