//! Causes that the operating system, PostgreSQL, libpq and SQLite report in English, in the language of the run. The
//! original goes to the trace.

use std::io;

use crate::lang::{self, Text};
use crate::t;

/// Target of the traced originals. They may name hosts and roles, so that no report includes them.
pub const TARGET: &str = "epic::cause";

/// Returns the cause of a failed operation of the operating system.
pub fn of_io(error: &io::Error) -> Text {
    use io::ErrorKind as Kind;

    let original = error.to_string();
    traced(&original);
    match error.kind() {
        Kind::NotFound => t!("error-cause-missing"),
        Kind::PermissionDenied => t!("error-cause-permission"),
        Kind::AlreadyExists => t!("error-cause-exists"),
        Kind::IsADirectory => t!("error-cause-directory"),
        Kind::NotADirectory => t!("error-cause-no-directory"),
        Kind::InvalidFilename => t!("error-cause-name"),
        Kind::ReadOnlyFilesystem => t!("error-cause-read-only-disk"),
        Kind::StorageFull | Kind::QuotaExceeded => t!("error-cause-full"),
        Kind::FileTooLarge => t!("error-cause-too-large"),
        Kind::ResourceBusy | Kind::ExecutableFileBusy => t!("error-cause-busy"),
        Kind::OutOfMemory => t!("error-cause-memory"),
        Kind::BrokenPipe => t!("error-cause-reader"),
        Kind::InvalidData => t!("error-cause-not-text"),
        _ => match rustix::io::Errno::from_io_error(error) {
            Some(rustix::io::Errno::IO) => t!("error-cause-disk"),
            Some(rustix::io::Errno::LOOP) => t!("error-cause-links"),
            Some(rustix::io::Errno::MFILE | rustix::io::Errno::NFILE) => {
                t!("error-cause-too-many-files")
            }
            Some(rustix::io::Errno::NXIO | rustix::io::Errno::NOTTY) => {
                t!("error-cause-no-terminal")
            }
            _ => unknown(&original),
        },
    }
}

/// Returns the cause in a message of a database or its client library.
pub fn of_database(original: &str) -> Text {
    of_connection(original, &[])
}

/// Returns the cause in a message that may quote `secrets`.
pub(super) fn of_connection(original: &str, secrets: &[&str]) -> Text {
    traced(&without(original, secrets));
    let has = |known: &[&str]| known.iter().any(|text| original.contains(text));
    let quoted = original.split('"').nth(1);
    let quoted = quoted.map(|quoted| without(quoted, secrets));
    let quoted = quoted.as_deref();
    let server = server(original, secrets);
    if has(&["password authentication failed"]) {
        t!("error-cause-password")
    } else if has(&["no password supplied"]) {
        t!("error-cause-no-password")
    } else if has(&[
        "no pg_hba.conf entry",
        "Peer authentication failed",
        "Ident authentication failed",
        "permission denied for database",
    ]) {
        t!("error-cause-not-admitted")
    } else if has(&["database \""]) && has(&["does not exist"]) {
        t!("error-cause-no-database")
    } else if has(&["role \""]) && has(&["does not exist"]) {
        t!("error-cause-no-role")
    } else if has(&["root certificate file"]) {
        t!("error-cause-root-certificate")
    } else if has(&["server does not support SSL"]) {
        t!("error-cause-no-tls")
    } else if has(&["server certificate for"]) {
        t!("error-cause-other-certificate")
    } else if has(&["certificate verify failed"]) {
        t!("error-cause-certificate")
    } else if has(&["could not translate host name"]) {
        // libpq ends the password at the first `@`.
        match quoted {
            Some("…") | None => t!("config-insecure-at"),
            Some(host) => t!("error-cause-host", host = host),
        }
    } else if has(&["Connection refused", "No such file or directory"]) {
        t!("error-cause-refused", server = server)
    } else if has(&["timeout expired", "timed out"]) {
        t!("error-cause-timed-out", server = server)
    } else if has(&["No route to host", "is unreachable", "Host is down"]) {
        t!("error-cause-unreachable", server = server)
    } else if has(&["canceling statement due to lock timeout", "is locked"]) {
        t!("error-cause-locked")
    } else if has(&["canceling statement due to"]) {
        t!("error-cause-cancelled")
    } else if has(&["the database system is"]) {
        t!("error-cause-starting")
    } else if has(&["too many clients already", "remaining connection slots"]) {
        t!("error-cause-crowded")
    } else if has(&["readonly database", "cannot execute", "read-only"]) {
        t!("error-cause-read-only")
    } else if has(&["disk is full", "No space left", "could not extend file"]) {
        t!("error-cause-full")
    } else if has(&["disk I/O error"]) {
        t!("error-cause-disk")
    } else if has(&["unable to open database file"]) {
        t!("error-cause-open")
    } else if has(&["out of memory"]) {
        t!("error-cause-memory")
    } else if has(&[
        "closed the connection",
        "has been closed",
        "terminating connection due to",
        "no connection to the server",
        "could not receive data",
        "could not send data",
        "unexpected eof",
        "Connection reset",
    ]) {
        t!("error-cause-closed")
    } else if has(&["channel binding"]) {
        t!("error-cause-binding")
    } else if has(&["SSL error: ", "verified SSL connection"]) {
        t!("error-cause-tls")
    } else if has(&["invalid URI query parameter", "invalid connection option"]) {
        t!("error-cause-parameter", name = quoted.unwrap_or("…"))
    } else if has(&["invalid ", "weak sslmode", "could not match"]) {
        t!("error-cause-value")
    } else {
        unknown(&without(original, secrets))
    }
}

