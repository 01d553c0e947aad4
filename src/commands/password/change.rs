//! `epic password change`: replaces the caller's password and ends all their sessions and tokens (rule 6).

use secrecy::SecretString;

use crate::auth::credential;
use crate::auth::sign_in::{self, Begun};
use crate::commands::collaborator::notice;
use crate::commands::prelude::*;
use crate::crypto::password;
use crate::db::sign_in as rows;
use crate::db::{self, AnyConnection, sessions};
use crate::domain::{Author, Invalid, check_strength};
use crate::files;
use crate::lang::Text;
use crate::prompt::secrets_from_stdin;
use crate::telemetry::Notice;

/// Change your password, and revoke all your sessions and tokens
#[derive(Debug, Args)]
pub struct ChangeArgs {
    /// Read the current and the new password from standard input, one per line
    #[arg(long)]
    password_stdin: bool,
}

impl Verb for ChangeArgs {
    const PATH: &str = "password change";
    const HANDLER: Handler<Self> = Handler::Requires(Capability::ChangeOwnPassword, run);
    const EXAMPLES: [&str; 2] = [
        "epic password change --password-stdin < passwords.txt",
        r#"printf '%s\n%s\n' "$OLD" "$NEW" |
    epic password change --password-stdin"#,
    ];
}

/// Replaces the caller's password. The current one is verified by signing in again: guesses are throttled as at a
/// login.
///
/// # Errors
///
/// `auth.invalid_credentials`, `auth.throttled` (exit 4) for a wrong current password, `usage` (exit 2) for a weak new one.
fn run(ctx: &Context, actor: &Actor, args: ChangeArgs) -> Result<()> {
    let (current, new) = if args.password_stdin {
        let [current, new] = secrets_from_stdin()?;
        let context = context(actor);
        let mut form = Form::new(&ctx.prompter);
        let new = form.checked_password(new, |text| check_strength(text, &context));
        (current, new.ok_or_else(|| form.error())?)
    } else if ctx.prompter.is_interactive() {
        return ask_and_change(ctx, actor);
    } else {
        let mut form = Form::new(&ctx.prompter);
        form.new_password(false, |_| Ok(()))?;
        return Err(form.error());
    };

    let mut conn = ctx.database.connection()?;
    let begun = sign_in::sign_in(&mut conn, &actor.login, &current, ctx.config.session_ttl)?;
    change(ctx, &mut conn, actor, &begun, &current, &new)
}

/// Asks for both. A wrong current password is reported before a new one is asked for.
fn ask_and_change(ctx: &Context, actor: &Actor) -> Result<()> {
    let current = ctx.prompter.secret(&t!("prompt-current-password"))?;
    let mut conn = ctx.database.connection()?;
    let begun = sign_in::sign_in(&mut conn, &actor.login, &current, ctx.config.session_ttl)?;
    ctx.prompter.no_way_back();
    match ask_new(ctx, actor, &current) {
        Ok(new) => change(ctx, &mut conn, actor, &begun, &current, &new),
        Err(error) => {
            end(&mut conn, &begun)?;
            Err(error)
        }
    }
}

fn change(
    ctx: &Context,
    conn: &mut AnyConnection,
    actor: &Actor,
    begun: &Begun,
    current: &SecretString,
    new: &SecretString,
) -> Result<()> {
    if password::is_same(new, current) {
        end(conn, begun)?;
        return Err(Error::usage(t!("command-same-password")));
    }
    replace(ctx, conn, actor, begun, new)?;

    if credential::is_session_file()
        && let Err(error) = files::remove(&ctx.config.paths.session)
    {
        ctx.output.warning(Text::verbatim(error.to_string()));
    }
    notice(ctx, Notice::CollaboratorChanged, actor.id, actor.id);
    ctx.output
        .message(t!("command-password-changed", login = actor.login));
    Ok(())
}

/// Asks for a password that is not the current one.
///
/// # Errors
///
/// `usage` (exit 2), `interrupted` (exit 130).
pub fn ask_new(ctx: &Context, actor: &Actor, current: &SecretString) -> Result<SecretString> {
    let context = context(actor);
    let mut form = Form::new(&ctx.prompter);
    let new = form.new_password(false, |text| {
        check_strength(text, &context)?;
        if password::is_same(&text.into(), current) {
            return Err(Invalid::new(t!("command-another-password")));
        }
        Ok(())
    })?;
    new.ok_or_else(|| form.error())
}

/// Returns the texts that a password of this person must not be made of.
fn context(actor: &Actor) -> [&str; 4] {
    [&actor.login, &actor.name, "", &actor.email]
}

/// Returns the user who has just signed in.
pub fn actor_of(conn: &mut AnyConnection, begun: &Begun) -> Result<Actor> {
    let found = db::write(conn, Author::Administrator, |conn| {
        sessions::speak_as(conn, &begun.secret)?;
        Ok(sessions::authenticate(conn, &begun.secret, Instant::now())?)
    })?;
    found
        .map(Actor::from)
        .ok_or_else(|| Error::internal("session", "the new session is not there"))
}

/// Replaces the password of the user who has just signed in, and ends that session with all the others.
pub fn replace(
    ctx: &Context,
    conn: &mut AnyConnection,
    actor: &Actor,
    begun: &Begun,
    new: &SecretString,
) -> Result<()> {
    let credential = password::new_credential(new, &begun.demand)?;
    let attempt = sign_in::prove(conn, &actor.login, &begun.proof)?;
    let write = |conn: &mut AnyConnection| {
        Ok(rows::change_password(
            conn,
            &begun.secret,
            actor,
            &attempt,
            &credential,
            Instant::now(),
        )?)
    };
    let judgement = if ctx.prompter.is_interactive() {
        // The connection may have died while the user was thinking: then nothing is sent, and `BEGIN` fails.
        db::write(conn, actor.author(), write)?
    } else {
        db::write_at_once(conn, actor.author(), write)?
    };
    sign_in::proven(conn, judgement)
}

/// Ends a session that was begun for nothing.
fn end(conn: &mut AnyConnection, begun: &Begun) -> Result<()> {
    let actor = actor_of(conn, begun)?;
    db::write(conn, actor.author(), |conn| {
        sessions::speak_as(conn, &begun.secret)?;
        Ok(sessions::sign_out(conn, &actor, false, Instant::now())?)
    })?;
    Ok(())
}
