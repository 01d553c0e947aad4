//! The chain of audit entries: nobody changes or removes one, and whoever takes the triggers away to do it all the same
//! is found by `epic audit verify`.

use std::fs;

use crate::env::{Backend, TestEnv, on_both_databases};
use crate::staff::MANAGER;

/// Does what only the administrator can, past the triggers.
fn tamper(env: &TestEnv, sql: &str) {
    match env.backend() {
        Backend::Postgres => {
            let head = sql.replace("audit_head", "epic_sec.audit_head");
            env.execute(&format!(
                "ALTER TABLE audit_entries DISABLE TRIGGER USER; {head}; ALTER TABLE audit_entries ENABLE TRIGGER USER"
            ));
        }
        Backend::Sqlite => env.execute(&format!(
            "DROP TRIGGER IF EXISTS audit_entries_update; DROP TRIGGER IF EXISTS audit_entries_delete;
             DROP TRIGGER IF EXISTS audit_entries_insert; {sql}"
        )),
    }
}

/// What `epic audit verify` says of a broken chain.
#[track_caller]
fn verdict(env: &TestEnv, args: &[&str]) -> String {
    let args = ["audit", "verify"].iter().chain(args);
    let error = env.assert_refused(Some(MANAGER), args, 7, "conflict.audit_chain");
    error["message"].as_str().unwrap().to_owned()
}

/// The number of the last entry, after three more.
fn with_entries(env: &TestEnv) -> i64 {
    for amount in ["1", "2", "3"] {
        env.run_as("CBrunel", ["contract", "pay", "2", amount])
            .success();
    }
    env.scalar("SELECT max(sequence) FROM audit_entries")
        .parse()
        .unwrap()
}

/// Another order of two entries, as a copy of their content under each other's number.
const SWAP: &str = "CREATE TABLE swapped AS SELECT * FROM audit_entries WHERE sequence IN (3, 4);
    DELETE FROM audit_entries WHERE sequence IN (3, 4);
    INSERT INTO audit_entries SELECT 7 - sequence, occurred_at, database_role, session_id, credential, collaborator_id,
        action, entity, entity_id, changes, changes_hash, previous_hash, hash FROM swapped; DROP TABLE swapped";

