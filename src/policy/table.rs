//! Policy table: the single source of the program's decisions, PostgreSQL's policies and grants, and the topic
//! `permissions`. A missing right is refused. Conditions on state, such as the total of a signed contract, are rules.

use crate::domain::{Capability, Department, Noun};

/// Operation of a right. Deletion does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Operation {
    Read,
    Insert,
    Update,
    /// Query by a database function, without a grant on the table.
    Query,
    /// Write by a database function, without a grant on the table.
    Call,
}

impl Operation {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Insert => "insert",
            Self::Update => "update",
            Self::Query => "query",
            Self::Call => "call",
        }
    }

    /// Tests for an operation that a read-only token is refused.
    pub const fn writes(self) -> bool {
        match self {
            Self::Read | Self::Query => false,
            Self::Insert | Self::Update | Self::Call => true,
        }
    }
}

/// Records on which a department has a right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    No,
    /// Its own: for Sales those of a customer whose sales contact is the caller; for Support those of an event whose
    /// support contact is the caller; otherwise the caller's account.
    Own,
    Any,
}

impl Scope {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Own => "own",
            Self::Any => "any",
        }
    }
}

/// Condition on a new row, for any author.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precondition {
    /// A new contract is unsigned.
    Unsigned,
    /// A new event belongs to a signed contract.
    SignedContract,
    /// A new event has no support contact.
    Unassigned,
}

/// Use of a right by long-lived tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token {
    /// Permitted; to a read-only token only if the operation does not write.
    Usable,
    /// Requires a login.
    Never,
}

/// Row of the policy table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Right {
    pub capability: Capability,
    pub noun: Noun,
    pub operation: Operation,
    /// Columns that an insert or update may set, without those derived from them.
    pub columns: &'static [&'static str],
    /// Scopes of Management, Sales and Support.
    pub scopes: [Scope; 3],
    pub preconditions: &'static [Precondition],
    pub token: Token,
}

impl Right {
    pub const fn scope(&self, department: Department) -> Scope {
        let [management, sales, support] = self.scopes;
        match department {
            Department::Management => management,
            Department::Sales => sales,
            Department::Support => support,
        }
    }
}

/// Expands a line of the table. The columns are those whose description lists the right.
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

/// Policy table. A right that reads several tables has a row for each.
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

/// Columns set by the database's guard on every change, overriding the statement.
pub const STAMPS: &[&str] = &["updated_at", "version"];

/// Columns set by the database's guard on every new row, overriding the statement.
pub const BIRTH: &[&str] = &["created_at", "updated_at"];
