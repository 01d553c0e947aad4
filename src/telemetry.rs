//! Telemetry for operators: tracing on standard error on request, and Sentry if a DSN is set. People appear by
//! pseudonym only, and no content of records is sent.

use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use sentry::protocol::{Event, Level};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _};

use crate::config::Config;
use crate::crypto::{self, hex};
use crate::domain::{CollaboratorId, Noun};
use crate::error::{Error, Result, cause};
use crate::t;

/// Longest time that sending reports may delay the exit.
const FLUSH: Duration = Duration::from_millis(1800);

pub struct Telemetry {
    sentry: Option<sentry::ClientInitGuard>,
    pepper: Option<SecretString>,
}

/// Event that is reported without being an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    CollaboratorCreated,
    /// Account changed, deactivated or given another password.
    CollaboratorChanged,
    ContractSigned,
}

impl Notice {
    const fn message(self) -> &'static str {
        match self {
            Self::CollaboratorCreated => "collaborator created",
            Self::CollaboratorChanged => "collaborator changed",
            Self::ContractSigned => "contract signed",
        }
    }
}

impl Telemetry {
    /// Starts the configured channels. `pepper_needed`: the command may report people.
    ///
    /// # Errors
    ///
    /// `config.*` (exit 10) for an invalid DSN, or for one without a pepper.
    pub fn start(config: &Config, verbosity: u8, pepper_needed: bool) -> Result<Self> {
        let sentry = config.sentry_dsn.as_ref().map(start_sentry).transpose()?;
        let log = log_filter(verbosity)?;
        let pepper = if sentry.is_some() && pepper_needed {
            Some(config.pepper()?)
        } else if log.is_some() {
            // Before `epic init` logs omit the actor.
            config.pepper().ok()
        } else {
            None
        };
        if log.is_some() || sentry.is_some() {
            start_tracing(log, sentry.is_some());
        }
        Ok(Self { sentry, pepper })
    }

    /// Returns telemetry without a channel.
    #[cfg(test)]
    pub const fn none() -> Self {
        Self {
            sentry: None,
            pepper: None,
        }
    }

    /// Returns the pseudonym of a collaborator, if a channel is open.
    pub fn pseudonym(&self, id: CollaboratorId) -> Option<String> {
        let pepper = self.pepper.as_ref()?;
        Some(pseudonym(pepper, Noun::Collaborator, id.0))
    }

    /// Reports a bug; other errors are ignored.
    pub fn report(&self, error: &Error) {
        if self.sentry.is_none() {
            return;
        }
        if let Error::Internal { kind, .. } = error {
            sentry::capture_event(Event {
                level: Level::Error,
                message: Some(format!("{}: {kind}", error.code())),
                ..Event::default()
            });
        }
    }

    /// Reports a change with the pseudonyms of its author and subject.
    pub fn notice(&self, notice: Notice, actor: Option<CollaboratorId>, subject: (Noun, i64)) {
        let (Some(_), Some(pepper)) = (&self.sentry, &self.pepper) else {
            return;
        };
        let mut event = Event {
            level: Level::Info,
            message: Some(notice.message().to_owned()),
            ..Event::default()
        };
        let tags = &mut event.tags;
        if let Some(actor) = actor.and_then(|id| self.pseudonym(id)) {
            tags.insert("actor".to_owned(), actor);
        }
        let (noun, id) = subject;
        tags.insert(noun.to_string(), pseudonym(pepper, noun, id));
        sentry::capture_event(event);
    }

    /// Flushes reports, in two seconds at most. The guard is not dropped: dropping waits for the transport's thread
    /// without a limit.
    pub fn finish(self) {
        if let Some(guard) = self.sentry {
            guard.flush(Some(FLUSH));
            std::mem::forget(guard);
        }
    }

    /// Ends telemetry after a panic, whose hook has already flushed.
    pub fn finish_panicked(self) {
        std::mem::forget(self.sentry);
    }
}

/// Computes the pseudonym of a record: `p1_` and the first 16 hexadecimal digits of HMAC-SHA256(pepper, noun NUL id).
/// Holders of the pepper can reverse small ids; it protects against readers of logs, not against colleagues.
fn pseudonym(pepper: &SecretString, noun: Noun, id: i64) -> String {
    let id = id.to_string();
    let parts = [noun.as_str().as_bytes(), &[0], id.as_bytes()];
    let Ok(digest) = crypto::mac(pepper.expose_secret().as_bytes(), &parts) else {
        return "p1_".to_owned();
    };
    format!("p1_{}", hex::encode(&digest[..8]))
}

/// Builds the log filter: `EPIC_LOG` in the syntax of `tracing_subscriber::EnvFilter`, else by the number of `-v`.
fn log_filter(verbosity: u8) -> Result<Option<EnvFilter>> {
    let directives = match (std::env::var("EPIC_LOG"), verbosity) {
        (Ok(directives), _) if !directives.is_empty() => directives,
        (_, 0) => return Ok(None),
        (_, 1) => "epic=info".to_owned(),
        (_, 2) => "epic=debug".to_owned(),
        _ => "epic=trace".to_owned(),
    };
    EnvFilter::try_new(&directives).map(Some).map_err(|_| {
        let problem = t!("config-log");
        let message = t!("config-invalid", source = "EPIC_LOG", problem = problem);
        Error::config("invalid_setting", message)
    })
}

