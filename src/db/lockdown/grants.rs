//! Table privileges: `epic_app` gets what the policy table requires on the views, whose owner `epic_view` gets the same on the
//! tables, `epic_definer` what its functions do, and no other role any.

use serde_json::{Value, json};

use crate::db::sql::policy;

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
    ("epic_sec.password_costs", &["SELECT"]),
    ("epic_sec.policy_columns", &["SELECT"]),
    ("epic_sec.sessions", &["SELECT", "INSERT", "UPDATE"]),
    ("epic_sec.settings", &["SELECT"]),
    (
        "epic_sec.writers",
        &["SELECT", "INSERT", "UPDATE", "DELETE"],
    ),
];

/// Returns all privileges as a JSON array; `field` is null for the whole table.
pub fn wanted() -> Value {
    let mut grants = Vec::new();
    for (relation, privileges) in DEFINER {
        for privilege in *privileges {
            grants.push(json!({"role": "epic_definer", "relation": relation, "privilege": privilege, "field": null}));
        }
    }
    for right in policy::grants() {
        for (role, schema) in [("epic_app", "epic_api"), ("epic_view", "public")] {
            let (relation, privilege) = (format!("{schema}.{}", right.table), right.privilege);
            let fields = right.columns.iter().map(|column| Some(*column));
            let whole = right.columns.is_empty().then_some(None);
            for field in fields.chain(whole) {
                grants.push(json!({"role": role, "relation": relation, "privilege": privilege, "field": field}));
            }
        }
    }
    grants.into()
}