on_both_databases! {
    fn a_chain_that_nobody_touched_holds(env: &TestEnv) {
        let last = with_entries(env);
        let verified = env.run_as(MANAGER, ["audit", "verify", "--json"]).success().json();
        assert_eq!(verified["ok"], true);
        assert_eq!(verified["entries"], last);
        assert_eq!(verified["sequence"], last);
        let anchor = env.run_as(MANAGER, ["audit", "anchor", "--json"]).success().json();
        assert_eq!(anchor["sequence"], last);
        assert_eq!(anchor["hash"], verified["hash"]);
        let newest = env.run_as(MANAGER, ["audit", "list", "--limit", "1", "--json"]).json();
        assert_eq!(newest[0]["hash"], verified["hash"]);
    }

    fn nobody_changes_or_removes_an_entry(env: &TestEnv) {
        let mut attempts = vec![
            "UPDATE audit_entries SET collaborator_id = 2",
            "UPDATE audit_entries SET changes = '{}' WHERE sequence = 1",
            "DELETE FROM audit_entries WHERE sequence = 1",
            "DELETE FROM audit_entries",
        ];
        match env.backend() {
            Backend::Postgres => attempts.extend(["TRUNCATE audit_entries", "TRUNCATE collaborators, audit_entries CASCADE"]),
            Backend::Sqlite => attempts.extend([
                "INSERT OR REPLACE INTO audit_entries SELECT * FROM audit_entries WHERE sequence = 1",
                "UPDATE customers SET company = 'x' WHERE id = 1; DELETE FROM audit_pending",
                "UPDATE customers SET company = 'y' WHERE id = 1; UPDATE audit_pending SET after = '[]'",
            ]),
        }
        for sql in attempts {
            let said = env.refusal(sql);
            assert!(said.contains("audit entries are never changed") || said.contains("epic_append_only"), "{sql}: {said}");
        }
        env.run_as(MANAGER, ["audit", "verify"]).success();
    }

    fn changed_changes_are_found(env: &TestEnv) {
        with_entries(env);
        tamper(env, "UPDATE audit_entries SET changes = '{}' WHERE sequence = 7");
        assert_eq!(verdict(env, &[]), "the audit log is broken at entry 7: its changes differ from the recorded ones");
    }

    fn every_other_changed_field_is_found(env: &TestEnv) {
        with_entries(env);
        let number = if env.backend() == Backend::Postgres { "sha256('')" } else { "zeroblob(32)" };
        for (column, value) in [
            ("occurred_at", "'2020-01-01T00:00:00Z'"),
            ("database_role", "'somebody'"),
            ("session_id", "77"),
            ("credential", "'token'"),
            ("collaborator_id", "3"),
            ("action", "'delete'"),
            ("entity", "'event'"),
            ("entity_id", "99"),
            ("hash", number),
            ("changes_hash", number),
            ("previous_hash", number),
        ] {
            tamper(env, &format!(
                "CREATE TABLE kept AS SELECT * FROM audit_entries WHERE sequence = 8;
                 UPDATE audit_entries SET {column} = {value} WHERE sequence = 8"
            ));
            assert!(verdict(env, &[]).starts_with("the audit log is broken at entry 8: "), "{column}");
            tamper(env, "DELETE FROM audit_entries WHERE sequence = 8; INSERT INTO audit_entries SELECT * FROM kept; DROP TABLE kept");
            env.run_as(MANAGER, ["audit", "verify"]).success();
        }
    }

    fn a_missing_entry_is_found(env: &TestEnv) {
        with_entries(env);
        tamper(env, "DELETE FROM audit_entries WHERE sequence = 5");
        assert_eq!(verdict(env, &[]), "the audit log is broken at entry 5: it is missing or out of sequence");
    }

    fn a_missing_end_is_found(env: &TestEnv) {
        let last = with_entries(env);
        tamper(env, &format!("DELETE FROM audit_entries WHERE sequence >= {}", last - 1));
        assert_eq!(verdict(env, &[]), format!("the audit log is broken at entry {}: it and all later entries are missing", last - 1));
        // What comes next does not fill the hole.
        env.run_as("CBrunel", ["contract", "pay", "2", "1"]).success();
        assert_eq!(verdict(env, &[]), format!("the audit log is broken at entry {}: it is missing or out of sequence", last - 1));
    }

    fn entries_in_another_order_are_found(env: &TestEnv) {
        with_entries(env);
        tamper(env, SWAP);
        assert_eq!(verdict(env, &[]), "the audit log is broken at entry 3: it does not link to the entry before it");
    }

    fn an_anchor_shows_what_was_made_to_look_whole(env: &TestEnv) {
        let last = with_entries(env);
        let text = env.run_as(MANAGER, ["audit", "anchor"]).success().stdout;
        let json = env.run_as(MANAGER, ["audit", "anchor", "--json"]).success();
        let csv = env.run_as(MANAGER, ["audit", "anchor", "--format", "csv"]).success().stdout;
        let inline = format!("{last}:{}", json.json()["hash"].as_str().unwrap());
        let file = env.home().join("anchor");
        for kept in [&text, &json.stdout, &csv, &inline] {
            fs::write(&file, kept).unwrap();
            env.run_as(MANAGER, ["audit", "verify", "--anchor", file.to_str().unwrap()]).success();
            env.command(["audit", "verify", "--anchor", "-"]).as_(MANAGER).stdin(kept.clone()).run().success();
        }
        env.run_as(MANAGER, ["audit", "verify", "--anchor", &inline]).success();

        // The end is taken off, and the head is made to fit: the chain by itself is whole.
        tamper(env, &format!(
            "DELETE FROM audit_entries WHERE sequence = {last};
             UPDATE audit_head SET sequence = {0}, hash = (SELECT hash FROM audit_entries WHERE sequence = {0})", last - 1
        ));
        env.run_as(MANAGER, ["audit", "verify"]).success();
        let gone = format!("the audit log is broken at entry {last}: the anchor records a different entry, or one that is missing");
        assert_eq!(verdict(env, &["--anchor", &inline]), gone);
        // Nor does another entry in its place help.
        env.run_as("CBrunel", ["contract", "pay", "2", "4"]).success();
        env.run_as(MANAGER, ["audit", "verify"]).success();
        assert_eq!(verdict(env, &["--anchor", &inline]), gone);
    }

    fn what_is_no_anchor_is_refused(env: &TestEnv) {
        for anchor in ["nonsense", "12", "12:abcd", "-1:00", "/nowhere/at/all", "{\"sequence\":1}"] {
            env.assert_refused(Some(MANAGER), ["audit", "verify", "--anchor", anchor], 2, "usage");
        }
    }

    fn thousands_of_changes_in_one_transaction_are_chained(env: &TestEnv) {
        let before: i64 = env.scalar("SELECT max(sequence) FROM audit_entries").parse().unwrap();
        env.customers(3000, |it, n| {
            it.last_name = format!("Nom{n}");
            it.company = format!("Société {n}");
        });
        let verified = env.run_as(MANAGER, ["audit", "verify", "--json"]).success().json();
        assert_eq!(verified["entries"], before + 3000);
    }
}

#[test]
fn changes_past_the_program_are_settled_in_bounded_steps() {
    let env = &TestEnv::demo(Backend::Sqlite);
    let before: i64 = env
        .scalar("SELECT max(sequence) FROM audit_entries")
        .parse()
        .unwrap();
    let changes: String = (0..20_000)
        .map(|n| format!("UPDATE customers SET company = 'Raw {n}' WHERE id = 1;"))
        .collect();
    env.execute(&format!("BEGIN; {changes} COMMIT"));

    // A writer waits five seconds for another one and fails then: both have to get their turn.
    std::thread::scope(|scope| {
        let history = scope.spawn(|| env.run_as(MANAGER, ["history", "customer", "1"]));
        for amount in ["1", "2", "3"] {
            env.run_as("CBrunel", ["contract", "pay", "2", amount])
                .success();
        }
        history.join().unwrap().success();
    });

    let verified = env
        .run_as(MANAGER, ["audit", "verify", "--json"])
        .success()
        .json();
    assert_eq!(verified["entries"], before + 20_003);
    assert_eq!(env.scalar("SELECT count(*) FROM audit_pending"), "0");
    let raw = format!(
        "sequence <= {} AND collaborator_id IS NULL",
        before + 20_000
    );
    assert_eq!(
        env.scalar(&format!(
            "SELECT count(*) FROM audit_entries WHERE sequence > {before} AND {raw}"
        )),
        "20000"
    );
}
