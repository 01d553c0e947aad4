//! The rights, where they hold: every department, table, operation, column, owner and credential is tried by plain SQL
//! and with the program, both of which agree with the decision of the table. Every cell of the table that is flipped
//! makes them disagree.

mod catalogue;
mod world;

use epic::commands;
use epic::domain::{Actor, CollaboratorId, CredentialKind, Department, Instant, Noun, SessionId};
use epic::policy::table::{BIRTH, STAMPS};
use epic::policy::{
    self, Access, Capability, Operation, Precondition, Right, Scope, TABLE, Target,
};

use sha2::{Digest as _, Sha256};

use crate::env::{Backend, PASSWORD, TestEnv};
use crate::security::matrix::{self, MATRIX};
use crate::staff::OTHER_STRONG;
use epic::policy::mutations::{self, Flip, Mutation};
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
    noun: Noun,
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

/// A record of somebody.
fn record(owner: i64) -> Target {
    Target::Record {
        owner: Some(CollaboratorId(owner)),
        noun: Noun::Customer,
        id: 1,
    }
}

/// Whether a column is derived from what a rule lets change.
fn follows(rule: &Right, column: &str) -> bool {
    let is_changed = |source: &&'static str| rule.columns.contains(source);
    let mut derived = rule.noun.derived().iter();
    derived.any(|it| it.name == column && it.sources().iter().any(is_changed))
}

/// Whether a rule covers the column of an attempt; what follows a column never comes alone in an update.
fn covers(rule: &Right, attempt: &Attempt) -> bool {
    let column = attempt.column.as_str();
    match attempt.operation {
        Operation::Update => rule.columns.contains(&column) || STAMPS.contains(&column),
        Operation::Insert => {
            column.is_empty()
                || rule.columns.contains(&column)
                || BIRTH.contains(&column)
                || follows(rule, column)
        }
        _ => attempt
            .capability
            .is_none_or(|capability| capability == rule.capability),
    }
}

/// What the table says of an attempt.
fn decided(table: &[Right], attempt: &Attempt) -> bool {
    let actor = actor(attempt.department, attempt.credential);
    let target = match (attempt.noun, attempt.operation, attempt.owner) {
        // A new account is nobody's own.
        (Noun::Collaborator, Operation::Insert, _) => Target::Everything,
        (_, _, Owner::Mine) => record(actor.id.0),
        (_, _, Owner::Other) => record(world::OTHER),
    };
    table.iter().any(|rule| {
        rule.noun == attempt.noun
            && rule.operation == attempt.operation
            && covers(rule, attempt)
            && attempt
                .without
                .is_none_or(|it| !rule.preconditions.contains(&it))
            && policy::decide(table, &actor, rule.capability, target).is_ok()
    })
}

/// What is tried: table, operation, column, the right behind a function, and a precondition that does not hold.
type Kind = (
    Noun,
    Operation,
    String,
    Option<Capability>,
    Option<Precondition>,
);

