//! Hostile text in data, written past the program: a terminal, a log or a spreadsheet would read it later.

use super::{ATTACK, Attack, Harm, Undo, check};

/// See [`Attack`].
pub const ATTACKS: &[Attack] = &[
    Attack {
        name: "a terminal escape in a name",
        session: Some("CBrunel"),
        steps: &[
            "UPDATE customers SET company = 'a' || chr(27) || '[31m', company_folded = 'x' WHERE id = 1",
        ],
        refused: "customers_company_check",
        harm: Harm::Changed("SELECT company FROM public.customers WHERE id = 1"),
        undo: Undo::Sql(&["ALTER TABLE public.customers DROP CONSTRAINT customers_company_check"]),
        ..ATTACK
    },
    Attack {
        name: "a new line in a name",
        session: Some("CBrunel"),
        steps: &[
            "UPDATE customers SET last_name = 'a' || chr(10) || 'b', search_text = 'x' WHERE id = 1",
        ],
        refused: "customers_last_name_check",
        harm: Harm::Changed("SELECT last_name FROM public.customers WHERE id = 1"),
        undo: Undo::Sql(&[
            "ALTER TABLE public.customers DROP CONSTRAINT customers_last_name_check",
        ]),
        ..ATTACK
    },
    Attack {
        name: "a formula in a telephone number",
        session: Some("CBrunel"),
        steps: &["UPDATE customers SET phone = '=1+1', search_text = 'x' WHERE id = 1"],
        refused: "customers_phone_check",
        harm: Harm::Changed("SELECT phone FROM public.customers WHERE id = 1"),
        undo: Undo::Sql(&["ALTER TABLE public.customers DROP CONSTRAINT customers_phone_check"]),
        ..ATTACK
    },
    Attack {
        name: "a login that is SQL",
        session: Some("AMartinez"),
        steps: &[
            r#"INSERT INTO collaborators (login, first_name, last_name, email, phone, department, search_text, created_at, updated_at) VALUES ('a"; DROP', 'A', 'B', 'a@b.fr', '+33600000000', 'sales', 'a', now(), now())"#,
        ],
        refused: "collaborators_login_check",
        harm: Harm::Changed("SELECT count(*) FROM public.collaborators"),
        undo: Undo::Sql(&[
            "ALTER TABLE public.collaborators DROP CONSTRAINT collaborators_login_check",
        ]),
        ..ATTACK
    },
    Attack {
        name: "a note without end",
        session: Some("BRenard"),
        steps: &["UPDATE events SET notes = repeat('x', 100000) WHERE id = 1"],
        refused: "events_notes_check",
        harm: Harm::Changed("SELECT length(notes) FROM public.events WHERE id = 1"),
        undo: Undo::Sql(&["ALTER TABLE public.events DROP CONSTRAINT events_notes_check"]),
        ..ATTACK
    },
];

#[test]
fn every_attack_fails_and_would_not_without_its_defence() {
    check(ATTACKS);
}
