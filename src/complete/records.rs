//! Candidates from the database, for the current user. The work is done in a thread of its own, abandoned after a
//! fraction of a second: a server that does not answer, a locked file, an expired session or an unreadable file all
//! mean that there is nothing to offer.

use std::ffi::{OsStr, OsString};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use clap_complete::CompletionCandidate;

use super::{clean, texts};
use crate::auth::credential;
use crate::config::{Config, Flags};
use crate::crypto::jwt;
use crate::db::completion::{self, Found, Offer};
use crate::db::sessions::{self, Standing};
use crate::domain;
use crate::error::{Auth, Result};

/// Longest wait of a shell for records; the rest of 200 ms is for the other work.
const LIMIT: Duration = Duration::from_millis(150);

fn limit() -> Duration {
    #[cfg(debug_assertions)]
    if std::env::var_os("EPIC_TEST_PATIENT").is_some() {
        // Debug builds only: what is offered must not depend on how busy the machine of a test is.
        return Duration::from_secs(60);
    }
    LIMIT
}

#[derive(Debug, Clone)]
pub struct Source {
    database_url: Option<String>,
    config: Option<OsString>,
    deadline: Instant,
}

impl Source {
    /// The database of a line that is being typed.
    pub fn of_line(words: &[OsString]) -> Self {
        Self {
            database_url: flag(words, "--database-url").map(str::to_owned),
            config: flag(words, "--config").map(OsString::from),
            deadline: Instant::now() + limit(),
        }
    }

    /// The records that begin with what was typed.
    pub fn find(&self, offer: Offer, typed: &OsStr) -> Vec<CompletionCandidate> {
        let Some(typed) = typed.to_str().map(str::to_owned) else {
            return Vec::new();
        };
        let (sender, receiver) = mpsc::channel();
        let source = self.clone();
        let started = thread::Builder::new().spawn(move || {
            // The shell may no longer be waiting.
            let _ = sender.send(source.ask(offer, &typed));
        });
        if started.is_err() {
            return Vec::new();
        }
        let left = self.deadline.saturating_duration_since(Instant::now());
        match receiver.recv_timeout(left) {
            Ok(Ok(found)) => found.iter().map(candidate).collect(),
            _ => Vec::new(),
        }
    }

    fn ask(&self, offer: Offer, typed: &str) -> Result<Vec<Found>> {
        let config = Config::load(&Flags {
            database_url: self.database_url.clone().map(Into::into),
            config: self.config.clone().map(Into::into),
            ..Flags::default()
        })?;
        let text = credential::find(&config.paths.session)?.ok_or(Auth::InvalidToken)?;
        let secret = match credential::token_secret(&text) {
            Some(secret) => secret,
            None => jwt::open(&config.secret_key()?, &text)?.secret,
        };
        let database = config.database();
        database.speak_as(secret.clone());
        let Some(mut conn) = completion::connection(&database, limit())? else {
            return Ok(Vec::new());
        };
        let now = domain::Instant::now();
        let me = sessions::peek(&mut conn, &secret, now)?.ok_or(Auth::InvalidToken)?;
        // No candidates either while the user must change their password.
        if me.standing != Standing::Live {
            return Ok(Vec::new());
        }
        let me = (me.collaborator_id, me.department);
        Ok(completion::find(&mut conn, offer, me, typed)?)
    }
}

fn candidate(found: &Found) -> CompletionCandidate {
    let label = clean(&found.label);
    CompletionCandidate::new(&found.value).help(Some(label.into()))
}

/// The value of a flag among words.
fn flag<'a>(words: &'a [OsString], name: &str) -> Option<&'a str> {
    let words = texts(words);
    let mut rest = words.into_iter();
    while let Some(word) = rest.next() {
        if word == name {
            return rest.next();
        }
        if let Some(value) = word
            .strip_prefix(name)
            .and_then(|word| word.strip_prefix('='))
        {
            return Some(value);
        }
    }
    None
}
