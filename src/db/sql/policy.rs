//! The rights as SQL for the shared database: the whole text of the migration `policy`, which a unit test compares with
//! the file, and the grants that a lockdown gives to `epic_app`. The text can be run again, so that it repairs too.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::Token;
use super::table::{BIRTH, Operation, Precondition, Right, STAMPS, Scope, TABLE};
use crate::domain::columns::Derived;
use crate::domain::{Capability, Department, Noun};

/// Whoever is asking. A subselect, so that it is found out once for a statement and not for every row.
const ME: &str = "(SELECT epic_api.uid())";
/// The department of whoever is asking; once for a statement too.
const MY_DEPARTMENT: &str = "(SELECT epic_api.department())";

/// The tables with policies.
const PROTECTED: [Noun; 5] = [
    Noun::Collaborator,
    Noun::Customer,
    Noun::Contract,
    Noun::Event,
    Noun::AuditEntry,
];

/// A right of a role on a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The table, in the schema `public`.
    pub table: &'static str,
    /// `SELECT`, `INSERT` or `UPDATE`.
    pub privilege: &'static str,
    /// The columns; none means the whole table.
    pub columns: Vec<&'static str>,
}

/// The text of `up.sql`.
pub fn migration() -> String {
    migration_of(TABLE)
}

/// The same, by another table.
pub fn migration_of(table: &[Right]) -> String {
    let guard = include_str!("guard.sql").replace("/* derived columns */", &derived());
    let mut sql = include_str!("policy.sql").replace("/* rights */", &rights(table));
    sql.push_str(&guard);
    for noun in PROTECTED {
        sql.push_str(&protection(table, noun));
    }
    sql
}

/// The text of `down.sql`.
pub fn rollback() -> String {
    let mut sql =
        "-- Written by the program from src/policy/table.rs: see there, and CONTRIBUTING.\n"
            .to_owned();
    for noun in PROTECTED {
        let name = noun.table();
        for policy in policies(TABLE, noun) {
            let _ = writeln!(sql, "DROP POLICY \"{}\" ON public.{name};", policy.name);
        }
        if Noun::BUSINESS.contains(&noun) {
            let _ = write!(
                sql,
                "DROP TRIGGER guard ON public.{name};\n\
                 DROP POLICY definer ON public.{name};\n\
                 ALTER TABLE public.{name} DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;\n"
            );
        }
    }
    sql.push_str("DROP FUNCTION epic_sec.guard();\nDROP TABLE epic_sec.policy_columns;\n");
    sql
}

/// The text of `up.sql` for the embedded database. Whoever opens the file is the administrator there: what can be stated
/// is that a row stays the row it is, since no right changes these columns.
pub fn sqlite_migration() -> String {
    let mut sql = include_str!("policy.sqlite.sql").to_owned();
    for noun in Noun::BUSINESS {
        let name = noun.table();
        let _ = write!(
            sql,
            "\nDROP TRIGGER IF EXISTS {name}_policy;\n\
             CREATE TRIGGER {name}_policy BEFORE UPDATE OF id, created_at ON {name}\n\
             WHEN new.id IS NOT old.id OR new.created_at IS NOT old.created_at BEGIN\n    \
                 SELECT RAISE(ABORT, 'epic_denied');\nEND;\n"
        );
    }
    sql
}

/// The text of `down.sql` for the embedded database.
pub fn sqlite_rollback() -> String {
    let drop = |noun: Noun| format!("DROP TRIGGER {}_policy;\n", noun.table());
    Noun::BUSINESS.map(drop).concat()
}

/// What `epic_app` may do with the tables themselves: which rows, and which department, is up to policies and guard.
pub fn grants() -> Vec<Grant> {
    grants_of(TABLE)
}

/// The same, by another table.
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

/// A right of one department, as a row of `epic_sec.policy_columns`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is named for its column")]
pub struct PolicyColumns {
    pub capability: Capability,
    pub department: Department,
    pub noun: Noun,
    pub operation: Operation,
    pub scope: Scope,
    pub columns: &'static [&'static str],
    pub token: bool,
}

/// The content of `epic_sec.policy_columns`.
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

/// One policy of a table: its name, what it is for, and when it lets a row pass.
struct Policy {
    name: &'static str,
    command: &'static str,
    condition: String,
}

