//! What a handler is given: the settings, the database (not yet connected), the streams, the person at the
//! terminal and the telemetry of this run.

use crate::config::Config;
use crate::db::Database;
use crate::domain::Instant;
use crate::output::Output;
use crate::prompt::Prompter;
use crate::telemetry::Telemetry;

/// The surroundings of one run.
pub struct Context {
    /// The settings.
    pub config: Config,
    /// The database; connected to at the first use.
    pub database: Database,
    /// The streams.
    pub output: Output,
    /// The person at the terminal, if there is one.
    pub prompter: Prompter,
    /// Logs and reports.
    pub telemetry: Telemetry,
}

impl Context {
    /// The current instant, in whole seconds.
    pub fn now(&self) -> Instant {
        Instant::now()
    }
}
