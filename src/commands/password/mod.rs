//! `epic password …`: the caller's password.

pub mod change;

use crate::commands::verb::verbs;

verbs! {
    pub enum PasswordCommand {
        Change(change::ChangeArgs),
    }
}
