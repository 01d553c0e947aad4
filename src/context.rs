//! Context of a handler: the settings, the database (not yet connected), the streams, the person at the terminal and
//! the telemetry of this run.

use std::cell::Cell;

use crate::auth::session;
use crate::config::Config;
use crate::db::{self, AnyConnection, Database};
use crate::domain::{Actor, CollaboratorId, Instant};
use crate::error::{Error, Result};
use crate::output::Output;
use crate::prompt::Prompter;
use crate::telemetry::Telemetry;

pub struct Context {
    pub config: Config,
    /// Connected to at the first use.
    pub database: Database,
    pub output: Output,
    pub prompter: Prompter,
    pub telemetry: Telemetry,
    /// Current user, once authenticated: the answers to prompts are theirs.
    pub actor: Cell<Option<CollaboratorId>>,
    /// `true` after a commit: from then on no error may suggest a retry.
    pub committed: Cell<bool>,
}

impl Context {
    pub fn now(&self) -> Instant {
        Instant::now()
    }

    /// Runs one writing transaction for an actor whose session is still valid in it: a revocation or a new department
    /// since the middleware checked stops the write.
    ///
    /// # Errors
    ///
    /// `auth.*` (exit 4); those of [`db::write`].
    pub fn write<T>(
        &self,
        actor: &Actor,
        conn: &mut AnyConnection,
        mut work: impl FnMut(&mut AnyConnection) -> Result<T>,
    ) -> Result<T> {
        let done = db::write(conn, actor.author(), |conn| {
            session::confirm(conn, actor, self.now())?;
            work(conn)
        });
        let done = match done {
            Err(error @ Error::NotFound { .. }) => {
                session::confirm_visible(conn)?;
                return Err(error);
            }
            done => done?,
        };
        self.committed.set(true);
        Ok(done)
    }
}
