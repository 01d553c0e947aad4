//! Settings: flag, then environment, then configuration file, then default. Secrets come from the environment or from
//! `secrets.toml` in the directory of the configuration, never from a flag, and are read on demand. No `.env` file is
//! read.

mod file;
mod format;

use std::cell::OnceCell;
use std::path::PathBuf;
use std::str::FromStr as _;

use jiff::SignedDuration;
use secrecy::{ExposeSecret as _, SecretString};

use crate::crypto::secret::random_text;
use crate::db::{Database, DatabaseUrl, ScramKeys};
use crate::domain::{Zone, days, parse_duration, parse_zone};
use crate::error::{Error, Result};
use crate::files;
use crate::lang::{self, Lang, Text};
use crate::t;
use file::{SecretsFile, in_file, locate, read_secrets, template};

pub use file::Paths;
pub use format::Format;

/// Minimum length of a key in bytes: the output size of HS256 (RFC 7518, 3.2).
pub const MIN_SECRET_BYTES: usize = 32;

const MAX_TTL_DAYS: i64 = 30;
const HOME_ZONE: &str = "Europe/Paris";

#[derive(Debug, Clone, Default)]
pub struct Flags {
    pub database_url: Option<SecretString>,
    pub config: Option<PathBuf>,
    pub format: Option<Format>,
    pub lang: Option<Lang>,
}

/// Resolved settings.
#[derive(Debug)]
pub struct Config {
    pub paths: Paths,
    pub database_url: DatabaseUrl,
    /// Sentry DSN, if errors are to be reported.
    pub sentry_dsn: Option<SecretString>,
    pub session_ttl: SignedDuration,
    pub timezone: Zone,
    pub format: Option<Format>,
    pub lang: Lang,
    secrets: OnceCell<SecretsFile>,
}

impl Config {
    /// Resolves the settings, reading the configuration file only, and switches messages to the configured language.
    ///
    /// # Errors
    ///
    /// `config.*` (exit 10), naming the invalid variable or key.
    pub fn load(flags: &Flags) -> Result<Self> {
        let (paths, file) = locate(flags)?;
        let setting =
            |flag: Option<&str>, variable: &str, key: &'static str, filed: Option<&str>| {
                let from_file = |value: &str| (value.to_owned(), in_file(key, &paths.config));
                if let Some(value) = flag {
                    let source = format!("--{}", key.replace('_', "-"));
                    return Ok(Some((value.to_owned(), Text::verbatim(source))));
                }
                let from_environment = environment(variable)?;
                Ok::<_, Error>(
                    from_environment
                        .map(|value| (value, Text::verbatim(variable)))
                        .or_else(|| filed.map(from_file)),
                )
            };
        // Resolved first: errors about the others are reported in it.
        let set = setting(None, "EPIC_LANG", "lang", file.lang.as_deref())?;
        let lang = match (flags.lang, set) {
            (Some(lang), _) => lang,
            (None, Some((text, source))) => {
                Lang::of_tag(&text).ok_or_else(|| invalid(&source, t!("config-lang")))?
            }
            (None, None) => Lang::from_locale(),
        };
        lang::speak(lang);
        let exposed =
            |secret: &Option<SecretString>| secret.as_ref().map(|s| s.expose_secret().to_owned());

