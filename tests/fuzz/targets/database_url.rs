//! URLs of PostgreSQL: role, password and session on the first lines, the URL on the rest.

use std::net::IpAddr;

use epic::db::DatabaseUrl;
use epic::db::postgres_url::{Parameters, for_libpq, for_role};
use secrecy::SecretString;

use super::{lines, pairs, text_of};

/// Parameters that libpq would take from the environment if they were absent.
const SETTLED: [&str; 15] = [
    "application_name",
    "channel_binding",
    "connect_timeout",
    "dbname",
    "gssencmode",
    "host",
    "hostaddr",
    "options",
    "port",
    "ssl_max_protocol_version",
    "ssl_min_protocol_version",
    "sslcrl",
    "sslcrldir",
    "sslmode",
    "sslrootcert",
];

/// Parameters of the URL of another role, beside those of the role.
const OF_THE_SERVER: [&str; 9] = [
    "host",
    "port",
    "hostaddr",
    "sslmode",
    "sslrootcert",
    "channel_binding",
    "gssencmode",
    "target_session_attrs",
    "connect_timeout",
];

pub fn check(data: &[u8]) {
    let input = text_of(data);
    let [role, password, session, url] = lines(&input);
    any_value_is_read_back(url);
    let read = Parameters::read(url);
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        assert_eq!(DatabaseUrl::parse(url).is_ok(), read.is_ok());
    } else {
        let _ = DatabaseUrl::parse(url);
    }
    let Ok(read) = read else {
        assert!(for_libpq(url, None).is_err());
        assert!(for_role(url, "r", None).is_err());
        return;
    };
    what_is_written_is_read_back(&read);
    libpq_gets_what_was_checked(url, session);
    another_role_gets_the_server_and_nothing_else(url, &read, role, password);
}

fn any_value_is_read_back(value: &str) {
    if value.contains('\0') {
        return;
    }
    let mut parameters = Parameters::default();
    parameters.set("application_name", value);
    parameters.set("options", value);
    what_is_written_is_read_back(&parameters);
}

fn what_is_written_is_read_back(parameters: &Parameters) {
    let written = parameters.write();
    assert!(written.is_ascii());
    let again = Parameters::read(&written).expect("what is written can be read");
    assert_eq!(pairs(&again), pairs(parameters));
}

fn libpq_gets_what_was_checked(url: &str, session: &str) {
    let Ok(parameters) = for_libpq(url, None) else {
        return;
    };
    what_is_written_is_read_back(&parameters);
    for name in SETTLED {
        assert!(parameters.get(name).is_some(), "{name}");
    }
    assert!(parameters.get("service").is_none());
    if is_remote(&parameters) {
        for (name, only) in [
            ("sslmode", "verify-full"),
            ("channel_binding", "require"),
            ("gssencmode", "disable"),
        ] {
            assert!(parameters.is(name, only), "{name}");
        }
    }
    let again = for_libpq(&parameters.write(), None).expect("it stays as safe");
    let protection = |it: &Parameters| {
        ["host", "hostaddr", "sslmode"].map(|name| it.get(name).map(<[u8]>::to_vec))
    };
    assert_eq!(protection(&again), protection(&parameters));

    let known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let valid = (1..=256).contains(&session.len()) && session.bytes().all(known);
    let with_session = for_libpq(url, Some(&SecretString::from(session)));
    assert_eq!(with_session.is_ok(), valid);
    if let Ok(parameters) = with_session {
        let words = words_of_the_server(parameters.get("options").unwrap_or_default());
        let expected = format!("epic.session={session}").into_bytes();
        assert_eq!(&words[words.len() - 2..], [b"-c".to_vec(), expected]);
    }
}

/// Tests for a server that packets leave the machine for, as libpq connects: by address, or else by host.
fn is_remote(parameters: &Parameters) -> bool {
    let is_loopback = |it: &str| it.parse::<IpAddr>().is_ok_and(|it| it.is_loopback());
    let (hosts, addresses) = (parameters.list("host"), parameters.list("hostaddr"));
    let is_local = |host: &str| {
        host.is_empty()
            || host.starts_with(['/', '@'])
            || host.eq_ignore_ascii_case("localhost")
            || is_loopback(host)
    };
    hosts.iter().any(|host| !is_local(host))
        || addresses
            .iter()
            .any(|it| !it.is_empty() && !is_loopback(it))
}

/// Splits `options` as the server does (`pg_split_opts` in its `postinit.c`).
fn words_of_the_server(options: &[u8]) -> Vec<Vec<u8>> {
    let is_space = |byte: u8| matches!(byte, b' ' | b'\t' | b'\n' | 0x0b | 0x0c | b'\r');
    let mut words = Vec::new();
    let mut word: Option<Vec<u8>> = None;
    let mut bytes = options.iter().copied();
    while let Some(byte) = bytes.next() {
        if is_space(byte) {
            words.extend(word.take());
            continue;
        }
        let word = word.get_or_insert_default();
        word.extend(if byte == b'\\' {
            bytes.next()
        } else {
            Some(byte)
        });
    }
    words.extend(word);
    words
}

fn another_role_gets_the_server_and_nothing_else(
    url: &str,
    given: &Parameters,
    role: &str,
    password: &str,
) {
    if role.contains('\0') || password.contains('\0') {
        return;
    }
    let rewritten = for_role(url, role, Some(password)).expect("it was read");
    let there = Parameters::read(&rewritten).expect("the URL of a role can be read");
    let text = |name| there.get(name).unwrap_or_default();
    assert_eq!(text("user"), role.as_bytes());
    assert_eq!(text("password"), password.as_bytes());
    let database = given.get("dbname").or_else(|| given.get("user"));
    assert_eq!(text("dbname"), database.unwrap_or_default());
    assert_eq!(there.list("host"), given.list("host"));
    let hosts = given.list("host").len();
    if [1, hosts].contains(&given.list("port").len()) {
        for host in 0..hosts {
            assert_eq!(port(&there, host), port(given, host));
        }
    }
    for name in OF_THE_SERVER.into_iter().skip(2) {
        assert_eq!(there.get(name), given.get(name), "{name}");
    }
    let known = ["user", "password", "dbname"];
    for (name, _) in pairs(&there) {
        let name = name.as_str();
        assert!(
            known.contains(&name) || OF_THE_SERVER.contains(&name),
            "{name}"
        );
    }
}

/// Returns the port of a host by its place in the list.
fn port(parameters: &Parameters, host: usize) -> String {
    let ports = parameters.list("port");
    let port = if ports.len() == 1 {
        ports.first()
    } else {
        ports.get(host)
    };
    port.map(|it| it.trim().to_owned()).unwrap_or_default()
}
