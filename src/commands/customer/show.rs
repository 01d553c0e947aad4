//! `epic customer show`: one customer with its contracts and events.

use clap::Args;

use super::load;
use crate::commands::choices;
use crate::context::Context;
use crate::db::contracts::{self, ContractFilter, ContractRow};
use crate::db::customers::CustomerRow;
use crate::db::events::{self, EventFilter, EventRow};
use crate::db::{CustomerId, Page};
use crate::error::{Error, Result};
use crate::policy::Actor;
use crate::prompt::{Form, Given};
use crate::t;

/// Show one customer with their contracts and events
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// The customer
    id: Option<Given<CustomerId>>,
}

/// Shows one customer.
///
/// # Errors
///
/// `not_found.customer` (exit 3).
pub fn run(ctx: &Context, _actor: &Actor, args: ShowArgs) -> Result<()> {
    ctx.output.check_fields::<CustomerRow>()?;
    let mut form = Form::new(&ctx.prompter);
    let id = form
        .pick(
            "ID",
            t!("prompt-customer"),
            args.id.map(|given| given.0),
            str::parse,
            &mut choices::customers(ctx, None),
        )?
        .ok_or_else(|| form.error())?;
    let mut conn = ctx.database.connection()?;
    let customer = load(&mut conn, id)?;
    if !ctx.output.shows_nested() {
        return ctx.output.record(&customer);
    }
    let mut contracts: Vec<ContractRow> = Vec::new();
    let mut events: Vec<EventRow> = Vec::new();
    contracts::list::<Error>(
        &mut conn,
        &ContractFilter {
            customer: Some(id),
            ..ContractFilter::default()
        },
        &Page::everything(),
        |row| {
            contracts.push(row);
            Ok(())
        },
    )?;
    events::list::<Error>(
        &mut conn,
        &EventFilter {
            customer: Some(id),
            ..EventFilter::default()
        },
        &Page::everything(),
        |row| {
            events.push(row);
            Ok(())
        },
    )?;

    ctx.output.record_with(&customer, &[&contracts, &events])
}
