//! The rights, where they hold: the catalogue of a live PostgreSQL says what the table says, and every department, table,
//! operation, column, owner and credential is tried by plain SQL and with the program, both of which agree with the
//! decision of the table. Every cell of the table that is flipped makes them disagree.

mod mutations;
mod world;

use std::collections::BTreeMap;

use diesel::connection::{Connection as _, SimpleConnection as _};
use diesel::pg::PgConnection;
use diesel::sql_types::Text;
use diesel::{QueryableByName, RunQueryDsl as _, sql_query};
use epic::db::{CollaboratorId, SessionId};
use epic::domain::{Department, Instant};
use epic::error::Noun;
use epic::policy::table::{BIRTH, DERIVED, STAMPS};
use epic::policy::{
    self, Access, Actor, Capability, CredentialKind, Entity, Operation, Precondition, Rule, Scope,
    TABLE, Target, Token, sql,
};

use crate::env::{Backend, PASSWORD, TestEnv};
use crate::matrix::{self, MATRIX};
use mutations::{Flip, Mutation};
use world::World;

/// Whose a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Owner {
    Mine,
    Other,
}

/// What somebody comes with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Credential {
    Session,
    Token,
    ReadOnlyToken,
}

/// One thing that somebody tries by plain SQL.
#[derive(Debug, Clone)]
struct Attempt {
    department: Department,
    credential: Credential,
    entity: Entity,
    operation: Operation,
    owner: Owner,
    /// The column that is written; none for what reads or calls.
    column: String,
    /// The right behind a function of the database.
    capability: Option<Capability>,
    /// A precondition that does not hold.
    without: Option<Precondition>,
}

fn actor(department: Department, credential: Credential) -> Actor {
    Actor {
        id: CollaboratorId(world::actor(department)),
        login: String::new(),
        name: String::new(),
        email: String::new(),
        department,
        session: SessionId(1),
        credential: match credential {
            Credential::Session => CredentialKind::Session,
            Credential::Token | Credential::ReadOnlyToken => CredentialKind::Token,
        },
        read_only: credential == Credential::ReadOnlyToken,
        must_change: false,
        since: Instant::now(),
        expires_at: Instant::now(),
    }
}

/// Whether a rule covers the column of an attempt; what follows a column never comes alone in an update.
fn covers(rule: &Rule, attempt: &Attempt) -> bool {
    let column = attempt.column.as_str();
    match attempt.operation {
        Operation::Update => rule.columns.contains(&column) || STAMPS.contains(&column),
        Operation::Insert => {
            let follows = |(of, name, sources): &(Entity, &str, &[&str])| {
                *of == rule.entity
                    && *name == column
                    && sources.iter().any(|it| rule.columns.contains(it))
            };
            column.is_empty()
                || rule.columns.contains(&column)
                || BIRTH.contains(&column)
                || DERIVED.iter().any(follows)
        }
        _ => attempt
            .capability
            .is_none_or(|capability| capability == rule.capability),
    }
}

/// What the table says of an attempt.
fn decided(table: &[Rule], attempt: &Attempt) -> bool {
    let actor = actor(attempt.department, attempt.credential);
    let target = match (attempt.entity, attempt.operation, attempt.owner) {
        // A new account is nobody's own.
        (Entity::Collaborators, Operation::Insert, _) => Target::Everything,
        (_, _, Owner::Mine) => Target::Record {
            owner: Some(actor.id),
            noun: Noun::Customer,
            id: 1,
        },
        (_, _, Owner::Other) => Target::Record {
            owner: Some(CollaboratorId(world::OTHER)),
            noun: Noun::Customer,
            id: 1,
        },
    };
    table.iter().any(|rule| {
        rule.entity == attempt.entity
            && rule.operation == attempt.operation
            && covers(rule, attempt)
            && attempt
                .without
                .is_none_or(|it| !rule.preconditions.contains(&it))
            && policy::decide(table, &actor, rule.capability, target).is_ok()
    })
}

