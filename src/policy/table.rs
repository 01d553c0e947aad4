//! Who may do what: the one table that the program's decisions, PostgreSQL's policies and grants, and the README's
//! matrix all come from. What is not in it is refused. State, such as a signed contract's total, is a matter of rules.

use super::Capability;
use crate::domain::Department;

/// What a right is about: a table, by its name in both databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each variant is named for its table")]
pub enum Entity {
    Collaborators,
    Customers,
    Contracts,
    Events,
    AuditEntries,
    Credentials,
    Sessions,
}

impl Entity {
    /// The business tables: those that clients read and write by plain SQL.
    pub const BUSINESS: [Self; 4] = [
        Self::Collaborators,
        Self::Customers,
        Self::Contracts,
        Self::Events,
    ];

    /// The table's name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Collaborators => "collaborators",
            Self::Customers => "customers",
            Self::Contracts => "contracts",
            Self::Events => "events",
            Self::AuditEntries => "audit_entries",
            Self::Credentials => "credentials",
            Self::Sessions => "sessions",
        }
    }
}

/// How a right is used. Nobody deletes, so that there is no such operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Operation {
    /// `SELECT` on the table.
    Read,
    /// `INSERT` into the table.
    Insert,
    /// `UPDATE` of some columns.
    Update,
    /// Reads through a function of the database, without a grant on the table.
    Query,
    /// Writes through a function of the database, without a grant on the table.
    Call,
}

impl Operation {
    /// The operation's name in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Insert => "insert",
            Self::Update => "update",
            Self::Query => "query",
            Self::Call => "call",
        }
    }

    /// Whether a read-only token is refused.
    pub const fn writes(self) -> bool {
        match self {
            Self::Read | Self::Query => false,
            Self::Insert | Self::Update | Self::Call => true,
        }
    }
}

/// On which records a department may do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// On none: refused.
    No,
    /// On its own: Sales, the customer's sales contact is me; Support, I am the event's support contact; otherwise,
    /// the account is mine.
    Own,
    /// On all of them.
    Any,
}

impl Scope {
    /// The scope's name in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Own => "own",
            Self::Any => "any",
        }
    }
}

/// What a row must be, whoever creates it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precondition {
    /// A new contract is unsigned.
    Unsigned,
    /// A new event belongs to a signed contract.
    SignedContract,
    /// A new event has no support contact.
    Unassigned,
}

/// Whether a long-lived token may use a right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token {
    /// It may; a read-only one, if nothing is written.
    Usable,
    /// Only somebody who has logged in may.
    Never,
}

/// A row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// The right.
    pub capability: Capability,
    /// The table that it is about.
    pub entity: Entity,
    /// How it is used.
    pub operation: Operation,
    /// The columns that an insert gives or an update changes; [`DERIVED`] ones come with them.
    pub columns: &'static [&'static str],
    /// The scopes of Management, Sales and Support.
    pub scopes: [Scope; 3],
    /// What the row must be.
    pub preconditions: &'static [Precondition],
    /// Whether a long-lived token may use it.
    pub token: Token,
}

impl Rule {
    /// On which records a department may do this.
    pub const fn scope(&self, department: Department) -> Scope {
        let [management, sales, support] = self.scopes;
        match department {
            Department::Management => management,
            Department::Sales => sales,
            Department::Support => support,
        }
    }
}

const NONE: &[&str] = &[];
const ACCOUNT: &[&str] = &[
    "login",
    "first_name",
    "last_name",
    "email",
    "phone",
    "department",
];
const ACTIVE: &[&str] = &["active"];
const CUSTOMER: &[&str] = &["first_name", "last_name", "email", "phone", "company"];
const NEW_CUSTOMER: &[&str] = &[
    "first_name",
    "last_name",
    "email",
    "phone",
    "company",
    "sales_contact_id",
];
const SALES_CONTACT: &[&str] = &["sales_contact_id"];
const NEW_CONTRACT: &[&str] = &["customer_id", "total_cents", "due_cents"];
const TERMS: &[&str] = &["total_cents", "due_cents", "status"];
const THE_CUSTOMER: &[&str] = &["customer_id"];
const STATUS: &[&str] = &["status"];
const DUE: &[&str] = &["due_cents"];
const EVENT: &[&str] = &[
    "title",
    "start_at",
    "end_at",
    "location",
    "attendees",
    "notes",
];
const NEW_EVENT: &[&str] = &[
    "contract_id",
    "title",
    "start_at",
    "end_at",
    "location",
    "attendees",
    "notes",
];
const SUPPORT_CONTACT: &[&str] = &["support_contact_id"];

