//! A locked-down company with a role for everybody, and the connections of an attacker to it.

use std::collections::HashMap;
use std::sync::{Once, mpsc};
use std::thread;
use std::time::Duration;

use diesel::connection::SimpleConnection as _;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::result::Error;
use diesel::sql_types::{Nullable, Text};

use super::{Attack, Harm, Who};
use crate::env::{Backend, LOGINS, TestEnv};

/// The password of every person's role on the tests' server.
const PASSWORD: &str = "epic-test-person";

/// How long a statement runs before it counts as waiting for a lock.
const BLOCKED: Duration = Duration::from_millis(150);

/// One database.
pub struct World {
    env: Option<TestEnv>,
    admin: String,
}

#[derive(QueryableByName)]
struct Scalar {
    #[diesel(sql_type = Nullable<Text>)]
    v: Option<String>,
}

/// Connects, and shows what is wrong with it.
pub fn connect(url: &str) -> PgConnection {
    PgConnection::establish(url).unwrap_or_else(|error| panic!("{url}: {error}"))
}

/// What an error says, and its marker.
pub fn told(error: &Error) -> String {
    match error {
        Error::DatabaseError(_, info) => format!(
            "{} [{}]",
            info.message(),
            info.constraint_name().unwrap_or_default()
        ),
        other => other.to_string(),
    }
}

/// The settings of the program: the views of `epic_api` come first. `…?options=…` needs the characters that a URL keeps for itself
/// to be written otherwise.
const OPTIONS: &str = "options=-c%20search_path%3Depic_api,public,pg_temp";

impl World {
    /// A fresh copy of the demonstration company.
    pub fn new() -> Self {
        static ENROLLED: Once = Once::new();

        let env = TestEnv::demo(Backend::Postgres);
        let admin = env.admin_url();
        ENROLLED.call_once(|| {
            for login in LOGINS {
                env.command(["db", "enroll", login])
                    .env("DATABASE_URL", &admin)
                    .run()
                    .success();
                env.execute(&format!(
                    "ALTER ROLE {} PASSWORD '{PASSWORD}' CONNECTION LIMIT 1000",
                    role(login)
                ));
            }
        });
        let world = Self {
            env: Some(env),
            admin,
        };
        world.prepare();
        world
    }

    /// A company on another server, where [`World::prepare`] was not run.
    pub fn at(admin: String) -> Self {
        Self { env: None, admin }
    }

    /// Gives everybody a password that is known, and a session of their own role.
    pub fn prepare(&self) {
        self.execute(
            "UPDATE epic_sec.credentials k SET verifier = epic_sec.verifier(epic_sec.login_key(c.login), sha256(convert_to(rpad(c.login, 32, '.'), 'UTF8')))
               FROM public.collaborators c WHERE c.id = k.collaborator_id;
             INSERT INTO epic_sec.sessions (collaborator_id, jti_hash, kind, read_only, must_change, department, database_role,
                    expires_at, last_used_at, created_at, updated_at)
             SELECT c.id, sha256(convert_to(r.role || '-' || c.login, 'UTF8')), 'session', false, false, c.department, r.role,
                    now() + interval '8 hours', now(), now(), now()
               FROM public.collaborators c, LATERAL (VALUES ('epic_cli'), ('epic_u_' || lower(c.login))) r (role)",
        );
    }

    /// The harness's world, for the program.
    pub fn env(&self) -> &TestEnv {
        self.env.as_ref().expect("a world on the shared server")
    }

    /// Runs statements as the superuser.
    #[track_caller]
    pub fn execute(&self, sql: &str) {
        connect(&self.admin)
            .batch_execute(sql)
            .unwrap_or_else(|error| panic!("{sql}: {}", told(&error)));
    }

    /// The value of a query, as the superuser sees it.
    #[track_caller]
    pub fn scalar(&self, sql: &str) -> String {
        diesel::sql_query(format!("SELECT CAST(({sql}) AS text) AS v"))
            .get_result::<Scalar>(&mut connect(&self.admin))
            .unwrap_or_else(|error| panic!("{sql}: {error}"))
            .v
            .unwrap_or_else(|| "NULL".to_owned())
    }

    /// The URL of a role, with the session of somebody.
    pub fn url(&self, who: Who, session: Option<&str>) -> String {
        let (role, password) = match (who, &self.env) {
            (Who::Person(login), _) => (role(login), PASSWORD.to_owned()),
            (Who::Shared, None) => ("epic_cli".to_owned(), PASSWORD.to_owned()),
            (Who::Shared, Some(env)) => {
                let url = env.database_url();
                let (user, _) = url.split_once('@').expect("a user");
                let (_, password) = user.rsplit_once(':').expect("a password");
                ("epic_cli".to_owned(), password.to_owned())
            }
        };
        let (_, place) = self.admin.rsplit_once('@').expect("a user");
        let session = match session {
            None => String::new(),
            Some(login) => format!("%20-c%20epic.session%3D{}", self.secret(who, login)),
        };
        format!("postgres://{role}:{password}@{place}?{OPTIONS}{session}")
    }

