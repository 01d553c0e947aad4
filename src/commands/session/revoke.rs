//! `epic session revoke`: ends logins, on whatever machine, from the next command on.

use super::end;
use crate::commands::prelude::*;
use crate::commands::shared::ids::required_ids;
use crate::commands::shared::pickers;
use crate::domain::{CredentialKind, Noun, SessionId};
use crate::record::Session;

/// Revoke sessions (all or none); Management can revoke anyone's
#[derive(Debug, Args)]
pub struct RevokeArgs {
    /// Ids of the sessions
    #[arg(value_name = "ID")]
    ids: Vec<String>,
}

impl Verb for RevokeArgs {
    const PATH: &str = "session revoke";
    const HANDLER: Handler<Self> = Handler::Requires(Capability::RevokeSession, run);
    const EXAMPLES: [&str; 2] = ["epic session revoke 4", "epic session revoke 2 3"];
    const SHOWS: Fields = Session::FIELDS;
}

/// # Errors
///
/// `not_found.session` (exit 3) for one that is over or another account's.
fn run(ctx: &Context, actor: &Actor, args: RevokeArgs) -> Result<()> {
    let mut form = Form::new(&ctx.prompter);
    let look = &mut pickers::credentials(ctx, actor, CredentialKind::Session);
    let ids = required_ids::<SessionId>(&mut form, "ID", t!("prompt-session"), &args.ids, look)?;
    let ids = ids.ok_or_else(|| form.error())?;
    if form.is_asked() {
        let sessions = t!("count-sessions", count = ids.len());
        ctx.prompter.confirm(t!("prompt-revoke", what = sessions))?;
    }
    end(ctx, actor, CredentialKind::Session, Session, |seen| {
        for id in &ids {
            if !seen.iter().any(|row| row.id == *id) {
                return Err(Error::not_found(Noun::Session, id));
            }
        }
        Ok(ids.clone())
    })
}
