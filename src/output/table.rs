//! Tables for people: one row a line, as wide as the terminal allows, with a heading, a light rule below it, and the
//! sums of amounts where they are asked for.

use std::fmt::Write as _;

use comfy_table::{CellAlignment, LineStyle, Row, Table, TableStyle};

use super::cell::{Cell, CellContext, Tone};
use super::columns::Selection;
use super::layout::{GAP, Layout, Measure, lay_out};
use super::record_view;
use super::truncate::{truncate, wrap};
use crate::domain::Cents;
use crate::lang::Text;
use crate::record::{Record, Value};

/// Returns the width of the terminal of standard output, in columns.
pub fn terminal_width() -> Option<usize> {
    terminal_size::terminal_size().map(|(width, _)| width.0.into())
}

const RULE: &str = "─";

struct Line {
    cells: Vec<Cell>,
    past: bool,
}

/// A table that grows until it is rendered.
pub struct TableWriter {
    selection: Selection,
    look: CellContext,
    headings: Vec<String>,
    lines: Vec<Line>,
    /// The sums of the columns that hold amounts.
    sums: Vec<Option<Cents>>,
    /// The columns to be left out where room is short, by their places in that order.
    spare: Vec<Option<usize>>,
}

/// The sum of a column; blank where there is none.
fn sum_of(sum: &Option<Cents>) -> Cell {
    sum.map_or_else(Cell::default, Cell::amount)
}

pub struct Rendered {
    pub text: String,
    /// The headings of the columns that there was no room for.
    pub left_out: Vec<String>,
}

impl TableWriter {
    /// Starts a table; columns given by `--fields` are never left out.
    pub fn new<R: Record>(selection: Selection, look: CellContext, asked: bool) -> Self {
        let columns = selection
            .columns
            .iter()
            .map(|&index| &selection.fields[index]);
        let spare = columns.clone().map(|field| {
            let place = R::SPARE.split(' ').position(|name| name == field.name);
            place.filter(|_| !asked)
        });
        let headings = columns.clone().map(|field| field.label().into_string());
        Self {
            headings: headings.collect(),
            lines: Vec::new(),
            sums: vec![None; selection.columns.len()],
            spare: spare.collect(),
            look,
            selection,
        }
    }

    pub fn push(&mut self, record: &impl Record) {
        let values = record.values();
        let values = values.as_ref();
        let mut cells = Vec::with_capacity(self.selection.columns.len());
        for (at, &index) in self.selection.columns.iter().enumerate() {
            if let Value::Amount(amount) | Value::Due(amount) = values[index] {
                let sum = self.sums[at].unwrap_or(Cents::ZERO).cents();
                self.sums[at] = Some(Cents::from_cents(sum.saturating_add(amount.cents())));
            }
            cells.push(Cell::of(values[index], &self.look));
        }
        self.lines.push(Line {
            cells,
            past: record.is_inactive(),
        });
    }

    /// Draws the table; `room` is the width of the terminal, and a table without one is as wide as it needs. `sums`
    /// says what the sums of amounts are of; without it there are none.
    pub fn render(self, room: Option<usize>, sums: Option<Text>) -> Rendered {
        let sums = sums
            .filter(|_| self.sums.iter().any(Option::is_some))
            .map(|label| (label, self.sums.iter().map(sum_of).collect::<Vec<_>>()));
        let layout = if self.look.accessible {
            None
        } else {
            let amounts = sums.as_ref().map(|(_, amounts)| amounts.as_slice());
            lay_out(&self.measures(amounts), room)
        };
        let Some(layout) = layout else {
            return Rendered {
                text: self.blocks(room, sums),
                left_out: Vec::new(),
            };
        };
        let is_drawn = |at: usize| layout.columns.iter().any(|&(column, _)| column == at);
        let headings = self.headings.iter().enumerate();
        let left_out = headings.filter(|(at, _)| !is_drawn(*at));
        Rendered {
            left_out: left_out.map(|(_, heading)| heading.clone()).collect(),
            text: self.draw(&layout, sums),
        }
    }

    /// Returns the columns that are aligned to the right.
    fn right(&self) -> Vec<bool> {
        let columns = 0..self.headings.len();
        columns
            .map(|at| self.lines.iter().any(|line| line.cells[at].right))
            .collect()
    }

    fn measures(&self, sums: Option<&[Cell]>) -> Vec<Measure> {
        let columns = self.headings.iter().enumerate();
        columns
            .map(|(at, heading)| {
                let mut measure = Measure {
                    heading: heading.clone(),
                    spare: self.spare[at],
                    ..Measure::default()
                };
                let mut values = self.lines.iter().map(|line| &line.cells[at].text);
                let first = values.next();
                measure.same = self.lines.len() > 1 && values.all(|value| Some(value) == first);
                if !measure.same && self.lines.iter().any(|line| line.cells[at].telling) {
                    measure.spare = None;
                }
                let sum = sums.map(|cells| &cells[at]);
                for cell in self.lines.iter().map(|line| &line.cells[at]).chain(sum) {
                    let full = cell.width(false);
                    measure.full = measure.full.max(full);
                    let compact = cell.compact.as_ref().map_or(full, |_| cell.width(true));
                    measure.compact = measure.compact.max(compact);
                    measure.rigid |= cell.rigid;
                }
                measure
            })
            .collect()
    }

