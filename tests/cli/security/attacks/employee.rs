//! An employee with psql and a session of their own: other rows, other columns, other people.

use super::{ATTACK, Attack, Harm, Undo, Who, check};

/// Lets a client write the derived columns, as no lockdown does.
const WRITABLE_INDEX: &[&str] = &[
    "GRANT UPDATE (search_text, company_folded) ON epic_api.customers TO epic_app; GRANT UPDATE (search_text, company_folded) ON public.customers TO epic_view",
    "DROP TRIGGER guard ON public.customers",
    "DROP TRIGGER search ON public.customers",
];

/// See [`Attack`].
pub const ATTACKS: &[Attack] = &[
    Attack {
        name: "support changes a customer",
        session: Some("KDurand"),
        steps: &["UPDATE customers SET company = 'X' WHERE id = 1"],
        refused: "0 rows",
        harm: Harm::Changed("SELECT company FROM public.customers WHERE id = 1"),
        undo: Undo::Sql(&["DROP TRIGGER guard ON public.customers", "open: customers"]),
        ..ATTACK
    },
    Attack {
        name: "support changes a customer past the policies",
        session: Some("KDurand"),
        setup: &["open: customers"],
        steps: &["UPDATE customers SET company = 'X' WHERE id = 1"],
        refused: "epic_denied",
        harm: Harm::Changed("SELECT company FROM public.customers WHERE id = 1"),
        undo: Undo::Sql(&["DROP TRIGGER guard ON public.customers"]),
        ..ATTACK
    },
    Attack {
        name: "sales changes the customer of another",
        session: Some("CBrunel"),
        steps: &["UPDATE customers SET company = 'X' WHERE id = 5"],
        refused: "0 rows",
        harm: Harm::Changed("SELECT company FROM public.customers WHERE id = 5"),
        undo: Undo::Sql(&["open: customers"]),
        ..ATTACK
    },
    Attack {
        name: "sales changes the customer of another with a role of their own",
        who: Who::Person("CBrunel"),
        session: Some("CBrunel"),
        steps: &["UPDATE customers SET company = 'X' WHERE id = 5"],
        refused: "0 rows",
        harm: Harm::Changed("SELECT company FROM public.customers WHERE id = 5"),
        undo: Undo::Sql(&["open: customers"]),
        ..ATTACK
    },
    Attack {
        name: "sales moves the version of a customer without a trace",
        session: Some("CBrunel"),
        steps: &[
            "UPDATE customers SET version = version + 1, updated_at = '2000-01-01' WHERE id = 1",
        ],
        refused: "harmless",
        harm: Harm::Changed(
            "SELECT version || ' ' || updated_at FROM public.customers WHERE id = 1",
        ),
        undo: Undo::Sql(&["patch: epic_sec.guard | IF changed = '{}' THEN | IF false THEN"]),
        ..ATTACK
    },
    Attack {
        name: "sales takes a customer over",
        session: Some("CBrunel"),
        steps: &["UPDATE customers SET sales_contact_id = 2 WHERE id = 5"],
        refused: "0 rows",
        harm: Harm::Changed("SELECT sales_contact_id FROM public.customers WHERE id = 5"),
        undo: Undo::Sql(&["DROP TRIGGER guard ON public.customers", "open: customers"]),
        ..ATTACK
    },
    Attack {
        name: "sales gives a customer away",
        session: Some("CBrunel"),
        steps: &["UPDATE customers SET sales_contact_id = 3 WHERE id = 1"],
        refused: "epic_denied",
        harm: Harm::Changed("SELECT sales_contact_id FROM public.customers WHERE id = 1"),
        undo: Undo::Sql(&["DROP TRIGGER guard ON public.customers", "open: customers"]),
        ..ATTACK
    },
    Attack {
        name: "sales adds a customer for another",
        session: Some("CBrunel"),
        steps: &[
            "INSERT INTO customers (first_name, last_name, email, phone, company, sales_contact_id, created_at, updated_at) VALUES ('A', 'B', 'a@b.fr', '+33600000000', 'C', 3, now(), now())",
        ],
        refused: "row-level security",
        harm: Harm::Changed("SELECT count(*) FROM public.customers"),
        undo: Undo::Sql(&["open: customers"]),
        ..ATTACK
    },
    Attack {
        name: "management changes the name of a customer",
        session: Some("AMartinez"),
        steps: &["UPDATE customers SET first_name = 'X' WHERE id = 1"],
        refused: "epic_denied",
        harm: Harm::Changed("SELECT first_name FROM public.customers WHERE id = 1"),
        undo: Undo::Sql(&["DROP TRIGGER guard ON public.customers"]),
        ..ATTACK
    },
    Attack {
        name: "change what a search finds, and nothing else",
        session: Some("CBrunel"),
        steps: &["UPDATE customers SET search_text = 'x' WHERE id = 1"],
        refused: "permission denied",
        harm: Harm::Changed("SELECT search_text FROM public.customers WHERE id = 1"),
        undo: Undo::Sql(WRITABLE_INDEX),
        ..ATTACK
    },
    Attack {
        name: "hide a customer from every search",
        session: Some("CBrunel"),
        steps: &["UPDATE customers SET first_name = 'X', search_text = '  nobody ' WHERE id = 1"],
        refused: "permission denied",
        harm: Harm::Changed(
            "SELECT search_text LIKE '%  nobody %' FROM public.customers WHERE id = 1",
        ),
        undo: Undo::Sql(WRITABLE_INDEX),
        ..ATTACK
    },
    Attack {
        name: "hide a customer from every search, with the right to write what is searched",
        session: Some("CBrunel"),
        setup: &[
            "GRANT UPDATE (search_text) ON epic_api.customers TO epic_app; GRANT UPDATE (search_text) ON public.customers TO epic_view",
            "ALTER TABLE public.customers DISABLE TRIGGER guard",
        ],
        steps: &["UPDATE customers SET first_name = 'X', search_text = '  nobody ' WHERE id = 1"],
        refused: "harmless",
        harm: Harm::Changed(
            "SELECT search_text LIKE '%  nobody %' FROM public.customers WHERE id = 1",
        ),
        undo: Undo::Sql(&["DROP TRIGGER search ON public.customers"]),
        ..ATTACK
    },
    Attack {
        name: "change what a company is sorted by, and nothing else",
        session: Some("CBrunel"),
        steps: &["UPDATE customers SET company_folded = 'x' WHERE id = 1"],
        refused: "permission denied",
        harm: Harm::Changed("SELECT company_folded FROM public.customers WHERE id = 1"),
        undo: Undo::Sql(WRITABLE_INDEX),
        ..ATTACK
    },
    Attack {
        name: "forge a version",
        session: Some("CBrunel"),
        steps: &["UPDATE customers SET company = 'X', version = 99 WHERE id = 1"],
        refused: "harmless",
        harm: Harm::Changed("SELECT version > 50 FROM public.customers WHERE id = 1"),
        undo: Undo::Sql(&["DROP TRIGGER guard ON public.customers"]),
        ..ATTACK
    },
    Attack {
        name: "forge the instant of a change",
        session: Some("CBrunel"),
        steps: &["UPDATE customers SET company = 'X', updated_at = '2001-01-01' WHERE id = 1"],
        refused: "harmless",
        harm: Harm::Changed("SELECT updated_at < '2002-01-01' FROM public.customers WHERE id = 1"),
        undo: Undo::Sql(&["DROP TRIGGER guard ON public.customers"]),
        ..ATTACK
    },
    Attack {
        name: "forge the instant of creation",
        session: Some("CBrunel"),
        steps: &[
            "INSERT INTO customers (first_name, last_name, email, phone, company, sales_contact_id, created_at, updated_at) VALUES ('A', 'B', 'a@b.fr', '+33600000000', 'C', 2, '2001-01-01', now())",
        ],
        refused: "harmless",
        harm: Harm::Changed("SELECT min(created_at) < '2002-01-01' FROM public.customers"),
        undo: Undo::Sql(&["DROP TRIGGER guard ON public.customers"]),
        ..ATTACK
    },
    Attack {
        name: "change the instant of creation",
        session: Some("CBrunel"),
        steps: &["UPDATE customers SET created_at = '2001-01-01' WHERE id = 1"],
        refused: "permission denied",
        harm: Harm::Changed("SELECT created_at FROM public.customers WHERE id = 1"),
        undo: Undo::Sql(&[
            "GRANT UPDATE ON epic_api.customers TO epic_app; GRANT UPDATE ON public.customers TO epic_view",
            "DROP TRIGGER guard ON public.customers",
        ]),
        ..ATTACK
    },
    Attack {
        name: "change a row by way of a join",
        session: Some("CBrunel"),
        steps: &[
            "UPDATE customers SET email = 'x@y.fr' FROM contracts k WHERE k.id = 8 AND customers.id = k.customer_id",
        ],
        refused: "0 rows",
        harm: Harm::Changed("SELECT string_agg(email, ' ' ORDER BY id) FROM public.customers"),
        undo: Undo::Sql(&["open: customers"]),
        ..ATTACK
    },
    Attack {
        name: "change a row in a WITH",
        session: Some("CBrunel"),
        steps: &[
            "WITH x AS (UPDATE customers SET company = 'X' WHERE id = 5 RETURNING company) SELECT * FROM x",
        ],
        refused: "0 rows",
        harm: Harm::Changed("SELECT company FROM public.customers WHERE id = 5"),
        undo: Undo::Sql(&["open: customers"]),
        ..ATTACK
    },
    Attack {
        name: "change a row with MERGE",
        session: Some("CBrunel"),
        steps: &[
            "MERGE INTO public.customers c USING (VALUES (5)) v (id) ON c.id = v.id WHEN MATCHED THEN UPDATE SET company = 'X'",
        ],
        refused: "permission denied for table customers",
        harm: Harm::Changed("SELECT company FROM public.customers WHERE id = 5"),
        undo: Undo::Sql(&[
            "open: customers",
            "GRANT SELECT, UPDATE ON public.customers TO epic_app",
        ]),
        ..ATTACK
    },
    Attack {
        name: "see what others changed with RETURNING",
        session: Some("CBrunel"),
        steps: &["UPDATE customers SET company = 'X' WHERE id = 5 RETURNING email"],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&["open: customers"]),
        ..ATTACK
    },
    Attack {
        name: "lock the rows of another",
        session: Some("KDurand"),
        steps: &["BEGIN", "SELECT FROM customers WHERE id = 5 FOR UPDATE"],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&["open: customers"]),
        ..ATTACK
    },
    Attack {
        name: "promote oneself",
        session: Some("KDurand"),
        steps: &["UPDATE collaborators SET department = 'management' WHERE login = 'KDurand'"],
        refused: "0 rows",
        harm: Harm::Changed("SELECT department FROM public.collaborators WHERE id = 5"),
        undo: Undo::Sql(&[
            "DROP TRIGGER guard ON public.collaborators",
            "open: collaborators",
            "DROP TRIGGER rules ON public.collaborators",
        ]),
        ..ATTACK
    },
    Attack {
        name: "promote oneself with ON CONFLICT",
        session: Some("KDurand"),
        steps: &[
            "INSERT INTO collaborators (login, first_name, last_name, email, phone, department, created_at, updated_at) VALUES ('KDurand', 'A', 'B', 'a@b.fr', '+33600000000', 'support', now(), now()) ON CONFLICT (lower(login)) DO UPDATE SET department = 'management'",
        ],
        refused: "epic_denied",
        harm: Harm::Changed("SELECT department FROM public.collaborators WHERE id = 5"),
        undo: Undo::Sql(&[
            "DROP TRIGGER guard ON public.collaborators",
            "open: collaborators",
            "DROP TRIGGER rules ON public.collaborators",
        ]),
        ..ATTACK
    },
    Attack {
        name: "support adds a manager",
        session: Some("KDurand"),
        steps: &[
            "INSERT INTO collaborators (login, first_name, last_name, email, phone, department, created_at, updated_at) VALUES ('Evil', 'A', 'B', 'a@b.fr', '+33600000000', 'management', now(), now())",
        ],
        refused: "epic_denied",
        harm: Harm::Changed("SELECT count(*) FROM public.collaborators"),
        undo: Undo::Sql(&[
            "DROP TRIGGER guard ON public.collaborators",
            "open: collaborators",
        ]),
        ..ATTACK
    },
    Attack {
        name: "management leaves its department",
        session: Some("AMartinez"),
        steps: &["UPDATE collaborators SET department = 'sales' WHERE id = 1"],
        refused: "epic_rule_self_demote",
        harm: Harm::Changed("SELECT department FROM public.collaborators WHERE id = 1"),
        undo: Undo::Sql(&["DROP TRIGGER rules ON public.collaborators"]),
        ..ATTACK
    },
    Attack {
        name: "the last manager leaves",
        session: Some("AMartinez"),
        steps: &["UPDATE collaborators SET active = false WHERE id = 1"],
        refused: "epic_rule_self_delete",
        harm: Harm::Changed("SELECT active FROM public.collaborators WHERE id = 1"),
        undo: Undo::Sql(&["DROP TRIGGER rules ON public.collaborators"]),
        ..ATTACK
    },
    Attack {
        name: "two managers remove each other at once",
        session: Some("AMartinez"),
        setup: &[
            "UPDATE public.customers SET sales_contact_id = 3; UPDATE public.collaborators SET department = 'management' WHERE id = 2",
        ],
        steps: &[
            "BEGIN",
            "UPDATE collaborators SET active = false WHERE id = 2",
            "admin& UPDATE public.collaborators SET active = false WHERE id = 1",
            "COMMIT",
        ],
        refused: "harmless",
        harm: Harm::Changed(
            "SELECT count(*) > 0 FROM public.collaborators WHERE active AND department = 'management'",
        ),
        undo: Undo::Sql(&[
            "patch: epic_sec.collaborator_rules | PERFORM FROM public.collaborators c WHERE c.active AND c.department = 'management' ORDER BY c.id FOR UPDATE; | ",
        ]),
        ..ATTACK
    },
    Attack {
        name: "somebody with customers leaves",
        session: Some("AMartinez"),
        steps: &["UPDATE collaborators SET active = false WHERE id = 2"],
        refused: "epic_rule_still_in_use",
        harm: Harm::Changed("SELECT active FROM public.collaborators WHERE id = 2"),
        undo: Undo::Sql(&["DROP TRIGGER rules ON public.collaborators"]),
        ..ATTACK
    },
    Attack {
        name: "somebody leaves who was given a customer after the snapshot",
        session: Some("AMartinez"),
        setup: &["UPDATE public.customers SET sales_contact_id = 2"],
        steps: &[
            "BEGIN ISOLATION LEVEL REPEATABLE READ",
            "SELECT FROM customers",
            "admin: UPDATE public.customers SET sales_contact_id = 3 WHERE id = 8",
            "UPDATE collaborators SET active = false WHERE id = 3",
            "COMMIT",
        ],
        refused: "could not serialize access",
        harm: Harm::Changed("SELECT active FROM public.collaborators WHERE id = 3"),
        undo: Undo::Sql(&[
            "patch: epic_sec.end_sessions | NOT IN ('read committed', 'read uncommitted') | = 'none'",
            "ALTER TABLE public.collaborators DISABLE TRIGGER audit",
        ]),
        ..ATTACK
    },
    Attack {
        name: "sales writes to the contract of a customer who was given away meanwhile",
        session: Some("CBrunel"),
        steps: &[
            "BEGIN ISOLATION LEVEL REPEATABLE READ",
            "SELECT FROM customers",
            "admin: UPDATE public.customers SET sales_contact_id = 3 WHERE id = 3",
            "UPDATE contracts SET due_cents = 0 WHERE id = 3",
            "COMMIT",
        ],
        refused: "could not serialize access",
        harm: Harm::Changed("SELECT due_cents FROM public.contracts WHERE id = 3"),
        undo: Undo::Sql(&[
            "patch: epic_sec.still_own | IF who.department = 'sales' THEN | IF false THEN",
            "ALTER TABLE public.contracts DISABLE TRIGGER audit",
        ]),
        ..ATTACK
    },
    Attack {
        name: "sales writes in a statement that began before the customer was given away",
        session: Some("CBrunel"),
        steps: &[
            "admin& SELECT pg_sleep(0.4); UPDATE public.customers SET sales_contact_id = 3 WHERE id = 3",
            "WITH w AS MATERIALIZED (SELECT 3::bigint AS id FROM pg_sleep(0.8)) UPDATE contracts SET due_cents = 0 FROM w WHERE contracts.id = w.id",
        ],
        refused: "epic_denied",
        harm: Harm::Changed("SELECT due_cents FROM public.contracts WHERE id = 3"),
        undo: Undo::Sql(&[
            "patch: epic_sec.still_own | IF who.department = 'sales' THEN | IF false THEN",
        ]),
        ..ATTACK
    },
    Attack {
        name: "management ends the sessions of somebody in an old snapshot",
        session: Some("AMartinez"),
        steps: &[
            "BEGIN ISOLATION LEVEL REPEATABLE READ",
            "UPDATE collaborators SET department = 'support' WHERE id = 2",
        ],
        refused: "epic_invalid",
        undo: Undo::Sql(&[
            "patch: epic_sec.end_sessions | NOT IN ('read committed', 'read uncommitted') | = 'none'",
        ]),
        ..ATTACK
    },
];

#[test]
fn every_attack_fails_and_would_not_without_its_defence() {
    check(ATTACKS);
}
