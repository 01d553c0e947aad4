//! Removes the passwords from a connection URI for display, and lists them so that messages can be scrubbed.

use super::parameters::{Parameters, decode};

/// Parameters whose values may be shown; any other, even a mistyped one, may be a password.
const HARMLESS: &[&str] = &[
    "user",
    "dbname",
    "host",
    "hostaddr",
    "port",
    "ssl",
    "sslmode",
    "requiressl",
    "sslnegotiation",
    "sslcert",
    "sslkey",
    "sslcertmode",
    "sslrootcert",
    "sslcrl",
    "sslcrldir",
    "sslcompression",
    "sslsni",
    "ssl_min_protocol_version",
    "ssl_max_protocol_version",
    "channel_binding",
    "gssencmode",
    "passfile",
    "service",
    "application_name",
    "fallback_application_name",
    "client_encoding",
    "connect_timeout",
    "keepalives",
    "keepalives_idle",
    "keepalives_interval",
    "keepalives_count",
    "tcp_user_timeout",
    "requirepeer",
    "require_auth",
    "target_session_attrs",
    "load_balance_hosts",
];

struct Pieces<'a> {
    before_password: &'a str,
    password: &'a str,
    after_password: &'a str,
    /// Parameters that are no part of the password.
    query: Option<&'a str>,
    whole_query: Option<&'a str>,
}

impl<'a> Pieces<'a> {
    /// Ends the password at the last `@`: one that contains `@` or `/`, which libpq would cut there, stays whole. An `@`
    /// in the query may end one that contains `?`, unless libpq reads the URL and it is in a harmless parameter: then all
    /// parameters up to it are in the password.
    fn of(url: &'a str) -> Self {
        let is_scheme = |at: &usize| url[..*at].bytes().all(|byte| byte.is_ascii_alphanumeric());
        let scheme = url.find("://").filter(is_scheme).map_or(0, |at| at + 3);
        let user_end = url[scheme..]
            .find(['@', '/'])
            .filter(|at| url[scheme + at..].starts_with('@'))
            .map_or(scheme, |at| scheme + at);
        // A `?` in a name without a password begins the query, though libpq takes it for a part of the name.
        let user_end = match url[scheme..user_end].find([':', '?']) {
            Some(at) if url[scheme + at..].starts_with('?') => scheme,
            _ => user_end,
        };
        let (head, query) = match url[user_end..].find('?') {
            Some(at) => (&url[..user_end + at], Some(&url[user_end + at + 1..])),
            None => (url, None),
        };
        let colon = head[scheme..].find(':').map(|at| scheme + at + 1);
        // libpq knows no other names.
        let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        let are_known = |read: Parameters| read.iter().all(|(name, _)| name.iter().all(is_word));
        let is_read = scheme > 0 && Parameters::read(url).is_ok_and(are_known);
        let goes_on = |pair: &str| pair.contains('@') && !(is_read && is_harmless(pair));
        if let Some(start) = colon
            && pairs(query).any(goes_on)
        {
            let last = url.rfind('@').unwrap_or(start);
            let end = url[last..].find('&').map_or(url.len(), |at| last + at);
            return Self {
                before_password: &url[..start],
                password: &url[start..end],
                after_password: "",
                query: url.get(end + 1..),
                whole_query: query,
            };
        }
        let end = head.rfind('@').unwrap_or(scheme);
        let start = colon.filter(|start| *start <= end).unwrap_or(end);
        Self {
            before_password: &head[..start],
            password: &head[start..end],
            after_password: &head[end..],
            query,
            whole_query: query,
        }
    }
}

fn pairs(query: Option<&str>) -> impl Iterator<Item = &str> {
    query.into_iter().flat_map(|query| query.split('&'))
}

/// Returns the parameters of a query, each with `true` if its value may be shown.
fn parameters(query: Option<&str>) -> impl Iterator<Item = (&str, Option<&str>, bool)> {
    pairs(query).map(|pair| match pair.split_once('=') {
        Some((name, value)) if is_name(name) => {
            (name, Some(value), is_harmless(pair) || value.is_empty())
        }
        // A piece of a password with a `&` or `?` in it.
        _ => (pair, None, pair.is_empty()),
    })
}

/// Tests for the characters of a parameter's name, encoded or not.
fn is_name(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '_' | '%' | ' '))
}

/// Tests for a parameter that may be shown: a second `?` may be where libpq's query begins.
fn is_harmless(pair: &str) -> bool {
    pair.split_once('=').is_some_and(|(name, value)| {
        let decoded = decode(name);
        decoded.is_ok_and(|name| is_harmless_name(&name)) && !value.contains('?')
    })
}

fn is_harmless_name(name: &[u8]) -> bool {
    HARMLESS.iter().any(|it| it.as_bytes() == name)
}

