//! Tests of the source text: layers, vocabulary, and that messages, topics and documents are complete.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops at the first thing it did not expect"
)]

mod layers;
mod messages;
mod topics;
mod words;

use std::fs;
use std::path::{Path, PathBuf};

use epic::lang::Lang;

/// Returns the Rust files below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|it| it == "rs") {
            found.push(path);
        }
    }
    found
}

fn source_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn french() -> Lang {
    Lang::of_tag("fr").unwrap()
}
