//! `epic session …`: active sessions on all machines.

mod list;
mod revoke;

use crate::auth::credential;
use crate::commands::prelude::*;
use crate::commands::verb::verbs;
use crate::db::sessions::{self, SessionInfo};
use crate::domain::{CredentialKind, SessionId};
use crate::files;
use crate::policy::Target;
use crate::record::Record;

verbs! {
    pub enum SessionCommand {
        List(list::SessionListArgs),
        Revoke(revoke::RevokeArgs),
    }
}

/// Lists the valid credentials of a kind, the caller's or all, and returns `true` if a person is shown that there are
/// none.
///
/// # Errors
///
/// `denied.department` (exit 5) for those of others, unless the caller is of Management.
pub fn list_credentials<R: Record>(
    ctx: &Context,
    actor: &Actor,
    kind: CredentialKind,
    all: bool,
    record: impl Fn(SessionInfo) -> R,
) -> Result<bool> {
    let mut list = ctx.output.list::<R>()?;
    let capability = match kind {
        CredentialKind::Session => Capability::ListSessions,
        CredentialKind::Token => Capability::ListTokens,
    };
    let on = if all {
        Target::Everything
    } else {
        Target::Mine
    };
    policy::authorize(actor, capability, &on)?;

    let mut conn = ctx.database.connection()?;
    for row in sessions::list(&mut conn, actor, kind, all, Instant::now())? {
        list.push(&record(row))?;
    }
    let shows_nothing = list.count() == 0 && ctx.output.shows_pages();
    list.finish()?;
    if shows_nothing {
        ctx.output.nothing_to_show::<R>();
    }
    Ok(shows_nothing)
}

/// Ends sessions or tokens, all or none, and prints them. `choose` selects among those that the actor may end: others
/// are reported as missing.
///
/// # Errors
///
/// `not_found` (exit 3); those of `choose`.
pub fn end<R: Record>(
    ctx: &Context,
    actor: &Actor,
    kind: CredentialKind,
    record: impl Fn(SessionInfo) -> R,
    choose: impl Fn(&[SessionInfo]) -> Result<Vec<SessionId>>,
) -> Result<()> {
    let mut conn = ctx.database.connection()?;
    let ended = ctx.write(actor, &mut conn, |conn| {
        let now = Instant::now();
        let mut ended = sessions::list(conn, actor, kind, true, now)?;
        let chosen = choose(&ended)?;
        ended.retain(|row| chosen.contains(&row.id));
        // The one that asks goes last: after that it may not end the others.
        ended.sort_by_key(|row| row.current);
        for row in &ended {
            let capability = match kind {
                CredentialKind::Session => Capability::RevokeSession,
                CredentialKind::Token => Capability::RevokeToken,
            };
            let on = Target::Record {
                owner: Some(row.collaborator_id),
                noun: kind.noun(),
                id: row.id.0,
            };

            policy::authorize(actor, capability, &on)?;
        }

        let ids: Vec<SessionId> = ended.iter().map(|row| row.id).collect();
        if let Some(id) = sessions::revoke(conn, actor, &ids, kind, now)? {
            return Err(Error::not_found(kind.noun(), id));
        }
        ended.sort_by_key(|row| row.id);
        Ok(ended)
    })?;
    ended.report(|ended| {
        if ended.iter().any(|row| row.current) {
            if credential::is_session_file() {
                files::remove(&ctx.config.paths.session)?;
            }
            ctx.output
                .message(t!("access-logged-out", login = actor.login, count = 1));
        }
        let ended: Vec<R> = ended.into_iter().map(record).collect();
        ctx.output.records(&ended)
    })
}
