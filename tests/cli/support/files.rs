//! The files of a home, the settings of a run, and several runs at the same time.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::env::{Output, TestEnv};

/// Writes `config.toml`.
pub fn configure(env: &TestEnv, text: &str) {
    fs::write(env.config_dir().join("config.toml"), text).unwrap();
}

/// Every file and directory below a home, so that a new one shows.
pub fn tree(directory: &Path) -> Vec<String> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        paths.push(path.display().to_string());
        if path.is_dir() {
            paths.append(&mut tree(&path));
        }
    }
    paths.sort();
    paths
}

/// Runs the program with these variables of the environment.
pub fn run_with(env: &TestEnv, args: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = env.command(args);
    for (key, value) in variables {
        command = command.env(key, value);
    }
    command.run()
}

/// Bytes as hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The permissions of a file or directory.
pub fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

/// The exit status and stdout of programs that run at the same time.
pub fn together(commands: impl IntoIterator<Item = Command>) -> Vec<(i32, String)> {
    let children: Vec<Child> = commands
        .into_iter()
        .map(|mut command| {
            command
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    children
        .into_iter()
        .map(|child| {
            let output = child.wait_with_output().unwrap();
            (
                output.status.code().unwrap(),
                String::from_utf8(output.stdout).unwrap(),
            )
        })
        .collect()
}
