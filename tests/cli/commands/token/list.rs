//! The list of tokens.

use serde_json::{Value, json};

use crate::commands::token::{listed, new_token};
use crate::env::{TestEnv, on_both_databases};

on_both_databases! {
    fn own_tokens_are_listed(env: &TestEnv) {
        assert_eq!(listed(env, "CBrunel", &[]).len(), 0);
        let created = new_token(env, "CBrunel", "cron");
        new_token(env, "BRenard", "calendar");
        let tokens = listed(env, "CBrunel", &[]);
        let [token] = &tokens[..] else {
            panic!("{tokens:?}")
        };
        let names: Vec<&String> = token.as_object().unwrap().keys().collect();
        assert_eq!(
                names,
                ["collaborator", "created_at", "expires_at", "id", "last_used_at", "name", "read_only"]
            );
        assert_eq!(token["collaborator"], json!({"id": 2, "login": "CBrunel", "name": "Cédric Brunel"}));
        assert_eq!(token["last_used_at"], Value::Null);
        for field in ["id", "name", "read_only", "expires_at"] {
            assert_eq!(token[field], created[field]);
        }
        // Sessions are no tokens, nor the other way round.
        assert_eq!(env.run_as("CBrunel", ["session", "list", "--format", "ids"]).success().stdout.lines().count(), 1);
    }

    fn tokens_of_everybody_are_for_management(env: &TestEnv) {
        new_token(env, "CBrunel", "cron");
        new_token(env, "BRenard", "calendar");
        assert_eq!(listed(env, "AMartinez", &["--all"]).len(), 2);
        assert_eq!(listed(env, "AMartinez", &[]).len(), 0);
        for login in ["CBrunel", "BRenard"] {
            env.assert_refused(Some(login), ["token", "list", "--all"], 5, "denied.department");
        }
    }
}
