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
    pub fields: &'static [Field],
}

impl Selection {
    /// Chooses what was asked for, else the columns or the whole record, as the format has it.
    ///
    /// # Errors
    ///
    /// `usage` (exit 2) naming every unknown field and all the known ones.
    pub fn new<R: Record>(format: Format, asked: Option<&[String]>) -> Result<Self> {
        match asked {
            Some(names) => Ok(Self::of::<R>(format, chosen::<R>(names)?)),
            None => Ok(Self::standard::<R>(format)),
        }
    }

    /// Returns the default fields of the format.
    pub fn standard<R: Record>(format: Format) -> Self {
        let columns = match format {
            _ if format.is_json() => whole::<R>(|field| !field.derived),
            Format::Ids => R::FIELDS
                .iter()
                .position(|field| matches!(field.name, "id" | "sequence" | "collaborator.id"))
                .into_iter()
                .collect(),
            Format::Table => named::<R>(R::TABLE),
            _ => named::<R>(R::COLUMNS),
        };
        Self::of::<R>(format, columns)
    }

    /// The columns of a table below the record that the list belongs to.
    pub fn within<R: Record>() -> Self {
        Self::of::<R>(Format::Table, named::<R>(R::WITHIN))
    }

    /// The whole record, for a person who looks at one alone.
    pub fn whole<R: Record>(format: Format) -> Self {
        Self::of::<R>(format, whole::<R>(|field| !field.derived))
    }

    fn of<R: Record>(format: Format, columns: Vec<usize>) -> Self {
        Self {
            nodes: if format.is_json() {
                nodes(R::FIELDS, &columns)
            } else {
                Vec::new()
            },
            columns,
            fields: R::FIELDS,
        }
    }
}

fn named<R: Record>(names: &[&str]) -> Vec<usize> {
    let place = |name: &&str| R::FIELDS.iter().position(|field| field.name == *name);
    names.iter().filter_map(place).collect()
}

fn whole<R: Record>(wanted: impl Fn(&Field) -> bool) -> Vec<usize> {
    (0..R::FIELDS.len())
        .filter(|&index| wanted(&R::FIELDS[index]))
        .collect()
}

/// The fields of the given names; the name of an object stands for all of its fields.
fn chosen<R: Record>(names: &[String]) -> Result<Vec<usize>> {
    let mut columns = Vec::new();
    let mut unknown = Vec::new();
    for name in names.iter().map(|name| name.trim()) {
        let found = whole::<R>(|field| {
            let rest = field.name.strip_prefix(name);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        });
        if found.is_empty() {
            unknown.push(t!("output-quoted", name = name).into_string());
        }
        columns.extend(found);
    }
    if unknown.is_empty() {
        return Ok(columns);
    }
    let known: Vec<_> = R::FIELDS.iter().map(|field| field.name).collect();
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
