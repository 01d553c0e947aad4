//! Entries of the menu for each department.

use crate::domain::Department;
use crate::lang::Text;
use crate::t;

/// Entry of the menu.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    /// Words of its command; `--status` at the end is asked for before it runs.
    command: &'static str,
    departments: &'static [Department],
    label: fn() -> Text,
}

const fn entry(
    command: &'static str,
    departments: &'static [Department],
    label: fn() -> Text,
) -> Entry {
    Entry {
        command,
        departments,
        label,
    }
}

const MANAGEMENT: &[Department] = &[Department::Management];
const SALES: &[Department] = &[Department::Sales];
const SUPPORT: &[Department] = &[Department::Support];
const MANAGERS_AND_SALES: &[Department] = &[Department::Management, Department::Sales];
const ALL: &[Department] = &Department::ALL;

/// Entries in the order of the menu.
#[rustfmt::skip]
const ENTRIES: [Entry; 20] = [
    entry("collaborator create", MANAGEMENT, || t!("menu-create-collaborator")),
    entry("collaborator update", MANAGEMENT, || t!("menu-modify-collaborator")),
    entry("collaborator delete", MANAGEMENT, || t!("menu-delete-collaborator")),
    entry("customer create", SALES, || t!("menu-create-customer")),
    entry("customer list", ALL, || t!("menu-view-customers")),
    entry("customer show", ALL, || t!("menu-read-customer")),
    entry("customer update", SALES, || t!("menu-modify-customer")),
    entry("contract list", ALL, || t!("menu-view-contracts")),
    entry("contract show", ALL, || t!("menu-read-contract")),
    entry("contract list --status", SALES, || t!("menu-contracts-by-status")),
    entry("contract list --unpaid", SALES, || t!("menu-unpaid-contracts")),
    entry("contract create", MANAGEMENT, || t!("menu-create-contract")),
    entry("contract update", MANAGERS_AND_SALES, || t!("menu-modify-contract")),
    entry("event list", ALL, || t!("menu-view-events")),
    entry("event show", ALL, || t!("menu-read-event")),
    entry("event create", SALES, || t!("menu-create-event")),
    entry("event update", SUPPORT, || t!("menu-modify-event")),
    entry("event list --mine", SUPPORT, || t!("menu-my-events")),
    entry("event assign", MANAGEMENT, || t!("menu-assign-support")),
    entry("logout", ALL, || t!("menu-log-out")),
];

pub(super) fn of(department: Department) -> Vec<Entry> {
    let mut offered = ENTRIES.to_vec();
    offered.retain(|entry| entry.departments.contains(&department));
    offered
}

impl Entry {
    /// Returns the words of its command.
    pub(super) fn words(self) -> Vec<&'static str> {
        let words = self.command.split(' ');
        words.filter(|word| *word != "--status").collect()
    }

    /// Tests for a list of contracts of one status.
    pub(super) fn asks_status(self) -> bool {
        self.command.ends_with(" --status")
    }

    /// Tests for a list, which is shown page by page.
    pub(super) fn is_list(self) -> bool {
        self.words().contains(&"list")
    }

    /// Tests for an update, which asks for nothing when nothing is to change.
    pub(super) fn is_update(self) -> bool {
        self.words().contains(&"update")
    }

    pub(super) fn is_logout(self) -> bool {
        self.command == "logout"
    }

    pub(super) fn label(self) -> Text {
        (self.label)()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::declaration;
    use crate::domain::{Actor, CollaboratorId, CredentialKind, Instant, SessionId};
    use crate::policy::{self, Access};

    /// The table of the design, word for word.
    const MANAGEMENT: &str = "Create collaborator, Modify collaborator, Delete collaborator, \
        View customers, Read customer, \
        View contracts, Read contract, Create contract, Modify contract, \
        View events, Read event, Assign support collaborator to event, Log out";
    const SALES: &str = "Create customer, View customers, Read customer, Modify customer, \
        View contracts, Read contract, Filter contracts by status, Filter contracts not fully paid, Modify contract, \
        View events, Read event, Create event, Log out";
    const SUPPORT: &str = "View customers, Read customer, View contracts, Read contract, \
        View events, Read event, Modify event, Display my events, Log out";

    #[test]
    fn every_department_has_its_entries_and_no_others() {
        for (department, entries) in [
            (Department::Management, MANAGEMENT),
            (Department::Sales, SALES),
            (Department::Support, SUPPORT),
        ] {
            let labels: Vec<_> = of(department)
                .iter()
                .map(|entry| entry.label().into_string())
                .collect();
            assert_eq!(labels.join(", "), entries);
        }
    }

    #[test]
    fn every_entry_has_room_in_another_language() {
        use crate::lang::{Lang, meanwhile};
        for entry in ENTRIES {
            let label = meanwhile(Lang::PSEUDO, || entry.label().into_string());
            assert_ne!(label, meanwhile(Lang::FR, || entry.label().into_string()));
            assert!(label.chars().count() <= 76, "{label}");
        }
    }

    #[test]
    fn every_entry_is_allowed_to_its_department() {
        for department in Department::ALL {
            let now = Instant::now();
            let actor = Actor {
                id: CollaboratorId(1),
                login: String::new(),
                name: String::new(),
                department,
                email: String::new(),
                session: SessionId(1),
                credential: CredentialKind::Session,
                read_only: false,
                must_change: false,
                since: now,
                expires_at: now,
            };
            for entry in of(department) {
                let words = entry.words().into_iter();
                let path: Vec<_> = words.take_while(|word| !word.starts_with("--")).collect();
                let verb = declaration(&path.join(" ")).unwrap();
                if let Access::Requires(capability) = verb.access {
                    policy::authorize_department(&actor, capability).unwrap();
                } else {
                    assert!(entry.is_logout());
                }
            }
        }
    }
}
