//! Output options of a run: the format, the fields, the colours.

use crate::config::Format;
use crate::terminal;

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
    /// Tests for colours on a stream (no-color.org, bixense.com/clicolors).
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

#[derive(Debug, Clone, Default)]
pub struct Options {
    pub format: Option<Format>,
    pub fields: Option<Vec<String>>,
    pub color: Color,
    /// No messages but errors.
    pub quiet: bool,
}
