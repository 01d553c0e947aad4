//! `epic whoami`: who is logged in.

use crate::commands::prelude::*;
use crate::record::Whoami;

pub fn run(ctx: &Context, actor: &Actor) -> Result<()> {
    ctx.output.record(&Whoami(actor))
}