/// The policies of a table, but for the definer's.
fn policies(table: &[Right], noun: Noun) -> Vec<Policy> {
    [
        ("read", "SELECT", Operation::Read),
        ("create", "INSERT", Operation::Insert),
        ("change", "UPDATE", Operation::Update),
    ]
    .into_iter()
    .filter(|(_, _, operation)| {
        let mut rules = TABLE.iter();
        rules.any(|rule| rule.noun == noun && rule.operation == *operation)
    })
    .map(|(name, command, operation)| Policy {
        name,
        command,
        condition: condition(table, noun, operation),
    })
    .collect()
}

fn protection(table: &[Right], noun: Noun) -> String {
    let name = noun.table();
    let mut sql = format!("\n-- {name}\n");
    if Noun::BUSINESS.contains(&noun) {
        let _ = write!(
            sql,
            "ALTER TABLE public.{name} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;\n\
             DROP POLICY IF EXISTS definer ON public.{name};\n\
             CREATE POLICY definer ON public.{name}\n    \
                 USING (current_user = (SELECT epic_api.definer()))\n    \
                 WITH CHECK (current_user = (SELECT epic_api.definer()));\n"
        );
    }
    for policy in policies(table, noun) {
        let Policy {
            name: title,
            command,
            condition,
        } = policy;
        let clauses = match command {
            "SELECT" => format!("USING (\n{condition}\n)"),
            "INSERT" => format!("WITH CHECK (\n{condition}\n)"),
            _ => format!("USING (\n{condition}\n) WITH CHECK (\n{condition}\n)"),
        };
        let _ = write!(
            sql,
            "DROP POLICY IF EXISTS \"{title}\" ON public.{name};\n\
             CREATE POLICY \"{title}\" ON public.{name} FOR {command} {clauses};\n"
        );
    }
    if Noun::BUSINESS.contains(&noun) {
        let _ = write!(
            sql,
            "CREATE OR REPLACE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON public.{name}\n    \
                 FOR EACH ROW WHEN (NOT epic_api.is_administrator()) EXECUTE FUNCTION epic_sec.guard();\n"
        );
    }
    sql
}

/// When a policy lets a row pass: the departments, each with its condition.
fn condition(table: &[Right], noun: Noun, operation: Operation) -> String {
    let rules: Vec<&Right> = held(table, noun, operation).collect();
    let everybody = |rule: &&Right| rule.scopes == [Scope::Any; 3] && rule.preconditions.is_empty();
    if rules.iter().any(everybody) {
        return format!("    {ME} IS NOT NULL");
    }
    let mut alternatives: Vec<String> = Vec::new();
    for department in Department::ALL {
        let mut cases: Vec<(Scope, &[Precondition])> = rules
            .iter()
            .map(|rule| (rule.scope(department), rule.preconditions))
            .filter(|(scope, _)| *scope != Scope::No)
            .collect();
        // The wider one first: it makes the narrower ones pointless.
        cases.sort_by(|a, b| b.cmp(a));
        cases.dedup_by(|narrow, wide| narrow.1 == wide.1);
        for (scope, preconditions) in cases {
            let mut parts = vec![format!("{MY_DEPARTMENT} = '{department}'")];
            if scope == Scope::Own {
                parts.push(format!("{} = {ME}", owner(noun, operation)));
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

/// Whose own a row is. A contract and a new event belong to the customer's sales contact, who is found by primary key.
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

/// The rows of a table that some department has.
fn held(table: &[Right], noun: Noun, operation: Operation) -> impl Iterator<Item = &Right> {
    table.iter().filter(move |rule| {
        rule.noun == noun && rule.operation == operation && rule.scopes != [Scope::No; 3]
    })
}

/// The derived columns that follow some columns.
fn followers(noun: Noun, columns: &BTreeSet<&'static str>) -> Vec<&'static str> {
    let follows = |it: &&Derived| it.sources(noun).iter().any(|it| columns.contains(it));
    let derived = noun.derived().iter().filter(follows);
    derived.map(|it| it.name).collect()
}

/// The rows of `epic_sec.policy_columns` as SQL.
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

/// The derived columns as SQL.
fn derived() -> String {
    let of = |noun: Noun| {
        noun.derived().iter().map(move |it| {
            let sources = array(&it.sources(noun));
            format!("('{}', '{}', '{sources}'::text[])", noun.table(), it.name)
        })
    };
    let rows: Vec<String> = Noun::BUSINESS.into_iter().flat_map(of).collect();
    rows.join(",\n               ")
}

fn array(names: &[&str]) -> String {
    format!("{{{}}}", names.join(","))
}
