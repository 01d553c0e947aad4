//! `epic customer …`: the people at the client companies.

mod create;
pub mod fields;
mod list;
mod show;
mod transfer;
mod update;

use crate::commands::prelude::*;
use crate::db::AnyConnection;
use crate::db::customers::{self, CustomerRow};
use crate::domain::{CustomerId, Noun};

/// The verbs of customers.
#[derive(Debug, Subcommand)]
pub enum CustomerCommand {
    Create(create::CreateArgs),
    List(list::CustomerListArgs),
    Show(show::ShowArgs),
    Update(update::UpdateArgs),
    Transfer(transfer::TransferArgs),
}

impl CustomerCommand {
    pub(super) fn run(self, ctx: &Context, actor: &Actor) -> Result<()> {
        match self {
            Self::Create(args) => create::run(ctx, actor, args),
            Self::List(args) => list::run(ctx, actor, args),
            Self::Show(args) => show::run(ctx, actor, args),
            Self::Update(args) => update::run(ctx, actor, args),
            Self::Transfer(args) => transfer::run(ctx, actor, args),
        }
    }
}

/// Fails with `not_found.customer` (exit 3).
pub fn load(conn: &mut AnyConnection, id: CustomerId) -> Result<CustomerRow> {
    customers::find(conn, id)?.ok_or_else(|| Error::not_found(Noun::Customer, id))
}