fn start_tracing(log: Option<EnvFilter>, breadcrumbs: bool) {
    let json = std::env::var_os("EPIC_LOG_FORMAT").is_some_and(|format| format == "json");
    let lines = log.map(|filter| {
        let layer = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
        if json {
            layer.json().with_filter(filter).boxed()
        } else {
            layer.with_ansi(false).with_filter(filter).boxed()
        }
    });
    let crumbs = breadcrumbs.then(|| {
        sentry::integrations::tracing::BreadcrumbLayer::new()
            .with_filter(EnvFilter::new(format!("epic=info,{}=off", cause::TARGET)))
    });
    // Only a test in the same process initialises twice.
    let _ = tracing_subscriber::registry()
        .with(lines)
        .with(crumbs)
        .try_init();
}

fn start_sentry(dsn: &SecretString) -> Result<sentry::ClientInitGuard> {
    let dsn = dsn.expose_secret().parse();
    let dsn = dsn.map_err(|_| Error::internal("Sentry DSN", "it was read already"))?;
    let mut options = sentry::ClientOptions::new()
        .release(concat!("epic@", env!("CARGO_PKG_VERSION")))
        .send_default_pii(false)
        .before_send(|event| Some(scrub(event)))
        .before_breadcrumb(|mut crumb| {
            crumb.message = crumb.message.map(|message| scrub_text(&message));
            Some(crumb)
        });
    options.dsn = Some(dsn);
    options.shutdown_timeout = FLUSH;
    Ok(sentry::init(options))
}

/// Scrubs an event of anything that could identify a person or a record: defence in depth.
fn scrub(mut event: Event<'static>) -> Event<'static> {
    event.server_name = None;
    event.user = None;
    event.request = None;
    event.extra.clear();
    event.message = event.message.map(|message| scrub_text(&message));
    if let Some(entry) = &mut event.logentry {
        entry.message = scrub_text(&entry.message);
        entry.params.clear();
    }
    for exception in &mut event.exception.values {
        exception.value = exception.value.as_deref().map(scrub_text);
    }
    event
}

/// Replaces addresses, URLs, long numbers and quotations.
fn scrub_text(text: &str) -> String {
    let mut scrubbed = String::with_capacity(text.len());
    // A quotation may hold any value, even a whole row.
    let mut quote = None;
    let mut unquoted = String::with_capacity(text.len());
    for c in text.chars() {
        match (quote, c) {
            (None, '"' | '`' | '«') => {
                quote = Some(if c == '«' { '»' } else { c });
                unquoted.push_str("[…]");
            }
            (None, c) => unquoted.push(c),
            (Some(end), c) if c == end => quote = None,
            (Some(_), _) => {}
        }
    }
    for (index, word) in unquoted.split(' ').enumerate() {
        if index > 0 {
            scrubbed.push(' ');
        }
        let digits = word.chars().filter(char::is_ascii_digit).count();
        if word.contains('@') || word.contains("://") || (digits >= 8 && !word.starts_with("p1_")) {
            scrubbed.push_str("[…]");
        } else {
            scrubbed.push_str(word);
        }
    }
    scrubbed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pseudonym_depends_on_the_pepper_the_kind_and_the_id() {
        let pepper = SecretString::from("p".repeat(32));
        let one = pseudonym(&pepper, Noun::Collaborator, 1);
        assert_eq!(one.len(), 19);
        assert!(one.starts_with("p1_"));
        assert_eq!(one, pseudonym(&pepper, Noun::Collaborator, 1));
        assert_ne!(one, pseudonym(&pepper, Noun::Collaborator, 2));
        assert_ne!(one, pseudonym(&pepper, Noun::Contract, 1));
        let other = SecretString::from("q".repeat(32));
        assert_ne!(one, pseudonym(&other, Noun::Collaborator, 1));
    }

    #[test]
    fn a_pseudonym_is_the_hmac_that_the_design_names() {
        // printf 'collaborator\0001' | openssl dgst -sha256 -hmac pppppppppppppppppppppppppppppppp
        let pepper = SecretString::from("p".repeat(32));
        assert_eq!(
            pseudonym(&pepper, Noun::Collaborator, 1),
            "p1_d6cc762494b659d4"
        );
    }

    #[test]
    fn addresses_urls_numbers_and_quotations_are_taken_out_of_events() {
        let text = "user jean@exemple.fr at postgres://u:p@h/d phone +33601020304 value \
            \"Éléa Martin\" failed";
        let scrubbed = "user […] at […] phone […] value […] failed";
        assert_eq!(scrub_text(text), scrubbed);
    }

    #[test]
    fn a_scrubbed_event_names_no_server_user_or_request() {
        let event = scrub(Event {
            server_name: Some("host".into()),
            user: Some(sentry::User::default()),
            request: Some(sentry::protocol::Request::default()),
            message: Some("for a@b.fr".to_owned()),
            ..Event::default()
        });
        let identities = (event.server_name, event.user, event.request);
        assert_eq!(identities, (None, None, None));
        assert_eq!(event.message.as_deref(), Some("for […]"));
    }
}
