//! Who may do what with which table: `epic_app` what the rights of the program come to, `epic_definer` what its functions
//! do, and nobody anything else.

use serde::Serialize;

use crate::db::sql::policy;

/// A right of a role on a table, or on one column of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Grant {
    /// The role.
    pub role: &'static str,
    /// Schema and table.
    pub relation: String,
    /// `SELECT`, `INSERT`, `UPDATE` or `DELETE`.
    pub privilege: &'static str,
    /// The column; none means the table.
    pub field: Option<&'static str>,
}

/// What the functions do. What happened is appended to, never changed. Accounts and customers are locked while they
/// are looked at, and the table of accounts is when the first is made.
const DEFINER: &[(&str, &[&str])] = &[
    ("public.__diesel_schema_migrations", &["SELECT"]),
    ("public.audit_entries", &["SELECT", "INSERT"]),
    ("public.collaborators", &["SELECT", "INSERT", "UPDATE"]),
    ("public.contracts", &["SELECT"]),
    ("public.customers", &["SELECT", "UPDATE"]),
    ("public.events", &["SELECT"]),
    ("epic_sec.audit_head", &["SELECT", "UPDATE"]),
    ("epic_sec.code_revision", &["SELECT"]),
    ("epic_sec.credentials", &["SELECT", "INSERT", "UPDATE"]),
    (
        "epic_sec.login_attempts",
        &["SELECT", "INSERT", "UPDATE", "DELETE"],
    ),
    ("epic_sec.login_locks", &["SELECT", "INSERT", "DELETE"]),
    ("epic_sec.policy_columns", &["SELECT"]),
    ("epic_sec.sessions", &["SELECT", "INSERT", "UPDATE"]),
    ("epic_sec.settings", &["SELECT"]),
];

/// All of them.
fn all() -> Vec<Grant> {
    let mut grants = Vec::new();
    for (relation, privileges) in DEFINER {
        for privilege in *privileges {
            grants.push(Grant {
                role: "epic_definer",
                relation: (*relation).to_owned(),
                privilege,
                field: None,
            });
        }
    }
    for right in policy::grants() {
        let fields = right.columns.iter().map(|column| Some(*column));
        let whole = right.columns.is_empty().then_some(None);
        for field in fields.chain(whole) {
            grants.push(Grant {
                role: "epic_app",
                relation: format!("public.{}", right.table),
                privilege: right.privilege,
                field,
            });
        }
    }
    grants
}

/// All of them, as a JSON array.
pub fn wanted() -> String {
    // Text always has a form in JSON.
    serde_json::to_string(&all()).unwrap_or_default()
}
