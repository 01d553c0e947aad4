//! `epic db …`: the administrator's side. These commands need the database owner's credentials, not a session.

mod migrate;

use clap::Subcommand;

use crate::context::Context;
use crate::error::Result;

/// The verbs of the administrator.
#[derive(Debug, Subcommand)]
pub enum DbCommand {
    /// Bring the schema up to this program; needs the database owner's URL
    Migrate,
}

impl DbCommand {
    pub(super) fn run(self, ctx: &Context) -> Result<()> {
        match self {
            Self::Migrate => migrate::run(ctx),
        }
    }
}
