//! Attacks of another user of the machine on the files of the program: what is put in the place of the session or of
//! the secrets is neither believed nor followed, and nothing is written where others could have a hand in it.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::env::{Backend, Output, PASSWORD, TestEnv};
use crate::files::tree;

/// Somebody else, who need not exist.
const STRANGER: u32 = 54_321;

/// Whether files can be given to somebody else: the administrator can.
fn is_administrator() -> bool {
    rustix::process::geteuid().is_root()
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().mode() & 0o7777
}

/// What there is, but for the companions of a database that come and go with its connections.
fn listing(env: &TestEnv) -> Vec<String> {
    let mut paths = tree(env.home());
    paths.retain(|path| !(path.ends_with("-shm") || path.ends_with("-wal")));
    paths
}

/// A world where CBrunel is logged in, with the files that a thief would like to swap.
fn world() -> (TestEnv, [PathBuf; 2]) {
    let env = TestEnv::demo(Backend::Sqlite);
    env.log_in("CBrunel");
    env.run(["whoami"]).success();
    let files = [env.session_file(), env.config_dir().join("secrets.toml")];
    (env, files)
}

/// Checks that nobody is logged in, that the error is of this code, and that nothing in the home has changed.
#[track_caller]
fn assert_refused(env: &TestEnv, code: &str) -> Output {
    let before = listing(env);
    env.assert_refused(None, ["whoami"], 10, code);
    assert_eq!(listing(env), before);
    env.run(["whoami"])
}

fn log_in(env: &TestEnv) -> Output {
    env.sign_in("CBrunel", PASSWORD)
}

#[test]
fn link_in_the_place_of_a_file_is_not_followed() {
    let (env, files) = world();
    for file in &files {
        let moved = env.home().join("moved");
        fs::rename(file, &moved).unwrap();
        symlink(&moved, file).unwrap();
        let output = assert_refused(&env, "config.unsafe_file");
        assert!(output.stderr.contains("is a symbolic link"), "{output}");
        fs::rename(&moved, file).unwrap();
    }
    // Signing in puts a file in the place of the link, and leaves alone what it led to, be it there or not.
    let victim = env.home().join("victim");
    fs::write(&victim, "precious").unwrap();
    for target in [victim.clone(), env.home().join("absent")] {
        fs::remove_file(&files[0]).unwrap();
        symlink(&target, &files[0]).unwrap();
        log_in(&env).success();
        assert!(files[0].symlink_metadata().unwrap().is_file());
        assert_eq!(mode(&files[0]), 0o600);
    }
    assert_eq!(fs::read_to_string(&victim).unwrap(), "precious");
    assert!(!env.home().join("absent").exists());
    // Nor does a logout remove what a link leads to.
    fs::rename(&files[0], env.home().join("absent")).unwrap();
    let token = fs::read_to_string(env.home().join("absent")).unwrap();
    symlink(&victim, &files[0]).unwrap();
    env.run(["logout"]).expect_exit(10);
    assert_eq!(fs::read_to_string(&victim).unwrap(), "precious");
    assert_eq!(
        fs::read_to_string(env.home().join("absent")).unwrap(),
        token
    );
}

#[test]
fn hard_link_is_not_believed_and_not_written_through() {
    let (env, files) = world();
    for file in &files {
        let other = env.home().join("other");
        fs::hard_link(file, &other).unwrap();
        let output = assert_refused(&env, "config.unsafe_file");
        assert!(output.stderr.contains("has a second hard link"), "{output}");
        fs::remove_file(&other).unwrap();
        env.run(["whoami"]).success();
    }
    let other = env.home().join("other");
    fs::hard_link(&files[0], &other).unwrap();
    let before = fs::read(&other).unwrap();
    log_in(&env).success();
    assert_eq!(fs::read(&other).unwrap(), before);
    assert_ne!(fs::read(&files[0]).unwrap(), before);
    env.run(["whoami"]).success();
}

