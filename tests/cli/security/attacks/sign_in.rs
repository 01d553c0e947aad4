//! Whoever guesses passwords, counts accounts by the answers, or locks others out.

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;

use super::world::connect;
use super::{ATTACK, Attack, Harm, Undo, Who, World, check};

/// See [`Attack`].
pub const ATTACKS: &[Attack] = &[
    Attack {
        name: "guess a sixth time",
        steps: &[
            "SELECT epic_api.sign_in_submit('CBrunel', {guess}, sha256('new'))",
            "SELECT epic_api.sign_in_submit('CBrunel', {guess}, sha256('new'))",
            "SELECT epic_api.sign_in_submit('CBrunel', {guess}, sha256('new'))",
            "SELECT epic_api.sign_in_submit('CBrunel', {guess}, sha256('new'))",
            "SELECT epic_api.sign_in_submit('CBrunel', {guess}, sha256('new'))",
            "SELECT FROM epic_api.sign_in_submit('CBrunel', {guess}, sha256('new')) s WHERE s.status = 'open'",
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
            "SELECT set_config('my.attempt', (epic_api.sign_in_submit('CBrunel', {proof CBrunel}, sha256('new'))).attempt::text, false)",
            "SELECT FROM epic_api.sign_in_redeem(current_setting('my.attempt')::uuid, 3600, NULL, NULL, NULL, NULL, NULL) r WHERE r.status = 'ok'",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "patch: epic_api.sign_in_redeem | AND x.transaction_id <> pg_current_xact_id() | ",
        ]),
        ..ATTACK
    },
    Attack {
        name: "have a guess judged twice",
        steps: &[
            "SELECT set_config('my.attempt', (epic_api.sign_in_submit('CBrunel', {proof CBrunel}, sha256('new'))).attempt::text, false)",
            "SELECT FROM epic_api.sign_in_redeem(current_setting('my.attempt')::uuid, 3600, NULL, NULL, NULL, NULL, NULL) r WHERE r.status = 'ok'",
            "SELECT FROM epic_api.sign_in_redeem(current_setting('my.attempt')::uuid, 3600, NULL, NULL, NULL, NULL, NULL) r WHERE r.status = 'ok'",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "patch: epic_api.sign_in_redeem | AND x.outcome = 'pending' | ",
            "patch: epic_api.sign_in_redeem | IF account.verifier = a.proof_hash THEN | IF true THEN",
            "ALTER TABLE epic_sec.sessions DROP CONSTRAINT sessions_jti_hash_key",
        ]),
        ..ATTACK
    },
    Attack {
        name: "have a guess of another role judged",
        steps: &[
            "SELECT set_config('my.attempt', (epic_api.sign_in_submit('CBrunel', {proof CBrunel}, sha256('new'))).attempt::text, false)",
            "admin: UPDATE epic_sec.login_attempts SET database_role = 'epic_u_cbrunel'",
            "SELECT FROM epic_api.sign_in_redeem(current_setting('my.attempt')::uuid, 3600, NULL, NULL, NULL, NULL, NULL) r WHERE r.status = 'ok'",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "patch: epic_api.sign_in_redeem | AND x.database_role = session_user | ",
        ]),
        ..ATTACK
    },
    Attack {
        name: "have an old guess judged",
        steps: &[
            "SELECT set_config('my.attempt', (epic_api.sign_in_submit('CBrunel', {proof CBrunel}, sha256('new'))).attempt::text, false)",
            "admin: UPDATE epic_sec.login_attempts SET submitted_at = now() - interval '2 minutes'",
            "SELECT FROM epic_api.sign_in_redeem(current_setting('my.attempt')::uuid, 3600, NULL, NULL, NULL, NULL, NULL) r WHERE r.status = 'ok'",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "patch: epic_api.sign_in_redeem | interval '60 seconds' | interval '60 hours'",
        ]),
        ..ATTACK
    },
    Attack {
        name: "guess in transactions at the same time",
        steps: &[
            "BEGIN",
            "SELECT epic_api.sign_in_submit('CBrunel', {guess}, sha256('new')) FROM generate_series(1, 5)",
            "2: BEGIN",
            "2: SELECT set_config('my.attempt', (epic_api.sign_in_submit('CBrunel', {proof CBrunel}, sha256('new'))).attempt::text, false)",
            "COMMIT",
            "2: COMMIT",
            "2: SELECT FROM epic_api.sign_in_redeem(current_setting('my.attempt')::uuid, 3600, NULL, NULL, NULL, NULL, NULL) r WHERE r.status = 'ok'",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&["patch: epic_sec.throttle | OFFSET 4 | OFFSET 4000"]),
        ..ATTACK
    },
    Attack {
        name: "commit guesses in reverse order",
        steps: &[
            "BEGIN",
            "SELECT set_config('my.attempt', (epic_api.sign_in_submit('CBrunel', {proof CBrunel}, sha256('new'))).attempt::text, false)",
            "2: BEGIN",
            "2: SELECT epic_api.sign_in_submit('CBrunel', {guess}, sha256('new')) FROM generate_series(1, 5)",
            "2: COMMIT",
            "COMMIT",
            "SELECT FROM epic_api.sign_in_redeem(current_setting('my.attempt')::uuid, 3600, NULL, NULL, NULL, NULL, NULL) r WHERE r.status = 'ok'",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&["patch: epic_sec.throttle | OFFSET 4 | OFFSET 4000"]),
        ..ATTACK
    },
    Attack {
        name: "keep guesses until the victim signs in and is forgiven",
        steps: &[
            "BEGIN",
            "SELECT set_config('my.attempt', (epic_api.sign_in_submit('CBrunel', {proof CBrunel}, sha256('new'))).attempt::text, false)",
            "2: BEGIN",
            "2: SELECT epic_api.sign_in_submit('CBrunel', {guess}, sha256('new')) FROM generate_series(1, 5)",
            "admin: INSERT INTO epic_sec.login_attempts (login_key, database_role, jti_hash, outcome) VALUES (epic_sec.login_key('CBrunel'), 'epic_cli', sha256('x'), 'succeeded')",
            "2: COMMIT",
            "COMMIT",
            "SELECT FROM epic_api.sign_in_redeem(current_setting('my.attempt')::uuid, 3600, NULL, NULL, NULL, NULL, NULL) r WHERE r.status = 'ok'",
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
            "SELECT epic_api.sign_in_submit('CBrunel', {guess}, sha256('new'))",
            "SELECT epic_api.sign_in_submit('CBrunel', {guess}, sha256('new'))",
            "SELECT epic_api.sign_in_submit('CBrunel', {guess}, sha256('new'))",
            "SELECT epic_api.sign_in_submit('CBrunel', {guess}, sha256('new'))",
            "SELECT epic_api.sign_in_submit('CBrunel', {guess}, sha256('new'))",
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
            "SELECT epic_api.sign_in_submit('A0', {guess}, sha256('new'))",
            "SELECT epic_api.sign_in_submit('A1', {guess}, sha256('new'))",
            "SELECT epic_api.sign_in_submit('A2', {guess}, sha256('new'))",
            "SELECT FROM epic_api.sign_in_submit('CBrunel', {guess}, sha256('new')) s WHERE s.status = 'open'",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&["UPDATE epic_sec.settings SET attempts_per_minute = 1000"]),
        ..ATTACK
    },
    Attack {
        name: "guess a login that is locked",
        setup: &[
            "INSERT INTO epic_sec.login_locks VALUES (epic_sec.login_key('CBrunel'), 'epic_cli', now())",
        ],
        steps: &[
            "SELECT FROM epic_api.sign_in_submit('CBrunel', {proof CBrunel}, sha256('new')) s WHERE s.status = 'open'",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&["DELETE FROM epic_sec.login_locks"]),
        ..ATTACK
    },
    Attack {
        name: "tell logins apart by the answer to a guess",
        steps: &[
            "SELECT FROM epic_api.sign_in_submit('CBrunel', {guess}, sha256('new')) a, epic_api.sign_in_submit('Nobody', {guess}, sha256('new')) b WHERE a.status <> b.status OR (a.attempt IS NULL) <> (b.attempt IS NULL)",
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
            "SELECT FROM epic_api.sign_in_parameters('Nobody') a, epic_api.sign_in_parameters('Nobody') b WHERE a.salt IS DISTINCT FROM b.salt OR length(a.salt) <> 16",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "patch: epic_api.sign_in_parameters | substring(digest FROM 1 FOR 16) | uuid_send(gen_random_uuid())",
        ]),
        ..ATTACK
    },
    Attack {
        name: "tell logins apart by the parameters",
        setup: &["UPDATE epic_sec.credentials SET memory_kib = 131072"],
        steps: &[
            "SELECT FROM epic_api.sign_in_parameters('Nobody') a, epic_api.sign_in_parameters('CBrunel') b WHERE a.memory_kib <> b.memory_kib",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&["patch: epic_api.sign_in_parameters | fake.memory_kib, 65536 | 65536"]),
        ..ATTACK
    },
    Attack {
        name: "sign in to an account that left",
        setup: &[
            "UPDATE public.customers SET sales_contact_id = 3; UPDATE public.collaborators SET active = false WHERE id = 2",
        ],
        steps: &[
            "SELECT set_config('my.attempt', (epic_api.sign_in_submit('CBrunel', {proof CBrunel}, sha256('new'))).attempt::text, false)",
            "SELECT FROM epic_api.sign_in_redeem(current_setting('my.attempt')::uuid, 3600, NULL, NULL, NULL, NULL, NULL) r WHERE r.status = 'ok'",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&["patch: epic_api.sign_in_redeem | AND c.active | "]),
        ..ATTACK
    },
    Attack {
        name: "sign in with a wrong password",
        steps: &[
            "SELECT set_config('my.attempt', (epic_api.sign_in_submit('CBrunel', {guess}, sha256('new'))).attempt::text, false)",
            "SELECT FROM epic_api.sign_in_redeem(current_setting('my.attempt')::uuid, 3600, NULL, NULL, NULL, NULL, NULL) r WHERE r.status = 'ok'",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "patch: epic_api.sign_in_redeem | OR account.verifier <> a.proof_hash | ",
            "patch: epic_api.sign_in_redeem | IF account.verifier = a.proof_hash THEN | IF true THEN",
        ]),
        ..ATTACK
    },
    Attack {
        name: "change a password by renewing its proof",
        steps: &[
            "SELECT set_config('my.attempt', (epic_api.sign_in_submit('CBrunel', {proof CBrunel}, sha256('new'))).attempt::text, false)",
            "SELECT FROM epic_api.sign_in_redeem(current_setting('my.attempt')::uuid, 3600, substring(sha256('a') FROM 1 FOR 16), 65536, 3, 4, sha256('b'))",
        ],
        refused: "harmless",
        harm: Harm::Changed("SELECT verifier FROM epic_sec.credentials WHERE collaborator_id = 2"),
        undo: Undo::Sql(&[
            "patch: epic_api.sign_in_redeem | AND (p_memory_kib > account.memory_kib OR p_iterations > account.iterations) | ",
        ]),
        ..ATTACK
    },
    Attack {
        name: "ask for a session of a year",
        steps: &[
            "SELECT set_config('my.attempt', (epic_api.sign_in_submit('CBrunel', {proof CBrunel}, sha256('new'))).attempt::text, false)",
            "SELECT FROM epic_api.sign_in_redeem(current_setting('my.attempt')::uuid, 31536000, NULL, NULL, NULL, NULL, NULL) r WHERE r.expires_at > now() + interval '1 day'",
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

/// Whether an account can be changed while a stranger holds a wrong guess at its password open.
fn is_free(world: &World) -> bool {
    let mut stranger = connect(&world.url(Who::Shared, None));
    for statement in [
        "SELECT set_config('my.attempt', (epic_api.sign_in_submit('CBrunel', sha256('wrong'), sha256('new'))).attempt::text, false)",
        "BEGIN",
        "SELECT epic_api.sign_in_redeem(current_setting('my.attempt')::uuid, 3600, NULL, NULL, NULL, NULL, NULL)",
    ] {
        diesel::sql_query(statement).execute(&mut stranger).unwrap();
    }
    let mut administrator = connect(&world.env().admin_url());
    let changed = administrator.batch_execute(
        "SET lock_timeout = '1s'; UPDATE public.collaborators SET last_name = 'Roux' WHERE login = 'CBrunel'",
    );
    changed.is_ok()
}

#[test]
fn a_stranger_locks_no_account_by_guessing() {
    let world = World::new();
    assert!(is_free(&world));
    let world = World::new();
    world.change(
        "patch: epic_api.sign_in_redeem | = a.login_key AND c.active; | = a.login_key AND c.active FOR SHARE;",
    );
    assert!(!is_free(&world));
}