/// Everything that can be tried by plain SQL.
fn attempts(world: &mut World) -> Vec<Attempt> {
    let mut kinds: Vec<(
        Entity,
        Operation,
        String,
        Option<Capability>,
        Option<Precondition>,
    )> = Vec::new();
    for entity in Entity::BUSINESS {
        kinds.push((entity, Operation::Read, String::new(), None, None));
        for column in world.columns(entity) {
            kinds.push((entity, Operation::Insert, column.clone(), None, None));
            kinds.push((entity, Operation::Update, column, None, None));
        }
    }
    kinds.push((
        Entity::AuditEntries,
        Operation::Read,
        String::new(),
        None,
        None,
    ));
    for (entity, condition) in [
        (Entity::Contracts, Precondition::Unsigned),
        (Entity::Events, Precondition::SignedContract),
        (Entity::Events, Precondition::Unassigned),
    ] {
        kinds.push((
            entity,
            Operation::Insert,
            String::new(),
            None,
            Some(condition),
        ));
    }
    for rule in TABLE {
        if matches!(rule.operation, Operation::Query | Operation::Call) {
            kinds.push((
                rule.entity,
                rule.operation,
                String::new(),
                Some(rule.capability),
                None,
            ));
        }
    }

    let mut all = Vec::new();
    for department in Department::ALL {
        for credential in [
            Credential::Session,
            Credential::Token,
            Credential::ReadOnlyToken,
        ] {
            for owner in [Owner::Mine, Owner::Other] {
                for (entity, operation, column, capability, without) in &kinds {
                    all.push(Attempt {
                        department,
                        credential,
                        entity: *entity,
                        operation: *operation,
                        owner,
                        column: column.clone(),
                        capability: *capability,
                        without: *without,
                    });
                }
            }
        }
    }
    all
}

