//! Middleware of the role policy, which every command but `completions` and `man` passes through: it authenticates the
//! caller, refuses a command that the caller's department may never run, and only then runs the handler. The department
//! and the activity of an account come from its row, never from the token.

use std::time::Instant as Stopwatch;

use crate::auth::credential;
use crate::commands::Command;
use crate::commands::verb::{Declaration, Node as _};
use crate::context::Context;
use crate::db::{self, audit};
use crate::domain::{Actor, Instant};
use crate::error::{Auth, Denied, Error, Result};
use crate::policy::{self, Access, Capability};

/// Runs a command for the caller, if the policy permits it.
///
/// # Errors
///
/// Those of authentication (exit 4), of policy (exit 5), and of the handler.
pub fn run(ctx: &Context, command: Command) -> Result<i64> {
    let started = Stopwatch::now();
    let verb = command.declaration();
    let (caller, result) = match identify(ctx, verb) {
        Ok(caller) => {
            let result = permit(ctx, verb, caller.as_ref())
                .and_then(|()| command.run(ctx, caller.as_ref()))
                .map_err(credential::name_source);
            (caller, result)
        }
        Err(error) => (None, Err(credential::name_source(error))),
    };
    let actor = caller
        .as_ref()
        .and_then(|it| ctx.telemetry.pseudonym(it.id));
    if let (Some(caller), Err(Error::Denied(denied))) = (&caller, &result) {
        keep_refusal(ctx, verb, caller, denied);
    }
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

/// Authenticates the caller, unless the command is public.
fn identify(ctx: &Context, verb: &Declaration) -> Result<Option<Actor>> {
    match verb.access {
        Access::Public => Ok(None),
        // The only command permitted while the password is one that Management set.
        Access::Requires(Capability::ChangeOwnPassword) => ctx.caller().map(Some),
        Access::SignedIn | Access::Requires(_) => authenticate(ctx).map(Some),
    }
}

/// Refuses a caller whose department may not run the command at all.
fn permit(ctx: &Context, verb: &Declaration, caller: Option<&Actor>) -> Result<()> {
    let Some(actor) = caller else { return Ok(()) };
    if let Access::Requires(capability) = verb.access {
        policy::authorize_department(actor, capability)?;
    }
    ctx.prompter.answers_of(actor.id)
}

/// Keeps a refusal in the audit log, in a transaction of its own. Without it the command is refused all the same.
fn keep_refusal(ctx: &Context, verb: &Declaration, caller: &Actor, denied: &Denied) {
    let (capability, record) = match denied {
        Denied::Ownership {
            capability,
            noun,
            id,
        } => (*capability, Some((*noun, *id))),
        Denied::Department { capability, .. }
        | Denied::Token { capability }
        | Denied::ReadOnly { capability } => (*capability, None),
        Denied::Database => match verb.access {
            Access::Requires(capability) => (capability, None),
            Access::Public | Access::SignedIn => return,
        },
    };
    let kept = ctx.database.connection().and_then(|mut conn| {
        db::write_at_once(&mut conn, caller.author(), |conn| {
            let now = Instant::now();
            Ok(audit::denied(conn, caller, capability, record, now)?)
        })
    });
    if let Err(error) = kept {
        tracing::warn!(code = %error.code(), "refusal not kept");
    }
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
