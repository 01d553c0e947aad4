//! Fields of records; those of business tables derive from the column descriptions.

use crate::domain::Noun;
use crate::lang::{self, Text};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Public name; a dot leads into a nested object.
    pub name: &'static str,
    /// Key of the heading in the catalogue, without `field-`; `None` if it follows from the name.
    key: Option<&'static str>,
    /// Derived from other fields: available to `--fields`, but absent from the JSON record.
    pub derived: bool,
}

impl Field {
    /// Returns the catalogue key of the heading.
    pub fn key(&self) -> String {
        match self.key {
            Some(key) => format!("field-{key}"),
            None => key_of(self.name),
        }
    }

    pub fn label(&self) -> Text {
        Text::of_catalogue(lang::format(&self.key(), &[]))
    }
}

/// Returns the catalogue key of a name: `field-sales-contact-login` for `sales_contact.login`.
pub fn key_of(name: &str) -> String {
    format!("field-{}", name.replace(['.', '_'], "-"))
}

/// Returns a field with a heading of its name.
const fn field(name: &'static str) -> Field {
    let (key, derived) = (None, false);
    Field { name, key, derived }
}

pub(super) const fn derived(name: &'static str) -> Field {
    let (key, derived) = (None, true);
    Field { name, key, derived }
}

/// Counts the names of a text, which have a blank between them.
pub(super) const fn count_names(text: &str) -> usize {
    let (mut at, mut count) = (0, 1);
    while at < text.len() {
        count += (text.as_bytes()[at] == b' ') as usize;
        at += 1;
    }
    count
}

/// Splits a text at its blanks.
pub(super) const fn split_names<const N: usize>(text: &'static str) -> [&'static str; N] {
    let mut names = [text; N];
    let (mut next, mut at) = (0, 0);
    while next + 1 < N {
        if names[next].as_bytes()[at] == b' ' {
            assert!(at > 0, "a blank too many");
            let (name, rest) = names[next].split_at(at);
            names[next] = name;
            names[next + 1] = rest.split_at(1).1;
            next += 1;
            at = 0;
        } else {
            at += 1;
        }
    }
    names
}

/// Lists fields by their names; a field in `headings` has the heading of that key.
pub(super) const fn with_headings<const N: usize>(
    names: [&'static str; N],
    headings: &[(&str, &'static str)],
) -> [Field; N] {
    let mut fields = [field(""); N];
    let mut at = 0;
    while at < N {
        assert!(!names[at].is_empty(), "a blank too many");
        fields[at] = field(names[at]);
        at += 1;
    }
    let mut at = 0;
    while at < headings.len() {
        let (name, heading) = headings[at];
        // A name that is not listed is out of bounds.
        fields[position(&names, name)].key = Some(heading);
        at += 1;
    }
    fields
}

/// Counts the fields of a noun's record: id, columns, instants, version and `extra`.
pub(super) const fn count(noun: Noun, extra: &[Field]) -> usize {
    let columns = noun.columns();
    let (mut at, mut count) = (0, 4 + extra.len());
    while at < columns.len() {
        count += match columns[at].fields.len() {
            0 => 1,
            several => several,
        };
        at += 1;
    }
    count
}

/// Lists the fields of a noun's record: id, the `first` columns, the others in the order of the table, instants,
/// version and `extra`.
pub(super) const fn all<const N: usize>(noun: Noun, first: &[&str], extra: &[Field]) -> [Field; N] {
    let columns = noun.columns();
    let mut fields = [field("id"); N];
    let mut next = 1;
    let mut turn = 0;
    while turn <= first.len() {
        let mut at = 0;
        while at < columns.len() {
            let place = position(first, columns[at].name);
            if place == turn {
                let shown = columns[at].fields;
                if shown.is_empty() {
                    fields[next] = field(columns[at].name);
                    next += 1;
                }
                let mut one = 0;
                while one < shown.len() {
                    fields[next] = field(shown[one]);
                    next += 1;
                    one += 1;
                }
            }
            at += 1;
        }
        turn += 1;
    }
    fields[next] = field("created_at");
    fields[next + 1] = field("updated_at");
    fields[next + 2] = field("version");
    let mut one = 0;
    while one < extra.len() {
        fields[next + 3 + one] = extra[one];
        one += 1;
    }
    fields
}

/// Returns the index of a name in a list; the list's length if it is missing.
const fn position(names: &[&str], name: &str) -> usize {
    let mut at = 0;
    while at < names.len() {
        if is_same(names[at].as_bytes(), name.as_bytes()) {
            return at;
        }
        at += 1;
    }
    at
}

const fn is_same(one: &[u8], other: &[u8]) -> bool {
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

/// Defines a constant list of names from a text with blanks between them.
macro_rules! names {
    ($text:literal) => {{
        const COUNT: usize = $crate::record::fields::count_names($text);
        const NAMES: [&str; COUNT] = $crate::record::fields::split_names($text);
        &NAMES
    }};
}

/// Defines a constant list of fields from such a text, and the headings that differ from the name.
macro_rules! listed {
    ($text:literal $(, $name:literal: $heading:literal)*) => {{
        const FIELDS: [$crate::record::Field; $crate::record::fields::count_names($text)] =
            $crate::record::fields::with_headings(*names!($text), &[$(($name, $heading)),*]);
        &FIELDS
    }};
}

/// Defines the fields of a noun's record as a constant.
macro_rules! fields {
    ($noun:ident, first $first:expr, extra $extra:expr) => {{
        const COUNT: usize = $crate::record::fields::count($crate::domain::Noun::$noun, $extra);
        const FIELDS: [$crate::record::Field; COUNT] =
            $crate::record::fields::all($crate::domain::Noun::$noun, $first, $extra);
        &FIELDS
    }};
}

pub(super) use {fields, listed, names};
