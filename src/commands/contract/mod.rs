//! `epic contract …`: what customers buy.

mod create;
mod list;
mod pay;
mod show;
mod sign;
mod update;

use crate::commands::prelude::*;
use crate::commands::verb::verbs;
use crate::db::AnyConnection;
use crate::db::contracts::{self, ContractRow};
use crate::domain::{ContractId, Noun};
use crate::telemetry::Notice;

verbs! {
    pub enum ContractCommand {
        Create(create::CreateArgs),
        List(list::ContractListArgs),
        Show(show::ShowArgs),
        Update(update::UpdateArgs),
        Sign(sign::SignArgs),
        Pay(pay::PayArgs),
    }
}

/// # Errors
///
/// `not_found.contract` (exit 3).
pub fn load(conn: &mut AnyConnection, id: ContractId) -> Result<ContractRow> {
    contracts::find(conn, id)?.ok_or_else(|| Error::not_found(Noun::Contract, id))
}

/// Sends the notice that a contract was signed.
fn notice_signature(ctx: &Context, actor: &Actor, contract: &ContractRow) {
    let subject = (Noun::Contract, contract.contract.id.0);
    ctx.telemetry
        .notice(Notice::ContractSigned, Some(actor.id), subject);
}
