//! Fields of records. Those of the business come from the descriptions of their columns.

use crate::domain::Noun;
use crate::lang::{self, Text};

/// One field of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// The public name; a dot leads into a nested object.
    pub name: &'static str,
    /// Under what the catalogue has its heading, behind `field-`, where that does not follow from the name.
    key: Option<&'static str>,
    /// Whether it is derived from others: known to `--fields`, but not part of the JSON record.
    pub derived: bool,
}

impl Field {
    /// Where the catalogue has the heading.
    pub fn key(&self) -> String {
        match self.key {
            Some(key) => format!("field-{key}"),
            None => key_of(self.name),
        }
    }

    /// The heading for people.
    pub fn label(&self) -> Text {
        Text::of_catalogue(lang::format(&self.key(), &[]))
    }
}

/// Where the catalogue has the heading of a name: `field-sales-contact-login` for `sales_contact.login`.
pub fn key_of(name: &str) -> String {
    format!("field-{}", name.replace(['.', '_'], "-"))
}

/// A field of the record.
pub(super) const fn field(name: &'static str) -> Field {
    Field {
        name,
        key: None,
        derived: false,
    }
}

/// A field with the heading of another.
pub(super) const fn named(name: &'static str, key: &'static str) -> Field {
    Field {
        name,
        key: Some(key),
        derived: false,
    }
}

/// A field that repeats others in another form.
pub(super) const fn derived(name: &'static str) -> Field {
    Field {
        name,
        key: None,
        derived: true,
    }
}

/// How many fields a record of a noun has beside `extra`: id, those of the columns, instants and version.
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

/// The fields of a record of a noun: id, those of the `first` columns, those of the others in the order of the table,
/// instants, version and `extra`.
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

/// The place of a name in a list; its length where the name is not in it.
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

/// The fields of a record of a noun, as a constant.
macro_rules! fields {
    ($noun:ident, first $first:expr, extra $extra:expr) => {{
        const COUNT: usize = $crate::record::fields::count($crate::domain::Noun::$noun, $extra);
        const FIELDS: [$crate::record::Field; COUNT] =
            $crate::record::fields::all($crate::domain::Noun::$noun, $first, $extra);
        &FIELDS
    }};
}

pub(super) use fields;
