//! Capabilities. `policy` grants them to departments, `error` words their refusals.

macro_rules! capabilities {
    ($($name:ident),+ $(,)?) => {
        /// Right. `Read` covers lists, show, search, export and reports.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Capability {
            $($name),+
        }

        impl Capability {
            /// All rights, in the order of the policy table.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
        }
    };
}

capabilities! {
    Read,
    ReadHistory,
    ReadAudit,
    ChangeOwnPassword,
    ListSessions,
    RevokeSession,
    ListTokens,
    RevokeToken,
    CreateToken,
    CreateCollaborator,
    UpdateCollaborator,
    DeleteCollaborator,
    ResetPassword,
    UnlockCollaborator,
    CreateCustomer,
    UpdateCustomer,
    TransferCustomer,
    CreateContract,
    UpdateContract,
    SignContract,
    PayContract,
    MoveContract,
    CreateEvent,
    UpdateEvent,
    AssignEvent,
    UnassignEvent,
}

impl Capability {
    /// Returns the name in the database: `update_customer` for `UpdateCustomer`.
    pub fn name(self) -> String {
        let mut name = String::new();
        for letter in format!("{self:?}").chars() {
            if letter.is_ascii_uppercase() && !name.is_empty() {
                name.push('_');
            }
            name.push(letter.to_ascii_lowercase());
        }
        name
    }
}
