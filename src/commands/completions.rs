//! `epic completions`: the script that makes a shell ask this program what can stand at the cursor.

use clap::Args;

use crate::error::Result;
use crate::help::complete::{self, Shell};
use crate::output;

/// Print the completion script of your shell: bash, zsh, fish, powershell or elvish
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// bash, zsh, fish, powershell or elvish
    #[arg(value_enum, hide_possible_values = true)]
    shell: Shell,
}

impl CompletionsArgs {
    pub fn run(&self) -> Result<()> {
        output::print_text(&complete::script(self.shell))
    }
}
