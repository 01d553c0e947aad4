//! Rights matrix of the README: one line for the commands of a noun with equal rights. A unit test compares it with the
//! file.

use crate::commands;
use crate::domain::Department;
use crate::policy::{Access, Capability, Precondition, Scope, TABLE};

/// Rights that a flag requires besides those of its command.
const FLAGS: &[(&str, Capability)] = &[("contract update --customer", Capability::MoveContract)];

struct Line {
    /// Noun of its commands, or the group of reading commands.
    group: &'static str,
    /// Management, Sales, Support, token.
    cells: [&'static str; 4],
    commands: Vec<&'static str>,
}

/// Renders the text between the two markers of the README.
pub fn matrix() -> String {
    let mut lines: Vec<Line> = Vec::new();
    let mut public = Vec::new();
    let flags = FLAGS
        .iter()
        .map(|&(name, capability)| (name, Access::Requires(capability)));
    let verbs = commands::declarations().into_iter();
    let verbs = verbs.map(|verb| (verb.path, verb.access));
    for (name, access) in verbs.chain(flags) {
        let (group, cells) = match access {
            Access::Public => {
                public.push(format!("`{name}`"));
                continue;
            }
            Access::SignedIn => ("", ["self", "self", "self", "any"]),
            Access::Requires(capability @ Capability::Read) => ("read", cells(capability)),
            Access::Requires(capability) => {
                let noun = name.split(' ').next().unwrap_or_default();
                (noun, cells(capability))
            }
        };
        let known = lines
            .iter_mut()
            .find(|line| line.group == group && line.cells == cells);
        match known {
            Some(line) => line.commands.push(name),
            None => lines.push(Line {
                group,
                cells,
                commands: vec![name],
            }),
        }
    }

    let mut text =
        "| command | Management | Sales | Support | token |\n|---|---|---|---|---|\n".to_owned();
    for line in &lines {
        text.push_str(&format!("| {} |", named(&line.commands)));
        for cell in line.cells {
            text.push_str(if cell.is_empty() { "" } else { " " });
            text.push_str(cell);
            text.push_str(" |");
        }
        text.push('\n');
    }
    let public = public.join(", ");
    text.push_str(&format!("\nNobody has to be logged in for {public}.\n"));
    text
}

fn cells(capability: Capability) -> [&'static str; 4] {
    let [management, sales, support] =
        Department::ALL.map(|department| words(capability, capability.scope(department)));
    let token = match (capability.is_usable_by_token(), capability.is_writing()) {
        (false, _) => "",
        (true, true) => "not read-only",
        (true, false) => "any",
    };
    [management, sales, support, token]
}

fn words(capability: Capability, scope: Scope) -> &'static str {
    let signed = TABLE.iter().any(|rule| {
        rule.capability == capability && rule.preconditions.contains(&Precondition::SignedContract)
    });
    match (scope, capability) {
        (Scope::No, _) => "",
        (Scope::Own, Capability::CreateCustomer) => "yes, becomes own",
        (Scope::Own, _) if signed => "own, signed contract",
        (
            Scope::Own,
            Capability::ChangeOwnPassword
            | Capability::ListSessions
            | Capability::RevokeSession
            | Capability::ListTokens
            | Capability::RevokeToken
            | Capability::CreateToken,
        ) => "self",
        (Scope::Own, _) => "own",
        (Scope::Any, Capability::CreateContract) => "any customer",
        // Being unsigned is rule 2 (contract terms), not a right.
        (Scope::Any, Capability::MoveContract) => "any unsigned",
        (Scope::Any, _) => "any",
    }
}

/// Joins commands, each noun once: `customer list`, `show`.
fn named(commands: &[&str]) -> String {
    let mut last = "";
    let names: Vec<String> = commands
        .iter()
        .map(|name| match name.split_once(' ') {
            Some((noun, verb)) if noun == last => format!("`{verb}`"),
            Some((noun, _)) => {
                last = noun;
                format!("`{name}`")
            }
            None => format!("`{name}`"),
        })
        .collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    const OPEN: &str = "<!-- rights: written from src/policy/table.rs -->\n";
    const CLOSE: &str = "<!-- end of rights -->";

    #[test]
    fn the_matrix_of_the_readme_is_current() {
        let readme = include_str!("../../README.md");
        let (before, rest) = readme.split_once(OPEN).unwrap();
        let (_, after) = rest.split_once(CLOSE).unwrap();
        let wanted = format!("{before}{OPEN}{}{CLOSE}{after}", matrix());
        if std::env::var_os("EPIC_UPDATE_POLICY").is_some() {
            let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("README.md");
            std::fs::write(file, wanted).unwrap();
        } else {
            assert!(
                readme == wanted,
                "the README is not what src/policy/table.rs says: EPIC_UPDATE_POLICY=1 cargo test --lib matrix"
            );
        }
    }
}
