//! A list on its way out. A closed pipe is an error, which ends the run with exit 0.

use std::io::{BufWriter, Write};

use super::row::RowWriter;
use super::table::{TableWriter, terminal_width};
use super::truncate::wrap;
use super::{message, stdout_failed};
use crate::error::Result;
use crate::lang::Text;
use crate::record::Record;
use crate::t;

pub struct List {
    pub(super) out: BufWriter<Box<dyn Write>>,
    pub(super) rows: Rows,
    pub(super) count: i64,
    pub(super) terminal: bool,
    /// Stream for the report of the columns that a table leaves out.
    pub(super) stderr: Option<Box<dyn Write>>,
}

pub enum Rows {
    /// All of them at the end.
    Table(Box<TableWriter>),
    /// As they come.
    Streamed(RowWriter),
}

impl List {
    /// Prints one more record; a table keeps it until the end, to align its columns.
    pub fn push<R: Record>(&mut self, record: &R) -> Result<()> {
        self.count += 1;
        match &mut self.rows {
            Rows::Table(table) => {
                table.push(record);
                Ok(())
            }
            Rows::Streamed(writer) => writer.row(&mut self.out, record).map_err(stdout_failed),
        }
    }

    /// Returns the number of records printed so far.
    pub const fn count(&self) -> i64 {
        self.count
    }

    /// Prints what is left.
    pub fn finish(self) -> Result<()> {
        self.finish_with(None)
    }

    /// Prints what is left, with the sums of amounts below a table; `sums` says what they are of.
    pub fn finish_with(mut self, sums: Option<Text>) -> Result<()> {
        let mut left_out = Vec::new();
        let written = match self.rows {
            Rows::Table(_) if self.count == 0 => Ok(()),
            Rows::Table(table) => {
                let room = self.terminal.then(terminal_width).flatten();
                let rendered = table.render(room, sums);
                left_out = rendered.left_out;
                self.out.write_all(rendered.text.as_bytes())
            }
            Rows::Streamed(mut writer) => writer.end(&mut self.out),
        };
        written
            .and_then(|()| self.out.flush())
            .map_err(stdout_failed)?;
        if let Some(stderr) = &mut self.stderr
            && !left_out.is_empty()
        {
            let columns = left_out.join(", ");
            let count = left_out.len();
            let note = t!("output-left-out", count = count, columns = columns);
            let room = terminal_width().unwrap_or(usize::MAX);
            let note = message::line(&wrap(note.as_str(), room).join("\n"), true);
            // A closed standard error has no reader.
            let _ = stderr.write_all(note.as_bytes());
        }
        Ok(())
    }
}
