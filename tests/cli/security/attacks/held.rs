//! A stranger who holds a transaction about a login open: nobody waits for it.

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;

use super::sign_in::FOUR_FAILURES;
use super::world::connect;
use super::{Who, World};

/// Whether an account can be changed while a stranger holds a wrong guess at its password open.
fn is_free(world: &World) -> bool {
    let mut stranger = connect(&world.url(Who::Shared, None));
    for statement in [
        "SELECT set_config('my.attempt', (epic_api.sign_in_submit('CBrunel', '1', sha256('wrong'), NULL, sha256('new'))).attempt::text, false)",
        "BEGIN",
        "SELECT epic_api.sign_in_redeem(current_setting('my.attempt')::uuid, 3600)",
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
        "patch: epic_sec.judge | SELECT k.collaborator_id INTO collaborator_id | PERFORM FROM public.collaborators c WHERE epic_sec.login_key(c.login) = attempt.login_key FOR SHARE; SELECT k.collaborator_id INTO collaborator_id",
    );
    assert!(!is_free(&world));
}

/// Whether Management unlocks a login for good while a stranger holds statements about it open.
fn is_unlocked(world: &World) -> bool {
    let attempt = |proof: &str, secret: &str| {
        format!("epic_api.sign_in_submit('CBrunel', '1', {proof}, NULL, sha256('{secret}'))")
    };
    world.execute(FOUR_FAILURES);
    let [mut judged, mut submitted] = [(); 2].map(|()| connect(&world.url(Who::Shared, None)));
    for (stranger, statements) in [
        (
            &mut judged,
            vec![
                format!(
                    "SELECT set_config('my.attempt', ({}).attempt::text, false)",
                    attempt("sha256('wrong')", "one")
                ),
                "BEGIN".to_owned(),
                "SELECT epic_api.sign_in_redeem(current_setting('my.attempt')::uuid, 3600)"
                    .to_owned(),
            ],
        ),
        (
            &mut submitted,
            vec![
                "BEGIN".to_owned(),
                format!("SELECT {}", attempt("sha256('wrong')", "two")),
            ],
        ),
    ] {
        for statement in statements {
            diesel::sql_query(statement).execute(stranger).unwrap();
        }
    }
    let url = world.url(Who::Shared, Some("AMartinez"));
    let mut manager = connect(&url);
    let unlocked = manager.batch_execute("SET lock_timeout = '1s'; SELECT epic_api.unlock(2)");
    for mut stranger in [judged, submitted] {
        diesel::sql_query("COMMIT").execute(&mut stranger).unwrap();
    }
    let status = "SELECT t.status || ' ' || t.in_a_row FROM epic_sec.throttle(epic_sec.login_key('CBrunel'), 'epic_cli', NULL) t";
    unlocked.is_ok() && world.scalar(status) == "open 0"
}

#[test]
fn a_stranger_keeps_no_login_from_being_unlocked() {
    assert!(is_unlocked(&World::new()));
    for undo in [
        "patch: epic_api.unlock | FOR UPDATE SKIP LOCKED | FOR UPDATE",
        "patch: epic_sec.throttle | a.outcome = 'cleared' | false",
    ] {
        let world = World::new();
        world.change(undo);
        assert!(!is_unlocked(&world), "{undo}");
    }
}
