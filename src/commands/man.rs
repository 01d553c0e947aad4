//! `epic man`: manual pages, one for each command, in the language of the run.

use std::path::PathBuf;

use crate::commands::prelude::*;

/// Write manual pages, one for each command
#[derive(Debug, Args)]
pub struct ManArgs {
    /// The directory to write to; created if needed
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub out: PathBuf,
}

impl Verb for ManArgs {
    const PATH: &str = "man";
    const HANDLER: Handler<Self> = Handler::Program;
    const EXAMPLES: [&str; 2] = ["epic man --out man1", "epic man --out man1 --lang fr"];
}
