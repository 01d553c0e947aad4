//! `epic db lockdown`: the conditions under which a PostgreSQL server and database enforce the rights by themselves. A
//! measure is data: a condition, and a query that lists its violations with the statements that repair them. One list
//! serves lockdown, repair and report.

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

/// Login role shared by all users without a personal one.
pub const SHARED_ROLE: &str = "epic_cli";

/// Prefix of personal login roles; the collaborator's login follows in lower case.
const PERSONAL_PREFIX: &str = "epic_u_";

/// Policies, triggers and functions created by the migrations, as listed by [`guards::LISTING`].
const GUARDS: &str = include_str!("guards.json");

/// Policies absent from the migrations, since they name a role: a condition on each row would keep the search functions
/// from using the index.
const SEARCH_POLICIES: &str = r#"{"kind": "policy", "name": "search", "relation": "public.collaborators", "definition": "AS PERMISSIVE FOR SELECT TO epic_definer USING (true)"},
{"kind": "policy", "name": "search", "relation": "public.customers", "definition": "AS PERMISSIVE FOR SELECT TO epic_definer USING (true)"},
{"kind": "policy", "name": "search", "relation": "public.events", "definition": "AS PERMISSIVE FOR SELECT TO epic_definer USING (true)"}"#;

/// Privilege that a measure requires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// Superuser of the server.
    Server,
    /// Owner of the tables, who also applies it after each migration.
    Owner,
    /// Owner of the tables; a migration leaves nothing to do.
    Guards,
}

/// Condition with its check and repair.
struct Measure {
    /// Returns the title.
    what: fn() -> Text,
    reach: Reach,
    /// Lists violations: the object, and the statement that repairs it. `$1` is [`expected`].
    sql: &'static str,
}

/// Returns the measures in the order of execution: each relies on those before it.
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

    /// Returns the finding for the objects that violate the measure.
    fn tell(&self, flaws: &[Flaw]) -> Finding {
        Finding {
            what: self.what,
            objects: flaws.iter().filter_map(|it| it.object.clone()).collect(),
        }
    }
}

/// Finding of a measure, translated on demand.
pub struct Finding {
    what: fn() -> Text,
    objects: Vec<String>,
}

impl Finding {
    /// Returns a finding about no particular object.
    pub const fn new(what: fn() -> Text) -> Self {
        Self {
            what,
            objects: Vec::new(),
        }
    }

    /// Returns the title and the objects, truncated if there are many.
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

/// Returns the expected state as JSON.
fn expected() -> String {
    let guards = GUARDS.trim_end().trim_end_matches(']');
    format!(
        "{{\"grants\":{},\"bodies\":{},\"guards\":{guards},{SEARCH_POLICIES}]}}",
        grants::wanted(),
        serde_json::Value::Object(sql::function_bodies())
    )
}

/// Names in listings and repairs come out qualified, independently of the connection's settings.
const QUALIFIED: &str = "SET LOCAL search_path = pg_catalog, pg_temp";

/// Tests for a database on which a lockdown has run.
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

/// Returns the violated measures. Requires only the right to connect, and changes nothing.
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

/// Result of a lockdown.
pub struct LockedDown {
    /// Violations that were repaired.
    pub repaired: Vec<Finding>,
    /// Violations that no statement repairs.
    pub left: Vec<Finding>,
    /// Password of [`SHARED_ROLE`], if it was just set.
    pub password: Option<SecretString>,
}

/// Applies all measures in one transaction. Sets passwords of roles that have none, and with `rotate` of all.
///
/// # Errors
///
/// `config.database_role` (exit 10) for anyone but a superuser; any failure of the database.
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

/// Applies the measures of the owner of the tables: after a migration, by [`become_owner`].
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

/// Tests for a role that may act as the owner of the tables of a locked-down database.
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

/// Acts as the owner of the tables until the transaction ends. Row-level security applies to the owner too: with
/// `row_security` off, a statement that it would filter fails instead of silently skipping rows.
///
/// # Errors
///
/// Any failure of the database.
pub fn become_owner(conn: &mut PgConnection) -> QueryResult<()> {
    conn.batch_execute(
        "SET LOCAL ROLE epic_owner; SET LOCAL row_security = off; SET LOCAL search_path = public, pg_temp",
    )
}

/// Returns the login role of a collaborator.
pub fn personal_role(login: &str) -> String {
    format!("{PERSONAL_PREFIX}{}", login.to_ascii_lowercase())
}

/// Creates or repairs the login role of a collaborator. Returns its password if it was just set: for a role without
/// one, and with `rotate`.
///
/// # Errors
///
/// `config.database_role` (exit 10) for anyone but a superuser; any failure of the database.
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

/// Refuses anyone but a superuser.
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

/// Refuses a database on which no lockdown has run.
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

/// Tests for a superuser, whom no measure restrains.
///
/// # Errors
///
/// Any failure of the database.
pub fn is_superuser(conn: &mut PgConnection) -> QueryResult<bool> {
    ask(conn, "SELECT current_setting('is_superuser') = 'on' AS v")
}

/// Refuses anyone but a superuser, and locks out concurrent changes of roles: databases share roles, but not advisory
/// locks.
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
    // Letters, digits and `$+/:=-`: nothing ends the literal.
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

/// Returns the policies, triggers and functions of a database in the form of `guards.json`, for the test that compares
/// them.
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
