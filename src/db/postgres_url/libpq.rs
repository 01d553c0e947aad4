//! Validates a database URL before any packet is sent and rewrites it for libpq, so that libpq gets exactly what was
//! validated and takes nothing from the environment.
//!
//! Of the variables `PG*`, those that identify the user (`PGUSER`, `PGPASSWORD`, `PGPASSFILE`, `PGSSLCERT`,
//! `PGSSLKEY`) and those that only demand more (`PGREQUIREAUTH`, `PGREQUIREPEER`) keep their meaning; the server, the
//! database, the session settings and the protection of the connection come from the URL alone.

use std::net::IpAddr;

use secrecy::{ExposeSecret as _, SecretString};
use zeroize::Zeroizing;

use super::parameters::Parameters;
use super::redact::redacted;
use crate::error::{Auth, Error, Insecure, Result};

/// Seconds per host for a connection attempt; a dead server is reported within five.
const CONNECT_TIMEOUT_SECONDS: &str = "4";

/// libpq's own defaults, spelled out because an environment variable would override an absent parameter. An empty value
/// counts as absent for libpq, but shuts out the variable.
const DEFAULTS: &[(&str, &str)] = &[
    ("application_name", "epic"),
    ("connect_timeout", CONNECT_TIMEOUT_SECONDS),
    ("hostaddr", ""),
    ("port", ""),
    ("dbname", ""),
    ("sslmode", "prefer"),
    ("sslrootcert", ""),
    ("sslcrl", ""),
    ("sslcrldir", ""),
    ("sslcompression", "0"),
    ("sslsni", "1"),
    ("ssl_min_protocol_version", "TLSv1.2"),
    ("ssl_max_protocol_version", ""),
    ("channel_binding", "prefer"),
    ("gssencmode", "disable"),
];

/// Session settings of every connection, placed before those of the URL. `lock_timeout` equals SQLite's busy timeout; the
/// security settings override any set on a shared role. `random_page_cost=1.1`: data is cached or on SSD, and at the
/// default of 4 the planner prefers a scan or a merge join to a thousand index lookups. `jit=off`: compiling a plan takes
/// longer than any page. `max_parallel_workers_per_gather=0`: each worker starts a process, and reads further than a page
/// needs. `search_path`: clients read and write the views of `epic_api`, which have the names of the tables in `public`.
/// `client_min_messages=error`: libpq prints every other message as the server sends it.
const SETTINGS: &str = "-c random_page_cost=1.1 -c enable_mergejoin=off -c jit=off -c max_parallel_workers_per_gather=0 -c lock_timeout=5s -c search_path=epic_api,public,pg_temp -c row_security=on -c default_transaction_read_only=off -c log_parameter_max_length_on_error=0 -c client_min_messages=error";

/// Defaults of libpq versions that may not be linked (variable, parameter, value): spelled out only where the variable
/// is set.
const NEWER_DEFAULTS: &[(&str, &str, &str)] = &[
    ("PGSSLNEGOTIATION", "sslnegotiation", "postgres"),
    ("PGGSSDELEGATION", "gssdelegation", "0"),
];

/// Returns the parameters to give libpq for a URL, with `session` as the `epic.session` of the connection.
///
/// # Errors
///
/// `config.database_url` for a URL that cannot be parsed, `config.insecure_connection` for one that does not protect the
/// connection to another machine (exit 10); `auth.invalid_token` (exit 4) for a malformed `session`.
pub fn for_libpq(url: &str, session: Option<&SecretString>) -> Result<Parameters> {
    rewrite(url, session, |name| std::env::var_os(name).is_some())
}

