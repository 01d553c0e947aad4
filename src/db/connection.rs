//! Connections to both databases: one type, opened by the scheme of the URL (Diesel's own `establish` would try each
//! backend and create files on a typing error), with the session settings of each backend.

use std::fmt;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use diesel::connection::{CacheSize, SimpleConnection as _};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::r2d2::R2D2Connection as _;
use diesel::sqlite::SqliteConnection;
use secrecy::{ExposeSecret as _, SecretString};

use super::postgres_url::{self, Parameters};
use super::scram_keys::{Known, Login, ScramKeys};
use crate::error::{Error, Result, cause, connection_failed};
use crate::t;

#[derive(diesel::MultiConnection)]
pub enum AnyConnection {
    Postgres(PgConnection),
    Sqlite(SqliteConnection),
}

/// Settings of SQLite connections: wait 5 s for a lock, enforce foreign keys, survive a power cut, and cache 10 MiB of
/// pages instead of 2, since full lists look up many customers.
const SQLITE_SESSION: &str =
    "PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL;
     PRAGMA cache_size = -10240;";

#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// libpq connection URI, rewritten by [`postgres_url::for_libpq`] for each connection.
    Postgres(String),
    /// File; absolute, so that SQLite never parses its name as a URI.
    SqliteFile(PathBuf),
    SqliteMemory,
}

impl DatabaseUrl {
    /// Parses a database URL.
    ///
    /// # Errors
    ///
    /// `config.database_url` (exit 10) for any scheme but `postgres`, `postgresql` and `sqlite`, and for a URL that
    /// libpq cannot parse.
    pub fn parse(url: &str) -> Result<Self> {
        if url == "sqlite::memory:" || url == "sqlite://:memory:" {
            return Ok(Self::SqliteMemory);
        }
        match url.split_once("://") {
            // `postgresql+psycopg2` is SQLAlchemy's spelling.
            Some(("postgres" | "postgresql" | "postgresql+psycopg2", rest)) => {
                let url = format!("postgresql://{rest}");
                Parameters::read(&url)
                    .map_err(|malformed| Error::config("database_url", malformed.text()))?;
                Ok(Self::Postgres(url))
            }
            Some(("sqlite", path)) if !path.is_empty() => {
                // A shell expands `~` only outside quotes.
                let path = match (path.strip_prefix("~/"), std::env::home_dir()) {
                    (Some(rest), Some(home)) => home.join(rest),
                    _ => PathBuf::from(path),
                };
                std::path::absolute(path)
                    .map(Self::SqliteFile)
                    .map_err(|error| Error::config("database_url", cause::of_io(&error)))
            }
            _ => Err(Error::config("database_url", t!("config-url-scheme"))),
        }
    }

    pub const fn backend(&self) -> &'static str {
        match self {
            Self::Postgres(_) => "postgresql",
            Self::SqliteFile(_) | Self::SqliteMemory => "sqlite",
        }
    }

    /// Returns the URL of this database for another role; `…` stands for an unknown password.
    ///
    /// # Errors
    ///
    /// `config.database_url` (exit 10), but never for a URL that was connected to.
    pub fn for_role(&self, role: &str, password: Option<&str>) -> Result<String> {
        match self {
            Self::Postgres(url) => Ok(postgres_url::for_role(url, role, password)?),
            Self::SqliteFile(_) | Self::SqliteMemory => Ok(self.to_string()),
        }
    }
}

/// Displays the URL without its passwords, for messages and logs.
impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Postgres(url) => f.write_str(&postgres_url::redacted(url)),
            Self::SqliteFile(path) => write!(f, "sqlite://{}", path.display()),
            Self::SqliteMemory => f.write_str("sqlite::memory:"),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Connection factory of commands and of the pool. A pool alone would retry a dead server until its timeout and lose
/// the cause.
#[derive(Clone)]
pub struct Manager {
    pub url: DatabaseUrl,
    pub session: Option<SecretString>,
    pub keys: Option<Arc<ScramKeys>>,
}

impl r2d2::ManageConnection for Manager {
    type Connection = AnyConnection;
    type Error = Error;

    fn connect(&self) -> Result<AnyConnection> {
        match &self.url {
            DatabaseUrl::Postgres(url) => self.connect_postgres(url),
            DatabaseUrl::SqliteFile(path) => {
                create_private(path)?;
                let name = path.to_str();
                connect_sqlite(
                    name.ok_or_else(|| Error::config("database_url", t!("config-url-path")))?,
                )
            }
            DatabaseUrl::SqliteMemory => connect_sqlite(":memory:"),
        }
    }

    fn is_valid(&self, conn: &mut AnyConnection) -> Result<()> {
        Ok(conn.batch_execute("SELECT 1")?)
    }

    fn has_broken(&self, conn: &mut AnyConnection) -> bool {
        match conn {
            AnyConnection::Postgres(conn) => conn.is_broken(),
            AnyConnection::Sqlite(conn) => conn.is_broken(),
        }
    }
}

