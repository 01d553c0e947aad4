//! Output formats.

use std::str::FromStr;

use crate::domain::Invalid;
use crate::t;

/// A format of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Aligned columns for people.
    Table,
    /// Values separated by tabs, no header.
    Tsv,
    /// Comma-separated values with a header.
    Csv,
    /// One JSON document.
    Json,
    /// One JSON object a line.
    Jsonl,
    /// One id a line.
    Ids,
}

impl Format {
    /// Tests for a format in which errors are JSON too.
    pub const fn is_json(self) -> bool {
        matches!(self, Self::Json | Self::Jsonl)
    }
}

impl FromStr for Format {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        <Self as clap::ValueEnum>::from_str(text, true)
            .map_err(|_| Invalid::new(t!("output-invalid-format")))
    }
}
