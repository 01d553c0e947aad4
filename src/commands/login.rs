//! `epic login`: starts a session.

use clap::Args;
use secrecy::SecretString;

use crate::auth::{credential, password, token};
use crate::commands::collaborator::parse_reference;
use crate::context::Context;
use crate::db::credentials::{self, Credential};
use crate::db::{self, Author, CollaboratorId, audit, sessions};
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
    /// Taken only to be refused, without being repeated: a password on the command line is seen by everybody.
    #[arg(hide = true)]
    surplus: Option<SecretString>,
}

/// Starts a session and keeps it in the session file.
///
/// # Errors
///
/// `auth.invalid_credentials` (exit 4), the same for an unknown login and a wrong password.
pub fn run(ctx: &Context, args: LoginArgs) -> Result<()> {
    ctx.output.check_fields::<Whoami<'_>>()?;
    if args.surplus.is_some() {
        return Err(Error::usage(
            "a password is never an argument: it is asked for, or read with --password-stdin",
        ));
    }
    // Before anything is asked: a person should not type a password in vain.
    let key = ctx.config.secret_key()?;
    let mut form = Form::new(&ctx.prompter);
    // Any text is taken for a login: what cannot be one is wrong like any other.
    let login = form.required_with("LOGIN", "Login", args.login.as_deref(), parse_reference)?;
    let password = form.password(args.password_stdin)?;
    let (Some(login), Some(password)) = (login, password) else {
        return Err(form.error());
    };

    let proven = prove(ctx, &login, &password)?;

    let now = ctx.now();
    let expires_at = now.plus(ctx.config.session_ttl);
    let issued = token::issue(&key, proven.id, now, expires_at)?;
    let mut conn = ctx.database.connection()?;
    let session = db::write(&mut conn, Author::Administrator, |conn| {
        // The proof took its time: a password that was replaced, or an account that was closed, meanwhile starts
        // nothing.
        if credentials::find_by_login(conn, &login)? != Some((proven.id, proven.stored.clone())) {
            return Err(Auth::InvalidCredentials.into());
        }
        if let Some(renewed) = &proven.renewed {
            credentials::update(conn, proven.id, renewed, now)?;
        }
        let session = sessions::insert(conn, proven.id, &issued.jti_hash, expires_at, now)?;
        let author = Author::Actor {
            session,
            collaborator: proven.id,
            credential: "session",
        };
        if proven.renewed.is_some() {
            audit::note(
                conn,
                &author,
                "credential_upgrade",
                "collaborator",
                proven.id.0,
            )?;
        }
        audit::note(conn, &author, "login", "session", session.0)?;
        sessions::find(conn, &issued.jti_hash)?
            .ok_or_else(|| Error::internal("session", "the new session is not there"))
    })?;

    if let Err(error) = credential::save(&ctx.config.paths.session, &issued.token) {
        // A session whose token nobody has would live on.
        db::write(&mut conn, Author::Administrator, |conn| {
            Ok(sessions::revoke(conn, session.id, ctx.now())?)
        })?;
        return Err(error);
    }
    ctx.output.record(&Whoami(&Actor::from(session)))
}

/// An account whose password was given.
struct Proven {
    id: CollaboratorId,
    /// How it was proven.
    stored: Credential,
    /// The proof with today's parameters, where the stored one has others.
    renewed: Option<Credential>,
}

/// Finds the account whose password this is.
fn prove(ctx: &Context, login: &str, password: &SecretString) -> Result<Proven> {
    let mut conn = ctx.database.connection()?;
    let Some((id, stored)) = credentials::find_by_login(&mut conn, login)? else {
        password::verify_nobody(password)?;
        return Err(Auth::InvalidCredentials.into());
    };
    if !password::verify(password, &stored)? {
        return Err(Auth::InvalidCredentials.into());
    }
    let renewed = if password::is_outdated(&stored) {
        Some(password::new_credential(password)?)
    } else {
        None
    };
    Ok(Proven {
        id,
        stored,
        renewed,
    })
}
