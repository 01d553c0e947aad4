//! Middleware of the role policy, which every command but `completions` and `man` passes through: it authenticates the
//! caller, refuses a command that the caller's department may never run, and only then runs the handler. The department
//! and the activity of an account come from its row, never from the token.

use std::time::Instant as Stopwatch;

use crate::auth::credential;
use crate::commands::Command;
use crate::commands::verb::{Declaration, Node as _};
use crate::context::Context;
use crate::domain::Actor;
use crate::error::{Auth, Error, Result};
use crate::policy::{self, Access, Capability};

/// Runs a command for the caller, if the policy permits it.
///
/// # Errors
///
/// Those of authentication (exit 4), of policy (exit 5), and of the handler.
pub fn run(ctx: &Context, command: Command) -> Result<i64> {
    let started = Stopwatch::now();
    let verb = command.declaration();
    let caller = identify(ctx, verb);
    let actor = match &caller {
        Ok(Some(actor)) => ctx.telemetry.pseudonym(actor.id),
        _ => None,
    };
    let result = caller
        .and_then(|caller| command.run(ctx, caller.as_ref()))
        .map_err(credential::name_source);
    if matches!(result, Err(Error::Back)) {
        // It is run again at once, with one answer less.
        return result;
    }
    tracing::info!(
        operation = verb.path,
        actor = actor.as_deref(),
        duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        exit = result.as_ref().map_or_else(Error::exit_code, |_| 0),
        "command finished"
    );
    result
}

/// Authenticates the caller, unless the command is public, and checks that their department may run it at all.
fn identify(ctx: &Context, verb: &Declaration) -> Result<Option<Actor>> {
    let actor = match verb.access {
        Access::Public => return Ok(None),
        // The only command permitted while the password is one that Management set.
        Access::Requires(Capability::ChangeOwnPassword) => ctx.caller()?,
        Access::SignedIn | Access::Requires(_) => authenticate(ctx)?,
    };
    if let Access::Requires(capability) = verb.access {
        policy::authorize_department(&actor, capability)?;
    }
    ctx.prompter.answers_of(actor.id)?;
    Ok(Some(actor))
}

/// Authenticates the caller, and refuses one who must change their password first.
///
/// # Errors
///
/// `auth.password_change_required` (exit 4), and those of [`Context::caller`].
pub fn authenticate(ctx: &Context) -> Result<Actor> {
    let actor = ctx.caller()?;
    if actor.must_change {
        return Err(Auth::PasswordChangeRequired.into());
    }
    Ok(actor)
}
