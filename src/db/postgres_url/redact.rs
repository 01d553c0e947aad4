//! Removes the passwords from a connection URI for display, and lists them so that messages can be scrubbed.

use super::parameters::decode;

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
    /// The password that libpq would read, where `password` goes on after it.
    usual: Option<&'a str>,
    after_password: &'a str,
    query: Option<&'a str>,
}

impl<'a> Pieces<'a> {
    /// Ends the password at the last `@`: one that contains `@` or `/`, which libpq would cut there, stays whole. An `@`
    /// in the query, but in no harmless parameter, may end one that contains `?`: then nothing up to the query is shown.
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
        let usual_end = head.rfind('@').unwrap_or(scheme);
        let pairs = query.into_iter().flat_map(|query| query.split('&'));
        let goes_on = |pair: &str| pair.contains('@') && !is_harmless(pair);
        let end = if pairs.into_iter().any(goes_on) {
            head.len()
        } else {
            usual_end
        };
        let start = head[scheme..end]
            .find(':')
            .map_or(end, |at| scheme + at + 1);
        let usual = (start..end)
            .contains(&usual_end)
            .then(|| &head[start..usual_end]);
        Self {
            before_password: &head[..start],
            password: &head[start..end],
            usual,
            after_password: &head[end..],
            query,
        }
    }

    /// Returns the parameters, each with `true` if its value may be shown.
    fn parameters(&self) -> impl Iterator<Item = (&'a str, Option<&'a str>, bool)> {
        let pairs = self.query.into_iter().flat_map(|query| query.split('&'));
        pairs.map(|pair| match pair.split_once('=') {
            Some((name, value)) if is_name(name) => {
                (name, Some(value), is_harmless(pair) || value.is_empty())
            }
            // A piece of a password with a `&` or `?` in it.
            _ => (pair, None, pair.is_empty()),
        })
    }
}

/// Tests for the characters of a parameter's name, encoded or not.
fn is_name(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '_' | '%' | ' '))
}

/// Tests for a parameter that may be shown: a second `?` may be where libpq's query begins.
fn is_harmless(pair: &str) -> bool {
    pair.split_once('=').is_some_and(|(name, value)| {
        let decoded = decode(name).unwrap_or_default();
        HARMLESS
            .iter()
            .any(|it| it.as_bytes() == decoded.as_slice())
            && !value.contains('?')
    })
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
    for (index, (name, value, harmless)) in pieces.parameters().enumerate() {
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

/// Returns the passwords of a URL, both as written and decoded.
pub fn secrets(url: &str) -> Vec<String> {
    let pieces = Pieces::of(url);
    let hidden = pieces
        .parameters()
        .filter(|(_, _, harmless)| !harmless)
        .flat_map(|(name, value, _)| {
            let written = value.unwrap_or(name);
            // As a piece of a password, and as libpq would read it if its query began at that `?`.
            let after = written.contains('?').then(|| written.rsplit_once('='));
            std::iter::once(written).chain(after.flatten().map(|(_, value)| value))
        });
    let mut secrets = Vec::new();
    for written in std::iter::once(pieces.password)
        .chain(pieces.usual)
        .chain(hidden)
    {
        secrets.push(written.to_owned());
        if let Ok(decoded) = decode(written) {
            secrets.push(String::from_utf8_lossy(&decoded).into_owned());
        }
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
        ] {
            let shown = redacted(url);
            assert!(!shown.contains("s3cr3t"), "{shown}");
            assert!(secrets(url).iter().any(|it| it.contains("s3cr3t")), "{url}");
        }
        for url in [
            "postgresql://u@h:5432/d?sslmode=verify-full&host=h2&application_name=x",
            "postgresql://u@h/d?application_name=me@work",
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
