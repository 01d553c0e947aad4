//! Rights as SQL for PostgreSQL: policies, the guard with its data, and the grants of a lockdown.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::domain::columns::Derived;
use crate::domain::{Capability, Department, Noun};
use crate::policy::table::{BIRTH, STAMPS};
use crate::policy::{Operation, Precondition, Right, Scope, TABLE, Token};

/// Current user, by operation; a subselect is evaluated once per statement, not per row.
const fn me(operation: Operation) -> &'static str {
    match operation {
        Operation::Insert | Operation::Update => "(SELECT epic_api.writer())",
        Operation::Read | Operation::Query | Operation::Call => "(SELECT epic_api.uid())",
    }
}

/// Side of a policy: the row as it is, which a lock asks too, or as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Clause {
    Using,
    WithCheck,
}

/// Department of the current user, where the credential has the right. A token may lock what it may not write: the person
/// that it assigns to something.
fn my_department(rule: &Right, clause: Clause) -> String {
    match rule.operation {
        Operation::Insert | Operation::Update => format!(
            "(SELECT epic_api.writer_department({}))",
            clause == Clause::Using || rule.token == Token::Usable
        ),
        Operation::Read | Operation::Query | Operation::Call => {
            "(SELECT epic_api.department())".to_owned()
        }
    }
}

const PROTECTED: [Noun; 5] = [
    Noun::Collaborator,
    Noun::Customer,
    Noun::Contract,
    Noun::Event,
    Noun::AuditEntry,
];

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    pub table: &'static str,
    /// `SELECT`, `INSERT` or `UPDATE`.
    pub privilege: &'static str,
    /// Empty for the whole table.
    pub columns: Vec<&'static str>,
}

pub fn render(table: &[Right]) -> String {
    let guard = include_str!("postgres/guard.sql").replace("/* derived columns */", &derived());
    let mut sql = include_str!("postgres/policy.sql").replace("/* rights */", &rights(table));
    sql.push_str(&guard);
    for noun in PROTECTED {
        sql.push_str(&protection(table, noun));
    }
    sql
}

pub fn tables() -> String {
    PROTECTED
        .map(|noun| format!("'{}'", noun.table()))
        .join(", ")
}

/// Returns the privileges of `epic_app` on the views, and of `epic_view` on the tables; policies and guard restrict rows and
/// departments.
pub fn grants() -> Vec<Grant> {
    grants_of(TABLE)
}

pub fn grants_of(table: &[Right]) -> Vec<Grant> {
    let mut grants = Vec::new();
    for noun in PROTECTED {
        for (operation, privilege) in [
            (Operation::Read, "SELECT"),
            (Operation::Insert, "INSERT"),
            (Operation::Update, "UPDATE"),
        ] {
            let mut columns: BTreeSet<&'static str> = BTreeSet::new();
            let mut rules = held(table, noun, operation).peekable();
            if rules.peek().is_none() {
                continue;
            }
            for rule in rules {
                columns.extend(rule.columns);
            }
            columns.extend(followers(noun, &columns));
            columns.extend(match operation {
                Operation::Insert => BIRTH,
                Operation::Update => STAMPS,
                _ => &[],
            });
            grants.push(Grant {
                table: noun.table(),
                privilege,
                columns: columns.into_iter().collect(),
            });
        }
    }
    grants
}

/// Right of one department: a row of `epic_sec.policy_columns`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyColumns {
    pub capability: Capability,
    pub department: Department,
    pub noun: Noun,
    pub operation: Operation,
    pub scope: Scope,
    pub columns: &'static [&'static str],
    pub token: bool,
}

pub fn policy_columns(table: &[Right]) -> Vec<PolicyColumns> {
    let mut rows = Vec::new();
    for rule in table {
        for department in Department::ALL {
            let scope = rule.scope(department);
            if scope != Scope::No {
                rows.push(PolicyColumns {
                    capability: rule.capability,
                    department,
                    noun: rule.noun,
                    operation: rule.operation,
                    scope,
                    columns: rule.columns,
                    token: rule.token == Token::Usable,
                });
            }
        }
    }
    rows
}

fn protection(table: &[Right], noun: Noun) -> String {
    let name = noun.table();
    let mut sql = format!(
        "\n-- {name}\n\
         ALTER TABLE public.{name} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;\n\
         CREATE POLICY definer ON public.{name}\n    \
             USING (current_user = (SELECT epic_api.definer()))\n    \
             WITH CHECK (current_user = (SELECT epic_api.definer()));\n"
    );
    for (title, command, operation) in [
        ("read", "SELECT", Operation::Read),
        ("create", "INSERT", Operation::Insert),
        ("change", "UPDATE", Operation::Update),
    ] {
        let mut rules = TABLE.iter();
        if !rules.any(|rule| rule.noun == noun && rule.operation == operation) {
            continue;
        }
        let using = || {
            format!(
                "USING (\n{}\n)",
                condition(table, noun, operation, Clause::Using)
            )
        };
        let check = || {
            format!(
                "WITH CHECK (\n{}\n)",
                condition(table, noun, operation, Clause::WithCheck)
            )
        };
        let clauses = match command {
            "SELECT" => using(),
            "INSERT" => check(),
            _ => format!("{} {}", using(), check()),
        };
        let _ = writeln!(
            sql,
            "CREATE POLICY \"{title}\" ON public.{name} FOR {command} {clauses};"
        );
    }
    sql.push_str(&view(name));
    if Noun::BUSINESS.contains(&noun) {
        let _ = write!(
            sql,
            "CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON public.{name}\n    \
                 FOR EACH ROW WHEN (NOT epic_api.is_administrator()) EXECUTE FUNCTION epic_sec.guard();\n"
        );
    }
    sql
}

