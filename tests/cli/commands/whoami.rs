//! The current user, and the first step on a new machine.

use serde_json::json;

use crate::env::{Backend, TestEnv, on_both_databases};

on_both_databases! {
    fn whoami_tells_login_department_credential_and_expiry(env: &TestEnv) {
        insta::assert_snapshot!(env.run_as("BRenard", ["whoami"]).stable(), @"
        exit: 0
        --- stdout
        BRenard	support	session	<instant>
        --- stderr
        ");
        let told = env.run_as("BRenard", ["whoami", "--json"]).success().json();
        assert_eq!(told["collaborator"], json!({"id": 4, "login": "BRenard", "name": "Benoît Renard", "department": "support"}));
        assert_eq!(told["credential"], "session");
        let expiry = "SELECT count(*) FROM sessions WHERE expires_at = '";
        let told = env.run_as("BRenard", ["whoami", "--fields", "expires_at"]).success().stdout;
        assert_ne!(env.scalar(&format!("{expiry}{}'", told.trim_end())), "0");
    }

    fn whoami_without_a_session_says_how_to_get_one(env: &TestEnv) {
        insta::assert_snapshot!(env.run(["whoami"]), @"
        exit: 4
        --- stdout
        --- stderr
        error: you are not logged in
        hint: epic login
        ");
        env.assert_refused(None, ["whoami"], 4, "auth.required");
    }
}

#[test]
fn on_a_new_machine_the_first_step_is_init() {
    let env = TestEnv::empty(Backend::Sqlite);
    insta::assert_snapshot!(env.run(["whoami"]), @"
    exit: 4
    --- stdout
    --- stderr
    error: you are not logged in
    hint: epic init
    ");
    assert!(
        !env.sqlite_file().exists(),
        "a refusal created the database"
    );
}
