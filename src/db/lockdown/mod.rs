//! `epic db lockdown`: the conditions under which a PostgreSQL server and database enforce the rights by themselves. A
//! measure is data: a condition, and a query that lists its violations with the statements that repair them. One list
//! serves lockdown, repair and report.

mod grants;
mod guards;
mod objects;
mod roles;
mod server;

use diesel::connection::SimpleConnection as _;
use diesel::dsl;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Nullable, Text as SqlText};
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

/// Views, policies, triggers and functions created by the migrations, as listed by [`guards::LISTING`].
const GUARDS: &str = include_str!("guards.json");

/// Policies absent from the migrations, since they name a role: a condition on each row would keep the search functions
/// from using the index.
const SEARCH_POLICIES: &str = r#"{"kind": "policy", "name": "search", "relation": "public.collaborators", "definition": "AS PERMISSIVE FOR SELECT TO epic_definer USING (true)"},
{"kind": "policy", "name": "search", "relation": "public.customers", "definition": "AS PERMISSIVE FOR SELECT TO epic_definer USING (true)"},
{"kind": "policy", "name": "search", "relation": "public.events", "definition": "AS PERMISSIVE FOR SELECT TO epic_definer USING (true)"}"#;

struct Measure {
    what: fn() -> Text,
    /// Lists violations: the object, and the statement that repairs it. `$1` is [`expected`].
    sql: &'static str,
}

/// Returns the measures in the order of execution: each relies on those before it.
fn measures() -> impl Iterator<Item = &'static Measure> {
    [
        roles::MEASURES,
        server::MEASURES,
        guards::VIEWS,
        objects::MEASURES,
        guards::MEASURES,
    ]
    .into_iter()
    .flatten()
}

#[derive(QueryableByName)]
struct Flaw {
    #[diesel(sql_type = Nullable<SqlText>)]
    object: Option<String>,
    #[diesel(sql_type = Nullable<SqlText>)]
    repair: Option<String>,
}

impl Measure {
    fn flaws(&self, conn: &mut PgConnection, expected: &str) -> QueryResult<Vec<Flaw>> {
        let sql = self.sql.replace("/* listing */", guards::LISTING);
        diesel::sql_query(sql)
            .bind::<SqlText, _>(expected)
            .load(conn)
    }

    /// Repairs the violations and returns them.
    fn repair(&self, conn: &mut PgConnection, expected: &str) -> QueryResult<Vec<Flaw>> {
        let flaws = self.flaws(conn, expected)?;
        for repair in flaws.iter().filter_map(|flaw| flaw.repair.as_deref()) {
            conn.batch_execute(repair)?;
        }
        Ok(flaws)
    }

    fn finding(&self, flaws: &[Flaw]) -> Finding {
        Finding {
            what: self.what,
            objects: flaws.iter().filter_map(|it| it.object.clone()).collect(),
        }
    }
}

pub struct Finding {
    what: fn() -> Text,
    objects: Vec<String>,
}

impl Finding {
    pub const fn new(what: fn() -> Text) -> Self {
        Self {
            what,
            objects: Vec::new(),
        }
    }

    /// Returns the title and the first objects.
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

pub fn was_run(conn: &mut PgConnection) -> QueryResult<bool> {
    ask(
        conn,
        "EXISTS (SELECT FROM pg_catalog.pg_namespace n
          WHERE n.nspname IN ('public', 'epic_api', 'epic_sec') AND pg_catalog.pg_get_userbyid(n.nspowner) = 'epic_owner')",
    )
}

/// Returns the violated measures. Requires only the right to connect, and changes nothing.
pub fn problems(conn: &mut PgConnection) -> Result<Vec<Finding>> {
    conn.transaction(|conn| {
        conn.batch_execute(&format!("SET TRANSACTION READ ONLY; {QUALIFIED}"))?;
        let expected = expected();
        let mut findings = Vec::new();
        for measure in measures() {
            let flaws = measure.flaws(conn, &expected)?;
            if !flaws.is_empty() {
                findings.push(measure.finding(&flaws));
            }
        }
        Ok(findings)
    })
}