/// Returns a text with `…` in the place of secrets.
fn without(text: &str, secrets: &[&str]) -> String {
    let mut text = text.to_owned();
    for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
        text = text.replace(secret, "…");
    }
    text
}

/// Returns the server that a message of libpq names: host and port, or a socket.
fn server(original: &str, secrets: &[&str]) -> Text {
    let mut parts = original.split('"');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(before), Some(host), Some(after)) if before.starts_with("connection to server") => {
            let port = after.split_once("port ").map_or("", |(_, rest)| rest);
            let host = without(host, secrets);
            let end = port.find(|c: char| !c.is_ascii_digit());
            let port = &port[..end.unwrap_or(port.len())];
            Text::verbatim(match port {
                "" => host,
                port if host.contains(':') => format!("[{host}]:{port}"),
                port => format!("{host}:{port}"),
            })
        }
        _ => t!("error-cause-the-server"),
    }
}

/// Returns a cause without a translation: as reported in English, and its place in the trace otherwise.
fn unknown(original: &str) -> Text {
    if lang::current().is_source() {
        let end = original.find(" (os error ");
        Text::verbatim(&original[..end.unwrap_or(original.len())])
    } else {
        t!("error-cause-unknown")
    }
}

fn traced(original: &str) {
    tracing::info!(target: TARGET, original);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::{Lang, meanwhile};

    #[test]
    fn common_causes_have_words_in_both_languages() {
        for (original, english, french) in [
            (
                "connection to server at \"127.0.0.1\", port 5432 failed: Connection refused",
                "127.0.0.1:5432 refuses the connection: check that PostgreSQL is running there",
                "127.0.0.1:5432 refuse la connexion\u{202f}: vérifiez que PostgreSQL y est démarré",
            ),
            (
                "connection to server at \"db\" (::1), port 1 failed: timeout expired",
                "db:1 did not answer in time",
                "db:1 n’a pas répondu à temps",
            ),
            (
                "connection to server on socket \"/run/.s.PGSQL.1\" failed: No such file or directory",
                "/run/.s.PGSQL.1 refuses the connection: check that PostgreSQL is running there",
                "/run/.s.PGSQL.1 refuse la connexion\u{202f}: vérifiez que PostgreSQL y est démarré",
            ),
            (
                "could not translate host name \"db.example\" to address: Name or service not known",
                "the host db.example was not found",
                "l’hôte db.example est introuvable",
            ),
            (
                "server closed the connection unexpectedly",
                "the server closed the connection",
                "le serveur a fermé la connexion",
            ),
            (
                "database is locked",
                "another program has locked it",
                "un autre programme l’a verrouillée",
            ),
            (
                "attempt to write a readonly database",
                "it is read-only",
                "elle est en lecture seule",
            ),
            (
                "database or disk is full",
                "the disk is full",
                "le disque est plein",
            ),
            (
                "FATAL:  password authentication failed for user \"x\"",
                "wrong user or password",
                "identifiant ou mot de passe incorrect",
            ),
            (
                "sunspots",
                "sunspots",
                "cause non reconnue\u{202f}: ajoutez -v pour en voir le détail",
            ),
        ] {
            assert_eq!(of_database(original).as_str(), english);
            let told = meanwhile(Lang::FR, || of_database(original));
            assert_eq!(told.as_str(), french);
        }
    }

    #[test]
    fn no_number_of_the_system_is_shown() {
        for number in 1..140 {
            let error = io::Error::from_raw_os_error(number);
            let english = of_io(&error);
            assert!(!english.as_str().contains("os error"), "{english}");
            let french = meanwhile(Lang::FR, || of_io(&error));
            assert_ne!(french, english, "{number}");
        }
    }
}
