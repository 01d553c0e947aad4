//! `epic password …`: what everybody does with the own password.

pub mod change;

use crate::commands::verb::verbs;

verbs! {
    /// The verbs of the own password.
    pub enum PasswordCommand {
        Change(change::ChangeArgs),
    }
}
