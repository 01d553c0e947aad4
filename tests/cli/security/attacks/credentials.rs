//! An employee who goes beyond their session: the passwords, sessions and tokens of others, and what a token never may.

use super::{ATTACK, Attack, Harm, Undo, check};

/// See [`Attack`].
pub const ATTACKS: &[Attack] = &[
    Attack {
        name: "sales resets a password",
        session: Some("CBrunel"),
        steps: &["SELECT epic_api.password_reset(1, '1', sha256('b'))"],
        refused: "epic_denied",
        harm: Harm::Changed("SELECT verifier FROM epic_sec.credentials WHERE collaborator_id = 1"),
        undo: Undo::Sql(&[
            "patch: epic_sec.require_person | p_management AND r.department <> 'management' | false",
        ]),
        ..ATTACK
    },
    Attack {
        name: "management resets a password without a new sign-in",
        session: Some("AMartinez"),
        setup: &["UPDATE epic_sec.sessions SET created_at = now() - interval '10 minutes'"],
        steps: &["SELECT epic_api.password_reset(2, '1', sha256('b'))"],
        refused: "epic_reauth",
        harm: Harm::Changed("SELECT verifier FROM epic_sec.credentials WHERE collaborator_id = 2"),
        undo: Undo::Sql(&[
            "patch: epic_sec.require_person | interval '5 minutes' | interval '5 days'",
        ]),
        ..ATTACK
    },
    Attack {
        name: "a token resets a password",
        session: Some("AMartinez"),
        setup: &["UPDATE epic_sec.sessions SET kind = 'token', name = 'token ' || id"],
        steps: &["SELECT epic_api.password_reset(2, '1', sha256('b'))"],
        refused: "epic_token",
        harm: Harm::Changed("SELECT verifier FROM epic_sec.credentials WHERE collaborator_id = 2"),
        undo: Undo::Sql(&["patch: epic_sec.require_person | r.kind <> 'session' | false"]),
        ..ATTACK
    },
    Attack {
        name: "change the own password without the current one, right after a sign-in",
        session: Some("CBrunel"),
        steps: &[
            "SELECT set_config('my.attempt', (epic_api.sign_in_submit('CBrunel', '1', {guess}, NULL, sha256('new'))).attempt::text, false)",
            "SELECT FROM epic_api.password_change(current_setting('my.attempt')::uuid, '1', sha256('b')) p WHERE p.status = 'ok'",
        ],
        refused: "0 rows",
        harm: Harm::Changed("SELECT verifier FROM epic_sec.credentials WHERE collaborator_id = 2"),
        undo: Undo::Sql(&[
            "patch: epic_api.password_change | status <> 'ok' | false",
            "patch: epic_api.password_change | j.collaborator_id <> r.collaborator_id | false",
        ]),
        ..ATTACK
    },
    Attack {
        name: "change the password of a stolen session with that of another account",
        session: Some("CBrunel"),
        steps: &[
            "SELECT set_config('my.attempt', (epic_api.sign_in_submit('KDurand', '1', {proof KDurand}, NULL, sha256('new'))).attempt::text, false)",
            "SELECT FROM epic_api.password_change(current_setting('my.attempt')::uuid, '1', sha256('b')) p WHERE p.status = 'ok'",
        ],
        refused: "0 rows",
        harm: Harm::Changed("SELECT verifier FROM epic_sec.credentials WHERE collaborator_id = 2"),
        undo: Undo::Sql(&[
            "patch: epic_api.password_change | j.collaborator_id <> r.collaborator_id | false",
        ]),
        ..ATTACK
    },
    Attack {
        name: "guess the current password by changing it",
        session: Some("CBrunel"),
        setup: &[
            "INSERT INTO epic_sec.login_attempts (login_key, database_role, outcome) SELECT epic_sec.login_key('CBrunel'), 'epic_cli', 'failed' FROM generate_series(1, 4)",
        ],
        steps: &[
            "SELECT epic_api.sign_in_submit('CBrunel', '1', {guess}, NULL, sha256('new'))",
            "SELECT set_config('my.attempt', (epic_api.sign_in_submit('CBrunel', '1', {proof CBrunel}, NULL, sha256('newer'))).attempt::text, false)",
            "SELECT FROM epic_api.password_change(nullif(current_setting('my.attempt'), '')::uuid, '1', sha256('b')) p WHERE p.status = 'ok'",
        ],
        refused: "0 rows",
        harm: Harm::Changed("SELECT verifier FROM epic_sec.credentials WHERE collaborator_id = 2"),
        undo: Undo::Sql(&["patch: epic_sec.throttle | OFFSET 4 | OFFSET 4000"]),
        ..ATTACK
    },
    Attack {
        name: "support lists the sessions of all",
        session: Some("KDurand"),
        steps: &["SELECT FROM epic_api.sessions('session', true) WHERE collaborator_id <> 5"],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "patch: epic_api.sessions | (s.collaborator_id = r.collaborator_id OR p_everybody AND r.department = 'management') | true",
        ]),
        ..ATTACK
    },
    Attack {
        name: "sales ends the session of management",
        session: Some("CBrunel"),
        steps: &["SELECT 1 WHERE epic_api.session_revoke(1, 'session')"],
        refused: "0 rows",
        harm: Harm::Changed("SELECT revoked_at IS NULL FROM epic_sec.sessions WHERE id = 1"),
        undo: Undo::Sql(&[
            "patch: epic_api.session_revoke | (s.collaborator_id = r.collaborator_id OR r.department = 'management') | true",
        ]),
        ..ATTACK
    },
    Attack {
        name: "a token ends the session of somebody",
        session: Some("AMartinez"),
        setup: &[
            "UPDATE epic_sec.sessions SET kind = 'token', name = 'token ' || id WHERE collaborator_id = 1",
        ],
        steps: &["SELECT epic_api.session_revoke(2, 'session')"],
        refused: "epic_token",
        harm: Harm::Changed("SELECT revoked_at IS NULL FROM epic_sec.sessions WHERE id = 2"),
        undo: Undo::Sql(&["patch: epic_api.session_revoke | r.kind = 'token' | false"]),
        ..ATTACK
    },
    Attack {
        name: "somebody with a password to change ends the session of another",
        session: Some("AMartinez"),
        setup: &["UPDATE epic_sec.sessions SET must_change = true"],
        steps: &["SELECT epic_api.session_revoke(2, 'session')"],
        refused: "epic_must_change",
        harm: Harm::Changed("SELECT revoked_at IS NULL FROM epic_sec.sessions WHERE id = 2"),
        undo: Undo::Sql(&[
            "patch: epic_api.session_revoke | epic_sec.require(p_id = (epic_sec.caller()).session_id) | epic_sec.require(true)",
        ]),
        ..ATTACK
    },
    Attack {
        name: "somebody with a password to change reads",
        session: Some("CBrunel"),
        setup: &["UPDATE epic_sec.sessions SET must_change = true"],
        steps: &["SELECT * FROM customers"],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "patch: epic_api.uid | CASE WHEN c.must_change THEN NULL ELSE c.collaborator_id END | c.collaborator_id",
        ]),
        ..ATTACK
    },
    Attack {
        name: "sales unlocks a login",
        session: Some("CBrunel"),
        setup: &[
            "INSERT INTO epic_sec.login_attempts (login_key, database_role, outcome) VALUES (epic_sec.login_key('CBrunel'), 'epic_cli', 'locked')",
        ],
        steps: &["SELECT epic_api.unlock(2)"],
        refused: "epic_denied",
        harm: Harm::Changed(
            "SELECT count(*) FROM epic_sec.login_attempts WHERE outcome = 'locked'",
        ),
        undo: Undo::Sql(&[
            "patch: epic_sec.require_person | p_management AND r.department <> 'management' | false",
        ]),
        ..ATTACK
    },
    Attack {
        name: "a token for longer than a year",
        session: Some("CBrunel"),
        steps: &[
            "SELECT epic_api.token_create('t', sha256('t'), false, now() + interval '400 days')",
        ],
        refused: "epic_invalid",
        harm: Harm::Changed("SELECT count(*) FROM epic_sec.sessions"),
        undo: Undo::Sql(&[
            "patch: epic_api.token_create | interval '366 days' | interval '3660 days'",
        ]),
        ..ATTACK
    },
    Attack {
        name: "a token by a session of some minutes ago",
        session: Some("CBrunel"),
        setup: &["UPDATE epic_sec.sessions SET created_at = created_at - interval '6 minutes'"],
        steps: &["SELECT epic_api.token_create('t', sha256('t'), false, now() + interval '1 day')"],
        refused: "epic_reauth",
        harm: Harm::Changed("SELECT count(*) FROM epic_sec.sessions"),
        undo: Undo::Sql(&[
            "patch: epic_api.token_create | epic_sec.require_person(false, true) | epic_sec.require_person(false, false)",
        ]),
        ..ATTACK
    },
    Attack {
        name: "a token for centuries",
        session: Some("CBrunel"),
        steps: &["SELECT epic_api.token_create('t', sha256('t'), false, '2999-01-01')"],
        refused: "epic_invalid",
        harm: Harm::Changed("SELECT count(*) FROM epic_sec.sessions"),
        undo: Undo::Sql(&[
            "patch: epic_api.token_create | OR p_expires_at > now + interval '366 days' | ",
        ]),
        ..ATTACK
    },
    Attack {
        name: "a token makes a token",
        session: Some("CBrunel"),
        setup: &["UPDATE epic_sec.sessions SET kind = 'token', name = 'token ' || id"],
        steps: &["SELECT epic_api.token_create('t', sha256('t'), false, now() + interval '1 day')"],
        refused: "epic_token",
        harm: Harm::Changed("SELECT count(*) FROM epic_sec.sessions"),
        undo: Undo::Sql(&["patch: epic_sec.require_person | r.kind <> 'session' | false"]),
        ..ATTACK
    },
    Attack {
        name: "a token that only reads writes",
        session: Some("CBrunel"),
        setup: &[
            "UPDATE epic_sec.sessions SET kind = 'token', name = 'token ' || id, read_only = true",
        ],
        steps: &["UPDATE customers SET company = 'X' WHERE id = 1"],
        refused: "0 rows",
        harm: Harm::Changed("SELECT company FROM public.customers WHERE id = 1"),
        undo: Undo::Sql(&[
            "patch: epic_api.writer | c.must_change OR c.read_only | c.must_change",
            "patch: epic_api.writer_department | c.must_change OR c.read_only | c.must_change",
            "patch: epic_sec.guard | IF who.read_only THEN | IF false THEN",
        ]),
        ..ATTACK
    },
    Attack {
        name: "a token that only reads writes past the policies",
        session: Some("CBrunel"),
        setup: &[
            "UPDATE epic_sec.sessions SET kind = 'token', name = 'token ' || id, read_only = true",
            "open: customers",
        ],
        steps: &["UPDATE customers SET company = 'X' WHERE id = 1"],
        refused: "epic_read_only",
        harm: Harm::Changed("SELECT company FROM public.customers WHERE id = 1"),
        undo: Undo::Sql(&["patch: epic_sec.guard | IF who.read_only THEN | IF false THEN"]),
        ..ATTACK
    },
    Attack {
        name: "a token that only reads locks rows",
        session: Some("CBrunel"),
        setup: &[
            "UPDATE epic_sec.sessions SET kind = 'token', name = 'token ' || id, read_only = true",
        ],
        steps: &["SELECT FROM customers WHERE id = 1 FOR UPDATE"],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "patch: epic_api.writer | c.must_change OR c.read_only | c.must_change",
            "patch: epic_api.writer_department | c.must_change OR c.read_only | c.must_change",
        ]),
        ..ATTACK
    },
    Attack {
        name: "a token that only reads holds up the deletion of a row",
        session: Some("KDurand"),
        setup: &[
            "UPDATE epic_sec.sessions SET kind = 'token', name = 'token ' || id, read_only = true",
            "UPDATE public.events SET support_contact_id = (SELECT id FROM public.collaborators WHERE login = 'KDurand') WHERE id = 1",
        ],
        steps: &["SELECT FROM events WHERE id = 1 FOR KEY SHARE"],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "patch: epic_api.writer | c.must_change OR c.read_only | c.must_change",
            "patch: epic_api.writer_department | c.must_change OR c.read_only | c.must_change",
        ]),
        ..ATTACK
    },
    Attack {
        name: "a token manages collaborators",
        session: Some("AMartinez"),
        setup: &["UPDATE epic_sec.sessions SET kind = 'token', name = 'token ' || id"],
        steps: &["UPDATE collaborators SET department = 'support' WHERE id = 2"],
        refused: "epic_token",
        harm: Harm::Changed("SELECT department FROM public.collaborators WHERE id = 2"),
        undo: Undo::Sql(&[
            "patch: epic_api.writer_department | c.kind = 'token' AND NOT p_token | false",
            "UPDATE epic_sec.policy_columns SET token = true",
        ]),
        ..ATTACK
    },
    Attack {
        name: "a token manages collaborators past the guard",
        session: Some("AMartinez"),
        setup: &[
            "UPDATE epic_sec.sessions SET kind = 'token', name = 'token ' || id",
            "UPDATE epic_sec.policy_columns SET token = true",
        ],
        steps: &["UPDATE collaborators SET department = 'support' WHERE id = 2"],
        refused: "row-level security",
        harm: Harm::Changed("SELECT department FROM public.collaborators WHERE id = 2"),
        undo: Undo::Sql(&[
            "patch: epic_api.writer_department | c.kind = 'token' AND NOT p_token | false",
        ]),
        ..ATTACK
    },
    Attack {
        name: "a token manages collaborators past the policies",
        session: Some("AMartinez"),
        setup: &[
            "UPDATE epic_sec.sessions SET kind = 'token', name = 'token ' || id",
            "open: collaborators",
        ],
        steps: &["UPDATE collaborators SET department = 'support' WHERE id = 2"],
        refused: "epic_token",
        harm: Harm::Changed("SELECT department FROM public.collaborators WHERE id = 2"),
        undo: Undo::Sql(&["UPDATE epic_sec.policy_columns SET token = true"]),
        ..ATTACK
    },
];

#[test]
fn every_attack_fails_and_would_not_without_its_defence() {
    check(ATTACKS);
}
