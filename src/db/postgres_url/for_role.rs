//! Rewrites the administrator's URL for another role.

use std::net::Ipv6Addr;

use super::parameters::{Parameters, encode};
use crate::error::Malformed;

/// Parameters taken over from the administrator's URL: where the server is and how it is authenticated, never the
/// administrator's own credentials.
const KEPT: &[&str] = &[
    "hostaddr",
    "sslmode",
    "sslrootcert",
    "channel_binding",
    "gssencmode",
    "target_session_attrs",
    "connect_timeout",
];

/// Returns the URL of the same database for another role; `…` stands for an unknown password.
pub fn for_role(url: &str, role: &str, password: Option<&str>) -> Result<String, Malformed> {
    let given = Parameters::read(url)?;
    let mut uri = String::from("postgres://");
    encode(role.as_bytes(), &mut uri);
    uri.push(':');
    match password {
        Some(password) => encode(password.as_bytes(), &mut uri),
        None => uri.push('…'),
    }
    uri.push('@');
    let hosts = given.list("host");
    let ports = given.list("port");
    // A socket directory can only stand in the query.
    let plain = hosts.iter().all(|host| !host.starts_with(['/', '@']));
    let mut parameters: Vec<(&str, Vec<u8>)> = Vec::new();
    if plain {
        for (index, host) in hosts.iter().enumerate() {
            if index > 0 {
                uri.push(',');
            }
            if host.parse::<Ipv6Addr>().is_ok() {
                uri.push('[');
                uri.push_str(host);
                uri.push(']');
            } else {
                encode(host.as_bytes(), &mut uri);
            }
            let port = if ports.len() == 1 {
                ports.first()
            } else {
                ports.get(index)
            };
            if let Some(port) = port.map(|it| it.trim()).filter(|it| !it.is_empty()) {
                uri.push(':');
                uri.push_str(port);
            }
        }
    } else {
        for name in ["host", "port"] {
            parameters.extend(given.get(name).map(|value| (name, value.to_vec())));
        }
    }
    uri.push('/');
    // Without a name libpq takes the user's, which changes here.
    let database = given.get("dbname").or_else(|| given.get("user"));
    encode(database.unwrap_or_default(), &mut uri);
    for name in KEPT {
        parameters.extend(given.get(name).map(|value| (*name, value.to_vec())));
    }
    for (index, (name, value)) in parameters.iter().enumerate() {
        uri.push(if index == 0 { '?' } else { '&' });
        uri.push_str(name);
        uri.push('=');
        encode(value, &mut uri);
    }
    Ok(uri)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_server_and_drops_the_administrator() {
        for (given, expected) in [
            (
                "postgresql://postgres:s3cr3t@db.example:5433/epic?sslmode=verify-full&sslkey=mine&options=-c%20a%3Db",
                "postgres://epic_cli:…@db.example:5433/epic?sslmode=verify-full",
            ),
            (
                "postgresql://postgres@[::1]/epic",
                "postgres://epic_cli:…@[::1]/epic",
            ),
            (
                "postgresql://postgres@a:1,b:2/epic",
                "postgres://epic_cli:…@a:1,b:2/epic",
            ),
            (
                "postgresql:///epic?host=/run/postgresql&port=5433&password=s3cr3t",
                "postgres://epic_cli:…@/epic?host=%2Frun%2Fpostgresql&port=5433",
            ),
            (
                "postgresql:///epic?host=a:%5Db,fe80::1%25eth0",
                "postgres://epic_cli:…@a%3A%5Db,fe80%3A%3A1%25eth0/epic",
            ),
            ("postgresql:///epic", "postgres://epic_cli:…@/epic"),
            (
                "postgresql://postgres@h",
                "postgres://epic_cli:…@h/postgres",
            ),
        ] {
            assert_eq!(for_role(given, "epic_cli", None).as_deref(), Ok(expected));
        }
        assert_eq!(
            for_role("postgresql://h/d", "epic_u_j.petit", Some("p_-")).as_deref(),
            Ok("postgres://epic_u_j.petit:p_-@h/d")
        );
        assert_eq!(
            for_role("postgresql://h/d", "epic_cli", Some("p:@/%é")).as_deref(),
            Ok("postgres://epic_cli:p%3A%40%2F%25%C3%A9@h/d")
        );
    }
}