    /// One label with its value a line, one record below the other.
    fn blocks(&self, room: Option<usize>, sums: Option<(Text, Vec<Cell>)>) -> String {
        let room = room.filter(|_| !self.look.accessible);
        let mut text = String::new();
        let labelled = |text: &mut String, heading: &str, cell: &Cell| {
            let value = cell.line(false);
            let value = value.trim_start();
            record_view::labelled(text, heading, value, cell.tone, room, &self.look);
        };
        for (index, line) in self.lines.iter().enumerate() {
            if index > 0 {
                text.push('\n');
            }
            for (heading, cell) in self.headings.iter().zip(&line.cells) {
                labelled(&mut text, heading, cell);
            }
        }
        if let Some((label, sums)) = sums {
            // Writing to a String does not fail.
            let _ = writeln!(text, "\n{label}");
            let cells = self.headings.iter().zip(&sums);
            for (heading, cell) in cells.filter(|(_, cell)| !cell.text.is_empty()) {
                labelled(&mut text, heading, cell);
            }
        }
        text
    }

    fn draw(&self, layout: &Layout, sums: Option<(Text, Vec<Cell>)>) -> String {
        let right = self.right();
        let mut table = Table::new();
        table.load_style(TableStyle::new().header_separator(LineStyle::none().fill('─')));
        table.style_text_only();
        if self.look.color {
            table.enforce_styling();
            // Whether there is colour was decided already: `--color always` goes before NO_COLOR.
            crossterm::style::force_color_output(true);
        } else {
            table.force_no_tty();
        }
        let cell = |text: String, tone: Tone, at: usize| {
            let blank = text.is_empty();
            let cell = comfy_table::Cell::new_owned(text);
            let cell = if right[at] {
                cell.set_alignment(CellAlignment::Right)
            } else {
                cell
            };
            if self.look.color && !blank {
                tone.paint_cell(cell)
            } else {
                cell
            }
        };
        table.set_header(self.header(layout, &cell));
        for line in &self.lines {
            let row = layout.columns.iter().map(|&(at, room)| {
                let shown = &line.cells[at];
                let text = if shown.prose {
                    wrap(&shown.line(layout.compact), room).join("\n")
                } else {
                    truncate(&shown.line(layout.compact), room).into_owned()
                };
                cell(text, if line.past { Tone::Faint } else { shown.tone }, at)
            });
            table.add_row(Row::from(row.collect::<Vec<_>>()));
        }
        if let Some((label, cells)) = sums {
            // The label stands in the first column of text.
            let mut columns = layout.columns.iter().map(|&(at, _)| at);
            let labelled = columns.find(|&at| !right[at] && cells[at].text.is_empty());
            let rules = layout.columns.iter().map(|&(at, _)| {
                let length = self.sums[at].map_or(0, |_| self.widest(at, &cells[at]));
                cell(RULE.repeat(length), Tone::Faint, at)
            });
            table.add_row(Row::from(rules.collect::<Vec<_>>()));
            let row = layout.columns.iter().map(|&(at, room)| {
                let text = if labelled == Some(at) {
                    label.as_str()
                } else {
                    &cells[at].text
                };
                cell(truncate(text, room).into_owned(), Tone::Strong, at)
            });
            table.add_row(Row::from(row.collect::<Vec<_>>()));
        }
        self.lines_of(&mut table)
    }

    fn widest(&self, at: usize, sum: &Cell) -> usize {
        let widths = self.lines.iter().map(|line| line.cells[at].width(false));
        widths.chain([sum.width(false)]).max().unwrap_or(0)
    }

    /// The headings, broken between words where their columns are narrow; short ones stand above the rule.
    fn header(
        &self,
        layout: &Layout,
        cell: &impl Fn(String, Tone, usize) -> comfy_table::Cell,
    ) -> Row {
        let columns = layout.columns.iter();
        let headings = columns.map(|&(at, room)| (at, wrap(&self.headings[at], room)));
        let headings: Vec<_> = headings.collect();
        let heights = headings.iter().map(|(_, lines)| lines.len());
        let height = heights.max().unwrap_or(0);
        let cells = headings.iter().map(|(at, lines)| {
            let above = "\n".repeat(height - lines.len());
            cell(above + &lines.join("\n"), Tone::Strong, *at)
        });
        Row::from(cells.collect::<Vec<_>>())
    }

    fn lines_of(&self, table: &mut Table) -> String {
        let last = table.column_count().saturating_sub(1);
        for (index, column) in table.column_iter_mut().enumerate() {
            let gap = u16::try_from(GAP).unwrap_or_default();
            column.set_padding((0, if index == last { 0 } else { gap }));
        }
        let mut text = String::new();
        for line in table.lines() {
            let line = line.trim_end();
            if self.look.color && !line.is_empty() && line.chars().all(|c| RULE.contains(c)) {
                text.push_str(&Tone::Faint.paint(line));
            } else {
                text.push_str(line);
            }
            text.push('\n');
        }
        text
    }
}

#[cfg(test)]
mod tests;
