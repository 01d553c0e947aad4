//! How a run prints: the format, the fields, the colours.

use std::str::FromStr;

use crate::domain::Invalid;
use crate::t;
use crate::terminal;

/// How results are written.
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
    /// Whether errors are JSON too.
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

/// When colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Color {
    /// At a terminal, unless `NO_COLOR` is set; `CLICOLOR_FORCE` decides elsewhere.
    #[default]
    Auto,
    /// Everywhere.
    Always,
    /// Nowhere.
    Never,
}

impl Color {
    /// Whether a stream is coloured (no-color.org, bixense.com/clicolors).
    pub(super) fn applies(self, terminal: bool) -> bool {
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto if set("NO_COLOR") || terminal::asked_to_be_accessible() => false,
            Self::Auto if set("CLICOLOR_FORCE") => {
                std::env::var_os("CLICOLOR_FORCE").is_some_and(|value| value != "0")
            }
            Self::Auto => terminal && !terminal::accessible(),
        }
    }
}

/// How this run prints.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The format that was asked for.
    pub format: Option<Format>,
    /// The fields that were asked for.
    pub fields: Option<Vec<String>>,
    /// When colours are used.
    pub color: Color,
    /// No messages but errors.
    pub quiet: bool,
}
