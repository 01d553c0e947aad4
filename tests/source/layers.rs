//! Layers of the crate: imports point down only, and no module imports one that imports it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::{source_folder, sources};

/// Top-level modules, lowest layer first. A module may import only those listed before it.
const LAYERS: &str = "lang domain error terminal files crypto policy db config telemetry auth record \
    output prompt context complete commands middleware help cli";

fn identifier(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_');
    &text[..end.unwrap_or(text.len())]
}

/// Modules that a text names after `prefix`, in paths and in braces; comments and tests are left out.
fn named(text: &str, prefix: &str) -> BTreeSet<String> {
    let code = text
        .split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or_default();
    let lines = code.lines().filter(|it| !it.trim_start().starts_with("//"));
    let code: String = lines.flat_map(|line| [line, "\n"]).collect();
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices(prefix) {
        let rest = &code[at + prefix.len()..];
        if let Some(list) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut name = String::new();
            for c in list.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => {
                        found.insert(identifier(name.trim()).to_owned());
                        name.clear();
                    }
                    _ => name.push(c),
                }
            }
            found.insert(identifier(name.trim()).to_owned());
        } else {
            found.insert(identifier(rest).to_owned());
        }
    }
    found
}

/// The module of a file below a folder: its first component, without the extension.
fn module(folder: &Path, file: &Path) -> String {
    let inside = file.strip_prefix(folder).unwrap();
    let first = inside.components().next().unwrap().as_os_str();
    let name = Path::new(first).file_stem().unwrap();
    name.to_string_lossy().into_owned()
}

/// Imports among the modules of a folder, each with a file that has it.
fn imports(folder: &Path, prefixes: &[&str]) -> BTreeMap<(String, String), PathBuf> {
    let files = sources(folder);
    let modules: BTreeSet<String> = files.iter().map(|file| module(folder, file)).collect();
    let mut found = BTreeMap::new();
    for file in &files {
        let own = module(folder, file);
        // The root of the folder declares its modules; tests reach everywhere.
        if matches!(own.as_str(), "lib" | "main" | "mod")
            || file.file_stem().is_some_and(|it| it == "tests")
            || file.components().any(|it| it.as_os_str() == "tests")
        {
            continue;
        }
        let text = fs::read_to_string(file).unwrap();
        for prefix in prefixes {
            // `super::` means the folder only in its own files.
            let nested = file.parent() != Some(folder);
            if *prefix == "super::" && nested {
                continue;
            }
            for other in named(&text, prefix) {
                if other != own && modules.contains(&other) {
                    found.insert((own.clone(), other), file.clone());
                }
            }
        }
    }
    found
}

#[test]
fn imports_after_an_item_of_tests_are_found_and_those_of_tests_are_not() {
    let text = "#[cfg(test)]\nmod scripted;\nuse crate::error::{Error, Result};\nuse crate::{lang, t};\n\
        // crate::comment\n#[cfg(test)]\nmod tests {\n    use crate::cli::tree;\n}\n";
    let found: Vec<_> = named(text, "crate::").into_iter().collect();
    assert_eq!(found, ["error", "lang", "t"]);
}

#[test]
fn imports_point_down() {
    let place = |module: &str| LAYERS.split(' ').position(|it| it == module);
    let imports = imports(&source_folder(), &["crate::"]);
    assert!(imports.len() > 60, "{}", imports.len());
    let mut wrong = Vec::new();
    for ((from, to), file) in &imports {
        let (Some(own), Some(other)) = (place(from), place(to)) else {
            wrong.push(format!("{from} or {to} is in no layer"));
            continue;
        };
        if other > own {
            wrong.push(format!("{from} imports {to}: {}", file.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn import_in_one_direction(imports: BTreeMap<(String, String), PathBuf>) {
    let mut edges: BTreeSet<(String, String)> = imports.into_keys().collect();
    // Modules that import nothing of what is left are taken away, until none is or a cycle is left.
    loop {
        let before = edges.len();
        let importing: BTreeSet<String> = edges.iter().map(|(from, _)| from.clone()).collect();
        edges.retain(|(_, to)| importing.contains(to));
        if edges.len() == before {
            break;
        }
    }
    assert!(edges.is_empty(), "a cycle in {edges:?}");
}

#[test]
fn the_modules_of_the_database_import_in_one_direction() {
    let imports = imports(&source_folder().join("db"), &["crate::db::", "super::"]);
    assert!(imports.len() > 40, "{}", imports.len());
    import_in_one_direction(imports);
}

#[test]
fn what_handlers_share_imports_in_one_direction() {
    let folder = source_folder().join("commands/shared");
    let imports = imports(&folder, &["crate::commands::shared::", "super::"]);
    assert!(imports.len() > 3, "{}", imports.len());
    import_in_one_direction(imports);
}
