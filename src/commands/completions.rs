//! `epic completions`: the script that makes a shell ask this program what can stand at the cursor.

use crate::commands::prelude::*;

/// The shells that can ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Shell {
    Bash,
    Zsh,
    Fish,
    Powershell,
    Elvish,
}

/// Print the completion script of your shell: bash, zsh, fish, powershell or elvish
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// Shell: bash, zsh, fish, powershell or elvish
    #[arg(value_enum, hide_possible_values = true, add = complete::words(&["bash", "zsh", "fish", "powershell", "elvish"]))]
    pub shell: Shell,
}

impl Verb for CompletionsArgs {
    const PATH: &str = "completions";
    const HANDLER: Handler<Self> = Handler::Program;
    const EXAMPLES: [&str; 2] = [
        "source <(epic completions bash)",
        "epic completions zsh > _epic",
    ];
}
