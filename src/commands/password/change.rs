//! `epic password change`: replaces the own password and ends all own sessions (rule 6).

use clap::Args;

use crate::auth::{credential, password};
use crate::commands::collaborator::password_context;
use crate::context::Context;
use crate::db::{audit, collaborators, credentials, sessions};
use crate::domain::check_strength;
use crate::error::{Auth, Error, Noun, Result};
use crate::files;
use crate::policy::Actor;
use crate::prompt::{Form, secrets_from_stdin};
use crate::telemetry::Notice;

/// Change the own password; ends all own sessions
#[derive(Debug, Args)]
pub struct ChangeArgs {
    /// Read the current and the new password from standard input, one a line
    #[arg(long)]
    password_stdin: bool,
}

/// Replaces the own password.
///
/// # Errors
///
/// `auth.invalid_credentials` (exit 4) for a wrong current password, `usage` (exit 2) for a weak new one.
pub fn run(ctx: &Context, actor: &Actor, args: &ChangeArgs) -> Result<()> {
    let mut conn = ctx.database.connection()?;
    let me = collaborators::find(&mut conn, actor.id)?
        .ok_or_else(|| Error::not_found(Noun::Collaborator, actor.id))?;
    let stored = credentials::find(&mut conn, actor.id)?
        .ok_or_else(|| Error::internal("credential", "an account without a password"))?;

    let context = password_context(&me.login, &me.first_name, &me.last_name, &me.email);
    let check = |text: &str| check_strength(text, &context);
    let mut form = Form::new(&ctx.prompter);
    let (current, new) = if args.password_stdin {
        let [current, new] = secrets_from_stdin()?;
        (Some(current), form.checked_password(new, check))
    } else {
        let current = if ctx.prompter.is_interactive() {
            Some(ctx.prompter.secret("Current password")?)
        } else {
            None
        };
        (current, form.new_password(false, check)?)
    };
    let (Some(current), Some(new)) = (current, new) else {
        return Err(form.error());
    };
    if !password::verify(&current, &stored)? {
        return Err(Auth::InvalidCredentials.into());
    }
    if password::verify(&new, &stored)? {
        return Err(Error::usage("the new password is the current one"));
    }
    let credential = password::new_credential(&new)?;

    let now = ctx.now();
    ctx.write(actor, &mut conn, |conn| {
        if credentials::find(conn, actor.id)?.as_ref() != Some(&stored) {
            return Err(Error::stale(Noun::Collaborator, actor.id));
        }
        credentials::update(conn, actor.id, &credential, now)?;
        sessions::revoke_all(conn, actor.id, now)?;
        audit::note(
            conn,
            &actor.author(),
            "password_change",
            "collaborator",
            actor.id.0,
        )?;
        Ok(())
    })?;

    if credential::is_session_file()
        && let Err(error) = files::remove(&ctx.config.paths.session)
    {
        ctx.output.warning(error.to_string());
    }
    ctx.telemetry.notice(
        Notice::CollaboratorChanged,
        Some(actor.id),
        ("collaborator", actor.id.0),
    );
    ctx.output.message(format!(
        "The password is changed, and all sessions of {} are ended. Next: epic login {}",
        actor.login, actor.login
    ));
    Ok(())
}
