//! Signing a contract.

use crate::commands::contract::{done, state};
use crate::env::{TestEnv, on_both_databases};

on_both_databases! {
    fn signing_sets_the_moment_and_tells_it_once(env: &TestEnv) {
        let signed = done(env, "CBrunel", "contract sign 9");
        assert_eq!(signed["status"], "signed");
        assert_eq!(signed["signed_at"], signed["updated_at"]);
        assert_eq!(state(env, 9), "120000 120000 signed v2");
        env.unchanged(|| insta::assert_snapshot!(env.run_as("AMartinez", ["contract", "sign", "9"]), @r"
        exit: 0
        --- stdout
        9	Éléa Garçon	Boulangerie Œuvre & Fils	1200.00	1200.00	signed	CBrunel
        --- stderr
        Contract 9 is already signed.
        "));
    }

    fn a_pending_contract_is_signed(env: &TestEnv) {
        done(env, "CDelorme", "contract sign 6");
        assert_eq!(env.scalar("SELECT status FROM contracts WHERE id = 6"), "signed");
    }
}
