//! What is wrong with a database URL before anybody is asked: it cannot be read, or what it asks for could be
//! listened to or answered by somebody else.

use super::Error;
use crate::lang::Text;
use crate::t;

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

impl Malformed {
    /// The words.
    pub fn text(self) -> Text {
        match self {
            Self::Percent => t!("config-url-percent"),
            Self::Zero => t!("config-url-zero"),
            Self::Space => t!("config-url-space"),
            Self::Bracket => t!("config-url-bracket"),
            Self::EmptyAddress => t!("config-url-empty-address"),
            Self::AfterBracket => t!("config-url-after-bracket"),
            Self::NoEquals => t!("config-url-no-equals"),
            Self::TwoEquals => t!("config-url-two-equals"),
            Self::Port => t!("config-url-port"),
        }
    }
}

impl From<Malformed> for Error {
    fn from(malformed: Malformed) -> Self {
        Self::config(
            "database_url",
            t!("config-url-refused", cause = malformed.text()),
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
        let code = "insecure_connection";
        match insecure {
            Insecure::Unverified { host } => {
                Self::config(code, t!("config-insecure-unverified", host = shown(host)))
            }
            Insecure::Weakened {
                host,
                parameter,
                only,
            } => Self::config(
                code,
                t!(
                    "config-insecure-weakened",
                    host = shown(host),
                    parameter = parameter,
                    only = only
                ),
            ),
            Insecure::Service => Self::config(code, t!("config-insecure-service")),
            Insecure::ServiceVariable => Self::config_hinted(
                code,
                t!("config-insecure-service-variable"),
                "unset PGSERVICE",
            ),
        }
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