#[test]
fn pipe_directory_or_socket_in_the_place_of_a_file_is_no_file() {
    let (env, files) = world();
    for file in &files {
        let moved = env.home().join("moved");
        fs::rename(file, &moved).unwrap();
        // A pipe that nobody writes to must not hold the program up.
        let made = Command::new("mkfifo").arg("-m600").arg(file).status();
        assert!(made.unwrap().success());
        assert_refused(&env, "config.unreadable_file");
        fs::remove_file(file).unwrap();
        fs::create_dir(file).unwrap();
        assert_refused(&env, "config.unreadable_file");
        fs::remove_dir(file).unwrap();
        let socket = std::os::unix::net::UnixListener::bind(file).unwrap();
        assert_refused(&env, "config.unreadable_file");
        drop(socket);
        fs::remove_file(file).unwrap();
        fs::rename(&moved, file).unwrap();
    }
    // A pipe gives way to the new session, and a directory does not: nothing is left of the attempt.
    fs::remove_file(&files[0]).unwrap();
    let made = Command::new("mkfifo").arg("-m600").arg(&files[0]).status();
    assert!(made.unwrap().success());
    log_in(&env).success();
    assert!(files[0].symlink_metadata().unwrap().is_file());
    fs::remove_file(&files[0]).unwrap();
    fs::create_dir(&files[0]).unwrap();
    let before = listing(&env);
    log_in(&env).expect_exit(10);
    assert_eq!(listing(&env), before);
}

#[test]
fn file_of_somebody_else_is_not_believed() {
    if !is_administrator() {
        return;
    }
    let (env, files) = world();
    for file in &files {
        chown(file, Some(STRANGER), None).unwrap();
        let output = assert_refused(&env, "config.unsafe_file");
        assert!(
            output.stderr.contains("belongs to another user"),
            "{output}"
        );
        chown(file, Some(0), None).unwrap();
        env.run(["whoami"]).success();
    }
    let config = env.config_dir().join("config.toml");
    fs::write(&config, "lang = \"en\"").unwrap();
    chown(&config, Some(STRANGER), None).unwrap();
    assert_refused(&env, "config.unsafe_file");
    // Nor a link that somebody else made, to a file that would be believed.
    let mine = env.home().join("mine.toml");
    fs::write(&mine, "lang = \"fr\"").unwrap();
    fs::remove_file(&config).unwrap();
    symlink(&mine, &config).unwrap();
    env.run(["whoami"]).success();
    std::os::unix::fs::lchown(&config, Some(STRANGER), None).unwrap();
    assert_refused(&env, "config.unsafe_file");
}

#[test]
fn nothing_is_read_or_written_where_others_can_replace_it() {
    let (env, files) = world();
    let directory = env.config_dir();
    let before: Vec<_> = files.iter().map(|file| fs::read(file).unwrap()).collect();
    for open in [0o777, 0o770, 0o703] {
        set_mode(&directory, open);
        let output = assert_refused(&env, "config.unsafe_file");
        let hint = format!("hint: chmod go-w '{}'", directory.display());
        assert!(output.stderr.contains(&hint), "{output}");
        for command in [
            &["init"][..],
            &["logout"],
            &["login", "CBrunel", "--password-stdin"],
        ] {
            let listed = listing(&env);
            env.command(command)
                .stdin(format!("{PASSWORD}\n"))
                .run()
                .expect_exit(10);
            assert_eq!(listing(&env), listed);
        }
    }
    // A session has to be written, and the secrets are from elsewhere: the directory is still looked at.
    fs::remove_file(&files[0]).unwrap();
    let listed = listing(&env);
    let key = "k".repeat(32);
    let signing_in = env
        .command(["login", "CBrunel", "--password-stdin"])
        .env("SECRET_KEY", &key)
        .env("PEPPER", &key)
        .stdin(format!("{PASSWORD}\n"));
    signing_in.run().expect_exit(10);
    assert_eq!(listing(&env), listed);
    // What the hint says helps, and where each can replace only what is theirs there is no harm.
    for closed in [0o755, 0o700, 0o1777] {
        set_mode(&directory, closed);
        log_in(&env).success();
        env.run(["whoami"]).success();
    }
    assert_eq!(fs::read(&files[1]).unwrap(), before[1]);
}

