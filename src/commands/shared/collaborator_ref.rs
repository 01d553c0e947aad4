//! Reference to a collaborator, held for the time of a command: a person sees and agrees to a change of one account, even
//! if the reference names another one by the time of the write.

use super::resolve::{load_collaborator, one_referred_to};
use crate::auth::session;
use crate::commands::prelude::*;
use crate::db::AnyConnection;
use crate::db::collaborators::Collaborator;
use crate::db::people;
use crate::db::references::{Named, Wanted};
use crate::domain::{CollaboratorId, Noun};

/// Reference to a collaborator, and the id that it had when a person was shown something.
pub struct CollaboratorRef<'a> {
    reference: &'a str,
    /// `None` for a script, which is shown nothing before and is spared the look.
    pub id: Option<CollaboratorId>,
}

impl<'a> CollaboratorRef<'a> {
    /// Looks up the collaborator where a person is there.
    ///
    /// # Errors
    ///
    /// `not_found.collaborator` (exit 3); `usage` (exit 2) when several answer to it.
    pub fn resolve(ctx: &Context, reference: &'a str) -> Result<Self> {
        if !ctx.prompter.is_interactive() {
            return Ok(Self {
                reference,
                id: None,
            });
        }
        let mut conn = ctx.database.connection()?;
        let found = load_collaborator(&mut conn, reference);
        if matches!(found, Err(Error::NotFound { .. })) {
            session::confirm_visible(&mut conn)?;
        }
        let id = Some(found?.id);
        Ok(Self { reference, id })
    }

    /// Loads the collaborator.
    ///
    /// # Errors
    ///
    /// As [`CollaboratorRef::resolve`].
    pub fn load(&self, conn: &mut AnyConnection) -> Result<Collaborator> {
        self.among(people::collaborators(conn, &self.wanted())?)
    }

    /// As [`CollaboratorRef::load`], and makes others who lock the same wait for the end of the transaction.
    pub fn lock(&self, conn: &mut AnyConnection) -> Result<Collaborator> {
        self.among(people::lock_collaborators(conn, &self.wanted())?)
    }

    /// Returns the references to look up.
    pub fn wanted(&self) -> Wanted {
        match self.id {
            Some(id) => Wanted::default().id(id),
            None => Wanted::default().collaborator(self.reference),
        }
    }

    /// Chooses among those whom the database has found.
    ///
    /// # Errors
    ///
    /// As [`CollaboratorRef::resolve`].
    pub fn among<T: Named>(&self, found: Vec<T>) -> Result<T> {
        match self.id {
            Some(CollaboratorId(id)) => found
                .into_iter()
                .find(|row| row.person().id == id)
                .ok_or_else(|| Error::not_found(Noun::Collaborator, self.reference)),
            None => one_referred_to(found, self.reference),
        }
    }
}
