//! Ids of a command that takes several records.

use std::str::FromStr;

use crate::commands::prelude::*;
use crate::domain::Invalid;
use crate::lang::Text;
use crate::prompt::Lookup;

/// The ids of a command that takes several, each once, in the order they were given.
pub fn distinct<T: Copy + PartialEq>(ids: &[T]) -> Vec<T> {
    let mut distinct = Vec::with_capacity(ids.len());
    for id in ids {
        if !distinct.contains(id) {
            distinct.push(*id);
        }
    }
    distinct
}

/// Reads `12 15 18`: the ids that a person types at a prompt.
///
/// # Errors
///
/// Text that is no id, or blank.
pub fn parse_ids<T: FromStr<Err = Invalid>>(text: &str) -> Result<Vec<T>, Invalid> {
    let ids: Vec<T> = text
        .split([' ', ','])
        .filter(|word| !word.is_empty())
        .map(str::parse)
        .collect::<Result<_, _>>()?;
    if ids.is_empty() {
        return Err(Invalid::new(t!("output-invalid-ids")));
    }
    Ok(ids)
}

/// The ids that a command needs, asked for at a terminal.
///
/// # Errors
///
/// `interrupted` (exit 130) at the prompt.
pub fn required_ids<T: FromStr<Err = Invalid>>(
    form: &mut Form<'_>,
    argument: &'static str,
    label: Text,
    given: &[String],
    look: Lookup<'_>,
) -> Result<Option<Vec<T>>> {
    let given = (!given.is_empty()).then(|| parse_ids(&given.join(" ")));
    form.choose(argument, label, given, parse_ids, Source::Asked(look))
}
