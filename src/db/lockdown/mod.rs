//! `epic db lockdown`: what has to hold for a PostgreSQL server and database so that they, and not the program, decide who
//! may do what. Each measure is data: what holds, and a query that lists what does not together with the statements that
//! mend it. So one list serves to lock down, to repair and to report.

mod grants;
mod guards;
mod objects;
mod roles;
mod server;

use diesel::connection::SimpleConnection as _;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{self, Bool, Nullable};
use secrecy::SecretString;

use super::sql;
use crate::crypto::scram;
use crate::error::{Administration, Result};
use crate::lang::Text;
use crate::t;

/// The login that everybody shares who has none of their own.
pub const SHARED_ROLE: &str = "epic_cli";

/// What the login roles of people begin with; their login follows in lower case.
const PERSONAL_PREFIX: &str = "epic_u_";

/// The policies, triggers and functions that the migrations make, as [`guards::LISTING`] lists them.
const GUARDS: &str = include_str!("guards.json");

/// Policies that the migrations cannot make, since they name a role: the functions search without a condition on each
/// row, which would keep them from the index.
const SEARCH_POLICIES: &str = r#"{"kind": "policy", "name": "search", "relation": "public.collaborators", "definition": "AS PERMISSIVE FOR SELECT TO epic_definer USING (true)"},
{"kind": "policy", "name": "search", "relation": "public.customers", "definition": "AS PERMISSIVE FOR SELECT TO epic_definer USING (true)"},
{"kind": "policy", "name": "search", "relation": "public.events", "definition": "AS PERMISSIVE FOR SELECT TO epic_definer USING (true)"}"#;

/// Who can take a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// A superuser of the server.
    Server,
    /// The owner of the tables too, who does so after each migration.
    Owner,
    /// The owner of the tables; after a migration there is nothing to do.
    Guards,
}

/// Something that has to hold.
struct Measure {
    /// What it is, for people.
    what: fn() -> Text,
    reach: Reach,
    /// Lists what does not hold: the object, and the statement that mends it. `$1` is [`expected`].
    sql: &'static str,
}

/// In the order in which they are taken: each relies on those before it.
fn measures() -> impl Iterator<Item = &'static Measure> {
    [
        roles::MEASURES,
        server::MEASURES,
        objects::MEASURES,
        guards::MEASURES,
    ]
    .into_iter()
    .flatten()
}

#[derive(QueryableByName)]
struct Flaw {
    #[diesel(sql_type = Nullable<sql_types::Text>)]
    object: Option<String>,
    #[diesel(sql_type = Nullable<sql_types::Text>)]
    repair: Option<String>,
}

impl Measure {
    fn flaws(&self, conn: &mut PgConnection, expected: &str) -> QueryResult<Vec<Flaw>> {
        let sql = self.sql.replace("/* listing */", guards::LISTING);
        diesel::sql_query(sql)
            .bind::<sql_types::Text, _>(expected)
            .load(conn)
    }

    /// The measure with the objects for which it does not hold.
    fn tell(&self, flaws: &[Flaw]) -> Finding {
        Finding {
            what: self.what,
            objects: flaws.iter().filter_map(|it| it.object.clone()).collect(),
        }
    }
}

/// Something that was found, to be told in one language or another.
pub struct Finding {
    what: fn() -> Text,
    objects: Vec<String>,
}

impl Finding {
    /// What is not about single objects.
    pub const fn new(what: fn() -> Text) -> Self {
        Self {
            what,
            objects: Vec::new(),
        }
    }

    /// What was found, and where; only some of the objects where there are many.
    pub fn text(&self) -> Text {
        const SHOWN: usize = 4;
        let more = self.objects.len().saturating_sub(SHOWN);
        let shown = self.objects[..self.objects.len() - more].join(", ");
        let what = (self.what)();
        match (shown.as_str(), more) {
            ("", _) => what,
            (_, 0) => Text::verbatim(format!("{what} ({shown})")),
            _ => t!(
                "setup-finding-more",
                what = what,
                objects = shown,
                more = more
            ),
        }
    }
}

/// What the measures compare with, as JSON.
fn expected() -> String {
    let guards = GUARDS.trim_end().trim_end_matches(']');
    format!(
        "{{\"grants\":{},\"bodies\":{},\"guards\":{guards},{SEARCH_POLICIES}]}}",
        grants::wanted(),
        serde_json::Value::Object(sql::function_bodies())
    )
}

/// All names in what is listed and mended are qualified, whatever the connection was told.
const QUALIFIED: &str = "SET LOCAL search_path = pg_catalog, pg_temp";

