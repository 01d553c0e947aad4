//! `epic logout`: ends this session, or all of one's own.

use crate::auth::credential;
use crate::commands::prelude::*;
use crate::db::{self, sessions};
use crate::domain::CredentialKind;
use crate::error::Auth;
use crate::files;

/// Log out
#[derive(Debug, Args)]
pub struct LogoutArgs {
    /// Revoke all your sessions, on every machine
    #[arg(long)]
    everywhere: bool,
}

impl Verb for LogoutArgs {
    const PATH: &str = "logout";
    const HANDLER: Handler<Self> = Handler::Public(run);
    const EXAMPLES: [&str; 2] = ["epic logout", "epic logout --everywhere"];
}

/// Ends the session in the database first and removes the file then, so that a failure can be tried again. A
/// session that is over already is no failure: the file goes.
///
/// # Errors
///
/// `denied.token` (exit 5) for a token, which `epic token revoke` ends; `unavailable` (exit 9); `auth.invalid_token` (exit 4) for a session that this database does not know; `auth.*` for
/// `--everywhere` without a live session.
fn run(ctx: &Context, args: LogoutArgs) -> Result<()> {
    let session_file = &ctx.config.paths.session;
    match ctx.caller() {
        Ok(actor) => {
            // A script that logs out would end its own token for good.
            policy::authorize_department(&actor, Capability::RevokeSession)?;
            let mut conn = ctx.database.connection()?;
            if args.everywhere && ctx.prompter.is_interactive() {
                let own = sessions::list(
                    &mut conn,
                    &actor,
                    CredentialKind::Session,
                    false,
                    Instant::now(),
                )?;
                let sessions = t!("count-sessions", count = own.len());
                ctx.prompter.confirm(t!("prompt-revoke", what = sessions))?;
            }
            let ended = db::write(&mut conn, actor.author(), |conn| {
                let everywhere = args.everywhere;
                Ok(sessions::sign_out(
                    conn,
                    &actor,
                    everywhere,
                    Instant::now(),
                )?)
            })?;
            remove_own(session_file)?;
            ctx.output
                .message(t!("access-logged-out", login = actor.login, count = ended));
            Ok(())
        }
        Err(error @ Error::Auth(_)) if args.everywhere => Err(error),
        // Perhaps the session of another database or key: it may live on there, so that its token is kept.
        Err(error @ Error::Auth(Auth::InvalidToken)) => Err(error),
        Err(Error::Auth(_)) => {
            remove_own(session_file)?;
            ctx.output.message(t!("access-nobody"));
            Ok(())
        }
        Err(error) => Err(error),
    }
}

/// Removes the session file unless the credential came from elsewhere.
fn remove_own(session_file: &std::path::Path) -> Result<()> {
    if credential::is_session_file() {
        files::remove(session_file)?;
    }
    Ok(())
}
