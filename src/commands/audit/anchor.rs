//! `epic audit anchor`: the end of the chain. Whoever keeps it elsewhere can show later that no entry up to it was
//! changed or removed, by `epic audit verify --anchor`.

use crate::commands::prelude::*;
use crate::db::audit;
use crate::record::Anchor;

/// Print the end of the chain, to be kept where nobody of this database can reach it
#[derive(Debug, Args)]
pub struct AnchorArgs {}

impl Verb for AnchorArgs {
    const PATH: &str = "audit anchor";
    const HANDLER: Handler<Self> = Handler::Requires(Capability::ReadAudit, run);
    const EXAMPLES: [&str; 2] = [
        "epic audit anchor",
        "epic audit anchor --json > anchor.json",
    ];
    type Shows = Anchor;
}

/// Fails with `unavailable` (exit 9).
fn run(ctx: &Context, _actor: &Actor, _args: AnchorArgs) -> Result<()> {
    let mut conn = ctx.database.connection()?;
    audit::catch_up(&mut conn)?;
    let end = audit::head(&mut conn)?;

    ctx.output.record(&Anchor {
        end,
        anchored_at: ctx.now(),
    })
}
