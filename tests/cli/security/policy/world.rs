//! What a locked-down database lets somebody do by plain SQL: as the shared login, which holds what `epic_app` holds,
//! with real sessions and tokens of one collaborator of each department. The rules are switched off, so that only
//! rights are judged, and so that everybody can own something of every kind. Nothing is committed.

use diesel::connection::SimpleConnection as _;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::result::Error;
use diesel::sql_types::{BigInt, Nullable, Text};
use epic::domain::Noun;
use epic::policy::Precondition;

use super::{Attempt, Credential, Department, Operation, Owner};
use crate::env::{Contract, Customer, Event, TestEnv, inserts, record};

/// The collaborators of the demonstration company who act, in the order of the departments, and the one who owns what is
/// somebody else's.
const ACTORS: [i64; 3] = [1, 2, 4];
/// CDelorme.
pub const OTHER: i64 = 3;

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = Nullable<BigInt>)]
    v: Option<i64>,
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    v: String,
}

/// The database within one transaction that is never committed.
pub struct World {
    conn: PgConnection,
}

/// The id of whoever acts for a department.
pub fn actor(department: Department) -> i64 {
    ACTORS[Department::ALL
        .iter()
        .position(|it| *it == department)
        .unwrap()]
}

/// The first of the ids that belong to an owner: customer `n`, its unsigned contract `n`, its signed contract `n + 1`, an
/// event `n`, another session `n` and another token `n + 1`.
fn base(owner: i64) -> i64 {
    9000 + owner * 10
}

impl World {
    pub fn new(env: &TestEnv) -> Self {
        let mut world = Self {
            conn: PgConnection::establish(&env.admin_url()).unwrap(),
        };
        world.run(
            "BEGIN;
             ALTER TABLE public.collaborators DISABLE TRIGGER rules; ALTER TABLE public.customers DISABLE TRIGGER rules;
             ALTER TABLE public.contracts DISABLE TRIGGER rules; ALTER TABLE public.events DISABLE TRIGGER rules",
        );
        for owner in ACTORS.into_iter().chain([OTHER]) {
            world.populate(owner);
        }
        world
    }

    fn populate(&mut self, owner: i64) {
        let n = base(owner);
        // What an event belongs to for Sales and for Support is crossed, so that the two cannot be taken for each other.
        let stranger = if owner == OTHER { 2 } else { OTHER };
        let signed: Number = diesel::sql_query(
            "SELECT min(k.id) AS v FROM contracts k JOIN customers c ON c.id = k.customer_id
              WHERE k.status = 'signed' AND c.sales_contact_id = $1",
        )
        .bind::<BigInt, _>(stranger)
        .get_result(&mut self.conn)
        .unwrap();
        let customer = record(|it: &mut Customer| {
            it.id = Some(n);
            it.sales_contact_id = Some(owner);
        });
        let contracts = [0, 1].map(|signed| {
            record(|it: &mut Contract| {
                it.id = Some(n + signed);
                it.customer_id = n;
                if signed == 1 {
                    it.sign();
                }
            })
        });
        let event = record(|it: &mut Event| {
            it.id = Some(n);
            it.contract_id = signed.v.unwrap();
            // So long ago that any other end comes after it.
            it.start_at = "2020-01-01T00:00:00Z".to_owned();
            it.support_contact_id = Some(owner);
        });
        self.run(&[inserts(&[customer]), inserts(&contracts), inserts(&[event])].concat());
        self.run(&format!(
            "INSERT INTO audit_entries (sequence, occurred_at, database_role, collaborator_id, action, entity, entity_id, changes, changes_hash, previous_hash, hash)
             VALUES ({n}, now(), 'epic_cli', {owner}, 'create', 'customer', {n}, '{{}}', sha256(''), sha256(''), sha256(''));"
        ));
        let sessions = [
            ("session", false, 0),
            ("token", false, 1),
            ("session", false, 2),
            ("token", false, 3),
            ("token", true, 4),
        ];
        for (kind, read_only, offset) in sessions {
            let name = if kind == "token" {
                format!("'t{offset}'")
            } else {
                "NULL".to_owned()
            };
            self.run(&format!(
                "INSERT INTO epic_sec.sessions (id, collaborator_id, jti_hash, kind, name, read_only, must_change, department, database_role, expires_at,
                    last_used_at, created_at, updated_at)
                 OVERRIDING SYSTEM VALUE SELECT {n} + {offset}, c.id, sha256('{owner}.{offset}'), '{kind}', {name}, {read_only}, false, c.department,
                    'epic_cli', now() + interval '1 hour', now(), now(), now() FROM collaborators c WHERE c.id = {owner}"
            ));
        }
    }

    /// The columns of a table.
    pub fn columns(&mut self, noun: Noun) -> Vec<String> {
        let names: Vec<Name> = diesel::sql_query(
            "SELECT column_name::text AS v FROM information_schema.columns
             WHERE table_schema = 'public' AND table_name = $1 ORDER BY 1",
        )
        .bind::<Text, _>(noun.table())
        .load(&mut self.conn)
        .unwrap();
        names.into_iter().map(|name| name.v).collect()
    }

    #[track_caller]
    fn run(&mut self, sql: &str) {
        self.conn
            .batch_execute(sql)
            .unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    /// Whether the database lets an attempt pass, which is undone at once.
    pub fn passes(&mut self, attempt: &Attempt) -> bool {
        let me = actor(attempt.department);
        let offset = match attempt.credential {
            Credential::Session => 2,
            Credential::Token => 3,
            Credential::ReadOnlyToken => 4,
        };
        self.run("SAVEPOINT attempt");
        if let Some(condition) = attempt.without {
            // What the precondition alone refuses: the grant is another defence.
            self.run(match condition {
                Precondition::Unsigned => {
                    "GRANT INSERT (status) ON epic_api.contracts TO epic_app; GRANT INSERT (status) ON public.contracts TO epic_view"
                },
                Precondition::Unassigned => {
                    "GRANT INSERT (support_contact_id) ON epic_api.events TO epic_app; GRANT INSERT (support_contact_id) ON public.events TO epic_view"
                }
                Precondition::SignedContract => "SELECT 1",
            });
        }
        self.run(&format!(
            "SELECT set_config('epic.session', '{me}.{offset}', true); SET LOCAL search_path = epic_api, public, pg_temp;
             SET LOCAL SESSION AUTHORIZATION epic_cli"
        ));
        let statement = statement(attempt, me);
        let result: Result<Vec<Number>, Error> = diesel::sql_query(&statement).load(&mut self.conn);
        self.run("ROLLBACK TO SAVEPOINT attempt");
        match result {
            Ok(rows) => rows.first().is_some_and(|row| row.v.is_some_and(|v| v > 0)),
            Err(Error::DatabaseError(_, info))
                if refused(info.constraint_name(), info.message()) =>
            {
                false
            }
            Err(error) => panic!("{attempt:?}: {statement}: {error}"),
        }
    }
}

