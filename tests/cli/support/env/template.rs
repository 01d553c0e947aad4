//! Worlds made once per process, by really running the program, and copied for every test: a
//! password proof takes long on purpose, and every test would wait for six of them.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use super::backend::{Backend, PostgresDatabase};
use super::{TestEnv, new_home};

/// The logins of the demonstration company: one of management, two of sales, three of support.
pub const LOGINS: [&str; 6] = [
    "AMartinez",
    "CBrunel",
    "CDelorme",
    "BRenard",
    "KDurand",
    "ALefebvre",
];

/// The password of every account of the demonstration company.
pub const PASSWORD: &str = "Test123@4567";

/// The open sessions of a world, by login.
pub type Sessions = BTreeMap<String, Session>;

/// An open session.
#[derive(Debug)]
pub struct Session {
    /// The text of the session file.
    pub file: String,
    /// The token in it.
    pub token: String,
}

/// What a template went through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `epic init`
    Initialised,
    /// `epic init --demo`, and a login of each of its collaborators
    Demo,
}

/// A directory or a file of a template's home.
#[derive(Debug)]
struct Entry {
    path: PathBuf,
    mode: u32,
    /// Nothing for a directory.
    content: Option<Vec<u8>>,
}

/// A finished world. Its home lives in memory, so that nothing of it stays on the disk.
struct Template {
    home: PathBuf,
    entries: Vec<Entry>,
    postgres: Option<PostgresDatabase>,
    sessions: Arc<Sessions>,
}

/// A world like that template, with a home and a database of its own.
pub fn copy(backend: Backend, kind: Kind) -> TestEnv {
    static TEMPLATES: [OnceLock<Template>; 4] = [const { OnceLock::new() }; 4];

    let index = match (backend, kind) {
        (Backend::Sqlite, Kind::Initialised) => 0,
        (Backend::Sqlite, Kind::Demo) => 1,
        (Backend::Postgres, Kind::Initialised) => 2,
        (Backend::Postgres, Kind::Demo) => 3,
    };
    TEMPLATES[index]
        .get_or_init(|| Template::make(backend, kind))
        .copy(backend)
}

impl Template {
    fn make(backend: Backend, kind: Kind) -> Self {
        let mut env = TestEnv::empty(backend);
        let mut sessions = Sessions::new();
        match kind {
            Kind::Initialised => {
                env.run(["init"]).success();
                lock_down(&mut env);
            }
            Kind::Demo => {
                env.run(["init", "--demo"]).success();
                lock_down(&mut env);
                for login in LOGINS {
                    sessions.insert(login.to_owned(), open_session(&env, login));
                }
            }
        }
        let mut entries = Vec::new();
        collect(env.home(), Path::new(""), &mut entries);
        Self {
            home: env.home().to_owned(),
            entries,
            postgres: env.postgres.take(),
            sessions: Arc::new(sessions),
        }
    }

    fn copy(&self, backend: Backend) -> TestEnv {
        let env = TestEnv {
            home: new_home(),
            backend,
            postgres: self.postgres.as_ref().map(PostgresDatabase::copy),
            sessions: Arc::clone(&self.sessions),
        };
        for entry in &self.entries {
            self.restore(entry, &env);
        }
        if !self.sessions.is_empty() {
            // As if everybody had logged in just now, however long the tests have been running.
            env.execute(match backend {
                Backend::Sqlite => {
                    "UPDATE sessions SET created_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now'),
                                         last_used_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now'),
                                         expires_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '+8 hours')"
                }
                Backend::Postgres => {
                    "UPDATE epic_sec.sessions SET created_at = date_trunc('second', now()),
                                                  last_used_at = date_trunc('second', now()),
                                                  expires_at = date_trunc('second', now()) + interval '8 hours'"
                }
            });
        }
        env
    }

    fn restore(&self, entry: &Entry, env: &TestEnv) {
        let path = env.home().join(&entry.path);
        let written = match &entry.content {
            None => fs::DirBuilder::new().mode(entry.mode).create(&path),
            Some(content) => match self.moved(entry, content, env) {
                Some(text) => fs::write(&path, text),
                None => fs::write(&path, content),
            },
        };
        written
            .and_then(|()| fs::set_permissions(&path, fs::Permissions::from_mode(entry.mode)))
            .unwrap_or_else(|error| panic!("cannot write {}: {error}", path.display()));
    }

    /// The text of a settings file, with the places that it may name replaced by the copy's.
    fn moved(&self, entry: &Entry, content: &[u8], env: &TestEnv) -> Option<String> {
        let text = str::from_utf8(content).ok()?;
        if entry.path.extension()? != "toml" {
            return None;
        }
        let mut text = text.replace(
            &self.home.display().to_string(),
            &env.home().display().to_string(),
        );
        if let (Some(from), Some(to)) = (&self.postgres, &env.postgres) {
            text = text.replace(from.name(), to.name());
        }
        Some(text)
    }
}

/// From here on the program works as everybody's client does, and the database decides.
fn lock_down(env: &mut TestEnv) {
    if env.postgres.is_some() {
        env.run(["db", "lockdown"]).success();
    }
    if let Some(database) = &mut env.postgres {
        database.locked_down();
    }
}

/// Signs in, and takes the session file away.
fn open_session(env: &TestEnv, login: &str) -> Session {
    env.sign_in(login, PASSWORD).success();
    let path = env.session_file();
    let file = fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{login} is logged in, but {}: {error}", path.display()));
    fs::remove_file(&path).expect("a session file that was read can be removed");
    let token = file
        .split(|c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c)))
        .find(|word| word.starts_with("eyJ") && word.matches('.').count() == 2)
        .unwrap_or_else(|| panic!("the session file of {login} holds no JWT"))
        .to_owned();
    Session { file, token }
}

/// Reads a directory, parents before children. The program has ended, and with it whatever it kept
/// in shared memory: `-shm` files are not copied.
fn collect(home: &Path, relative: &Path, entries: &mut Vec<Entry>) {
    let directory = home.join(relative);
    let children = fs::read_dir(&directory)
        .unwrap_or_else(|error| panic!("cannot read {}: {error}", directory.display()));
    for child in children {
        let child = child.expect("a directory that is open can be read");
        let path = relative.join(child.file_name());
        let metadata = child.metadata().expect("what a directory lists is there");
        let mode = metadata.permissions().mode() & 0o7777;
        if metadata.is_dir() {
            entries.push(Entry {
                path: path.clone(),
                mode,
                content: None,
            });
            collect(home, &path, entries);
        } else if !path.to_string_lossy().ends_with("-shm") {
            let content = fs::read(home.join(&path)).expect("a file of the template can be read");
            entries.push(Entry {
                path,
                mode,
                content: Some(content),
            });
        }
    }
}
