//! `epic audit anchor`: the end of the chain. A copy kept elsewhere shows later, by `epic audit verify --anchor`, that
//! no entry up to it was changed or removed.

use crate::commands::prelude::*;
use crate::db::audit;
use crate::record::Anchor;

/// Print the number and hash of the last entry, to store outside the database
#[derive(Debug, Args)]
pub struct AnchorArgs {}

impl Verb for AnchorArgs {
    const PATH: &str = "audit anchor";
    const HANDLER: Handler<Self> = Handler::Requires(Capability::ReadAudit, run);
    const EXAMPLES: [&str; 2] = [
        "epic audit anchor",
        "epic audit anchor --json > anchor.json",
    ];
    const SHOWS: Fields = Anchor::FIELDS;
}

/// # Errors
///
/// `unavailable` (exit 9).
fn run(ctx: &Context, _actor: &Actor, _args: AnchorArgs) -> Result<()> {
    let mut conn = ctx.database.connection()?;
    audit::catch_up(&mut conn)?;
    let end = audit::head(&mut conn)?;

    ctx.output.record(&Anchor {
        end,
        anchored_at: Instant::now(),
    })
}
