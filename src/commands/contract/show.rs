//! `epic contract show`.

use clap::Args;

use super::load;
use crate::commands::shared::pickers;
use crate::context::Context;
use crate::db::contracts::{ContractFilter, ContractRow};
use crate::domain::{Actor, ContractId};
use crate::error::Result;
use crate::prompt::{Form, Given};
use crate::t;

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
        .pick(
            "ID",
            t!("prompt-contract"),
            args.id.map(|given| given.0),
            str::parse,
            &mut pickers::contracts(ctx, ContractFilter::default()),
        )?
        .ok_or_else(|| form.error())?;
    let mut conn = ctx.database.connection()?;

    ctx.output.record(&load(&mut conn, id)?)
}