impl Manager {
    fn connect_postgres(&self, url: &str) -> Result<AnyConnection> {
        let parameters = postgres_url::for_libpq(url, self.session.as_ref())?;
        let login = self.keys.as_deref().zip(Login::of(&parameters));
        let conn = match &login {
            Some((keys, login)) => prove(&parameters, keys, login)?,
            None => establish(&parameters),
        };
        let mut conn = conn.map_err(|error| {
            let mut secrets = postgres_url::secrets(url);
            secrets.extend(self.session.iter().map(|it| it.expose_secret().to_owned()));
            let secrets: Vec<&str> = secrets.iter().map(String::as_str).collect();
            connection_failed(&error, &secrets)
        })?;
        // Unnamed statements: no round trip to prepare them, and no name that a pooler in transaction mode could
        // give to another client.
        conn.set_prepared_statement_cache_size(CacheSize::Disabled);
        Ok(AnyConnection::Postgres(conn))
    }
}

fn establish(parameters: &Parameters) -> ConnectionResult<PgConnection> {
    PgConnection::establish(&parameters.write())
}

/// Connects by stored keys, else by the password, whose keys are stored.
///
/// # Errors
///
/// Those of a stored secret.
fn prove(
    parameters: &Parameters,
    keys: &ScramKeys,
    login: &Login,
) -> Result<ConnectionResult<PgConnection>> {
    match keys.read(login)? {
        Known::Keys(known) => {
            let mut proven = parameters.clone();
            proven.remove("password");
            proven.set("scram_client_key", &known.client);
            proven.set("scram_server_key", &known.server);
            match establish(&proven) {
                Err(error) if is_refused(&error) => {}
                done => return Ok(done),
            }
        }
        Known::NoKeys => return Ok(establish(parameters)),
        Known::Nothing => {}
    }
    let conn = establish(parameters);
    match &conn {
        Ok(_) => keys.renew(login),
        Err(error) if is_refused(error) => keys.forget(login),
        Err(_) => {}
    }
    Ok(conn)
}

/// Tests for a server that answers, but not to the proof: another password, salt or method, or a server that is not the
/// one of the keys.
fn is_refused(error: &ConnectionError) -> bool {
    let text = error.to_string();
    ["FATAL: ", "server signature", "no password supplied"]
        .iter()
        .any(|known| text.contains(known))
}

fn connect_sqlite(name: &str) -> Result<AnyConnection> {
    let conn = SqliteConnection::establish(name);
    let mut conn = conn.map_err(|error| connection_failed(&error, &[]))?;
    conn.batch_execute(SQLITE_SESSION)?;
    Ok(AnyConnection::Sqlite(conn))
}

/// Creates a missing database file with mode 0600; SQLite copies the mode to its journal files.
fn create_private(path: &Path) -> Result<()> {
    if path.exists() {
        return Ok(());
    }
    let created = path
        .parent()
        .map_or(Ok(()), crate::files::create_private_directory)
        .and_then(|()| {
            std::fs::OpenOptions::new()
                .write(true)
                // Never through a dangling symbolic link.
                .create_new(true)
                .mode(0o600)
                .open(path)
        });
    match created {
        Ok(_) => Ok(()),
        // Created by a concurrent run.
        Err(_) if path.exists() => Ok(()),
        Err(error) => Err(Error::Unavailable(
            t!(
                "config-cannot-create",
                file = path.display().to_string(),
                cause = cause::of_io(&error)
            )
            .into_string(),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_other_than_the_three_are_refused_and_named() {
        for url in [
            "",
            "mysql://h/d",
            "postgres",
            "postgres:typo",
            "sqlite://",
            "/tmp/x.db",
        ] {
            let error = DatabaseUrl::parse(url).unwrap_err();
            assert_eq!(error.exit_code(), 10, "{url}");
            assert!(error.to_string().contains("sqlite://"), "{error}");
        }
    }

    #[test]
    fn the_url_of_the_python_program_is_accepted() {
        assert_eq!(
            DatabaseUrl::parse("postgresql+psycopg2://u@h/d").unwrap(),
            DatabaseUrl::Postgres("postgresql://u@h/d".to_owned())
        );
    }

    #[test]
    fn a_password_is_never_shown() {
        for url in [
            "postgres://u:s3cr3t@h:5432/d?sslmode=require",
            "postgres://u:s3cr3t@/d?host=/run",
            "postgres://h/d?user=u&password=s3cr3t&sslmode=require",
            "postgres://u@h/d?password=s3cr3t",
            "postgres://u:s3cr3t@h?sslpassword=s3cr3t2&password=s3cr3t3",
        ] {
            let url = DatabaseUrl::parse(url).unwrap();
            assert!(!format!("{url} {url:?}").contains("s3cr3t"), "{url}");
        }
    }
}
