//! Who may do what: the one table that the program's decisions, PostgreSQL's policies and grants, and the README's
//! matrix all come from. What is not in it is refused. State, such as a signed contract's total, is a matter of rules.

use crate::domain::{Capability, Department, Noun};

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
pub struct Right {
    /// The right.
    pub capability: Capability,
    /// The noun whose table it is about.
    pub noun: Noun,
    /// How it is used.
    pub operation: Operation,
    /// The columns that an insert gives or an update changes; derived ones come with them.
    pub columns: &'static [&'static str],
    /// The scopes of Management, Sales and Support.
    pub scopes: [Scope; 3],
    /// What the row must be.
    pub preconditions: &'static [Precondition],
    /// Whether a long-lived token may use it.
    pub token: Token,
}

impl Right {
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

/// A row of the table, written as a line. The columns are those whose description names the right.
macro_rules! right {
    ($right:ident, $noun:ident, $operation:ident, $scopes:expr, $preconditions:expr, $token:ident) => {{
        const COUNT: usize = match Operation::$operation {
            Operation::Insert | Operation::Update => Noun::$noun.count_written(Capability::$right),
            _ => 0,
        };
        const COLUMNS: [&str; COUNT] = Noun::$noun.written(Capability::$right);
        Right {
            capability: Capability::$right,
            noun: Noun::$noun,
            operation: Operation::$operation,
            columns: &COLUMNS,
            scopes: $scopes,
            preconditions: $preconditions,
            token: Token::$token,
        }
    }};
}

/// The table. A right that reads several tables has a row for each.
#[rustfmt::skip]
pub const TABLE: &[Right] = {
    use Precondition::{SignedContract, Unassigned, Unsigned};
    use Scope::{Any, No, Own};
    &[
        //    right                noun           how     Mgmt Sales  Support  preconditions                  token
        right!(Read,                Collaborator, Read,   [Any, Any,   Any ],  &[],                           Usable),
        right!(Read,                Customer,     Read,   [Any, Any,   Any ],  &[],                           Usable),
        right!(Read,                Contract,     Read,   [Any, Any,   Any ],  &[],                           Usable),
        right!(Read,                Event,        Read,   [Any, Any,   Any ],  &[],                           Usable),
        right!(ReadHistory,         AuditEntry,   Query,  [Any, Any,   Any ],  &[],                           Usable),
        right!(ReadAudit,           AuditEntry,   Read,   [Any, No,    No  ],  &[],                           Usable),

        right!(ChangeOwnPassword,   Credential,   Call,   [Own, Own,   Own ],  &[],                           Never),
        right!(ListSessions,        Session,      Query,  [Any, Own,   Own ],  &[],                           Usable),
        right!(RevokeSession,       Session,      Call,   [Any, Own,   Own ],  &[],                           Never),
        right!(ListTokens,          Token,        Query,  [Any, Own,   Own ],  &[],                           Usable),
        right!(RevokeToken,         Token,        Call,   [Any, Own,   Own ],  &[],                           Never),
        right!(CreateToken,         Token,        Call,   [Own, Own,   Own ],  &[],                           Never),

        right!(CreateCollaborator,  Collaborator, Insert, [Any, No,    No  ],  &[],                           Never),
        right!(UpdateCollaborator,  Collaborator, Update, [Any, No,    No  ],  &[],                           Never),
        right!(DeleteCollaborator,  Collaborator, Update, [Any, No,    No  ],  &[],                           Never),
        right!(ResetPassword,       Credential,   Call,   [Any, No,    No  ],  &[],                           Never),
        right!(UnlockCollaborator,  Credential,   Call,   [Any, No,    No  ],  &[],                           Never),

        right!(CreateCustomer,      Customer,     Insert, [No,  Own,   No  ],  &[],                           Usable),
        right!(UpdateCustomer,      Customer,     Update, [No,  Own,   No  ],  &[],                           Usable),
        right!(TransferCustomer,    Customer,     Update, [Any, No,    No  ],  &[],                           Usable),

        right!(CreateContract,      Contract,     Insert, [Any, No,    No  ],  &[Unsigned],                   Usable),
        right!(UpdateContract,      Contract,     Update, [Any, Own,   No  ],  &[],                           Usable),
        right!(SignContract,        Contract,     Update, [Any, Own,   No  ],  &[],                           Usable),
        right!(PayContract,         Contract,     Update, [Any, Own,   No  ],  &[],                           Usable),
        right!(MoveContract,        Contract,     Update, [Any, No,    No  ],  &[],                           Usable),

        right!(CreateEvent,         Event,        Insert, [No,  Own,   No  ],  &[SignedContract, Unassigned], Usable),
        right!(UpdateEvent,         Event,        Update, [No,  No,    Own ],  &[],                           Usable),
        right!(AssignEvent,         Event,        Update, [Any, No,    No  ],  &[],                           Usable),
        right!(UnassignEvent,       Event,        Update, [Any, No,    No  ],  &[],                           Usable),
    ]
};

/// Columns that come with every change; the guard of the database sets them, whatever it is given.
pub const STAMPS: &[&str] = &["updated_at", "version"];

/// Columns that come with every new row; the guard of the database sets them, whatever it is given.
pub const BIRTH: &[&str] = &["created_at", "updated_at"];
