//! The keys that spare a command the 4,096 rounds of a password's proof: when they are stored, used, renewed and refused.
//! A tampered key shows that it was used: the server refuses it, and the file is made again.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use crate::env::{Backend, Output, Solo, TestEnv, solo};
use crate::files::mode;

/// A role of its own on a server, and a home.
struct Role<'a> {
    solo: &'a Solo,
    env: TestEnv,
    name: String,
}

impl<'a> Role<'a> {
    fn new(solo: &'a Solo) -> Self {
        let env = TestEnv::empty(Backend::Sqlite);
        env.command(["init"]).run().success();
        let name = format!("{}_keys", solo.name());
        solo.execute(&format!("CREATE ROLE {name} LOGIN SUPERUSER"));
        let role = Self { solo, env, name };
        role.set_password("first");
        role
    }

    fn set_password(&self, password: &str) {
        let name = &self.name;
        self.solo
            .execute(&format!("ALTER ROLE {name} PASSWORD '{password}'"));
    }

    fn url(&self, password: &str) -> String {
        let url = self.solo.url();
        let (_, server) = url.split_once('@').unwrap();
        format!("postgres://{}:{password}@{server}", self.name)
    }

    /// A command that connects.
    fn connect(&self, url: &str) -> Output {
        let command = self.env.command(["db", "status", "--format=json"]);
        command.env("DATABASE_URL", url).run()
    }

    fn file(&self) -> Option<PathBuf> {
        let directory = self.env.home().join(".local/state/epic-events/scram");
        let mut files = fs::read_dir(directory).ok()?;
        let file = files.next().map(|file| file.unwrap().path());
        assert!(files.next().is_none(), "one login, one file");
        file
    }

    fn stored(&self) -> String {
        fs::read_to_string(self.file().unwrap()).unwrap()
    }
}

/// Refused for the password, without a word of the keys.
#[track_caller]
fn assert_refused(output: Output) {
    let output = output.expect_exit(10);
    assert_eq!(
        output.error()["error"]["code"],
        "config.database_url",
        "{output}"
    );
}

#[test]
fn keys_are_stored_like_a_secret_and_used() {
    let solo = solo();
    let role = Role::new(&solo);
    let url = role.url("first");
    assert_eq!(role.file(), None);
    role.connect(&url).success();
    let file = role.file().unwrap();
    let stored = role.stored();
    assert_eq!(mode(&file), 0o600);
    assert_eq!(mode(file.parent().unwrap()), 0o700);
    assert!(!stored.contains("first") && !stored.contains(&role.name));
    role.connect(&url).success();
    assert_eq!(role.stored(), stored, "made once");

    let key = stored.split('"').nth(7).unwrap();
    let other = stored.replace(key, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
    fs::write(&file, other).unwrap();
    role.connect(&url).success();
    assert_eq!(role.stored(), stored, "used, refused and made again");

    fs::write(&file, "{").unwrap();
    role.connect(&url).success();
    assert_eq!(role.stored(), stored);

    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    let output = role.connect(&url).expect_exit(10);
    assert_eq!(
        output.error()["error"]["code"],
        "config.unsafe_file",
        "{output}"
    );
}

#[test]
fn keys_die_with_the_password() {
    let solo = solo();
    let role = Role::new(&solo);
    role.connect(&role.url("first")).success();
    let stored = role.stored();

    // Another password is not served by the keys of the right one.
    assert_refused(role.connect(&role.url("wrong")));
    role.connect(&role.url("first")).success();

    role.set_password("second");
    assert_refused(role.connect(&role.url("first")));
    assert_eq!(role.file(), None);
    role.connect(&role.url("second")).success();
    assert_ne!(role.stored(), stored);

    // The same password with another salt is what `--rotate` could make: renewed unseen.
    let stored = role.stored();
    role.set_password("second");
    role.connect(&role.url("second")).success();
    assert_ne!(role.stored(), stored);
}

#[test]
fn server_without_scram_is_asked_once() {
    let solo = solo();
    let role = Role::new(&solo);
    solo.write_hba("host all all 127.0.0.1/32 trust\nlocal all all trust\n");
    let url = role.url("first");
    role.connect(&url).success();
    assert_eq!(role.stored(), "");
    let written = fs::metadata(role.file().unwrap())
        .unwrap()
        .modified()
        .unwrap();
    role.connect(&url).success();
    let later = fs::metadata(role.file().unwrap())
        .unwrap()
        .modified()
        .unwrap();
    assert_eq!(written, later);
}

#[test]
fn password_of_a_passfile_has_no_keys() {
    let solo = solo();
    let role = Role::new(&solo);
    let passfile = role.env.home().join("passfile");
    fs::write(&passfile, "*:*:*:*:first\n").unwrap();
    fs::set_permissions(&passfile, fs::Permissions::from_mode(0o600)).unwrap();
    let url = role.url("first").replace(":first@", "@");
    let command = role.env.command(["db", "status", "--format=json"]);
    // An empty variable is no password.
    let command = command.env("PGPASSWORD", "").env("PGPASSFILE", &passfile);
    command.env("DATABASE_URL", &url).run().success();
    assert_eq!(role.file(), None);
}
