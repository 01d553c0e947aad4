//! The file of the settings, in which each `$` stands for a secret.

use std::fs;
use std::path::Path;

use epic::config::{Config, Flags};
use epic::domain::days;
use epic::files;
use epic::lang::Lang;
use jiff::SignedDuration;
use secrecy::ExposeSecret as _;

use super::{MARK, text_of, with_folder};

pub fn check(data: &[u8]) {
    // An input that is not UTF-8 stays so.
    let content = match str::from_utf8(data) {
        Ok(text) => text.replace('$', MARK).into_bytes(),
        Err(_) => data.to_vec(),
    };
    let path = with_folder(|folder| {
        let path = folder.join("config.toml");
        if !path.exists() {
            files::create_private(&path, b"").expect("a file");
        }
        fs::write(&path, &content).expect("a file");
        path
    });
    match load(&path) {
        Ok(config) => {
            what_is_set_is_in_bounds(&config);
            let again = load(&path).expect("as before");
            assert_eq!(format!("{again:?}"), format!("{config:?}"));
            a_value_is_in_the_file(&config, &content);
        }
        Err(error) => {
            assert_eq!(error.exit_code(), 10, "{error}");
            let hint = error.hint().unwrap_or_default();
            let hidden = [error.to_string(), hint, format!("{error:?}")];
            assert!(!hidden.concat().contains(MARK), "{error}");
        }
    }
}

fn load(path: &Path) -> epic::error::Result<Config> {
    Config::load(&Flags {
        config: Some(path.to_owned()),
        lang: Some(Lang::EN),
        ..Flags::default()
    })
}

fn what_is_set_is_in_bounds(config: &Config) {
    assert!(config.session_ttl > SignedDuration::ZERO && config.session_ttl <= days(30));
    assert!(!config.timezone.name().is_empty());
    assert_eq!(config.lang, Lang::EN);
}

/// A secret is kept, and masked where the settings are logged.
fn a_value_is_in_the_file(config: &Config, content: &[u8]) {
    let Some(dsn) = &config.sentry_dsn else {
        return;
    };
    assert!(!format!("{config:?}").contains(dsn.expose_secret()));
    let text = text_of(content);
    let is_escaped = text.contains('\\') || std::env::var_os("SENTRY_DSN").is_some();
    assert!(is_escaped || text.contains(dsn.expose_secret()));
}
