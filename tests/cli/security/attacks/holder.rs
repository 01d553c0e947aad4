//! Whoever has the URL of the database and no session: reads, writes, and everything that PostgreSQL itself lets a role do.

use super::{ATTACK, Attack, Harm, Undo, check};

/// See [`Attack`].
pub const ATTACKS: &[Attack] = &[
    Attack {
        name: "without a session: read collaborators",
        steps: &["SELECT * FROM collaborators"],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&["open: collaborators"]),
        ..ATTACK
    },
    Attack {
        name: "without a session: read customers",
        steps: &["SELECT * FROM customers"],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&["open: customers"]),
        ..ATTACK
    },
    Attack {
        name: "without a session: read contracts",
        steps: &["SELECT * FROM contracts"],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&["open: contracts"]),
        ..ATTACK
    },
    Attack {
        name: "without a session: read events",
        steps: &["SELECT * FROM events"],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&["open: events"]),
        ..ATTACK
    },
    Attack {
        name: "without a session: read audit_entries",
        steps: &["SELECT * FROM audit_entries"],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&["open: audit_entries"]),
        ..ATTACK
    },
    Attack {
        name: "without a session: read epic_sec.sessions",
        steps: &["SELECT * FROM epic_sec.sessions"],
        refused: "permission denied for schema epic_sec",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "GRANT USAGE ON SCHEMA epic_sec TO epic_app; GRANT SELECT ON epic_sec.sessions TO epic_app; CREATE POLICY open ON epic_sec.sessions USING (true)",
        ]),
        ..ATTACK
    },
    Attack {
        name: "without a session: read epic_sec.credentials",
        steps: &["SELECT * FROM epic_sec.credentials"],
        refused: "permission denied for schema epic_sec",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "GRANT USAGE ON SCHEMA epic_sec TO epic_app; GRANT SELECT ON epic_sec.credentials TO epic_app; CREATE POLICY open ON epic_sec.credentials USING (true)",
        ]),
        ..ATTACK
    },
    Attack {
        name: "without a session: read epic_sec.settings",
        steps: &["SELECT * FROM epic_sec.settings"],
        refused: "permission denied for schema epic_sec",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "GRANT USAGE ON SCHEMA epic_sec TO epic_app; GRANT SELECT ON epic_sec.settings TO epic_app; CREATE POLICY open ON epic_sec.settings USING (true)",
        ]),
        ..ATTACK
    },
    Attack {
        name: "without a session: read epic_sec.login_attempts",
        setup: &[
            "INSERT INTO epic_sec.login_attempts (login_key, database_role) VALUES (sha256('a'), 'epic_cli')",
        ],
        steps: &["SELECT * FROM epic_sec.login_attempts"],
        refused: "permission denied for schema epic_sec",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "GRANT USAGE ON SCHEMA epic_sec TO epic_app; GRANT SELECT ON epic_sec.login_attempts TO epic_app; CREATE POLICY open ON epic_sec.login_attempts USING (true)",
        ]),
        ..ATTACK
    },
    Attack {
        name: "read the passwords of the database's roles",
        steps: &["SELECT rolpassword FROM pg_authid"],
        refused: "permission denied for table pg_authid",
        harm: Harm::Rows,
        undo: Undo::Sql(&["GRANT SELECT ON pg_authid TO PUBLIC"]),
        ..ATTACK
    },
    Attack {
        name: "have the message of an error tell what is in a row",
        steps: &["SELECT FROM customers WHERE CAST(last_name AS integer) = 1"],
        refused: "0 rows",
        harm: Harm::Told("invalid input syntax"),
        undo: Undo::Sql(&["open: customers"]),
        ..ATTACK
    },
    Attack {
        name: "have a division by zero tell of a row",
        steps: &["SELECT FROM contracts WHERE 1 / (total_cents - 250000) = 0"],
        refused: "0 rows",
        harm: Harm::Told("division by zero"),
        undo: Undo::Sql(&["open: contracts"]),
        ..ATTACK
    },
    Attack {
        name: "read values from the statistics of the planner",
        setup: &["ANALYZE public.contracts"],
        steps: &[
            "SELECT most_common_vals FROM pg_stats WHERE tablename = 'contracts' AND attname = 'status' AND most_common_vals IS NOT NULL",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "ALTER TABLE public.contracts DISABLE ROW LEVEL SECURITY; GRANT SELECT ON public.contracts TO epic_app",
        ]),
        ..ATTACK
    },
    Attack {
        name: "export the schema as XML",
        steps: &[
            "SELECT FROM table_to_xml('epic_api.customers', true, true, '') x WHERE x::text LIKE '%first_name%'",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&["open: customers"]),
        ..ATTACK
    },
    Attack {
        name: "without a session: add a customer",
        steps: &[
            "INSERT INTO customers (first_name, last_name, email, phone, company, sales_contact_id, created_at, updated_at) VALUES ('A', 'B', 'a@b.fr', '+33600000000', 'C', 2, now(), now())",
        ],
        refused: "epic_no_session",
        harm: Harm::Changed("SELECT count(*) FROM public.customers"),
        undo: Undo::Sql(&[
            "DROP TRIGGER guard ON public.customers",
            "ALTER TABLE public.customers DISABLE TRIGGER audit",
            "open: customers",
        ]),
        ..ATTACK
    },
    Attack {
        name: "without a session: change a customer",
        steps: &["UPDATE customers SET company = 'X' WHERE id = 1"],
        refused: "0 rows",
        harm: Harm::Changed("SELECT company FROM public.customers WHERE id = 1"),
        undo: Undo::Sql(&[
            "DROP TRIGGER guard ON public.customers",
            "ALTER TABLE public.customers DISABLE TRIGGER audit",
            "open: customers",
        ]),
        ..ATTACK
    },
    Attack {
        name: "delete events",
        steps: &["DELETE FROM events"],
        refused: "permission denied for view events",
        harm: Harm::Changed("SELECT count(*) FROM public.events"),
        undo: Undo::Sql(&[
            "GRANT DELETE ON epic_api.events TO epic_app; GRANT DELETE ON public.events TO epic_view",
            "DROP TRIGGER guard ON public.events",
            "ALTER TABLE public.events DISABLE TRIGGER audit",
            "open: events",
        ]),
        ..ATTACK
    },
    Attack {
        name: "empty a table",
        steps: &["TRUNCATE public.events"],
        refused: "permission denied for table events",
        harm: Harm::Changed("SELECT count(*) FROM public.events"),
        undo: Undo::Sql(&["GRANT TRUNCATE ON public.events TO epic_app"]),
        ..ATTACK
    },
    Attack {
        name: "lock everybody out of a table",
        steps: &["BEGIN", "LOCK TABLE customers IN ACCESS EXCLUSIVE MODE"],
        refused: "permission denied for view customers",
        undo: Undo::Sql(&[
            "GRANT DELETE ON epic_api.customers TO epic_app; GRANT DELETE ON public.customers TO epic_view",
        ]),
        ..ATTACK
    },
    Attack {
        name: "turn row-level security off",
        steps: &["SET row_security = off", "SELECT * FROM customers"],
        refused: "would be affected by row-level security",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "open: customers",
            "ALTER TABLE public.customers DISABLE ROW LEVEL SECURITY",
        ]),
        ..ATTACK
    },
    Attack {
        name: "copy a table from a stream",
        steps: &["COPY public.customers (company) FROM STDIN"],
        refused: "permission denied for table customers",
        harm: Harm::Told("COPY"),
        undo: Undo::Indelible("what the client would send next is not the point"),
        ..ATTACK
    },
    Attack {
        name: "read a file of the server",
        steps: &["SELECT pg_read_file('PG_VERSION')"],
        refused: "permission denied for function pg_read_file",
        harm: Harm::Rows,
        undo: Undo::Sql(&["GRANT EXECUTE ON FUNCTION pg_read_file(text) TO PUBLIC"]),
        ..ATTACK
    },
    Attack {
        name: "list the files of the server",
        steps: &["SELECT pg_ls_dir('.')"],
        refused: "permission denied for function pg_ls_dir",
        harm: Harm::Rows,
        undo: Undo::Sql(&["GRANT EXECUTE ON FUNCTION pg_ls_dir(text) TO PUBLIC"]),
        ..ATTACK
    },
    Attack {
        name: "fill the disk with large objects",
        steps: &["SELECT lo_from_bytea(0, 'x')"],
        refused: "permission denied for function lo_from_bytea",
        harm: Harm::Changed("SELECT count(*) FROM pg_largeobject_metadata"),
        undo: Undo::Sql(&["GRANT EXECUTE ON FUNCTION lo_from_bytea(oid, bytea) TO PUBLIC"]),
        ..ATTACK
    },
    Attack {
        name: "create a large object",
        steps: &["SELECT lo_create(0)"],
        refused: "permission denied for function lo_create",
        harm: Harm::Changed("SELECT count(*) FROM pg_largeobject_metadata"),
        undo: Undo::Sql(&["GRANT EXECUTE ON FUNCTION lo_create(oid) TO PUBLIC"]),
        ..ATTACK
    },
    Attack {
        name: "connect onwards with dblink",
        steps: &["SELECT dblink('dbname=postgres', 'SELECT 1')"],
        refused: "function dblink(unknown, unknown) does not exist",
        undo: Undo::Indelible("the extension is not there, and no client creates one"),
        ..ATTACK
    },
    Attack {
        name: "see the statements of others",
        steps: &["SELECT * FROM pg_stat_activity"],
        refused: "permission denied for function pg_stat_get_activity",
        harm: Harm::Rows,
        undo: Undo::Sql(&["GRANT EXECUTE ON FUNCTION pg_stat_get_activity(integer) TO PUBLIC"]),
        ..ATTACK
    },
    Attack {
        name: "see the statement of one connection",
        steps: &["SELECT pg_stat_get_backend_activity(1)"],
        refused: "permission denied for function pg_stat_get_backend_activity",
        undo: Undo::Sql(&[
            "GRANT EXECUTE ON FUNCTION pg_stat_get_backend_activity(integer) TO PUBLIC",
        ]),
        ..ATTACK
    },
    Attack {
        name: "end the connections of others",
        steps: &["SELECT pg_terminate_backend(2147483647)"],
        refused: "permission denied for function pg_terminate_backend",
        undo: Undo::Sql(&[
            "GRANT EXECUTE ON FUNCTION pg_terminate_backend(integer, bigint) TO PUBLIC",
        ]),
        ..ATTACK
    },
    Attack {
        name: "cancel the statements of others",
        steps: &["SELECT pg_cancel_backend(2147483647)"],
        refused: "permission denied for function pg_cancel_backend",
        undo: Undo::Sql(&["GRANT EXECUTE ON FUNCTION pg_cancel_backend(integer) TO PUBLIC"]),
        ..ATTACK
    },
    Attack {
        name: "hold up a migration with its advisory lock",
        steps: &["SELECT pg_advisory_lock(1)"],
        refused: "permission denied for function pg_advisory_lock",
        undo: Undo::Sql(&["GRANT EXECUTE ON FUNCTION pg_advisory_lock(bigint) TO PUBLIC"]),
        ..ATTACK
    },
    Attack {
        name: "leave a prepared transaction behind",
        steps: &["BEGIN", "PREPARE TRANSACTION 'x'"],
        refused: "prepared transactions are disabled",
        undo: Undo::Indelible("the setting takes a restart of the server"),
        ..ATTACK
    },
    Attack {
        name: "load a library",
        steps: &["LOAD 'auto_explain'"],
        refused: "access to library",
        undo: Undo::Indelible("PostgreSQL asks for a superuser"),
        ..ATTACK
    },
    Attack {
        name: "guess a session",
        steps: &[
            "SELECT set_config('epic.session', encode(sha256('guess'), 'hex'), false)",
            "SELECT * FROM customers",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "patch: epic_sec.caller | s.jti_hash = sha256( | true OR s.jti_hash = sha256(",
        ]),
        ..ATTACK
    },
    Attack {
        name: "sign up where there is an account",
        steps: &[
            "SELECT epic_api.sign_up('Evil', 'E', 'V', 'e@v.fr', '+33600000000', '1', sha256('b'))",
        ],
        refused: "epic_rule_signup_closed",
        harm: Harm::Changed("SELECT count(*) FROM public.collaborators"),
        undo: Undo::Sql(&[
            "patch: epic_api.sign_up | IF epic_api.has_collaborators() THEN | IF false THEN",
        ]),
        ..ATTACK
    },
    Attack {
        name: "move a sequence",
        steps: &["SELECT setval('customers_id_seq', 1)"],
        refused: "permission denied for sequence customers_id_seq",
        harm: Harm::Changed("SELECT last_value FROM public.customers_id_seq"),
        undo: Undo::Sql(&["GRANT UPDATE ON SEQUENCE public.customers_id_seq TO epic_app"]),
        ..ATTACK
    },
];

#[test]
fn every_attack_fails_and_would_not_without_its_defence() {
    check(ATTACKS);
}
