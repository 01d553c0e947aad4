//! Scripts that work with a token: what it opens, what it never does, what ends it, and the crontab of the topic `scripting`.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::json;

use crate::env::{Output, PASSWORD, TestEnv, on_both_databases};
use crate::staff::STRONG;

/// A new token of a collaborator.
#[track_caller]
fn token(env: &TestEnv, login: &str, args: &[&str]) -> String {
    let create = ["token", "create", "--name", "script", "--expires", "90d"];
    let output = env.run_as(login, [&create, args].concat()).success();
    output.stdout.trim_end().to_owned()
}

fn run(env: &TestEnv, token: &str, args: &[&str]) -> Output {
    env.command(args).env("EPIC_TOKEN", token).run()
}

/// Checks that a token is refused something, and that nothing is written.
#[track_caller]
fn assert_refused(env: &TestEnv, token: &str, args: &[&str], exit: i32, code: &str) {
    let args = [&["--json"], args].concat();
    let output = env.unchanged(|| run(env, token, &args)).expect_exit(exit);
    assert_eq!(output.stdout, "", "{output}");
    assert_eq!(output.error()["error"]["code"], code, "{args:?}: {output}");
}

/// A file with a token, and that mode.
fn file_with(env: &TestEnv, token: &str, mode: u32) -> PathBuf {
    let path = env.home().join("cron.token");
    fs::write(&path, format!("{token}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
    path
}

/// Writes that the department may do, by who may do them.
const WRITES: &[(&str, &[&[&str]])] = &[
    (
        "AMartinez",
        &[
            &["customer", "transfer", "4", "--to", "CDelorme"],
            &["contract", "create", "--customer", "4", "--total", "100"],
            &["contract", "update", "8", "--total", "30000"],
            &["contract", "sign", "6"],
            &["contract", "pay", "2", "10"],
            &[
                "event",
                "assign",
                "2",
                "--support",
                "KDurand",
                "--allow-overlap",
            ],
            &["event", "unassign", "5"],
        ],
    ),
    (
        "CBrunel",
        &[
            &[
                "customer",
                "create",
                "--first-name=Marc",
                "--last-name=Petit",
                "--email=marc@petit.example",
                "--phone=0612345678",
                "--company=Petit",
            ],
            &["customer", "update", "1", "--company", "Autre"],
            &["contract", "update", "9", "--due", "1"],
            &["contract", "pay", "2", "10"],
            &[
                "event",
                "create",
                "--contract",
                "2",
                "--title",
                "Bal",
                "--start",
                "2099-05-20 18:00",
                "--end",
                "+3h",
                "--location",
                "Lyon",
                "--attendees",
                "60",
            ],
        ],
    ),
    ("BRenard", &[&["event", "update", "4", "--attendees", "12"]]),
];

/// Reads that everybody may do.
const READS: &[&[&str]] = &[
    &["whoami"],
    &["collaborator", "list"],
    &["collaborator", "show", "1"],
    &["customer", "list"],
    &["customer", "show", "1"],
    &["contract", "list"],
    &["contract", "show", "2"],
    &["event", "list"],
    &["event", "show", "1"],
    &["session", "list"],
    &["token", "list"],
];

/// What only somebody at a keyboard may do.
const PERSONAL: &[&[&str]] = &[
    &["token", "create", "--name", "another", "--expires", "1d"],
    &["token", "revoke", "script"],
    &["session", "revoke", "1"],
    &["password", "change", "--password-stdin"],
    &[
        "collaborator",
        "create",
        "--login=Eve",
        "--first-name=Eve",
        "--last-name=Eve",
        "--email=eve@epic.example",
        "--phone=0612345678",
        "--department=management",
        "--password-stdin",
    ],
    &[
        "collaborator",
        "update",
        "BRenard",
        "--department",
        "management",
    ],
    &["collaborator", "delete", "CDelorme", "--yes"],
    &[
        "collaborator",
        "reset-password",
        "BRenard",
        "--password-stdin",
    ],
    &["collaborator", "unlock", "BRenard"],
];

on_both_databases! {
    fn token_opens_what_its_owner_may(env: &TestEnv) {
        let secret = token(env, "CBrunel", &[]);
        let whoami = run(env, &secret, &["whoami", "--json"]).success().json();
        assert_eq!(whoami["collaborator"]["login"], "CBrunel");
        assert_eq!(whoami["credential"], "token");
        let [listed] = &env.run_as("CBrunel", ["token", "list", "--json"]).success().json().as_array().unwrap().clone()[..]
        else {
            panic!("one token was made")
        };
        assert_eq!(whoami["expires_at"], listed["expires_at"]);
        assert!(listed["last_used_at"].is_string(), "the use was not noted: {listed}");

        run(env, &secret, WRITES[1].1[0]).success();
        let done = env.scalar(
            "SELECT count(*) FROM audit_entries WHERE entity = 'customer' AND action = 'create'
             AND credential = 'token' AND collaborator_id = 2",
        );
        assert_eq!(done, "1");
        assert_refused(env, &secret, &["customer", "update", "5", "--company", "Autre"], 5, "denied.ownership");
        assert_refused(env, &secret, &["event", "unassign", "1"], 5, "denied.department");
    }

    fn file_goes_before_the_variable_and_the_variable_before_the_session(env: &TestEnv) {
        let path = file_with(env, &token(env, "CBrunel", &[]), 0o600);
        let variable = token(env, "CDelorme", &[]);
        env.log_in("BRenard");
        let login = |variables: &[(&str, &str)]| {
            let mut command = env.command(["whoami", "--fields", "collaborator.login"]);
            for (key, value) in variables {
                command = command.env(key, value);
            }
            command.run().success().stdout.trim_end().to_owned()
        };
        let path = path.to_str().unwrap();
        assert_eq!(login(&[("EPIC_TOKEN_FILE", path), ("EPIC_TOKEN", &variable)]), "CBrunel");
        assert_eq!(login(&[("EPIC_TOKEN_FILE", ""), ("EPIC_TOKEN", &variable)]), "CDelorme");
        assert_eq!(login(&[]), "BRenard");
    }

    fn token_file_that_others_can_read_is_refused(env: &TestEnv) {
        let secret = token(env, "CBrunel", &[]);
        for mode in [0o644, 0o640, 0o604, 0o666] {
            let path = file_with(env, &secret, mode);
            let output = env.command(["customer", "list", "--json"]).env("EPIC_TOKEN_FILE", &path).run();
            assert_eq!(output.expect_exit(10).error()["error"]["code"], "config.unsafe_file", "{mode:o}");
        }
        let path = file_with(env, &secret, 0o400);
        env.command(["customer", "list"]).env("EPIC_TOKEN_FILE", &path).run().success();
    }

    fn token_needs_no_secret_of_this_machine(env: &TestEnv) {
        let secret = token(env, "CBrunel", &[]);
        fs::remove_file(env.config_dir().join("secrets.toml")).unwrap();
        run(env, &secret, &["customer", "list"]).success();
        run(env, &secret, &["customer", "update", "1", "--company", "Autre"]).success();
        env.assert_refused(Some("CBrunel"), ["customer", "list"], 10, "config");
    }

    fn read_only_token_reads_and_writes_nothing(env: &TestEnv) {
        for (login, writes) in WRITES {
            let secret = token(env, login, &["--read-only"]);
            for args in READS {
                run(env, &secret, args).success();
            }
            for args in *writes {
                assert_refused(env, &secret, args, 5, "denied.read_only");
            }
        }
    }

    fn token_that_is_not_read_only_does_all_of_these(env: &TestEnv) {
        for (login, writes) in WRITES {
            let secret = token(env, login, &[]);
            for args in *writes {
                run(env, &secret, args).success();
            }
        }
    }

    fn token_never_does_what_a_person_does(env: &TestEnv) {
        for args in [&[][..], &["--read-only"]] {
            let secret = token(env, "AMartinez", args);
            for args in PERSONAL {
                assert_refused(env, &secret, args, 5, "denied.token");
            }
            run(env, &secret, &["whoami"]).success();
            env.run_as("AMartinez", ["token", "revoke", "script"]).success();
        }
    }

    fn token_is_worthless_once_it_is_revoked(env: &TestEnv) {
        let secret = token(env, "CBrunel", &[]);
        run(env, &secret, &["customer", "list"]).success();
        env.run_as("CBrunel", ["token", "revoke", "script"]).success();
        assert_refused(env, &secret, &["customer", "list"], 4, "auth.revoked");
        assert_refused(env, &secret, WRITES[1].1[0], 4, "auth.revoked");
    }

    fn token_is_worthless_once_it_has_expired_and_not_idle_before(env: &TestEnv) {
        let secret = token(env, "CBrunel", &[]);
        let table = env.secret_table("sessions");
        env.execute(&format!(
            "UPDATE {table} SET created_at = '2020-01-01T00:00:00Z', last_used_at = '2020-01-02T00:00:00Z' WHERE kind = 'token'"
        ));
        run(env, &secret, &["customer", "list"]).success();
        env.execute(&format!("UPDATE {table} SET expires_at = '2020-01-03T00:00:00Z' WHERE kind = 'token'"));
        assert_refused(env, &secret, &["customer", "list"], 4, "auth.expired");
        assert_refused(env, &secret, WRITES[1].1[0], 4, "auth.expired");
    }

    fn token_ends_with_the_department_the_account_and_the_password(env: &TestEnv) {
        let [moved, gone, reset] = ["BRenard", "KDurand", "ALefebvre"].map(|login| token(env, login, &[]));
        env.run_as("AMartinez", ["collaborator", "update", "BRenard", "--department", "sales"]).success();
        env.run_as("AMartinez", ["collaborator", "delete", "KDurand", "--reassign-to", "ALefebvre", "--yes"]).success();
        env.sign_in("AMartinez", PASSWORD).success();
        env.command(["collaborator", "reset-password", "ALefebvre", "--password-stdin"])
            .stdin(format!("{STRONG}\n"))
            .run()
            .success();
        for secret in [moved, gone, reset] {
            assert_refused(env, &secret, &["event", "list"], 4, "auth.revoked");
        }
    }

    fn token_that_was_never_made_is_invalid(env: &TestEnv) {
        let secret = token(env, "CBrunel", &[]);
        let mut other = secret.clone().into_bytes();
        other[10] = if other[10] == b'A' { b'B' } else { b'A' };
        let other = String::from_utf8(other).unwrap();
        for forgery in [&other, &secret[4..], &secret[..40], &secret.to_uppercase(), &format!("{secret}A")] {
            assert_refused(env, forgery, &["customer", "list"], 4, "auth.invalid_token");
        }
    }

    fn cron_line_of_the_topic_runs(env: &TestEnv) {
        let topic = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/help/topics/en/scripting.md");
        let topic = fs::read_to_string(topic).unwrap().replace("\\\n", "");
        let line = |start: &str| {
            let found = topic.lines().find(|line| line.starts_with(start));
            found.unwrap_or_else(|| panic!("the topic has no line {start:?}")).to_owned()
        };
        let home = env.home().display().to_string();
        fs::create_dir(env.home().join("srv")).unwrap();
        let here = |command: &str| command.replace("/etc/epic/", &format!("{home}/")).replace("/srv/reports/", &format!("{home}/srv/"));
        let sh = |command: &str, login: Option<&str>| {
            let mut run = env.command(["unused"]);
            if let Some(login) = login {
                run = run.as_(login);
            }
            let epic = run.raw();
            let programs = Path::new(epic.get_program()).parent().unwrap();
            let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap_or_default());
            let output = Command::new("sh")
                .args(["-c", command])
                .current_dir(env.home())
                .env_clear()
                .envs(epic.get_envs().filter_map(|(key, value)| Some((key, value?))))
                .env("PATH", path)
                .output()
                .unwrap();
            assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
            output
        };

        sh(&here(&line("(umask 077 && epic token create")), Some("AMartinez"));
        let path = env.home().join("cron.token");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let secret = fs::read_to_string(&path).unwrap();
        assert!(secret.starts_with("epk_"), "{secret}");
        assert_refused(env, secret.trim_end(), WRITES[0].1[0], 5, "denied.read_only");

        let cron = line("0 7 * * 1 ");
        let command = format!("export {}; {}", line("EPIC_TOKEN_FILE="), cron.splitn(6, ' ').nth(5).unwrap());
        assert!(!command.contains('%'), "cron makes a line break of it");
        let output = sh(&here(&command), None);
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        let report = fs::read_to_string(env.home().join("srv/unpaid.csv")).unwrap();
        let direct = env.run_as("AMartinez", ["contract", "list", "--unpaid", "--format", "csv"]).success();
        assert_eq!(report, direct.stdout);
        assert!(report.lines().count() > 1, "{report}");
        assert_eq!(env.run_as("AMartinez", ["token", "list", "--json"]).success().json()[0]["name"], json!("cron"));
    }
}