/// Whether a failure is a refusal of the right, and not a fault of the statement.
fn refused(marker: Option<&str>, message: &str) -> bool {
    marker.is_some_and(|it| ["epic_denied", "epic_token", "epic_read_only"].contains(&it))
        || message.starts_with("permission denied for")
        || message.contains("violates row-level security policy")
        // An identity column is nobody's to write, whatever the grants are.
        || message.contains("non-DEFAULT value")
        || message.contains("can only be updated to DEFAULT")
}

/// The statement of an attempt: one row with a number above zero when something was done.
fn statement(attempt: &Attempt, me: i64) -> String {
    let owner = match attempt.owner {
        Owner::Mine => me,
        Owner::Other => OTHER,
    };
    let n = base(owner);
    let table = attempt.noun.table();
    // The row of collaborators is the owner.
    let id = if attempt.noun == Noun::Collaborator {
        owner
    } else {
        n
    };
    match attempt.operation {
        Operation::Read if attempt.noun == Noun::AuditEntry => {
            format!("SELECT count(*) AS v FROM audit_entries WHERE sequence = {n}")
        }
        Operation::Read => format!("SELECT count(*) AS v FROM {table} WHERE id = {id}"),
        Operation::Update => {
            let column = attempt.column.as_str();
            let value = changed(column);
            format!(
                "WITH w AS (UPDATE {table} SET {column} = {value} WHERE id = {id} RETURNING 1) SELECT count(*) AS v FROM w"
            )
        }
        Operation::Insert => insert(attempt, owner),
        Operation::Query | Operation::Call => function(attempt, owner),
    }
}

/// A value that is allowed in a column, and another than the one there.
fn changed(column: &str) -> &'static str {
    match column {
        "id" | "version" => "99999",
        "login" => "'Nouveau'",
        "email" => "'n@nouveau.example'",
        "phone" => "'+33699999999'",
        "department" => "CASE department WHEN 'sales' THEN 'support' ELSE 'sales' END",
        "active" => "false",
        "sales_contact_id" | "support_contact_id" => "5",
        "customer_id" => "1",
        "total_cents" => "2000",
        "due_cents" => "400",
        "currency" => "'EUR'",
        "status" => "'pending'",
        "contract_id" => "1",
        "start_at" => "now()",
        "end_at" => "now() + interval '9 days'",
        "attendees" => "6",
        "created_at" | "updated_at" | "signed_at" => "now() - interval '9 days'",
        _ => "'changed'",
    }
}