pub struct LockedDown {
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
/// `config.database_role` (exit 10) for anyone but a superuser.
pub fn run(conn: &mut PgConnection, rotate: bool) -> Result<LockedDown> {
    conn.transaction(|conn| {
        begin(conn, "epic db lockdown")?;
        let expected = expected();
        let mut repaired = Vec::new();
        let mut left = Vec::new();
        for measure in measures() {
            let flaws = measure.repair(conn, &expected)?;
            if flaws.is_empty() {
                continue;
            }
            let remaining = measure.flaws(conn, &expected)?;
            if remaining.len() < flaws.len() {
                repaired.push(measure.finding(&flaws));
            }
            if !remaining.is_empty() {
                left.push(measure.finding(&remaining));
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

/// Applies the measures of `objects` after a migration, acting as their owner.
pub fn hand_over(conn: &mut PgConnection) -> Result<()> {
    conn.batch_execute(QUALIFIED)?;
    let expected = expected();
    for measure in objects::MEASURES {
        measure.repair(conn, &expected)?;
    }
    Ok(())
}

pub fn may_own(conn: &mut PgConnection) -> QueryResult<bool> {
    ask(
        conn,
        "coalesce(pg_catalog.pg_has_role(to_regrole('epic_owner'), 'MEMBER'), false)",
    )
}

/// Reads and writes the tables themselves from now on: through a view, row-level security asks for `epic_view`, which sees
/// nothing without a session, even when a superuser asks.
pub fn bypass_views(conn: &mut PgConnection) -> QueryResult<()> {
    conn.batch_execute("SET search_path = public, pg_temp")
}

/// Acts as the owner of the tables until the transaction ends. Row-level security applies to the owner too: with
/// `row_security` off, a statement that it would filter fails instead of silently skipping rows.
pub fn become_owner(conn: &mut PgConnection) -> QueryResult<()> {
    conn.batch_execute("SET LOCAL ROLE epic_owner; SET LOCAL row_security = off")
}

pub fn personal_role(login: &str) -> String {
    format!("{PERSONAL_PREFIX}{}", login.to_ascii_lowercase())
}

/// Creates or repairs the login role of a collaborator. Returns its password if it was just set: for a role without
/// one, and with `rotate`.
///
/// # Errors
///
/// `config.database_role` (exit 10) for anyone but a superuser.
pub fn enroll(conn: &mut PgConnection, login: &str, rotate: bool) -> Result<Option<SecretString>> {
    let role = personal_role(login);
    conn.transaction(|conn| {
        begin(conn, "epic db enroll")?;
        let exists = dsl::sql::<Bool>("EXISTS (SELECT FROM pg_roles r WHERE r.rolname = ")
            .bind::<SqlText, _>(&role)
            .sql(")");
        if !diesel::select(exists).get_result::<bool>(conn)? {
            conn.batch_execute(&format!(
                "CREATE ROLE {} LOGIN CONNECTION LIMIT 5",
                quoted(&role)
            ))?;
        }
        for measure in roles::MEASURES {
            measure.repair(conn, "{}")?;
        }
        if rotate || !has_password(conn, &role)? {
            return set_password(conn, &role).map(Some);
        }
        Ok(None)
    })
}

/// # Errors
///
/// `config.database_role` (exit 10) for anyone but a superuser.
pub fn require_superuser(conn: &mut PgConnection, command: &'static str) -> Result<()> {
    if is_superuser(conn)? {
        Ok(())
    } else {
        Err(Administration::NotSuperuser { command }.into())
    }
}

/// # Errors
///
/// `config.not_locked_down` (exit 10) before the first lockdown.
pub fn require_run(conn: &mut PgConnection) -> Result<()> {
    if was_run(conn)? {
        Ok(())
    } else {
        Err(Administration::NotLockedDown.into())
    }
}

/// Tests for a superuser, whom no measure restrains.
pub fn is_superuser(conn: &mut PgConnection) -> QueryResult<bool> {
    ask(conn, "current_setting('is_superuser') = 'on'")
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

fn has_password(conn: &mut PgConnection, role: &str) -> QueryResult<bool> {
    let has_password = dsl::sql::<Bool>(
        "EXISTS (SELECT FROM pg_authid a WHERE a.rolpassword LIKE 'SCRAM-SHA-256$%' AND a.rolname = ",
    )
    .bind::<SqlText, _>(role)
    .sql(")");
    diesel::select(has_password).get_result(conn)
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

fn ask(conn: &mut PgConnection, condition: &str) -> QueryResult<bool> {
    diesel::select(dsl::sql::<Bool>(condition)).get_result(conn)
}

/// Lists views, policies, triggers and functions as `guards.json` does, for the test that compares them.
pub fn guards(conn: &mut PgConnection) -> Result<String> {
    conn.transaction(|conn| {
        conn.batch_execute(QUALIFIED)?;
        let sql = format!(
            "SELECT string_agg(to_jsonb(f)::text, E',\\n' ORDER BY f.kind COLLATE \"C\", f.relation COLLATE \"C\", f.name COLLATE \"C\")
               FROM ({}) f",
            guards::LISTING
        );
        let rows: Option<String> = dsl::sql::<Nullable<SqlText>>(&sql).get_result(conn)?;
        Ok(format!("[\n{}\n]\n", rows.unwrap_or_default()))
    })
}
