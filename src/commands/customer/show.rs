//! `epic customer show`: one customer with its contracts and events.

use super::load;
use crate::commands::prelude::*;
use crate::commands::shared::resolve::{CustomerRef, required_customer};
use crate::db::children;
use crate::db::customers::CustomerRow;
use crate::domain::Noun;

/// Show one customer with their contracts and events
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// Id, e-mail or name of the customer
    #[arg(value_name = "ID|EMAIL|NAME", add = complete::customers())]
    id: Option<Given<CustomerRef>>,
}

impl Verb for ShowArgs {
    const PATH: &str = "customer show";
    const HANDLER: Handler<Self> = Handler::Requires(Capability::Read, run);
    const EXAMPLES: [&str; 2] = ["epic customer show 2", "epic customer show 2 --json"];
    const SHOWS: Fields = CustomerRow::FIELDS;
}

/// # Errors
///
/// `not_found.customer` (exit 3).
fn run(ctx: &Context, _actor: &Actor, args: ShowArgs) -> Result<()> {
    let mut form = Form::new(&ctx.prompter);
    let id = required_customer(ctx, &mut form, "ID|EMAIL|NAME", args.id, None)?;
    let id = id.ok_or_else(|| form.error())?.find(ctx)?;
    let mut conn = ctx.database.connection()?;
    if !ctx.output.shows_nested() {
        return ctx.output.record(&load(&mut conn, id)?);
    }
    let (customer, contracts, events) = children::find_with_children(&mut conn, id)?
        .ok_or_else(|| Error::not_found(Noun::Customer, id))?;

    ctx.output.record_with(&customer, &[&contracts, &events])
}
