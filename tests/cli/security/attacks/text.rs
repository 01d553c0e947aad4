//! Hostile text in data, written past the program: a terminal, a log or a spreadsheet would read it later.

use super::{ATTACK, Attack, Harm, Undo, check};

/// See [`Attack`].
pub const ATTACKS: &[Attack] = &[
    Attack {
        name: "a terminal escape in a name",
        session: Some("CBrunel"),
        steps: &["UPDATE customers SET company = 'a' || chr(27) || '[31m' WHERE id = 1"],
        refused: "label_characters",
        harm: Harm::Changed("SELECT company FROM public.customers WHERE id = 1"),
        undo: Undo::Sql(&["ALTER DOMAIN public.label DROP CONSTRAINT label_characters"]),
        ..ATTACK
    },
    Attack {
        name: "a new line in a name",
        session: Some("CBrunel"),
        steps: &["UPDATE customers SET last_name = 'a' || chr(10) || 'b' WHERE id = 1"],
        refused: "label_characters",
        harm: Harm::Changed("SELECT last_name FROM public.customers WHERE id = 1"),
        undo: Undo::Sql(&["ALTER DOMAIN public.label DROP CONSTRAINT label_characters"]),
        ..ATTACK
    },
    Attack {
        name: "a formula in a telephone number",
        session: Some("CBrunel"),
        steps: &["UPDATE customers SET phone = '=1+1' WHERE id = 1"],
        refused: "phone_form",
        harm: Harm::Changed("SELECT phone FROM public.customers WHERE id = 1"),
        undo: Undo::Sql(&["ALTER DOMAIN public.phone DROP CONSTRAINT phone_form"]),
        ..ATTACK
    },
    Attack {
        name: "a login that is SQL",
        session: Some("AMartinez"),
        steps: &[
            r#"INSERT INTO collaborators (login, first_name, last_name, email, phone, department, created_at, updated_at) VALUES ('a"; DROP', 'A', 'B', 'a@b.fr', '+33600000000', 'sales', now(), now())"#,
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
    Attack {
        name: "notes that fill the audit log",
        session: Some("BRenard"),
        steps: &["UPDATE events SET notes = repeat(chr(128512), 2000) WHERE id = 1"],
        refused: "harmless",
        harm: Harm::Changed("SELECT max(octet_length(changes)) > 5000 FROM public.audit_entries"),
        undo: Undo::Sql(&["patch: epic_sec.audit_row | octet_length(NEW.notes) > 4096 | false"]),
        ..ATTACK
    },
    Attack {
        name: "a name that is a blank",
        session: Some("CBrunel"),
        steps: &["UPDATE customers SET first_name = ' ' WHERE id = 1"],
        refused: "label_edges",
        harm: Harm::Changed("SELECT first_name FROM public.customers WHERE id = 1"),
        undo: Undo::Sql(&["ALTER DOMAIN public.label DROP CONSTRAINT label_edges"]),
        ..ATTACK
    },
    Attack {
        name: "a company that nobody sees",
        session: Some("CBrunel"),
        steps: &["UPDATE customers SET company = U&'\\200b' WHERE id = 1"],
        refused: "label_edges",
        harm: Harm::Changed("SELECT company FROM public.customers WHERE id = 1"),
        undo: Undo::Sql(&["ALTER DOMAIN public.label DROP CONSTRAINT label_edges"]),
        ..ATTACK
    },
    Attack {
        name: "a company that is read from right to left",
        session: Some("CBrunel"),
        steps: &["UPDATE customers SET company = U&'a\\202eb' WHERE id = 1"],
        refused: "label_characters",
        harm: Harm::Changed("SELECT company FROM public.customers WHERE id = 1"),
        undo: Undo::Sql(&["ALTER DOMAIN public.label DROP CONSTRAINT label_characters"]),
        ..ATTACK
    },
    Attack {
        name: "a company on two lines",
        session: Some("CBrunel"),
        steps: &["UPDATE customers SET company = U&'a\\2028b' WHERE id = 1"],
        refused: "label_characters",
        harm: Harm::Changed("SELECT company FROM public.customers WHERE id = 1"),
        undo: Undo::Sql(&["ALTER DOMAIN public.label DROP CONSTRAINT label_characters"]),
        ..ATTACK
    },
    Attack {
        name: "a name that is equal to another and has other bytes",
        session: Some("CBrunel"),
        steps: &["UPDATE customers SET last_name = U&'e\\0301' WHERE id = 1"],
        refused: "label_form",
        harm: Harm::Changed("SELECT last_name FROM public.customers WHERE id = 1"),
        undo: Undo::Sql(&["ALTER DOMAIN public.label DROP CONSTRAINT label_form"]),
        ..ATTACK
    },
    Attack {
        name: "an address without a dot",
        session: Some("CBrunel"),
        steps: &["UPDATE customers SET email = 'a@b' WHERE id = 1"],
        refused: "email_form",
        harm: Harm::Changed("SELECT email FROM public.customers WHERE id = 1"),
        undo: Undo::Sql(&["ALTER DOMAIN public.email DROP CONSTRAINT email_form"]),
        ..ATTACK
    },
    Attack {
        name: "a number of no country",
        session: Some("CBrunel"),
        steps: &["UPDATE customers SET phone = '+00000' WHERE id = 1"],
        refused: "phone_form",
        harm: Harm::Changed("SELECT phone FROM public.customers WHERE id = 1"),
        undo: Undo::Sql(&["ALTER DOMAIN public.phone DROP CONSTRAINT phone_form"]),
        ..ATTACK
    },
    Attack {
        name: "a control character in a note",
        session: Some("BRenard"),
        steps: &["UPDATE events SET notes = 'a' || chr(155) || 'b' WHERE id = 1"],
        refused: "prose_characters",
        harm: Harm::Changed("SELECT notes FROM public.events WHERE id = 1"),
        undo: Undo::Sql(&["ALTER DOMAIN public.prose DROP CONSTRAINT prose_characters"]),
        ..ATTACK
    },
    Attack {
        name: "a token whose name changes the reading order",
        session: Some("CBrunel"),
        steps: &[
            "SELECT epic_api.token_create(U&'a\\202eb', sha256('x'), false, now() + interval '1 day')",
        ],
        refused: "label_characters",
        harm: Harm::Changed("SELECT count(*) FROM epic_sec.sessions WHERE kind = 'token'"),
        undo: Undo::Sql(&["ALTER DOMAIN public.label DROP CONSTRAINT label_characters"]),
        ..ATTACK
    },
    Attack {
        name: "an event without end",
        session: Some("BRenard"),
        steps: &["UPDATE events SET end_at = 'infinity' WHERE id = 1"],
        refused: "instant_years",
        harm: Harm::Changed("SELECT end_at FROM public.events WHERE id = 1"),
        undo: Undo::Sql(&["ALTER DOMAIN public.instant DROP CONSTRAINT instant_years"]),
        ..ATTACK
    },
    Attack {
        name: "an event that began before all time",
        session: Some("BRenard"),
        steps: &["UPDATE events SET start_at = '-infinity' WHERE id = 1"],
        refused: "instant_years",
        harm: Harm::Changed("SELECT start_at FROM public.events WHERE id = 1"),
        undo: Undo::Sql(&["ALTER DOMAIN public.instant DROP CONSTRAINT instant_years"]),
        ..ATTACK
    },
    Attack {
        name: "an event in a year that no date can write",
        session: Some("BRenard"),
        steps: &["UPDATE events SET end_at = '262144-01-01' WHERE id = 1"],
        refused: "instant_years",
        harm: Harm::Changed("SELECT end_at FROM public.events WHERE id = 1"),
        undo: Undo::Sql(&["ALTER DOMAIN public.instant DROP CONSTRAINT instant_years"]),
        ..ATTACK
    },
];

#[test]
fn every_attack_fails_and_would_not_without_its_defence() {
    check(ATTACKS);
}
