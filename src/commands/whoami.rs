//! `epic whoami`: who is logged in.

use crate::commands::prelude::*;
use crate::record::Whoami;

/// Show your account, how you are logged in, and until when
#[derive(Debug, Args)]
pub struct WhoamiArgs {}

impl Verb for WhoamiArgs {
    const PATH: &str = "whoami";
    const HANDLER: Handler<Self> = Handler::SignedIn(run);
    const EXAMPLES: [&str; 2] = ["epic whoami", "epic whoami --json"];
    const SHOWS: Fields = Whoami::FIELDS;
}

fn run(ctx: &Context, actor: &Actor, _args: WhoamiArgs) -> Result<()> {
    ctx.output.record(&Whoami(actor))
}
