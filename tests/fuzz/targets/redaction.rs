//! Passwords of URLs: a password on the first line, a URL on the rest; each `$` stands for a secret.

use epic::db::DatabaseUrl;
use epic::db::postgres_url::{Parameters, for_libpq, redacted, secrets};

use super::{MARK, decoded, holds, lines, pairs, text_of};

/// Parameters that are secrets, of libpq and one that is mistyped.
const SECRET: [&str; 7] = [
    "oauth_client_secret",
    "options",
    "password",
    "pasword",
    "scram_client_key",
    "scram_server_key",
    "sslpassword",
];

pub fn check(data: &[u8]) {
    let input = text_of(data);
    let [password, url] = lines(&input);
    let url = url.replace('$', MARK);
    let shown = redacted(&url);
    assert_eq!(redacted(&shown), shown);
    // Nothing else is a URL to libpq, nor to the program.
    let is_url = ["postgres://", "postgresql://"]
        .iter()
        .any(|scheme| url.starts_with(scheme));
    if let Some(read) = Parameters::read(&url).ok().filter(|_| is_url) {
        libpqs_secrets_are_hidden(&url, &read);
    }
    a_password_is_hidden_as_a_whole(password);
}

/// By libpq's reading of the URL.
fn libpqs_secrets_are_hidden(url: &str, read: &Parameters) {
    let listed = secrets(url);
    let pairs = pairs(read);
    let is_secret = |name: &str| SECRET.contains(&name);
    for (name, value) in &pairs {
        let value = String::from_utf8_lossy(value);
        if is_secret(name) && !value.is_empty() {
            assert!(listed.iter().any(|it| it.contains(&*value)), "{name}");
        }
    }
    let shows = |(name, value): &(String, Vec<u8>)| {
        name.contains(MARK) || holds(value, MARK) && !is_secret(name)
    };
    if pairs.iter().any(shows) || has_a_mark_that_is_overwritten(url) {
        return;
    }
    let shown = redacted(url);
    assert!(!holds(&decoded(&shown), MARK), "{shown}");
    if let Ok(url) = DatabaseUrl::parse(url) {
        assert!(!format!("{url} {url:?}").contains(MARK));
    }
}

/// Tests for a mark in a parameter that is no secret, and that a later one of the same name replaces.
fn has_a_mark_that_is_overwritten(url: &str) -> bool {
    let (head, query) = url.split_once('?').unwrap_or((url, ""));
    query.split(['&', '?']).any(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or(("", pair));
        let name = String::from_utf8_lossy(&decoded(name.trim_matches(' '))).into_owned();
        let in_head = ["user", "host", "port", "dbname"].contains(&name.as_str());
        name.contains(MARK)
            || holds(&decoded(value), MARK) && !SECRET.contains(&name.as_str())
            || in_head && holds(&decoded(head), MARK)
    })
}

/// By the eye of a person, even if libpq would end it at an `@` or a `/` that is not encoded.
fn a_password_is_hidden_as_a_whole(password: &str) {
    if password.is_empty() {
        return;
    }
    let rest = "@db.example:5432/crm?sslmode=require";
    let url = format!("postgresql://admin:{}{rest}", password.replace('$', MARK));
    if password.contains('?') && password.contains(['@', '/']) {
        // Hidden together with the server.
        assert!(!redacted(&url).contains(MARK));
    } else {
        assert_eq!(redacted(&url), format!("postgresql://admin:…{rest}"));
        let secrets = secrets(&url);
        assert!(secrets.contains(&password.replace('$', MARK)));
    }
    if let Err(error) = for_libpq(&url, None) {
        assert!(!error.to_string().contains(MARK), "{error}");
    }
}