/// Everything that can be tried by plain SQL.
fn attempts(world: &mut World) -> Vec<Attempt> {
    let mut kinds: Vec<Kind> = Vec::new();
    for noun in Noun::BUSINESS {
        kinds.push((noun, Operation::Read, String::new(), None, None));
        for column in world.columns(noun) {
            kinds.push((noun, Operation::Insert, column.clone(), None, None));
            kinds.push((noun, Operation::Update, column, None, None));
        }
    }
    kinds.push((Noun::AuditEntry, Operation::Read, String::new(), None, None));
    for (noun, condition) in [
        (Noun::Contract, Precondition::Unsigned),
        (Noun::Event, Precondition::SignedContract),
        (Noun::Event, Precondition::Unassigned),
    ] {
        kinds.push((
            noun,
            Operation::Insert,
            String::new(),
            None,
            Some(condition),
        ));
    }
    for rule in TABLE {
        if matches!(rule.operation, Operation::Query | Operation::Call) {
            kinds.push((
                rule.noun,
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
                for (noun, operation, column, capability, without) in &kinds {
                    all.push(Attempt {
                        department,
                        credential,
                        noun: *noun,
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
#[derive(Debug)]
struct Run {
    command: &'static str,
    department: Department,
    credential: Credential,
    owner: Owner,
    /// Whether it got past the rights.
    passed: bool,
    /// What it changed in existing rows, as `entity.column`.
    changed: Vec<String>,
}

/// What the table says of a run: whether it gets past the rights, and that it changes only what its right names.
fn agrees(table: &[Right], run: &Run) -> bool {
    let Access::Requires(capability) = commands::declaration(run.command).unwrap().access else {
        return run.passed;
    };
    let actor = actor(run.department, run.credential);
    // The records of the matrix belong to those who act for Sales and for Support.
    let natural = match run.command {
        "event update" | "event assign" | "event unassign" => Department::Support,
        _ => Department::Sales,
    };
    let owner = match run.owner {
        Owner::Mine => world::actor(natural),
        Owner::Other => world::OTHER,
    };
    let target = match run.command {
        "customer create" | "password change" => Target::Mine,
        command if command.starts_with("collaborator") => Target::Everything,
        _ => record(owner),
    };
    let passes = policy::decide(table, &actor, capability, Target::Mine).is_ok()
        && policy::decide(table, &actor, capability, target).is_ok();
    let own_rule = |entity: &str| {
        table.iter().find(|rule| {
            rule.capability == capability
                && rule.operation == Operation::Update
                && rule.noun.table() == format!("{entity}s")
        })
    };
    let named = run.changed.iter().all(|changed| {
        let (entity, column) = changed.split_once('.').unwrap();
        match own_rule(entity) {
            Some(rule) => rule.columns.contains(&column) || follows(rule, column),
            // Who leaves hands over, by the rights of a transfer and of an assignment.
            None => run.command == "collaborator delete",
        }
    });
    passes == run.passed && named
}

/// Runs the commands of the matrix as one department; those that end the session come last there. What the matrix leaves
/// out, because its cells are those of another row, comes first.
fn runs(department: Department, credential: Credential) -> Vec<Run> {
    const MORE: &[(&str, &[&str])] = &[
        ("contract update", &["9", "--status=pending"]),
        ("contract update", &["9", "--status=unsigned"]),
    ];
    let env = TestEnv::demo(Backend::Sqlite);
    let place = Department::ALL
        .iter()
        .position(|it| *it == department)
        .unwrap();
    let login = matrix::ACTORS[place];
    let token = format!("epk_{}", "t".repeat(43));
    let mut hash = String::new();
    for byte in Sha256::digest(&token) {
        hash.push_str(&format!("{byte:02x}"));
    }
    env.execute(&format!(
        "INSERT INTO sessions (collaborator_id, jti_hash, kind, name, read_only, department, expires_at, created_at, updated_at)
         SELECT id, x'{hash}', 'token', 'script', 0, department, '2099-01-01T00:00:00Z', created_at, created_at
           FROM collaborators WHERE login = '{login}'"
    ));
    let matrix = MATRIX.iter().flat_map(|(command, _, own, other)| {
        [
            (*command, Owner::Mine, *own),
            (*command, Owner::Other, *other),
        ]
    });
    let more = MORE
        .iter()
        .map(|(command, arguments)| (*command, Owner::Mine, *arguments));
    let mut found = Vec::new();
    let mut last = env.scalar("SELECT max(sequence) FROM audit_entries");
    for (command, owner, arguments) in more.chain(matrix) {
        // Sessions and tokens are judged by functions, which are tried by SQL: another's is told as not found.
        let by_function = command.starts_with("session ") || command.starts_with("token ");
        if by_function || owner == Owner::Other && arguments.is_empty() {
            continue;
        }
        let passwords = match command {
            "password change" => format!("{PASSWORD}\n{OTHER_STRONG}\n"),
            _ => format!("{OTHER_STRONG}\n"),
        };
        let run = env
            .command(matrix::words(command, arguments))
            .stdin(passwords);
        let output = match credential {
            Credential::Session => run.as_(login).run(),
            _ => run.env("EPIC_TOKEN", &token).run(),
        };
        assert!(
            [0, 5, 6, 7].contains(&output.status),
            "{command} {arguments:?}\n{output}"
        );
        let changed = env.scalar(&format!(
            "SELECT group_concat(DISTINCT e.entity || '.' || j.key) FROM audit_entries e, json_each(e.changes) j
             WHERE e.action = 'update' AND e.sequence > {last}"
        ));
        last = env.scalar("SELECT max(sequence) FROM audit_entries");
        found.push(Run {
            command,
            department,
            credential,
            owner,
            passed: output.status != 5,
            changed: if changed == "NULL" {
                Vec::new()
            } else {
                changed.split(',').map(str::to_owned).collect()
            },
        });
    }
    found
}

/// Flips that nobody can notice: an account to be is nobody's own, so that `Own` is as good as `No`.
fn is_equivalent(mutation: &Mutation) -> bool {
    mutation.rule.capability == Capability::CreateCollaborator
        && matches!(mutation.flip, Flip::Scope(department, Scope::Own) if department != Department::Management)
}

#[test]
fn table_database_and_program_agree_and_no_flip_goes_unnoticed() {
    let postgres = TestEnv::demo(Backend::Postgres);
    let mut world = World::new(&postgres);
    let tried: Vec<(Attempt, bool)> = attempts(&mut world)
        .into_iter()
        .map(|attempt| {
            let passes = world.passes(&attempt);
            (attempt, passes)
        })
        .collect();
    let mut runs_found: Vec<Run> = Department::ALL
        .into_iter()
        .flat_map(|department| runs(department, Credential::Session))
        .collect();
    runs_found.extend(runs(Department::Management, Credential::Token));

    let by_sql = tried
        .iter()
        .filter(|(attempt, passes)| decided(TABLE, attempt) != *passes);
    let by_program = runs_found.iter().filter(|run| !agrees(TABLE, run));
    let disagreements: Vec<String> = by_sql
        .map(|(attempt, passes)| format!("PostgreSQL {}: {attempt:?}", said(*passes)))
        .chain(by_program.map(|run| format!("the program: {run:?}")))
        .collect();
    assert!(disagreements.is_empty(), "{}", disagreements.join("\n"));
    assert!(tried.iter().filter(|(_, passes)| *passes).count() > 100);
    assert!(runs_found.iter().any(|run| !run.changed.is_empty()));

    let unnoticed: Vec<String> = mutations::all()
        .iter()
        .filter(|mutation| {
            let table = &mutation.table;
            tried
                .iter()
                .all(|(attempt, passes)| decided(table, attempt) == *passes)
                && runs_found.iter().all(|run| agrees(table, run))
        })
        .filter(|mutation| !is_equivalent(mutation))
        .map(ToString::to_string)
        .collect();
    assert!(unnoticed.is_empty(), "{}", unnoticed.join("\n"));
}

fn said(passes: bool) -> &'static str {
    if passes { "lets pass" } else { "refuses" }
}
