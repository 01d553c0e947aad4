//! Errors of database URLs found before connecting: malformed, or open to eavesdropping or a forged server.

use super::Error;
use crate::lang::Text;
use crate::t;

/// Syntax error of a PostgreSQL URL. Messages quote nothing of it, since any part may belong to a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Malformed {
    /// `%` without two hexadecimal digits.
    Percent,
    /// `%00`, or the character itself.
    Zero,
    /// A space inside a value.
    Space,
    /// `[` without `]`.
    Bracket,
    /// `[]`.
    EmptyAddress,
    /// Anything but `:`, `/`, `?` or `,` after `]`.
    AfterBracket,
    /// A parameter without `=`.
    NoEquals,
    /// A parameter with two `=`.
    TwoEquals,
    /// A port that is not a number.
    Port,
}

impl Malformed {
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
        let message = t!("config-url-malformed", cause = malformed.text());
        Self::config("database_url", message)
    }
}

/// Reason not to connect to a server (`config.insecure_connection`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Insecure<'a> {
    /// Remote host without `sslmode=verify-full`.
    Unverified { host: &'a str },
    /// Remote host with a parameter that weakens the protection of the connection.
    Weakened {
        host: &'a str,
        parameter: &'static str,
        /// Its only permitted value.
        only: &'static str,
    },
    /// Piece of a password in place of the host.
    CutPassword,
    /// `service=` in the URL: the actual parameters are in another file.
    Service,
    /// `PGSERVICE` in the environment, which no parameter of the URL overrides.
    ServiceVariable,
}

impl From<Insecure<'_>> for Error {
    fn from(insecure: Insecure<'_>) -> Self {
        let code = "insecure_connection";
        match insecure {
            Insecure::CutPassword => Self::config(code, t!("config-insecure-at")),
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

/// Returns the host if it is plausible: in a mistyped URL it may be a piece of the password.
fn shown(host: &str) -> &str {
    let plausible = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ':');
    if host.chars().all(plausible) {
        host
    } else {
        "…"
    }
}
