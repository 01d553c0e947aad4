//! A database URL as libpq reads it, judged before a packet is sent, and written anew: what is judged here is what
//! libpq gets, with nothing left for it to read in another way or to take from the environment.
//!
//! Of the variables `PG*`, those that say who somebody is (`PGUSER`, `PGPASSWORD`, `PGPASSFILE`, `PGSSLCERT`,
//! `PGSSLKEY`) and those that only ask for more (`PGREQUIREAUTH`, `PGREQUIREPEER`) keep their meaning; where the server
//! is, which database it is, what it runs for the session and how the connection is protected come from the URL alone.

use std::net::IpAddr;

use secrecy::{ExposeSecret as _, SecretString};
use zeroize::Zeroizing;

use super::DatabaseUrl;
use super::uri::Parameters;
use crate::error::{Auth, Error, Insecure, Result};

/// Seconds that a connection attempt may take for each host; a dead server is reported within five.
const CONNECT_TIMEOUT_SECONDS: &str = "4";

/// What a URL that does not say otherwise stands for: libpq's own defaults, spelled out, since a variable of the
/// environment would go before them. Empty is as good as absent to libpq, but not to the environment.
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

/// What the server is told at the start of every connection, before what the URL says: nobody waits for a lock for ever
/// (as long as SQLite waits), and what somebody has set for a role that others use too reaches none of them. A page looks
/// some rows up in indexes that are in memory or on a disk without moving parts: the planner takes that for four times as
/// dear, and would rather read a table, or one side of a merge from its start, than a thousand rows of it. Compiling a
/// plan takes longer than any page.
const SETTINGS: &str = "-c random_page_cost=1.1 -c enable_mergejoin=off -c jit=off -c lock_timeout=5s -c search_path=public,pg_temp -c row_security=on -c default_transaction_read_only=off -c log_parameter_max_length_on_error=0";

/// The same, of versions of libpq newer than this program can count on: spelled out only where the variable that
/// they answer is set.
const NEWER_DEFAULTS: &[(&str, &str, &str)] = &[
    ("PGSSLNEGOTIATION", "sslnegotiation", "postgres"),
    ("PGGSSDELEGATION", "gssdelegation", "0"),
];

impl DatabaseUrl {
    /// The URI that libpq is given for this URL, with `session` as the `epic.session` of the connection.
    ///
    /// # Errors
    ///
    /// `config.database_url` for a URL that cannot be read, `config.insecure_connection` for one that does not protect
    /// the way to another machine (exit 10); `auth.invalid_token` (exit 4) for a `session` that is none.
    pub fn for_libpq(url: &str, session: Option<&SecretString>) -> Result<Zeroizing<String>> {
        for_libpq(url, session, |name| std::env::var_os(name).is_some())
    }
}

fn for_libpq(
    url: &str,
    session: Option<&SecretString>,
    in_environment: impl Fn(&str) -> bool,
) -> Result<Zeroizing<String>> {
    let mut parameters = Parameters::read(url)?;
    parameters.protect()?;
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
    Ok(parameters.write())
}

