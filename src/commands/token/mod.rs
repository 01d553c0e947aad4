//! `epic token …`: long-lived credentials for scripts.

mod create;
mod list;
mod revoke;

use crate::commands::verb::verbs;

verbs! {
    pub enum TokenCommand {
        Create(create::CreateArgs),
        List(list::TokenListArgs),
        Revoke(revoke::RevokeArgs),
    }
}
