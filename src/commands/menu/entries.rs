//! Entries of the menu for each department.

use crate::domain::Department;
use crate::lang::Text;
use crate::t;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entry {
    CreateCollaborator,
    ModifyCollaborator,
    DeleteCollaborator,
    CreateCustomer,
    ViewCustomers,
    ReadCustomer,
    ModifyCustomer,
    ViewContracts,
    ReadContract,
    ContractsByStatus,
    UnpaidContracts,
    CreateContract,
    ModifyContract,
    ViewEvents,
    ReadEvent,
    CreateEvent,
    ModifyEvent,
    MyEvents,
    AssignSupport,
    LogOut,
}

use Entry::*;

const MANAGEMENT: &[Department] = &[Department::Management];
const SALES: &[Department] = &[Department::Sales];
const SUPPORT: &[Department] = &[Department::Support];
const MANAGERS_AND_SALES: &[Department] = &[Department::Management, Department::Sales];
const EVERYBODY: &[Department] = &Department::ALL;

/// Each entry with its command and those who are offered it, in the order of the menu.
const ENTRIES: [(Entry, &str, &[Department]); 20] = [
    (CreateCollaborator, "collaborator create", MANAGEMENT),
    (ModifyCollaborator, "collaborator update", MANAGEMENT),
    (DeleteCollaborator, "collaborator delete", MANAGEMENT),
    (CreateCustomer, "customer create", SALES),
    (ViewCustomers, "customer list", EVERYBODY),
    (ReadCustomer, "customer show", EVERYBODY),
    (ModifyCustomer, "customer update", SALES),
    (ViewContracts, "contract list", EVERYBODY),
    (ReadContract, "contract show", EVERYBODY),
    (ContractsByStatus, "contract list", SALES),
    (UnpaidContracts, "contract list --unpaid", SALES),
    (CreateContract, "contract create", MANAGEMENT),
    (ModifyContract, "contract update", MANAGERS_AND_SALES),
    (ViewEvents, "event list", EVERYBODY),
    (ReadEvent, "event show", EVERYBODY),
    (CreateEvent, "event create", SALES),
    (ModifyEvent, "event update", SUPPORT),
    (MyEvents, "event list --mine", SUPPORT),
    (AssignSupport, "event assign", MANAGEMENT),
    (LogOut, "logout", EVERYBODY),
];

pub(super) fn of(department: Department) -> Vec<Entry> {
    let offered = ENTRIES
        .iter()
        .filter(|(.., departments)| departments.contains(&department));
    offered.map(|(entry, ..)| *entry).collect()
}

impl Entry {
    /// Returns the words of its command.
    pub(super) fn words(self) -> Vec<&'static str> {
        let found = ENTRIES.iter().find(|(entry, ..)| *entry == self);
        let command = found.map_or("", |(_, command, _)| *command);
        command.split(' ').collect()
    }

    /// Tests for a list, which is shown page by page.
    pub(super) fn is_list(self) -> bool {
        self.words().contains(&"list")
    }

    /// Tests for an update, which asks for nothing when nothing is to change.
    pub(super) fn is_update(self) -> bool {
        self.words().contains(&"update")
    }

    pub(super) fn label(self) -> Text {
        match self {
            CreateCollaborator => t!("menu-create-collaborator"),
            ModifyCollaborator => t!("menu-modify-collaborator"),
            DeleteCollaborator => t!("menu-delete-collaborator"),
            CreateCustomer => t!("menu-create-customer"),
            ViewCustomers => t!("menu-view-customers"),
            ReadCustomer => t!("menu-read-customer"),
            ModifyCustomer => t!("menu-modify-customer"),
            ViewContracts => t!("menu-view-contracts"),
            ReadContract => t!("menu-read-contract"),
            ContractsByStatus => t!("menu-contracts-by-status"),
            UnpaidContracts => t!("menu-unpaid-contracts"),
            CreateContract => t!("menu-create-contract"),
            ModifyContract => t!("menu-modify-contract"),
            ViewEvents => t!("menu-view-events"),
            ReadEvent => t!("menu-read-event"),
            CreateEvent => t!("menu-create-event"),
            ModifyEvent => t!("menu-modify-event"),
            MyEvents => t!("menu-my-events"),
            AssignSupport => t!("menu-assign-support"),
            LogOut => t!("menu-log-out"),
        }
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
        for (entry, ..) in ENTRIES {
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
                    assert_eq!(entry, LogOut);
                }
            }
        }
    }
}
