//! Pages of a list: a sort column with ties by id, a limit, an offset, and the row after which the page starts.

use std::str::FromStr;

use super::List;
use super::keyset::{Keyset, Ordering};
use crate::domain::Invalid;
use crate::t;

/// The columns that a list can be sorted by.
pub trait Sort: Copy + Default + PartialEq + 'static {
    type List: List<Sort = Self>;
    const COLUMNS: &'static [SortColumn<Self>];
    /// The default order is reversed, as is usual for a log.
    const NEWEST_FIRST: bool = false;

    fn column(self) -> &'static SortColumn<Self> {
        let entry = Self::COLUMNS.iter().find(|it| it.sort == self);
        entry.unwrap_or(&Self::COLUMNS[0])
    }
}

pub struct SortColumn<S: Sort> {
    /// Name on the command line.
    pub name: &'static str,
    pub sort: S,
    /// Belongs to a joined table.
    pub joined: bool,
    pub order: OrderBy<S>,
}

type OrderBy<S> = fn(&Keyset<'_, <S as Sort>::List>) -> Ordering<<S as Sort>::List>;

impl<S: Sort> SortColumn<S> {
    /// A column of the list's own table.
    pub const fn own(name: &'static str, sort: S, order: OrderBy<S>) -> Self {
        Self {
            name,
            sort,
            joined: false,
            order,
        }
    }

    /// A column of a joined table.
    pub const fn joined(name: &'static str, sort: S, order: OrderBy<S>) -> Self {
        Self {
            name,
            sort,
            joined: true,
            order,
        }
    }
}

/// Defines a sort column of the list's own table, whose value is in the row, or in a record of the row.
macro_rules! own {
    ($name:literal, $sort:ident, $table:ident::$column:ident $(, $record:ident)?) => {
        SortColumn::own($name, Self::$sort, |by| {
            by.by($table::$column, |row| Clone::clone(&row$(.$record)?.$column))
        })
    };
}

pub(in crate::db) use own;

/// A part of an ordered list. `A` is the row after which it starts.
#[derive(Debug, Clone)]
pub struct Page<S, A> {
    /// The column that orders the list; ties are in the order of their ids.
    pub sort: S,
    /// Reverses the whole order, ties included.
    pub descending: bool,
    pub limit: Option<i64>,
    pub offset: Option<i64>,
    pub after: Option<A>,
}

impl<S: Sort, A> Page<S, A> {
    /// The whole list, in the order of its ids.
    pub fn everything() -> Self {
        Self {
            sort: S::default(),
            descending: false,
            limit: None,
            offset: None,
            after: None,
        }
    }
}

/// The value of `--sort`: a name, after `-` for the reverse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SortBy<S> {
    pub column: S,
    pub descending: bool,
}

impl<S: Sort> FromStr for SortBy<S> {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let (name, descending) = match text.strip_prefix('-') {
            Some(name) => (name, true),
            None => (text, false),
        };
        let column = S::COLUMNS.iter().find(|it| it.name == name);
        let column = column.map(|it| it.sort).ok_or_else(|| {
            let known: Vec<_> = S::COLUMNS.iter().map(|it| it.name).collect();
            Invalid::new(t!("invalid-one-of", known = known.join(", ")))
        })?;
        Ok(Self { column, descending })
    }
}