/// Replaces the passwords of a URL by `…`.
pub fn redacted(url: &str) -> String {
    let pieces = Pieces::of(url);
    let hidden = if pieces.password.is_empty() {
        ""
    } else {
        "…"
    };
    let mut shown = [pieces.before_password, hidden, pieces.after_password].concat();
    for (index, (name, value, harmless)) in parameters(pieces.query).enumerate() {
        shown.push(if index == 0 { '?' } else { '&' });
        match value {
            Some(value) => {
                shown.push_str(name);
                shown.push('=');
                shown.push_str(if harmless { value } else { "…" });
            }
            None => shown.push_str(if harmless { name } else { "…" }),
        }
    }
    shown
}

/// Returns the passwords of a URL, as written and decoded, and those that libpq reads in it.
pub fn secrets(url: &str) -> Vec<String> {
    let pieces = Pieces::of(url);
    let hidden = parameters(pieces.whole_query).filter(|(_, _, harmless)| !harmless);
    let hidden = hidden.map(|(name, value, _)| value.unwrap_or(name));
    let mut secrets = Vec::new();
    for written in std::iter::once(pieces.password).chain(hidden) {
        secrets.push(written.to_owned());
        if let Ok(decoded) = decode(written) {
            secrets.push(String::from_utf8_lossy(&decoded).into_owned());
        }
    }
    if let Ok(read) = Parameters::read(url) {
        let read = read.iter().filter(|(name, _)| !is_harmless_name(name));
        secrets.extend(read.map(|(_, value)| String::from_utf8_lossy(value).into_owned()));
    }
    secrets.retain(|secret| !secret.is_empty());
    secrets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        for url in [
            "postgresql://u:s3cr3t@h:5432/d?sslmode=require",
            "postgresql://u:s3cr3t@/d?host=/run",
            "postgresql://u:s3cr3t@s3cr3t@h/d",
            "postgresql://u:s3cr3t/s3cr3t@h/d",
            "postgresql://u:s3cr3t?s3cr3t@h/d",
            "postgresql://h/d?user=u&password=s3cr3t&sslmode=require",
            "postgresql://h/d?p%61ssword=s3cr3t",
            "postgresql://h/d?%70%61ssword=s3cr3t&sslmode=require",
            "postgresql://h/d?pas%zzword=s3cr3t",
            "postgresql://h/d?pasword=s3cr3t",
            "postgresql://h/d?password=a&s3cr3t",
            "postgresql://u@h/d?password=s3cr3t",
            "postgresql://u:s3cr3t@h?sslpassword=s3cr3t2&password=s3cr3t3",
            "postgresql://h/d?options=-c%20epic.session%3Ds3cr3t",
            "postgresql://h/d?oauth_client_secret=s3cr3t",
            "u:s3cr3t@h/d://x",
            "postgresql://u:s3cr3t@s3cr3t?s3cr3t@h/d?sslmode=require",
            "postgresql://u:s3cr3t@s3cr3t?s3cr3t@h/d?password=s3@cr3t",
            "postgresql://u@h:5432/d?oauth_issuer=https://a@b&password=s3cr3t",
            "postgresql://u@h/d?password=s3cr3t&oauth_issuer=https://a@b",
            "postgresql://u:s3cr3t@h/d?oauth_issuer=https://a@b",
            "postgresql://h?password=s3cr3t@s3cr3t",
            "postgresql://us?er@h/d?password=s3cr3t",
            "postgresql://?user=u@h?password=s3cr3t",
            "postgresql://u:a?s3cr3t=b@h/d",
            "postgresql://u:a?sslmode=s3cr3t&b@h/d",
            "postgresql://u:a/s3cr3t?user=s3cr3t@h/d",
            "postgresql://u://s3cr3t?@&ssl=@",
        ] {
            let shown = redacted(url);
            assert!(!shown.contains("s3cr3t"), "{shown}");
            assert_eq!(redacted(&shown), shown);
            assert!(secrets(url).iter().any(|it| it.contains("s3cr3t")), "{url}");
        }
        for url in [
            "postgresql://u@h:5432/d?sslmode=verify-full&host=h2&application_name=x",
            "postgresql://h:5432/d?application_name=me@work",
            "postgresql://h,h2:1/d",
            "postgresql:///d?host=/run",
        ] {
            assert_eq!(redacted(url), url);
            assert_eq!(secrets(url), Vec::<String>::new());
        }
        assert_eq!(
            redacted("postgresql://u:x@h/d?password=&krbsrvname=postgres"),
            "postgresql://u:…@h/d?password=&krbsrvname=…"
        );
        assert_eq!(
            redacted("postgresql://u:a/b?c=d&e@h/f?g=i&sslmode=require"),
            "postgresql://u:…?sslmode=require"
        );
    }

    #[test]
    fn the_password_that_libpq_reads_is_listed_wherever_an_at_sign_follows() {
        for url in [
            "postgresql://u@h:5432/d?oauth_issuer=https://a@b&password=s3cr3t",
            "postgresql://u@h/d?password=s3cr3t&oauth_issuer=https://a@b",
            "postgresql://u:s3cr3t@h/d?oauth_issuer=https://a@b",
        ] {
            assert!(secrets(url).contains(&"s3cr3t".to_owned()), "{url}");
        }
    }

    #[test]
    fn secrets_include_the_decoded_password() {
        assert!(secrets("postgresql://u:p%40ss@h/d").contains(&"p@ss".to_owned()));
    }
}