#[test]
fn directory_reached_through_a_link_is_judged_by_what_it_is() {
    let (env, files) = world();
    let directory = env.config_dir();
    let moved = env.home().join("moved");
    fs::rename(&directory, &moved).unwrap();
    symlink(&moved, &directory).unwrap();
    // One's own place for settings is nobody else's business.
    env.run(["whoami"]).success();
    log_in(&env).success();
    assert_eq!(mode(&moved.join("session")), 0o600);
    set_mode(&moved, 0o777);
    assert_refused(&env, "config.unsafe_file");
    set_mode(&moved, 0o700);
    if !is_administrator() {
        return;
    }
    // A stranger's is not, even with files in it that look right.
    chown(&moved, Some(STRANGER), None).unwrap();
    let before = fs::read(&files[0]).unwrap();
    assert_refused(&env, "config.unsafe_file");
    let listed = listing(&env);
    log_in(&env).expect_exit(10);
    env.run(["init"]).expect_exit(10);
    assert_eq!(listing(&env), listed);
    assert_eq!(fs::read(&files[0]).unwrap(), before);
}

#[test]
fn token_file_that_others_can_replace_is_refused() {
    let (env, files) = world();
    let shared = env.home().join("shared");
    fs::create_dir(&shared).unwrap();
    let token = shared.join("token");
    fs::rename(&files[0], &token).unwrap();
    let whoami = || env.command(["whoami"]).env("EPIC_TOKEN_FILE", &token).run();
    whoami().success();
    set_mode(&shared, 0o777);
    let output = whoami().expect_exit(10);
    assert!(
        output
            .stderr
            .contains("other users can replace the files in"),
        "{output}"
    );
    // As in /tmp, or where a container finds its secrets.
    set_mode(&shared, 0o1777);
    whoami().success();
    set_mode(&token, 0o640);
    whoami().expect_exit(10);
    set_mode(&token, 0o600);
    if is_administrator() {
        let link = shared.join("link");
        symlink(&token, &link).unwrap();
        let through = || env.command(["whoami"]).env("EPIC_TOKEN_FILE", &link).run();
        through().success();
        std::os::unix::fs::lchown(&link, Some(STRANGER), None).unwrap();
        through().expect_exit(10);
    }
}

#[test]
fn files_are_private_whatever_the_umask_says() {
    let env = TestEnv::empty(Backend::Sqlite);
    let program = env.command(["init", "--demo"]).raw();
    let mut shell = Command::new("sh");
    shell
        .arg("-c")
        .arg("umask 000; \"$0\" init --demo && printf 'Test123@4567' | \"$0\" login CBrunel --password-stdin")
        .arg(program.get_program())
        .current_dir(env.home())
        .env_clear();
    for (key, value) in program.get_envs() {
        shell.env(key, value.unwrap_or_default());
    }
    let output = shell.output().unwrap();
    assert!(output.status.success(), "{output:?}");
    for path in tree(env.home()) {
        let path = Path::new(&path);
        let expected = if path.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode(path), expected, "{}", path.display());
    }
}

#[test]
fn database_is_not_created_through_a_link() {
    let env = TestEnv::empty(Backend::Sqlite);
    let file = env.sqlite_file();
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    let elsewhere = env.home().join("elsewhere.db");
    symlink(&elsewhere, &file).unwrap();
    let output = env.run(["init"]).expect_exit(9);
    assert!(output.stderr.contains("cannot create"), "{output}");
    assert!(!elsewhere.exists());
    // A link to a database that is there is one's own choice.
    fs::write(&elsewhere, "").unwrap();
    env.run(["init"]).success();
}
