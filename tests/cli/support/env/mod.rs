//! A hermetic world for one test: a home directory of its own, a database of its own, and a way to
//! run the program in them and nowhere else.
//!
//! [`TestEnv`] is the world, [`Invocation`] one run of the program, [`Output`] what came of it. The
//! databases are made in `backend`, the ready-made worlds that each test copies in `template`, the
//! direct reads of the database in `database`, records past the program in `records`, the server that one test has for itself in `solo`.
#![expect(
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a harness stops, and says why, at the first thing it did not expect"
)]
#![allow(
    dead_code,
    reason = "the harness is whole before every part of it has a test that uses it"
)]

mod backend;
mod database;
mod invocation;
mod output;
mod records;
mod solo;
mod template;

use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempDir;

pub use backend::Backend;
pub use invocation::{Invocation, binary, finish};
pub use output::{Output, without_times};
pub use records::{Contract, Customer, Event, inserts, record};
pub use solo::{Solo, solo};
pub use template::{LOGINS, PASSWORD};

use backend::PostgresDatabase;
use template::{Kind, Sessions};

/// Makes every function a module with two tests, `sqlite` and `postgres`, which run its body on the
/// demonstration company in that database.
///
/// Doc comments and attributes go to the module. An inline snapshot in the body is one snapshot: it
/// must hold on both databases.
macro_rules! on_both_databases {
    ($($(#[$attribute:meta])* fn $name:ident($env:ident: $type:ty) $body:block)+) => {$(
        $(#[$attribute])*
        #[cfg(test)]
        mod $name {
            use super::*;

            fn body($env: $type) $body

            #[test]
            fn sqlite() {
                insta::allow_duplicates! {
                    body(&$crate::env::TestEnv::demo($crate::env::Backend::Sqlite));
                }
            }

            #[test]
            fn postgres() {
                insta::allow_duplicates! {
                    body(&$crate::env::TestEnv::demo($crate::env::Backend::Postgres));
                }
            }
        }
    )+};
}
pub(crate) use on_both_databases;

/// The world of one test; its directory and its database are removed with it.
#[derive(Debug)]
pub struct TestEnv {
    home: TempDir,
    backend: Backend,
    postgres: Option<PostgresDatabase>,
    sessions: Arc<Sessions>,
}

impl TestEnv {
    /// An empty home directory and an empty database: nothing was initialised.
    pub fn empty(backend: Backend) -> Self {
        Self {
            home: new_home(),
            backend,
            postgres: (backend == Backend::Postgres).then(PostgresDatabase::empty),
            sessions: Arc::default(),
        }
    }

    /// The world after `epic init`: configuration, secrets and schema, but no collaborator.
    pub fn initialised(backend: Backend) -> Self {
        template::copy(backend, Kind::Initialised)
    }

    /// The world after `epic init --demo`: the demonstration company, with a session at hand for
    /// each of its collaborators ([`TestEnv::run_as`], [`TestEnv::log_in`]).
    pub fn demo(backend: Backend) -> Self {
        template::copy(backend, Kind::Demo)
    }

    /// The kind of database of this world.
    pub fn backend(&self) -> Backend {
        self.backend
    }

    /// The home directory.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// The directory of `config.toml`, `secrets.toml` and `session`.
    pub fn config_dir(&self) -> PathBuf {
        self.home().join(".config/epic-events")
    }

    /// The session file.
    pub fn session_file(&self) -> PathBuf {
        self.config_dir().join("session")
    }

    /// The file of the embedded database, whether it exists or not.
    pub fn sqlite_file(&self) -> PathBuf {
        self.home().join(".local/share/epic-events/epic.db")
    }

    /// The URL of the database for whoever administers it: the superuser's, in PostgreSQL.
    pub fn admin_url(&self) -> String {
        match &self.postgres {
            Some(database) => database.admin_url(),
            None => self.database_url(),
        }
    }

    /// The URL of the database, as `--database-url` takes it. In PostgreSQL that of the shared login, unless the
    /// database is [`TestEnv::empty`].
    pub fn database_url(&self) -> String {
        match &self.postgres {
            Some(database) => database.url(),
            None => format!("sqlite://{}", self.sqlite_file().display()),
        }
    }

    /// Prepares a run of the program with these arguments.
    pub fn command<I>(&self, args: I) -> Invocation<'_>
    where
        I: IntoIterator,
        I::Item: AsRef<OsStr>,
    {
        Invocation::new(self, args)
    }

    /// Prepares a run of the program as whoever administers the database.
    pub fn as_administrator<I>(&self, args: I) -> Invocation<'_>
    where
        I: IntoIterator,
        I::Item: AsRef<OsStr>,
    {
        let command = Invocation::new(self, args);
        match &self.postgres {
            Some(database) => command.env("DATABASE_URL", database.admin_url()),
            None => command,
        }
    }

    /// Runs the program; whoever has the session file is logged in.
    #[track_caller]
    pub fn run<I>(&self, args: I) -> Output
    where
        I: IntoIterator,
        I::Item: AsRef<OsStr>,
    {
        self.command(args).run()
    }

    /// Runs the program as a collaborator of the demonstration company, through `EPIC_TOKEN`: the
    /// session file is neither read nor changed.
    #[track_caller]
    pub fn run_as<I>(&self, login: &str, args: I) -> Output
    where
        I: IntoIterator,
        I::Item: AsRef<OsStr>,
    {
        self.command(args).as_(login).run()
    }

    /// Writes the session file of a collaborator of the demonstration company, who is from then on
    /// the one that [`TestEnv::run`] runs as. The session was opened when the process started.
    #[track_caller]
    pub fn log_in(&self, login: &str) {
        let path = self.session_file();
        let _ = fs::remove_file(&path);
        fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)
            .and_then(|mut file| file.write_all(self.session(login).file.as_bytes()))
            .unwrap_or_else(|error| panic!("cannot write {}: {error}", path.display()));
    }

    /// Really signs in, with `epic login`, where a test needs a session of its own or a young one.
    pub fn sign_in(&self, login: &str, password: &str) -> Output {
        self.command(["login", login, "--password-stdin"])
            .stdin(format!("{password}\n"))
            .run()
    }

    /// Runs the program with `--format json` and checks that it refuses: exit status, error code
    /// (`denied` stands for every `denied.…`), nothing on stdout, and nothing written to the
    /// database. Returns the object under `error`.
    #[track_caller]
    pub fn assert_refused<I>(
        &self,
        login: Option<&str>,
        args: I,
        exit: i32,
        code: &str,
    ) -> serde_json::Value
    where
        I: IntoIterator,
        I::Item: AsRef<OsStr>,
    {
        let args: Vec<_> = args
            .into_iter()
            .map(|arg| arg.as_ref().to_owned())
            .collect();
        let before = self.fingerprint();
        let mut command = self.command(
            [OsStr::new("--format"), OsStr::new("json")]
                .into_iter()
                .chain(args.iter().map(AsRef::as_ref)),
        );
        if let Some(login) = login {
            command = command.as_(login);
        }
        let output = command.run().expect_exit(exit);
        assert_eq!(
            output.stdout, "",
            "a refusal prints nothing on stdout\n{output}"
        );
        let mut error = output.error();
        let actual = error["error"]["code"].as_str().unwrap_or_default();
        assert!(
            actual == code
                || actual
                    .strip_prefix(code)
                    .is_some_and(|rest| rest.starts_with('.')),
            "the error code is {actual:?}, not {code:?}\n{output}"
        );
        assert_eq!(
            error["error"]["exit"], exit,
            "the exit status in the error is another\n{output}"
        );
        assert_eq!(
            before,
            self.fingerprint(),
            "the refusal changed the database\n{output}"
        );
        error["error"].take()
    }

    /// Runs a step and checks that the database is the same afterwards.
    #[track_caller]
    pub fn unchanged<T>(&self, step: impl FnOnce() -> T) -> T {
        let before = self.fingerprint();
        let result = step();
        assert_eq!(before, self.fingerprint(), "the step changed the database");
        result
    }

    /// The secret of a collaborator's session, as PostgreSQL is given it: the `jti` of the token.
    #[track_caller]
    pub fn secret(&self, login: &str) -> String {
        use base64::Engine as _;

        let payload = self.session(login).token.split('.').nth(1);
        let payload = base64::engine::general_purpose::URL_SAFE_NO_PAD
            .decode(payload.expect("a JWT has three parts"))
            .expect("a JWT is base64url");
        let claims: serde_json::Value = serde_json::from_slice(&payload).expect("a JWT holds JSON");
        claims["jti"].as_str().expect("a JWT has a jti").to_owned()
    }

    #[track_caller]
    fn session(&self, login: &str) -> &template::Session {
        self.sessions.get(login).unwrap_or_else(|| {
            panic!("{login} has no session: only TestEnv::demo has, for {LOGINS:?}")
        })
    }
}

fn new_home() -> TempDir {
    tempfile::Builder::new()
        .prefix("epic-home-")
        .tempdir()
        .expect("a temporary home directory can be created")
}
