//! The URL that is handed out: the way to the database that the administrator took, for another role.

use super::super::DatabaseUrl;
use super::super::uri::{Parameters, encode};
use crate::error::{Malformed, Result};

/// What is handed on of the administrator's URL: where the server is and how it proves who it is. Not what the
/// administrator proves it with.
const HANDED_ON: &[&str] = &[
    "hostaddr",
    "sslmode",
    "sslrootcert",
    "channel_binding",
    "gssencmode",
    "target_session_attrs",
    "connect_timeout",
];

impl DatabaseUrl {
    /// The URL of the same database for another role; `…` stands for a password that is not known.
    ///
    /// # Errors
    ///
    /// `config.database_url` (exit 10), which nothing that a connection was made with can be.
    pub fn for_role(&self, role: &str, password: Option<&str>) -> Result<String> {
        match self {
            Self::Postgres(url) => Ok(for_role(url, role, password)?),
            Self::SqliteFile(_) | Self::SqliteMemory => Ok(self.to_string()),
        }
    }
}

fn for_role(url: &str, role: &str, password: Option<&str>) -> Result<String, Malformed> {
    let given = Parameters::read(url)?;
    let mut uri = String::from("postgres://");
    encode(role.as_bytes(), &mut uri);
    uri.push(':');
    uri.push_str(password.unwrap_or("…"));
    uri.push('@');
    let hosts = given.list("host");
    let ports = given.list("port");
    // The path of a socket stands among the parameters.
    let plain = hosts.iter().all(|host| !host.starts_with(['/', '@']));
    let mut parameters: Vec<(&str, Vec<u8>)> = Vec::new();
    if plain {
        for (index, host) in hosts.iter().enumerate() {
            if index > 0 {
                uri.push(',');
            }
            if host.contains(':') {
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
    // Without a name libpq takes that of the user, who is another one now.
    let database = given.get("dbname").or_else(|| given.get("user"));
    encode(database.unwrap_or_default(), &mut uri);
    for name in HANDED_ON {
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
    fn the_way_to_the_server_is_handed_on_and_who_the_administrator_is_is_not() {
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
    }
}
