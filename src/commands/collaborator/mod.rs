//! `epic collaborator …`: the staff.

pub mod create;
mod delete;
mod list;
mod reset_password;
mod show;
mod unlock;
mod update;

use clap::Subcommand;

use crate::commands::shared::{pickers, resolve};
use crate::context::Context;
use crate::db::AnyConnection;
use crate::db::collaborators::{Collaborator, CollaboratorFilter};
use crate::db::people;
use crate::db::references::Wanted;
use crate::db::sessions;
use crate::domain::CredentialKind;
use crate::domain::{Actor, CollaboratorId, Email, Invalid, Login};
use crate::error::{Conflict, Error, Result};
use crate::prompt::Form;
use crate::t;

/// The verbs of the staff.
#[derive(Debug, Subcommand)]
pub enum CollaboratorCommand {
    Create(create::CreateArgs),
    List(list::CollaboratorListArgs),
    Show(show::ShowArgs),
    Update(update::UpdateArgs),
    Delete(delete::DeleteArgs),
    ResetPassword(reset_password::ResetPasswordArgs),
    Unlock(unlock::UnlockArgs),
}

impl CollaboratorCommand {
    pub(super) fn run(self, ctx: &Context, actor: &Actor) -> Result<()> {
        match self {
            Self::Create(args) => create::run(ctx, actor, args),
            Self::List(args) => list::run(ctx, actor, args),
            Self::Show(args) => show::run(ctx, actor, &args),
            Self::Update(args) => update::run(ctx, actor, args),
            Self::Delete(args) => delete::run(ctx, actor, &args),
            Self::ResetPassword(args) => reset_password::run(ctx, actor, &args),
            Self::Unlock(args) => unlock::run(ctx, actor, &args),
        }
    }
}

/// The reference to a collaborator that a command needs, chosen at a terminal from all, or from the active ones but
/// one.
fn named(
    ctx: &Context,
    form: &mut Form<'_>,
    given: Option<&str>,
    inactive: bool,
    without: Option<CollaboratorId>,
) -> Result<Option<String>> {
    let parse = |text: &str| Ok(text.trim().to_owned());
    let given = resolve::optional_collaborator(ctx, given)?;
    let filter = CollaboratorFilter {
        inactive,
        ..CollaboratorFilter::default()
    };
    form.pick(
        "LOGIN|ID",
        t!("prompt-collaborator"),
        given.as_deref().map(parse),
        parse,
        &mut pickers::collaborators(ctx, filter, without),
    )
}

/// Reads a login or an id, whichever it turns out to be.
///
/// # Errors
///
/// A blank one.
pub fn parse_reference(text: &str) -> std::result::Result<String, Invalid> {
    match text.trim() {
        "" => Err(Invalid::new(t!("invalid-blank"))),
        reference if reference.contains('\0') => Err(Invalid::new(t!("invalid-nul"))),
        reference => Ok(reference.to_owned()),
    }
}

/// The collaborator that a reference names.
///
/// # Errors
///
/// `not_found.collaborator` (exit 3); `usage` (exit 2) when several answer to it.
pub fn load(conn: &mut AnyConnection, reference: &str) -> Result<Collaborator> {
    resolve::load_collaborator(conn, reference)
}

/// As [`require_unique`], where it is typed. What cannot be looked up is found out when it is written.
fn free(
    ctx: &Context,
    login: Option<&Login>,
    email: Option<&Email>,
    except: Option<&Collaborator>,
) -> Result<(), Invalid> {
    let looked = ctx
        .database
        .connection()
        .and_then(|mut conn| require_unique(&mut conn, login, email, except));
    match looked {
        Err(Error::Conflict(_)) => Err(Invalid::new(t!("command-taken"))),
        _ => Ok(()),
    }
}

/// How many credentials of somebody a change ends.
#[derive(Debug, Clone, Copy)]
struct Ending {
    sessions: usize,
    tokens: usize,
}

/// What ends when an account is closed, moved, or given another password.
fn ending(ctx: &Context, actor: &Actor, of: CollaboratorId) -> Result<Ending> {
    let mut conn = ctx.database.connection()?;
    let mut count = |kind| -> Result<usize> {
        let all = sessions::list(&mut conn, actor, kind, true, ctx.now())?;
        Ok(all.iter().filter(|row| row.collaborator_id == of).count())
    };
    Ok(Ending {
        sessions: count(CredentialKind::Session)?,
        tokens: count(CredentialKind::Token)?,
    })
}

/// What a password of this person must not be made of.
pub fn password_context<'a>(
    login: &'a str,
    first_name: &'a str,
    last_name: &'a str,
    email: &'a str,
) -> [&'a str; 4] {
    [login, first_name, last_name, email]
}

/// Refuses a login or an e-mail address that another collaborator has.
fn require_unique(
    conn: &mut AnyConnection,
    login: Option<&Login>,
    email: Option<&Email>,
    except: Option<&Collaborator>,
) -> Result<()> {
    let found = people::collaborators(conn, &having(Wanted::default(), login, email))?;
    require_free(&found, login, email, except)
}

/// Whoever has a login or an e-mail address that somebody is to get, too.
fn having(mut wanted: Wanted, login: Option<&Login>, email: Option<&Email>) -> Wanted {
    if let Some(login) = login {
        wanted = wanted.login(login.as_str());
    }
    if let Some(email) = email {
        wanted = wanted.email(email.as_str());
    }
    wanted
}

/// The same as [`require_unique`], where the database has said already who has them.
fn require_free(
    found: &[Collaborator],
    login: Option<&Login>,
    email: Option<&Email>,
    except: Option<&Collaborator>,
) -> Result<()> {
    let mut others = found
        .iter()
        .filter(|row| except.is_none_or(|one| one.id != row.id));
    if let Some(login) = login
        && others
            .clone()
            .any(|row| row.login.eq_ignore_ascii_case(login.as_str()))
    {
        return Err(Conflict::DuplicateLogin.into());
    }
    if let Some(email) = email
        && others.any(|row| row.email.eq_ignore_ascii_case(email.as_str()))
    {
        return Err(Conflict::DuplicateEmail.into());
    }
    Ok(())
}
