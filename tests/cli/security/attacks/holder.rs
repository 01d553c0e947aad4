//! Whoever has the URL of the database and no session: reads, writes, and everything that PostgreSQL itself lets a role do.

use diesel::prelude::*;
use diesel::sql_types::Text;

use super::world::connect;
use super::{ATTACK, Attack, Harm, Undo, Who, World, check};

/// See [`Attack`].
pub const ATTACKS: &[Attack] = &[
    Attack {
        name: "without a session: read collaborators",
        steps: &["SELECT * FROM collaborators"],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&["CREATE POLICY open ON public.collaborators USING (true)"]),
        ..ATTACK
    },
    Attack {
        name: "without a session: read customers",
        steps: &["SELECT * FROM customers"],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&["CREATE POLICY open ON public.customers USING (true)"]),
        ..ATTACK
    },
    Attack {
        name: "without a session: read contracts",
        steps: &["SELECT * FROM contracts"],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&["CREATE POLICY open ON public.contracts USING (true)"]),
        ..ATTACK
    },
    Attack {
        name: "without a session: read events",
        steps: &["SELECT * FROM events"],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&["CREATE POLICY open ON public.events USING (true)"]),
        ..ATTACK
    },
    Attack {
        name: "without a session: read audit_entries",
        steps: &["SELECT * FROM audit_entries"],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&["CREATE POLICY open ON public.audit_entries USING (true)"]),
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
            "INSERT INTO epic_sec.login_attempts (login_key, database_role, jti_hash) VALUES (sha256('a'), 'epic_cli', sha256('b'))",
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
        undo: Undo::Sql(&["CREATE POLICY open ON public.customers USING (true)"]),
        ..ATTACK
    },
    Attack {
        name: "have a division by zero tell of a row",
        steps: &["SELECT FROM contracts WHERE 1 / (total_cents - 250000) = 0"],
        refused: "0 rows",
        harm: Harm::Told("division by zero"),
        undo: Undo::Sql(&["CREATE POLICY open ON public.contracts USING (true)"]),
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
        undo: Undo::Sql(&["ALTER TABLE public.contracts DISABLE ROW LEVEL SECURITY"]),
        ..ATTACK
    },
    Attack {
        name: "export the schema as XML",
        steps: &[
            "SELECT FROM table_to_xml('public.customers', true, true, '') x WHERE x::text LIKE '%first_name%'",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&["CREATE POLICY open ON public.customers USING (true)"]),
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
            "CREATE POLICY open ON public.customers USING (true)",
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
            "CREATE POLICY open ON public.customers USING (true)",
        ]),
        ..ATTACK
    },
    Attack {
        name: "delete events",
        steps: &["DELETE FROM events"],
        refused: "permission denied for table events",
        harm: Harm::Changed("SELECT count(*) FROM public.events"),
        undo: Undo::Sql(&[
            "GRANT DELETE ON public.events TO epic_app",
            "DROP TRIGGER guard ON public.events",
            "ALTER TABLE public.events DISABLE TRIGGER audit",
            "CREATE POLICY open ON public.events USING (true)",
        ]),
        ..ATTACK
    },
    Attack {
        name: "empty a table",
        steps: &["TRUNCATE events"],
        refused: "permission denied for table events",
        harm: Harm::Changed("SELECT count(*) FROM public.events"),
        undo: Undo::Sql(&["GRANT TRUNCATE ON public.events TO epic_app"]),
        ..ATTACK
    },
    Attack {
        name: "lock everybody out of a table",
        steps: &["BEGIN", "LOCK TABLE customers IN ACCESS EXCLUSIVE MODE"],
        refused: "permission denied for table customers",
        undo: Undo::Sql(&["GRANT DELETE ON public.customers TO epic_app"]),
        ..ATTACK
    },
    Attack {
        name: "turn row-level security off",
        steps: &["SET row_security = off", "SELECT * FROM customers"],
        refused: "would be affected by row-level security",
        harm: Harm::Rows,
        undo: Undo::Sql(&["ALTER TABLE public.customers DISABLE ROW LEVEL SECURITY"]),
        ..ATTACK
    },
    Attack {
        name: "copy a table from a stream",
        steps: &["COPY customers (company) FROM STDIN"],
        refused: "COPY FROM not supported with row-level security",
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
            "SELECT epic_api.sign_up('Evil', 'E', 'V', 'e@v.fr', '+33600000000', substring(sha256('a') FROM 1 FOR 16), 65536, 3, 4, sha256('b'))",
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

/// The estimates of a query by somebody who has the URL alone.
fn estimates(world: &World, condition: &str) -> String {
    #[derive(QueryableByName)]
    struct Line {
        #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
        text: String,
    }
    let mut conn = connect(&world.url(Who::Shared, None));
    let lines: Vec<Line> = diesel::sql_query(format!(
        "EXPLAIN SELECT FROM customers WHERE {condition} AND id > 0"
    ))
    .load(&mut conn)
    .expect("a plan");
    let numbers = lines
        .iter()
        .filter_map(|line| line.text.split_once("rows="));
    let numbers = numbers.map(|(_, rest)| rest.split(' ').next().unwrap_or_default());
    numbers.collect::<Vec<_>>().join(" ")
}

#[test]
fn estimates_of_the_planner_tell_nothing_that_people_wrote() {
    const PAIRS: [[&str; 2]; 3] = [
        ["company = 'Studio Lumen'", "company = 'no such company'"],
        ["phone < '+0'", "phone < '+9999'"],
        ["email >= '0'", "email >= 'zzzz'"],
    ];
    let told = |world: &World| {
        world.execute("ANALYZE");
        let differ = PAIRS
            .iter()
            .filter(|[one, other]| estimates(world, one) != estimates(world, other));
        differ.count()
    };
    let world = World::new();
    assert_eq!(told(&world), 0);
    let kept = "SELECT string_agg(DISTINCT attname::text, ' ' ORDER BY attname::text) FROM pg_stats
         WHERE schemaname = 'public' AND tablename ~ '^(collaborators|customers|contracts|events)(_|$)'";
    assert_eq!(
        world.scalar(kept),
        "active contract_id created_at customer_id department end_at id sales_contact_id signed_at start_at status \
         support_contact_id updated_at version"
    );
    for column in ["company", "phone", "email"] {
        world.execute(&format!(
            "ALTER TABLE customers ALTER COLUMN {column} SET STATISTICS -1"
        ));
    }
    assert!(told(&world) >= 2);
}
