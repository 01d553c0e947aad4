//! Replays the inputs that fuzzing kept, `tests/fuzz/corpus`, without a fuzzer; `scripts/fuzz` finds more.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops at the first thing it did not expect"
)]

#[path = "../fuzz/targets/mod.rs"]
mod targets;

use std::collections::BTreeSet;
use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

type Target = (&'static str, fn(&[u8]));

const TARGETS: [Target; 8] = [
    ("database_url", targets::database_url::check),
    ("money", targets::money::check),
    ("phone", targets::phone::check),
    ("redaction", targets::redaction::check),
    ("session", targets::session::check),
    ("settings", targets::settings::check),
    ("text", targets::text::check),
    ("times", targets::times::check),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn stems(folder: &Path) -> BTreeSet<String> {
    let stem = |it: PathBuf| it.file_stem().unwrap().to_str().unwrap().to_owned();
    files(folder).into_iter().map(stem).collect()
}

/// One after the other: some targets switch the language of messages.
#[test]
fn every_kept_input_keeps_the_properties_of_its_target() {
    let mut wrong = Vec::new();
    for (name, check) in TARGETS {
        let inputs = files(&folder().join("corpus").join(name));
        assert!(!inputs.is_empty(), "{name}");
        for input in inputs {
            let data = fs::read(&input).unwrap();
            if catch_unwind(|| check(&data)).is_err() {
                wrong.push(input);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_target_has_inputs_and_a_fuzzer() {
    let targets: BTreeSet<_> = TARGETS.map(|(name, _)| name.to_owned()).into();
    assert_eq!(stems(&folder().join("corpus")), targets);
    assert_eq!(stems(&folder().join("fuzz_targets")), targets);
    let mut bodies = stems(&folder().join("targets"));
    bodies.remove("mod");
    assert_eq!(bodies, targets);
    let manifest = fs::read_to_string(folder().join("Cargo.toml")).unwrap();
    for name in targets {
        assert!(
            manifest.contains(&format!("\n[[bin]]\nname = \"{name}\"\n")),
            "{name}"
        );
    }
}

/// Names and versions of a lock file.
fn versions(lock: &Path) -> BTreeSet<(String, String)> {
    let text = fs::read_to_string(lock).unwrap();
    let packages = text.split("[[package]]\n").skip(1);
    let value = |package: &str, key: &str| {
        let line = package.lines().find_map(|line| line.strip_prefix(key));
        line.unwrap().trim_matches(['=', ' ', '"']).to_owned()
    };
    packages
        .map(|it| (value(it, "name"), value(it, "version")))
        .collect()
}

#[test]
fn fuzzing_links_the_versions_of_the_program() {
    let program = versions(&Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock"));
    let fuzzing = versions(&folder().join("Cargo.lock"));
    let other: Vec<_> = fuzzing.difference(&program).map(|(name, _)| name).collect();
    assert_eq!(
        other,
        ["arbitrary", "epic-fuzz", "jobserver", "libfuzzer-sys"],
        "cp Cargo.lock tests/fuzz/ && cargo metadata --manifest-path tests/fuzz/Cargo.toml"
    );
}
