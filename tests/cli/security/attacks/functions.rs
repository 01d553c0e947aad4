//! Whoever calls the functions that are for clients without a session, and those that are for nobody.

use super::{ATTACK, Attack, Harm, Undo, check};

/// See [`Attack`].
pub const ATTACKS: &[Attack] = &[
    Attack {
        name: "fill the audit log with refusals",
        session: Some("KDurand"),
        steps: &[
            "SELECT epic_api.denied('update_customer', 'customer', n) FROM generate_series(1, 1000) n",
        ],
        refused: "harmless",
        harm: Harm::Changed(
            "SELECT count(*) > 20 FROM public.audit_entries WHERE action = 'denied'",
        ),
        undo: Undo::Sql(&["patch: epic_api.denied | >= 20 THEN | >= 20 AND false THEN"]),
        ..ATTACK
    },
    Attack {
        name: "lock the end of the audit log with a token that only reads",
        session: Some("KDurand"),
        setup: &[
            "UPDATE epic_sec.sessions SET kind = 'token', name = 'token ' || id, read_only = true",
        ],
        steps: &["SELECT epic_api.denied('update_customer', 'customer', 1)"],
        refused: "harmless",
        harm: Harm::Changed("SELECT count(*) FROM public.audit_entries WHERE action = 'denied'"),
        undo: Undo::Sql(&["patch: epic_api.denied | (epic_sec.caller()).read_only OR | false OR"]),
        ..ATTACK
    },
    Attack {
        name: "end everybody's sessions from the inside",
        steps: &["SELECT epic_sec.end_sessions(2)"],
        refused: "permission denied for schema epic_sec",
        harm: Harm::Changed("SELECT count(*) FROM epic_sec.sessions WHERE revoked_at IS NULL"),
        undo: Undo::Sql(&[
            "GRANT USAGE ON SCHEMA epic_sec TO epic_app; GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA epic_sec TO epic_app",
        ]),
        ..ATTACK
    },
    Attack {
        name: "write an entry of the audit log",
        steps: &["SELECT epic_sec.audit('login', 'session', 1, '{}', 1, 1, 'session')"],
        refused: "permission denied for schema epic_sec",
        harm: Harm::Changed("SELECT count(*) FROM public.audit_entries"),
        undo: Undo::Sql(&[
            "GRANT USAGE ON SCHEMA epic_sec TO epic_app; GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA epic_sec TO epic_app",
        ]),
        ..ATTACK
    },
    Attack {
        name: "see who is calling from the inside",
        steps: &["SELECT epic_sec.caller()"],
        refused: "permission denied for schema epic_sec",
        undo: Undo::Sql(&[
            "GRANT USAGE ON SCHEMA epic_sec TO epic_app; GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA epic_sec TO epic_app",
        ]),
        ..ATTACK
    },
    Attack {
        name: "ask the throttle about somebody",
        steps: &["SELECT epic_sec.throttle(sha256('cbrunel'), 'epic_cli', NULL)"],
        refused: "permission denied for schema epic_sec",
        undo: Undo::Sql(&[
            "GRANT USAGE ON SCHEMA epic_sec TO epic_app; GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA epic_sec TO epic_app",
        ]),
        ..ATTACK
    },
    Attack {
        name: "without a session: reset a password",
        steps: &["SELECT epic_api.password_reset(2, '1', sha256('b'))"],
        refused: "epic_no_session",
        harm: Harm::Changed("SELECT verifier FROM epic_sec.credentials WHERE collaborator_id = 2"),
        undo: Undo::Sql(&["patch: epic_sec.require | IF NOT FOUND THEN | IF false THEN"]),
        ..ATTACK
    },
    Attack {
        name: "without a session: unlock a login",
        setup: &[
            "INSERT INTO epic_sec.login_attempts (login_key, database_role, outcome) VALUES (epic_sec.login_key('CBrunel'), 'epic_cli', 'locked')",
        ],
        steps: &["SELECT epic_api.unlock(2)"],
        refused: "epic_no_session",
        harm: Harm::Changed(
            "SELECT count(*) FROM epic_sec.login_attempts WHERE outcome = 'locked'",
        ),
        undo: Undo::Sql(&["patch: epic_sec.require | IF NOT FOUND THEN | IF false THEN"]),
        ..ATTACK
    },
    Attack {
        name: "without a session: give an account a password",
        setup: &["DELETE FROM epic_sec.credentials WHERE collaborator_id = 2"],
        steps: &["SELECT epic_api.credential_create(2, '1', sha256('b'))"],
        refused: "epic_no_session",
        harm: Harm::Changed("SELECT count(*) FROM epic_sec.credentials"),
        undo: Undo::Sql(&["patch: epic_sec.require | IF NOT FOUND THEN | IF false THEN"]),
        ..ATTACK
    },
    Attack {
        name: "without a session: change a password",
        steps: &[
            "SELECT epic_api.password_change('00000000-0000-4000-8000-000000000001', '1', sha256('b'))",
        ],
        refused: "epic_no_session",
        harm: Harm::Changed("SELECT verifier FROM epic_sec.credentials WHERE collaborator_id = 2"),
        undo: Undo::Sql(&[
            "patch: epic_sec.require | IF NOT FOUND THEN | IF false THEN",
            "patch: epic_sec.require | session_id := c.session_id; collaborator_id := c.collaborator_id; | session_id := 2; collaborator_id := 2;",
            "patch: epic_api.password_change | status <> 'ok' | false",
            "patch: epic_api.password_change | j.collaborator_id <> r.collaborator_id | false",
        ]),
        ..ATTACK
    },
    Attack {
        name: "without a session: end a session",
        steps: &["SELECT epic_api.session_revoke(1, 'session')"],
        refused: "epic_no_session",
        harm: Harm::Changed("SELECT count(*) FROM epic_sec.sessions WHERE revoked_at IS NULL"),
        undo: Undo::Sql(&[
            "patch: epic_sec.require | IF NOT FOUND THEN | IF false THEN",
            "patch: epic_api.session_revoke | (s.collaborator_id = r.collaborator_id OR r.department = 'management') | true",
        ]),
        ..ATTACK
    },
    Attack {
        name: "without a session: make a token",
        steps: &["SELECT epic_api.token_create('t', sha256('t'), false, now() + interval '1 day')"],
        refused: "epic_no_session",
        harm: Harm::Changed("SELECT count(*) FROM epic_sec.sessions"),
        undo: Undo::Sql(&[
            "patch: epic_sec.require | IF NOT FOUND THEN | IF false THEN",
            "patch: epic_api.token_create | WHERE x.id = r.session_id | WHERE x.id = 1",
        ]),
        ..ATTACK
    },
    Attack {
        name: "without a session: end all sessions",
        steps: &["SELECT epic_api.sign_out(true)"],
        refused: "epic_no_session",
        harm: Harm::Changed("SELECT count(*) FROM epic_sec.sessions WHERE revoked_at IS NULL"),
        undo: Undo::Sql(&[
            "patch: epic_sec.require | IF NOT FOUND THEN | IF false THEN",
            "patch: epic_sec.require | session_id := c.session_id; collaborator_id := c.collaborator_id; | session_id := 2; collaborator_id := 2;",
            "patch: epic_api.password_change | status <> 'ok' | false",
            "patch: epic_api.password_change | j.collaborator_id <> r.collaborator_id | false",
        ]),
        ..ATTACK
    },
    Attack {
        name: "without a session: search",
        steps: &["SELECT * FROM epic_api.search('customers', '{%a%}', 1)"],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&["patch: epic_api.search | epic_api.uid() IS NULL OR | "]),
        ..ATTACK
    },
    Attack {
        name: "search a table of secrets",
        session: Some("CBrunel"),
        steps: &["SELECT * FROM epic_api.search('epic_sec.credentials t --', '{%a%}', 1)"],
        refused: "0 rows",
        harm: Harm::Told("relation"),
        undo: Undo::Sql(&[
            "patch: epic_api.search | OR p_table NOT IN ('customers', 'collaborators', 'events') | ",
        ]),
        ..ATTACK
    },
    Attack {
        name: "break out of a search",
        session: Some("CBrunel"),
        steps: &["SELECT * FROM epic_api.search('customers', ARRAY['x'' OR true --'], 1)"],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&["patch: epic_api.search | %L | ''%s''"]),
        ..ATTACK
    },
    Attack {
        name: "without a session: find",
        steps: &[
            r#"SELECT * FROM epic_api.find('{customer,event}', '[{"patterns": ["%a%"], "indexed": 0}]', 9, 9, 4, 9)"#,
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "patch: epic_api.find | epic_api.uid() IS NULL OR | ",
            "patch: epic_api.matches | epic_api.uid() IS NULL | false",
        ]),
        ..ATTACK
    },
    Attack {
        name: "without a session: match",
        steps: &["SELECT unnest(epic_api.matches('customer', '{%gar%}', 1, 4, 9))"],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "patch: epic_api.matches | epic_api.uid() IS NULL | false",
            "patch: epic_api.search | epic_api.uid() IS NULL OR | ",
        ]),
        ..ATTACK
    },
    Attack {
        name: "find another kind of table",
        session: Some("CBrunel"),
        steps: &[
            r#"SELECT * FROM epic_api.find('{session}', '[{"patterns": ["%a%"], "indexed": 0}]', 9, 9, 4, 9)"#,
        ],
        refused: "0 rows",
        harm: Harm::Told("relation"),
        undo: Undo::Sql(&[
            "patch: epic_api.find | OR NOT p_kinds <@ '{customer,contract,event,collaborator}' | ",
        ]),
        ..ATTACK
    },
    Attack {
        name: "break out of finding",
        session: Some("CBrunel"),
        steps: &[
            r#"SELECT * FROM epic_api.find('{contract}', '[{"patterns": ["x'' OR true OR ''x'' = ''"], "indexed": 0}]', 9, 9, 4, 9)"#,
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "patch: epic_sec.search_first | (SELECT c.search_text LIKE %1$L FROM public.customers c WHERE c.id = t.customer_id) | t.currency LIKE ''%1$s''",
        ]),
        ..ATTACK
    },
    Attack {
        name: "transfer customers as Sales",
        session: Some("CBrunel"),
        steps: &["SELECT * FROM epic_api.transfer('{1}', '{1}', 3)"],
        refused: "epic_denied",
        harm: Harm::Changed("SELECT sales_contact_id FROM customers WHERE id = 1"),
        undo: Undo::Sql(&[
            "patch: epic_sec.guard | IF refused IS NOT NULL | IF false",
            "ALTER POLICY change ON customers USING (true) WITH CHECK (true)",
        ]),
        ..ATTACK
    },
    Attack {
        name: "assign events without a session",
        steps: &["SELECT * FROM epic_api.assign('{2}', '{1}', 4)"],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "ALTER FUNCTION epic_api.assign(bigint[], bigint[], bigint) SECURITY DEFINER",
            "GRANT SELECT, UPDATE ON epic_api.events TO epic_definer",
            "open: events",
        ]),
        ..ATTACK
    },
    Attack {
        name: "without a session: list sessions",
        steps: &["SELECT * FROM epic_api.sessions('session', true)"],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "patch: epic_api.sessions | r.session_id IS NULL OR r.must_change | false",
            "patch: epic_api.sessions | (s.collaborator_id = r.collaborator_id OR p_everybody AND r.department = 'management') | true",
        ]),
        ..ATTACK
    },
    Attack {
        name: "without a session: read the history of a record",
        setup: &["UPDATE public.customers SET first_name = 'Z' WHERE id = 1"],
        steps: &["SELECT * FROM epic_api.history('customer', 1)"],
        refused: "epic_no_session",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "patch: epic_api.history | IF epic_api.uid() IS NULL THEN | IF false THEN",
        ]),
        ..ATTACK
    },
    Attack {
        name: "without a session: read the end of the audit chain",
        steps: &["SELECT * FROM epic_api.audit_head()"],
        refused: "epic_denied",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "patch: epic_api.audit_head | IF epic_api.department() | IF coalesce(current_setting('epic.session', true), '') <> '' AND epic_api.department()",
        ]),
        ..ATTACK
    },
    Attack {
        name: "without a session: learn who a session belongs to",
        steps: &["SELECT FROM epic_api.authenticate() a WHERE a.login IS NOT NULL"],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "patch: epic_api.authenticate | x.jti_hash = sha256( | true OR x.jti_hash = sha256(",
        ]),
        ..ATTACK
    },
];

#[test]
fn every_attack_fails_and_would_not_without_its_defence() {
    check(ATTACKS);
}
