//! Files of a user: location, parsing, and errors that give the position and never the content. Precedence of settings
//! is in the parent module.

use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;
use secrecy::SecretString;
use serde::Deserialize;

use super::Flags;
use crate::error::{Error, Result};
use crate::files;
use crate::lang::Text;
use crate::t;

/// Folder in the XDG base directories.
const FOLDER: &str = "epic-events";

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfigFile {
    pub database_url: Option<SecretString>,
    pub sentry_dsn: Option<SecretString>,
    pub session_ttl: Option<String>,
    pub timezone: Option<String>,
    pub format: Option<String>,
    pub lang: Option<String>,
}

const KEYS: [&str; 6] = [
    "database_url",
    "sentry_dsn",
    "session_ttl",
    "timezone",
    "format",
    "lang",
];

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecretsFile {
    pub secret_key: Option<SecretString>,
    pub pepper: Option<SecretString>,
}

#[derive(Debug, Clone)]
pub struct Paths {
    /// `config.toml`, or the file given by `--config` or `EPIC_CONFIG`.
    pub config: PathBuf,
    /// `secrets.toml` in the same directory.
    pub secrets: PathBuf,
    pub session: PathBuf,
    /// Directory of the SCRAM keys of database roles.
    pub scram_keys: Option<PathBuf>,
    pub database: PathBuf,
}

/// Returns the file that `epic init` writes: every key with its default, commented out.
pub fn template() -> String {
    format!("{}\n", t!("config-template"))
}

/// Describes a key of the configuration file as the source of a setting.
pub fn in_file(key: &str, file: &Path) -> Text {
    t!("config-key-in-file", key = key, file = files::shown(file))
}

/// Locates the files and reads the configuration.
pub fn locate(flags: &Flags) -> Result<(Paths, ConfigFile)> {
    let strategy = etcetera::base_strategy::Xdg::new()
        .map_err(|_| Error::config("home", t!("config-home")))?;
    let directory = strategy.config_dir().join(FOLDER);
    let named = flags
        .config
        .clone()
        .or_else(|| std::env::var_os("EPIC_CONFIG").map(PathBuf::from))
        .filter(|path| !path.as_os_str().is_empty())
        .map(|path| std::path::absolute(&path).unwrap_or(path));
    let config = named
        .clone()
        .unwrap_or_else(|| directory.join("config.toml"));
    let file = match files::read_trusted(&config)? {
        Some(content) => parse(&config, &content)?,
        None if named.is_none() => ConfigFile::default(),
        None => return Err(files::missing(&config)),
    };
    let beside = |name: &str| config.parent().unwrap_or_else(|| Path::new(".")).join(name);
    let paths = Paths {
        secrets: beside("secrets.toml"),
        session: directory.join("session"),
        scram_keys: strategy
            .state_dir()
            .map(|state| state.join(FOLDER).join("scram")),
        database: strategy.data_dir().join(FOLDER).join("epic.db"),
        config,
    };
    Ok((paths, file))
}

/// Parses the configuration. Errors of the parser quote the line, which may hold a password: only the position is
/// reported, and the key if it is a valid one.
fn parse(path: &Path, content: &[u8]) -> Result<ConfigFile> {
    let file = files::shown(path);
    let in_line = |line: usize, problem| {
        let message = t!(
            "config-file-invalid-line",
            file = file,
            line = line,
            problem = problem
        );
        Error::config("invalid_file", message)
    };
    let text = std::str::from_utf8(content).map_err(|_| in_line(1, t!("config-file-not-utf-8")))?;
    toml::from_str(text).map_err(|error| {
        let before = error.span().map_or("", |span| &text[..span.start]);
        let line = before.matches('\n').count();
        let key = text.lines().nth(line).and_then(|text| {
            let (key, _) = text.split_once('=')?;
            KEYS.into_iter().find(|known| *known == key.trim())
        });
        let line = line + 1;
        let problem = match first_words(error.message()) {
            "unknown field" => t!("config-file-unknown-key", known = KEYS.join(", ")),
            "duplicate key" => t!("config-file-duplicate"),
            "invalid type" => t!("config-file-type"),
            words if words.starts_with("string values must be quoted") => t!("config-file-type"),
            _ => t!("config-file-syntax"),
        };
        let Some(key) = key else {
            return in_line(line, problem);
        };
        let message = t!(
            "config-file-invalid-key",
            file = file,
            line = line,
            key = key,
            problem = problem
        );
        Error::config("invalid_file", message)
    })
}

/// Returns the part of a parser's message before any quotation.
fn first_words(message: &str) -> &str {
    let mut parts = message.split(['`', '"', '\'', ':', '\n']);
    parts.next().unwrap_or_default().trim_end()
}

pub fn read_secrets(path: &Path) -> Result<SecretsFile> {
    let Some(content) = files::read_private(path)? else {
        return Ok(SecretsFile::default());
    };
    let text = zeroize::Zeroizing::new(content);
    std::str::from_utf8(&text)
        .ok()
        .and_then(|text| toml::from_str(text).ok())
        // Never quotes the content.
        .ok_or_else(|| {
            let message = t!("config-file-invalid", file = files::shown(path));
            Error::config("invalid_file", message)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::{self, Lang};

    #[test]
    fn a_secret_is_masked_in_debug_output() {
        let file: SecretsFile =
            toml::from_str("secret_key = \"hunter2\"\npepper = \"hunter2\"").unwrap();
        assert!(!format!("{file:?}").contains("hunter2"));
        let file: ConfigFile =
            toml::from_str("database_url = \"postgres://u:hunter2@h/d\"").unwrap();
        assert!(!format!("{file:?}").contains("hunter2"));
    }

    #[test]
    fn the_template_is_a_valid_configuration() {
        for lang in [Lang::EN, Lang::FR] {
            let template = lang::meanwhile(lang, template);
            let _: ConfigFile = toml::from_str(&template).unwrap();
            for key in KEYS {
                assert!(template.contains(&format!("\n# {key} = ")), "{template}");
                let line = format!("{key} = \"\"");
                assert!(toml::from_str::<ConfigFile>(&line).is_ok(), "{key}");
            }
        }
    }

    #[test]
    fn an_unknown_key_is_refused() {
        assert!(toml::from_str::<ConfigFile>("databse_url = \"\"").is_err());
    }
}
