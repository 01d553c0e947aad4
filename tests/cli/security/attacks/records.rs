//! An employee who breaks a business rule, forges what nobody chooses, or edits what is remembered.

use super::{ATTACK, Attack, Harm, Undo, check};

/// See [`Attack`].
pub const ATTACKS: &[Attack] = &[
    Attack {
        name: "unsign a signed contract",
        session: Some("AMartinez"),
        steps: &["UPDATE contracts SET status = 'unsigned' WHERE id = 1"],
        refused: "epic_rule_contract_signed",
        harm: Harm::Changed("SELECT status FROM public.contracts WHERE id = 1"),
        undo: Undo::Sql(&["DROP TRIGGER rules ON public.contracts"]),
        ..ATTACK
    },
    Attack {
        name: "change the total of a signed contract",
        session: Some("AMartinez"),
        steps: &["UPDATE contracts SET total_cents = 999999 WHERE id = 1"],
        refused: "epic_rule_contract_signed",
        harm: Harm::Changed("SELECT total_cents FROM public.contracts WHERE id = 1"),
        undo: Undo::Sql(&["DROP TRIGGER rules ON public.contracts"]),
        ..ATTACK
    },
    Attack {
        name: "move a signed contract to another customer",
        session: Some("AMartinez"),
        steps: &["UPDATE contracts SET customer_id = 5 WHERE id = 1"],
        refused: "epic_rule_contract_signed",
        harm: Harm::Changed("SELECT customer_id FROM public.contracts WHERE id = 1"),
        undo: Undo::Sql(&["DROP TRIGGER rules ON public.contracts"]),
        ..ATTACK
    },
    Attack {
        name: "forge when a contract was signed",
        session: Some("AMartinez"),
        steps: &["UPDATE contracts SET signed_at = '2001-01-01' WHERE id = 1"],
        refused: "epic_denied",
        harm: Harm::Changed("SELECT signed_at FROM public.contracts WHERE id = 1"),
        undo: Undo::Sql(&[
            "DROP TRIGGER guard ON public.contracts",
            "DROP TRIGGER rules ON public.contracts",
        ]),
        ..ATTACK
    },
    Attack {
        name: "forge when a contract is signed",
        session: Some("CBrunel"),
        steps: &["UPDATE contracts SET status = 'signed', signed_at = '2001-01-01' WHERE id = 9"],
        refused: "harmless",
        harm: Harm::Changed(
            "SELECT coalesce(signed_at < '2002-01-01', false) FROM public.contracts WHERE id = 9",
        ),
        undo: Undo::Sql(&["DROP TRIGGER guard ON public.contracts"]),
        ..ATTACK
    },
    Attack {
        name: "owe more than the total",
        session: Some("CBrunel"),
        steps: &["UPDATE contracts SET due_cents = total_cents + 1 WHERE id = 9"],
        refused: "contracts_due_check",
        harm: Harm::Changed("SELECT due_cents FROM public.contracts WHERE id = 9"),
        undo: Undo::Sql(&["ALTER TABLE public.contracts DROP CONSTRAINT contracts_due_check"]),
        ..ATTACK
    },
    Attack {
        name: "sales writes to the contract of another",
        session: Some("CBrunel"),
        steps: &["UPDATE contracts SET due_cents = 0 WHERE id = 8"],
        refused: "0 rows",
        harm: Harm::Changed("SELECT due_cents FROM public.contracts WHERE id = 8"),
        undo: Undo::Sql(&[
            "open: contracts",
            "patch: epic_sec.still_own | IF who.department = 'sales' THEN | IF false THEN",
        ]),
        ..ATTACK
    },
    Attack {
        name: "sales moves a contract to the customer of another",
        session: Some("CBrunel"),
        steps: &["UPDATE contracts SET customer_id = 5 WHERE id = 9"],
        refused: "epic_denied",
        harm: Harm::Changed("SELECT customer_id FROM public.contracts WHERE id = 9"),
        undo: Undo::Sql(&["DROP TRIGGER guard ON public.contracts", "open: contracts"]),
        ..ATTACK
    },
    Attack {
        name: "sales makes a contract",
        session: Some("CBrunel"),
        steps: &[
            "INSERT INTO contracts (customer_id, total_cents, due_cents, created_at, updated_at) VALUES (1, 1, 1, now(), now())",
        ],
        refused: "epic_denied",
        harm: Harm::Changed("SELECT count(*) FROM public.contracts"),
        undo: Undo::Sql(&["DROP TRIGGER guard ON public.contracts", "open: contracts"]),
        ..ATTACK
    },
    Attack {
        name: "learn by a foreign key whether a customer exists",
        session: Some("CBrunel"),
        steps: &[
            "INSERT INTO contracts (customer_id, total_cents, due_cents, created_at, updated_at) VALUES (999999, 1, 1, now(), now())",
        ],
        refused: "epic_denied",
        harm: Harm::Told("foreign key"),
        undo: Undo::Sql(&["DROP TRIGGER guard ON public.contracts", "open: contracts"]),
        ..ATTACK
    },
    Attack {
        name: "management makes a contract that is signed already",
        session: Some("AMartinez"),
        steps: &[
            "INSERT INTO contracts (customer_id, total_cents, due_cents, status, created_at, updated_at) VALUES (1, 1, 1, 'signed', now(), now())",
        ],
        refused: "permission denied",
        harm: Harm::Changed("SELECT count(*) FROM public.contracts"),
        undo: Undo::Sql(&[
            "GRANT INSERT ON epic_api.contracts TO epic_app; GRANT INSERT ON public.contracts TO epic_view",
            "open: contracts",
        ]),
        ..ATTACK
    },
    Attack {
        name: "an event on an unsigned contract",
        session: Some("CBrunel"),
        steps: &[
            "INSERT INTO events (contract_id, title, start_at, end_at, location, attendees, notes, created_at, updated_at) VALUES (9, 'T', now() + interval '1 day', now() + interval '2 days', 'L', 1, '', now(), now())",
        ],
        refused: "epic_rule_contract_not_signed",
        harm: Harm::Changed("SELECT count(*) FROM public.events"),
        undo: Undo::Sql(&["DROP TRIGGER rules ON public.events", "open: events"]),
        ..ATTACK
    },
    Attack {
        name: "an event on the contract of another",
        session: Some("CBrunel"),
        steps: &[
            "INSERT INTO events (contract_id, title, start_at, end_at, location, attendees, notes, created_at, updated_at) VALUES (5, 'T', now() + interval '1 day', now() + interval '2 days', 'L', 1, '', now(), now())",
        ],
        refused: "epic_denied",
        harm: Harm::Changed("SELECT count(*) FROM public.events"),
        undo: Undo::Sql(&["DROP TRIGGER rules ON public.events", "open: events"]),
        ..ATTACK
    },
    Attack {
        name: "support makes an event",
        session: Some("KDurand"),
        steps: &[
            "INSERT INTO events (contract_id, title, start_at, end_at, location, attendees, notes, created_at, updated_at) VALUES (5, 'T', now() + interval '1 day', now() + interval '2 days', 'L', 1, '', now(), now())",
        ],
        refused: "epic_denied",
        harm: Harm::Changed("SELECT count(*) FROM public.events"),
        undo: Undo::Sql(&["DROP TRIGGER guard ON public.events", "open: events"]),
        ..ATTACK
    },
    Attack {
        name: "an event that has its support contact already",
        session: Some("CBrunel"),
        steps: &[
            "INSERT INTO events (contract_id, title, start_at, end_at, location, attendees, notes, support_contact_id, created_at, updated_at) VALUES (1, 'T', now() + interval '1 day', now() + interval '2 days', 'L', 1, '', 4, now(), now())",
        ],
        refused: "permission denied",
        harm: Harm::Changed("SELECT count(*) FROM public.events"),
        undo: Undo::Sql(&[
            "GRANT INSERT ON epic_api.events TO epic_app; GRANT INSERT ON public.events TO epic_view",
            "open: events",
        ]),
        ..ATTACK
    },
    Attack {
        name: "support contact of another department",
        session: Some("AMartinez"),
        steps: &["UPDATE events SET support_contact_id = 2 WHERE id = 2"],
        refused: "epic_rule_not_support",
        harm: Harm::Changed("SELECT support_contact_id FROM public.events WHERE id = 2"),
        undo: Undo::Sql(&["DROP TRIGGER rules ON public.events"]),
        ..ATTACK
    },
    Attack {
        name: "sales contact of another department",
        session: Some("AMartinez"),
        steps: &["UPDATE customers SET sales_contact_id = 5 WHERE id = 1"],
        refused: "epic_rule_not_sales",
        harm: Harm::Changed("SELECT sales_contact_id FROM public.customers WHERE id = 1"),
        undo: Undo::Sql(&["DROP TRIGGER rules ON public.customers"]),
        ..ATTACK
    },
    Attack {
        name: "support changes the event of another",
        session: Some("BRenard"),
        steps: &["UPDATE events SET title = 'X' WHERE id = 5"],
        refused: "0 rows",
        harm: Harm::Changed("SELECT title FROM public.events WHERE id = 5"),
        undo: Undo::Sql(&["open: events"]),
        ..ATTACK
    },
    Attack {
        name: "support takes an event",
        session: Some("KDurand"),
        steps: &["UPDATE events SET support_contact_id = 5 WHERE id = 2"],
        refused: "0 rows",
        harm: Harm::Changed("SELECT support_contact_id FROM public.events WHERE id = 2"),
        undo: Undo::Sql(&["DROP TRIGGER guard ON public.events", "open: events"]),
        ..ATTACK
    },
    Attack {
        name: "support hands its event on",
        session: Some("BRenard"),
        steps: &["UPDATE events SET support_contact_id = 5 WHERE id = 1"],
        refused: "epic_denied",
        harm: Harm::Changed("SELECT support_contact_id FROM public.events WHERE id = 1"),
        undo: Undo::Sql(&["DROP TRIGGER guard ON public.events", "open: events"]),
        ..ATTACK
    },
    Attack {
        name: "support moves its event to another contract",
        session: Some("BRenard"),
        steps: &["UPDATE events SET contract_id = 5 WHERE id = 1"],
        refused: "permission denied",
        harm: Harm::Changed("SELECT contract_id FROM public.events WHERE id = 1"),
        undo: Undo::Sql(&[
            "GRANT UPDATE ON epic_api.events TO epic_app; GRANT UPDATE ON public.events TO epic_view",
            "DROP TRIGGER guard ON public.events",
        ]),
        ..ATTACK
    },
    Attack {
        name: "sales reads the audit log",
        session: Some("CBrunel"),
        setup: &["UPDATE public.customers SET first_name = 'Z' WHERE id = 1"],
        steps: &["SELECT * FROM audit_entries"],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&["open: audit_entries"]),
        ..ATTACK
    },
    Attack {
        name: "write an entry of the audit log by hand",
        session: Some("AMartinez"),
        setup: &["UPDATE public.customers SET first_name = 'Z' WHERE id = 1"],
        steps: &[
            "INSERT INTO audit_entries SELECT sequence + 1000000, occurred_at, database_role, session_id, credential, 2, action, entity, entity_id, changes, changes_hash, previous_hash, hash FROM audit_entries LIMIT 1",
        ],
        refused: "permission denied",
        harm: Harm::Changed(
            "SELECT string_agg(e::text, ' ' ORDER BY sequence) FROM public.audit_entries e",
        ),
        undo: Undo::Sql(&[
            "GRANT INSERT ON epic_api.audit_entries TO epic_app; GRANT INSERT ON public.audit_entries TO epic_view",
            "open: audit_entries",
        ]),
        ..ATTACK
    },
    Attack {
        name: "change an entry of the audit log",
        session: Some("AMartinez"),
        setup: &["UPDATE public.customers SET first_name = 'Z' WHERE id = 1"],
        steps: &["UPDATE audit_entries SET collaborator_id = 2"],
        refused: "permission denied",
        harm: Harm::Changed(
            "SELECT string_agg(e::text, ' ' ORDER BY sequence) FROM public.audit_entries e",
        ),
        undo: Undo::Sql(&[
            "GRANT UPDATE ON public.audit_entries TO epic_view; GRANT UPDATE ON epic_api.audit_entries TO epic_app; DROP TRIGGER append_only ON public.audit_entries",
            "open: audit_entries",
        ]),
        ..ATTACK
    },
    Attack {
        name: "remove an entry of the audit log",
        session: Some("AMartinez"),
        setup: &["UPDATE public.customers SET first_name = 'Z' WHERE id = 1"],
        steps: &["DELETE FROM audit_entries"],
        refused: "permission denied",
        harm: Harm::Changed(
            "SELECT string_agg(e::text, ' ' ORDER BY sequence) FROM public.audit_entries e",
        ),
        undo: Undo::Sql(&[
            "GRANT DELETE ON public.audit_entries TO epic_view; GRANT DELETE ON epic_api.audit_entries TO epic_app; DROP TRIGGER append_only ON public.audit_entries",
            "open: audit_entries",
        ]),
        ..ATTACK
    },
    Attack {
        name: "empty the audit log",
        session: Some("AMartinez"),
        setup: &["UPDATE public.customers SET first_name = 'Z' WHERE id = 1"],
        steps: &["TRUNCATE public.audit_entries"],
        refused: "permission denied",
        harm: Harm::Changed(
            "SELECT string_agg(e::text, ' ' ORDER BY sequence) FROM public.audit_entries e",
        ),
        undo: Undo::Sql(&[
            "GRANT TRUNCATE ON public.audit_entries TO epic_app; DROP TRIGGER append_only_truncate ON public.audit_entries",
        ]),
        ..ATTACK
    },
    Attack {
        name: "write as somebody else by another secret",
        session: Some("CBrunel"),
        steps: &[
            "SELECT set_config('epic.session', 'AMartinez', false)",
            "UPDATE customers SET company = 'X' WHERE id = 1",
        ],
        refused: "0 rows",
        harm: Harm::Changed("SELECT company FROM public.customers WHERE id = 1"),
        undo: Undo::Sql(&[
            "patch: epic_sec.caller | s.jti_hash = sha256( | s.collaborator_id = 2 OR s.jti_hash = sha256(",
        ]),
        ..ATTACK
    },
    Attack {
        name: "write between two secrets, to be remembered as another",
        session: Some("CBrunel"),
        steps: &[
            "BEGIN",
            "UPDATE customers SET company = 'X' WHERE id = 1",
            "SELECT set_config('epic.session', '', false)",
            "COMMIT",
        ],
        refused: "harmless",
        harm: Harm::Changed(
            "SELECT count(*) FROM public.audit_entries WHERE collaborator_id IS NULL AND entity = 'customer'",
        ),
        undo: Undo::Sql(&[
            "patch: epic_sec.audit | c := epic_sec.pinned(); | c := NULL::record; SELECT NULL::bigint AS session_id, NULL::bigint AS collaborator_id, NULL::text AS kind INTO c;",
        ]),
        ..ATTACK
    },
    Attack {
        name: "drop the secret in the statement that writes, to be remembered as nobody",
        session: Some("CBrunel"),
        steps: &[
            "UPDATE customers SET company = 'X' WHERE id = 1 RETURNING set_config('epic.session', '', false)",
        ],
        refused: "epic_no_session",
        harm: Harm::Changed(
            "SELECT count(*) FROM public.audit_entries WHERE collaborator_id IS NULL AND entity = 'customer'",
        ),
        undo: Undo::Sql(&["patch: epic_sec.audit_row | PERFORM epic_sec.require(); | PERFORM 1;"]),
        ..ATTACK
    },
    Attack {
        name: "write and put the end of the chain off for ever",
        session: Some("CBrunel"),
        steps: &[
            "BEGIN",
            "SET CONSTRAINTS ALL DEFERRED",
            "UPDATE customers SET company = 'X' WHERE id = 1",
            "COMMIT",
        ],
        refused: "harmless",
        harm: Harm::Changed(
            "SELECT (SELECT max(sequence) FROM public.audit_entries) = (SELECT sequence FROM epic_sec.audit_head)",
        ),
        undo: Undo::Sql(&["ALTER TABLE public.audit_entries DISABLE TRIGGER close"]),
        ..ATTACK
    },
];

#[test]
fn every_attack_fails_and_would_not_without_its_defence() {
    check(ATTACKS);
}
