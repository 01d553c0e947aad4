//! `epic customer …`: the people at the client companies.

mod create;
pub mod fields;
mod list;
mod show;
mod transfer;
mod update;

use crate::commands::prelude::*;
use crate::commands::verb::verbs;
use crate::db::AnyConnection;
use crate::db::customers::{self, CustomerRow};
use crate::domain::{CustomerId, Noun};

verbs! {
    pub enum CustomerCommand {
        Create(create::CreateArgs),
        List(list::CustomerListArgs),
        Show(show::ShowArgs),
        Update(update::UpdateArgs),
        Transfer(transfer::TransferArgs),
    }
}

/// # Errors
///
/// `not_found.customer` (exit 3).
pub fn load(conn: &mut AnyConnection, id: CustomerId) -> Result<CustomerRow> {
    customers::find(conn, id)?.ok_or_else(|| Error::not_found(Noun::Customer, id))
}
