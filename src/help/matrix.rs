//! Topic `permissions`: one row per command, written from the declarations of the verbs and the policy table. A test keeps
//! the English file, which is read on the web, current.

use crate::commands;
use crate::domain::Department;
use crate::lang::Text;
use crate::policy::{Access, Capability, Precondition, Scope, TABLE};
use crate::t;

/// Rights that a flag requires besides those of its command.
const FLAGS: &[(&str, Capability)] = &[("contract update --customer", Capability::MoveContract)];

/// Writes the topic in the language of this run.
pub fn permissions() -> String {
    let heading = [
        t!("help-right-command"),
        t!("help-right-management"),
        t!("help-right-sales"),
        t!("help-right-support"),
        t!("help-right-token"),
    ];
    let mut text = format!(
        "# {}\n\n<!-- Written from src/policy/table.rs: EPIC_UPDATE_POLICY=1 cargo test --lib matrix -->\n\n{}|---|---|---|---|---|\n",
        t!("topics-permissions"),
        row(&heading),
    );
    let mut public = Vec::new();
    let verbs = commands::declarations().into_iter();
    let verbs = verbs.map(|verb| (verb.path, verb.access));
    let flags = FLAGS
        .iter()
        .map(|&(name, capability)| (name, Access::Requires(capability)));
    for (name, access) in verbs.chain(flags) {
        let own = || t!("help-right-self");
        let [management, sales, support, token] = match access {
            Access::Public => {
                public.push(format!("`{name}`"));
                continue;
            }
            Access::SignedIn => [own(), own(), own(), t!("help-right-any")],
            Access::Requires(capability) => cells(capability),
        };
        let name = Text::verbatim(format!("`{name}`"));
        text.push_str(&row(&[name, management, sales, support, token]));
    }
    text.push_str(&format!(
        "\n{}\n\n{} {}.\n",
        t!("help-right-legend"),
        t!("help-right-public"),
        public.join(", "),
    ));
    text
}

fn row(cells: &[Text]) -> String {
    let cells: Vec<_> = cells.iter().map(|cell| format!(" {cell} |")).collect();
    format!("|{}\n", cells.concat())
}

/// Management, Sales, Support, token.
fn cells(capability: Capability) -> [Text; 4] {
    let [management, sales, support] =
        Department::ALL.map(|department| words(capability, capability.scope(department)));
    let token = match (capability.is_usable_by_token(), capability.is_writing()) {
        (false, _) => Text::verbatim("-"),
        (true, true) => t!("help-right-writing"),
        (true, false) => t!("help-right-any"),
    };
    [management, sales, support, token]
}

fn words(capability: Capability, scope: Scope) -> Text {
    let signed = TABLE.iter().any(|rule| {
        rule.capability == capability && rule.preconditions.contains(&Precondition::SignedContract)
    });
    match (scope, capability) {
        (Scope::No, _) => Text::verbatim("-"),
        (Scope::Own, Capability::CreateCustomer) => t!("help-right-becomes-own"),
        (Scope::Own, _) if signed => t!("help-right-signed"),
        (
            Scope::Own,
            Capability::ChangeOwnPassword
            | Capability::ListSessions
            | Capability::RevokeSession
            | Capability::ListTokens
            | Capability::RevokeToken
            | Capability::CreateToken,
        ) => t!("help-right-self"),
        (Scope::Own, _) => t!("help-right-own"),
        // Being unsigned is rule 2 (contract terms), not a right.
        (Scope::Any, Capability::MoveContract) => t!("help-right-unsigned"),
        (Scope::Any, _) => t!("help-right-any"),
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::lang::{self, Lang};

    #[test]
    fn the_matrix_of_permissions_is_current() {
        let file =
            PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/help/topics/en/permissions.md");
        let wanted = lang::meanwhile(Lang::EN, permissions);
        if std::env::var_os("EPIC_UPDATE_POLICY").is_some() {
            std::fs::write(&file, &wanted).unwrap();
        }
        assert!(
            std::fs::read_to_string(&file).unwrap() == wanted,
            "permissions.md is not what src/policy/table.rs says: \
             EPIC_UPDATE_POLICY=1 cargo test --lib matrix"
        );
    }
}
