//! Tokens that are not what they seem: forged, foreign, altered, expired, stolen from somebody else. The envelope grants
//! nothing that the row of the session does not, and a session ends at once with what it stood for.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256, Sha384, Sha512};

use crate::env::{Backend, PASSWORD, TestEnv, on_both_databases};
use crate::staff::STRONG;

/// What a Sales collaborator may do: with a token that is not valid, it must not be done.
const WRITE: [&str; 8] = [
    "--json",
    "customer",
    "create",
    "--first-name=Marc",
    "--last-name=Petit",
    "--email=marc@petit.example",
    "--phone=0612345678",
    "--company=Petit",
];

/// The key of this machine.
fn key(env: &TestEnv) -> String {
    let text = fs::read_to_string(env.config_dir().join("secrets.toml")).unwrap();
    let secrets: toml::Table = text.parse().unwrap();
    secrets["secret_key"].as_str().unwrap().to_owned()
}

/// The token of a collaborator of the demonstration company.
fn token_of(env: &TestEnv, login: &str) -> String {
    env.log_in(login);
    let token = fs::read_to_string(env.session_file()).unwrap();
    fs::remove_file(env.session_file()).unwrap();
    token
}

/// One of the three parts of a token, read as JSON.
fn part(token: &str, index: usize) -> Value {
    let part = token.split('.').nth(index).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

fn sign_as(algorithm: &str, claims: &Value, key: &str) -> String {
    let header = json!({ "typ": "JWT", "alg": algorithm });
    let encoded = |part: &Value| URL_SAFE_NO_PAD.encode(part.to_string());
    let message = format!("{}.{}", encoded(&header), encoded(claims));
    let (key, bytes) = (key.as_bytes(), message.as_bytes());
    let signature = match algorithm {
        "HS256" => mac::<Hmac<Sha256>>(key, bytes),
        "HS384" => mac::<Hmac<Sha384>>(key, bytes),
        "HS512" => mac::<Hmac<Sha512>>(key, bytes),
        other => unreachable!("{other}"),
    };
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
}

fn mac<M: Mac + KeyInit>(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mac = <M as KeyInit>::new_from_slice(key).unwrap();
    mac.chain_update(message).finalize().into_bytes().to_vec()
}

fn sign(claims: &Value, key: &str) -> String {
    sign_as("HS256", claims, key)
}

/// The claims of a live session of a Sales collaborator, some of them changed.
fn altered(env: &TestEnv, changes: &Value) -> Value {
    let mut claims = part(&token_of(env, "CBrunel"), 1);
    for (name, value) in changes.as_object().unwrap() {
        claims[name] = value.clone();
    }
    claims
}

/// Checks that a write with this token is refused with that error, and that nothing is written.
#[track_caller]
fn assert_worthless(env: &TestEnv, token: impl AsRef<OsStr>, code: &str, message: &str) {
    let error = json!({"error": {"code": code, "exit": 4, "message": message, "hint": "env -u EPIC_TOKEN epic token create"}});
    let output = env.unchanged(|| env.command(WRITE).env("EPIC_TOKEN", token).run());
    assert_eq!(output.status, 4, "{output}");
    assert_eq!(output.stdout, "", "{output}");
    assert_eq!(output.stderr.lines().count(), 1, "{output}");
    assert_eq!(output.error(), error, "{output}");
}

#[track_caller]
fn assert_invalid(env: &TestEnv, token: impl AsRef<OsStr>) {
    assert_worthless(
        env,
        token,
        "auth.invalid_token",
        "the token in EPIC_TOKEN is not valid",
    );
}

on_both_databases! {
    fn token_that_was_not_altered_writes(env: &TestEnv) {
        let claims = altered(env, &json!({}));
        let output = env.command(WRITE).env("EPIC_TOKEN", sign(&claims, &key(env))).run().success();
        assert_eq!(output.json()["sales_contact"]["login"], "CBrunel");
    }

    fn token_signed_with_another_key_is_refused(env: &TestEnv) {
        let claims = altered(env, &json!({}));
        for key in ["k".repeat(64), String::new(), key(env)[1..].to_owned()] {
            assert_invalid(env, sign(&claims, &key));
        }
    }

    fn token_under_another_algorithm_is_refused(env: &TestEnv) {
        let claims = altered(env, &json!({}));
        for algorithm in ["HS384", "HS512"] {
            assert_invalid(env, sign_as(algorithm, &claims, &key(env)));
        }
        let signed = sign(&claims, &key(env));
        let (rest, signature) = signed.rsplit_once('.').unwrap();
        let (_, payload) = rest.split_once('.').unwrap();
        for algorithm in ["none", "None", "NONE", ""] {
            let header = URL_SAFE_NO_PAD.encode(json!({"typ": "JWT", "alg": algorithm}).to_string());
            for signature in ["", signature] {
                assert_invalid(env, format!("{header}.{payload}.{signature}"));
            }
        }
    }

    fn token_with_foreign_or_missing_claims_is_refused(env: &TestEnv) {
        for changes in [
            json!({"iss": "other"}),
            json!({"aud": "other"}),
            json!({"aud": ["other", "another"]}),
            json!({"sub": "0"}),
            json!({"sub": "CBrunel"}),
            json!({"sub": 2}),
            json!({"nbf": 4_102_444_800_i64, "exp": 4_102_448_400_i64}),
        ] {
            assert_invalid(env, sign(&altered(env, &changes), &key(env)));
        }
        for claim in ["iss", "aud", "sub", "jti", "iat", "nbf", "exp"] {
            let mut claims = altered(env, &json!({}));
            claims.as_object_mut().unwrap().remove(claim);
            assert_invalid(env, sign(&claims, &key(env)));
        }
    }

    fn token_of_an_unknown_session_or_of_somebody_else_is_refused(env: &TestEnv) {
        let unknown = URL_SAFE_NO_PAD.encode([7_u8; 32]);
        assert_invalid(env, sign(&altered(env, &json!({"jti": unknown})), &key(env)));
        assert_invalid(env, sign(&altered(env, &json!({"jti": ""})), &key(env)));
        // A session of Sales does not open the account of Management, nor the other way round.
        let manager = part(&token_of(env, "AMartinez"), 1);
        assert_invalid(env, sign(&altered(env, &json!({"sub": manager["sub"]})), &key(env)));
        assert_invalid(env, sign(&altered(env, &json!({"jti": manager["jti"]})), &key(env)));
    }

    fn token_cut_short_or_altered_in_one_place_is_refused(env: &TestEnv) {
        let token = token_of(env, "CBrunel");
        let parts: Vec<&str> = token.split('.').collect();
        let mut flipped = token.clone().into_bytes();
        let middle = parts[0].len() + 20;
        flipped[middle] = if flipped[middle] == b'A' { b'B' } else { b'A' };
        for forgery in [
            token[..token.len() - 1].to_owned(),
            parts[..2].join("."),
            format!("{}.{}.", parts[0], parts[1]),
            format!("{token}."),
            format!("{token}A"),
            token.replace('.', ""),
            String::from_utf8(flipped).unwrap(),
            "epk_00000000000000000000000000000000".to_owned(),
        ] {
            assert_invalid(env, forgery);
        }
    }

    fn token_that_is_no_text_or_endless_is_refused(env: &TestEnv) {
        assert_invalid(env, "x".repeat(5_000));
        assert_invalid(env, format!("{}{}", token_of(env, "CBrunel"), "A".repeat(5_000)));
        assert_invalid(env, OsStr::from_bytes(&[0xff, 0xfe, 0x01, b'.', 0x80, b'.', 0xc0]));
        assert_invalid(env, "é.\u{1b}[2J.🎉");
        assert_invalid(env, " ");
        // A session file that is empty is a token that is empty.
        env.log_in("CBrunel");
        fs::write(env.session_file(), "").unwrap();
        env.assert_refused(None, WRITE[1..].iter(), 4, "auth.invalid_token");
        fs::write(env.session_file(), [0; 200_000]).unwrap();
        env.assert_refused(None, WRITE[1..].iter(), 4, "auth.invalid_token");
    }

    fn expired_token_is_refused_whatever_the_row_says(env: &TestEnv) {
        let changes = json!({"iat": 1_577_836_800, "nbf": 1_577_836_800, "exp": 1_577_840_400});
        let token = sign(&altered(env, &changes), &key(env));
        assert_worthless(env, token, "auth.expired", "the token in EPIC_TOKEN has expired");
    }

    fn expired_row_is_refused_whatever_the_token_says(env: &TestEnv) {
        env.execute(
            "UPDATE sessions SET created_at = '2020-01-01T00:00:00Z', expires_at = '2020-01-01T08:00:00Z'",
        );
        let token = sign(&altered(env, &json!({"exp": 4_102_444_800_i64})), &key(env));
        assert_worthless(env, token, "auth.expired", "the token in EPIC_TOKEN has expired");
    }

    fn department_comes_from_the_row_and_not_from_the_token(env: &TestEnv) {
        let claims = altered(env, &json!({"department": "management", "role": "management"}));
        let token = sign(&claims, &key(env));
        let whoami = env.command(["whoami", "--json"]).env("EPIC_TOKEN", &token).run().success();
        assert_eq!(whoami.json()["collaborator"]["department"], "sales");
        let args = ["--json", "collaborator", "delete", "BRenard", "--yes"];
        let output = env.unchanged(|| env.command(args).env("EPIC_TOKEN", &token).run());
        assert_eq!(output.expect_exit(5).error()["error"]["code"], "denied.department");

        env.execute("UPDATE collaborators SET department = 'support' WHERE login = 'CBrunel'");
        env.assert_refused(Some("CBrunel"), WRITE[1..].iter(), 4, "auth.revoked");
    }

    fn account_that_is_deactivated_in_the_row_alone_is_refused(env: &TestEnv) {
        env.execute("UPDATE customers SET sales_contact_id = 3; UPDATE collaborators SET active = false WHERE login = 'CBrunel'");
        env.assert_refused(Some("CBrunel"), WRITE[1..].iter(), 4, "auth.revoked");
    }

    fn sessions_end_at_once_with_deactivation(env: &TestEnv) {
        env.run_as("AMartinez", ["collaborator", "delete", "BRenard", "--reassign-to", "KDurand", "--yes"])
            .success();
        env.assert_refused(Some("BRenard"), ["event", "list"], 4, "auth.revoked");
        env.run_as("KDurand", ["whoami"]).success();
    }

    fn sessions_end_at_once_with_a_change_of_department(env: &TestEnv) {
        env.run_as("AMartinez", ["collaborator", "update", "BRenard", "--department", "sales"]).success();
        env.assert_refused(Some("BRenard"), ["event", "list"], 4, "auth.revoked");
        env.sign_in("BRenard", PASSWORD).success();
        let whoami = env.run(["whoami", "--json"]).success().json();
        assert_eq!(whoami["collaborator"]["department"], "sales");
    }

    fn sessions_go_on_when_anything_else_of_the_account_changes(env: &TestEnv) {
        env.run_as("AMartinez", ["collaborator", "update", "BRenard", "--department", "support", "--first-name", "Bruno"])
            .success();
        env.run_as("BRenard", ["whoami"]).success();
    }

    fn sessions_end_at_once_when_the_password_is_reset(env: &TestEnv) {
        env.command(["collaborator", "reset-password", "BRenard", "--password-stdin"])
            .stdin(format!("{STRONG}\n"))
            .as_("AMartinez")
            .run()
            .success();
        env.assert_refused(Some("BRenard"), ["event", "list"], 4, "auth.revoked");
        env.run_as("AMartinez", ["whoami"]).success();
    }

    fn sessions_end_at_once_when_the_own_password_changes(env: &TestEnv) {
        env.sign_in("BRenard", PASSWORD).success();
        env.command(["password", "change", "--password-stdin"])
            .stdin(format!("{PASSWORD}\n{STRONG}\n"))
            .run()
            .success();
        assert!(!env.session_file().exists());
        env.assert_refused(Some("BRenard"), ["event", "list"], 4, "auth.revoked");
        assert_eq!(env.scalar("SELECT count(*) FROM sessions WHERE revoked_at IS NOT NULL"), "3");
    }

    fn database_holds_the_hash_of_the_secret_alone(env: &TestEnv) {
        let token = token_of(env, "CBrunel");
        let claims = part(&token, 1);
        let names: Vec<&String> = claims.as_object().unwrap().keys().collect();
        assert_eq!(names, ["aud", "exp", "iat", "iss", "jti", "nbf", "sub"]);
        assert_eq!(part(&token, 0), json!({"typ": "JWT", "alg": "HS256"}));
        let jti = claims["jti"].as_str().unwrap();
        assert_eq!(URL_SAFE_NO_PAD.decode(jti).unwrap().len(), 32);

        let hash = Sha256::digest(jti);
        let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        let (stored, columns) = match env.backend() {
            Backend::Sqlite => (
                "lower(hex(jti_hash))",
                "SELECT group_concat(name) FROM (SELECT name FROM pragma_table_info('sessions') ORDER BY name)",
            ),
            Backend::Postgres => (
                "encode(jti_hash, 'hex')",
                "SELECT string_agg(column_name, ',' ORDER BY column_name) FROM information_schema.columns
                 WHERE table_name = 'sessions'",
            ),
        };
        let owner = format!("SELECT collaborator_id FROM sessions WHERE {stored} = '{hash}'");
        assert_eq!(env.scalar(&owner), claims["sub"].as_str().unwrap());
        assert_eq!(
            env.scalar(columns),
            "collaborator_id,created_at,database_role,department,expires_at,id,jti_hash,kind,last_used_at,must_change,name,\
             read_only,revoked_at,updated_at,version"
        );
    }
}
