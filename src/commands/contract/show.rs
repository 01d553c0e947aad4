//! `epic contract show`.

use clap::Args;

use super::load;
use crate::context::Context;
use crate::db::ContractId;
use crate::db::contracts::ContractRow;
use crate::error::Result;
use crate::policy::Actor;
use crate::prompt::{Form, Given};

/// Show one contract
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// The contract
    id: Option<Given<ContractId>>,
}

/// Shows one contract.
///
/// # Errors
///
/// `not_found.contract` (exit 3).
pub fn run(ctx: &Context, _actor: &Actor, args: ShowArgs) -> Result<()> {
    ctx.output.check_fields::<ContractRow>()?;
    let mut form = Form::new(&ctx.prompter);
    let id = form
        .required("ID", "Contract id", args.id)?
        .ok_or_else(|| form.error())?;
    let mut conn = ctx.database.connection()?;

    ctx.output.record(&load(&mut conn, id)?)
}
