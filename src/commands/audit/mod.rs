//! `epic audit …`: what happened, for Management.

mod anchor;
mod list;
mod verify;

use crate::commands::verb::verbs;

verbs! {
    pub enum AuditCommand {
        List(list::AuditListArgs),
        Verify(verify::VerifyArgs),
        Anchor(anchor::AnchorArgs),
    }
}
