//! Users of the menu: signing up, signing in, and signing in again when the session has expired half-way.

use std::ffi::OsString;

use crate::auth::credential;
use crate::commands::login;
use crate::commands::prelude::*;
use crate::commands::shared::resolve::parse_reference;
use crate::db::credentials;
use crate::error::Auth;
use crate::prompt::Choice;

/// Returns the current user, who logs in if necessary; `None` if they quit. `known` is the previous login.
///
/// # Errors
///
/// Those that no other password would fix; `interrupted` (exit 130).
pub(super) fn enter(ctx: &Context, known: &mut Option<String>) -> Result<Option<Actor>> {
    loop {
        let actor = match ctx.caller() {
            Ok(actor) if !actor.must_change => Some(actor),
            Ok(actor) => sign_in(ctx, Some(&actor.login))?,
            Err(Error::Auth(auth))
                if credential::is_session_file()
                    && !matches!(auth, Auth::Required { first_run: true }) =>
            {
                if !matches!(auth, Auth::Required { .. }) {
                    ctx.output.error(&auth.into());
                } else if !credentials::exist(&mut *ctx.database.connection()?)? {
                    match sign_up(ctx)? {
                        Some(login) => *known = Some(login),
                        None => return Ok(None),
                    }
                    continue;
                }
                sign_in(ctx, known.as_deref())?
            }
            Err(error) => return Err(error),
        };
        let Some(actor) = actor else {
            return Ok(None);
        };
        known.replace(actor.login.clone());
        // A user who could not be asked for a new password is asked by the command.
        if !actor.must_change {
            return Ok(Some(actor));
        }
    }
}

/// Retries after a new login when the session has expired half-way.
///
/// # Errors
///
/// Those of `run` but for those of the session; those of signing in.
pub(super) fn insist(
    ctx: &Context,
    actor: &Actor,
    mut run: impl FnMut() -> Result<()>,
) -> Result<()> {
    loop {
        match run() {
            Err(error @ Error::Auth(_))
                if credential::is_session_file()
                    && !matches!(error, Error::Auth(Auth::OtherAccount)) =>
            {
                ctx.output.error(&error);
                if sign_in(ctx, Some(&actor.login))?.is_none() {
                    return Err(Error::Back);
                }
            }
            result => return result,
        }
    }
}

/// Asks for login and password until they are right; `None` if the user quits.
fn sign_in(ctx: &Context, login: Option<&str>) -> Result<Option<Actor>> {
    let mut last = String::new();
    loop {
        let tried = ctx.prompter.apart(|| {
            ctx.prompter.walk(|| {
                let login = match login {
                    Some(login) => login.to_owned(),
                    None => {
                        ctx.prompter
                            .ask("LOGIN", &t!("prompt-login"), &last, parse_reference)?
                    }
                };
                last.clone_from(&login);
                let label = t!("menu-password-of", login = login);
                let password = ctx.prompter.secret(&label)?;
                login::begin(ctx, &login, &password)
            })
        });
        match tried {
            Ok(actor) => return Ok(Some(actor)),
            Err(Error::Back) => {
                if super::wants_to_quit(ctx)? {
                    return Ok(None);
                }
            }
            Err(error @ Error::Auth(_)) => ctx.output.error(&error),
            Err(error) => return Err(error),
        }
    }
}

/// Offers the first account where there is none. Returns its login; `None` if the user quits.
fn sign_up(ctx: &Context) -> Result<Option<String>> {
    let offers = [
        Choice::new("signup", t!("menu-sign-up")),
        Choice::new("quit", t!("menu-quit")),
    ];
    loop {
        ctx.output.message(t!("menu-nobody-yet"));
        let label = t!("menu-choose");
        let chosen = ctx
            .prompter
            .apart(|| ctx.prompter.choose("", &label, Source::Fixed(&offers)));
        match chosen {
            Ok(chosen) if chosen == "signup" => {}
            Ok(_) => return Ok(None),
            Err(Error::Back) if super::wants_to_quit(ctx)? => return Ok(None),
            Err(Error::Back) => continue,
            Err(error) => return Err(error),
        }
        let signed_up = ctx.prompter.apart(|| {
            ctx.prompter.walk(|| {
                let line = ["epic", "signup"].map(OsString::from);
                (ctx.runner)(ctx, &line)
            })?;
            super::tell_command(ctx, &["signup"]);
            Ok(ctx.prompter.answer("--login"))
        });
        match signed_up {
            Ok(login) => return Ok(login),
            Err(Error::Back) => {}
            Err(error) => super::survive(ctx, error)?,
        }
    }
}
