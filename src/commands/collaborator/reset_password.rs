//! `epic collaborator reset-password`: gives an account another password and ends its sessions (rule 6).

use super::{ending, named, notice};
use crate::auth::{session, sign_in};
use crate::commands::prelude::*;
use crate::commands::shared::resolve::load_collaborator;
use crate::db::collaborators::{self, Collaborator};
use crate::db::credentials::{self, Account};
use crate::domain::{Noun, Rule, check_strength};
use crate::telemetry::Notice;

/// Reset a collaborator's password, and revoke all their sessions and tokens
#[derive(Debug, Args)]
pub struct ResetPasswordArgs {
    /// Login, id, e-mail or name of the collaborator
    #[arg(value_name = "LOGIN|ID|EMAIL|NAME", add = complete::collaborators())]
    collaborator: Option<String>,
    /// Read the password from standard input
    #[arg(long)]
    password_stdin: bool,
}

impl Verb for ResetPasswordArgs {
    const PATH: &str = "collaborator reset-password";
    const HANDLER: Handler<Self> = Handler::Requires(Capability::ResetPassword, run);
    const EXAMPLES: [&str; 2] = [
        r"epic collaborator reset-password CBrunel \
    --password-stdin < password.txt",
        "epic collaborator reset-password 3 --password-stdin < password.txt",
    ];
    const SHOWS: Fields = Collaborator::FIELDS;
}

/// # Errors
///
/// `auth.reauthenticate` (exit 4), `not_found.collaborator` (exit 3), `rule.inactive` (exit 6),
/// `usage` (exit 2) for a weak password.
fn run(ctx: &Context, actor: &Actor, args: ResetPasswordArgs) -> Result<()> {
    // Before anything is asked: a person should not type a password in vain.
    session::require_fresh(actor, Instant::now())?;
    let mut form = Form::new(&ctx.prompter);
    let given = args.collaborator.as_deref();
    let reference = named(ctx, &mut form, given, false, None)?;
    let reference = reference.ok_or_else(|| form.error())?;
    let known = load_collaborator(&mut *ctx.database.connection()?, &reference)?;
    let (login, email) = (&*known.login, &*known.email);
    let context = [login, &known.first_name, &known.last_name, email];
    let new = form.new_password(args.password_stdin, |text| check_strength(text, &context))?;
    let Some(new) = new else {
        return Err(form.error());
    };
    if form.is_asked() {
        let ending = ending(ctx, actor, known.id)?;
        ctx.prompter.confirm(t!(
            "command-reset-password",
            login = known.login,
            sessions = t!("count-sessions", count = ending.sessions),
            tokens = t!("count-tokens", count = ending.tokens),
        ))?;
    }
    let mut conn = ctx.database.connection()?;
    let credential = sign_in::new_credential(&mut conn, &known.login, &new)?;

    let reset = ctx.write(actor, &mut conn, |conn| {
        // By id: the login may have been reassigned while the person was typing.
        let collaborator = collaborators::find(conn, known.id)?
            .ok_or_else(|| Error::not_found(Noun::Collaborator, known.id))?;

        policy::authorize(actor, Capability::ResetPassword, &collaborator)?;

        if !collaborator.active {
            return Err(Rule::Inactive {
                login: collaborator.login,
            }
            .into());
        }

        // A password belongs to the login.
        if collaborator.login != known.login {
            return Err(Error::stale(Noun::Collaborator, collaborator.id));
        }

        let (author, now) = (actor.author(), Instant::now());
        let account = Account(collaborator.id, &collaborator.login);
        credentials::reset(conn, &author, account, &credential, now)?;
        Ok(collaborator)
    })?;
    reset.report(|reset| {
        notice(ctx, Notice::CollaboratorChanged, actor.id, reset.id);
        ctx.output
            .message(t!("command-password-reset", login = reset.login));
        ctx.output.record(&reset)
    })
}
