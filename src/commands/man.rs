//! `epic man`: manual pages, one for each command, in the language of the run.

use std::path::PathBuf;

use crate::commands::prelude::*;
use crate::help::man;
use crate::output;

/// Write manual pages, one for each command
#[derive(Debug, Args)]
pub struct ManArgs {
    /// The directory to write to; created if needed
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    out: PathBuf,
}

impl ManArgs {
    /// Fails with `usage` (exit 2) for a file, `config.unwritable_file` (exit 10).
    pub fn run(&self, quiet: bool) -> Result<()> {
        if self.out.exists() && !self.out.is_dir() {
            let path = self.out.display().to_string();
            return Err(Error::usage(t!("usage-man-file", path = path)));
        }
        let count = man::write(&self.out)?;
        if quiet {
            return Ok(());
        }
        let directory = self.out.display().to_string();
        output::print_note(&t!(
            "help-written-pages",
            count = count,
            directory = directory
        ));
        Ok(())
    }
}