/// Returns the view through which clients read and write a table, to which they have no right. Its condition names no column,
/// so that PostgreSQL decides it once, before it looks for a row: a policy alone is asked of the rows that a statement's own
/// conditions have found, and `EXPLAIN ANALYZE` would tell every reader of the table how many those were.
fn view(table: &str) -> String {
    format!(
        "CREATE VIEW epic_api.{table} AS SELECT * FROM public.{table}\n    \
             WHERE (SELECT epic_api.uid() IS NOT NULL OR epic_api.is_administrator());\n"
    )
}

/// Returns the condition of a policy, by department.
fn condition(table: &[Right], noun: Noun, operation: Operation, clause: Clause) -> String {
    let rules: Vec<&Right> = held(table, noun, operation).collect();
    let me = me(operation);
    let is_unrestricted = |rule: &&Right| {
        rule.scopes == [Scope::Any; 3]
            && rule.preconditions.is_empty()
            && (clause == Clause::Using || rule.token == Token::Usable)
    };
    if rules.iter().any(is_unrestricted) {
        return format!("    {me} IS NOT NULL");
    }
    let mut alternatives: Vec<String> = Vec::new();
    for department in Department::ALL {
        let mut cases: Vec<(String, Scope, &[Precondition])> = rules
            .iter()
            .map(|rule| {
                (
                    my_department(rule, clause),
                    rule.scope(department),
                    rule.preconditions,
                )
            })
            .filter(|(_, scope, _)| *scope != Scope::No)
            .collect();
        // The wider condition first: it absorbs the narrower ones.
        cases.sort_by(|a, b| (&a.0, b.1, b.2).cmp(&(&b.0, a.1, a.2)));
        cases.dedup_by(|narrow, wide| narrow.0 == wide.0 && narrow.2 == wide.2);
        for (mine, scope, preconditions) in cases {
            let mut parts = vec![format!("{mine} = '{department}'")];
            if scope == Scope::Own {
                parts.push(format!("{} = {me}", owner(noun, operation)));
            }
            parts.extend(preconditions.iter().map(|it| precondition(*it).to_owned()));
            alternatives.push(format!("({})", parts.join("\n     AND ")));
        }
    }
    if alternatives.is_empty() {
        return "    false".to_owned();
    }
    format!("    {}", alternatives.join("\n    OR "))
}

/// Returns the owner of a row. A contract and a new event belong to the customer's sales contact, found by primary key.
const fn owner(noun: Noun, operation: Operation) -> &'static str {
    match (noun, operation) {
        (Noun::Customer, _) => "customers.sales_contact_id",
        (Noun::Contract, _) => {
            "(SELECT c.sales_contact_id FROM public.customers c WHERE c.id = contracts.customer_id)"
        }
        (Noun::Event, Operation::Insert) => {
            "(SELECT c.sales_contact_id FROM public.contracts k JOIN public.customers c ON c.id = k.customer_id\n          \
             WHERE k.id = events.contract_id)"
        }
        (Noun::Event, _) => "events.support_contact_id",
        (Noun::Collaborator, _) => "collaborators.id",
        (Noun::AuditEntry, _) => "audit_entries.collaborator_id",
        (Noun::Credential, _) => "credentials.collaborator_id",
        (Noun::Session | Noun::Token, _) => "sessions.collaborator_id",
    }
}

const fn precondition(precondition: Precondition) -> &'static str {
    match precondition {
        Precondition::Unsigned => "contracts.status = 'unsigned'",
        Precondition::SignedContract => {
            "(SELECT k.status FROM public.contracts k WHERE k.id = events.contract_id) = 'signed'"
        }
        Precondition::Unassigned => "events.support_contact_id IS NULL",
    }
}

fn held(table: &[Right], noun: Noun, operation: Operation) -> impl Iterator<Item = &Right> {
    table.iter().filter(move |rule| {
        rule.noun == noun && rule.operation == operation && rule.scopes != [Scope::No; 3]
    })
}

fn followers(noun: Noun, columns: &BTreeSet<&'static str>) -> Vec<&'static str> {
    let follows = |it: &&Derived| it.sources().iter().any(|it| columns.contains(it));
    let derived = noun.derived().iter().filter(follows);
    derived.map(|it| it.name).collect()
}

fn rights(table: &[Right]) -> String {
    let rows: Vec<String> = policy_columns(table)
        .into_iter()
        .map(|row| {
            format!(
                "    ('{}', '{}', '{}', '{}', '{}', '{}', {})",
                row.capability.name(),
                row.department,
                row.noun.table(),
                row.operation.as_str(),
                row.scope.as_str(),
                array(row.columns),
                row.token
            )
        })
        .collect();
    rows.join(",\n")
}

fn derived() -> String {
    let of = |noun: Noun| {
        noun.derived().iter().map(move |it| {
            let sources = array(it.sources());
            format!("('{}', '{}', '{sources}'::text[])", noun.table(), it.name)
        })
    };
    let rows: Vec<String> = Noun::BUSINESS.into_iter().flat_map(of).collect();
    rows.join(",\n               ")
}

fn array(names: &[&str]) -> String {
    format!("{{{}}}", names.join(","))
}
