//! The thief of a session file.

use super::{ATTACK, Attack, Harm, Undo, Who, check};

/// See [`Attack`].
pub const ATTACKS: &[Attack] = &[
    Attack {
        name: "use the session of the shared role with another role",
        who: Who::Person("KDurand"),
        steps: &[
            "SELECT set_config('epic.session', 'epic_cli-AMartinez', false)",
            "SELECT * FROM customers",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&["patch: epic_sec.caller | AND s.database_role = session_user | "]),
        ..ATTACK
    },
    Attack {
        name: "use the session of a person with the shared role",
        steps: &[
            "SELECT set_config('epic.session', 'epic_u_amartinez-AMartinez', false)",
            "SELECT * FROM customers",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&["patch: epic_sec.caller | AND s.database_role = session_user | "]),
        ..ATTACK
    },
    Attack {
        name: "read after a logout",
        session: Some("CBrunel"),
        steps: &["SELECT epic_api.sign_out(false)", "SELECT * FROM customers"],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&["patch: epic_sec.caller | AND s.revoked_at IS NULL | "]),
        ..ATTACK
    },
    Attack {
        name: "read after a logout everywhere",
        session: Some("CBrunel"),
        steps: &[
            "admin: SELECT epic_sec.end_sessions(2)",
            "SELECT * FROM customers",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&["patch: epic_sec.caller | AND s.revoked_at IS NULL | "]),
        ..ATTACK
    },
    Attack {
        name: "read after a password was changed",
        session: Some("CBrunel"),
        steps: &[
            "SELECT set_config('my.attempt', (epic_api.sign_in_submit('CBrunel', '1', {proof CBrunel}, NULL, sha256('new'))).attempt::text, false)",
            "SELECT epic_api.password_change(current_setting('my.attempt')::uuid, '1', sha256('b'))",
            "SELECT * FROM customers",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "patch: epic_api.password_change | PERFORM epic_sec.end_sessions(r.collaborator_id); | ",
        ]),
        ..ATTACK
    },
    Attack {
        name: "read after the end of the session",
        session: Some("CBrunel"),
        setup: &[
            "UPDATE epic_sec.sessions SET created_at = now() - interval '9 hours', expires_at = now() - interval '1 second'",
        ],
        steps: &["SELECT * FROM customers"],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&["patch: epic_sec.caller | AND s.expires_at > clock_timestamp() | "]),
        ..ATTACK
    },
    Attack {
        name: "read after an hour without use",
        session: Some("CBrunel"),
        setup: &["UPDATE epic_sec.sessions SET last_used_at = now() - interval '2 hours'"],
        steps: &["SELECT * FROM customers"],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&["UPDATE epic_sec.settings SET idle_seconds = 86400"]),
        ..ATTACK
    },
    Attack {
        name: "read in a transaction that is older than the end of the session",
        session: Some("CBrunel"),
        setup: &["UPDATE epic_sec.sessions SET created_at = now() - interval '1 hour'"],
        steps: &[
            "BEGIN",
            "SELECT FROM collaborators",
            "admin: UPDATE epic_sec.sessions SET expires_at = date_trunc('second', clock_timestamp()) + interval '1 second' WHERE collaborator_id = 2",
            "SELECT pg_sleep(1.1)",
            "SELECT * FROM customers",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "patch: epic_sec.caller | s.expires_at > clock_timestamp() | s.expires_at > now()",
        ]),
        ..ATTACK
    },
    Attack {
        name: "write after a revocation, in a transaction with an older snapshot",
        session: Some("CBrunel"),
        steps: &[
            "BEGIN ISOLATION LEVEL REPEATABLE READ",
            "SELECT FROM customers",
            "admin: SELECT epic_sec.end_sessions(2)",
            "UPDATE customers SET company = 'X' WHERE id = 1",
            "COMMIT",
        ],
        refused: "could not serialize access",
        harm: Harm::Changed("SELECT company FROM public.customers WHERE id = 1"),
        undo: Undo::Sql(&[
            "patch: epic_sec.require | PERFORM FROM epic_sec.sessions s WHERE s.id = c.session_id AND s.revoked_at IS NULL FOR SHARE; | PERFORM 1;",
        ]),
        ..ATTACK
    },
    Attack {
        name: "write after a revocation, in a transaction that is open",
        session: Some("CBrunel"),
        steps: &[
            "BEGIN",
            "SELECT FROM customers",
            "admin: SELECT epic_sec.end_sessions(2)",
            "UPDATE customers SET company = 'X' WHERE id = 1",
            "COMMIT",
        ],
        refused: "0 rows",
        harm: Harm::Changed("SELECT company FROM public.customers WHERE id = 1"),
        undo: Undo::Sql(&[
            "patch: epic_sec.caller | AND s.revoked_at IS NULL | ",
            "patch: epic_sec.require | AND s.revoked_at IS NULL FOR SHARE | FOR SHARE",
        ]),
        ..ATTACK
    },
    Attack {
        name: "make a token after a revocation",
        session: Some("CBrunel"),
        steps: &[
            "admin: SELECT epic_sec.end_sessions(2)",
            "SELECT epic_api.token_create('t', sha256('t'), false, now() + interval '1 day')",
        ],
        refused: "epic_no_session",
        harm: Harm::Changed("SELECT count(*) FROM epic_sec.sessions"),
        undo: Undo::Sql(&[
            "patch: epic_sec.caller | AND s.revoked_at IS NULL | ",
            "patch: epic_sec.require | AND s.revoked_at IS NULL FOR SHARE | FOR SHARE",
        ]),
        ..ATTACK
    },
];

#[test]
fn every_attack_fails_and_would_not_without_its_defence() {
    check(ATTACKS);
}

#[test]
fn the_program_does_not_take_a_session_to_another_role() {
    use super::World;

    let world = World::new();
    let list = || {
        world
            .env()
            .command(["customer", "list"])
            .as_("AMartinez")
            .env("DATABASE_URL", world.url(Who::Person("KDurand"), None))
            .run()
    };
    assert_eq!(list().status, 4);
    for function in ["epic_sec.caller", "epic_api.authenticate"] {
        let row = if function.ends_with("caller") {
            "s"
        } else {
            "x"
        };
        world.change(&format!(
            "patch: {function} | {row}.database_role = session_user | true"
        ));
    }
    assert_eq!(list().status, 0);
}

#[test]
fn the_program_does_not_go_on_after_a_revocation_behind_its_back() {
    use super::World;

    let world = World::new();
    let list = || world.env().run_as("CBrunel", ["customer", "list"]).status;
    assert_eq!(list(), 0);
    world.execute("SELECT epic_sec.end_sessions(2)");
    assert_eq!(list(), 4);
    // A file or a token that says otherwise changes nothing: only the row counts.
    world.execute("UPDATE epic_sec.sessions SET revoked_at = NULL WHERE collaborator_id = 2");
    assert_eq!(list(), 0);
}