        let database_url = match setting(
            exposed(&flags.database_url).as_deref(),
            "DATABASE_URL",
            "database_url",
            exposed(&file.database_url).as_deref(),
        )? {
            Some((url, source)) => DatabaseUrl::parse(&url).map_err(|error| {
                let problem = error.to_string();
                let message = t!("config-invalid", source = source, problem = problem);
                Error::config("database_url", message)
            })?,
            None => DatabaseUrl::SqliteFile(paths.database.clone()),
        };
        let filed = file.session_ttl.as_deref();
        let session_ttl = match setting(None, "EPIC_SESSION_TTL", "session_ttl", filed)? {
            Some((text, source)) => {
                let ttl = parse_duration(&text).map_err(|error| invalid(&source, error.text()))?;
                if ttl > days(MAX_TTL_DAYS) {
                    return Err(invalid(&source, t!("config-ttl-long", days = MAX_TTL_DAYS)));
                }
                ttl
            }
            None => SignedDuration::from_hours(8),
        };
        let timezone = match setting(None, "EPIC_TIMEZONE", "timezone", file.timezone.as_deref())? {
            Some((text, source)) => {
                parse_zone(&text).map_err(|error| invalid(&source, error.text()))?
            }
            None => Zone::named(HOME_ZONE).unwrap_or(Zone::UTC),
        };
        let set = setting(None, "EPIC_FORMAT", "format", file.format.as_deref())?;
        let format = match (flags.format, set) {
            (Some(format), _) => Some(format),
            (None, Some((text, source))) => {
                Some(Format::from_str(&text).map_err(|error| invalid(&source, error.text()))?)
            }
            (None, None) => None,
        };
        // An empty variable overrides the file: reporting is off.
        let filed = exposed(&file.sentry_dsn);
        let sentry_dsn = match std::env::var_os("SENTRY_DSN") {
            Some(dsn) if dsn.is_empty() => None,
            _ => setting(None, "SENTRY_DSN", "sentry_dsn", filed.as_deref())?,
        }
        .filter(|(dsn, _)| !dsn.is_empty())
        .map(|(dsn, source)| match dsn.parse::<sentry::types::Dsn>() {
            Ok(_) => Ok(SecretString::from(dsn)),
            Err(_) => Err(invalid(&source, t!("config-dsn"))),
        })
        .transpose()?;
        Ok(Self {
            paths,
            database_url,
            sentry_dsn,
            session_ttl,
            timezone,
            format,
            lang,
            secrets: OnceCell::new(),
        })
    }

    /// Returns the defaults, with all files in one folder.
    #[cfg(test)]
    pub fn in_folder(folder: &std::path::Path, database_url: DatabaseUrl) -> Self {
        Self {
            paths: Paths {
                config: folder.join("config.toml"),
                secrets: folder.join("secrets.toml"),
                session: folder.join("session"),
                scram_keys: None,
                database: folder.join("epic.db"),
            },
            database_url,
            sentry_dsn: None,
            session_ttl: SignedDuration::from_hours(8),
            timezone: Zone::UTC,
            format: None,
            lang: Lang::EN,
            secrets: OnceCell::new(),
        }
    }

    /// Returns the key that signs tokens.
    ///
    /// # Errors
    ///
    /// `config.missing_secret`, `config.weak_secret`, `config.unsafe_file` (exit 10).
    pub fn secret_key(&self) -> Result<SecretString> {
        self.secret("SECRET_KEY", |secrets| secrets.secret_key.as_ref())
    }

    /// Returns the key of the pseudonyms.
    ///
    /// # Errors
    ///
    /// As [`Config::secret_key`].
    pub fn pepper(&self) -> Result<SecretString> {
        self.secret("PEPPER", |secrets| secrets.pepper.as_ref())
    }

    /// Returns the database of the settings. Without secrets, such as before `epic init`, its role keeps no keys.
    pub fn database(&self) -> Database {
        let directory = self.paths.scram_keys.clone();
        let keys = directory.zip(self.pepper().ok());
        let keys = keys.map(|(directory, pepper)| ScramKeys::new(directory, pepper));
        Database::with_keys(self.database_url.clone(), keys)
    }

    /// Tests for an existing set-up on this machine: hints suggest the first command accordingly.
    pub fn is_initialised(&self) -> bool {
        std::env::var_os("SECRET_KEY").is_some() || self.paths.secrets.exists()
    }

    fn secret(
        &self,
        variable: &str,
        pick: impl Fn(&SecretsFile) -> Option<&SecretString>,
    ) -> Result<SecretString> {
        let secret = match std::env::var(variable) {
            Ok(value) => SecretString::from(value),
            Err(std::env::VarError::NotUnicode(_)) => {
                let message = t!("config-secret-not-utf-8", variable = variable);
                return Err(Error::config("weak_secret", message));
            }
            Err(std::env::VarError::NotPresent) => {
                let secrets = match self.secrets.get() {
                    Some(secrets) => secrets,
                    None => {
                        let read = read_secrets(&self.paths.secrets)?;
                        self.secrets.get_or_init(|| read)
                    }
                };
                pick(secrets).cloned().ok_or_else(|| {
                    let file = files::shown(&self.paths.secrets);
                    let message = t!("config-secret-missing", variable = variable, file = file);
                    Error::config_hinted("missing_secret", message, "epic init")
                })?
            }
        };
        if secret.expose_secret().len() < MIN_SECRET_BYTES {
            let bytes = MIN_SECRET_BYTES;
            let message = t!("config-secret-short", variable = variable, bytes = bytes);
            return Err(Error::config("weak_secret", message));
        }
        Ok(secret)
    }

    /// Creates missing files of the configuration: the directory, `config.toml`, `secrets.toml`. Returns `true` if new
    /// secrets were generated.
    ///
    /// # Errors
    ///
    /// `config.*` (exit 10).
    pub fn create_files(&self) -> Result<bool> {
        if !self.paths.config.exists() {
            files::create_private(&self.paths.config, template().as_bytes())?;
        }
        let secrets = read_secrets(&self.paths.secrets)?;
        if secrets.secret_key.is_some() && secrets.pepper.is_some() {
            return Ok(false);
        }
        let kept_or_new = |secret: Option<SecretString>| secret.map_or_else(random_text::<48>, Ok);
        let content = format!(
            "{}\nsecret_key = {}\npepper = {}\n",
            t!("config-template-secrets"),
            toml::Value::from(kept_or_new(secrets.secret_key)?.expose_secret()),
            toml::Value::from(kept_or_new(secrets.pepper)?.expose_secret()),
        );
        if self.paths.secrets.exists() {
            files::write_private(&self.paths.secrets, content.as_bytes())?;
        } else {
            // Of two concurrent runs one creates the secrets, and both use them.
            files::create_private(&self.paths.secrets, content.as_bytes())?;
        }
        Ok(true)
    }
}

/// Reads an environment variable; an empty one counts as unset.
fn environment(name: &str) -> Result<Option<String>> {
    std::env::var_os(name)
        .filter(|value| !value.is_empty())
        .map(|value| value.into_string())
        .transpose()
        .map_err(|_| invalid(&Text::verbatim(name), t!("config-not-utf-8")))
}

fn invalid(source: &Text, problem: Text) -> Error {
    let message = t!("config-invalid", source = source, problem = problem);
    Error::config("invalid_setting", message)
}
