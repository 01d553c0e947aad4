//! Whoever guesses passwords, counts accounts by the answers, or locks others out.

use super::{ATTACK, Attack, Harm, Undo, Who, check};

/// One failure less than a login is throttled for.
pub const FOUR_FAILURES: &str = "INSERT INTO epic_sec.login_attempts (login_key, database_role, outcome) SELECT epic_sec.login_key('CBrunel'), 'epic_cli', 'failed' FROM generate_series(1, 4)";

/// See [`Attack`].
pub const ATTACKS: &[Attack] = &[
    Attack {
        name: "guess a sixth time",
        steps: &[
            "SELECT epic_api.sign_in_submit('CBrunel', '1', {guess}, NULL, sha256('new'))",
            "SELECT epic_api.sign_in_submit('CBrunel', '1', {guess}, NULL, sha256('new'))",
            "SELECT epic_api.sign_in_submit('CBrunel', '1', {guess}, NULL, sha256('new'))",
            "SELECT epic_api.sign_in_submit('CBrunel', '1', {guess}, NULL, sha256('new'))",
            "SELECT epic_api.sign_in_submit('CBrunel', '1', {guess}, NULL, sha256('new'))",
            "SELECT FROM epic_api.sign_in_submit('CBrunel', '1', {guess}, NULL, sha256('new')) s WHERE s.status = 'open'",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&["patch: epic_sec.throttle | OFFSET 4 | OFFSET 4000"]),
        ..ATTACK
    },
    Attack {
        name: "guess and be judged in one transaction, to roll it back",
        steps: &[
            "BEGIN",
            "SELECT set_config('my.attempt', (epic_api.sign_in_submit('CBrunel', '1', {proof CBrunel}, NULL, sha256('new'))).attempt::text, false)",
            "SELECT FROM epic_api.sign_in_redeem(current_setting('my.attempt')::uuid, 3600) r WHERE r.status = 'ok'",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "patch: epic_sec.judge | AND x.transaction_id <> pg_current_xact_id() | ",
        ]),
        ..ATTACK
    },
    Attack {
        name: "have a guess judged twice",
        steps: &[
            "SELECT set_config('my.attempt', (epic_api.sign_in_submit('CBrunel', '1', {proof CBrunel}, NULL, sha256('new'))).attempt::text, false)",
            "SELECT FROM epic_api.sign_in_redeem(current_setting('my.attempt')::uuid, 3600) r WHERE r.status = 'ok'",
            "SELECT FROM epic_api.sign_in_redeem(current_setting('my.attempt')::uuid, 3600) r WHERE r.status = 'ok'",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "patch: epic_sec.judge | DELETE FROM epic_sec.login_attempts WHERE | DELETE FROM epic_sec.login_attempts WHERE false AND",
            "ALTER TABLE epic_sec.sessions DROP CONSTRAINT sessions_jti_hash_key",
        ]),
        ..ATTACK
    },
    Attack {
        name: "have a guess of another role judged",
        steps: &[
            "SELECT set_config('my.attempt', (epic_api.sign_in_submit('CBrunel', '1', {proof CBrunel}, NULL, sha256('new'))).attempt::text, false)",
            "admin: UPDATE epic_sec.login_attempts SET database_role = 'epic_u_cbrunel'",
            "SELECT FROM epic_api.sign_in_redeem(current_setting('my.attempt')::uuid, 3600) r WHERE r.status = 'ok'",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&["patch: epic_sec.judge | AND x.database_role = session_user | "]),
        ..ATTACK
    },
    Attack {
        name: "have an old guess judged",
        steps: &[
            "SELECT set_config('my.attempt', (epic_api.sign_in_submit('CBrunel', '1', {proof CBrunel}, NULL, sha256('new'))).attempt::text, false)",
            "admin: UPDATE epic_sec.login_attempts SET submitted_at = now() - interval '2 minutes'",
            "SELECT FROM epic_api.sign_in_redeem(current_setting('my.attempt')::uuid, 3600) r WHERE r.status = 'ok'",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&["patch: epic_sec.judge | interval '60 seconds' | interval '60 hours'"]),
        ..ATTACK
    },
    Attack {
        name: "guess in transactions at the same time",
        setup: &[FOUR_FAILURES],
        steps: &[
            "BEGIN",
            "SELECT epic_api.sign_in_submit('CBrunel', '1', {guess}, NULL, sha256('new'))",
            "2: BEGIN",
            "2: SELECT set_config('my.attempt', (epic_api.sign_in_submit('CBrunel', '1', {proof CBrunel}, NULL, sha256('new'))).attempt::text, false)",
            "COMMIT",
            "2: COMMIT",
            "2: SELECT FROM epic_api.sign_in_redeem(current_setting('my.attempt')::uuid, 3600) r WHERE r.status = 'ok'",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&["patch: epic_sec.throttle | OFFSET 4 | OFFSET 4000"]),
        ..ATTACK
    },
    Attack {
        name: "commit guesses in reverse order",
        setup: &[FOUR_FAILURES],
        steps: &[
            "BEGIN",
            "SELECT set_config('my.attempt', (epic_api.sign_in_submit('CBrunel', '1', {proof CBrunel}, NULL, sha256('new'))).attempt::text, false)",
            "2: BEGIN",
            "2: SELECT epic_api.sign_in_submit('CBrunel', '1', {guess}, NULL, sha256('new'))",
            "2: COMMIT",
            "COMMIT",
            "SELECT FROM epic_api.sign_in_redeem(current_setting('my.attempt')::uuid, 3600) r WHERE r.status = 'ok'",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&["patch: epic_sec.throttle | OFFSET 4 | OFFSET 4000"]),
        ..ATTACK
    },
    Attack {
        name: "keep guesses until Management has cleared the login",
        setup: &[FOUR_FAILURES],
        steps: &[
            "BEGIN",
            "SELECT set_config('my.attempt', (epic_api.sign_in_submit('CBrunel', '1', {proof CBrunel}, NULL, sha256('new'))).attempt::text, false)",
            "2: BEGIN",
            "2: SELECT epic_api.sign_in_submit('CBrunel', '1', {guess}, NULL, sha256('new'))",
            "admin: INSERT INTO epic_sec.login_attempts (login_key, database_role, outcome) VALUES (epic_sec.login_key('CBrunel'), 'epic_cli', 'cleared')",
            "2: COMMIT",
            "COMMIT",
            "SELECT FROM epic_api.sign_in_redeem(current_setting('my.attempt')::uuid, 3600) r WHERE r.status = 'ok'",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "patch: epic_sec.throttle | coalesce((SELECT x.submitted_at FROM epic_sec.login_attempts x WHERE x.id = p_except), 'infinity') | 'infinity'",
        ]),
        ..ATTACK
    },
    Attack {
        name: "lock somebody out who has a role of their own",
        who: Who::Person("KDurand"),
        steps: &[
            "SELECT epic_api.sign_in_submit('CBrunel', '1', {guess}, NULL, sha256('new'))",
            "SELECT epic_api.sign_in_submit('CBrunel', '1', {guess}, NULL, sha256('new'))",
            "SELECT epic_api.sign_in_submit('CBrunel', '1', {guess}, NULL, sha256('new'))",
            "SELECT epic_api.sign_in_submit('CBrunel', '1', {guess}, NULL, sha256('new'))",
            "SELECT epic_api.sign_in_submit('CBrunel', '1', {guess}, NULL, sha256('new'))",
        ],
        refused: "harmless",
        harm: Harm::Changed(
            "SELECT t.status FROM epic_sec.throttle(epic_sec.login_key('CBrunel'), 'epic_u_cbrunel', NULL) t",
        ),
        undo: Undo::Sql(&[
            "patch: epic_sec.throttle | a.login_key = p_key AND a.database_role = p_role | a.login_key = p_key",
        ]),
        ..ATTACK
    },
    Attack {
        name: "try many logins in a minute",
        setup: &["UPDATE epic_sec.settings SET attempts_per_minute = 3"],
        steps: &[
            "SELECT epic_api.sign_in_submit('A0', '1', {guess}, NULL, sha256('new'))",
            "SELECT epic_api.sign_in_submit('A1', '1', {guess}, NULL, sha256('new'))",
            "SELECT epic_api.sign_in_submit('A2', '1', {guess}, NULL, sha256('new'))",
            "SELECT FROM epic_api.sign_in_submit('CBrunel', '1', {guess}, NULL, sha256('new')) s WHERE s.status = 'open'",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&["UPDATE epic_sec.settings SET attempts_per_minute = 1000"]),
        ..ATTACK
    },
    Attack {
        name: "guess a login that is locked",
        setup: &[
            "INSERT INTO epic_sec.login_attempts (login_key, database_role, outcome) VALUES (epic_sec.login_key('CBrunel'), 'epic_cli', 'locked')",
        ],
        steps: &[
            "SELECT FROM epic_api.sign_in_submit('CBrunel', '1', {proof CBrunel}, NULL, sha256('new')) s WHERE s.status = 'open'",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&["DELETE FROM epic_sec.login_attempts"]),
        ..ATTACK
    },
    Attack {
        name: "tell logins apart by the answer to a guess",
        steps: &[
            "SELECT set_config('my.answer', (SELECT a.status || (a.attempt IS NULL) FROM epic_api.sign_in_submit('CBrunel', '1', {guess}, NULL, sha256('new')) a), false)",
            "SELECT FROM epic_api.sign_in_submit('Nobody', '1', {guess}, NULL, sha256('newer')) a WHERE a.status || (a.attempt IS NULL) <> current_setting('my.answer')",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "patch: epic_api.sign_in_submit | IF status <> 'open' THEN | IF NOT EXISTS (SELECT FROM public.collaborators c WHERE c.login = p_login) THEN RETURN; END IF; IF status <> 'open' THEN",
        ]),
        ..ATTACK
    },
    Attack {
        name: "tell logins apart by a salt that changes",
        steps: &[
            "SELECT FROM epic_api.sign_in_parameters('Nobody') a, epic_api.sign_in_parameters('nobody') b WHERE a.salt IS DISTINCT FROM b.salt OR length(a.salt) <> 16",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "patch: epic_api.sign_in_parameters | sha256(g.salt_key || epic_sec.login_key(p_login)) | uuid_send(gen_random_uuid())",
        ]),
        ..ATTACK
    },
    Attack {
        name: "tell logins apart by a salt that an account brings",
        setup: &[
            "CREATE TABLE epic_sec.before AS SELECT s.* FROM epic_api.sign_in_parameters('Newcomer') s",
        ],
        steps: &[
            "admin: INSERT INTO public.collaborators (login, first_name, last_name, email, phone, department, created_at, updated_at) VALUES ('Newcomer', 'A', 'B', 'a@b.fr', '+33600000000', 'sales', now(), now())",
        ],
        refused: "harmless",
        harm: Harm::Changed(
            "SELECT count(*) FROM (SELECT * FROM epic_sec.before EXCEPT SELECT * FROM epic_api.sign_in_parameters('Newcomer')) x",
        ),
        undo: Undo::Sql(&[
            "patch: epic_api.sign_in_parameters | sha256(g.salt_key || epic_sec.login_key(p_login)) | sha256(g.salt_key || epic_sec.login_key(coalesce((SELECT x.id::text FROM public.collaborators x WHERE x.login = p_login), p_login)))",
        ]),
        ..ATTACK
    },
    Attack {
        name: "tell logins apart by the cost of a password",
        setup: &[
            "INSERT INTO epic_sec.password_costs VALUES (2, 131072, 3, 4); UPDATE epic_sec.credentials SET cost = 2 WHERE collaborator_id = 2",
        ],
        steps: &[
            "SELECT FROM (SELECT cost FROM epic_api.sign_in_parameters('Nobody') EXCEPT SELECT cost FROM epic_api.sign_in_parameters('CBrunel')) x",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "patch: epic_api.sign_in_parameters | epic_sec.password_costs c ORDER BY | epic_sec.password_costs c WHERE c.id = (SELECT k.cost FROM public.collaborators x JOIN epic_sec.credentials k ON k.collaborator_id = x.id WHERE x.login = p_login) OR p_login = 'Nobody' ORDER BY",
        ]),
        ..ATTACK
    },
    Attack {
        name: "heap up attempts in an open transaction",
        steps: &[
            "BEGIN",
            "SELECT epic_api.sign_in_submit('A0', '1', {guess}, NULL, sha256('new'))",
            "SELECT epic_api.sign_in_submit('A1', '1', {guess}, NULL, sha256('newer'))",
        ],
        refused: "epic_invalid",
        undo: Undo::Sql(&[
            "patch: epic_api.sign_in_submit | AND a.transaction_id = pg_current_xact_id() | AND false",
        ]),
        ..ATTACK
    },
    Attack {
        name: "guess a password under another login, which is not throttled",
        steps: &[
            "SELECT set_config('my.attempt', (epic_api.sign_in_submit('Nobody', '1', {proof CBrunel}, NULL, sha256('new'))).attempt::text, false)",
            "SELECT FROM epic_api.sign_in_redeem(current_setting('my.attempt')::uuid, 3600) r WHERE r.status = 'ok'",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "patch: epic_api.sign_in_submit | epic_sec.verifier(key, sha256(p_proof)) | epic_sec.verifier(epic_sec.login_key('CBrunel'), sha256(p_proof))",
        ]),
        ..ATTACK
    },
    Attack {
        name: "sign in with the login and the password that an account had",
        setup: &["UPDATE public.collaborators SET login = 'Brunel' WHERE login = 'CBrunel'"],
        steps: &[
            "SELECT set_config('my.attempt', (epic_api.sign_in_submit('CBrunel', '1', {proof CBrunel}, NULL, sha256('new'))).attempt::text, false)",
            "SELECT FROM epic_api.sign_in_redeem(current_setting('my.attempt')::uuid, 3600) r WHERE r.status = 'ok'",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "UPDATE epic_sec.credentials SET verifier = epic_sec.verifier(epic_sec.login_key('CBrunel'), sha256(convert_to(rpad('CBrunel', 32, '.'), 'UTF8'))) WHERE collaborator_id = 2",
        ]),
        ..ATTACK
    },
    Attack {
        name: "sign in to an account that left",
        setup: &[
            "UPDATE public.customers SET sales_contact_id = 3; UPDATE public.collaborators SET active = false WHERE id = 2",
        ],
        steps: &[
            "SELECT set_config('my.attempt', (epic_api.sign_in_submit('CBrunel', '1', {proof CBrunel}, NULL, sha256('new'))).attempt::text, false)",
            "SELECT FROM epic_api.sign_in_redeem(current_setting('my.attempt')::uuid, 3600) r WHERE r.status = 'ok'",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&["patch: epic_sec.judge | AND c.active AND | AND"]),
        ..ATTACK
    },
    Attack {
        name: "sign in with a wrong password",
        steps: &[
            "SELECT set_config('my.attempt', (epic_api.sign_in_submit('CBrunel', '1', {guess}, NULL, sha256('new'))).attempt::text, false)",
            "SELECT FROM epic_api.sign_in_redeem(current_setting('my.attempt')::uuid, 3600) r WHERE r.status = 'ok'",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "patch: epic_sec.judge | WHERE k.verifier IN (attempt.verifier, attempt.older_verifier); | WHERE k.collaborator_id = 2;",
            "patch: epic_sec.judge | AND k.verifier IN (attempt.verifier, attempt.older_verifier) | ",
        ]),
        ..ATTACK
    },
    Attack {
        name: "change a password by renewing its proof",
        steps: &[
            "SELECT set_config('my.attempt', (epic_api.sign_in_submit('CBrunel', '1', sha256('mine'), {proof CBrunel}, sha256('new'))).attempt::text, false)",
            "SELECT FROM epic_api.sign_in_redeem(current_setting('my.attempt')::uuid, 3600)",
        ],
        refused: "harmless",
        harm: Harm::Changed("SELECT verifier FROM epic_sec.credentials WHERE collaborator_id = 2"),
        undo: Undo::Sql(&["patch: epic_sec.judge | k.cost < attempt.cost AND | "]),
        ..ATTACK
    },
    Attack {
        name: "renew a proof and leave sessions alive",
        setup: &["INSERT INTO epic_sec.password_costs VALUES (2, 131072, 3, 4)"],
        steps: &[
            "SELECT set_config('my.attempt', (epic_api.sign_in_submit('CBrunel', '2', sha256('mine'), {proof CBrunel}, sha256('new'))).attempt::text, false)",
            "SELECT FROM epic_api.sign_in_redeem(current_setting('my.attempt')::uuid, 3600)",
            "SELECT set_config('epic.session', 'epic_cli-CBrunel', false)",
            "SELECT FROM customers",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "patch: epic_api.sign_in_redeem | PERFORM epic_sec.end_sessions(j.collaborator_id); | ",
        ]),
        ..ATTACK
    },
    Attack {
        name: "ask for a session of a year",
        steps: &[
            "SELECT set_config('my.attempt', (epic_api.sign_in_submit('CBrunel', '1', {proof CBrunel}, NULL, sha256('new'))).attempt::text, false)",
            "SELECT FROM epic_api.sign_in_redeem(current_setting('my.attempt')::uuid, 31536000) r WHERE r.expires_at > now() + interval '1 day'",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&["UPDATE epic_sec.settings SET lifetime_seconds = 2592000"]),
        ..ATTACK
    },
];

#[test]
fn every_attack_fails_and_would_not_without_its_defence() {
    check(ATTACKS);
}
