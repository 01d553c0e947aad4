//! `epic collaborator …`: the staff.

pub mod create;
mod delete;
mod list;
mod reset_password;
mod show;
mod unlock;
mod update;

use crate::commands::prelude::*;
use crate::commands::shared::{pickers, resolve};
use crate::commands::verb::verbs;
use crate::db::collaborators::{Collaborator, CollaboratorFilter};
use crate::db::references::Wanted;
use crate::db::{AnyConnection, people, sessions};
use crate::domain::{CollaboratorId, CredentialKind, Invalid, Noun};
use crate::error::Conflict;
use crate::telemetry::Notice;

verbs! {
    pub enum CollaboratorCommand {
        Create(create::CreateArgs),
        List(list::CollaboratorListArgs),
        Show(show::ShowArgs),
        Update(update::UpdateArgs),
        Delete(delete::DeleteArgs),
        ResetPassword(reset_password::ResetPasswordArgs),
        Unlock(unlock::UnlockArgs),
    }
}

/// A reference to the collaborator that a command needs, chosen at a terminal from all, or from the active ones but one.
fn named(
    ctx: &Context,
    form: &mut Form<'_>,
    given: Option<&str>,
    inactive: bool,
    without: Option<CollaboratorId>,
) -> Result<Option<String>> {
    let parse = |text: &str| Ok(text.trim().to_owned());
    let given = resolve::optional_collaborator(ctx, given)?;
    let given = given.as_deref().map(parse);
    let filter = CollaboratorFilter {
        inactive,
        ..CollaboratorFilter::default()
    };
    let look = &mut pickers::collaborators(ctx, filter, without);
    let source = Source::Asked(look);
    form.choose(
        "LOGIN|ID|EMAIL|NAME",
        t!("prompt-collaborator"),
        given,
        parse,
        source,
    )
}

/// Reports a change of an account, or a new one.
pub fn notice(ctx: &Context, notice: Notice, by: CollaboratorId, of: CollaboratorId) {
    let subject = (Noun::Collaborator, of.0);
    ctx.telemetry.notice(notice, Some(by), subject);
}

/// As [`require_unique`], where it is typed. What cannot be looked up is found out when it is written.
fn free(
    ctx: &Context,
    login: Option<&str>,
    email: Option<&str>,
    except: Option<&Collaborator>,
) -> Result<(), Invalid> {
    let conn = ctx.database.connection();
    match conn.and_then(|mut conn| require_unique(&mut conn, login, email, except)) {
        Err(Error::Conflict(_)) => Err(Invalid::new(t!("command-taken"))),
        _ => Ok(()),
    }
}

/// Numbers of credentials that a change revokes.
#[derive(Debug, Clone, Copy)]
struct Ending {
    sessions: usize,
    tokens: usize,
}

/// Counts the credentials that end when an account is closed, moved, or given another password.
fn ending(ctx: &Context, actor: &Actor, of: CollaboratorId) -> Result<Ending> {
    let mut conn = ctx.database.connection()?;
    let mut count = |kind| -> Result<usize> {
        let all = sessions::list(&mut conn, actor, kind, true, Instant::now())?;
        Ok(all.iter().filter(|row| row.collaborator_id == of).count())
    };
    Ok(Ending {
        sessions: count(CredentialKind::Session)?,
        tokens: count(CredentialKind::Token)?,
    })
}

/// Refuses a login or an e-mail address that another collaborator has.
fn require_unique(
    conn: &mut AnyConnection,
    login: Option<&str>,
    email: Option<&str>,
    except: Option<&Collaborator>,
) -> Result<()> {
    let found = people::collaborators(conn, &having(Wanted::default(), login, email))?;
    require_free(&found, login, email, except)
}

/// Adds those who have a login or an e-mail address to whom is looked for.
fn having(wanted: Wanted, login: Option<&str>, email: Option<&str>) -> Wanted {
    let wanted = login.into_iter().fold(wanted, Wanted::login);
    email.into_iter().fold(wanted, Wanted::email)
}

/// As [`require_unique`], where the database has said already who has them.
fn require_free(
    found: &[Collaborator],
    login: Option<&str>,
    email: Option<&str>,
    except: Option<&Collaborator>,
) -> Result<()> {
    let is_other = |row: &&Collaborator| except.is_none_or(|one| one.id != row.id);
    let has = |wanted: Option<&str>, of: fn(&Collaborator) -> &str| {
        let mut others = found.iter().filter(is_other);
        wanted.is_some_and(|wanted| others.any(|row| of(row).eq_ignore_ascii_case(wanted)))
    };
    if has(login, |row| &row.login) {
        return Err(Conflict::DuplicateLogin.into());
    }
    if has(email, |row| &row.email) {
        return Err(Conflict::DuplicateEmail.into());
    }
    Ok(())
}
