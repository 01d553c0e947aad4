//! `epic audit …`: what happened, for Management.

mod anchor;
mod list;
mod verify;

use crate::commands::verb::verbs;

verbs! {
    /// The verbs of the audit log.
    pub enum AuditCommand {
        List(list::AuditListArgs),
        Verify(verify::VerifyArgs),
        Anchor(anchor::AnchorArgs),
    }
}