fn rewrite(
    url: &str,
    session: Option<&SecretString>,
    in_environment: impl Fn(&str) -> bool,
) -> Result<Parameters> {
    let mut parameters = Parameters::read(url)?;
    parameters.protect(url)?;
    if in_environment("PGSERVICE") {
        return Err(Insecure::ServiceVariable.into());
    }
    if parameters.is("sslrootcert", "system") {
        parameters.set_default("sslmode", "verify-full");
    }
    let port = parameters.get("port").filter(|port| !port.is_empty());
    let port = String::from_utf8_lossy(port.unwrap_or(b"5432")).into_owned();
    parameters.set_default("host", socket_directory(&port));
    for (name, value) in DEFAULTS {
        parameters.set_default(name, value);
    }
    for (variable, name, value) in NEWER_DEFAULTS {
        if in_environment(variable) {
            parameters.set_default(name, value);
        }
    }
    parameters.put_settings();
    if let Some(session) = session {
        parameters.append_session(session.expose_secret())?;
    }
    Ok(parameters)
}

/// Socket directory of this machine's server, for a URL without a host: that of the PostgreSQL packages, or empty for
/// libpq's default, the only one that the bundled library knows.
fn socket_directory(port: &str) -> &'static str {
    ["/run/postgresql", "/var/run/postgresql"]
        .into_iter()
        .find(|directory| {
            std::path::Path::new(directory)
                .join(format!(".s.PGSQL.{port}"))
                .exists()
        })
        .unwrap_or_default()
}

impl Parameters {
    /// Returns the first remote host or address. Both are checked: the certificate is compared with `host`, the packets
    /// go to `hostaddr`.
    fn remote(&self) -> Option<String> {
        let host = |host: &String| {
            !(host.is_empty()
                || host.starts_with(['/', '@'])
                || host.eq_ignore_ascii_case("localhost")
                || is_loopback(host))
        };
        let address = |address: &String| !(address.is_empty() || is_loopback(address));
        let remote_host = self.list("host").into_iter().find(host);
        remote_host.or_else(|| self.list("hostaddr").into_iter().find(address))
    }

    /// Refuses an unprotected connection to another machine, and adds the protections that may be left out.
    fn protect(&mut self, url: &str) -> Result<()> {
        if self.get("service").is_some() {
            return Err(Insecure::Service.into());
        }
        let Some(host) = self.remote() else {
            return Ok(());
        };
        // libpq ends the password at its first `@`, and takes what follows for the host.
        let is_cut =
            host.contains('@') || url.matches('@').count() > 1 && !redacted(url).contains(&host);
        let refusal = |insecure| {
            Error::from(if is_cut {
                Insecure::CutPassword
            } else {
                insecure
            })
        };
        if !self.is("sslmode", "verify-full") {
            return Err(refusal(Insecure::Unverified { host: &host }));
        }
        for (parameter, only) in [("channel_binding", "require"), ("gssencmode", "disable")] {
            self.set_default(parameter, only);
            if !self.is(parameter, only) {
                let host = &host;
                return Err(refusal(Insecure::Weakened {
                    host,
                    parameter,
                    only,
                }));
            }
        }
        Ok(())
    }

    fn put_settings(&mut self) {
        let given = self.get("options").unwrap_or_default();
        let mut options = Zeroizing::new(SETTINGS.as_bytes().to_vec());
        if !given.is_empty() {
            options.push(b' ');
            options.extend_from_slice(given);
        }
        self.put(b"options", options);
    }

    /// Appends `epic.session` to the session settings, after those of the URL.
    fn append_session(&mut self, session: &str) -> Result<()> {
        let known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if session.is_empty() || session.len() > 256 || !session.bytes().all(known) {
            return Err(Auth::InvalidToken.into());
        }
        let mut options = Zeroizing::new(self.get("options").unwrap_or_default().to_vec());
        // The server ignores a trailing backslash, but before our space it would escape it.
        let kept = options.iter().rev().take_while(|it| **it == b'\\').count();
        if kept % 2 == 1 {
            options.pop();
        }
        options.extend_from_slice(b" -c epic.session=");
        options.extend_from_slice(session.as_bytes());
        self.put(b"options", options);
        Ok(())
    }
}

fn is_loopback(address: &str) -> bool {
    address
        .parse::<IpAddr>()
        .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests;
