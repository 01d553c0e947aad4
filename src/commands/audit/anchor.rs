//! `epic audit anchor`: the end of the chain. A copy kept elsewhere shows later, by `epic audit verify --anchor`, that
//! no entry up to it was changed or removed.

use crate::commands::prelude::*;
use crate::db::audit;
use crate::record::Anchor;

/// Fails with `unavailable` (exit 9).
pub fn run(ctx: &Context, _actor: &Actor) -> Result<()> {
    ctx.output.check_fields::<Anchor>()?;
    let mut conn = ctx.database.connection()?;
    audit::catch_up(&mut conn)?;
    let end = audit::head(&mut conn)?;

    ctx.output.record(&Anchor {
        end,
        anchored_at: ctx.now(),
    })
}
