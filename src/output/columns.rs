//! Selection of the printed fields, and their nesting in JSON; computed once for a list, not for each row.

use crate::config::Format;
use crate::error::{Error, Result};
use crate::record::{Field, Record};
use crate::t;

/// `"key":` of a JSON object, and the index of the field.
pub type Leaf = (String, usize);

/// A key of a JSON object with its value: a field, or an object of fields.
pub enum Node {
    Leaf(Leaf),
    /// `"key":` and the leaves below it; `null` when all of them are missing.
    Object(String, Vec<Leaf>),
}

pub struct Selection {
    /// Indices into the fields of the record, in the order of printing.
    pub columns: Vec<usize>,
    pub nodes: Vec<Node>,
    /// All fields of the record.
    pub fields: Vec<Field>,
}

impl Selection {
    /// Chooses what was asked for, else the columns or the whole record, as the format has it.
    ///
    /// # Errors
    ///
    /// `usage` (exit 2) naming every unknown field and all the known ones.
    pub fn new<R: Record>(format: Format, asked: Option<&[String]>) -> Result<Self> {
        let Some(names) = asked else {
            return Ok(Self::standard::<R>(format));
        };
        let fields = R::FIELDS.list();
        let columns = chosen(&fields, names)?;
        Ok(Self::of(format, fields, columns))
    }

    /// Returns the default fields of the format.
    pub fn standard<R: Record>(format: Format) -> Self {
        let fields = R::FIELDS.list();
        let columns = match format {
            _ if format.is_json() => return Self::whole::<R>(format),
            Format::Ids => fields
                .iter()
                .position(|field| matches!(field.name, "id" | "sequence" | "collaborator.id"))
                .into_iter()
                .collect(),
            Format::Table => named(&fields, R::TABLE),
            _ => named(&fields, R::COLUMNS),
        };
        Self::of(format, fields, columns)
    }

    /// The columns of a table below the record that the list belongs to.
    pub fn within<R: Record>() -> Self {
        let fields = R::FIELDS.list();
        let columns = named(&fields, R::WITHIN);
        Self::of(Format::Table, fields, columns)
    }

    /// The whole record, for a person who looks at one alone.
    pub fn whole<R: Record>(format: Format) -> Self {
        let fields = R::FIELDS.list();
        let columns = (0..fields.len()).filter(|&index| !fields[index].derived);
        let columns = columns.collect();
        Self::of(format, fields, columns)
    }

    fn of(format: Format, fields: Vec<Field>, columns: Vec<usize>) -> Self {
        Self {
            nodes: if format.is_json() {
                nodes(&fields, &columns)
            } else {
                Vec::new()
            },
            columns,
            fields,
        }
    }
}

fn named(fields: &[Field], names: &str) -> Vec<usize> {
    let place = |name| fields.iter().position(|field| field.name == name);
    names.split(' ').filter_map(place).collect()
}

/// Returns the fields of the given names; the name of an object stands for all of its fields.
///
/// # Errors
///
/// As [`Selection::new`].
pub fn chosen(fields: &[Field], names: &[String]) -> Result<Vec<usize>> {
    let mut columns = Vec::new();
    let mut unknown = Vec::new();
    for name in names.iter().map(|name| name.trim()) {
        let is_named = |field: &Field| {
            let rest = field.name.strip_prefix(name);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let before = columns.len();
        columns.extend((0..fields.len()).filter(|&index| is_named(&fields[index])));
        if columns.len() == before {
            unknown.push(t!("output-quoted", name = name).into_string());
        }
    }
    if unknown.is_empty() {
        return Ok(columns);
    }
    let known: Vec<_> = fields.iter().map(|field| field.name).collect();
    let problem = t!(
        "output-unknown-field",
        count = unknown.len(),
        unknown = unknown.join(", "),
        known = known.join(", ")
    );
    Err(Error::usage(problem))
}

fn nodes(fields: &[Field], columns: &[usize]) -> Vec<Node> {
    let key = |name: &str| format!("\"{name}\":");
    let mut nodes: Vec<Node> = Vec::new();
    for (at, &index) in columns.iter().enumerate() {
        // JSON has each key once, however often it was asked for.
        if columns[..at].contains(&index) {
            continue;
        }
        match fields[index].name.split_once('.') {
            None => nodes.push(Node::Leaf((key(fields[index].name), index))),
            Some((object, leaf)) => {
                let object = key(object);
                let existing = nodes.iter_mut().find_map(|node| match node {
                    Node::Object(name, leaves) if *name == object => Some(leaves),
                    _ => None,
                });
                match existing {
                    Some(leaves) => leaves.push((key(leaf), index)),
                    None => nodes.push(Node::Object(object, vec![(key(leaf), index)])),
                }
            }
        }
    }
    nodes
}
