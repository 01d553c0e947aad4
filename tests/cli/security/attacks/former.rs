//! The employee who left or works elsewhere in the house now.

use super::{ATTACK, Attack, Harm, Undo, Who, check};

/// See [`Attack`].
pub const ATTACKS: &[Attack] = &[
    Attack {
        name: "read after having changed departments",
        session: Some("CBrunel"),
        steps: &[
            "admin: UPDATE public.collaborators SET department = 'support' WHERE id = 2",
            "SELECT * FROM customers",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&["DROP TRIGGER end_sessions ON public.collaborators"]),
        ..ATTACK
    },
    Attack {
        name: "read after having left",
        session: Some("ALefebvre"),
        steps: &[
            "admin: UPDATE public.events SET support_contact_id = 4 WHERE support_contact_id = 6; UPDATE public.collaborators SET active = false WHERE id = 6",
            "SELECT * FROM customers",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&["DROP TRIGGER end_sessions ON public.collaborators"]),
        ..ATTACK
    },
    Attack {
        name: "write after having left, with a role of one's own",
        who: Who::Person("CBrunel"),
        session: Some("CBrunel"),
        steps: &[
            "admin: UPDATE public.customers SET sales_contact_id = 3 WHERE id > 1; UPDATE public.collaborators SET department = 'support' WHERE id = 2",
            "UPDATE customers SET company = 'X' WHERE id = 1",
        ],
        refused: "0 rows",
        harm: Harm::Changed("SELECT company FROM public.customers WHERE id = 1"),
        undo: Undo::Sql(&["DROP TRIGGER end_sessions ON public.collaborators"]),
        ..ATTACK
    },
    Attack {
        name: "hold a new token back until the department has changed",
        session: Some("CBrunel"),
        steps: &[
            "BEGIN",
            "SELECT epic_api.token_create('t', sha256('t'), false, now() + interval '30 days')",
            "admin& UPDATE public.collaborators SET department = 'support' WHERE id = 2",
            "COMMIT",
        ],
        refused: "harmless",
        harm: Harm::Changed(
            "SELECT count(*) FROM epic_sec.sessions s JOIN public.collaborators c ON c.id = s.collaborator_id WHERE s.revoked_at IS NULL AND s.department <> c.department",
        ),
        undo: Undo::Sql(&[
            "patch: epic_sec.end_sessions | PERFORM FROM epic_sec.sessions WHERE collaborator_id = p_collaborator AND revoked_at IS NULL ORDER BY id FOR UPDATE; | ",
            "ALTER TABLE public.collaborators DISABLE TRIGGER audit_administrator",
        ]),
        ..ATTACK
    },
    Attack {
        name: "hold a sign-in back until the department has changed",
        steps: &[
            "SELECT set_config('my.attempt', (epic_api.sign_in_submit('CBrunel', '1', {proof CBrunel}, NULL, sha256('new'))).attempt::text, false)",
            "BEGIN",
            "SELECT FROM epic_api.sign_in_redeem(current_setting('my.attempt')::uuid, 3600) r WHERE r.status = 'ok'",
            "admin& UPDATE public.collaborators SET department = 'support' WHERE id = 2",
            "COMMIT",
        ],
        refused: "harmless",
        harm: Harm::Changed(
            "SELECT count(*) FROM epic_sec.sessions s JOIN public.collaborators c ON c.id = s.collaborator_id WHERE s.revoked_at IS NULL AND s.department <> c.department",
        ),
        undo: Undo::Sql(&[
            "patch: epic_sec.judge | FOR SHARE OF c FOR NO KEY UPDATE OF k | ",
            "ALTER TABLE public.collaborators DISABLE TRIGGER audit_administrator",
        ]),
        ..ATTACK
    },
    Attack {
        name: "hold a sign-in back until the password was reset",
        steps: &[
            "SELECT set_config('my.attempt', (epic_api.sign_in_submit('CBrunel', '1', {proof CBrunel}, NULL, sha256('new'))).attempt::text, false)",
            "BEGIN",
            "SELECT FROM epic_api.sign_in_redeem(current_setting('my.attempt')::uuid, 3600) r WHERE r.status = 'ok'",
            "admin& UPDATE epic_sec.credentials SET must_change = true WHERE collaborator_id = 2; SELECT epic_sec.end_sessions(2)",
            "COMMIT",
        ],
        refused: "harmless",
        harm: Harm::Changed(
            "SELECT count(*) FROM epic_sec.sessions WHERE jti_hash = sha256('new') AND revoked_at IS NULL",
        ),
        undo: Undo::Sql(&["patch: epic_sec.judge | FOR SHARE OF c FOR NO KEY UPDATE OF k | "]),
        ..ATTACK
    },
];

#[test]
fn every_attack_fails_and_would_not_without_its_defence() {
    check(ATTACKS);
}
