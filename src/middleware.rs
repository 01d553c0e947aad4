//! The role-policy middleware that every command passes through: it finds out who is calling, refuses whoever may
//! not do this at all, and only then lets the handler start. The department and the activity of an account come
//! from its row, never from the token.

use std::time::Instant as Stopwatch;

use crate::auth::{credential, token};
use crate::cli::Command;
use crate::commands;
use crate::context::Context;
use crate::db::AnyConnection;
use crate::db::sessions::{self, SessionRow};
use crate::domain::Instant;
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
    let session = sessions::find(&mut conn, &opened.jti_hash)?.ok_or(Auth::InvalidToken)?;
    if session.collaborator.id != opened.subject {
        return Err(Auth::InvalidToken.into());
    }
    require_live(&session, ctx.now())?;
    Ok(session.into())
}

/// Looks again, inside the transaction that is about to write.
///
/// # Errors
///
/// `auth.*` (exit 4) when the session has ended, or the account has another department, since the first look.
pub fn confirm(conn: &mut AnyConnection, actor: &Actor, now: Instant) -> Result<()> {
    let session = sessions::find_by_id(conn, actor.session)?.ok_or(Auth::Revoked)?;
    require_live(&session, now)?;
    if session.standing.department != actor.department {
        return Err(Auth::Revoked.into());
    }
    Ok(())
}

fn require_live(session: &SessionRow, now: Instant) -> Result<()> {
    if session.revoked_at.is_some() || !session.standing.active {
        return Err(Auth::Revoked.into());
    }
    if session.expires_at <= now {
        return Err(Auth::Expired.into());
    }
    Ok(())
}

impl From<SessionRow> for Actor {
    fn from(session: SessionRow) -> Self {
        let person = session.collaborator;
        Self {
            id: person.id,
            login: person.login,
            name: format!("{} {}", person.first_name, person.last_name),
            department: session.standing.department,
            session: session.id,
            expires_at: session.expires_at,
        }
    }
}
