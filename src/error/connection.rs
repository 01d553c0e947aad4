//! What is wrong with a database URL before anybody is asked: it cannot be read, or what it asks for could be
//! listened to or answered by somebody else.

use std::fmt;

use super::Error;

/// Why a URL of PostgreSQL cannot be read. The words are libpq's, without what it quotes: that may be a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Malformed {
    /// `%` without two hexadecimal digits behind it.
    Percent,
    /// `%00`.
    Zero,
    /// A space inside of a value.
    Space,
    /// `[` without `]`.
    Bracket,
    /// `[]`.
    EmptyAddress,
    /// Something else than `:`, `/`, `?` or `,` behind `]`.
    AfterBracket,
    /// A parameter without `=`.
    NoEquals,
    /// A parameter with two `=`.
    TwoEquals,
    /// A port that is no number.
    Port,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Percent => "invalid percent-encoded token: \"…\"",
            Self::Zero => "forbidden value %00 in percent-encoded value: \"…\"",
            Self::Space => {
                "unexpected spaces found in \"…\", use percent-encoded spaces (%20) instead"
            }
            Self::Bracket => {
                "end of string reached when looking for matching \"…\" in IPv6 host address in URI: \"…\""
            }
            Self::EmptyAddress => "IPv6 host address may not be empty in URI: \"…\"",
            Self::AfterBracket => {
                "unexpected character in URI (expected \":\" or \"/\" after \"]\"): \"…\""
            }
            Self::NoEquals => "missing key/value separator \"=\" in URI query parameter: \"…\"",
            Self::TwoEquals => "extra key/value separator \"=\" in URI query parameter: \"…\"",
            Self::Port => "invalid integer value \"…\" for connection option \"port\"",
        })
    }
}

impl From<Malformed> for Error {
    fn from(malformed: Malformed) -> Self {
        Self::config(
            "database_url",
            format!("the database refuses the connection: {malformed}"),
        )
    }
}

/// Why nothing is sent to a server (`config.insecure_connection`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Insecure<'a> {
    /// A host beyond this machine, and no `sslmode=verify-full`.
    Unverified {
        /// The host or address.
        host: &'a str,
    },
    /// A host beyond this machine, and a parameter that takes away from what protects the connection.
    Weakened {
        /// The host or address.
        host: &'a str,
        /// The parameter.
        parameter: &'static str,
        /// The one value that it may have.
        only: &'static str,
    },
    /// `service=` in the URL: what it stands for is written elsewhere.
    Service,
    /// `PGSERVICE` in the environment, which no parameter of the URL can take back.
    ServiceVariable,
}

impl From<Insecure<'_>> for Error {
    fn from(insecure: Insecure<'_>) -> Self {
        let (message, hint) = match insecure {
            Insecure::Unverified { host } => (
                format!(
                    "the connection to {} would not be safe: a server that is not on this machine has to prove \
                     that it is the right one",
                    shown(host)
                ),
                "add sslmode=verify-full to the parameters of the database URL".to_owned(),
            ),
            Insecure::Weakened {
                host,
                parameter,
                only,
            } => (
                format!(
                    "the connection to {} would not be safe: {parameter} may only be {only} there",
                    shown(host)
                ),
                format!("change {parameter} to {only} in the database URL, or leave it out"),
            ),
            Insecure::Service => (
                "service in the database URL could stand for any server".to_owned(),
                "write the host and the name of the database into the URL in its place".to_owned(),
            ),
            Insecure::ServiceVariable => (
                "PGSERVICE in the environment could stand for any server".to_owned(),
                "unset PGSERVICE".to_owned(),
            ),
        };
        Self::config_hinted("insecure_connection", message, hint)
    }
}

/// The name of a host; nothing that may be a piece of a password, which a URL that was mistyped has in its place.
fn shown(host: &str) -> &str {
    let plausible = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ':');
    if host.chars().all(plausible) {
        host
    } else {
        "…"
    }
}
