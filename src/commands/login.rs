//! `epic login`: starts a session.

use clap::Args;
use secrecy::SecretString;

use crate::auth::{credential, password, token};
use crate::context::Context;
use crate::db::{self, CollaboratorId, credentials, sessions};
use crate::domain::Invalid;
use crate::error::{Auth, Error, Result};
use crate::policy::Actor;
use crate::prompt::Form;
use crate::record::Whoami;

/// Log in; prints who, and until when
#[derive(Debug, Args)]
pub struct LoginArgs {
    /// The login of the account
    login: Option<String>,
    /// Read the password from standard input
    #[arg(long)]
    password_stdin: bool,
}

/// Starts a session and keeps it in the session file.
///
/// # Errors
///
/// `auth.invalid_credentials` (exit 4), the same for an unknown login and a wrong password.
pub fn run(ctx: &Context, args: LoginArgs) -> Result<()> {
    let mut form = Form::new(&ctx.prompter);
    // Any text is taken for a login: what cannot be one is wrong like any other.
    let login = form.required_with("LOGIN", "Login", args.login.as_deref(), |text| {
        Ok::<_, Invalid>(text.trim().to_owned())
    })?;
    let password = form.password(args.password_stdin)?;
    let (Some(login), Some(password)) = (login, password) else {
        return Err(form.error());
    };
    ctx.output.check_fields::<Whoami<'_>>()?;
    let key = ctx.config.secret_key()?;

    let id = prove(ctx, &login, &password)?;

    let now = ctx.now();
    let expires_at = now.plus(ctx.config.session_ttl);
    let issued = token::issue(&key, id, now, expires_at)?;
    let mut conn = ctx.database.connection()?;
    let session = db::write(&mut conn, |conn| {
        sessions::insert(conn, id, &issued.jti_hash, expires_at, now)?;
        sessions::find(conn, &issued.jti_hash)?
            .ok_or_else(|| Error::internal("session", "the new session is not there"))
    })?;

    credential::save(&ctx.config.paths.session, &issued.token)?;
    ctx.output.record(&Whoami(&Actor::from(session)))
}

/// The account whose password this is. Brings the stored proof up to today's parameters on the way.
fn prove(ctx: &Context, login: &str, password: &SecretString) -> Result<CollaboratorId> {
    let mut conn = ctx.database.connection()?;
    let Some((id, stored)) = credentials::find_by_login(&mut conn, login)? else {
        password::verify_nobody(password)?;
        return Err(Auth::InvalidCredentials.into());
    };
    if !password::verify(password, &stored)? {
        return Err(Auth::InvalidCredentials.into());
    }
    if password::is_outdated(&stored) {
        let renewed = password::new_credential(password)?;
        db::write(&mut conn, |conn| {
            // Unless the password was changed meanwhile.
            if credentials::find(conn, id)?.as_ref() == Some(&stored) {
                credentials::update(conn, id, &renewed, ctx.now())?;
            }
            Ok(())
        })?;
    }
    Ok(id)
}