/// A run of the program: the command, who runs it, on whose record.
type Run = (&'static str, Department, Owner);

/// What the table says of a run: whether it gets past the rights.
fn decided_of_run(table: &[Rule], (command, department, owner): Run) -> bool {
    let Access::Requires(capability) = policy::access(command).unwrap() else {
        return true;
    };
    let actor = actor(department, Credential::Session);
    // The records of the matrix belong to those who act for Sales and for Support.
    let natural = match command {
        "event update" | "event assign" | "event unassign" => Some(Department::Support),
        _ if command.starts_with("collaborator") => None,
        "customer create" | "password change" => None,
        _ => Some(Department::Sales),
    };
    let target = match (natural, owner, command) {
        (_, _, "customer create" | "password change") => Target::Mine,
        (None, ..) => Target::Everything,
        (Some(natural), Owner::Mine, _) => Target::Record {
            owner: Some(CollaboratorId(world::actor(natural))),
            noun: Noun::Customer,
            id: 1,
        },
        (Some(_), Owner::Other, _) => Target::Record {
            owner: Some(CollaboratorId(world::OTHER)),
            noun: Noun::Customer,
            id: 1,
        },
    };
    policy::decide(table, &actor, capability, Target::Mine).is_ok()
        && policy::decide(table, &actor, capability, target).is_ok()
}

/// Runs the commands of the matrix as one department; those that end the session come last there.
fn runs(
    env: &TestEnv,
    department: Department,
    observed: &mut BTreeMap<(String, usize, bool), (Run, bool)>,
) {
    let place = Department::ALL
        .iter()
        .position(|it| *it == department)
        .unwrap();
    for (command, _, own, other) in MATRIX {
        for (owner, arguments) in [(Owner::Mine, own), (Owner::Other, other)] {
            if owner == Owner::Other && other.is_empty() {
                continue;
            }
            let passwords = match *command {
                "password change" => format!("{PASSWORD}\n{}\n", matrix::NEW_PASSWORD),
                _ => format!("{}\n", matrix::NEW_PASSWORD),
            };
            let output = env
                .command(matrix::words(command, arguments))
                .as_(matrix::ACTORS[place])
                .stdin(passwords)
                .run();
            assert!(
                [0, 5, 6, 7].contains(&output.status),
                "{command} {arguments:?}\n{output}"
            );
            let run = (*command, department, owner);
            observed.insert(
                ((*command).to_owned(), place, owner == Owner::Mine),
                (run, output.status != 5),
            );
        }
    }
}

/// Flips that nobody can notice: an account to be is nobody's own, so that `Own` is as good as `No`.
fn is_equivalent(mutation: &Mutation) -> bool {
    mutation.rule.capability == Capability::CreateCollaborator
        && matches!(mutation.flip, Flip::Scope(department, Scope::Own) if department != Department::Management)
}

#[test]
fn the_table_the_database_and_the_program_agree_and_no_flip_goes_unnoticed() {
    let postgres = TestEnv::demo(Backend::Postgres);
    let mut world = World::new(&postgres);
    let attempts = attempts(&mut world);
    let tried: Vec<(Attempt, bool)> = attempts
        .into_iter()
        .map(|attempt| {
            let passes = world.passes(&attempt);
            (attempt, passes)
        })
        .collect();
    let mut observed = BTreeMap::new();
    for department in Department::ALL {
        runs(&TestEnv::demo(Backend::Sqlite), department, &mut observed);
    }

    let disagreements: Vec<String> = tried
        .iter()
        .filter(|(attempt, passes)| decided(TABLE, attempt) != *passes)
        .map(|(attempt, passes)| format!("PostgreSQL {}: {attempt:?}", said(*passes)))
        .chain(
            observed
                .values()
                .filter(|(run, passes)| decided_of_run(TABLE, *run) != *passes)
                .map(|(run, passes)| format!("the program {}: {run:?}", said(*passes))),
        )
        .collect();
    assert!(disagreements.is_empty(), "{}", disagreements.join("\n"));
    assert!(tried.iter().filter(|(_, passes)| *passes).count() > 100);

    let unnoticed: Vec<String> = mutations::all()
        .iter()
        .filter(|mutation| {
            let table = &mutation.table;
            tried
                .iter()
                .all(|(attempt, passes)| decided(table, attempt) == *passes)
                && observed
                    .values()
                    .all(|(run, passes)| decided_of_run(table, *run) == *passes)
        })
        .filter(|mutation| !is_equivalent(mutation))
        .map(ToString::to_string)
        .collect();
    assert!(unnoticed.is_empty(), "{}", unnoticed.join("\n"));
}

fn said(passes: bool) -> &'static str {
    if passes { "lets pass" } else { "refuses" }
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// What a catalogue says of the rights: policies, forced row-level security, guards, and the data of the guard.
fn catalogue(conn: &mut PgConnection) -> Vec<String> {
    let lines: Vec<Line> = sql_query(
        "SELECT 'policy ' || tablename || ' ' || policyname || ' ' || permissive || ' ' || roles::text || ' ' || cmd || ' '
                || coalesce(qual, '') || ' / ' || coalesce(with_check, '') AS line
           FROM pg_policies WHERE schemaname = 'public'
         UNION ALL SELECT 'table ' || relname || ' ' || relrowsecurity || ' ' || relforcerowsecurity
           FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname NOT LIKE '\\_\\_diesel%'
         UNION ALL SELECT 'trigger ' || pg_get_triggerdef(oid) || ' ' || tgenabled::text FROM pg_trigger WHERE tgname = 'guard'
         UNION ALL SELECT 'guard ' || md5(prosrc) || ' ' || prosecdef || ' ' || proconfig::text FROM pg_proc WHERE oid = 'epic_sec.guard'::regproc
         UNION ALL SELECT 'right ' || p::text FROM epic_sec.policy_columns p ORDER BY 1",
    )
    .load(conn)
    .unwrap();
    lines.into_iter().map(|line| line.line).collect()
}

/// The column privileges of a role on the tables, as `table.column PRIVILEGE`.
fn privileges(conn: &mut PgConnection, role: &str) -> Vec<String> {
    let lines: Vec<Line> = sql_query(
        "SELECT c.relname || '.' || a.attname || ' ' || p.privilege AS line
           FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped,
                unnest('{SELECT,INSERT,UPDATE}'::text[]) AS p (privilege)
          WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname NOT LIKE '\\_\\_diesel%'
            AND has_column_privilege($1, c.oid, a.attnum, p.privilege)
         UNION ALL SELECT c.relname || ' ' || p.privilege
           FROM pg_class c, unnest('{DELETE,TRUNCATE,REFERENCES,TRIGGER}'::text[]) AS p (privilege)
          WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
            AND has_table_privilege($1, c.oid, p.privilege) ORDER BY 1",
    )
    .bind::<Text, _>(role)
    .load(conn)
    .unwrap();
    lines.into_iter().map(|line| line.line).collect()
}

/// The same, as the table wants them.
fn wanted_privileges(conn: &mut PgConnection) -> Vec<String> {
    let mut wanted = Vec::new();
    for grant in sql::grants() {
        let columns: Vec<String> = if grant.columns.is_empty() {
            let lines: Vec<Line> = sql_query(
                "SELECT attname::text AS line FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped",
            )
            .bind::<Text, _>(grant.table)
            .load(conn)
            .unwrap();
            lines.into_iter().map(|line| line.line).collect()
        } else {
            grant
                .columns
                .iter()
                .map(|&column| column.to_owned())
                .collect()
        };
        wanted.extend(
            columns
                .iter()
                .map(|column| format!("{}.{column} {}", grant.table, grant.privilege)),
        );
    }
    wanted.sort();
    wanted
}

#[test]
fn the_live_catalogue_is_what_the_table_says() {
    let env = TestEnv::demo(Backend::Postgres);
    let mut conn = PgConnection::establish(&env.database_url()).unwrap();
    let live = catalogue(&mut conn);
    assert!(
        live.iter()
            .filter(|line| line.starts_with("table "))
            .all(|line| line.ends_with(" true true")),
        "{live:#?}"
    );

    // The text can be run again, and says the same.
    conn.batch_execute(&sql::migration()).unwrap();
    assert_eq!(catalogue(&mut conn), live);

    for mutation in mutations::all() {
        conn.batch_execute("BEGIN").unwrap();
        conn.batch_execute(&sql::migration_of(&mutation.table))
            .unwrap();
        let differs =
            catalogue(&mut conn) != live || sql::grants_of(&mutation.table) != sql::grants();
        conn.batch_execute("ROLLBACK").unwrap();
        assert!(differs, "{mutation}");
    }
}

#[test]
fn what_drifts_in_the_catalogue_is_seen_and_repaired() {
    let env = TestEnv::demo(Backend::Postgres);
    let mut conn = PgConnection::establish(&env.database_url()).unwrap();
    let live = catalogue(&mut conn);
    for drift in [
        "ALTER TABLE customers NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE events DISABLE ROW LEVEL SECURITY",
        "ALTER POLICY read ON contracts USING (true)",
        "ALTER POLICY change ON customers TO CURRENT_USER",
        "DROP POLICY \"create\" ON events",
        "DROP TRIGGER guard ON contracts",
        "UPDATE epic_sec.policy_columns SET columns = columns || '{created_at}' WHERE capability = 'update_event'",
        "CREATE OR REPLACE FUNCTION epic_sec.guard() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    ] {
        conn.batch_execute(drift).unwrap();
        assert_ne!(catalogue(&mut conn), live, "{drift}");
        conn.batch_execute(&sql::migration()).unwrap();
        assert_eq!(catalogue(&mut conn), live, "{drift}");
    }
}

#[test]
fn the_grants_are_what_the_table_says() {
    let env = TestEnv::demo(Backend::Postgres);
    let mut conn = PgConnection::establish(&env.database_url()).unwrap();
    let wanted = wanted_privileges(&mut conn);
    conn.batch_execute("BEGIN; CREATE ROLE epic_test_grants")
        .unwrap();
    assert_eq!(
        privileges(&mut conn, "epic_test_grants"),
        Vec::<String>::new()
    );
    conn.batch_execute(&sql::grants_sql().replace("epic_app", "epic_test_grants"))
        .unwrap();
    assert_eq!(privileges(&mut conn, "epic_test_grants"), wanted);
    conn.batch_execute("ROLLBACK").unwrap();
}
