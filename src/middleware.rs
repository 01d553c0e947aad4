//! Middleware of the role policy, which every command passes through: it authenticates the caller, refuses a command
//! that the caller's department may never run, and only then runs the handler. The department and the activity of an
//! account come from its row, never from the token.

use std::time::Instant as Stopwatch;

use crate::auth::{credential, session};
use crate::cli::Command;
use crate::commands;
use crate::context::Context;
use crate::crypto::jwt;
use crate::domain::Actor;
use crate::error::{Auth, Error, Result};
use crate::policy::{self, Access, Capability};

/// Runs a command for the caller, if the policy permits it.
///
/// # Errors
///
/// Those of authentication (exit 4), of policy (exit 5), and of the handler.
pub fn run(ctx: &Context, path: &str, command: Command) -> Result<()> {
    let started = Stopwatch::now();
    let caller = identify(ctx, path);
    let actor = match &caller {
        Ok(Some(actor)) => ctx.telemetry.pseudonym(actor.id),
        _ => None,
    };
    let result = caller
        .and_then(|caller| commands::dispatch(ctx, command, caller.as_ref()))
        .map_err(credential::name_source);
    if matches!(result, Err(Error::Back)) {
        // It is run again at once, with one answer less.
        return result;
    }
    tracing::info!(
        operation = path,
        actor = actor.as_deref(),
        duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        exit = result.as_ref().map_or_else(Error::exit_code, |()| 0),
        "command finished"
    );
    result
}

/// Authenticates the caller, unless the command is public, and checks that their department may run it at all.
fn identify(ctx: &Context, path: &str) -> Result<Option<Actor>> {
    let access = policy::access(path)?;
    let actor = match access {
        Access::Public => return Ok(None),
        // The only command permitted while the password is one that Management set.
        Access::Requires(Capability::ChangeOwnPassword) => look(ctx)?,
        Access::SignedIn | Access::Requires(_) => authenticate(ctx)?,
    };
    if let Access::Requires(capability) = access {
        policy::authorize_department(&actor, capability)?;
    }
    // A command whose questions one person has answered does not go on as another who has logged in meanwhile.
    match ctx.actor.replace(Some(actor.id)) {
        Some(before) if before != actor.id => Err(Auth::SomebodyElse.into()),
        _ => Ok(Some(actor)),
    }
}

/// Finds out who is calling, who may go on at once.
///
/// # Errors
///
/// `auth.password_change_required` (exit 4), and those of [`look`].
pub fn authenticate(ctx: &Context) -> Result<Actor> {
    let actor = look(ctx)?;
    if actor.must_change {
        return Err(Auth::PasswordChangeRequired.into());
    }
    Ok(actor)
}

/// Finds out who is calling.
///
/// # Errors
///
/// `auth.*` (exit 4) unless the session or token is ours and lives, and its account is active.
pub fn look(ctx: &Context) -> Result<Actor> {
    let required = || Auth::Required {
        first_run: !ctx.config.is_initialised(),
    };
    let text = credential::find(&ctx.config.paths.session)?.ok_or_else(required)?;
    let (secret, subject) = match credential::token_secret(&text) {
        Some(secret) => (secret, None),
        None => {
            let opened = jwt::open(&ctx.config.secret_key()?, &text)?;
            (opened.secret, Some(opened.subject))
        }
    };
    let found = ctx
        .database
        .authenticate(&secret, ctx.now())?
        .ok_or(Auth::InvalidToken)?;
    if subject.is_some_and(|subject| subject != found.collaborator_id) {
        return Err(Auth::InvalidToken.into());
    }
    session::require_live(&found)?;
    Ok(found.into())
}