/// An insert of what a table asks for, and of the column of the attempt.
fn insert(attempt: &Attempt, owner: i64) -> String {
    let n = base(owner);
    let mut values: Vec<(&str, String)> = match attempt.noun {
        Noun::Collaborator => ["login", "first_name", "last_name", "email", "phone"]
            .map(|it| (it, changed(it).to_owned()))
            .into_iter()
            .chain([("department", "'sales'".to_owned())])
            .collect(),
        Noun::Customer => ["first_name", "last_name", "email", "phone", "company"]
            .map(|it| (it, changed(it).to_owned()))
            .into_iter()
            .chain([("sales_contact_id", owner.to_string())])
            .collect(),
        Noun::Contract => vec![
            ("customer_id", n.to_string()),
            ("total_cents", "10".to_owned()),
            ("due_cents", "10".to_owned()),
        ],
        Noun::Event => vec![
            (
                "contract_id",
                (n + i64::from(attempt.without != Some(Precondition::SignedContract))).to_string(),
            ),
            ("title", "'T'".to_owned()),
            ("start_at", "now() + interval '1 day'".to_owned()),
            ("end_at", "now() + interval '2 days'".to_owned()),
            ("location", "'L'".to_owned()),
            ("attendees", "1".to_owned()),
            ("notes", "''".to_owned()),
        ],
        _ => unreachable!(),
    };
    values.push(("created_at", "now()".to_owned()));
    values.push(("updated_at", "now()".to_owned()));
    match attempt.without {
        Some(Precondition::Unsigned) => values.push(("status", "'pending'".to_owned())),
        Some(Precondition::Unassigned) => values.push(("support_contact_id", "5".to_owned())),
        _ => {}
    }
    let column = attempt.column.as_str();
    if !column.is_empty() && values.iter().all(|(name, _)| *name != column) {
        let value = match column {
            "department" => "'sales'",
            "status" => "'unsigned'",
            "signed_at" => "NULL",
            other => changed(other),
        };
        values.push((column, value.to_owned()));
    }
    let (names, values): (Vec<_>, Vec<_>) = values.into_iter().unzip();
    format!(
        "WITH w AS (INSERT INTO {} ({}) VALUES ({}) RETURNING 1) SELECT count(*) AS v FROM w",
        attempt.noun.table(),
        names.join(", "),
        values.join(", ")
    )
}

/// A call of the function that stands for a right. Nobody can even name somebody else for what is one's own alone.
fn function(attempt: &Attempt, owner: i64) -> String {
    use epic::policy::Capability as C;
    let n = base(owner);
    let password = "'1', sha256('salt')::bytea";
    // That no attempt proves the current password is told by the answer, not by an error.
    let attempt_id = "'00000000-0000-4000-8000-000000000001'";
    match attempt.capability {
        Some(C::ReadHistory) => format!("SELECT count(*) AS v FROM epic_api.history('customer', {n})"),
        Some(C::ListSessions) => {
            format!("SELECT count(*) AS v FROM epic_api.sessions('session', true) s WHERE s.id = {n}")
        }
        Some(C::ListTokens) => {
            format!("SELECT count(*) AS v FROM epic_api.sessions('token', true) s WHERE s.id = {n} + 1")
        }
        Some(C::RevokeSession) => format!("SELECT epic_api.session_revoke({n}, 'session')::int::bigint AS v"),
        Some(C::RevokeToken) => format!("SELECT epic_api.session_revoke({n} + 1, 'token')::int::bigint AS v"),
        Some(C::ResetPassword) => {
            format!("SELECT 1::bigint AS v FROM epic_api.password_reset({owner}, {password})")
        }
        Some(C::UnlockCollaborator) => format!("SELECT 1::bigint AS v FROM epic_api.unlock({owner})"),
        Some(C::ChangeOwnPassword) if attempt.owner == Owner::Mine => {
            format!("SELECT 1::bigint AS v FROM epic_api.password_change({attempt_id}, {password})")
        }
        Some(C::CreateToken) if attempt.owner == Owner::Mine => {
            "SELECT epic_api.token_create('new', sha256('new'), true, now() + interval '1 day') AS v".to_owned()
        }
        Some(C::ChangeOwnPassword | C::CreateToken) => "SELECT 0::bigint AS v".to_owned(),
        other => unreachable!("{other:?}"),
    }
}
