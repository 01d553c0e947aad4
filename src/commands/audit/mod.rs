//! `epic audit …`: what happened, for Management.

mod anchor;
mod list;
mod verify;

use crate::commands::prelude::*;

/// The verbs of the audit log.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    List(list::AuditListArgs),
    Verify(verify::VerifyArgs),
    /// Print the last entry of the log, to keep out of reach of the users of this database
    Anchor,
}

impl AuditCommand {
    pub(super) fn run(self, ctx: &Context, actor: &Actor) -> Result<()> {
        match self {
            Self::List(args) => list::run(ctx, actor, args),
            Self::Verify(args) => verify::run(ctx, actor, &args),
            Self::Anchor => anchor::run(ctx, actor),
        }
    }
}