/// Whether a lockdown was ever run on this database.
///
/// # Errors
///
/// Any failure of the database.
pub fn was_run(conn: &mut PgConnection) -> QueryResult<bool> {
    ask(
        conn,
        "SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace n
          WHERE n.nspname IN ('public', 'epic_api', 'epic_sec') AND pg_catalog.pg_get_userbyid(n.nspowner) = 'epic_owner') AS v",
    )
}

/// What does not hold; empty when all of it does. Needs no right but to connect, and changes nothing.
///
/// # Errors
///
/// Any failure of the database.
pub fn problems(conn: &mut PgConnection) -> Result<Vec<Finding>> {
    conn.transaction(|conn| {
        conn.batch_execute(&format!("SET TRANSACTION READ ONLY; {QUALIFIED}"))?;
        let expected = expected();
        let mut told = Vec::new();
        for measure in measures() {
            let flaws = measure.flaws(conn, &expected)?;
            if !flaws.is_empty() {
                told.push(measure.tell(&flaws));
            }
        }
        Ok(told)
    })
}

/// What a lockdown did.
pub struct LockedDown {
    /// What did not hold before.
    pub repaired: Vec<Finding>,
    /// What does not hold and cannot be mended by statements that the program knows.
    pub left: Vec<Finding>,
    /// The password of [`SHARED_ROLE`], when it was made just now.
    pub password: Option<SecretString>,
}

/// Makes everything hold, in one transaction. A role that has no password is given one, and every one with `rotate`.
///
/// # Errors
///
/// `config.database_role` (exit 10) for anybody but a superuser; any failure of the database.
pub fn run(conn: &mut PgConnection, rotate: bool) -> Result<LockedDown> {
    conn.transaction(|conn| {
        begin(conn, "epic db lockdown")?;
        let expected = expected();
        let mut repaired = Vec::new();
        let mut left = Vec::new();
        for measure in measures() {
            let flaws = measure.flaws(conn, &expected)?;
            if flaws.is_empty() {
                continue;
            }
            mend(conn, &flaws)?;
            let remaining = measure.flaws(conn, &expected)?;
            if remaining.len() < flaws.len() {
                repaired.push(measure.tell(&flaws));
            }
            if !remaining.is_empty() {
                left.push(measure.tell(&remaining));
            }
        }
        let password = if rotate || !has_password(conn, SHARED_ROLE)? {
            repaired.extend(
                (!rotate)
                    .then(|| Finding::new(|| t!("setup-measure-password", role = SHARED_ROLE))),
            );
            Some(set_password(conn, SHARED_ROLE)?)
        } else {
            None
        };
        Ok(LockedDown {
            repaired,
            left,
            password,
        })
    })
}

/// Takes the measures that the owner of the tables can take: after a migration, by [`become_owner`].
///
/// # Errors
///
/// Any failure of the database.
pub fn hand_over(conn: &mut PgConnection) -> Result<()> {
    conn.batch_execute(QUALIFIED)?;
    let expected = expected();
    for measure in measures().filter(|measure| measure.reach == Reach::Owner) {
        let flaws = measure.flaws(conn, &expected)?;
        mend(conn, &flaws)?;
    }
    Ok(())
}

/// Whether this connection's role may act as the owner of the tables of a locked-down database.
///
/// # Errors
///
/// Any failure of the database.
pub fn may_own(conn: &mut PgConnection) -> QueryResult<bool> {
    ask(
        conn,
        "SELECT coalesce(pg_catalog.pg_has_role(to_regrole('epic_owner'), 'MEMBER'), false) AS v",
    )
}

/// Acts as the owner of the tables until the transaction ends. Row-level security holds for the owner too: a statement
/// that it would hide rows from is an error, where it would otherwise change none and say nothing.
///
/// # Errors
///
/// Any failure of the database.
pub fn become_owner(conn: &mut PgConnection) -> QueryResult<()> {
    conn.batch_execute(
        "SET LOCAL ROLE epic_owner; SET LOCAL row_security = off; SET LOCAL search_path = public, pg_temp",
    )
}

/// The login role of a collaborator.
pub fn personal_role(login: &str) -> String {
    format!("{PERSONAL_PREFIX}{}", login.to_ascii_lowercase())
}

