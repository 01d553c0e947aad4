//! What the menu offers to whom.

use crate::domain::Department;
use crate::lang::Text;
use crate::t;

/// One thing that can be done.
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

/// The entries of each department, in their order.
const ENTRIES: [(Department, &[Entry]); 3] = [
    (
        Department::Management,
        &[
            CreateCollaborator,
            ModifyCollaborator,
            DeleteCollaborator,
            ViewCustomers,
            ReadCustomer,
            ViewContracts,
            ReadContract,
            CreateContract,
            ModifyContract,
            ViewEvents,
            ReadEvent,
            AssignSupport,
            LogOut,
        ],
    ),
    (
        Department::Sales,
        &[
            CreateCustomer,
            ViewCustomers,
            ReadCustomer,
            ModifyCustomer,
            ViewContracts,
            ReadContract,
            ContractsByStatus,
            UnpaidContracts,
            ModifyContract,
            ViewEvents,
            ReadEvent,
            CreateEvent,
            LogOut,
        ],
    ),
    (
        Department::Support,
        &[
            ViewCustomers,
            ReadCustomer,
            ViewContracts,
            ReadContract,
            ViewEvents,
            ReadEvent,
            ModifyEvent,
            MyEvents,
            LogOut,
        ],
    ),
];

/// The entries of a department.
pub(super) fn of(department: Department) -> &'static [Entry] {
    let found = ENTRIES.iter().find(|(of, _)| *of == department);
    found.map_or(&[], |(_, entries)| entries)
}

impl Entry {
    /// The command that does it.
    pub(super) const fn words(self) -> &'static [&'static str] {
        match self {
            CreateCollaborator => &["collaborator", "create"],
            ModifyCollaborator => &["collaborator", "update"],
            DeleteCollaborator => &["collaborator", "delete"],
            CreateCustomer => &["customer", "create"],
            ViewCustomers => &["customer", "list"],
            ReadCustomer => &["customer", "show"],
            ModifyCustomer => &["customer", "update"],
            ViewContracts | ContractsByStatus => &["contract", "list"],
            ReadContract => &["contract", "show"],
            UnpaidContracts => &["contract", "list", "--unpaid"],
            CreateContract => &["contract", "create"],
            ModifyContract => &["contract", "update"],
            ViewEvents => &["event", "list"],
            ReadEvent => &["event", "show"],
            CreateEvent => &["event", "create"],
            ModifyEvent => &["event", "update"],
            MyEvents => &["event", "list", "--mine"],
            AssignSupport => &["event", "assign"],
            LogOut => &["logout"],
        }
    }

    /// Whether it is a list, which is shown page by page.
    pub(super) fn is_list(self) -> bool {
        self.words().get(1) == Some(&"list")
    }

    /// Whether it changes a record, and asks for nothing when nothing is to change.
    pub(super) fn is_update(self) -> bool {
        self.words().get(1) == Some(&"update")
    }

    /// What it is called.
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
    fn every_entry_is_allowed_to_its_department() {
        for (department, entries) in ENTRIES {
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
            for entry in entries {
                let words = entry.words().iter();
                let path: Vec<_> = words
                    .take_while(|word| !word.starts_with("--"))
                    .copied()
                    .collect();
                if let Access::Requires(capability) = policy::access(&path.join(" ")).unwrap() {
                    policy::authorize_department(&actor, capability).unwrap();
                } else {
                    assert_eq!(*entry, LogOut);
                }
            }
        }
    }
}
