//! Table privileges: `epic_app` gets what the policy table requires, `epic_definer` what its functions do, and no other
//! role any.

use serde::Serialize;

use crate::db::sql::policy;

/// Privilege of a role on a table or on one of its columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Grant {
    /// Role.
    pub role: &'static str,
    /// Qualified table.
    pub relation: String,
    /// `SELECT`, `INSERT`, `UPDATE` or `DELETE`.
    pub privilege: &'static str,
    /// Column; `None` for the whole table.
    pub field: Option<&'static str>,
}

/// Privileges of the functions' role. The audit log is append-only. UPDATE permits locks: of accounts and customers
/// while they are checked, and of the accounts table while the first account is created.
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

/// Returns all privileges.
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

/// Returns all privileges as a JSON array.
pub fn wanted() -> String {
    // Strings always serialise.
    serde_json::to_string(&all()).unwrap_or_default()
}
