//! Fields of records; those of business tables derive from the column descriptions.

use std::{iter, slice};

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
    const fn new(name: &'static str, key: Option<&'static str>, derived: bool) -> Self {
        Self { name, key, derived }
    }

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

/// Fields of a record, in the order of its values.
#[derive(Debug, Clone, Copy)]
pub enum Fields {
    /// Names with blanks between them, and the headings that differ from the name.
    Listed(&'static str, &'static [(&'static str, &'static str)]),
    /// Id, the `first` columns of the noun, the others in the order of the table, instants, version and derived fields.
    Of(Noun, &'static [&'static str], &'static str),
}

impl Fields {
    pub const NONE: Self = Self::Listed("", &[]);

    /// Returns the names of listed fields.
    pub(super) const fn names(self) -> &'static str {
        match self {
            Self::Listed(names, _) => names,
            Self::Of(..) => "",
        }
    }

    pub fn list(self) -> Vec<Field> {
        let (noun, first, derived) = match self {
            Self::Listed(names, headings) => {
                let field = |name| {
                    let heading = headings.iter().find(|(it, _)| *it == name);
                    let key = heading.map(|(_, key)| *key);
                    Field::new(name, key, false)
                };
                return names.split_whitespace().map(field).collect();
            }
            Self::Of(noun, first, derived) => (noun, first, derived),
        };
        let mut columns: Vec<_> = noun.columns().iter().collect();
        columns.sort_by_key(|column| {
            let place = first.iter().position(|name| *name == column.name);
            place.unwrap_or(first.len())
        });
        let shown = columns.iter().flat_map(|column| match column.fields {
            [] => slice::from_ref(&column.name),
            fields => fields,
        });
        let names = iter::once(&"id").chain(shown);
        let names = names.chain(&["created_at", "updated_at", "version"]);
        let fields = names.map(|name| Field::new(name, None, false));
        let derived = derived.split_whitespace();
        let derived = derived.map(|name| Field::new(name, None, true));
        fields.chain(derived).collect()
    }
}
