//! `epic password …`: the caller's password.

pub mod change;

use crate::commands::verb::verbs;

verbs! {
/// Verbs of the caller's password.
    pub enum PasswordCommand {
        Change(change::ChangeArgs),
    }
}
