//! The files of a home, and the settings of a run.

use std::fs;
use std::path::Path;

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