/// The table. A right that reads several tables has a row for each.
#[rustfmt::skip]
pub const TABLE: &[Rule] = {
    use Capability as C;
    use Entity::{AuditEntries, Collaborators, Contracts, Credentials, Customers, Events, Sessions};
    use Operation::{Call, Insert, Query, Read, Update};
    use Precondition::{SignedContract, Unassigned, Unsigned};
    use Scope::{Any, No, Own};
    use Token::{Never, Usable};
    &[
        //   right                  table          how     columns           Mgmt Sales  Support the row must be                token
        rule(C::Read,               Collaborators, Read,   NONE,            [Any, Any,   Any ],  &[],                           Usable),
        rule(C::Read,               Customers,     Read,   NONE,            [Any, Any,   Any ],  &[],                           Usable),
        rule(C::Read,               Contracts,     Read,   NONE,            [Any, Any,   Any ],  &[],                           Usable),
        rule(C::Read,               Events,        Read,   NONE,            [Any, Any,   Any ],  &[],                           Usable),
        rule(C::ReadHistory,        AuditEntries,  Query,  NONE,            [Any, Any,   Any ],  &[],                           Usable),
        rule(C::ReadAudit,          AuditEntries,  Read,   NONE,            [Any, No,    No  ],  &[],                           Usable),

        rule(C::ChangeOwnPassword,  Credentials,   Call,   NONE,            [Own, Own,   Own ],  &[],                           Never),
        rule(C::ListSessions,       Sessions,      Query,  NONE,            [Any, Own,   Own ],  &[],                           Usable),
        rule(C::RevokeSession,      Sessions,      Call,   NONE,            [Any, Own,   Own ],  &[],                           Never),
        rule(C::ListTokens,         Sessions,      Query,  NONE,            [Any, Own,   Own ],  &[],                           Usable),
        rule(C::RevokeToken,        Sessions,      Call,   NONE,            [Any, Own,   Own ],  &[],                           Never),
        rule(C::CreateToken,        Sessions,      Call,   NONE,            [Own, Own,   Own ],  &[],                           Never),

        rule(C::CreateCollaborator, Collaborators, Insert, ACCOUNT,         [Any, No,    No  ],  &[],                           Never),
        rule(C::UpdateCollaborator, Collaborators, Update, ACCOUNT,         [Any, No,    No  ],  &[],                           Never),
        rule(C::DeleteCollaborator, Collaborators, Update, ACTIVE,          [Any, No,    No  ],  &[],                           Never),
        rule(C::ResetPassword,      Credentials,   Call,   NONE,            [Any, No,    No  ],  &[],                           Never),
        rule(C::UnlockCollaborator, Credentials,   Call,   NONE,            [Any, No,    No  ],  &[],                           Never),

        rule(C::CreateCustomer,     Customers,     Insert, NEW_CUSTOMER,    [No,  Own,   No  ],  &[],                           Usable),
        rule(C::UpdateCustomer,     Customers,     Update, CUSTOMER,        [No,  Own,   No  ],  &[],                           Usable),
        rule(C::TransferCustomer,   Customers,     Update, SALES_CONTACT,   [Any, No,    No  ],  &[],                           Usable),

        rule(C::CreateContract,     Contracts,     Insert, NEW_CONTRACT,    [Any, No,    No  ],  &[Unsigned],                   Usable),
        rule(C::UpdateContract,     Contracts,     Update, TERMS,           [Any, Own,   No  ],  &[],                           Usable),
        rule(C::SignContract,       Contracts,     Update, STATUS,          [Any, Own,   No  ],  &[],                           Usable),
        rule(C::PayContract,        Contracts,     Update, DUE,             [Any, Own,   No  ],  &[],                           Usable),
        rule(C::MoveContract,       Contracts,     Update, THE_CUSTOMER,    [Any, No,    No  ],  &[],                           Usable),

        rule(C::CreateEvent,        Events,        Insert, NEW_EVENT,       [No,  Own,   No  ],  &[SignedContract, Unassigned], Usable),
        rule(C::UpdateEvent,        Events,        Update, EVENT,           [No,  No,    Own ],  &[],                           Usable),
        rule(C::AssignEvent,        Events,        Update, SUPPORT_CONTACT, [Any, No,    No  ],  &[],                           Usable),
        rule(C::UnassignEvent,      Events,        Update, SUPPORT_CONTACT, [Any, No,    No  ],  &[],                           Usable),
    ]
};

/// Columns that follow others, with what they follow: whoever may change a source changes them with it, and nobody
/// changes them alone.
pub const DERIVED: &[(Entity, &str, &[&str])] = &[
    (
        Entity::Collaborators,
        "search_text",
        &["login", "first_name", "last_name", "email", "phone"],
    ),
    (Entity::Customers, "search_text", CUSTOMER),
    (Entity::Customers, "company_folded", &["company"]),
    (Entity::Contracts, "signed_at", STATUS),
    (
        Entity::Events,
        "search_text",
        &["title", "location", "notes"],
    ),
];

/// Columns that come with every change; the guard of the database sets them, whatever it is given.
pub const STAMPS: &[&str] = &["updated_at", "version"];

/// Columns that come with every new row; the guard of the database sets them, whatever it is given.
pub const BIRTH: &[&str] = &["created_at", "updated_at"];

/// A row, written as a line.
const fn rule(
    capability: Capability,
    entity: Entity,
    operation: Operation,
    columns: &'static [&'static str],
    scopes: [Scope; 3],
    preconditions: &'static [Precondition],
    token: Token,
) -> Rule {
    Rule {
        capability,
        entity,
        operation,
        columns,
        scopes,
        preconditions,
        token,
    }
}
