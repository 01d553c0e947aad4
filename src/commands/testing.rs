//! World of a handler's unit test: an embedded database of its own with the demonstration company, a scripted person, and
//! buffers for the two streams.

use std::cell::RefCell;
use std::fs;
use std::io::{self, Write};
use std::rc::Rc;
use std::sync::LazyLock;

use tempfile::TempDir;

use super::demo;
use super::verb::{Node as _, Verb};
use crate::auth::sign_in::sign_in;
use crate::config::{Config, Format};
use crate::context::Context;
use crate::db::{Database, DatabaseUrl};
use crate::domain::{Actor, Instant, Zone};
use crate::error::{Error, Result};
use crate::output::{Color, Options, Output, Streams};
use crate::prompt::{Prompter, Scripted};
use crate::telemetry::Telemetry;

/// Database that every world begins with a copy of.
static COMPANY: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::new(DatabaseUrl::SqliteFile(file_in(&folder)));
    {
        let mut conn = database.any_schema().unwrap();
        database.migrate(&mut conn).unwrap();
        let now = Instant::now();
        demo::load(&mut conn, now, &Zone::UTC).unwrap();
    }
    drop(database);
    fs::read(file_in(&folder)).unwrap()
});

fn file_in(folder: &TempDir) -> std::path::PathBuf {
    folder.path().join("epic.db")
}

/// Text that was written to a stream.
#[derive(Clone, Default)]
struct Buffer(Rc<RefCell<Vec<u8>>>);

impl Buffer {
    fn text(&self) -> String {
        String::from_utf8(self.0.borrow().clone()).unwrap()
    }
}

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[derive(Clone, Default)]
struct Buffers {
    stdout: Buffer,
    stderr: Buffer,
}

impl Streams for Buffers {
    fn stdout(&self) -> Box<dyn Write> {
        Box::new(self.stdout.clone())
    }

    fn stderr(&self) -> Box<dyn Write> {
        Box::new(self.stderr.clone())
    }
}

pub struct World {
    pub ctx: Context,
    buffers: Buffers,
    person: Scripted,
    _folder: TempDir,
}

impl World {
    /// World without a terminal.
    pub fn unattended() -> Self {
        Self::new(Scripted::default(), false)
    }

    /// World with a person who gives these answers, in their order; `<` goes back a step.
    pub fn answering(answers: &[&str]) -> Self {
        Self::new(Scripted::new(answers), true)
    }

    fn new(person: Scripted, attended: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(file_in(&folder), &*COMPANY).unwrap();
        let config = Config::in_folder(folder.path(), DatabaseUrl::SqliteFile(file_in(&folder)));
        let buffers = Buffers::default();
        let options = Options {
            format: Some(Format::Tsv),
            fields: None,
            color: Color::Never,
            quiet: false,
        };
        let streams = Box::new(buffers.clone());
        let ctx = Context {
            database: Database::new(config.database_url.clone()),
            output: Output::to(streams, [false; 2], options, Zone::UTC),
            prompter: Prompter::scripted(attended.then(|| Box::new(person.clone()) as _)),
            telemetry: Telemetry::none(),
            runner: |_, _| Err(Error::internal("test", "a world has no menu")),
            config,
        };
        Self {
            ctx,
            buffers,
            person,
            _folder: folder,
        }
    }

    /// Signs in as a member of the demonstration company.
    pub fn sign_in(&self, login: &str) -> Actor {
        let mut conn = self.ctx.database.connection().unwrap();
        let ttl = self.ctx.config.session_ttl;
        let begun = sign_in(&mut conn, login, &demo::PASSWORD.into(), ttl).unwrap();
        drop(conn);
        let found = self
            .ctx
            .database
            .authenticate(&begun.secret, Instant::now());
        found.unwrap().unwrap().into()
    }

    /// Runs a verb as the middleware does, once it has let this member pass.
    pub fn run<V: Verb>(&self, login: &str, words: &str) -> Result<i64> {
        let actor = self.sign_in(login);
        let command = V::augment_args(clap::Command::new("test").no_binary_name(true));
        let parse = || {
            let words = words.split(' ').filter(|word| !word.is_empty());
            let matches = command.clone().try_get_matches_from(words).unwrap();
            V::from_arg_matches(&matches).unwrap()
        };
        self.ctx
            .prompter
            .walk(|| parse().run(&self.ctx, Some(&actor)))
    }

    pub fn stdout(&self) -> String {
        self.buffers.stdout.text()
    }

    pub fn stderr(&self) -> String {
        self.buffers.stderr.text()
    }

    /// Returns what was asked and answered, once every answer was asked for.
    #[track_caller]
    pub fn transcript(&self) -> String {
        assert_eq!(self.person.left(), 0, "{}", self.person.transcript());
        self.person.transcript()
    }
}
