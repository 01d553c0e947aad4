//! Mutations of the policy table, for tests that every change of a cell is detected: scope, column, precondition, use
//! by tokens, whole row.

use std::fmt;

use super::{Right, Scope, TABLE, Token};
use crate::domain::Department;

/// Mutation of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flip {
    Scope(Department, Scope),
    Column(&'static str),
    /// Drops the precondition at this index.
    Precondition(usize),
    Token,
    Row,
}

/// Policy table with one mutated cell.
#[derive(Debug, Clone)]
pub struct Mutation {
    pub rule: Right,
    pub flip: Flip,
    pub table: Vec<Right>,
}

impl fmt::Display for Mutation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (rule, flip) = (&self.rule, self.flip);
        let (capability, noun, operation) = (rule.capability, rule.noun, rule.operation);
        write!(f, "{capability:?} {noun:?} {operation:?}: {flip:?}")
    }
}

/// Returns every mutation of the table, one cell each.
pub fn all() -> Vec<Mutation> {
    let mut found = Vec::new();
    for (index, rule) in TABLE.iter().enumerate() {
        let mut changed = |flip, new: Option<Right>| {
            let mut table = TABLE.to_vec();
            match new {
                Some(new) => table[index] = new,
                None => drop(table.remove(index)),
            }
            found.push(Mutation {
                rule: *rule,
                flip,
                table,
            });
        };
        for (place, department) in Department::ALL.into_iter().enumerate() {
            for scope in [Scope::No, Scope::Own, Scope::Any] {
                if scope != rule.scope(department) {
                    let mut new = *rule;
                    new.scopes[place] = scope;
                    changed(Flip::Scope(department, scope), Some(new));
                }
            }
        }
        for column in rule.columns {
            let mut columns = rule.columns.to_vec();
            columns.retain(|it| it != column);
            let columns = columns.leak();
            changed(Flip::Column(column), Some(Right { columns, ..*rule }));
        }
        for place in 0..rule.preconditions.len() {
            let mut preconditions = rule.preconditions.to_vec();
            preconditions.remove(place);
            let mut new = *rule;
            new.preconditions = preconditions.leak();
            changed(Flip::Precondition(place), Some(new));
        }
        let token = match rule.token {
            Token::Usable => Token::Never,
            Token::Never => Token::Usable,
        };
        changed(Flip::Token, Some(Right { token, ..*rule }));
        changed(Flip::Row, None);
    }
    found
}
