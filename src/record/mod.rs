//! Output shape of rows: the fields in JSON, CSV, tables and `--fields`. Formats are written once, over [`Record`]; a
//! record names its fields and returns their values.

mod audit;
pub mod changes;
mod collaborator;
mod contract;
mod customer;
mod event;
mod fields;
mod search;
mod session;
pub mod setup;
mod token;
mod whoami;
pub mod words;

pub use audit::{Anchor, HistoryLine, Verified};
pub use fields::{Field, Fields, key_of};
pub use session::Session;
pub use token::{Token, TokenCreated};
pub use whoami::Whoami;

use crate::db::collaborators::CollaboratorName;
use crate::domain::{Cents, Instant, Words};

/// Value of a record, borrowed from its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'a> {
    Null,
    Bool(bool),
    /// Identifying integer: an id, a version.
    Integer(i64),
    /// Number of things.
    Count(i64),
    Amount(Cents),
    Due(Cents),
    Instant(Instant),
    Text(&'a str),
    /// Text that a table wraps instead of truncating it.
    Prose(&'a str),
    /// Machine word with a translation.
    Word(Words, &'a str),
    /// First and last name, shown together.
    Name(&'a str, &'a str),
    /// Telephone number in E.164; a table groups its digits.
    Phone(&'a str),
    /// Hash, printed in hexadecimal.
    Hash(&'a [u8]),
    /// Action, and its JSON object of `"column":[from,to]`, shown in a table as `column: from -> to`.
    Changes(&'a str, &'a str),
    List(&'a [String]),
}

/// Record that every output format can print.
pub trait Record {
    /// Plural: a JSON key and the selector of messages.
    const PLURAL: &'static str;
    /// All fields in the order of the JSON record; those of a nested object are adjacent.
    const FIELDS: Fields;
    /// Default columns of TSV and CSV, and of tables, with blanks between them.
    const COLUMNS: &'static str = Self::FIELDS.names();
    /// Default columns of a table, if they differ.
    const TABLE: &'static str = Self::COLUMNS;
    /// Default columns that a narrow terminal drops, first to last.
    const SPARE: &'static str = "";
    /// Columns of a table nested below the record that the list belongs to.
    const WITHIN: &'static str = Self::TABLE;

    /// `true` for a report to a person: labels and values off a terminal too, unless a format or fields are given.
    const IS_REPORT: bool = false;

    /// Returns the values of [`Self::FIELDS`], in their order.
    fn values(&self) -> impl AsRef<[Value<'_>]>;

    /// Tests for a deactivated account, which tables dim.
    fn is_inactive(&self) -> bool {
        false
    }
}

/// Returns the values of a contact: id, login, name.
fn contact(person: Option<&CollaboratorName>) -> [Value<'_>; 3] {
    person.map_or([Value::Null; 3], |person| {
        let name = Value::Name(&person.first_name, &person.last_name);
        [
            Value::Integer(person.id.0),
            Value::Text(&person.login),
            name,
        ]
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::db::audit::{AuditRow, HistoryRow};
    use crate::db::collaborators::Collaborator;
    use crate::db::contracts::ContractRow;
    use crate::db::customers::CustomerRow;
    use crate::db::events::EventRow;
    use crate::lang::{self, Lang};

    fn check<R: Record>(labels: &mut BTreeSet<String>) {
        let fields = R::FIELDS.list();
        for column in [R::COLUMNS, R::TABLE, R::WITHIN].join(" ").split(' ') {
            assert!(fields.iter().any(|it| it.name == column), "{column}");
        }
        for column in R::SPARE.split_whitespace() {
            let mut table = R::TABLE.split(' ');
            assert!(table.any(|it| it == column), "{column} is in no table");
        }
        let mut seen: Vec<&str> = Vec::new();
        for field in fields.iter().filter(|field| !field.derived) {
            let object = field.name.split('.').next().unwrap();
            if seen.last() != Some(&object) {
                assert!(!seen.contains(&object), "{object} is not in one piece");
                seen.push(object);
            }
        }
        labels.extend(fields.iter().map(Field::key));
    }

    /// Checks every record, and returns the keys of their headings.
    fn check_all() -> BTreeSet<String> {
        let mut labels = BTreeSet::new();
        for check in [
            check::<Collaborator>,
            check::<CustomerRow>,
            check::<ContractRow>,
            check::<EventRow>,
            check::<crate::db::search::Hit>,
            check::<Whoami>,
            check::<AuditRow>,
            check::<HistoryRow>,
            check::<HistoryLine>,
            check::<Verified>,
            check::<Anchor>,
            check::<Session>,
            check::<Token>,
            check::<TokenCreated>,
            check::<setup::InitReport>,
            check::<setup::MigrateReport>,
            check::<setup::LockdownReport>,
            check::<setup::EnrollReport>,
            check::<setup::StatusReport>,
        ] {
            check(&mut labels);
        }
        labels
    }

    #[test]
    fn columns_are_fields_and_objects_are_in_one_piece() {
        check_all();
    }

    #[test]
    fn every_field_has_a_heading_in_both_languages_and_every_heading_a_field() {
        let mut labels = check_all();
        // What was refused, in an entry of the audit log.
        labels.insert(key_of("right"));
        for label in &labels {
            for lang in [Lang::EN, Lang::FR] {
                assert_ne!(&lang::format_in(lang, label, &[]), label, "{lang:?}");
            }
        }
        let catalogue = include_str!("../lang/en/field.ftl").lines();
        let written = catalogue.filter_map(|line| Some(line.split_once(" = ")?.0.to_owned()));
        assert_eq!(labels, written.collect());
    }
}
