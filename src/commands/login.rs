//! `epic login`: starts a session.

use secrecy::SecretString;

use crate::auth::credential;
use crate::auth::sign_in::{Begun, sign_in};
use crate::commands::password::change;
use crate::commands::prelude::*;
use crate::commands::shared::resolve::parse_reference;
use crate::crypto::jwt;
use crate::db::{self, AnyConnection, sessions};
use crate::domain::{Author, format};
use crate::record::Whoami;

/// Log in, and print the account and when the session expires
#[derive(Debug, Args)]
pub struct LoginArgs {
    /// The login of the account
    login: Option<String>,
    /// Read the password from standard input
    #[arg(long)]
    password_stdin: bool,
    /// Accepted only to be refused, without being repeated: other users see a password on the command line.
    #[arg(hide = true)]
    surplus: Option<SecretString>,
}

impl Verb for LoginArgs {
    const PATH: &str = "login";
    const HANDLER: Handler<Self> = Handler::Public(run);
    const EXAMPLES: [&str; 2] = [
        "epic login CBrunel --password-stdin < password.txt",
        "epic login CBrunel --password-stdin --json < password.txt",
    ];
    const SHOWS: Fields = Whoami::FIELDS;
}

/// Starts a session and keeps it in the session file.
///
/// # Errors
///
/// `auth.invalid_credentials` (exit 4), the same for an unknown login and a wrong password; `auth.throttled` and
/// `auth.locked` (exit 4) after too many of them.
fn run(ctx: &Context, args: LoginArgs) -> Result<()> {
    if args.surplus.is_some() {
        return Err(Error::usage(t!("command-password-argument")));
    }
    // Before anything is asked: a person should not type a password in vain.
    ctx.config.secret_key()?;
    let mut form = Form::new(&ctx.prompter);
    // Any text is taken for a login: what cannot be one is wrong like any other.
    let given = args.login.as_deref();
    let login = form.required_with("LOGIN", t!("prompt-login"), given, parse_reference)?;
    let password = form.password(args.password_stdin)?;
    let (Some(login), Some(password)) = (login, password) else {
        return Err(form.error());
    };

    let actor = begin(ctx, &login, &password)?;
    ctx.output.record(&Whoami(&actor))?;
    if actor.must_change {
        ctx.output.warning(t!("command-password-given"));
    }
    Ok(())
}

/// Verifies the password, and keeps the new session in the session file. A password set by Management has to be
/// replaced first, if there is a terminal.
///
/// # Errors
///
/// `auth.*` (exit 4), as the command.
pub fn begin(ctx: &Context, login: &str, password: &SecretString) -> Result<Actor> {
    let key = ctx.config.secret_key()?;
    let mut conn = ctx.database.connection()?;
    let mut begun = sign_in(&mut conn, login, password, ctx.config.session_ttl)?;
    let (last_login_at, failures) = (begun.session.last_login_at, begun.session.failures);
    if begun.session.must_change && ctx.prompter.is_interactive() {
        begun = choose_password(ctx, &mut conn, login, password, begun)?;
    }
    drop(conn);

    let (secret, end) = (&begun.secret, begun.session.expires_at);
    let token = jwt::sign(
        &key,
        begun.session.collaborator,
        secret,
        Instant::now(),
        end,
    )?;
    let found = ctx
        .database
        .authenticate(&begun.secret, Instant::now())?
        .ok_or_else(|| Error::internal("session", "the new session is not there"))?;
    let mut conn = ctx.database.connection()?;
    let actor = Actor::from(found);
    let replaced = credential::saved(&ctx.config.paths.session);
    if let Err(error) = credential::save(&ctx.config.paths.session, &token) {
        // A session whose token is lost would stay valid.
        db::write(&mut conn, actor.author(), |conn| {
            Ok(sessions::sign_out(conn, &actor, false, Instant::now())?)
        })?;
        return Err(error);
    }
    if let Some(replaced) = replaced.and_then(|text| jwt::open(&key, &text).ok())
        && let Err(error) = end_replaced(&mut conn, &replaced.secret)
    {
        tracing::debug!(code = error.code(), "the session that was replaced goes on");
    }
    let at = last_login_at.map(|at| format::date_time(at, &ctx.config.timezone));
    if failures > 0 {
        let at = at.as_deref().unwrap_or("never");
        ctx.output
            .warning(t!("command-wrong-passwords", count = failures, at = at));
    } else if let Some(at) = at {
        ctx.output.message(t!("command-last-login", at = at));
    }
    Ok(actor)
}

/// Revokes the previous session of the session file, if this database knows it: its token is lost.
fn end_replaced(conn: &mut AnyConnection, secret: &SecretString) -> Result<()> {
    db::write_at_once(conn, Author::Administrator, |conn| {
        Ok(sessions::sign_out_by(conn, secret, Instant::now())?)
    })
}

/// Lets a user whose password Management set choose a new one, and signs in with it.
fn choose_password(
    ctx: &Context,
    conn: &mut AnyConnection,
    login: &str,
    current: &SecretString,
    begun: Begun,
) -> Result<Begun> {
    // The password was right: there is nothing to go back to.
    ctx.prompter.no_way_back();
    ctx.output.message(t!("command-choose-password"));
    let actor = change::actor_of(conn, &begun)?;
    let new = change::ask_new(ctx, &actor, current)?;
    change::replace(ctx, conn, &actor, &begun, &new)?;
    sign_in(conn, login, &new, ctx.config.session_ttl)
}