/// Makes the login role of a collaborator, or puts right the one that is there, and returns its password when it was
/// made just now: for a role that has none, and with `rotate`.
///
/// # Errors
///
/// `config.database_role` (exit 10) for anybody but a superuser; any failure of the database.
pub fn enroll(conn: &mut PgConnection, login: &str, rotate: bool) -> Result<Option<SecretString>> {
    let role = personal_role(login);
    conn.transaction(|conn| {
        begin(conn, "epic db enroll")?;
        let known: bool =
            diesel::sql_query("SELECT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = $1) AS v")
                .bind::<sql_types::Text, _>(&role)
                .get_result::<Answer>(conn)?
                .v;
        if !known {
            conn.batch_execute(&format!(
                "CREATE ROLE {} LOGIN CONNECTION LIMIT 5",
                quoted(&role)
            ))?;
        }
        for measure in roles::MEASURES {
            let flaws = measure.flaws(conn, "{}")?;
            mend(conn, &flaws)?;
        }
        if rotate || !has_password(conn, &role)? {
            return set_password(conn, &role).map(Some);
        }
        Ok(None)
    })
}

/// Refuses whoever is not superuser.
///
/// # Errors
///
/// `config.database_role` (exit 10); any failure of the database.
pub fn require_superuser(conn: &mut PgConnection, command: &'static str) -> Result<()> {
    if is_superuser(conn)? {
        Ok(())
    } else {
        Err(Administration::NotSuperuser { command }.into())
    }
}

/// Refuses a database on which no lockdown was ever run.
///
/// # Errors
///
/// `config.not_locked_down` (exit 10); any failure of the database.
pub fn require_run(conn: &mut PgConnection) -> Result<()> {
    if was_run(conn)? {
        Ok(())
    } else {
        Err(Administration::NotLockedDown.into())
    }
}

/// Whether this connection's role is above everything that is decided here.
///
/// # Errors
///
/// Any failure of the database.
pub fn is_superuser(conn: &mut PgConnection) -> QueryResult<bool> {
    ask(conn, "SELECT current_setting('is_superuser') = 'on' AS v")
}

/// Refuses whoever is not superuser, and waits for others who change roles: these are shared by all databases, which an
/// advisory lock is not.
fn begin(conn: &mut PgConnection, command: &'static str) -> Result<()> {
    require_superuser(conn, command)?;
    conn.batch_execute(&format!(
        "{QUALIFIED}; LOCK TABLE pg_authid IN SHARE ROW EXCLUSIVE MODE"
    ))?;
    Ok(())
}

fn mend(conn: &mut PgConnection, flaws: &[Flaw]) -> QueryResult<()> {
    for repair in flaws.iter().filter_map(|flaw| flaw.repair.as_deref()) {
        conn.batch_execute(repair)?;
    }
    Ok(())
}

fn has_password(conn: &mut PgConnection, role: &str) -> QueryResult<bool> {
    diesel::sql_query(
        "SELECT coalesce((SELECT a.rolpassword LIKE 'SCRAM-SHA-256$%' FROM pg_authid a WHERE a.rolname = $1), false) AS v",
    )
    .bind::<sql_types::Text, _>(role)
    .get_result::<Answer>(conn)
    .map(|answer| answer.v)
}

fn set_password(conn: &mut PgConnection, role: &str) -> Result<SecretString> {
    let password = scram::new_password()?;
    // Letters, digits and `$+/:=-`: nothing that would end the literal.
    let verifier = scram::verifier(&password)?;
    conn.batch_execute(&format!(
        "ALTER ROLE {} PASSWORD '{verifier}'",
        quoted(role)
    ))?;
    Ok(password)
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[derive(QueryableByName)]
struct Answer {
    #[diesel(sql_type = Bool)]
    v: bool,
}

fn ask(conn: &mut PgConnection, sql: &str) -> QueryResult<bool> {
    diesel::sql_query(sql)
        .get_result::<Answer>(conn)
        .map(|answer| answer.v)
}

/// The policies, triggers and functions of a database as they are, in the form of `guards.json`: for the test that
/// compares the file with what the migrations make.
///
/// # Errors
///
/// Any failure of the database.
pub fn guards(conn: &mut PgConnection) -> Result<String> {
    #[derive(QueryableByName)]
    struct Listed {
        #[diesel(sql_type = Nullable<sql_types::Text>)]
        v: Option<String>,
    }
    conn.transaction(|conn| {
        conn.batch_execute(QUALIFIED)?;
        let sql = format!(
            "SELECT string_agg(to_jsonb(f)::text, E',\\n' ORDER BY f.kind COLLATE \"C\", f.relation COLLATE \"C\", f.name COLLATE \"C\") AS v
               FROM ({}) f",
            guards::LISTING
        );
        let rows = diesel::sql_query(sql).get_result::<Listed>(conn)?.v;
        Ok(format!("[\n{}\n]\n", rows.unwrap_or_default()))
    })
}
