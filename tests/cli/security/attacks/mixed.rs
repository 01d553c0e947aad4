//! Somebody with two sessions, who switches from one to the other where it helps: one transaction writes for one.

use super::{ATTACK, Attack, Harm, Undo, check};

const UNPINNED: Undo =
    Undo::Sql(&["patch: epic_sec.pinned | ELSIF pinned <> c.session_id THEN | ELSIF false THEN"]);

/// See [`Attack`].
pub const ATTACKS: &[Attack] = &[
    Attack {
        name: "the policy judges Management, the guard Sales",
        session: Some("AMartinez"),
        steps: &[
            // The policies ask for the first row, which stays as it is; the guard asks for each.
            "UPDATE customers c SET company = x.company
               FROM (SELECT id, company FROM customers WHERE id = 4
                     UNION ALL SELECT 5, 'x') x
              WHERE c.id = x.id AND (c.id = 4 OR set_config('epic.session', 'epic_cli-CBrunel' || left(c.company, 0), false) <> '')",
        ],
        refused: "epic_denied",
        harm: Harm::Changed("SELECT company FROM public.customers WHERE id = 5"),
        undo: UNPINNED,
        ..ATTACK
    },
    Attack {
        name: "the guard judges Sales, the audit log names Management",
        session: Some("CBrunel"),
        steps: &[
            "UPDATE customers SET phone = '+33612345678' WHERE id = 1
             RETURNING set_config('epic.session', 'epic_cli-AMartinez', false)",
        ],
        refused: "epic_denied",
        harm: Harm::Changed(
            "SELECT count(*) FROM public.audit_entries a JOIN public.collaborators c ON c.id = a.collaborator_id
              WHERE c.login = 'AMartinez' AND a.entity = 'customer' AND a.action = 'update'",
        ),
        undo: UNPINNED,
        ..ATTACK
    },
    Attack {
        name: "a transaction writes for one and then for the other",
        session: Some("CBrunel"),
        steps: &[
            "BEGIN",
            "UPDATE customers SET phone = '+33612345678' WHERE id = 1",
            "SELECT set_config('epic.session', 'epic_cli-AMartinez', false)",
            "UPDATE customers SET sales_contact_id = 3 WHERE id = 1",
            "COMMIT",
        ],
        refused: "epic_denied",
        harm: Harm::Changed("SELECT sales_contact_id FROM public.customers WHERE id = 1"),
        undo: UNPINNED,
        ..ATTACK
    },
    Attack {
        name: "a lock of one session serves a function of the other",
        session: Some("CBrunel"),
        steps: &[
            "BEGIN",
            "SELECT FROM customers WHERE id = 1 FOR UPDATE",
            "SELECT set_config('epic.session', 'epic_cli-AMartinez', false)",
            "SELECT epic_api.unlock(2)",
        ],
        refused: "epic_denied",
        harm: Harm::Done,
        undo: UNPINNED,
        ..ATTACK
    },
];

#[test]
fn every_attack_fails_and_would_not_without_its_defence() {
    check(ATTACKS);
}
