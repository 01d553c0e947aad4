//! The public shape of rows: the fields that JSON, CSV, tables and `--fields` know them by. Formats are written
//! once, over [`Record`]; a record only names its fields and hands out its values.

mod audit;
mod collaborator;
mod contract;
mod customer;
mod event;
mod search;
mod session;
pub mod setup;
mod token;
mod whoami;

pub use audit::{Anchor, HistoryLine, Verified};
pub use session::Session;
pub use token::{Token, TokenCreated};
pub use whoami::Whoami;

use crate::domain::{Cents, Instant};

/// One value of a record, borrowed from its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'a> {
    /// Missing.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// An amount of money.
    Amount(Cents),
    /// A point in time.
    Instant(Instant),
    /// Text as it is stored.
    Text(&'a str),
    /// First and last name, shown together.
    Name(&'a str, &'a str),
    /// A telephone number in E.164; a table groups its digits.
    Phone(&'a str),
    /// A status, which a table may colour.
    Status(&'a str),
    /// A hash, written in hexadecimal.
    Hash(&'a [u8]),
    /// What changed: a JSON object of `"column":[from,to]`, which a table shows as `column: from -> to`.
    Changes(&'a str),
    /// Several texts: an array in JSON.
    List(&'a [String]),
}

/// One field of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// The public name; a dot leads into a nested object.
    pub name: &'static str,
    /// The heading for people.
    pub label: &'static str,
    /// Whether it is derived from others: known to `--fields`, but not part of the JSON record.
    pub derived: bool,
}

/// A field of the record.
const fn field(name: &'static str, label: &'static str) -> Field {
    Field {
        name,
        label,
        derived: false,
    }
}

/// A field that repeats others in another form.
const fn derived(name: &'static str, label: &'static str) -> Field {
    Field {
        name,
        label,
        derived: true,
    }
}

/// Something that can be printed in every format.
pub trait Record {
    /// What it is called, plural.
    const PLURAL: &'static str;
    /// Every field, in the order of the JSON record; nested fields of one object stand together.
    const FIELDS: &'static [Field];
    /// The fields of a table, tsv or csv when nobody asked for others.
    const COLUMNS: &'static [&'static str];

    /// The values of [`Self::FIELDS`], in the same order.
    fn values(&self) -> impl AsRef<[Value<'_>]>;
}

/// The three values of a contact: id, login, name.
fn contact(
    person: Option<&crate::db::collaborators::CollaboratorName>,
) -> (Value<'_>, Value<'_>, Value<'_>) {
    match person {
        Some(person) => (
            Value::Integer(person.id.0),
            Value::Text(&person.login),
            Value::Name(&person.first_name, &person.last_name),
        ),
        None => (Value::Null, Value::Null, Value::Null),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::audit::{AuditRow, HistoryRow};
    use crate::db::collaborators::Collaborator;
    use crate::db::contracts::ContractRow;
    use crate::db::customers::CustomerRow;
    use crate::db::events::EventRow;

    fn check<R: Record>() {
        for column in R::COLUMNS {
            assert!(
                R::FIELDS.iter().any(|field| field.name == *column),
                "{column}"
            );
        }
        let mut seen: Vec<&str> = Vec::new();
        for field in R::FIELDS.iter().filter(|field| !field.derived) {
            let object = field.name.split('.').next().unwrap();
            if seen.last() != Some(&object) {
                assert!(!seen.contains(&object), "{object} is not in one piece");
                seen.push(object);
            }
        }
    }

    #[test]
    fn columns_are_fields_and_objects_are_in_one_piece() {
        check::<Collaborator>();
        check::<CustomerRow>();
        check::<ContractRow>();
        check::<EventRow>();
        check::<crate::db::search::Hit>();
        check::<Whoami>();
        check::<AuditRow>();
        check::<HistoryRow>();
        check::<HistoryLine>();
        check::<Session>();
        check::<Token>();
        check::<TokenCreated>();
    }
}
