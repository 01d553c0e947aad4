//! The role-policy middleware that every command passes through: it finds out who is calling, refuses whoever may
//! not do this at all, and only then lets the handler start. The department and the activity of an account come
//! from its row, never from the token.

use std::time::Instant as Stopwatch;

use crate::auth::{credential, session, token};
use crate::cli::Command;
use crate::commands;
use crate::context::Context;
use crate::db::sessions;
use crate::error::{Auth, Error, Result};
use crate::policy::{self, Access, Actor};

/// Who calls a handler.
pub enum Caller {
    /// A command that is open to everybody.
    Anyone,
    /// Somebody who is logged in and whose department may do this on some record at least.
    Actor(Actor),
}

impl Caller {
    /// The actor, for a handler that needs one.
    ///
    /// # Errors
    ///
    /// `auth.required` (exit 4): a handler that needs an actor cannot be reached without one, even if the table of
    /// commands should call it public.
    pub fn actor(&self) -> Result<&Actor> {
        match self {
            Self::Actor(actor) => Ok(actor),
            Self::Anyone => Err(Auth::Required { first_run: false }.into()),
        }
    }
}

/// Runs a command for whoever is calling, if they may.
///
/// # Errors
///
/// Those of authentication (exit 4), of policy (exit 5), and of the handler.
pub fn run(ctx: &Context, path: &str, command: Command) -> Result<()> {
    let started = Stopwatch::now();
    let caller = identify(ctx, path);
    let actor = match &caller {
        Ok(Caller::Actor(actor)) => ctx.telemetry.pseudonym(actor.id),
        _ => None,
    };
    let result = caller.and_then(|caller| commands::dispatch(ctx, command, &caller));
    tracing::info!(
        operation = path,
        actor = actor.as_deref(),
        duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        exit = result.as_ref().map_or_else(Error::exit_code, |()| 0),
        "command finished"
    );
    result
}

fn identify(ctx: &Context, path: &str) -> Result<Caller> {
    match policy::access(path)? {
        Access::Public => Ok(Caller::Anyone),
        Access::SignedIn => Ok(Caller::Actor(authenticate(ctx)?)),
        Access::Requires(capability) => {
            let actor = authenticate(ctx)?;
            policy::authorize_department(&actor, capability)?;
            Ok(Caller::Actor(actor))
        }
    }
}

/// Finds out who is calling.
///
/// # Errors
///
/// `auth.*` (exit 4) unless the token is ours, its session lives, and its account is active.
pub fn authenticate(ctx: &Context) -> Result<Actor> {
    let required = || Auth::Required {
        first_run: !ctx.config.is_initialised(),
    };
    let token = credential::find(&ctx.config.paths.session)?.ok_or_else(required)?;
    let opened = token::open(&ctx.config.secret_key()?, &token)?;
    let mut conn = ctx.database.connection()?;
    let found = sessions::find(&mut conn, &opened.jti_hash)?.ok_or(Auth::InvalidToken)?;
    if found.collaborator.id != opened.subject {
        return Err(Auth::InvalidToken.into());
    }
    session::require_live(&found, ctx.now())?;
    Ok(found.into())
}
