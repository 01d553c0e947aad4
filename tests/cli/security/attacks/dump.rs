//! The thief of a dump: what is stored opens nothing.

use super::{ATTACK, Attack, Harm, Undo, check};

/// See [`Attack`].
pub const ATTACKS: &[Attack] = &[
    Attack {
        name: "sign in with the verifier of a dump",
        steps: &[
            "SELECT set_config('my.attempt', (epic_api.sign_in_submit('CBrunel', '1', sha256({proof CBrunel}), NULL, sha256('new'))).attempt::text, false)",
            "SELECT FROM epic_api.sign_in_redeem(current_setting('my.attempt')::uuid, 3600) r WHERE r.status = 'ok'",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "patch: epic_api.sign_in_submit | epic_sec.verifier(key, sha256(p_proof)) | epic_sec.verifier(key, p_proof)",
        ]),
        ..ATTACK
    },
    Attack {
        name: "use the hash of a session as its secret",
        steps: &[
            "SELECT set_config('epic.session', encode(sha256('epic_cli-CBrunel'), 'hex'), false)",
            "SELECT * FROM customers",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "patch: epic_sec.caller | sha256(convert_to(nullif(current_setting('epic.session', true), ''), 'UTF8')) | decode(nullif(current_setting('epic.session', true), ''), 'hex')",
        ]),
        ..ATTACK
    },
    Attack {
        name: "use the id of a session as its secret",
        steps: &[
            "SELECT set_config('epic.session', '2', false)",
            "SELECT * FROM customers",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "patch: epic_sec.caller | s.jti_hash = sha256( | s.id::text = current_setting('epic.session', true) OR s.jti_hash = sha256(",
        ]),
        ..ATTACK
    },
    Attack {
        name: "judge a guess that is kept",
        setup: &[
            "INSERT INTO epic_sec.login_attempts (id, login_key, database_role, cost, verifier, jti_hash, outcome, submitted_at) SELECT '00000000-0000-4000-8000-000000000001', epic_sec.login_key('CBrunel'), 'epic_cli', 1, k.verifier, sha256('new'), 'failed', now() - interval '1 hour' FROM epic_sec.credentials k WHERE k.collaborator_id = 2",
        ],
        steps: &[
            "SELECT FROM epic_api.sign_in_redeem('00000000-0000-4000-8000-000000000001', 3600) r WHERE r.status = 'ok'",
        ],
        refused: "0 rows",
        harm: Harm::Rows,
        undo: Undo::Sql(&[
            "UPDATE epic_sec.login_attempts SET outcome = 'pending', submitted_at = now(), transaction_id = '1'",
        ]),
        ..ATTACK
    },
];

#[test]
fn every_attack_fails_and_would_not_without_its_defence() {
    check(ATTACKS);
}

#[test]
fn no_table_holds_a_secret() {
    use super::World;
    use crate::env::{LOGINS, PASSWORD};

    let world = World::new();
    let tables = world.scalar(
        "SELECT string_agg(format('SELECT t::text AS v FROM %I.%I t', n.nspname, c.relname), ' UNION ALL ')
           FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE n.nspname IN ('public', 'epic_sec') AND c.relkind = 'r'",
    );
    let find = |part: &str| {
        world.scalar(&format!(
            "SELECT count(*) FROM ({tables}) x WHERE strpos(x.v, '{part}') > 0"
        ))
    };
    let hex = |text: &str| {
        text.bytes()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
    };
    let mut secrets = vec![PASSWORD.to_owned()];
    secrets.extend(LOGINS.map(|login| world.env().secret(login)));
    for secret in secrets {
        assert_eq!(find(&secret), "0", "as it is");
        assert_eq!(find(&hex(&secret)), "0", "as bytes");
    }
    // The search finds what is there.
    assert_ne!(find("CBrunel"), "0");
}
