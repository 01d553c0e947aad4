//! A Sentry for the tests: a server on the loopback interface that keeps what it is sent, and what may never be in it.

use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::Value;
use sha2::Sha256;

use crate::env::{Backend, Invocation, LOGINS, Output, PASSWORD, TestEnv};

/// A Sentry that keeps everything that is sent to it.
pub struct Sentry {
    server: Arc<tiny_http::Server>,
    received: Arc<Mutex<Vec<String>>>,
    thread: Option<JoinHandle<()>>,
}

impl Sentry {
    /// Listens on a free port of the loopback interface.
    pub fn start() -> Self {
        let server = Arc::new(tiny_http::Server::http("127.0.0.1:0").unwrap());
        let received = Arc::new(Mutex::new(Vec::new()));
        let (listener, log) = (Arc::clone(&server), Arc::clone(&received));
        let thread = std::thread::spawn(move || {
            for mut request in listener.incoming_requests() {
                let mut text = format!("{} {}\n", request.method(), request.url());
                for header in request.headers() {
                    text.push_str(&format!("{}: {}\n", header.field, header.value));
                }
                text.push('\n');
                request.as_reader().read_to_string(&mut text).unwrap();
                log.lock().unwrap().push(text);
                // A program that has ended needs no answer.
                let _ = request.respond(tiny_http::Response::from_string("{}"));
            }
        });
        Self {
            server,
            received,
            thread: Some(thread),
        }
    }

    /// What `SENTRY_DSN` has to be.
    pub fn dsn(&self) -> String {
        format!("http://key@{}/1", self.server.server_addr())
    }

    /// Runs a command that reports here, and gives back what it sent.
    #[track_caller]
    pub fn watch(&self, run: Invocation<'_>) -> (Output, Vec<Value>, String) {
        let output = run.env("SENTRY_DSN", self.dsn()).run();
        // The program ends once its requests are answered: all that it sends has been received by now.
        let raw = std::mem::take(&mut *self.received.lock().unwrap());
        let mut events = Vec::new();
        for request in &raw {
            assert!(request.starts_with("POST /api/1/envelope/\n"), "{request}");
            let body = request.split_once("\n\n").unwrap().1;
            let lines: Vec<Value> = body
                .lines()
                .map(|line| serde_json::from_str(line).unwrap())
                .collect();
            for item in lines[1..].chunks(2) {
                assert_eq!(item[0]["type"], "event", "{request}");
                events.push(item[1].clone());
            }
        }
        (output, events, raw.concat())
    }
}

impl Sentry {
    /// How many requests came since the last look.
    pub fn count(&self) -> usize {
        std::mem::take(&mut *self.received.lock().unwrap()).len()
    }
}

impl Drop for Sentry {
    fn drop(&mut self) {
        self.server.unblock();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// `p1_` and the first 16 hexadecimal digits of HMAC-SHA256(pepper, kind NUL id).
pub fn pseudonym(env: &TestEnv, kind: &str, id: i64) -> String {
    let secrets = std::fs::read_to_string(env.config_dir().join("secrets.toml")).unwrap();
    let secrets: toml::Table = secrets.parse().unwrap();
    let pepper = secrets["pepper"].as_str().unwrap();
    let mut mac = Hmac::<Sha256>::new_from_slice(pepper.as_bytes()).unwrap();
    mac.update(format!("{kind}\0{id}").as_bytes());
    let digest = mac.finalize().into_bytes();
    let digits: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("p1_{}", &digits[..16])
}

/// Every text of a JSON document.
fn texts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(values) => values.iter().for_each(|value| texts(value, found)),
        Value::Object(values) => values.values().for_each(|value| texts(value, found)),
        _ => {}
    }
}

/// Every text in the database and every secret: what nothing that leaves the program may hold.
pub fn private_values(env: &TestEnv) -> Vec<String> {
    let mut values = Vec::new();
    for noun in ["collaborator", "customer", "contract", "event"] {
        texts(
            &env.run_as("CBrunel", [noun, "list", "--json"])
                .success()
                .json(),
            &mut values,
        );
    }
    let vocabulary = [
        "management",
        "sales",
        "support",
        "signed",
        "pending",
        "unsigned",
        "EUR",
    ];
    values.retain(|value| {
        !vocabulary.contains(&value.as_str()) && !value.ends_with("00Z") && value.len() > 3
    });
    values.retain(|value| {
        !(value.len() == 20 && value.ends_with('Z') && value.as_bytes()[10] == b'T')
    });
    let secrets = std::fs::read_to_string(env.config_dir().join("secrets.toml")).unwrap();
    let secrets: toml::Table = secrets.parse().unwrap();
    values.extend(
        secrets
            .values()
            .map(|value| value.as_str().unwrap().to_owned()),
    );
    values.push(PASSWORD.to_owned());
    values.push(env.home().display().to_string());
    for login in LOGINS {
        env.log_in(login);
        let session = std::fs::read_to_string(env.session_file()).unwrap();
        values.extend(
            session
                .split(['"', '\n', ' '])
                .filter(|word| word.len() > 20)
                .map(str::to_owned),
        );
        std::fs::remove_file(env.session_file()).unwrap();
    }
    if env.backend() == Backend::Postgres {
        values.push(env.database_url());
    }
    values.sort();
    values.dedup();
    assert!(values.len() > 60, "{values:?}");
    values
}

/// Checks that a text holds none of the private values, in any case.
#[track_caller]
pub fn assert_private(values: &[String], text: &str) {
    let lower = text.to_lowercase();
    for value in values {
        assert!(
            !lower.contains(&value.to_lowercase()),
            "{value:?} left the program in:\n{text}"
        );
    }
}
