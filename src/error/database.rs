//! Classification of database errors: unavailable, configuration or bug. Diesel hides SQLSTATE, so some cases are
//! recognised by the English messages of PostgreSQL and SQLite; an unrecognised one counts as a bug, never as a
//! success.

use diesel::result::{
    ConnectionError, DatabaseErrorInformation, DatabaseErrorKind, Error as DieselError,
};

use super::{Auth, Conflict, Denied, Error, Rule, cause};
use crate::t;

/// Messages of transient failures.
const TRANSIENT: &[&str] = &[
    // SQLite, https://www.sqlite.org/rescode.html
    "database is locked",
    "database table is locked",
    "database schema is locked",
    "attempt to write a readonly database",
    "database or disk is full",
    "disk I/O error",
    "unable to open database file",
    // PostgreSQL, appendix A of its manual: classes 08, 25006, 53, 57
    "server closed the connection unexpectedly",
    "connection to server",
    "could not receive data from server",
    "could not send data to server",
    "terminating connection due to",
    "the database system is",
    "too many clients already",
    "remaining connection slots",
    "cannot execute",
    "could not extend file",
    "No space left on device",
    "out of memory",
    "canceling statement due to",
    "SSL connection has been closed unexpectedly",
    "no connection to the server",
];

/// Messages of configuration errors: retrying does not help.
const SETUP: &[&str] = &[
    "password authentication failed",
    "no password supplied",
    "no pg_hba.conf entry",
    "Peer authentication failed",
    "Ident authentication failed",
    "does not exist",
    "invalid connection option",
    "invalid URI",
    "in URI",
    "percent-encoded",
    "invalid integer value",
    "invalid port number",
    "invalid sslmode",
    "invalid SSL protocol version range",
    "value: \"…\"",
    "weak sslmode",
    "could not match",
    "permission denied for database",
];

/// Messages of connections dropped because the server failed to authenticate.
const UNTRUSTED: &[&str] = &[
    "root certificate file",
    "server does not support SSL",
    "server certificate for",
    "host name must be specified for a verified SSL connection",
    "channel binding required",
    "channel binding is required",
];

impl From<DieselError> for Error {
    fn from(error: DieselError) -> Self {
        match &error {
            DieselError::DatabaseError(kind, info) => {
                let message = info.message();
                if let Some(error) = refused(info.constraint_name(), message) {
                    return error;
                }
                let duplicates = |index| {
                    matches!(kind, DatabaseErrorKind::UniqueViolation)
                        && is_of(index, info.as_ref())
                };
                match kind {
                    _ if duplicates("collaborators_login_key") => Conflict::DuplicateLogin.into(),
                    _ if duplicates("collaborators_email_key") => Conflict::DuplicateEmail.into(),
                    DatabaseErrorKind::SerializationFailure => Self::Race,
                    _ if message.contains("deadlock detected") => Self::Race,
                    // A migration has replaced it.
                    _ if message.contains("cache lookup failed for function") => Self::Race,
                    DatabaseErrorKind::ClosedConnection
                    | DatabaseErrorKind::ReadOnlyTransaction
                    | DatabaseErrorKind::UnableToSendCommand => unavailable(&first_line(message)),
                    _ if TRANSIENT.iter().any(|text| message.contains(text)) => {
                        unavailable(&first_line(message))
                    }
                    _ if message.contains("file is not a database")
                        || message.contains("database disk image is malformed") =>
                    {
                        Self::config("damaged_database", t!("config-database-damaged"))
                    }
                    _ if is_missing_object(message) => {
                        Self::config_hinted("schema", t!("config-schema-other"), "epic db migrate")
                    }
                    _ if message.contains("violates row-level security policy") => {
                        Self::Denied(Denied::Database)
                    }
                    _ if message.contains("permission denied for") => {
                        Self::config("database_role", t!("config-role-lacks-right"))
                    }
                    _ => {
                        let constraint = info.constraint_name().unwrap_or_default();
                        let kind = format!("database {kind:?} {constraint}");
                        Self::internal(kind.trim_end(), first_line(message))
                    }
                }
            }
            // These messages hold types and names of the program only, no data.
            other => Self::internal("database access", other),
        }
    }
}

/// Tests for an error about an index: PostgreSQL names it separately, SQLite in the message.
fn is_of(index: &str, info: &dyn DatabaseErrorInformation) -> bool {
    info.constraint_name() == Some(index) || info.message().contains(index)
}

