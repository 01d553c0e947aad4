//! `epic contract show`.

use super::load;
use crate::commands::prelude::*;
use crate::commands::shared::resolve::required_contract;
use crate::db::contracts::{ContractFilter, ContractRow};
use crate::domain::ContractId;

/// Show one contract
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// Id of the contract
    #[arg(add = complete::contracts())]
    id: Option<Given<ContractId>>,
}

impl Verb for ShowArgs {
    const PATH: &str = "contract show";
    const HANDLER: Handler<Self> = Handler::Requires(Capability::Read, run);
    const EXAMPLES: [&str; 2] = [
        "epic contract show 3",
        "epic contract show 3 --json --fields due,status",
    ];
    const SHOWS: Fields = ContractRow::FIELDS;
}

/// # Errors
///
/// `not_found.contract` (exit 3).
fn run(ctx: &Context, _actor: &Actor, args: ShowArgs) -> Result<()> {
    let mut form = Form::new(&ctx.prompter);
    let filter = ContractFilter::default();
    let id = required_contract(ctx, &mut form, "ID", args.id, filter)?;
    let id = id.ok_or_else(|| form.error())?;
    let mut conn = ctx.database.connection()?;

    ctx.output.record(&load(&mut conn, id)?)
}
