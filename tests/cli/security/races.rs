//! Many at once: whoever loses a race is tried again, and nothing is lost.

use std::thread;

use crate::env::{TestEnv, on_both_databases};

on_both_databases! {
    fn twenty_payments_at_once_all_count(env: &TestEnv) {
        thread::scope(|scope| {
            for _ in 0..20 {
                scope.spawn(|| env.run_as("CBrunel", ["contract", "pay", "2", "10"]).success());
            }
        });
        // 7500 less twenty times ten.
        assert_eq!(env.scalar("SELECT due_cents FROM contracts WHERE id = 2"), "730000");
        let entries = "SELECT count(*) FROM audit_entries WHERE entity = 'contract' AND entity_id = 2 AND action = 'update'
                       AND collaborator_id = 2";
        assert_eq!(env.scalar(entries), "20");
        env.run_as("AMartinez", ["audit", "verify"]).success();
    }

    fn of_overlapping_assignments_at_once_one_is_made(env: &TestEnv) {
        let events: Vec<String> = (0..6).map(|_| env.event(|_| {}).to_string()).collect();
        let mut exits: Vec<i32> = thread::scope(|scope| {
            let assign = |id| scope.spawn(move || env.run_as("AMartinez", ["event", "assign", id, "--support=BRenard"]).status);
            let running: Vec<_> = events.iter().map(|id| assign(id.as_str())).collect();
            running.into_iter().map(|it| it.join().unwrap()).collect()
        });
        exits.sort_unstable();
        assert_eq!(exits, [0, 7, 7, 7, 7, 7]);
    }
}
