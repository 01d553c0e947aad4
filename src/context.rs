//! Context of a handler: the settings, the database (not yet connected), the streams, the person at the terminal and
//! the telemetry of this run.

use std::ffi::OsString;

use crate::auth::{credential, session};
use crate::config::Config;
use crate::crypto::jwt;
use crate::db::{self, AnyConnection, Database};
use crate::domain::{Actor, Instant};
use crate::error::{Auth, Error, Result};
use crate::output::Output;
use crate::prompt::Prompter;
use crate::telemetry::Telemetry;

/// Runs a command line, the program's name first, as the person at the terminal could have typed it. Returns the rows that
/// a list showed.
pub type Runner = fn(&Context, &[OsString]) -> Result<i64>;

pub struct Context {
    pub config: Config,
    /// Connected to at the first use.
    pub database: Database,
    pub output: Output,
    pub prompter: Prompter,
    pub telemetry: Telemetry,
    /// Runs the commands that the menu offers.
    pub runner: Runner,
}

impl Context {
    /// Authenticates the caller by their token or session.
    ///
    /// # Errors
    ///
    /// `auth.*` (exit 4) unless the session or token is signed by this installation, valid, and of an active account.
    pub fn caller(&self) -> Result<Actor> {
        let required = || Auth::Required {
            first_run: !self.config.is_initialised(),
        };
        let text = credential::find(&self.config.paths.session)?.ok_or_else(required)?;
        let (secret, subject) = match credential::token_secret(&text) {
            Some(secret) => (secret, None),
            None => {
                let opened = jwt::open(&self.config.secret_key()?, &text)?;
                (opened.secret, Some(opened.subject))
            }
        };
        let found = self
            .database
            .authenticate(&secret, Instant::now())?
            .ok_or(Auth::InvalidToken)?;
        if subject.is_some_and(|subject| subject != found.collaborator_id) {
            return Err(Auth::InvalidToken.into());
        }
        session::require_live(&found)?;
        Ok(found.into())
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
    ) -> Result<Committed<T>> {
        let done = db::write(conn, actor.author(), |conn| {
            session::confirm(conn, actor, Instant::now())?;
            work(conn)
        });
        let done = match done {
            Err(error @ Error::NotFound { .. }) => {
                session::confirm_visible(conn)?;
                return Err(error);
            }
            done => done?,
        };
        Ok(Committed(done))
    }
}

/// Result of a committed transaction.
#[must_use]
pub struct Committed<T>(T);

impl<T> Committed<T> {
    /// Wraps the result of a transaction that was committed outside [`Context::write`].
    pub const fn of(result: T) -> Self {
        Self(result)
    }

    /// Reports the result. A failure to print it does not invite the caller to try again.
    ///
    /// # Errors
    ///
    /// Those of `report`, [`Error::StdoutAfterCommit`] (exit 11) for [`Error::Stdout`].
    pub fn report<R>(self, report: impl FnOnce(T) -> Result<R>) -> Result<R> {
        report(self.0).map_err(|error| match error {
            Error::Stdout(cause) => Error::StdoutAfterCommit(cause),
            error => error,
        })
    }
}