    /// The secret of somebody's session: for the shared role that of a real sign-in.
    fn secret(&self, who: Who, login: &str) -> String {
        match (who, &self.env) {
            (Who::Shared, Some(env)) => env.secret(login),
            (Who::Shared, None) => format!("epic_cli-{login}"),
            (Who::Person(_), _) => format!("{}-{login}", role(login)),
        }
    }

    /// Runs the steps; the rows of the last one.
    fn attempt(&self, attack: &Attack) -> Result<usize, String> {
        let url = self.url(attack.who, attack.session);
        let mut first = connect(&url);
        let mut second = None;
        let mut running = Vec::new();
        let mut rows = 0;
        let mut run = || -> Result<usize, String> {
            for step in attack.steps {
                let step = filled(step);
                if let Some(sql) = step.strip_prefix("admin: ") {
                    self.execute(sql);
                } else if let Some(sql) = step.strip_prefix("admin& ") {
                    let (sender, receiver) = mpsc::channel();
                    let (admin, sql) = (self.admin.clone(), sql.to_owned());
                    thread::spawn(move || {
                        let result = connect(&admin).batch_execute(&sql);
                        let _ = sender.send(result.map_err(|error| told(&error)));
                    });
                    if receiver.recv_timeout(BLOCKED).is_err() {
                        running.push(receiver);
                    }
                } else {
                    let (conn, sql) = match step.strip_prefix("2: ") {
                        None => (&mut first, step.as_str()),
                        Some(sql) => (second.get_or_insert_with(|| connect(&url)), sql),
                    };
                    rows = diesel::sql_query(sql)
                        .execute(conn)
                        .map_err(|error| told(&error))?;
                }
            }
            Ok(rows)
        };
        let result = run();
        drop(first);
        drop(second);
        for receiver in running {
            let _ = receiver.recv_timeout(Duration::from_secs(20));
        }
        result
    }

    fn set_up(&self, attack: &Attack) -> String {
        for sql in attack.setup {
            self.change(sql);
        }
        self.value(attack)
    }

    fn value(&self, attack: &Attack) -> String {
        match attack.harm {
            Harm::Changed(query) => self.scalar(query),
            _ => String::new(),
        }
    }

    /// Statements of the superuser, a table to open, or a patch of a function.
    pub fn change(&self, sql: &str) {
        if let Some(table) = sql.strip_prefix("open: ") {
            return self.execute(&format!(
                "CREATE OR REPLACE VIEW epic_api.{table} AS SELECT * FROM public.{table};
                 CREATE POLICY open ON public.{table} USING (true)"
            ));
        }
        let Some(patch) = sql.strip_prefix("patch: ") else {
            return self.execute(sql);
        };
        let parts: Vec<&str> = patch.splitn(3, " | ").collect();
        let [function, from, to] = parts[..] else {
            panic!("a patch has three parts: {patch}");
        };
        let text = self.scalar(&format!("SELECT pg_get_functiondef('{function}'::regproc)"));
        assert!(text.contains(from), "{function} has no {from:?}:\n{text}");
        self.execute(&text.replace(from, to));
    }

    /// The attack fails in the way that is expected, and harms nothing.
    pub fn withstands(&self, attack: &Attack) -> Result<(), String> {
        let before = self.set_up(attack);
        let outcome = self.attempt(attack);
        let as_expected = match &outcome {
            _ if attack.refused == "harmless" => true,
            Ok(rows) => attack.refused == "0 rows" && *rows == 0,
            Err(error) => !attack.refused.is_empty() && error.contains(attack.refused),
        };
        let after = self.value(attack);
        if before != after {
            return Err(format!(
                "{}: HARM: {before} became {after} ({outcome:?})",
                attack.name
            ));
        }
        if !as_expected {
            return Err(format!(
                "{}: not {:?} but {outcome:?}",
                attack.name, attack.refused
            ));
        }
        Ok(())
    }

    /// Without its defence the attack does harm.
    pub fn falls(&self, attack: &Attack, undo: &[&str]) -> Result<(), String> {
        self.set_up(attack);
        for sql in undo {
            self.change(sql);
        }
        let before = self.value(attack);
        let outcome = self.attempt(attack);
        let harmed = match attack.harm {
            Harm::Changed(_) => before != self.value(attack),
            Harm::Rows => outcome.as_ref().is_ok_and(|rows| *rows > 0),
            Harm::Done => outcome.is_ok(),
            Harm::Told(part) => outcome.as_ref().is_err_and(|error| error.contains(part)),
        };
        if harmed && !undo.is_empty() {
            Ok(())
        } else {
            Err(format!(
                "{}: harmless without its defence: {outcome:?}",
                attack.name
            ))
        }
    }
}

/// The role of a person.
fn role(login: &str) -> String {
    format!("epic_u_{}", login.to_ascii_lowercase())
}

/// A step with its words replaced.
fn filled(step: &str) -> String {
    let mut words = HashMap::from([("{guess}".to_owned(), "sha256('guess')".to_owned())]);
    for login in LOGINS {
        words.insert(
            format!("{{proof {login}}}"),
            format!("convert_to(rpad('{login}', 32, '.'), 'UTF8')"),
        );
    }
    let mut text = step.to_owned();
    for (word, value) in words {
        text = text.replace(&word, &value);
    }
    text
}
