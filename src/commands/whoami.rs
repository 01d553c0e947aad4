//! `epic whoami`: who is logged in.

use crate::context::Context;
use crate::domain::Actor;
use crate::error::Result;
use crate::record::Whoami;

/// Prints who is logged in, with what, and until when.
///
pub fn run(ctx: &Context, actor: &Actor) -> Result<()> {
    ctx.output.record(&Whoami(actor))
}
