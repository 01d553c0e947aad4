//! `epic db …`: the administrator's side. These commands need the database owner's credentials, not a session.

mod enroll;
mod lockdown;
mod migrate;
mod status;

use diesel::pg::PgConnection;

use crate::commands::prelude::*;
use crate::commands::verb::verbs;
use crate::config::Format;
use crate::db::lockdown::Finding;
use crate::db::{AnyConnection, Connection, DatabaseUrl};
use crate::error::Administration;
use crate::lang::{self, Lang, Text};

verbs! {
    pub enum DbCommand {
        Migrate(migrate::MigrateArgs),
        Lockdown(lockdown::LockdownArgs),
        Enroll(enroll::EnrollArgs),
        Status(status::StatusArgs),
    }
}

/// A connection to a shared database of this schema. The embedded one is refused before it is touched.
fn shared<'a>(ctx: &'a Context, command: &'static str) -> Result<Connection<'a>> {
    match ctx.database.url() {
        DatabaseUrl::Postgres(_) => ctx.database.connection(),
        DatabaseUrl::SqliteFile(_) | DatabaseUrl::SqliteMemory => {
            Err(Administration::Embedded { command }.into())
        }
    }
}

/// Returns a finding: for a person in the current language, for a program in English.
fn told(ctx: &Context, findings: &[Finding]) -> Vec<String> {
    let told = || {
        let texts = findings.iter().map(Finding::text);
        texts.map(Text::into_string).collect()
    };
    if ctx.output.format() == Format::Table {
        told()
    } else {
        lang::meanwhile(Lang::EN, told)
    }
}

/// Returns the server of a connection, for features that the embedded database lacks.
fn server<'a>(conn: &'a mut AnyConnection, command: &'static str) -> Result<&'a mut PgConnection> {
    match conn {
        AnyConnection::Postgres(conn) => Ok(conn),
        AnyConnection::Sqlite(_) => Err(Administration::Embedded { command }.into()),
    }
}