/// Maps a refusal by the database. The program checks first, so it is a race or a missing check. The marker is in the
/// name of the constraint on PostgreSQL, and is the message of the trigger on SQLite.
fn refused(constraint: Option<&str>, message: &str) -> Option<Error> {
    let marker = constraint.unwrap_or(message).strip_prefix("epic_")?;
    Some(match marker {
        "no_session" => Auth::Revoked.into(),
        "must_change" => Auth::PasswordChangeRequired.into(),
        "reauth" => Auth::Reauthenticate.into(),
        "denied" | "token" | "read_only" | "append_only" => Error::Denied(Denied::Database),
        "rule_signup_closed" => Rule::SignupClosed.into(),
        "rule_self_demote" => Rule::SelfDemote.into(),
        "rule_self_rename" => Rule::SelfRename.into(),
        "rule_self_delete" => Rule::SelfDelete.into(),
        "rule_last_manager" => Rule::LastManager.into(),
        "rule_event_in_past" => Rule::EventInPast.into(),
        // The account was closed between check and write: the retry reports it.
        "not_found" => Error::Race,
        // The record changed between check and write: the retry reports the rule.
        _ if marker.starts_with("rule_") => Error::Race,
        _ => return None,
    })
}

/// Tests for a missing column or table: the schema was changed outside the migrations.
fn is_missing_object(message: &str) -> bool {
    message.starts_with("no such table")
        || (message.contains("relation \"") && message.contains("does not exist"))
}

/// Maps a failed connection. `secrets` are the passwords of the URL and the secret of the session, which client library
/// and server may quote.
pub fn connection_failed(error: &ConnectionError, secrets: &[&str]) -> Error {
    let text = match error {
        ConnectionError::BadConnection(text) => text.clone(),
        ConnectionError::CouldntSetupConfiguration(inner) => inner.to_string(),
        other => other.to_string(),
    };
    let mut text = first_line(&text);
    if !text.starts_with("connection to server") {
        text = without_quotations(&text);
    }
    let cause = cause::of_connection(&text, secrets);
    if is_untrusted(&text) {
        Error::config("insecure_connection", t!("config-insecure", cause = cause))
    } else if SETUP.iter().any(|known| text.contains(known)) {
        Error::config("database_url", t!("config-url-refused", cause = cause))
    } else {
        Error::Unavailable(cause.into_string())
    }
}

fn unavailable(original: &str) -> Error {
    Error::Unavailable(cause::of_database(original).into_string())
}

/// Tests for a server that failed to authenticate; one that disconnects during the handshake may just have been
/// stopped.
fn is_untrusted(text: &str) -> bool {
    UNTRUSTED.iter().any(|known| text.contains(known))
        || (text.contains("SSL error: ") && !text.contains("unexpected eof"))
}

/// Hides libpq's quotations from a misread URL: an `@` or `/` in a password turns part of it into a host, port or
/// parameter. Names of options and plausible hosts stay.
fn without_quotations(text: &str) -> String {
    let parts: Vec<&str> = text.split('"').collect();
    let mut shown = parts.clone();
    for index in (1..parts.len()).step_by(2) {
        let before = parts[index - 1];
        let harmless = before.ends_with("connection option ")
            || before == "invalid URI query parameter: "
            || (before.ends_with("host name ") && !parts[index].contains('@'));
        if !harmless {
            shown[index] = "…";
        }
    }
    shown.join("\"")
}

/// Returns the first line: PostgreSQL's DETAIL, on the following lines, repeats data.
fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or_default().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        let error = ConnectionError::BadConnection(text.to_owned());
        connection_failed(&error, &["s3cr3t"]).to_string()
    }

    #[test]
    fn what_libpq_misreads_of_a_url_is_not_repeated() {
        assert_eq!(
            said("could not translate host name \"half@h\" to address: Name or service not known"),
            "the database is not available: an @ in the password of the database URL must be written %40"
        );
        assert_eq!(
            said(
                "could not translate host name \"db.example\" to address: Name or service not known"
            ),
            "the database is not available: the host db.example was not found"
        );
        assert_eq!(
            said("invalid integer value \"half\" for connection option \"port\""),
            "the database refuses the connection: a value in the database URL is not valid"
        );
    }

    #[test]
    fn a_password_is_hidden_wherever_it_stands() {
        assert_eq!(
            said("connection to server at \"s3cr3t\" failed"),
            "the database is not available: connection to server at \"…\" failed"
        );
        assert_eq!(
            said("connection to server at \"s3cr3t\", port 5 failed: Connection refused"),
            "the database is not available: …:5 refuses the connection: check that PostgreSQL is running there"
        );
    }
}