/// Where the server of this machine listens, when the URL names no host: where packages of PostgreSQL put its socket, or
/// where it is by its own default. The library that is built in knows the latter alone.
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
    /// The first host or address beyond this machine. Name and address are judged each for itself: the one is what the
    /// certificate is compared with, the other is where the packets go.
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

    /// Refuses what does not protect the way to another machine, and adds what it may leave out.
    fn protect(&mut self) -> Result<()> {
        if self.get("service").is_some() {
            return Err(Insecure::Service.into());
        }
        let Some(host) = self.remote() else {
            return Ok(());
        };
        if !self.is("sslmode", "verify-full") {
            return Err(Insecure::Unverified { host: &host }.into());
        }
        for (parameter, only) in [("channel_binding", "require"), ("gssencmode", "disable")] {
            self.set_default(parameter, only);
            if !self.is(parameter, only) {
                let host = &host;
                return Err(Error::from(Insecure::Weakened {
                    host,
                    parameter,
                    only,
                }));
            }
        }
        Ok(())
    }

    /// Puts [`SETTINGS`] before the settings of the URL.
    fn put_settings(&mut self) {
        let given = self.get("options").unwrap_or_default();
        let mut options = Zeroizing::new(SETTINGS.as_bytes().to_vec());
        if !given.is_empty() {
            options.push(b' ');
            options.extend_from_slice(given);
        }
        self.put(b"options", options);
    }

    /// Adds the session to the settings that the server makes for the connection, behind those of the URL.
    fn append_session(&mut self, session: &str) -> Result<()> {
        let known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if session.is_empty() || session.len() > 256 || !session.bytes().all(known) {
            return Err(Auth::InvalidToken.into());
        }
        let mut options = Zeroizing::new(self.get("options").unwrap_or_default().to_vec());
        // A backslash at the very end means nothing to the server; before a blank it would hide ours.
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
mod tests {
    use super::*;

    const NOTHING: fn(&str) -> bool = |_| false;

    /// What libpq is told, with each parameter by name.
    fn told(url: &str) -> Result<Parameters> {
        let uri = for_libpq(url, None, NOTHING)?;
        Ok(Parameters::read(&uri)?)
    }

    fn refused(url: &str) -> Error {
        let error = told(url)
            .err()
            .unwrap_or_else(|| panic!("{url} is accepted"));
        assert_eq!(
            (error.code().as_str(), error.exit_code()),
            ("config.insecure_connection", 10),
            "{url}: {error}"
        );
        error
    }

    #[test]
    fn a_host_that_is_not_this_machine_needs_verify_full() {
        for (place, host) in [
            ("db.example", "db.example"),
            ("u:p@db.example:5433", "db.example"),
            ("10.0.0.1", "10.0.0.1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("[::ffff:127.0.0.1]", "::ffff:127.0.0.1"),
            ("0.0.0.0", "0.0.0.0"),
            // What a resolver may read as it likes.
            ("127.1", "127.1"),
            ("0177.0.0.1", "0177.0.0.1"),
            ("2130706433", "2130706433"),
            ("localhost.", "localhost."),
            ("localhost.evil.example", "localhost.evil.example"),
            ("127.0.0.1.evil.example", "127.0.0.1.evil.example"),
            // One of several.
            ("localhost,db.example", "db.example"),
            ("localhost%2Cdb.example", "db.example"),
            (",db.example", "db.example"),
        ] {
            for weak in [
                "",
                "?sslmode=",
                "?sslmode=disable",
                "?sslmode=allow",
                "?sslmode=prefer",
                "?sslmode=require",
                "?sslmode=verify-ca",
                "?sslmode=VERIFY-FULL",
                "?sslmode=verify-full%00",
                "?ssl=true",
                "?sslmode=verify-full&ssl=true",
                "?sslmode=verify-full&requiressl=1",
                "?sslmode=verify-full&sslmode=prefer",
                "?sslmode=verify-full&sslm%6Fde=prefer",
                "?SSLMODE=verify-full",
                "?sslrootcert=system",
            ] {
                let url = format!("postgresql://{place}/d{weak}");
                if weak.ends_with("%00") {
                    assert!(told(&url).is_err());
                    continue;
                }
                let error = refused(&url);
                assert!(error.to_string().contains(host), "{url}: {error}");
                assert!(error.to_string().contains("sslmode=verify-full"));
            }
            let url = format!("postgresql://{place}/d?sslmode=verify-full");
            let parameters = told(&url).unwrap();
            assert!(parameters.is("sslmode", "verify-full"), "{url}");
            assert!(parameters.is("channel_binding", "require"), "{url}");
            assert!(parameters.is("gssencmode", "disable"), "{url}");
        }
    }

    #[test]
    fn name_and_address_are_judged_each_for_itself() {
        for query in [
            "host=db.example&hostaddr=127.0.0.1",
            "host=localhost&hostaddr=10.0.0.1",
            "host=/run/postgresql&hostaddr=10.0.0.1",
            "host=@abstract&hostaddr=10.0.0.1",
            "hostaddr=10.0.0.1",
            "hostaddr=127.0.0.1,10.0.0.1",
            "hostaddr=localhost",
            "h%6Fst=db.example",
            "host=localhost&host=db.example",
            "host=%ff",
        ] {
            refused(&format!("postgresql://localhost/d?{query}"));
        }
    }

    #[test]
    fn this_machine_needs_nothing() {
        for url in [
            "postgresql:///d",
            "postgresql://localhost/d",
            "postgresql://LOCALHOST:1/d?sslmode=disable",
            "postgresql://127.0.0.1/d",
            "postgresql://127.8.9.10/d?channel_binding=disable",
            "postgresql://[::1]/d",
            "postgresql://%2Frun%2Fpostgresql/d",
            "postgresql:///d?host=/run/postgresql",
            "postgresql:///d?host=@abstract",
            "postgresql://db.example/d?host=localhost",
            "postgresql://localhost/d?hostaddr=127.0.0.1",
            "postgresql://localhost/d?hostaddr=",
            "postgresql://localhost,127.0.0.1,,[::1]/d",
        ] {
            told(url).unwrap_or_else(|error| panic!("{url}: {error}"));
        }
    }

    #[test]
    fn what_weakens_a_verified_connection_is_refused() {
        for query in [
            "channel_binding=prefer",
            "channel_binding=disable",
            "channel_binding=",
            "channel_binding=require&channel_binding=prefer",
            "gssencmode=prefer",
            "gssencmode=require",
        ] {
            let url = format!("postgresql://db.example/d?sslmode=verify-full&{query}");
            let name = query.split('=').next().unwrap();
            assert!(refused(&url).to_string().contains(name), "{url}");
        }
    }

    #[test]
    fn a_piece_of_a_password_is_not_told_as_a_host() {
        for url in [
            "postgresql://u:half@s3cr3t@h/d",
            "postgresql://u:half@s3cr3t%2F/d",
            "postgresql://u:half@s3cr3t!/d",
        ] {
            let error = refused(url).to_string();
            assert!(!error.contains("s3cr3t"), "{error}");
        }
    }

    #[test]
    fn a_service_could_stand_for_any_server() {
        refused("postgresql:///d?service=other");
        refused("postgresql:///d?s%65rvice=");
        let error = for_libpq("postgresql:///d", None, |it| it == "PGSERVICE").unwrap_err();
        assert_eq!(error.code(), "config.insecure_connection");
        assert_eq!(error.hint().unwrap(), "unset PGSERVICE");
    }

    #[test]
    fn the_environment_finds_every_question_answered() {
        let parameters = told("postgresql:///").unwrap();
        for (name, value) in DEFAULTS {
            assert!(parameters.is(name, value), "{name}");
        }
        assert!(parameters.is("options", SETTINGS));
        assert!(parameters.is("host", socket_directory("5432")));
        assert!(parameters.get("sslnegotiation").is_none());
        let set = |name: &str| name == "PGSSLNEGOTIATION";
        let uri = for_libpq("postgresql:///", None, set).unwrap();
        assert!(
            Parameters::read(&uri)
                .unwrap()
                .is("sslnegotiation", "postgres")
        );
    }

    #[test]
    fn what_is_given_is_kept() {
        let parameters = told(
            "postgresql://h:1/d?connect_timeout=30&sslmode=verify-full&sslrootcert=/ca&target_session_attrs=read-write",
        )
        .unwrap();
        for (name, value) in [
            ("host", "h"),
            ("port", "1"),
            ("dbname", "d"),
            ("connect_timeout", "30"),
            ("application_name", "epic"),
            ("sslrootcert", "/ca"),
            ("target_session_attrs", "read-write"),
        ] {
            assert!(parameters.is(name, value), "{name}");
        }
        // libpq takes the certificates of the system with verify-full alone.
        let parameters = told("postgresql://localhost?sslrootcert=system").unwrap();
        assert!(parameters.is("sslmode", "verify-full"));
    }

    #[test]
    fn a_session_is_added_to_the_options_of_the_url() {
        // Whatever the URL says comes behind what every connection is told.
        for (given, expected) in [
            ("", "-c epic.session=epk_s-1"),
            ("?options=", "-c epic.session=epk_s-1"),
            ("?options=-c%20a%3Db", "-c a=b -c epic.session=epk_s-1"),
            ("?options=-c%20a%3Db%5C", "-c a=b -c epic.session=epk_s-1"),
            (
                "?options=-c%20a%3Db%5C%5C",
                "-c a=b\\\\ -c epic.session=epk_s-1",
            ),
            (
                "?options=-c%20epic.session%3Dx",
                "-c epic.session=x -c epic.session=epk_s-1",
            ),
        ] {
            let secret = SecretString::from("epk_s-1");
            let url = format!("postgresql://localhost/d{given}");
            let uri = for_libpq(&url, Some(&secret), NOTHING).unwrap();
            let expected = format!("{SETTINGS} {expected}");
            assert!(
                Parameters::read(&uri).unwrap().is("options", &expected),
                "{given}"
            );
        }
        let long = "x".repeat(257);
        for forged in [
            "",
            "x -c role=postgres",
            "x\\",
            "x\n",
            "é",
            "a.b",
            "a=b",
            &long,
        ] {
            let secret = SecretString::from(forged);
            let error = for_libpq("postgresql://localhost/d", Some(&secret), NOTHING).unwrap_err();
            assert_eq!(error.code(), "auth.invalid_token", "{forged}");
        }
    }
}
