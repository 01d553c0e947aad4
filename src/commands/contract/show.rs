//! `epic contract show`.

use super::load;
use crate::commands::prelude::*;
use crate::commands::shared::resolve::required_contract;
use crate::db::contracts::{ContractFilter, ContractRow};
use crate::domain::ContractId;

/// Show one contract
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// The contract
    id: Option<Given<ContractId>>,
}

/// Fails with `not_found.contract` (exit 3).
pub fn run(ctx: &Context, _actor: &Actor, args: ShowArgs) -> Result<()> {
    ctx.output.check_fields::<ContractRow>()?;
    let mut form = Form::new(&ctx.prompter);
    let filter = ContractFilter::default();
    let id = required_contract(ctx, &mut form, "ID", args.id, filter)?;
    let id = id.ok_or_else(|| form.error())?;
    let mut conn = ctx.database.connection()?;

    ctx.output.record(&load(&mut conn, id)?)
}
